"""What changed between releases, as a release carries it: `diff.parquet`.

Made from the record of releases, the table of changes and that of retired ids alone, so a clone without older
commits makes the same. In a first release it is empty.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shenzhen_ai.database import identifier, key_sql, literal
from shenzhen_ai.releases import read_releases, registered

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb

    from shenzhen_ai.package import Package

FILE = "diff.parquet"

COLUMNS = {
    "version": "the version in which it changed",
    "date": "the day of that version",
    "table_name": "table of the row",
    "row_id": "primary key of the row, values joined by |",
    "kind": "added, removed or changed",
    "field": "the changed field; empty for a row that came or went",
    "old": "the cell before",
    "new": "the cell after",
    "reason": "source_revised, our_error, new_source, recoded, schema or retired",
    "note_en": "what readers should know, in English",
    "note_zh": "the same in Chinese",
    "change_id": "line of the record of changes",
    "replaced_by": "id that took the place of a retired one",
}
"""Columns of diff.parquet and what they hold; all are texts."""


def write_record(con: duckdb.DuckDBPyConnection, package: Package, version: str, file: Path) -> int:
    """Write the changes of all releases after the first, those of `version` included, and give their number.

    Args:
        con: a database in which the package's tables are loaded as text.
        package: the package.
        version: the version that is built; what no release has yet belongs to it.
        file: the Parquet file to write.
    """
    releases = read_releases(package)
    dates = {release.version: release.date for release in releases}
    dates.setdefault(version, package.as_of or "")
    con.execute("CREATE OR REPLACE TABLE text._versions (version VARCHAR, date VARCHAR, place INTEGER)")
    con.executemany(
        "INSERT INTO text._versions VALUES (?, ?, ?)",
        [[name, date, place] for place, (name, date) in enumerate(dates.items())],
    )
    _load_registry(con, package)
    _load_lines(con, package)
    parts = [_came(version), _went(version), _changed(version)] if releases else []
    columns = ", ".join(COLUMNS)
    nothing = f"SELECT {', '.join(f'CAST(NULL AS VARCHAR) AS {name}' for name in COLUMNS if name != 'date')} LIMIT 0"
    con.execute(
        f"CREATE OR REPLACE TABLE text._diff AS SELECT {columns} FROM ({' UNION ALL '.join(parts) or nothing}) "
        "LEFT JOIN text._versions USING (version) WHERE place IS NULL OR place > 0 "
        "ORDER BY place, table_name, row_id, field NULLS FIRST, change_id"
    )
    con.execute(f"COPY text._diff TO {literal(str(file))} (FORMAT parquet, COMPRESSION zstd)")
    ((count,),) = con.execute("SELECT count(*) FROM text._diff").fetchall()
    for name in ("_versions", "_registry", "_now", "_lines", "_gone", "_diff"):
        con.execute(f"DROP TABLE text.{name}")
    return int(count)


def _load_registry(con: duckdb.DuckDBPyConnection, package: Package) -> None:
    """Make `text._registry`, every id ever released, and `text._now`, every id there is."""
    con.execute(
        "CREATE OR REPLACE TABLE text._registry (table_name VARCHAR, row_id VARCHAR, first VARCHAR, last VARCHAR)"
    )
    file = package.history / "registry.csv"
    if file.is_file():
        con.execute(
            "INSERT INTO text._registry SELECT table_name, row_id, first_version, last_version "
            f"FROM read_csv({literal(str(file))}, all_varchar = true, header = true, delim = ',', quote = '\"')"
        )
    ids = " UNION ALL ".join(
        f"SELECT {literal(name)} AS table_name, {key_sql(package.tables[name].primary_key)} AS row_id "
        f"FROM text.{identifier(name)}"
        for name in registered(package)
    )
    con.execute(f"CREATE OR REPLACE TABLE text._now AS {ids}")


def _load_lines(con: duckdb.DuckDBPyConnection, package: Package) -> None:
    """Make `text._lines`, the accepted or undecided changes, and `text._gone`, the retired ids."""
    roles = package.roles
    names = ("change_id", "table_name", "row_id", "field", "old", "new", "reason", "note_en", "note_zh", "version")
    _select(con, package, roles.changes if roles else None, "_lines", (*names, "decision"))
    con.execute("DELETE FROM text._lines WHERE decision IN ('refused', 'withdrawn')")
    _select(
        con,
        package,
        roles.retired if roles else None,
        "_gone",
        ("table_name", "row_id", "replaced_by", "reason", "since_version"),
    )


def _select(
    con: duckdb.DuckDBPyConnection, package: Package, name: str | None, made: str, columns: tuple[str, ...]
) -> None:
    """Make a table of these columns from one of the package; a column or table that it lacks is empty."""
    has = {field.name for field in package.tables[name].fields} if name else set()
    cells = ", ".join(f"{identifier(c) if c in has else 'CAST(NULL AS VARCHAR)'} AS {identifier(c)}" for c in columns)
    source = f"FROM text.{identifier(name)}" if name else "LIMIT 0"
    con.execute(f"CREATE OR REPLACE TABLE text.{made} AS SELECT {cells} {source}")


WHOLE = "(l.field IS NULL OR l.field = '*')"


def _came(version: str) -> str:
    """Give the SQL of rows that were added: by the registry, or, where it does not know them, in this version."""
    return (
        f"SELECT coalesce(r.first, {literal(version)}) AS version, n.table_name, n.row_id, 'added' AS kind, "
        "NULL AS field, NULL AS old, NULL AS new, coalesce(l.reason, 'new_source') AS reason, l.note_en, l.note_zh, "
        "l.change_id, NULL AS replaced_by "
        "FROM (SELECT * FROM text._now UNION SELECT table_name, row_id FROM text._registry) n "
        "LEFT JOIN text._registry r USING (table_name, row_id) LEFT JOIN text._lines l ON l.table_name = n.table_name "
        f"AND l.row_id = n.row_id AND {WHOLE} AND coalesce(l.version, {literal(version)}) = "
        f"coalesce(r.first, {literal(version)})"
    )


def _went(version: str) -> str:
    """Give the SQL of rows that were removed: in the version that retired them, else after their last one."""
    after = (
        "(SELECT v.version FROM text._versions v WHERE v.place = (SELECT w.place + 1 FROM text._versions w "
        "WHERE w.version = r.last))"
    )
    return (
        f"SELECT coalesce({after}, {literal(version)}) AS version, r.table_name, r.row_id, 'removed', NULL, NULL, "
        "NULL, CASE WHEN g.row_id IS NULL THEN NULL ELSE 'retired' END, g.reason, g.reason, NULL, g.replaced_by "
        "FROM text._registry r LEFT JOIN text._gone g USING (table_name, row_id) "
        "WHERE NOT EXISTS (SELECT 1 FROM text._now n WHERE n.table_name = r.table_name AND n.row_id = r.row_id)"
    )


def _changed(version: str) -> str:
    """Give the SQL of changed cells: each line of the record but those that say why a row came or went."""
    return (
        f"SELECT coalesce(l.version, {literal(version)}) AS version, l.table_name, l.row_id, 'changed', "
        "nullif(l.field, '*'), l.old, l.new, l.reason, l.note_en, l.note_zh, l.change_id, NULL FROM text._lines l "
        "LEFT JOIN text._registry r USING (table_name, row_id) "
        f"WHERE NOT ({WHOLE} AND coalesce(l.version, {literal(version)}) = coalesce(r.first, {literal(version)}))"
    )
