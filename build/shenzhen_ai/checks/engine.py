"""CHECK: what an engine does for the check: it reads the rows, and answers what is asked of all of them.

The base class is DuckDB on this machine. Another engine keeps the rows elsewhere and puts into `text.<table>` only
those that something may be wrong with; every verdict is then given by the same code.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import duckdb

from shenzhen_ai import database
from shenzhen_ai.checks import keys, scan
from shenzhen_ai.checks.context import LIMIT
from shenzhen_ai.quoting import identifier

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from shenzhen_ai.checks.context import Context
    from shenzhen_ai.files import File
    from shenzhen_ai.package import Table
    from shenzhen_ai.problems import Problem


class QueryBroken(Exception):
    """A query of the package does not run; the text is the engine's own."""


class Engine:
    """DuckDB on this machine."""

    name = "duckdb"

    def scan(self, context: Context, table: Table) -> list[File]:
        """Read the files of a table; give what was found out about each."""
        return scan.scan(context, table)

    def count(self, context: Context, table: Table) -> int:
        """Give the rows of a table that was scanned."""
        return database.count(context.con, f"scan.{identifier(table.name)}")

    def suspects(self, context: Context, table: Table) -> str | None:
        """Show in `text.<table>` the rows that keys and derived fields are judged by; give the SQL of doubtful ones."""
        scan.text_view(context, table)
        return scan.suspects(context, table)

    def references(self, context: Context, table: Table) -> list[Problem]:
        """Judge the foreign keys of a table."""
        return keys.check_references(context, table)

    def type_tables(self, context: Context) -> None:
        """Make the typed tables that rules read."""
        for table in context.package.tables.values():
            database.type_table(context.con, table)

    def frame(self, context: Context, table: Table) -> Any:
        """Give a typed table to rules that are written on ibis."""
        import ibis

        return ibis.duckdb.from_connection(context.con).table(table.name, database="main")

    def keys(self, context: Context, query: Any) -> list[str]:
        """Give the one column of a query on ibis."""
        import ibis

        return [key for (key,) in context.con.execute(str(ibis.to_sql(query, dialect="duckdb"))).fetchall()]

    def lock(self, context: Context) -> None:
        """Take file and network access from what runs SQL that came with the package."""
        database.lock(context.con)

    def failing(self, context: Context, sql: str) -> tuple[list[dict[str, Any]], int]:
        """Give the first rows of a rule's SELECT by name of column, in order, and how many there are.

        Raises:
            QueryBroken: when it does not run.
        """
        try:
            query = context.con.execute(f"SELECT * FROM (\n{sql}\n) ORDER BY key, found, detail LIMIT {LIMIT}")
            names = [name for name, *_ in query.description or ()]
            rows = [dict(zip(names, row, strict=True)) for row in query.fetchall()]
            total = database.count(context.con, f"(\n{sql}\n)")
        except duckdb.Error as error:
            raise QueryBroken(str(error).splitlines()[0]) from error
        return rows, total

    def locate(self, context: Context, table: Table, keys: Sequence[str]) -> Mapping[str, tuple[int, dict[str, Any]]]:
        """Give record number and text cells of the rows with these ids."""
        return context.locate(table, keys)

    def whole(self, context: Context) -> None:
        """Have every cell in `text.<table>`, for the stages that judge what is said about rows."""
