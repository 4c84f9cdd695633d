"""READ: the files of a package as DuckDB tables, first as text, then typed. The only reader of CSVs.

Two schemas of one database hold them. `text.<table>` has every cell as VARCHAR as it stands in the file
(missing values as NULL) and `_row`, the number of the record from 1. `main.<table>` has the types of the
Table Schema, and beside each field that declares `"derive": "period"` the columns `<name>_start`,
`<name>_end` (DATE) and `<name>_kind`, beside each that declares `"digits": true` the column `<name>_digits`, the
number of decimals as typed (2 for 3.60), which the type forgets.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from shenzhen_ai._errors import PackageError
from shenzhen_ai.periods import parse
from shenzhen_ai.problems import Problem
from shenzhen_ai.quoting import identifier, literal
from shenzhen_ai.reading import filled, read_files, unfit
from shenzhen_ai.values import typed
from shenzhen_ai.wording import say, verbatim

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from shenzhen_ai.package import Field, Package, Table

__all__ = [
    "connect",
    "count",
    "derived",
    "identifier",
    "key_sql",
    "literal",
    "load_text",
    "lock",
    "type_table",
    "typed_columns",
]

LOSSY = {"missing", "encoding", "csv", "unpack", "short", "extra"}
"""Faults of a file that keep it from being read as a table."""


def connect(*, threads: int | None = None, limit: str | None = None) -> duckdb.DuckDBPyConnection:
    """Open an empty database in memory that fetches no extension.

    Args:
        threads: as many as the machine has without it.
        limit: memory, such as `3GB`, beyond which it writes to a temporary folder of its own, which it removes.
    """
    con = duckdb.connect(":memory:")
    if limit is not None:
        folder = Path(tempfile.gettempdir()) / f"shenzhen-ai-{os.getpid()}.spill"
        con.execute(f"SET memory_limit = {literal(limit)}")
        con.execute(f"SET temp_directory = {literal(str(folder))}")
    con.execute("SET autoinstall_known_extensions = false")
    con.execute("SET enable_progress_bar = false")
    if threads is not None:
        con.execute(f"SET threads = {int(threads)}")
    con.execute("CREATE SCHEMA IF NOT EXISTS text")
    return con


def lock(con: duckdb.DuckDBPyConnection) -> None:
    """Take file and network access from a connection, for SQL that came with the package; this cannot be undone."""
    con.execute("SET enable_external_access = false")
    con.execute("SET lock_configuration = true")


def load_text(con: duckdb.DuckDBPyConnection, package: Package, table: Table) -> int:
    """Read the files of a table into `text.<table>` and give the number of rows.

    Raises:
        PackageError: when a file cannot be read as this table without losing something.
    """
    name = f"text.{identifier(table.name)}"

    def create(cells: str, *, plain: bool) -> int:  # noqa: ARG001  plain or not, every cell is kept
        columns = ", ".join(f"{filled(table, field)} AS {identifier(field.name)}" for field in table.fields)
        con.execute(f"CREATE OR REPLACE TABLE {name} AS SELECT {columns}, row_number() OVER () AS _row FROM ({cells})")
        return count(con, name)

    files = read_files(package, table, create)
    faults = [(file, fault) for file in files for fault in file.faults if fault.kind in LOSSY]
    unfitting = [file for file in files if unfit(table, file.labels)]
    if faults or unfitting:
        found = [verbatim(fault.text) or say("{count} cells", count=fault.count) for _, fault in faults]
        problems = [
            Problem("CELLS", file.path, fault.line, found=text)
            for (file, fault), text in zip(faults, found, strict=True)
        ]
        problems += [
            Problem("HEADER", file.path, 1, found=say("a header {how}", how=file.labels)) for file in unfitting
        ]
        raise PackageError(problems)
    return count(con, name)


def count(con: duckdb.DuckDBPyConnection, relation: str) -> int:
    """Give the number of rows of a relation, named as SQL names it."""
    row = con.execute(f"SELECT count(*) FROM {relation}").fetchone()
    return int(row[0]) if row else 0


def type_table(con: duckdb.DuckDBPyConnection, table: Table) -> None:
    """Make `main.<table>` with its types from `text.<table>`, in the order of the primary key.

    A cell that does not fit its type becomes NULL here; the check has reported it.
    """
    for field in table.fields:
        if field.derive == "period":
            _period_lookup(con, table, field)
    lookups = {field.name: f"text.{identifier(_lookup_name(table, field))}" for field in table.fields}
    select = typed_select(table, f"text.{identifier(table.name)}", lookups)
    order = ", ".join(f"t.{identifier(name)}" for name in table.primary_key) or "t._row"
    con.execute(f"CREATE OR REPLACE TABLE main.{identifier(table.name)} AS {select} ORDER BY {order}")
    for field in table.fields:
        if field.derive == "period":
            con.execute(f"DROP TABLE text.{identifier(_lookup_name(table, field))}")


def typed_select(table: Table, relation: str, lookups: Mapping[str, str]) -> str:
    """Give the SELECT of the typed columns of a table, derived ones beside the field they come from.

    Args:
        table: the table.
        relation: SQL of its cells as text, by name of field.
        lookups: SQL of text, start, end and kind of the periods of a field, by name of field.
    """
    columns: list[str] = []
    joins: list[str] = []
    for number, field in enumerate(table.fields):
        name = identifier(field.name)
        cell = f"t.{name}"
        columns.append(f"{typed(field, cell)} AS {name}")
        if field.descriptor.get("digits"):
            columns.append(f"{_digits(cell)} AS {identifier(f'{field.name}_digits')}")
        if field.derive == "period":
            alias = f"p{number}"
            joins.append(f"LEFT JOIN {lookups[field.name]} {alias} ON {alias}.text = {cell}")
            columns.extend(
                f"{alias}.{part} AS {identifier(f'{field.name}_{part}')}" for part in ("start", "end", "kind")
            )
    return f"SELECT {', '.join(columns)} FROM {relation} t {' '.join(joins)}"


def typed_columns(table: Table) -> list[str]:
    """Give the names of the columns of `main.<table>`, derived ones beside the field they come from."""
    return [name for field in table.fields for name in (field.name, *(f"{field.name}_{end}" for end in derived(field)))]


def derived(field: Field) -> tuple[str, ...]:
    """Give the endings of the columns that are made from a field: `digits`; `start`, `end`, `kind`; or none."""
    digits = ("digits",) if field.descriptor.get("digits") else ()
    return (*digits, "start", "end", "kind") if field.derive == "period" else digits


def key_sql(fields: Iterable[str], alias: str = "") -> str:
    r"""Give the SQL of a row id: the key's values joined by `|`.

    >>> key_sql(["plan_id", "role"], "t.")
    'concat(t."plan_id", \'|\', t."role")'
    """
    parts = [f"{alias}{identifier(name)}" for name in fields]
    if not parts:
        return f"CAST({alias}_row AS VARCHAR)"
    joined = ", '|', ".join(parts)
    return parts[0] if len(parts) == 1 else f"concat({joined})"


def _digits(cell: str) -> str:
    """Give the SQL that counts the decimals of a number as typed; NULL for an empty cell."""
    point = f"strpos({cell}, '.')"
    return f"CASE WHEN {point} > 0 THEN length({cell}) - {point} WHEN {cell} IS NOT NULL THEN 0 END"


def _lookup_name(table: Table, field: Field) -> str:
    return f"_{table.name}_{field.name}"


def _period_lookup(con: duckdb.DuckDBPyConnection, table: Table, field: Field) -> None:
    """Make a table of the distinct periods of a field with their first day, last day and kind."""
    name = identifier(field.name)
    rows = con.execute(
        f"SELECT DISTINCT {name} FROM text.{identifier(table.name)} WHERE {name} IS NOT NULL ORDER BY 1"
    ).fetchall()
    lookup = f"text.{identifier(_lookup_name(table, field))}"
    con.execute(f'CREATE OR REPLACE TABLE {lookup} (text VARCHAR, "start" DATE, "end" DATE, kind VARCHAR)')
    for (text,) in rows:
        period = parse(text)
        if period is not None:
            con.execute(f"INSERT INTO {lookup} VALUES (?, ?, ?, ?)", [text, period.start, period.end, period.kind])
