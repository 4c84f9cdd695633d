"""CHECK: the next step of a problem: the value that was probably meant, else what the schema says about the field."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from shenzhen_ai.periods import parse, valid_date
from shenzhen_ai.problems import LONGEST, nearest, quoted
from shenzhen_ai.spreadsheets import plain
from shenzhen_ai.values import true_false
from shenzhen_ai.wording import Text, bilingual, say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from shenzhen_ai.package import Field, Table

DAY = re.compile(r"(\d{4})年(?:(\d{1,2})月(?:(\d{1,2})日)?)?\Z")
FORMS = {"integer": r"[+-]?\d+", "number": r"[+-]?\d+(\.\d+)?", "date": r"\d{4}-\d{2}-\d{2}"}
"""What a value of a type looks like when nothing of its own is declared."""


def next_step(field: Field, value: str | None, options: Sequence[str], otherwise: Text) -> Text:
    """Ask whether a value was meant that is near and good; else give another next step, or the field's guideline."""
    meant = _meant(field, value) if value and not options and len(value) <= LONGEST else None
    if meant is not None:
        return say("did you mean {near}?", near=meant)
    return nearest(value, options, otherwise or guideline(field))


def guideline(field: Field) -> Text:
    """Give what the schema tells who fills the field, in both languages; nothing where it tells nothing."""
    english, chinese = (field.text("guideline", language).strip().rstrip(".。") for language in ("en", "zh"))
    return bilingual(english, zh=chinese)


def beside(table: Table, texts: Sequence[Text], title: str, cells: Mapping[str, str | None]) -> Text:
    """Show the cell that a rule is about, and in brackets the other fields that its texts speak of."""
    words = set(re.findall(r"\w+", " ".join(texts)))
    others = [field.name for field in table.fields if field.name in words and field.name != title]
    shown = quoted(cells.get(title))
    if not others:
        return shown
    named = ", ".join(f"{name} {quoted(cells.get(name))}" for name in others if cells.get(name))
    return say("{value} ({others})", value=shown, others=named) if named else shown


def _meant(field: Field, value: str) -> str | None:
    """Give a value in the form of its field, where its form alone is wrong: full-width signs, separators, dates."""
    text = unicodedata.normalize("NFKC", value).strip()
    dated = field.type == "date" or field.derive in {"date", "period"}
    day = DAY.match(text) if dated else None
    found = "-".join(part.zfill(2) for part in day.groups() if part) if day else plain(field, text)
    if found is None or found == value:
        return None
    if field.type == "boolean":
        good = found in {word for words in true_false(field) for word in words}
    elif field.derive:
        good = bool(parse(found)) if field.derive == "period" else valid_date(found)
    else:
        good = field.type in FORMS and bool(re.fullmatch(FORMS[field.type], found))
    return found if good else None
