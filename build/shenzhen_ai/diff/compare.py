"""The comparison itself: two states of a package, table by table, row by row by primary key, cell by cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import duckdb

from shenzhen_ai import database
from shenzhen_ai._errors import PackageError, ShenzhenAIError
from shenzhen_ai.database import identifier, key_sql
from shenzhen_ai.diff.reasons import Reasons
from shenzhen_ai.diff.values import Cell, Comparison, RowChange, TableChanges
from shenzhen_ai.diff.words import LANGUAGES, Words
from shenzhen_ai.schema_version import step
from shenzhen_ai.values import typed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from shenzhen_ai.diff.snapshots import Snapshot
    from shenzhen_ai.diff.words import Row
    from shenzhen_ai.package import Field, Table

SIDES = ("old", "new")


@dataclass(frozen=True, slots=True)
class _Pair:
    """One table on both sides; None where a side does not have it. `fields` are those of both, newer ones first."""

    old: Table | None
    new: Table | None
    fields: tuple[str, ...]

    @property
    def table(self) -> Table:
        table = self.new or self.old
        assert table is not None  # noqa: S101  a pair is made from at least one
        return table


def compare(old: Snapshot, new: Snapshot) -> Comparison:
    """Compare two states of a package.

    Rows are matched by primary key; a table without one is not compared, and the notes say so. Cells are compared as
    they are written; numbers of a release and of its package are compared by value, since a release writes them in
    one plain way.

    Raises:
        ShenzhenAIError: for a table that cannot be read, or in which a key stands twice.
    """
    con = database.connect()
    try:
        for side, state in zip(SIDES, (old, new), strict=True):
            con.execute(f"ATTACH ':memory:' AS {side}")
            con.execute(f"USE {side}")
            con.execute("CREATE SCHEMA text")
            for table in state.package.tables.values():
                _load(con, state, table)
        return _Work(con, old, new).comparison()
    finally:
        con.close()


def _load(con: duckdb.DuckDBPyConnection, state: Snapshot, table: Table) -> None:
    try:
        database.load_text(con, state.package, table)
    except (duckdb.Error, PackageError) as error:
        msg = f"{table.path} of {state.name} cannot be read; shenzhen-ai check says where it is wrong: {error}"
        raise ShenzhenAIError(msg) from error


class _Work:
    """A comparison under way."""

    def __init__(self, con: duckdb.DuckDBPyConnection, old: Snapshot, new: Snapshot) -> None:
        self.con, self.old, self.new = con, old, new
        self.plain = old.released != new.released
        self.words = {side: Words(con, state.package, side) for side, state in zip(SIDES, (old, new), strict=True)}
        self.reasons = Reasons(con, old.package, new.package)

    def comparison(self) -> Comparison:
        notes: list[str] = []
        found = [changes for pair in self.pairs(notes) for changes in [self.table(pair)] if changes.rows]
        kept = [TableChanges(t.name, t.title, self.reasons.untold(t)) for t in found]
        return Comparison(
            old=self.old.name,
            new=self.new.name,
            tables=tuple(table for table in kept if table.rows),
            schema=tuple(step(_schemas(self.old, plain=self.plain), _schemas(self.new, plain=self.plain))[1]),
            notes=tuple(notes),
            reasoned=self.reasons.kept,
        )

    def pairs(self, notes: list[str]) -> Iterator[_Pair]:
        """Give the tables of both sides that can be matched by key."""
        before, after = self.old.package.tables, self.new.package.tables
        for name in [*after, *(name for name in before if name not in after)]:
            old, new = before.get(name), after.get(name)
            keys = {table.primary_key for table in (old, new) if table is not None}
            if () in keys:
                notes.append(f"{name} is not compared: it has no primary key")
            elif len(keys) > 1:
                notes.append(f"{name} is not compared: its primary key changed")
            else:
                names = [field.name for table in (new, old) if table for field in _own(table)]
                yield _Pair(old, new, tuple(dict.fromkeys(names)))

    def table(self, pair: _Pair) -> TableChanges:
        """Give the rows of a table that differ."""
        table = pair.table
        changed: list[tuple[str, str, Row, Row]] = []
        for key, kind, *cells in self.con.execute(self.sql(pair)).fetchall():
            width = len(pair.fields)
            before = dict(zip(pair.fields, cells[:width], strict=True))
            changed.append((key, kind, before, dict(zip(pair.fields, cells[width:], strict=True))))
        self.gather(pair, changed)
        rows = tuple(self.row(pair, *parts) for parts in changed)
        title = {language: table.text("title", language) or table.name for language in LANGUAGES}
        return TableChanges(table.name, title, rows)

    def gather(self, pair: _Pair, changed: Iterable[tuple[str, str, Row, Row]]) -> None:
        """Fetch what is needed to name rows and values."""
        for side, table, place in (("old", pair.old, 2), ("new", pair.new, 3)):
            absent = "added" if side == "old" else "removed"
            if table:
                rows = {str(parts[0]): parts[place] for parts in changed if parts[1] != absent}
                self.words[side].gather(table, rows, [field.name for field in table.fields])  # type: ignore[arg-type]

    def row(self, pair: _Pair, key: str, kind: str, before: Row, after: Row) -> RowChange:
        side, row = ("old", before) if kind == "removed" else ("new", after)
        table = pair.old if side == "old" else pair.new
        assert table is not None  # noqa: S101  a row stands on the side that has its table
        words = self.words[side]
        named = {language: words.name(table, row, language) for language in LANGUAGES}
        cells = tuple(
            self.cell(pair, key, name, before, after)
            for name in pair.fields
            if before[name] != after[name] and (kind == "changed" or name not in pair.table.primary_key)
        )
        whole = self.reasons.row(pair.table.name, key, kind)
        return RowChange(pair.table.name, key, kind, named, cells, whole)

    def cell(self, pair: _Pair, key: str, name: str, before: Row, after: Row) -> Cell:
        sides = ((self.words["old"], pair.old, before), (self.words["new"], pair.new, after))
        holders = [(words, table, row) for words, table, row in sides if table and _field(table, name)]
        words, table, row = holders[-1]
        field = _field(table, name)
        assert field is not None  # noqa: S101  holders are those that have it
        shown, unit = {}, {}
        for language in LANGUAGES:
            texts = [
                words.shown(table, name, row[name] or "", language) if table else "" for words, table, row in sides
            ]
            shown[language] = (texts[0], texts[1])
            unit[language] = words.unit(table, field, row, language)
        title = {language: field.text("title", language) or name for language in LANGUAGES}
        reasons = self.reasons.cell(pair.table.name, key, name, before[name], after[name])
        return Cell(name, title, before[name], after[name], shown, unit, reasons)

    def sql(self, pair: _Pair) -> str:
        """Give the SQL of the rows that differ: id, kind, cells of the older side, cells of the newer side."""
        count = len(pair.fields)
        sides = [f"{alias}.c{number}" for alias in "on" for number in range(count)]
        differ = " OR ".join(f"o.c{number} IS DISTINCT FROM n.c{number}" for number in range(count))
        kind = "CASE WHEN n.k IS NULL THEN 'removed' WHEN o.k IS NULL THEN 'added' ELSE 'changed' END"
        old, new = self.side("old", pair.old, pair.fields), self.side("new", pair.new, pair.fields)
        return (
            f"SELECT coalesce(o.k, n.k), {kind}, {', '.join(sides)} FROM ({old}) o FULL JOIN ({new}) n ON o.k = n.k "
            f"WHERE o.k IS NULL OR n.k IS NULL OR {differ} ORDER BY 1"
        )

    def side(self, side: str, table: Table | None, fields: Iterable[str]) -> str:
        """Give the SQL of one side of a table: `k`, the id, and `c0`, `c1` ..., the cells."""
        if table is None:
            nothing = ", ".join(f"CAST(NULL AS VARCHAR) AS c{number}" for number, _ in enumerate(fields))
            return f"SELECT CAST(NULL AS VARCHAR) AS k, {nothing} WHERE false"
        relation = f"{side}.text.{identifier(table.name)}"
        key = f"coalesce({key_sql(table.primary_key)}, '')"
        twice = self.con.execute(f"SELECT {key} FROM {relation} GROUP BY 1 HAVING count(*) > 1 ORDER BY 1").fetchone()
        if twice:
            state = self.old if side == "old" else self.new
            msg = f"the key {twice[0]!r} stands twice in {table.name} of {state.name}; run: shenzhen-ai check"
            raise ShenzhenAIError(msg)
        cells = ", ".join(f"{self.text(table, name)} AS c{number}" for number, name in enumerate(fields))
        return f"SELECT {key} AS k, {cells} FROM {relation}"

    def text(self, table: Table, name: str) -> str:
        """Give the SQL of a cell as it is compared."""
        field, cell = _field(table, name), identifier(name)
        if field is None:
            return "CAST(NULL AS VARCHAR)"
        digits = _field(table, f"{name}_digits")
        if digits is not None and "derived_from" in digits.descriptor:
            return _as_typed(cell, identifier(digits.name))
        if self.plain and field.type in {"number", "boolean"} and not field.descriptor.get("digits"):
            return f"CAST({typed(field, cell)} AS VARCHAR)"
        return cell


def _as_typed(cell: str, digits: str) -> str:
    """Give the SQL of a released number with the decimals that it was typed with."""
    point = f"strpos({cell}, '.')"
    missing = f"CAST({digits} AS INTEGER) - CASE WHEN {point} > 0 THEN length({cell}) - {point} ELSE 0 END"
    dot = f"CASE WHEN {point} = 0 AND CAST({digits} AS INTEGER) > 0 THEN '.' ELSE '' END"
    return f"{cell} || {dot} || repeat('0', greatest({missing}, 0))"


def _own(table: Table) -> list[Field]:
    """Give the fields of a table but those that a release made from others."""
    return [field for field in table.fields if "derived_from" not in field.descriptor]


def _field(table: Table, name: str) -> Field | None:
    return next((field for field in table.fields if field.name == name), None)


def _schemas(state: Snapshot, *, plain: bool) -> dict[str, dict[str, object]]:
    """Give schemas and views of a state; `plain` keeps what a package and its release write in the same way."""
    package = state.package
    schemas: dict[str, object] = {}
    for name, table in package.tables.items():
        key = list(table.primary_key)
        fields = [
            {"name": field.name, "type": field.type, "constraints": field.constraints} if plain else field.descriptor
            for field in _own(table)
        ]
        schemas[name] = {**({} if plain else table.schema), "primaryKey": key, "fields": fields}
    views = {file.stem: file.read_text(encoding="utf-8") for file in package.sql_files("views")}
    listed = [item for item in package.descriptor["resources"] if item.get("origin") == "view"]
    views.update({str(item["name"]): str(item.get("sql")) for item in listed})
    return {"schemas": schemas, "views": dict.fromkeys(views, "") if plain else dict(views)}
