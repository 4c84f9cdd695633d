"""EXPORT: releases.json beside the releases: every version on record, with the files of those whose folders are there.

Made from the record that `cut` keeps, never by hand: versions, dates, schemas, files and hashes, for programs to find.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shenzhen_ai.descriptors.json_text import dump
from shenzhen_ai.permalinks import permalink
from shenzhen_ai.releases import read_releases

if TYPE_CHECKING:
    from pathlib import Path

    from shenzhen_ai.package import Package

NAME = "releases.json"


def write_index(package: Package, out: Path, sums: str) -> None:
    """Write releases.json; a version that was only built, not released, is not in it.

    Args:
        package: the package.
        out: the folder of releases.
        sums: name of the file of checksums in a release.
    """
    homepage = str(package.descriptor.get("homepage") or "")
    releases = []
    for release in reversed(read_releases(package)):
        entry: dict[str, Any] = {
            "version": release.version,
            "schema_version": release.schema_version,
            "date": release.date,
            "tables": {name: f"sha256:{digest}" for name, digest in sorted(release.hashes.items())},
        }
        if homepage:
            entry["address"] = permalink(homepage, version=release.version)
        if (out / release.version / sums).is_file():
            entry["files"] = _files(out / release.version, sums)
        releases.append(entry)
    text = dump({"name": package.name, "releases": releases})
    beside = out / f".{NAME}.new"
    beside.write_bytes(text.encode())
    beside.replace(out / NAME)


def _files(folder: Path, sums: str) -> list[dict[str, Any]]:
    lines = (line.split("  ", 1) for line in (folder / sums).read_text(encoding="utf-8").splitlines())
    return [
        {"path": path, "bytes": (folder / path).stat().st_size, "sha256": digest}
        for digest, path in lines
        if (folder / path).is_file()
    ]
