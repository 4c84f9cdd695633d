"""Why rows and cells changed, from the package's record of changes and of retired ids."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from shenzhen_ai.database import identifier, key_sql
from shenzhen_ai.diff.values import Reason

if TYPE_CHECKING:
    import duckdb

    from shenzhen_ai.diff.values import RowChange, TableChanges
    from shenzhen_ai.package import Package

WHOLE = ("*", None)
"""The field of a line that speaks of the whole row."""

COLUMNS = ("change_id", "table_name", "row_id", "field", "old", "new", "reason", "note_en", "note_zh", "decision")
GONE = ("table_name", "row_id", "replaced_by", "reason")

Line = dict[str, str | None]


class Reasons:
    """Finds reasons for what a comparison found; `kept` tells whether the package keeps a record of changes."""

    def __init__(self, con: duckdb.DuckDBPyConnection, old: Package, new: Package) -> None:
        """Read the lines of the newer side, and which of them the older side knew already."""
        roles = new.roles
        self.changes = roles.changes if roles else None
        self.retired = roles.retired if roles else None
        self.kept = self.changes is not None
        self.lines: dict[tuple[str, str], list[Line]] = defaultdict(list)
        self.gone: dict[tuple[str, str], Line] = {}
        self.used: set[tuple[str, str]] = set()
        self.known: set[str] = set()
        if self.changes:
            for line in _lines(con, "new", new, self.changes, COLUMNS):
                if line["decision"] not in {"refused", "withdrawn"}:
                    self.lines[str(line["table_name"]), str(line["row_id"])].append(line)
            if self.changes in old.tables:
                self.known = {str(line["id"]) for line in _lines(con, "old", old, self.changes, ("change_id",))}
        if self.retired:
            for line in _lines(con, "new", new, self.retired, GONE):
                self.gone[str(line["table_name"]), str(line["row_id"])] = line

    def cell(self, table: str, row: str, field: str, old: str | None, new: str | None) -> tuple[Reason, ...]:
        """Give the reasons of one changed cell, in the order of the record.

        They are the lines about the cell, or about the whole row, that the older side did not have; and, where two
        states share their record, the line that names just these two values.
        """
        lines = [line for line in self.lines.get((table, row), []) if line["field"] in {field, *WHOLE}]
        fresh = [line for line in lines if str(line["id"]) not in self.known]
        same = [line for line in lines if line["field"] == field and (line["old"], line["new"]) == (old, new)]
        return tuple(self._reason(line) for line in fresh or same)

    def row(self, table: str, row: str, kind: str) -> tuple[Reason, ...]:
        """Give the reasons why a whole row came or went; a new row is there because a source was read."""
        if kind == "changed":
            return ()
        if kind == "removed" and (table, row) in self.gone:
            line = self.gone[table, row]
            self.used.add((str(self.retired), str(line["id"])))
            note = line["reason"] or ""
            return (Reason("retired", {"en": note, "zh": note}, replaced_by=line["replaced_by"] or ""),)
        lines = [line for line in self.lines.get((table, row), []) if line["field"] in WHOLE]
        fresh = tuple(self._reason(line) for line in lines if str(line["id"]) not in self.known)
        return fresh or ((Reason("new_source", {}),) if kind == "added" and self.kept else ())

    def untold(self, table: TableChanges) -> tuple[RowChange, ...]:
        """Give the rows of a table but the lines of the record that are told as reasons of others."""
        return tuple(row for row in table.rows if row.kind != "added" or (table.name, row.row_id) not in self.used)

    def _reason(self, line: Line) -> Reason:
        self.used.add((str(self.changes), str(line["id"])))
        note = {"en": line["note_en"] or "", "zh": line["note_zh"] or line["note_en"] or ""}
        return Reason(str(line["reason"]), note, change_id=str(line["change_id"]))


def _lines(
    con: duckdb.DuckDBPyConnection, side: str, package: Package, name: str, columns: tuple[str, ...]
) -> list[Line]:
    """Give the lines of a table of the record, with their `id`; a column that it lacks is None."""
    table = package.tables[name]
    has = {field.name for field in table.fields}
    cells = ", ".join(identifier(column) if column in has else "NULL" for column in columns)
    found = con.execute(
        f"SELECT {key_sql(table.primary_key)}, {cells} FROM {side}.text.{identifier(name)} ORDER BY 1"
    ).fetchall()
    return [dict(zip(("id", *columns), row, strict=True)) for row in found]
