"""What `build` and `site` print when they are done: what was made, and how good the evidence is."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from shenzhen_ai.releases import read_releases, schema_version
from shenzhen_ai.schema_version import moved

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from shenzhen_ai.package import Package

EXAMPLE = (".example", ".invalid", ".test")
"""Ends of reserved host names, which lead nowhere."""


def build_lines(
    package: Package, folder: Path, rows: Mapping[str, int], evidence: Mapping[str, float]
) -> Iterator[str]:
    """Give the closing lines of a build."""
    filled = {name: count for name, count in rows.items() if count}
    yield f"release {folder.name}: {folder}"
    yield "rows: " + ", ".join(f"{name} {count}" for name, count in filled.items())
    if evidence:
        yield "evidence: " + ", ".join(f"{name} {_figure(value)}" for name, value in evidence.items())
    yield from _between(package, folder.name)
    for name in ("homepage", "repository", "contact"):
        text = str(package.descriptor.get(name, ""))
        host = urlsplit(text).hostname or text.rpartition("@")[2]
        if host.endswith(EXAMPLE):
            yield f"note: {name} is still the example address {package.descriptor[name]}; set it in datapackage.json"


def _between(package: Package, version: str) -> Iterator[str]:
    """Say what a build between two releases would need, and what changed in schemas and views; it refuses nothing."""
    released = read_releases(package)
    if released and version != released[-1].version:
        yield f"between releases: {released[-1].version} was the last, schema {released[-1].schema_version}"
        changes = moved(package)[1]
        if changes:
            yield f"the next needs schema {schema_version(package, version)} at least:"
        yield from (f"  {change}" for change in changes)


def _figure(value: float) -> str:
    """Give a share as per cent, a count as it is.

    >>> _figure(0.5), _figure(12)
    ('50.0 %', '12')
    """
    return f"{value:.1%}".replace("%", " %") if isinstance(value, float) else str(value)


def site_lines(folder: Path, pages: Mapping[str, int], records: int, size: int) -> Iterator[str]:
    """Give the closing lines of the site."""
    counted = ", ".join(f"{count} pages in {language}" for language, count in pages.items())
    yield f"site: {folder} ({counted}, {records} permalinks, {size / 1e6:.1f} MB a version)"
    yield f"look at it: .venv/bin/python -m http.server --bind 127.0.0.1 --directory {folder}"
