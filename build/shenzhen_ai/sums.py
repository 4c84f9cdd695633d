"""SHA256SUMS of a release, written and read in one way by all that hold files against it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from shenzhen_ai._errors import ShenzhenAIError
from shenzhen_ai.hashes import file_hash

if TYPE_CHECKING:
    from pathlib import Path

SUMS = "SHA256SUMS"
LINE = re.compile(r"([0-9a-f]{64})  (?!/)((?:[^/\n]+/)*[^/\n]+)\Z")


def read_sums(folder: Path) -> dict[str, str]:
    """Read SHA256SUMS: the hash of each file by its path.

    Raises:
        ShenzhenAIError: without such a file, and for a line that is not one, or leads out of the folder.
    """
    file = folder / SUMS
    if not file.is_file():
        msg = f"no {SUMS} in {folder}: not a release folder"
        raise ShenzhenAIError(msg)
    return _parse(file.read_text(encoding="utf-8"))


def write_sums(folder: Path) -> None:
    """Write SHA256SUMS: every other file of the folder, by path."""
    paths = sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file())
    lines = [f"{file_hash(folder / path)}  {path}\n" for path in paths if path != SUMS]
    (folder / SUMS).write_bytes("".join(lines).encode())


def _parse(text: str) -> dict[str, str]:
    sums: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), 1):
        match = LINE.match(line)
        if match is None or ".." in match[2].split("/"):
            msg = f"{SUMS}:{number}: found {line[:80]!r}, expected a SHA-256, two blanks and a path inside the release"
            raise ShenzhenAIError(msg)
        sums[match[2]] = match[1]
    return sums
