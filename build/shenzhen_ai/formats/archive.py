"""EXPORT: a whole release as one zip, whose bytes depend on nothing but the files."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

PACKED = {".parquet", ".xlsx", ".zip"}
"""Endings of files that are compressed already."""

MODE = 0o100644
UNIX = 3


def write_archive(folder: Path, file: Path, inside: str, created: str) -> None:
    """Write the files of a folder into a zip, by path, each with the same date and permissions.

    Args:
        folder: what goes in; `file` itself stays out.
        file: the zip.
        inside: the one folder that the zip unpacks to.
        created: ISO day that each entry carries; the format knows none before 1980.
    """
    year, month, day = (int(part) for part in (created or "1980-01-01").split("-"))
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and path != file)
    with zipfile.ZipFile(file, "w") as archive:
        for path in paths:
            name = f"{inside}/{path.relative_to(folder).as_posix()}"
            entry = zipfile.ZipInfo(name, (max(year, 1980), month, day, 0, 0, 0))
            entry.create_system = UNIX
            entry.external_attr = MODE << 16
            entry.compress_type = zipfile.ZIP_STORED if path.suffix in PACKED else zipfile.ZIP_DEFLATED
            archive.writestr(entry, path.read_bytes(), compresslevel=6)
