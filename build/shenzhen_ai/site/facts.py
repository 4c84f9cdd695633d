"""The table of a row: each value in words, and beside it the sources that say so, once for a run of values alike."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Protocol

from markupsafe import Markup, escape

from shenzhen_ai.site.markup import address, link

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping, Sequence

    from shenzhen_ai.site.book import Book
    from shenzhen_ai.site.data import Row

FLAGS = {"copy": "c", "converted": "k", "derived": "k", "translated": "t", "one witness": "s", "disputed": "d"}
"""Marks of a value, with the class that shows each."""


class Page(Protocol):
    """What is asked of the page that a table stands on."""

    book: Book
    notes: dict[str, Row]

    def a(self, table: str, row_id: str) -> Markup:
        """Give a link to a row."""

    def value(self, table: str, name: str, text: str) -> str:
        """Give a cell as words."""

    def _(self, text: str) -> str:
        """Give a word in the language of the page."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of the table of a row.

    Attributes:
        field: of the schema.
        shown: the value.
        marks: of its sources.
        span: for how many lines, this one first, the same sources stand; 0 on the others of them, and without sources.
    """

    field: Mapping[str, Any]
    shown: Markup
    marks: Markup
    span: int


def facts(page: Page, table: str, row: Row, skip: Container[str] = ()) -> Iterator[Fact]:
    """Give the filled fields of a row, but for those to be skipped and those that the build works out from another."""
    data = page.book.data
    row_id = data.row_id(table, row)
    filled = [item for item in data.schemas[table]["fields"] if row.get(item["name"]) and "derived_from" not in item]
    fields = [item for item in filled if item["name"] not in skip]
    lines = [(item, shown(page, table, row, item), marks(page, table, row_id, item["name"])) for item in fields]
    for sources, run in groupby(lines, key=itemgetter(2)):
        alike = list(run)
        for place, (item, text, _) in enumerate(alike):
            yield Fact(item, text, sources, len(alike) if sources and not place else 0)


@dataclass(frozen=True, slots=True)
class Said:
    """What a source says of a row, alike at one place of it or more."""

    places: list[str]
    lines: list[Row]


def said(lines: Sequence[Row]) -> list[Said]:
    """Give what a source says of a row: lines of lineage, by place; places that say the same are one."""
    by_place: dict[str, list[Row]] = {}
    for item in lines:
        by_place.setdefault(item["locator"], []).append(item)
    alike: dict[tuple[tuple[str, ...], ...], Said] = {}
    for place in sorted(by_place):
        found = by_place[place]
        words = tuple((item["field"], item["value"], item["basis"]) for item in found)
        alike.setdefault(words, Said([], found)).places.append(place)
    return list(alike.values())


def shown(page: Page, table: str, row: Row, field: Mapping[str, Any]) -> Markup:
    """Give a value as HTML: a link when it refers to a row or the web, a word of a list in the language of the page."""
    name = str(field["name"])
    text = row[name]
    target = page.book.data.reference(table, name)
    if target:
        return page.a(target, text)
    return link(text, text) if address(text) else escape(page.value(table, name, text))


def marks(page: Page, table: str, row_id: str, name: str | None = None) -> Markup:
    """Give the little numbers behind a value: each leads to a source below, and says the place in it.

    Letters beside the number say how good the witness is: a copy, the only one, disputed, translated, converted.
    """
    data = page.book.data
    found = {(item["source_id"], item["locator"]): item for item in data.lineage(table, row_id, name)}
    of_value = []
    if name and data.single(table, row_id, name):
        of_value.append("one witness")
    if data.is_disputed(table, row_id, name):
        of_value.append("disputed")
    for item in found.values():
        page.notes.setdefault(item["source_id"], item)
    numbers = {source: number for number, source in enumerate(page.notes, 1)}
    numbered = sorted(
        ((numbers[source], locator, item) for (source, locator), item in found.items()), key=itemgetter(0, 1)
    )
    return Markup().join(_mark(page, number, item, of_value) for number, _locator, item in numbered)


def _mark(page: Page, number: int, item: Row, of_value: list[str]) -> Markup:
    flags = [] if item.get("copy", "") in ("", "original") else ["copy"]
    flags += [item["basis"]] if item["basis"] in FLAGS else []
    flags += of_value
    note = "; ".join([item["locator"], *(page._(flag) for flag in flags)])
    kinds = " ".join(["src", *(FLAGS[flag] for flag in flags)])
    return Markup('<a class="{}" href="#s{}" title="{}">{}</a>').format(kinds, number, note, number)
