"""The wheel: this package with the newest release inside, so that `pip install` is all a reader needs."""

from __future__ import annotations

import shutil
import subprocess
import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING

from shenzhen_ai._errors import ExtraMissing, ShenzhenAIError
from shenzhen_ai.load import find_release

if TYPE_CHECKING:
    from pathlib import Path


def make_wheel(root: Path) -> str:
    """Copy the newest release into the package, build dist/*.whl, and take the copy away again.

    Raises:
        ReleaseMissing: when there is no release to put in.
        ExtraMissing: when `build` is not installed.
        ShenzhenAIError: with what the build said when it failed.
    """
    if find_spec("build") is None:
        raise ExtraMissing("build", "test")
    release = find_release(root / "out" / "release")
    inside = root / "build" / "shenzhen_ai" / "_release"
    shutil.rmtree(inside, ignore_errors=True)
    try:
        shutil.copytree(release.folder, inside, ignore=shutil.ignore_patterns("*.zip", "*.xlsx", "*.sqlite"))
        command = [
            sys.executable,
            "-m",
            "build",
            "--wheel",
            "--no-isolation",
            "--outdir",
            str(root / "dist"),
            str(root),
        ]
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  our own interpreter
    finally:
        shutil.rmtree(inside, ignore_errors=True)
    if done.returncode:
        msg = f"the wheel was not built:\n{done.stderr or done.stdout}"
        raise ShenzhenAIError(msg)
    newest = max((root / "dist").glob("*.whl"), key=lambda file: file.stat().st_mtime)
    return f"wheel: {newest} ({newest.stat().st_size / 1e6:.1f} MB)"
