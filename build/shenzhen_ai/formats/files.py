"""EXPORT: a table or view as CSV and as Parquet, and all of them as a DuckDB database."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from shenzhen_ai.compile import comment, make_views
from shenzhen_ai.database import count, identifier, literal
from shenzhen_ai.view_files import read_views

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import duckdb

    from shenzhen_ai.catalog import Relation
    from shenzhen_ai.package import Package

STORAGE = "v1.0.0"
"""Oldest format of database files, which DuckDB in a browser reads as well."""

BLOCK, LARGE_BLOCK = 32_768, 262_144
"""Bytes of a block of a database file. Each column of each table takes one at least, and most are small; many rows pack
badly into small blocks, and are found through more of them."""

GROUP = 122_880
"""Rows that DuckDB keeps together."""

RELEASE = "_release"
"""Name under which the new database is attached while it is written."""

ROWS = "_rows"
"""Name of the table that holds the rows under way, in their order."""

BATCH = 10_000
"""Rows that are fetched at a time."""

ROW_GROUP = 8192
"""Rows of a Parquet row group: what a reader over the network fetches at least of each column it asks for."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a table or view in their order, held by the engine; iterating fetches them a few at a time."""

    con: duckdb.DuckDBPyConnection
    source: str

    def __len__(self) -> int:
        """Count the rows."""
        return count(self.con, self.source)

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        """Give each row as Python values."""
        result = self.con.execute(f"SELECT * FROM {self.source}")
        while batch := result.fetchmany(BATCH):
            yield from batch

    def distinct(self, column: str) -> list[Any]:
        """Give the distinct values of a column, in no order."""
        name = identifier(column)
        found = self.con.execute(f"SELECT DISTINCT {name} FROM {self.source} WHERE {name} IS NOT NULL").fetchall()
        return [value for (value,) in found]


@contextmanager
def held(con: duckdb.DuckDBPyConnection, relation: Relation) -> Iterator[Rows]:
    """Hold the rows of a table or view, so that a view is worked out and sorted once for all formats."""
    con.execute(f"CREATE OR REPLACE TEMP TABLE {ROWS} AS {relation.select()}")
    try:
        yield Rows(con, f"temp.{ROWS}")
    finally:
        con.execute(f"DROP TABLE temp.{ROWS}")


def write_csv(rows: Rows, file: Path) -> None:
    """Write rows as CSV (RFC 4180, LF, quotation marks where needed), decimals without idle zeros."""
    cells = ", ".join(f"{cell} AS {identifier(name)}" for name, cell in plain_cells(rows).items())
    rows.con.execute(
        f"COPY (SELECT {cells} FROM {rows.source}) TO {literal(str(file))} (FORMAT csv, HEADER, DELIMITER ',')"
    )


def plain_cells(rows: Rows) -> dict[str, str]:
    """Give the SQL of each cell as it is written in a CSV, by column."""
    types = rows.con.execute(f"DESCRIBE SELECT * FROM {rows.source}").fetchall()
    return {str(name): _plain(identifier(str(name)), str(kind)) for name, kind, *_ in types}


def _plain(name: str, kind: str) -> str:
    """Give the SQL of a cell as it is written in a CSV."""
    if kind.startswith("DECIMAL") and not kind.endswith(",0)"):
        return f"rtrim(rtrim(CAST({name} AS VARCHAR), '0'), '.')"
    if kind == "TIMESTAMP":
        return f"strftime({name}, '%Y-%m-%dT%H:%M:%S')"
    return name


def write_parquet(rows: Rows, file: Path, start: int = 0, count: int | None = None) -> None:
    """Write rows as Parquet: zstd, in their order, in row groups small enough to be skipped over a network.

    Args:
        rows: the rows.
        file: where they go.
        start: rows to leave out first.
        count: rows to write; all that follow without it.
    """
    some = "" if count is None else f" LIMIT {count} OFFSET {start}"
    rows.con.execute(
        f"COPY (SELECT * FROM {rows.source}{some}) TO {literal(str(file))} "
        f"(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROW_GROUP})"
    )


def block_size(rows: int) -> int:
    """Give the size of blocks for a database whose largest table has so many rows.

    >>> block_size(20_000), block_size(10_000_000)
    (32768, 262144)
    """
    return BLOCK if rows <= GROUP else LARGE_BLOCK


def write_database(con: duckdb.DuckDBPyConnection, package: Package, relations: Sequence[Relation], file: Path) -> None:
    """Write the database file: tables in their order, views as views, comments on all of it."""
    ((home,),) = con.execute("SELECT current_database()").fetchall()
    stored = {
        str(name)
        for (name,) in con.execute(
            "SELECT table_name FROM duckdb_tables() WHERE database_name = ? AND schema_name = 'main'", [home]
        ).fetchall()
    }
    most = max((count(con, f"main.{identifier(name)}") for name in stored), default=0)
    settings = f"STORAGE_VERSION {literal(STORAGE)}, BLOCK_SIZE {block_size(most)}"
    con.execute(f"ATTACH {literal(str(file))} AS {RELEASE} ({settings})")
    try:
        for relation in relations:
            if relation.name in stored:
                con.execute(f"CREATE TABLE {RELEASE}.main.{identifier(relation.name)} AS {relation.select()}")
        con.execute(f"USE {RELEASE}")
        make_views(con, package, read_views(package))
        comment(con, relations)
        con.execute(f"CHECKPOINT {RELEASE}")
    finally:
        con.execute(f"USE {identifier(str(home))}")
        con.execute(f"DETACH {RELEASE}")
