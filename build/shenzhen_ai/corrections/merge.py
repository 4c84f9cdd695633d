"""Three-way merge of a table by key and cell, for git: edits that do not touch each other never conflict.

Two cells of one row merge freely, with one exception: a value and the document it rests on belong together. When one
side changes a cell that its row's source vouches for and the other side changes that source, a person must look.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from shenzhen_ai.fmt import canonical_text, write_rows
from shenzhen_ai.package import row_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from shenzhen_ai.package import Table

Row = dict[str, str]
Rows = dict[str, Row]
"""Rows by their key, the values of the primary key joined by `|`."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """One cell (or, with `field` None, one whole row) that both sides changed, each in its way; "" is an empty cell."""

    key: str
    field: str | None
    base: str
    ours: str
    theirs: str
    our_source: str = ""
    their_source: str = ""

    def __str__(self) -> str:
        """One line: the place, both values, and the documents that each side names."""
        place = self.key if self.field is None else f"{self.key}:{self.field}"
        sides = (("ours", self.ours, self.our_source), ("theirs", self.theirs, self.their_source))
        texts = [f"{side} {value!r}" + (f" ({source})" if source else "") for side, value, source in sides]
        return f"{place}: {', '.join(texts)}; was {self.base!r}"


@dataclass(frozen=True, slots=True)
class Merged:
    """The merged text of a file. With conflicts it holds both rows between git's markers, so that none is lost."""

    text: str
    conflicts: tuple[Conflict, ...]


def by_key(table: Table, rows: Iterable[Sequence[str]]) -> Rows:
    """Give rows (cells in the schema's order) by key; the last of two rows with one key counts."""
    names = [field.name for field in table.fields]
    cells = [dict(zip(names, row, strict=True)) for row in rows]
    key = table.primary_key or tuple(names)
    return {row_key(key, row): row for row in cells}


def merge(table: Table, base: Rows, ours: Rows, theirs: Rows) -> Merged:
    """Merge two edits of one table.

    Args:
        table: whose rows these are.
        base: the rows before both edits.
        ours: the rows after one of them.
        theirs: the rows after the other.
    """
    merged: list[Row] = []
    conflicts: list[Conflict] = []
    marked: dict[str, tuple[Row | None, Row | None]] = {}
    for key in sorted({*base, *ours, *theirs}):
        row, found = _row(table, key, base.get(key), ours.get(key), theirs.get(key))
        if found:
            conflicts.extend(found)
            marked[key] = (ours.get(key), theirs.get(key))
        elif row is not None:
            merged.append(row)
    names = [field.name for field in table.fields]
    text = canonical_text(table, ([row[name] for name in names] for row in merged))
    return Merged(text + "".join(_markers(names, *sides) for sides in marked.values()), tuple(conflicts))


def _row(
    table: Table, key: str, base: Row | None, ours: Row | None, theirs: Row | None
) -> tuple[Row | None, list[Conflict]]:
    """Merge one row: the row (None where it is gone) and what stands against it."""
    if theirs in (ours, base):
        return ours, []
    if ours == base:
        return theirs, []
    if ours is None or theirs is None:
        sides = ("deleted", "changed") if ours is None else ("changed", "deleted")
        return None, [Conflict(key, None, "a row", *sides)]
    return _Versions(table, key, base or dict.fromkeys(ours, ""), ours, theirs).merged()


@dataclass(frozen=True, slots=True)
class _Versions:
    """One row before two edits and after each; before is a row of empty cells when both have added it."""

    table: Table
    key: str
    base: Row
    ours: Row
    theirs: Row

    def merged(self) -> tuple[Row, list[Conflict]]:
        row: Row = {}
        conflicts: list[Conflict] = []
        for name, old in self.base.items():
            mine, other = self.ours[name], self.theirs[name]
            row[name] = other if mine == old else mine
            if mine not in (old, other) and other != old:
                conflicts.append(self.conflict(name))
        if self.torn() and not conflicts and self.table.provenance:
            conflicts.append(self.conflict(self.table.provenance.source))
        return row, conflicts

    def conflict(self, name: str) -> Conflict:
        source = self.table.provenance.source if self.table.provenance else ""
        sides = (self.ours.get(source, ""), self.theirs.get(source, ""))
        return Conflict(self.key, name, self.base[name], self.ours[name], self.theirs[name], *sides)

    def torn(self) -> bool:
        """True when one side changed the source of the row and the other a cell that the source vouches for."""
        if self.table.provenance is None:
            return False
        place = (self.table.provenance.source, self.table.provenance.locator)
        vouched = [field.name for field in self.table.fields if field.evidence == "row"]

        def changed(row: Row, other: Row, names: Sequence[str]) -> bool:
            return any(row[name] != other[name] for name in names)

        return any(
            changed(one, self.base, place) and changed(one, other, place) and changed(other, self.base, vouched)
            for one, other in ((self.ours, self.theirs), (self.theirs, self.ours))
        )


def _markers(names: Sequence[str], ours: Mapping[str, str] | None, theirs: Mapping[str, str] | None) -> str:
    def line(row: Mapping[str, str] | None) -> str:
        return write_rows([row[name] for name in names], ()) if row else ""

    return f"<<<<<<< ours\n{line(ours)}=======\n{line(theirs)}>>>>>>> theirs\n"
