"""Changes as feeds that a reader subscribes to: Atom (RFC 4287) and JSON Feed 1.1."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from collections.abc import Sequence

ATOM = "http://www.w3.org/2005/Atom"
JSON_FEED = "https://jsonfeed.org/version/1.1"


@dataclass(frozen=True, slots=True)
class Entry:
    """One row that changed in one version; `address` is where it stands there and never moves, so it is the id too.

    Attributes:
        address: permalink of the row in that version.
        title: what happened, in one line.
        lines: what happened, sentence by sentence.
        date: day of the version, ISO form.
    """

    address: str
    title: str
    lines: tuple[str, ...]
    date: str


@dataclass(frozen=True, slots=True)
class Feed:
    """A list of changes.

    Attributes:
        address: where the feed itself will stand, without the ending of its format.
        home: the page it belongs to.
        title: its title.
        language: `en` or `zh`.
        author: who publishes it.
        date: day of the newest version, for a feed in which nothing has changed yet.
        entries: newest first.
    """

    address: str
    home: str
    title: str
    language: str
    author: str
    date: str
    entries: Sequence[Entry]

    @property
    def updated(self) -> str:
        """The day on which it last changed."""
        return max([entry.date for entry in self.entries], default=self.date)


def atom(feed: Feed) -> str:
    """Give a feed as Atom, with full texts."""
    root = ET.Element("feed", {"xmlns": ATOM, "xml:lang": feed.language})
    _texts(root, title=feed.title, id=f"{feed.address}.atom", updated=_time(feed.updated))
    ET.SubElement(root, "link", rel="self", type="application/atom+xml", href=f"{feed.address}.atom")
    ET.SubElement(root, "link", rel="alternate", type="text/html", href=feed.home)
    _texts(ET.SubElement(root, "author"), name=feed.author)
    for entry in feed.entries:
        item = ET.SubElement(root, "entry")
        _texts(item, title=entry.title, id=entry.address, updated=_time(entry.date))
        ET.SubElement(item, "link", rel="alternate", type="text/html", href=entry.address)
        _texts(item, content="\n".join(entry.lines))
    ET.indent(root, " ")
    return ET.tostring(root, encoding="unicode", xml_declaration=False).join(
        ['<?xml version="1.0" encoding="utf-8"?>\n', "\n"]
    )


def json_feed(feed: Feed) -> str:
    """Give a feed as JSON Feed, with full texts."""
    body = {
        "version": JSON_FEED,
        "title": feed.title,
        "home_page_url": feed.home,
        "feed_url": f"{feed.address}.json",
        "language": feed.language,
        "authors": [{"name": feed.author}],
        "items": [
            {
                "id": entry.address,
                "url": entry.address,
                "title": entry.title,
                "content_text": "\n".join(entry.lines),
                "date_published": _time(entry.date),
            }
            for entry in feed.entries
        ],
    }
    return json.dumps(body, ensure_ascii=False, indent=1) + "\n"


FORMATS = {"atom": atom, "json": json_feed}
"""The forms of a feed by the ending of its file."""


def _texts(parent: ET.Element, **texts: str) -> None:
    for name, text in texts.items():
        ET.SubElement(parent, name).text = text


def _time(date: str) -> str:
    """Give a day as the moment it begins, in the form that both formats want; an imprecise one as its first day.

    >>> _time("2026-11-26"), _time("2026")
    ('2026-11-26T00:00:00Z', '2026-01-01T00:00:00Z')
    """
    return f"{date}{'-01-01'[len(date) - 4 :] if date else '1970-01-01'}T00:00:00Z"
