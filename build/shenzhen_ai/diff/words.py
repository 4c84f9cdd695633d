"""What rows and values are called, in the words of the schemas: titles, labels, units, rows that ids refer to."""

from __future__ import annotations

import re
import string
from collections import defaultdict
from typing import TYPE_CHECKING

from shenzhen_ai.database import identifier, key_sql
from shenzhen_ai.package import row_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import duckdb

    from shenzhen_ai.package import Field, Package, Table

Row = dict[str, str | None]

LANGUAGES = ("en", "zh")

NUMBER = re.compile(r"(-?\d{4,})(\.\d+)?\Z")
"""A number that wants separators."""


class Words:
    """Names rows of one side of a comparison; rows that names need are fetched many at a time by `gather`."""

    def __init__(self, con: duckdb.DuckDBPyConnection, package: Package, side: str) -> None:
        """Take the connection and the name of the database in which this side's tables are loaded as text."""
        self.con, self.package, self.side = con, package, side
        self.rows: dict[str, dict[str, Row]] = defaultdict(dict)

    def gather(self, table: Table, rows: Mapping[str, Row], named: Iterable[str]) -> None:
        """Fetch what the names of these rows, and the ids in the `named` fields, refer to."""
        self.rows[table.name].update(rows)
        wanted: dict[str, set[str]] = defaultdict(set)
        for name in {*self._references(table, template_fields(table)), *named}:
            target = self.target(table, name)
            if target:
                cells = (row.get(name) for row in rows.values())
                wanted[target].update(cell for cell in cells if cell and cell not in self.rows[target])
        for target, ids in wanted.items():
            if ids:
                other = self.package.tables[target]
                self.gather(other, self._fetch(other, sorted(ids)), ())

    def target(self, table: Table, name: str) -> str | None:
        """Name the table that a field refers to by a foreign key of one field; None for any other field."""
        for key in table.foreign_keys:
            if key.fields == (name,) and len(self.package.tables[key.table].primary_key) == 1:
                return key.table
        return None

    def label(self, table: Table, row: Row, language: str) -> str:
        """Give the label of a row with the rows that it refers to named in it."""
        parts = []
        for text, name, _, _ in string.Formatter().parse(table.label or ""):
            parts.append(text)
            if name:
                parts.append(self.cell(table, row, name, language))
        return "".join(parts).strip() or row_key(table.primary_key, row)

    def name(self, table: Table, row: Row, language: str) -> str:
        """Give a row's name in a sentence: what it is, what it is called, and of what."""
        own, of = [], []
        for name in template_fields(table):
            text = self.cell(table, row, name, language)
            target = self.target(table, name)
            if target and text:
                of.append((table.field(name).text("title", language) or name, text))
            elif text:
                own.append(text)
        kind, called = noun(table, language), " ".join(own)
        if language == "zh":
            owners = "、".join(f"{title}“{text}”" for title, text in of)
            return f"{owners}{'的' if owners else ''}{kind}{f'“{called}”' if called else ''}"
        owners = ", ".join(f"{title.lower()} “{text}”" for title, text in of)
        return f"{kind}{f' “{called}”' if called else ''}{f' of {owners}' if owners else ''}"

    def cell(self, table: Table, row: Row, name: str, language: str) -> str:
        """Give a cell of a label: in the language where there is a twin field, an id as the row it names."""
        twin = f"{name.removesuffix('_en')}_{language}"
        text = (row.get(twin) if name.endswith("_en") else None) or row.get(name) or ""
        return self.shown(table, name, text, language)

    def shown(self, table: Table, name: str, text: str, language: str) -> str:
        """Give a cell as people read it: an id as the label of its row, a number with separators."""
        target = self.target(table, name)
        other = self.rows[target].get(text) if target and target != table.name else None
        if target and other:
            return self.label(self.package.tables[target], other, language)
        fields = {field.name: field for field in table.fields}
        return grouped(text) if name in fields and fields[name].type in {"number", "integer"} else text

    def unit(self, table: Table, field: Field, row: Row, language: str) -> str:
        """Give the unit of a field in a row: its own, or that which another field of the row names."""
        by = str(field.descriptor.get("unit_field", ""))
        if by:
            return self.shown(table, by, row.get(by) or "", language)
        return str(field.descriptor.get("unit", ""))

    def _references(self, table: Table, names: Iterable[str]) -> list[str]:
        return [name for name in names if self.target(table, name)]

    def _fetch(self, table: Table, ids: list[str]) -> dict[str, Row]:
        names = [field.name for field in table.fields]
        columns = ", ".join(identifier(name) for name in names)
        found = self.con.execute(
            f"SELECT {columns} FROM {self.side}.text.{identifier(table.name)} "
            f"WHERE {key_sql(table.primary_key)} IN (SELECT unnest(?))",
            [ids],
        ).fetchall()
        rows = [dict(zip(names, row, strict=True)) for row in found]
        return {row_key(table.primary_key, row): row for row in rows}


def noun(table: Table, language: str) -> str:
    """Give what one row of a table is: the stem of its key (`plan` for plan_id), else the title of the table."""
    if language != "en":
        return table.text("title", language) or table.name
    (first, *more) = table.primary_key or ("",)
    if not more and first.endswith("_id"):
        return first.removesuffix("_id").replace("_", " ")
    return (table.text("title") or table.name.replace("_", " ")).lower()


def template_fields(table: Table) -> list[str]:
    """Name the fields of a table's label that it has."""
    known = {field.name for field in table.fields}
    return [name for _, name, _, _ in string.Formatter().parse(table.label or "") if name in known]


def grouped(text: str) -> str:
    """Give a number with a comma between thousands; any other text as it is.

    >>> grouped("3000.50"), grouped("2,5"), grouped("999")
    ('3,000.50', '2,5', '999')
    """
    match = NUMBER.match(text)
    return f"{int(match[1]):,}{match[2] or ''}" if match else text
