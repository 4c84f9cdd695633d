"""Which files of a release go out, and that they are what its checksums say."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from shenzhen_ai._errors import ShenzhenAIError
from shenzhen_ai.sums import SUMS, read_sums

if TYPE_CHECKING:
    from pathlib import Path

    from shenzhen_ai.load import Release

TYPES = {".json": "application/json", ".zip": "application/zip", ".md": "text/markdown", ".csv": "text/csv"}


@dataclass(frozen=True, slots=True)
class Asset:
    """One file: where it lies, its size, and its hashes as GitHub and Zenodo give them."""

    file: Path
    size: int
    sha256: str
    md5: str

    @property
    def name(self) -> str:
        """Its name on the other side."""
        return self.file.name

    @property
    def kind(self) -> str:
        """Its media type."""
        return TYPES.get(self.file.suffix, "application/octet-stream")


def assets(release: Release) -> list[Asset]:
    """Give the files at the top of a release, by name.

    What lies in its folders, and hidden files, whose names GitHub changes, go inside the zip.

    Raises:
        ShenzhenAIError: for a version in the making, for a file that is not what SHA256SUMS says, and for one that is
            missing or not listed there.
    """
    if ".dev" in release.version:
        raise ShenzhenAIError(f"{release.version} is a version in the making; cut it first: shenzhen-ai cut VERSION")
    sums = read_sums(release.folder)
    found = sorted(file for file in release.folder.iterdir() if file.is_file() and not file.name.startswith("."))
    for name, digest in sums.items():
        file = release.folder / name
        if not file.is_file() or _digest(file, "sha256") != digest:
            raise ShenzhenAIError(f"{file} is not what {SUMS} says; build the release again")
    made = [Asset(file, file.stat().st_size, _digest(file, "sha256"), _digest(file, "md5")) for file in found]
    unlisted = [asset.name for asset in made if asset.name not in {*sums, SUMS}]
    if unlisted:
        raise ShenzhenAIError(f"{SUMS} does not list {', '.join(unlisted)}; build the release again")
    return made


def _digest(file: Path, kind: str) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, kind).hexdigest()
