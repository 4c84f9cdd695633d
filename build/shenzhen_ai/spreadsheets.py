"""What spreadsheets do to cells when a CSV is opened and saved, and how it is undone.

They write TRUE for true, 12.7 for 12.70, 2587 for 002587, 46596 for "46,596", 1E+018 for a long number and the
local form for a day, and they do it to every cell of a file. So, where more cells changed their form alone than
fragile ones kept it, every cell that means the same as it did is put back as it was; a hand that corrects 12.7 to 12.70
in one row is left alone. A cell that is new is put in the form of its field where only one reading is possible, and
named where there are several.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from shenzhen_ai.package import Field, Table

GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?\Z")
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?\Z")
SCIENTIFIC = re.compile(r"([+-]?\d(?:\.(\d+))?)E([+-]\d{1,3})\Z", re.IGNORECASE)
THREE = re.compile(r"(\d{1,4})([-/.])(\d{1,2})\2(\d{1,4})\Z")
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
PERCENT = re.compile(r"[+-]?\d+(\.\d+)?%\Z")
MONTH_YEAR = re.compile(r"([A-Za-z]{3})[a-z]*[- ](\d{2}|\d{4})\Z")
MONTH_DAY = re.compile(r"([A-Za-z]{3})[a-z]* (\d{1,2})(?:, (\d{4}))?\Z")
LOSS = re.compile(r"\((\d[\d,]*(?:\.\d+)?)\)\Z")
YEAR_MONTH = re.compile(r"(\d{4})-(\d{1,2})\Z")
CENTURY = 100


@dataclass(frozen=True, slots=True)
class Doubt:
    """A cell that may be a spreadsheet's doing and has more than one reading; `row` counts from 1."""

    row: int
    field: str
    text: str


def meanings(text: str) -> set[object]:
    """Give all that a cell may mean once a spreadsheet has had it: a truth, a number, days, a month, else its text.

    >>> meanings("46,596") == meanings("46596.0") and meanings("TRUE") == meanings("true")
    True
    >>> meanings("April 29") & meanings("04/29/2026") and meanings("(1,200)") == meanings("-1200")
    True
    """
    if text.lower() in {"true", "false"}:
        return {text.lower() == "true"}
    loss = LOSS.match(text)
    if loss:
        return meanings(f"-{loss[1]}")
    if GROUPED.match(text) or NUMBER.match(text):
        return {("number", Decimal(text.replace(",", "")).normalize())}
    if SCIENTIFIC.match(text):
        return {("number", Decimal(text).normalize())}
    if PERCENT.match(text):
        return {("percent", Decimal(text[:-1]).normalize())}
    return {*_days(text), *_months(text)} or {("text", text)}


def _kinds(found: set[object]) -> set[object]:
    return {meaning[0] for meaning in found if isinstance(meaning, tuple)}


def fragile(text: str) -> bool:
    """Tell whether a spreadsheet that opens and saves a cell writes it in another way.

    >>> [fragile(text) for text in ("true", "12.70", "002587", "46,596", "12.7", "p:3", "2025-03-03")]
    [True, True, True, True, False, False, False]
    """
    plain = text.removesuffix("%").lstrip("+-")
    number = bool(NUMBER.match(plain))
    zeros = number and ((plain[0] == "0" and plain[1:2].isdigit()) or ("." in plain and plain.endswith("0")))
    return text in {"true", "false"} or zeros or bool(GROUPED.match(text)) or bool(MONTH_DAY.match(text))


def same(now: str, before: str) -> bool:
    """Tell whether a cell may be what a spreadsheet made of another: the same value, or that value rounded to show it.

    >>> same("2587", "002587"), same("1.23E+11", "123456789012"), same("12.8", "12.70")
    (True, True, False)
    >>> same("04/29/2026", "April 29"), same("04/29/2026", "April 29, 2025")
    (True, False)
    """
    common = meanings(now) & meanings(before)
    if common and not (THREE.match(before) and _kinds(common) == {"anniversary"}):
        return True
    match = SCIENTIFIC.match(now)
    if not match or not NUMBER.match(before):
        return False
    digits = len(match[2] or "")
    return f"{Decimal(before):.{digits}E}" == f"{Decimal(now):.{digits}E}"


