"""Feeds of what changed: all of it, one for each table, one for each row of the tables that declare `feed`."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import duckdb

from shenzhen_ai.addresses import row_name
from shenzhen_ai.diff.feeds import FORMATS, Entry, Feed
from shenzhen_ai.diff.record import FILE
from shenzhen_ai.diff.sentences import sentences, word
from shenzhen_ai.diff.values import Cell, Reason, RowChange
from shenzhen_ai.diff.words import grouped
from shenzhen_ai.permalinks import LATEST, permalink

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from shenzhen_ai.site.data import Data

Line = dict[str, str | None]
Topic = tuple[str, str]
"""What a feed is about: table and row id, both or the latter empty for a wider one."""


def write_feeds(data: Data, folder: Path, language: str) -> int:
    """Write `feeds/` of one language as Atom and JSON, and give the number of feeds.

    Args:
        data: the release.
        folder: top of the language in the site.
        language: `en` or `zh`.
    """
    made = 0
    for path, feed in feeds(data, language):
        for ending, form in FORMATS.items():
            file = folder / f"{path}.{ending}"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(form(feed), encoding="utf-8")
        made += 1
    return made


def feeds(data: Data, language: str) -> Iterator[tuple[str, Feed]]:
    """Give each feed with its path below the top of the language, those without changes too."""
    descriptor = data.release.descriptor
    homepage = str(descriptor.get("homepage", ""))
    title = str(descriptor.get("title" if language == "en" else f"title_{language}") or descriptor["title"])
    creators = [str(item["title"]) for item in descriptor.get("contributors", [])]
    by_topic: dict[Topic, list[Entry]] = defaultdict(list)
    for lines in reversed(_changes(data)):
        change = row_change(data, lines)
        said = sentences(change, language, reasoned=False)
        first = lines[0]
        version, table, row_id = str(first["version"]), str(first["table_name"]), str(first["row_id"])
        entry = Entry(
            permalink(homepage, table, row_id, version, language),
            f"{version}: {said[0]}",
            tuple(said),
            first["date"] or "",
        )
        for topic in {("", ""), (table, ""), *_about(data, table, row_id)}:
            by_topic[topic].append(entry)
    for topic in _topics(data):
        path = "/".join(["feeds", *(row_name(part) for part in topic if part)]) if topic[0] else "feeds/all"
        yield (
            path,
            Feed(
                address=f"{permalink(homepage, language=language, version=LATEST)}{path}",
                home=permalink(homepage, *topic, language=language),
                title=" · ".join([title, *_named(data, topic, language), word("heading", language)]),
                language=language,
                author="; ".join(creators) or title,
                date=str(descriptor.get("created", ""))[:10],
                entries=tuple(by_topic[topic]),
            ),
        )


def row_change(data: Data, lines: Sequence[Line]) -> RowChange:
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


def _changes(data: Data) -> list[list[Line]]:
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


def _about(data: Data, table: str, row_id: str) -> Iterator[Topic]:
    """Give the rows with a feed of their own that a change concerns: the row itself, and those that it refers to."""
    if _has_feed(data, table):
        yield table, row_id
    row = data.get(table, row_id) or {}
    for name, text in row.items():
        target = data.reference(table, name)
        if text and target and _has_feed(data, target):
            yield target, text


def _has_feed(data: Data, table: str) -> bool:
    return bool(data.schemas.get(table, {}).get("feed"))


def _topics(data: Data) -> Iterator[Topic]:
    yield "", ""
    for table in data.resources:
        if data.resources[table].get("origin", "table") == "table":
            yield table, ""
            if _has_feed(data, table):
                yield from ((table, data.row_id(table, row)) for row in data.rows[table])


def _named(data: Data, topic: Topic, language: str) -> list[str]:
    table, row_id = topic
    row = data.get(table, row_id) if row_id else None
    if row:
        return [data.label(table, row, language)]
    return [str(data.schemas[table].get(_key("title", language)) or table)] if table else []
