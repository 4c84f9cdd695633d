"""CHECK: what an engine does for the check: it reads the rows, and answers what is asked of all of them.

The base class is DuckDB on this machine. Another engine keeps the rows elsewhere and puts into `text.<table>` only
those that something may be wrong with; every verdict is then given by the same code.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import duckdb

from shenzhen_ai import database
from shenzhen_ai.checks import keys, pandera_rules, scan
from shenzhen_ai.checks.context import LIMIT
from shenzhen_ai.problems import Problem
from shenzhen_ai.quoting import identifier
from shenzhen_ai.wording import Text, say, verbatim

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from shenzhen_ai.checks.context import Context
    from shenzhen_ai.files import File
    from shenzhen_ai.package import Table


class QueryBroken(Exception):
    """A query of the package does not run; the text is the engine's own."""


class QueryRefused(Exception):
    """An engine would answer a query of the package otherwise than DuckDB does; the text says why."""

    def problem(self, path: str) -> Problem:
        """Give the problem for the file of the query."""
        expected, hint = say("SQL that {engine} answers as DuckDB does", engine="Spark"), say("run it on DuckDB")
        found = self.args[0] if isinstance(self.args[0], Text) else verbatim(self.args[0])
        return Problem("ENGINE-UNSUPPORTED", path, found=found, expected=expected, hint=hint)


class Engine:
    """DuckDB on this machine."""

    name = "duckdb"
    side_by_side = True
    """Whether two tables may be scanned at a time."""

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

    def type_tables(self, context: Context) -> list[Problem]:
        """Make the typed tables that rules read; give what keeps the engine from it."""
        for table in context.package.tables.values():
            database.type_table(context.con, table)
        return []

    def broken(self, context: Context, table: Table, rules: Sequence[Any]) -> Iterator[tuple[Any, list[str]]]:
        """Give each pandera rule that fails on a typed table, with the primary keys of the rows, in order.

        Raises:
            QueryRefused: for a rule that this engine would answer otherwise.
        """
        import ibis

        frame = ibis.duckdb.from_connection(context.con).table(table.name, database="main")
        for rule in pandera_rules.failed(frame, rules):
            query = pandera_rules.failing(table, frame, rule).order_by("key")
            found = context.con.execute(str(ibis.to_sql(query, dialect="duckdb"))).fetchall()
            yield rule, [key for (key,) in found]

    def lock(self, context: Context) -> None:
        """Take file and network access from what runs SQL that came with the package."""
        database.lock(context.con)

    def failing(self, context: Context, sql: str) -> tuple[list[dict[str, Any]], int]:
        """Give the first rows of a rule's SELECT by name of column, in order, and how many there are.

        Raises:
            QueryBroken: when it does not run.
            QueryRefused: when this engine would answer it otherwise.
        """
        try:
            select = f"SELECT * FROM (\n{sql}\n) ORDER BY key, found, detail LIMIT {LIMIT}"
            if len(context.con.extract_statements(select)) != 1:
                raise QueryBroken("more than one statement")
            query = context.con.execute(select)
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
