"""The values of a comparison: rows added, removed and changed, cell by cell, with reasons."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

KINDS = ("removed", "changed", "added")
"""What can happen to a row; what is lost comes first wherever differences are shown."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something changed.

    Attributes:
        code: `source_revised`, `our_error`, `new_source`, `recoded`, `schema`; `retired` for a retired id.
        note: what the record says of it, by language; empty where it says nothing.
        change_id: id of the line in the record of changes; empty where the reason follows from a rule.
        replaced_by: the id that took the place of a retired one.
    """

    code: str
    note: Mapping[str, str]
    change_id: str = ""
    replaced_by: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: as it was and as it is, None for no value.

    Attributes:
        field: its name.
        title: what the schema calls it, by language.
        old: the text before.
        new: the text after.
        shown: both texts as people read them, by language: numbers with separators, ids as the rows they name.
        unit: what the values are counted in, by language; empty where they are not.
        reasons: why; empty when nothing says so.
    """

    field: str
    title: Mapping[str, str]
    old: str | None
    new: str | None
    shown: Mapping[str, tuple[str, str]]
    unit: Mapping[str, str]
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row that is not the same on both sides.

    Attributes:
        table: its table.
        row_id: its primary key, values joined by `|`.
        kind: `added`, `removed` or `changed`.
        name: what it is called, by language, such as `target “...” of plan “...”`.
        cells: the cells that differ; of an added or removed row all that are filled.
        reasons: why the whole row came or went.
    """

    table: str
    row_id: str
    kind: str
    name: Mapping[str, str]
    cells: tuple[Cell, ...]
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class TableChanges:
    """The rows of one table that differ, in the order of ids; `title` by language."""

    name: str
    title: Mapping[str, str]
    rows: tuple[RowChange, ...]

    def count(self, kind: str) -> int:
        """Give the number of rows to which this happened."""
        return Counter(row.kind for row in self.rows)[kind]

    @property
    def cells(self) -> int:
        """The number of changed cells in changed rows."""
        return sum(len(row.cells) for row in self.rows if row.kind == "changed")


@dataclass(frozen=True, slots=True)
class Comparison:
    """All differences from `old` to `new`.

    Attributes:
        old: what the older state is called.
        new: what the newer state is called.
        tables: tables that differ, in the order of the newer descriptor.
        schema: what changed in schemas, most important first.
        notes: what was not compared, and why.
        reasoned: True when the package keeps a record of changes, so that a change without a reason is a gap.
    """

    old: str
    new: str
    tables: tuple[TableChanges, ...]
    schema: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    reasoned: bool = False

    @property
    def totals(self) -> dict[str, int]:
        """Rows removed, changed and added, and changed cells."""
        return {
            **{kind: sum(table.count(kind) for table in self.tables) for kind in KINDS},
            "cells": sum(table.cells for table in self.tables),
        }

    @property
    def unexplained(self) -> int:
        """The number of changed cells without a reason, where there should be one."""
        rows = [row for table in self.tables for row in table.rows if row.kind == "changed"]
        return sum(not cell.reasons for row in rows for cell in row.cells) if self.reasoned else 0
