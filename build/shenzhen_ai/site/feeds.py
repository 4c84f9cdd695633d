"""Feeds of what changed: all of it, one for each table, one for each row of the tables that declare `feed`."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from shenzhen_ai.addresses import row_name
from shenzhen_ai.diff.feeds import FORMATS, Entry, Feed
from shenzhen_ai.diff.sentences import word
from shenzhen_ai.permalinks import LATEST, permalink
from shenzhen_ai.site.changes import read_changes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from shenzhen_ai.site.data import Data

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
    for change in reversed(read_changes(data)):
        said, table, row_id = change.said(language), change.row.table, change.row.row_id
        address = permalink(homepage, table, row_id, change.version, language)
        entry = Entry(address, f"{change.version}: {said[0]}", tuple(said), change.date)
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
    return (
        [str(data.schemas[table].get("title" if language == "en" else f"title_{language}") or table)] if table else []
    )
