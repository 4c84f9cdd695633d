"""Periods as the data writes them: `2025`, `2025-H1`, `2025-Q1..2025-Q3`, `asof:2025-09`, `2024?`."""

from __future__ import annotations

import calendar
import datetime
import re
from dataclasses import dataclass

_POINT = re.compile(r"(\d{4})(?:-(?:H([12])|Q([1-4])|(\d{2})(?:-(\d{2}))?))?\Z")


@dataclass(frozen=True, slots=True)
class Period:
    """First and last day (both included), kind, and whether the year is an inference.

    `kind` is one of year, half, quarter, month, day, range, asof.
    """

    start: datetime.date
    end: datetime.date
    kind: str
    inferred: bool = False


def parse(text: str) -> Period | None:
    """Read a period; None when the text is none.

    >>> parse("2025-H1")
    Period(start=datetime.date(2025, 1, 1), end=datetime.date(2025, 6, 30), kind='half', inferred=False)
    >>> parse("asof:2025-09").end
    datetime.date(2025, 9, 30)
    >>> parse("2024?").inferred
    True
    >>> parse("2025-13") is None
    True
    """
    inferred = text.endswith("?")
    body = text[:-1] if inferred else text
    asof = body.startswith("asof:")
    first, dots, last = body.removeprefix("asof:").partition("..")
    start = _point(first)
    end = _point(last) if dots else start
    if start is None or end is None or (asof and dots) or end[1] < start[0]:
        return None
    kind = "asof" if asof else "range" if dots else start[2]
    return Period(start[0], end[1], kind, inferred)


def valid_date(text: str) -> bool:
    """Tell whether a text is a day, month or year of the calendar, written in ISO form.

    >>> valid_date("2025-02-30"), valid_date("2025-02"), valid_date("2025")
    (False, True, True)
    """
    point = _point(text)
    return point is not None and point[2] in {"year", "month", "day"}


def _point(text: str) -> tuple[datetime.date, datetime.date, str] | None:
    match = _POINT.match(text)
    if match is None:
        return None
    year, half, quarter, month, day = (int(part) if part else 0 for part in match.groups())
    try:
        if match[5]:
            date = datetime.date(year, month, day)
            return date, date, "day"
        first, count, kind = (
            (6 * half - 5, 6, "half")
            if half
            else (3 * quarter - 2, 3, "quarter")
            if quarter
            else (month, 1, "month")
            if match[4]
            else (1, 12, "year")
        )
        return datetime.date(year, first, 1), _last_day(year, first + count - 1), kind
    except ValueError:
        return None


def _last_day(year: int, month: int) -> datetime.date:
    return datetime.date(year, month, calendar.monthrange(year, month)[1])
