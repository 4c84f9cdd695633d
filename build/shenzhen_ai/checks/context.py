"""What the checks of one run share: the package, the database, and where each row stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from shenzhen_ai.database import identifier, key_sql
from shenzhen_ai.problems import Problem
from shenzhen_ai.values import typed
from shenzhen_ai.wording import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

    from shenzhen_ai.checks.scope import Scope
    from shenzhen_ai.package import Package, Table

EMPTY = "''"
LIMIT = 50
"""Problems of one rule and field that are listed one by one; the rest are counted."""


@dataclass(slots=True)
class Places:
    """File and line of each record of a table, by the number of the record from 1.

    `starts` is kept only for a file in which records and lines differ; elsewhere record n stands on line n + 1, or on
    line n of a file without header.
    """

    header: bool = True
    files: list[tuple[str, int, Sequence[int] | None]] = field(default_factory=list)

    def add(self, path: str, rows: int, starts: Sequence[int] | None) -> None:
        """Add a file with its number of records and, where they differ, the lines they start on."""
        self.files.append((path, rows, starts))

    def of(self, row: int) -> tuple[str, int]:
        """Give file and line of a record.

        >>> places = Places(True, [("a.csv", 2, None), ("b.csv", 1, None)])
        >>> places.of(2), places.of(3)
        (('a.csv', 3), ('b.csv', 2))
        """
        left = row
        for path, rows, starts in self.files:
            if left <= rows:
                return path, starts[left - 1] if starts else left + int(self.header)
            left -= rows
        msg = f"record {row} is beyond the files"
        raise IndexError(msg)


@dataclass(slots=True)
class Context:
    """One run of the check.

    `present` names the fields of each table that its files have. `whole` says that every cell is kept in `text`, for
    the stages that need more than keys and the rows that look wrong. `scope` is the part that is judged, None for all.
    """

    package: Package
    con: duckdb.DuckDBPyConnection
    places: dict[str, Places]
    rows: dict[str, int] = field(default_factory=dict)
    present: dict[str, set[str]] = field(default_factory=dict)
    whole: bool = True
    scope: Scope | None = None

    def at(self, table: Table, row: int) -> tuple[str, int]:
        """Give file and line of a record of a table."""
        return self.places[table.name].of(row)

    def locate(self, table: Table, keys: Sequence[str]) -> dict[str, tuple[int, dict[str, Any]]]:
        """Give record number and text cells of the rows with these ids: primary keys joined by `|`.

        An id is that of the cells, or that of their values: rules read typed tables, where 007 is 7. Of rows that
        share an id it is the first.
        """
        found = self._located(table, keys, key_sql(table.primary_key, "t."))
        rest = [key for key in keys if key not in found]
        if rest and any(table.field(name).type not in {"string", "any"} for name in table.primary_key):
            values = [
                f"CAST({typed(table.field(name), f't.{identifier(name)}')} AS VARCHAR)" for name in table.primary_key
            ]
            found |= self._located(
                table, rest, f"concat_ws('|', {', '.join(f'coalesce({v}, {EMPTY})' for v in values)})"
            )
        return found

    def _located(self, table: Table, keys: Sequence[str], key: str) -> dict[str, tuple[int, dict[str, Any]]]:
        if not keys:
            return {}
        names = [field.name for field in table.fields]
        columns = ", ".join(f"t.{identifier(name)}" for name in names)
        found = self.con.execute(
            f"SELECT {key}, t._row, {columns} FROM text.{identifier(table.name)} t "
            f"WHERE {key} IN (SELECT unnest(?::VARCHAR[])) ORDER BY t._row DESC",
            [list(keys)],
        ).fetchall()
        return {key: (row, dict(zip(names, cells, strict=True))) for key, row, *cells in found}


def all_null(table: Table) -> str:
    """Give the SQL that is true for a row without any value."""
    return "coalesce(" + ", ".join(identifier(field.name) for field in table.fields) + ") IS NULL"


def more(code: str, path: str, column: str | None, shown: int, total: int) -> list[Problem]:
    """Give the one problem that says how many further ones of a rule are not listed; none when all are."""
    if total <= shown:
        return []
    found = say("{more} more rows with this problem, {total} in all", more=total - shown, total=total)
    hint = say("mend those that are listed and check again: the others follow")
    return [Problem(code, path, column=column, found=found, hint=hint)]
