"""Hashes of rows and tables as they are written, so that a version can be told by its contents.

A hash is over the text of the cells, so it depends neither on types nor on the engine, and not on the order of
rows in the file. Empty cells do not count: a new field that is empty everywhere changes no hash.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from shenzhen_ai.database import identifier, key_sql, literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    import duckdb

    from shenzhen_ai.package import Table

SEPARATOR = 31
"""Code of the sign between cells (unit separator), which no cell may hold."""


FETCHED = 100_000
"""Rows that are fetched at a time."""


def row_hashes(con: duckdb.DuckDBPyConnection, table: Table) -> dict[str, str]:
    """Give the SHA-256 of each row of `text.<table>`, by row id, in the order of ids."""
    return dict(_hashed_rows(con, table))


def loaded_hash(con: duckdb.DuckDBPyConnection, table: Table) -> str:
    """Give the SHA-256 of a table that is loaded as text, as `table_hash` does, without holding its rows."""
    digest = hashlib.sha256()
    for key, row in _hashed_rows(con, table):
        digest.update(f"{key}\x1f{row}\n".encode())
    return digest.hexdigest()


def _hashed_rows(con: duckdb.DuckDBPyConnection, table: Table) -> Iterator[tuple[str, str]]:
    """Give id and SHA-256 of each row, in the order of ids; of rows that share an id one."""
    cells = ", ".join(
        f"CASE WHEN {identifier(field.name)} IS NOT NULL THEN concat({literal(field.name + '=')}, "
        f"{identifier(field.name)}) END"
        for field in table.fields
    )
    result = con.execute(
        f"SELECT {key_sql(table.primary_key)} AS id, sha256(concat_ws(chr({SEPARATOR}), {cells})) "
        f"FROM text.{identifier(table.name)} ORDER BY 1, 2"
    )
    last: tuple[str, str] | None = None
    while rows := result.fetchmany(FETCHED):
        for row in rows:
            if last is not None and row[0] != last[0]:
                yield last
            last = row
    if last is not None:
        yield last


def row_hash(cells: Iterable[tuple[str, str | None]]) -> str:
    """Give the SHA-256 of one row from its cells in the order of fields, as `row_hashes` does.

    >>> row_hash([("id", "a"), ("name", None)]) == row_hash([("id", "a")])
    True
    """
    text = chr(SEPARATOR).join(f"{name}={cell}" for name, cell in cells if cell is not None)
    return hashlib.sha256(text.encode()).hexdigest()


def file_hash(file: Path) -> str:
    """Give the SHA-256 of a file."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def contents_hash(resources: Iterable[Mapping[str, Any]]) -> str:
    """Give the hash of a database's contents: over the names and CSV hashes of its tables and views, sorted.

    >>> one, two = {"name": "a", "hash": "sha256:1"}, {"name": "b", "hash": "sha256:2"}
    >>> contents_hash([one, two]) == contents_hash([two, one])
    True
    """
    lines = sorted(f"{resource['name']} {resource['hash']}\n" for resource in resources)
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def table_hash(rows: Mapping[str, str]) -> str:
    """Give the SHA-256 of a table from the hashes of its rows, whatever their order.

    >>> table_hash({"a": "1", "b": "2"}) == table_hash({"b": "2", "a": "1"})
    True
    """
    digest = hashlib.sha256()
    for key in sorted(rows):
        digest.update(f"{key}\x1f{rows[key]}\n".encode())
    return digest.hexdigest()