def undo(
    table: Table, rows: Sequence[Sequence[str]], before: Iterable[Sequence[str]]
) -> tuple[list[list[str]], list[Doubt]]:
    """Put back what a spreadsheet changed.

    Args:
        table: whose rows these are.
        rows: cells in the order of the schema, as they stand in the file.
        before: the same of the last version that is known; empty where there is none.

    Returns:
        The mended rows, and the cells that could not be mended without guessing.
    """
    old = _by_key(table, before)
    if not _was_in_a_spreadsheet(table, rows, old):
        old = {}
    mended: list[list[str]] = []
    doubts: list[Doubt] = []
    for number, row in enumerate(rows, 1):
        base = old.get(_key(table, row))
        cells: list[str] = []
        for place, (field, text) in enumerate(zip(table.fields, row, strict=True)):
            if base is not None and same(text, base[place]):
                cells.append(base[place])
                continue
            form = plain(field, text)
            cells.append(text if form is None else form)
            if form is None:
                doubts.append(Doubt(number, field.name, text))
        mended.append(cells)
    return mended, doubts


def _was_in_a_spreadsheet(
    table: Table, rows: Sequence[Sequence[str]], old: Mapping[tuple[object, ...], Sequence[str]]
) -> bool:
    """Tell whether more cells changed their form alone than fragile ones kept it."""
    kept = lost = 0
    for row in rows:
        for now, before in zip(row, old.get(_key(table, row), ()), strict=False):
            kept += now == before and fragile(before)
            lost += now != before and same(now, before)
    return lost > kept


def _by_key(table: Table, rows: Iterable[Sequence[str]]) -> Mapping[tuple[object, ...], Sequence[str]]:
    """Give rows by what their key means; keys that a spreadsheet could not tell apart are left out."""
    found: dict[tuple[object, ...], list[Sequence[str]]] = {}
    for row in rows:
        found.setdefault(_key(table, row), []).append(row)
    return {key: same[0] for key, same in found.items() if len(same) == 1}


def _key(table: Table, row: Sequence[str]) -> tuple[object, ...]:
    names = [field.name for field in table.fields]
    places = [names.index(name) for name in table.primary_key] or range(len(names))
    return tuple(frozenset(meanings(row[place])) for place in places)


def plain(field: Field, text: str) -> str | None:
    """Give a new cell in the form of its field; None where it has more than one reading."""
    if field.type == "boolean" and text.lower() in {"true", "false"}:
        return text.lower()
    if field.type in {"number", "integer"}:
        if GROUPED.match(text):
            return text.replace(",", "")
        return None if SCIENTIFIC.match(text) else text
    if (field.type == "date" or field.derive in {"date", "period"}) and THREE.match(text):
        days = {day for kind, day, *_ in _days(text) if kind == "day" and isinstance(day, date)}
        return days.pop().isoformat() if len(days) == 1 else None
    return text


def _days(text: str) -> Iterator[tuple[object, ...]]:
    """Give the days that a text may mean: year first, else month or day first, in a full year or one of two digits."""
    match = MONTH_DAY.match(text)
    if match and match[1].lower() in MONTHS:
        yield from _month_day(MONTHS.index(match[1].lower()) + 1, int(match[2]), match[3])
    match = THREE.match(text)
    if not match:
        return
    one, two, three = int(match[1]), int(match[3]), int(match[4])
    orders = [(one, two, three)] if len(match[1]) == 4 else [(three, one, two), (three, two, one)]  # noqa: PLR2004  digits of a year
    for year, month, day in orders:
        try:
            found = date(year + 2000 if year < CENTURY else year, month, day)
        except ValueError:
            continue
        yield "day", found
        if match[2] == "/":
            yield "anniversary", month, day


def _month_day(month: int, day: int, year: str | None) -> Iterator[tuple[object, ...]]:
    """Give the day in words; without a year its anniversary, since a spreadsheet adds the year that it has."""
    yield ("anniversary", month, day) if year is None else ("day", date(int(year), month, day))


def _months(text: str) -> Iterator[tuple[object, ...]]:
    """Give the months that a text may mean; one in words is also its first day, since a spreadsheet makes it that."""
    match = MONTH_YEAR.match(text)
    if match and match[1].lower() in MONTHS:
        year = int(match[2])
        month = MONTHS.index(match[1].lower()) + 1
        yield "month", year + 2000 if year < CENTURY else year, month
        if " " in text:
            yield "day", date(year, month, 1)
    match = YEAR_MONTH.match(text)
    if match:
        yield "month", int(match[1]), int(match[2])
