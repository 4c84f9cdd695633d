"""What git knows of a file; a folder that is no repository, and a machine without git, know nothing."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def committed(folder: Path, path: str, ref: str = "HEAD") -> bytes | None:
    """Give the bytes of a file as a commit has it, None where there is none.

    Args:
        folder: the folder that `path` starts from.
        path: relative, with forward slashes.
        ref: a commit.
    """
    try:
        done = subprocess.run(["git", "-C", str(folder), "show", f"{ref}:./{path}"], capture_output=True, check=False)  # noqa: S603, S607  a fixed program, found as the user finds it
    except FileNotFoundError:
        return None
    return done.stdout if done.returncode == 0 else None
