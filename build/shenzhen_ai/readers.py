"""The values of Table Schema that SQL cannot read: durations, places, JSON, lists, dates of other forms.

`reader` gives the function that turns a text into its value; ValueError says that it is none. The check calls it
once for each distinct text that the SQL pass could not pass.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, NamedTuple

from shenzhen_ai.geometry import geojson, topojson
from shenzhen_ai.values import NUMBER, SPECIAL, true_false

if TYPE_CHECKING:
    from collections.abc import Callable

    from shenzhen_ai.package import Field

    Reader = Callable[[str], Any]

PART = r"\d{1,15}(?:[,.]\d{1,9})?"
"""A number in a duration: as long as decimals of 28 digits can be reckoned with."""

DURATION = re.compile(
    r"([+-])?P(?=[\dT])"
    + "".join(rf"(?:({PART}){sign})?" for sign in "YMWD")
    + r"(?:T(?=\d)"
    + "".join(rf"(?:({PART}){sign})?" for sign in "HMS")
    + r")?\Z",
    re.ASCII,
)
SECONDS = (604800, 86400, 3600, 60, 1)
MOMENTS = (datetime(2000, 1, 1), datetime(2001, 2, 1), datetime(2001, 3, 1), datetime(2001, 7, 1))  # noqa: DTZ001
ITEM_TYPES = ("string", "integer", "boolean", "number", "datetime", "date", "time")
EARTH = (180, 90)

LEVELS = 500
"""Lists and objects within each other in one cell: a bound of our own, since Python's depends on who calls."""


class Duration(NamedTuple):
    """Months and seconds; they do not convert into each other."""

    months: Decimal
    seconds: Decimal


def reader(field: Field) -> Reader:
    """Give the function that reads the cells of a field; it raises ValueError for a text that is no value."""
    if field.type == "list":
        return _list(field)
    if field.type in {"date", "time", "datetime"}:
        return _dated(field.type, field.format)
    return {
        "duration": _duration,
        "geopoint": lambda text: _geopoint(text, field.format),
        "geojson": lambda text: _geometry(text, field.format),
        "object": lambda text: _json(text, dict),
        "array": lambda text: _json(text, list),
    }[field.type]


def needs(field: Field) -> str | None:
    """Name the library that a field cannot be read without and that is not installed; None when all is there."""
    if field.type in {"date", "time", "datetime"} and field.format == "any" and find_spec("dateutil") is None:
        return "dateutil"
    if "jsonSchema" in field.constraints and find_spec("jsonschema") is None:
        return "jsonschema"
    return None


def below(left: Any, right: Any) -> bool:
    """Tell whether one value comes before another; a duration does when it does so from every day of the year.

    >>> below(_duration("P1M"), _duration("P32D")), below(_duration("P1M"), _duration("P30D"))
    (True, False)
    """
    if isinstance(left, Duration) and isinstance(right, Duration):
        return all(_after(moment, left) < _after(moment, right) for moment in MOMENTS)
    if isinstance(left, datetime) and isinstance(right, datetime):
        return _utc(left) < _utc(right)
    return bool(left < right)


