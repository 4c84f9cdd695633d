"""What git knows of the files of a folder."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

from shenzhen_ai._errors import ShenzhenAIError

if TYPE_CHECKING:
    from pathlib import Path


class NoRepository(ShenzhenAIError):
    """Git cannot say what changed; the text says why."""


def changed(folder: Path, base: str = "HEAD") -> list[str]:
    """Give the files in a folder that differ from a revision, in the work tree or the index, new ones among them.

    Args:
        folder: a folder of a repository; paths are relative to it, with forward slashes.
        base: a commit; of one that is no ancestor, what both share counts.

    Raises:
        NoRepository: where there is no repository, no git, or no such revision.
    """
    shared = _git(folder, "merge-base", base, "HEAD").strip()
    compared = ("diff", "--name-only", "--no-renames", "--relative", "-z", shared, "--")
    new = ("ls-files", "--others", "--exclude-standard", "-z")
    return sorted({path for command in (compared, new) for path in _git(folder, *command).split("\0") if path})


def _git(folder: Path, *arguments: str) -> str:
    done = git(folder.resolve(), *arguments)
    if done is None:
        msg = "git is not installed, so nobody knows what changed"
        raise NoRepository(msg)
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().removeprefix("fatal: ").split("\n")[0]
        said = said or "no history is shared"
        msg = f"git cannot say what changed in {folder.resolve()}: {said}"
        raise NoRepository(msg)
    return done.stdout.decode(errors="surrogateescape")


def git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes] | None:
    """Run git in a folder; None on a machine without it."""
    try:
        return subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, check=False)  # noqa: S603, S607  a fixed program, found as the user finds it
    except FileNotFoundError:
        return None


def committed(folder: Path, path: str, ref: str = "HEAD") -> bytes | None:
    """Give the bytes of a file as a commit has it, None where there is none, no repository or no git.

    Args:
        folder: the folder that `path` starts from.
        path: relative, with forward slashes.
        ref: a commit.
    """
    done = git(folder, "show", f"{ref}:./{path}")
    return done.stdout if done is not None and done.returncode == 0 else None
