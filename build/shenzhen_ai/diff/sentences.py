"""Differences as sentences, in English and Chinese, that every rendering uses."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shenzhen_ai.diff.values import Cell, Comparison, Reason, RowChange

WORDS: dict[str, Any] = json.loads(files("shenzhen_ai.diff").joinpath("words.json").read_text(encoding="utf-8"))
"""The fixed words, by language; `reasons` holds those of reasons by code."""

LONG = 160
"""Signs after which a cell is cut where differences are read; JSON and files keep all of it."""


WORD = 12
"""Signs up to which a value without blanks stands in a sentence without quotation marks."""


def word(phrase: str, language: str, /, **values: object) -> str:
    """Give a fixed word or phrase with its gaps filled.

    >>> word("changed", "en", old="3,000", new="3,500")
    '3,000 became 3,500'
    """
    return str(WORDS[language][phrase]).format(**values)


def cut(text: str) -> str:
    """Give a text, its end cut off when it is long."""
    return text if len(text) <= LONG else f"{text[: LONG - 1]}…"


def quoted(text: str) -> str:
    """Give a value in a sentence: in quotation marks where it has blanks or is long, so that its ends are seen."""
    return f"“{cut(text)}”" if " " in text or len(text) > WORD else text


def became(cell: Cell, language: str) -> str:
    """Say what happened to a cell: `3,000 became 3,500 (firms)`."""
    old, new = (quoted(text) for text in cell.shown[language])
    kind = "changed" if cell.old is not None and cell.new is not None else "filled" if cell.old is None else "emptied"
    unit = cell.unit[language]
    return word(kind, language, old=old, new=new) + (word("unit", language, unit=unit) if unit else "")


def why(reasons: Iterable[Reason], language: str) -> str:
    """Say why: each reason in words, with its note and what took the place of a retired id; empty without any."""
    texts = []
    for reason in reasons:
        text = str(WORDS["reasons"].get(reason.code, {}).get(language, reason.code))
        if reason.note.get(language):
            text += word("colon", language) + reason.note[language]
        if reason.replaced_by:
            text += word("stop", language) + word("replaced", language, id=reason.replaced_by)
        texts.append(text)
    return word("stop", language).join(texts)


def sentences(row: RowChange, language: str, *, reasoned: bool) -> list[str]:
    """Say what happened to a row: one sentence for a row that came or went, else one for each changed cell."""
    if row.kind != "changed":
        return [word(f"{row.kind}_row", language, name=row.name[language]) + _because(row.reasons, language)]
    colon = word("colon", language)
    return [
        f"{row.name[language]}{colon}{cell.title[language]} {became(cell, language)}"
        + (_because(cell.reasons, language) or _gap(language, reasoned=reasoned))
        for cell in row.cells
    ]


def totals(comparison: Comparison, language: str) -> str:
    """Say how much differs, or that nothing does."""
    if not comparison.tables:
        return word("same", language)
    return word("totals", language, tables=len(comparison.tables), **comparison.totals)


def _because(reasons: Iterable[Reason], language: str) -> str:
    text = why(reasons, language)
    return f"{word('open', language)}{text}{word('close', language)}" if text else ""


def _gap(language: str, *, reasoned: bool) -> str:
    text = word("no_reason", language)
    return f"{word('open', language)}{text}{word('close', language)}" if reasoned else ""