def _utc(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _after(moment: datetime, duration: Duration) -> Decimal:
    """Give the seconds from the year 0 to a moment plus a duration."""
    months = moment.year * 12 + moment.month - 1 + int(duration.months)
    year, month = divmod(months, 12)
    days = date(2000 + year % 400, month + 1, 1).toordinal() + (year - year % 400 - 2000) // 400 * 146097
    part = (duration.months % 1) * Decimal("30.436875")
    return Decimal(days + moment.day - 1) * 86400 + part * 86400 + duration.seconds


def _duration(text: str) -> Duration:
    match = DURATION.match(text)
    if match is None or text.endswith("T"):
        raise ValueError(text)
    sign, *parts = match.groups()
    numbers = [Decimal((part or "0").replace(",", ".")) for part in parts]
    factor = -1 if sign == "-" else 1
    seconds = sum((number * size for number, size in zip(numbers[2:], SECONDS, strict=True)), Decimal(0))
    return Duration(factor * (numbers[0] * 12 + numbers[1]), factor * seconds)


def _geopoint(text: str, form: str) -> tuple[Decimal, Decimal]:
    if form == "default":
        lon, lat = (part.strip() for part in text.split(","))
    else:
        value = _json(text, list if form == "array" else dict)
        if len(value) != len(EARTH):
            raise ValueError(text)
        lon, lat = value if form == "array" else (value.get("lon"), value.get("lat"))
    place = tuple(_decimal(part) for part in (lon, lat))
    if any(abs(number) > limit for number, limit in zip(place, EARTH, strict=True)):
        raise ValueError(text)
    return place[0], place[1]


def _decimal(value: Any) -> Decimal:
    known = isinstance(value, str | int | float) and not isinstance(value, bool)
    if not known or not re.fullmatch(NUMBER, str(value), re.ASCII):
        raise ValueError(value)
    return Decimal(str(value))


def _json(text: str, kind: type) -> Any:
    try:
        value = json.loads(text, parse_constant=_refuse)
    except RecursionError as error:
        raise ValueError(text) from error
    if not isinstance(value, kind) or not _flat_enough(text, value):
        raise ValueError(text)
    return value


def _flat_enough(text: str, value: Any) -> bool:
    level = [value] if text.count("[") + text.count("{") > LEVELS else []
    for _ in range(LEVELS):
        inner = [item.values() if isinstance(item, dict) else item for item in level if isinstance(item, dict | list)]
        level = [item for items in inner for item in items]
    return not any(isinstance(item, dict | list) for item in level)


def _refuse(name: str) -> None:
    raise ValueError(name)


def _geometry(text: str, form: str) -> Any:
    value = _json(text, dict)
    if not (topojson if form == "topojson" else geojson)(value):
        raise ValueError(text)
    return value


def _list(field: Field) -> Reader:
    delimiter = str(field.descriptor.get("delimiter") or ",")
    item = _item(str(field.descriptor.get("itemType") or "string"), field)
    return lambda text: [item(part) for part in text.split(delimiter)]


def _item(kind: str, field: Field) -> Reader:
    if kind in {"date", "time", "datetime"}:
        return _dated(kind, "default")
    if kind == "boolean":
        true, false = true_false(field)
        return lambda text: {**dict.fromkeys(true, True), **dict.fromkeys(false, False)}[_known(text, [*true, *false])]
    if kind == "integer":
        return lambda text: int(_matching(text, r"[+-]?\d+"))
    if kind == "number":
        return _number
    return str


def _known(text: str, texts: list[str]) -> str:
    if text not in texts:
        raise ValueError(text)
    return text


def _matching(text: str, pattern: str) -> str:
    if not re.fullmatch(pattern, text, re.ASCII):
        raise ValueError(text)
    return text


def _number(text: str) -> Decimal:
    try:
        return Decimal(text if text in SPECIAL else _matching(text, NUMBER))
    except InvalidOperation as error:
        raise ValueError(text) from error


def _dated(kind: str, form: str) -> Reader:
    """Read dates and times: the standard's form, a pattern of strptime, or `any`, which is up to dateutil."""

    def part(moment: datetime) -> Any:
        return moment.date() if kind == "date" else moment.timetz() if kind == "time" else moment

    def default(text: str) -> Any:
        zone = r"(Z|[+-]\d\d:\d\d)?"
        forms = {
            "date": r"\d{4}-\d\d-\d\d",
            "time": rf"\d\d:\d\d:\d\d(\.\d+)?{zone}",
            "datetime": rf"\d{{4}}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?{zone}",
        }
        given = _matching(text, forms[kind])
        return {"date": date, "time": time, "datetime": datetime}[kind].fromisoformat(given)  # type: ignore[attr-defined]

    def other(text: str) -> Any:
        try:
            return part(datetime.strptime(text, form))  # noqa: DTZ007  the zone is a part of the text or not there
        except re.error as error:
            raise ValueError(text) from error

    def any_form(text: str) -> Any:
        from dateutil import parser

        try:
            return part(parser.parse(text, default=datetime(2000, 1, 1)))  # noqa: DTZ001  as above
        except (OverflowError, TypeError) as error:
            raise ValueError(text) from error

    return {"default": default, "any": any_form}.get(form, other)
