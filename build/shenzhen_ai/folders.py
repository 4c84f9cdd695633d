"""Folders that appear whole or not at all: written beside, then renamed, so that a reader never sees half of one."""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LATEST = "LATEST"
"""File beside the folders that names the one made last."""

NEW, OLD = ".new", ".old"
"""Endings of the hidden folders of a build under way: what it writes, and what it is about to remove."""

EXCHANGE = 2
"""Linux's RENAME_EXCHANGE: two folders change names in one step."""

HERE = -100
"""Linux's AT_FDCWD: paths count from the working folder."""


@contextmanager
def staged(out: Path, name: str) -> Iterator[Path]:
    """Give an empty folder that becomes `out`/`name` when the block ends well, and vanishes when it does not.

    A folder of that name stays as it is until then. Builds into one `out` wait for each other; what a killed one
    left behind is cleared away first.

    Args:
        out: the folder of releases; made when it does not exist.
        name: name of the new folder; LATEST names it afterwards.
    """
    out.mkdir(parents=True, exist_ok=True)
    with _alone(out):
        _recover(out)
        stage = out / f".{name}{NEW}"
        stage.mkdir()
        try:
            yield stage
            _swap(stage, out / name)
            beside = out / f".{LATEST}{NEW}"
            beside.write_text(f"{name}\n", encoding="utf-8")
            beside.replace(out / LATEST)
        finally:
            shutil.rmtree(stage, ignore_errors=True)


@contextmanager
def _alone(out: Path) -> Iterator[None]:
    """Hold a lock that the system lets go when the process ends; a system without such locks goes without."""
    with (out / ".lock").open("w", encoding="utf-8") as file:
        if sys.platform != "win32":
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _recover(out: Path) -> None:
    """Put back what a killed build had moved aside, and remove what it had not finished."""
    for left in sorted(out.glob(f".*{OLD}")):
        target = out / left.name[1 : -len(OLD)]
        if target.exists():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.rename(target)
    for left in out.glob(f".*{NEW}"):
        if left.is_dir():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.unlink(missing_ok=True)


def _swap(stage: Path, target: Path) -> None:
    """Put `stage` in the place of `target`; what stood there is removed.

    Where the system cannot exchange two folders in one step the old one is moved aside first: a kill between the
    two renames leaves it whole under its hidden name, and the next build puts it back.
    """
    if not target.exists():
        stage.rename(target)
    elif not _exchange(stage, target):
        old = target.with_name(f".{target.name}{OLD}")
        target.rename(old)
        stage.rename(target)
        shutil.rmtree(old, ignore_errors=True)


def _exchange(one: Path, other: Path) -> bool:
    """Let two folders change names in one step; False where system or disk cannot."""
    if sys.platform != "linux":
        return False
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    return bool(rename(HERE, os.fsencode(one), HERE, os.fsencode(other), EXCHANGE) == 0)
