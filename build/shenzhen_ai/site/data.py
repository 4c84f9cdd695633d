"""What the pages are made from: the CSVs and the descriptor of a release, in memory, with indexes on demand."""

from __future__ import annotations

import csv
import string
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from shenzhen_ai.package import row_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from shenzhen_ai.load import Release

Row = dict[str, str]


@dataclass
class Data:
    """A release as text: rows by table, texts of schemas, and the documents behind each value."""

    release: Release
    rows: Mapping[str, list[Row]]
    schemas: Mapping[str, Mapping[str, Any]]
    resources: Mapping[str, Mapping[str, Any]]
    disputes: tuple[Mapping[str, Any], ...] = ()
    positions: dict[str, dict[str, int]] = field(default_factory=dict)
    indexes: dict[tuple[str, tuple[str, ...]], dict[tuple[str, ...], list[Row]]] = field(default_factory=dict)

    @classmethod
    def read(cls, release: Release, disputes: Iterable[Mapping[str, Any]] = ()) -> Data:
        """Read every table and view of a release.

        Args:
            release: the release.
            disputes: where disputed rows are listed: `table` whose rows they are, the `view` that lists them, its
                `columns` that hold their ids, the `fields` in dispute, and `where`, the cells that make a line count.
        """
        resources = {name: release.resource(name) for name in release.tables()}
        rows = {name: _rows(release.folder / "csv" / f"{name}.csv") for name in resources}
        return cls(
            release, rows, {name: item["schema"] for name, item in resources.items()}, resources, tuple(disputes)
        )

    @property
    def roles(self) -> Mapping[str, str]:
        """Names of the tables that carry provenance, by role; empty when the package declares none."""
        return self.release.descriptor.get("provenance") or {}

    def where(self, table: str, **cells: str) -> list[Row]:
        """Give the rows of a table whose cells have these texts; none for a table that is not there."""
        names = tuple(sorted(cells))
        if (table, names) not in self.indexes:
            index: dict[tuple[str, ...], list[Row]] = defaultdict(list)
            for row in self.rows.get(table, []):
                index[tuple(row.get(name, "") for name in names)].append(row)
            self.indexes[table, names] = index
        return self.indexes[table, names].get(tuple(cells[name] for name in names), [])

    def get(self, table: str, row_id: str) -> Row | None:
        """Give a row by its id, None when there is none."""
        key = self.key(table)
        parts = row_id.split("|")
        if len(key) != len(parts):
            return None
        found = self.where(table, **dict(zip(key, parts, strict=True)))
        return found[0] if found else None

    def position(self, table: str, row_id: str) -> int:
        """Give the place of a row in its table, from 0, in the order of its file."""
        if table not in self.positions:
            self.positions[table] = {self.row_id(table, row): number for number, row in enumerate(self.rows[table])}
        return self.positions[table][row_id]

    def key(self, table: str) -> tuple[str, ...]:
        """Give the primary key of a table; views have none."""
        declared = self.schemas.get(table, {}).get("primaryKey", [])
        return (declared,) if isinstance(declared, str) else tuple(declared)

    def row_id(self, table: str, row: Row) -> str:
        """Give the id of a row: its key joined by `|`."""
        return row_key(self.key(table), row)

    def has_page(self, table: str) -> bool:
        """Tell whether the rows of a table have pages of their own."""
        return bool(self.schemas.get(table, {}).get("page"))

    def is_view(self, table: str) -> bool:
        """Tell whether a resource is made from others: its rows have no address of their own."""
        return str(self.resources[table].get("origin", "table")) != "table"

    def is_derived(self, table: str) -> bool:
        """Tell whether the build itself derives a table; the site offers such as Parquet only."""
        return str(self.resources[table].get("origin", "table")) == "generated"

    def parquet(self, table: str) -> str:
        """Give the path of a table's Parquet within a release; of a table in parts that of their manifest."""
        described = self.resources[table].get("parquet") or {}
        return str(described.get("manifest") or described.get("path") or f"parquet/{table}.parquet")

    def paged(self) -> list[str]:
        """Name the tables whose rows have pages."""
        return [name for name in self.resources if self.has_page(name)]

    def label(self, table: str, row: Row, language: str = "en") -> str:
        """Give what a row is called, from the template that its schema declares.

        In another language a field `name_en` of the template gives way to `name_zh` where that is filled.
        """
        template = self.schemas[table].get("label") or "|".join(f"{{{name}}}" for name in self.key(table))
        parts = []
        for text, name, _, _ in string.Formatter().parse(template):
            parts.append(text)
            if name:
                parts.append(self._cell(table, row, name, language))
        return "".join(parts)

    def _cell(self, table: str, row: Row, name: str, language: str) -> str:
        """Give the text of a field for a label; a reference is shown as the label of the row it names."""
        stem = name.removesuffix("_en")
        text = (row.get(f"{stem}_{language}") or row.get(name, "")) if stem != name else row.get(name, "")
        if self.is_period(table, name):
            return spoken(text, language)
        target = self.reference(table, name)
        other = self.get(target, text) if target and target != table and text else None
        return self.label(target, other, language) if target and other else text

    def reference(self, table: str, name: str) -> str | None:
        """Name the table that a field refers to by a foreign key of one field, None for any other field."""
        for key in self.schemas[table].get("foreignKeys", []):
            fields = key["fields"]
            if fields in (name, [name]):
                return str(key["reference"].get("resource") or table)
        return None

    def is_period(self, table: str, name: str) -> bool:
        """Tell whether a field holds periods: the build works out their kind."""
        return self.field(table, f"{name}_kind").get("derived_from") == name

    def field(self, table: str, name: str) -> Mapping[str, Any]:
        """Give what the schema says of a field; nothing for one that is not there."""
        fields: list[dict[str, Any]] = self.schemas[table]["fields"]
        return next((item for item in fields if item["name"] == name), {})

    def lineage(self, table: str, row_id: str, name: str | None = None) -> list[Row]:
        """Give the documents behind a row, or behind one of its values."""
        if name is None:
            return self.where("lineage", table_name=table, row_id=row_id)
        return self.where("lineage", table_name=table, row_id=row_id, field=name)

    def single(self, table: str, row_id: str, name: str) -> bool:
        """Tell whether one witness alone stands behind a value: one text of one issuer."""
        found = self.where("support", table_name=table, row_id=row_id, field=name)
        return bool(found) and found[0]["single_witness"] == "true"

    @cached_property
    def disputed(self) -> Mapping[tuple[str, str], set[str]]:
        """Fields that another statement contradicts, by table and id of the row.

        Figures that the package lists as rivals, and values whose source prints another one than is used here.
        """
        found: dict[tuple[str, str], set[str]] = defaultdict(set)
        for entry in self.disputes:
            for row in self.rows.get(entry["view"], []):
                if all(row[name] == text for name, text in entry.get("where", {}).items()):
                    for column in entry["columns"]:
                        found[entry["table"], row[column]].update(entry["fields"])
        for row in self.rows.get(self.roles.get("overrides", ""), []):
            found[row["table_name"], row["row_id"]].add(row["field"])
        return found

    def limits(self, table: str) -> dict[str, int]:
        """Count what speaks for caution about a table's facts: of how many values each is true."""
        facts = self.where("support", table_name=table)
        lines = self.where("lineage", table_name=table)
        return {
            "facts": len(facts),
            "single": sum(item["single_witness"] == "true" for item in facts),
            "statements": len(lines),
            "copies": sum(item["copy"] not in ("", "original") for item in lines),
            "excerpts": sum(item["locator"] == "excerpt" for item in lines),
            "converted": sum(item["basis"] in ("converted", "derived") for item in lines),
            "translated": sum(item["basis"] == "translated" for item in lines),
        }

    def is_disputed(self, table: str, row_id: str, name: str | None = None) -> bool:
        """Tell whether a value, or any of a row, is contradicted by another statement."""
        fields = self.disputed.get((table, row_id), set())
        return bool(fields) if name is None else name in fields


def _rows(file: Path) -> list[Row]:
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def spoken(period: str, language: str) -> str:
    """Give a period as people write it.

    >>> spoken("asof:2025-09", "en"), spoken("asof:2025-09", "zh"), spoken("2021..2025", "en")
    ('as of 2025-09', '截至2025-09', '2021–2025')
    """
    return period.replace("asof:", "截至" if language == "zh" else "as of ").replace("..", "–")


def unique(values: Iterable[str]) -> list[str]:
    """Give values without repeats, in their order.

    >>> unique(["b", "a", "b"])
    ['b', 'a']
    """
    return list(dict.fromkeys(values))
