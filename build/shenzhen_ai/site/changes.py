"""What changed from release to release, from the record that a release carries, row by row and in sentences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import duckdb

from shenzhen_ai.diff.record import FILE
from shenzhen_ai.diff.sentences import sentences
from shenzhen_ai.diff.values import Cell, Reason, RowChange
from shenzhen_ai.diff.words import grouped

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from shenzhen_ai.site.data import Data

Line = dict[str, str | None]


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to one row in one version; `date` is the day of the version."""

    version: str
    date: str
    row: RowChange

    def said(self, language: str) -> list[str]:
        """Give it as sentences."""
        return sentences(self.row, language, reasoned=False)


def read_changes(data: Data) -> list[Change]:
    """Give everything that changed since the first release, oldest first."""
    return [
        Change(str(lines[0]["version"]), lines[0]["date"] or "", _row_change(data, lines)) for lines in _lines(data)
    ]


def _row_change(data: Data, lines: Sequence[Line]) -> RowChange:
    """Give what happened to one row in one version from its lines of the record."""
    first = lines[0]
    table, row_id, kind = str(first["table_name"]), str(first["row_id"]), str(first["kind"])
    row = data.get(table, row_id)
    name = {
        language: f"{data.schemas[table].get(_key('title', language)) or table}: {data.label(table, row, language)}"
        if row
        else f"{table} {row_id}"
        for language in ("en", "zh")
    }
    cells = tuple(_cell(data, table, line) for line in lines if line["field"])
    return RowChange(table, row_id, kind, name, cells, () if cells else _reasons(first))


def _cell(data: Data, table: str, line: Line) -> Cell:
    field = str(line["field"])
    schema: Mapping[str, str] = next((f for f in data.schemas[table]["fields"] if f["name"] == field), {})
    title = {language: schema.get(_key("title", language)) or field for language in ("en", "zh")}
    texts = tuple(
        grouped(text or "") if schema.get("type") == "number" else text or "" for text in (line["old"], line["new"])
    )
    shown = dict.fromkeys(("en", "zh"), (texts[0], texts[1]))
    return Cell(field, title, line["old"], line["new"], shown, {"en": "", "zh": ""}, _reasons(line))


def _reasons(line: Line) -> tuple[Reason, ...]:
    if not line["reason"]:
        return ()
    note = {"en": line["note_en"] or "", "zh": line["note_zh"] or line["note_en"] or ""}
    return (Reason(line["reason"], note, line["change_id"] or "", line["replaced_by"] or ""),)


def _key(name: str, language: str) -> str:
    return name if language == "en" else f"{name}_{language}"


def _lines(data: Data) -> list[list[Line]]:
    """Give the lines of the record, those of one row in one version together, oldest first."""
    file = data.release.folder / FILE
    if not file.is_file():
        return []
    with duckdb.connect(":memory:") as con:
        found = con.execute("SELECT * FROM read_parquet(?)", [str(file)])
        names = [item[0] for item in found.description or []]
        rows = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    groups: dict[tuple[object, ...], list[Line]] = {}
    for row in rows:
        groups.setdefault((row["version"], row["table_name"], row["row_id"], row["kind"]), []).append(row)
    return [lines for lines in groups.values() if str(lines[0]["table_name"]) in data.schemas]
