"""The record of releases in the folder `history`: read by the check and the build, written by `cut` alone."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from shenzhen_ai._errors import ShenzhenAIError
from shenzhen_ai.hashes import loaded_hash
from shenzhen_ai.schema_version import bump, moved

if TYPE_CHECKING:
    from collections.abc import Mapping

    import duckdb

    from shenzhen_ai.package import Package

VERSION = re.compile(r"(\d{4})\.([1-9]|1[0-2])\.(0|[1-9]\d*)\Z")
FIRST_SCHEMA = "1.0.0"
HEADER = ("version", "schema_version", "date", "table_hashes")


@dataclass(frozen=True, slots=True)
class Release:
    """One line of releases.csv; `hashes` gives the hash of each table by its name."""

    version: str
    schema_version: str
    date: str
    hashes: Mapping[str, str]

    def cells(self) -> tuple[str, str, str, str]:
        """Give the line's cells; hashes are written `name=hash`, in the order of names, parted by blanks."""
        hashes = " ".join(f"{name}={self.hashes[name]}" for name in sorted(self.hashes))
        return self.version, self.schema_version, self.date, hashes


def parse_version(text: str) -> tuple[int, int, int]:
    """Read a data version, `YYYY.M.N`, as numbers that sort.

    Raises:
        ShenzhenAIError: when the text is none.

    >>> parse_version("2026.11.0")
    (2026, 11, 0)
    """
    match = VERSION.match(text)
    if match is None:
        msg = f"version {text!r} is not of the form YYYY.M.N, such as 2026.11.0"
        raise ShenzhenAIError(msg)
    year, month, number = map(int, match.groups())
    return year, month, number


def parse_releases(text: str) -> list[Release]:
    r"""Read releases.csv, oldest first.

    >>> parse_releases("version,schema_version,date,table_hashes\n2026.1.0,1.0.0,2026-01-02,cats=ab\n")[0].hashes
    {'cats': 'ab'}
    """
    return [
        Release(
            row["version"],
            row["schema_version"],
            row["date"],
            dict(part.split("=", 1) for part in (row["table_hashes"] or "").split()),
        )
        for row in csv.DictReader(io.StringIO(text, newline=""))
    ]


def read_releases(package: Package) -> list[Release]:
    """Give the releases of a package, oldest first; empty when it has none on record."""
    file = package.history / "releases.csv"
    return parse_releases(file.read_text(encoding="utf-8")) if file.is_file() else []


def table_hashes(con: duckdb.DuckDBPyConnection, package: Package) -> dict[str, str]:
    """Give the hash of every table that is loaded as text, by name."""
    return {name: loaded_hash(con, table) for name, table in package.tables.items()}


def current_version(package: Package, hashes: Mapping[str, str]) -> str:
    """Give the version of the tables as they stand.

    Tables, schemas and views equal to the newest release carry its version; any others that of a development build
    towards the next one, `<newest with N + 1>.dev0`. Before the first release it is `<version of the package>.dev0`.
    """
    releases = read_releases(package)
    if not releases:
        return f"{package.version}.dev0"
    newest = releases[-1]
    if newest.hashes == hashes and moved(package)[0] == "none":
        return newest.version
    year, month, number = parse_version(newest.version)
    return f"{year}.{month}.{number + 1}.dev0"


def schema_version(package: Package, version: str) -> str:
    """Give the schema's version: as recorded for the newest release, else the least that `cut` would accept."""
    releases = read_releases(package)
    if not releases:
        return FIRST_SCHEMA
    newest = releases[-1]
    return newest.schema_version if newest.version == version else bump(newest.schema_version, moved(package)[0])


def registered(package: Package) -> list[str]:
    """Name the tables whose ids are promised: all but those that speak about rows of others."""
    roles = package.roles
    about = {roles.evidence, roles.overrides, roles.changes, roles.retired} if roles else set()
    return [name for name in package.tables if name not in about]
