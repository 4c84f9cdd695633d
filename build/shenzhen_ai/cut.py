"""CUT: enter a release in the record. Only this writes the history folder, the version and `created`."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING

from shenzhen_ai import database
from shenzhen_ai._errors import ShenzhenAIError
from shenzhen_ai.fmt import canonical, replace, write_rows
from shenzhen_ai.hashes import row_hashes
from shenzhen_ai.releases import FIRST_SCHEMA, HEADER, Release, parse_version, read_releases, registered, table_hashes
from shenzhen_ai.schema_version import bump, moved, refuse_understated, state_of

if TYPE_CHECKING:
    import duckdb

    from shenzhen_ai.package import Package

REGISTRY = ("table_name", "row_id", "first_version", "last_version", "row_hash")


def cut(package: Package, version: str, schema_version: str | None = None) -> tuple[Release, list[str]]:
    """Enter the tables as they stand as a release; the check has passed them.

    Args:
        package: the package.
        version: the data's version, `YYYY.M.N`, above the newest one.
        schema_version: a SemVer number; without it the least that the changes need is taken.

    Returns:
        The release, and what changed in schemas and views since the last one.

    Raises:
        ShenzhenAIError: when a number does not go up as far as it must; nothing is written then.
    """
    releases = read_releases(package)
    if releases and parse_version(version) <= parse_version(releases[-1].version):
        msg = f"version {version} does not come after {releases[-1].version}"
        raise ShenzhenAIError(msg)
    parse_version(version)
    level, changes = moved(package) if releases else ("none", [])
    needed = bump(releases[-1].schema_version, level) if releases else FIRST_SCHEMA
    if schema_version:
        refuse_understated(schema_version, needed, changes)
    filled = _changes_filled(package, version)
    con = database.connect()
    try:
        for table in package.tables.values():
            database.load_text(con, package, table)
        _fill_changes(con, package, version)
        release = Release(version, schema_version or needed, package.as_of or "", table_hashes(con, package))
        registry = _registry(con, package, version)
    finally:
        con.close()
    package.history.mkdir(parents=True, exist_ok=True)
    for path, text in filled.items():
        replace(package.root / path, text)
    replace(package.history / "registry.csv", write_rows(REGISTRY, registry))
    replace(
        package.history / "schemas.json",
        json.dumps(state_of(package), ensure_ascii=False, indent=1, sort_keys=True) + "\n",
    )
    lines = [line.cells() for line in [*releases, release]]
    replace(package.root / "datapackage.json", _descriptor(package, version))
    replace(package.history / "releases.csv", write_rows(HEADER, lines))
    return release, changes


def _changes_filled(package: Package, version: str) -> dict[str, str]:
    """Give the new text of the table of changes: rows without a version get this one."""
    name = package.roles.changes if package.roles else None
    if not name:
        return {}
    table = package.tables[name]
    header, *rows = csv.reader(io.StringIO(canonical(package, table, table.path), newline=""))
    place = header.index("version")
    for row in rows:
        row[place] = row[place] or version
    return {table.path: write_rows(header, rows)}


def _fill_changes(con: duckdb.DuckDBPyConnection, package: Package, version: str) -> None:
    name = package.roles.changes if package.roles else None
    if name:
        con.execute(f"UPDATE text.{database.identifier(name)} SET version = ? WHERE version IS NULL", [version])


def _registry(con: duckdb.DuckDBPyConnection, package: Package, version: str) -> list[tuple[str, ...]]:
    """Give registry.csv: every id ever released; those that are gone keep their last version and hash."""
    known: dict[tuple[str, str], tuple[str, ...]] = {}
    file = package.history / "registry.csv"
    if file.is_file():
        with file.open(encoding="utf-8", newline="") as stream:
            known = {
                (row["table_name"], row["row_id"]): tuple(row[name] for name in REGISTRY)
                for row in csv.DictReader(stream)
            }
    for name in registered(package):
        for row_id, digest in row_hashes(con, package.tables[name]).items():
            first = known[name, row_id][2] if (name, row_id) in known else version
            known[name, row_id] = (name, row_id, first, version, digest)
    return [known[key] for key in sorted(known)]


def _descriptor(package: Package, version: str) -> str:
    """Give datapackage.json with the version and the day of the data as `created`, everything else as it stands."""
    text = (package.root / "datapackage.json").read_text(encoding="utf-8")
    text = re.sub(r'("version":\s*")[^"]*(")', rf"\g<1>{version}\g<2>", text, count=1)
    return re.sub(r'("created":\s*")[^"]*(")', rf"\g<1>{package.as_of}T00:00:00Z\g<2>", text, count=1)
