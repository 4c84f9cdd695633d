"""READ: what the properties of a descriptor must be, as far as they are used here; all others are let be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shenzhen_ai.wording import Text, say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    Kind = tuple[Callable[[Any], bool], Text]

DIGITS = 38
"""The most that an exact number can have."""


def _texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**31


def _missing(value: Any) -> bool:
    if not isinstance(value, list):
        return False
    return all(isinstance(item["value"] if isinstance(item, dict) and "value" in item else item, str) for item in value)


def _reference(value: Any) -> bool:
    if not isinstance(value, dict) or not isinstance(value.get("reference"), dict):
        return False
    names = (value.get("fields"), value["reference"].get("fields"))
    return isinstance(value["reference"].get("resource", ""), str) and all(map(_name_or_names, names))


def _name_or_names(value: Any) -> bool:
    return isinstance(value, str) or (_texts(value) and bool(value))


TEXT: Kind = (lambda value: isinstance(value, str), say("a text"))
SIGN: Kind = (lambda value: value is None or isinstance(value, str), say("a text"))
FLAG: Kind = (lambda value: isinstance(value, bool), say("true or false"))
COUNT: Kind = (_count, say("a number of 0 or more"))
LIST: Kind = (lambda value: isinstance(value, list), say("a list"))
OBJECT: Kind = (lambda value: isinstance(value, dict), say("an object"))
OBJECTS: Kind = (
    lambda value: isinstance(value, list) and all(isinstance(item, dict) for item in value),
    say("a list of objects"),
)
TEXTS: Kind = (_texts, say("a list of texts"))
NAMES: Kind = (lambda value: isinstance(value, str) or _texts(value), say("a name or a list of names"))
ROWS: Kind = (
    lambda value: value is False or (isinstance(value, list) and all(_count(row) and row for row in value)),
    say("a list of row numbers from 1"),
)
PRECISION: Kind = (lambda value: _count(value) and 0 < value <= DIGITS, say("a number from 1 to {most}", most=DIGITS))

PACKAGE = {
    **dict.fromkeys(("name", "title", "version", "as_of", "views", "rules", "history"), TEXT),
    **dict.fromkeys(("licenses", "contributors"), OBJECTS),
    "provenance": OBJECT,
}
RESOURCE = {
    **dict.fromkeys(("encoding", "format", "origin"), TEXT),
    "compression": SIGN,
    "dialect": (lambda value: isinstance(value, str | dict), say("a path or an object")),
}
SCHEMA = {
    "fields": LIST,
    "primaryKey": NAMES,
    "uniqueKeys": (
        lambda value: isinstance(value, list) and all(map(_name_or_names, value)),
        say("a list of lists of names"),
    ),
    "foreignKeys": (
        lambda value: isinstance(value, list) and all(map(_reference, value)),
        say("a list of objects with fields and reference"),
    ),
    "missingValues": (_missing, say("a list of texts")),
    "fieldsMatch": NAMES,
    "label": SIGN,
    "page": FLAG,
    "provenance": OBJECT,
}
FIELD = {
    **dict.fromkeys(("type", "format", "decimalChar", "groupChar", "delimiter", "itemType"), TEXT),
    **dict.fromkeys(("derive", "evidence"), SIGN),
    **dict.fromkeys(("bareNumber", "digits"), FLAG),
    **dict.fromkeys(("trueValues", "falseValues"), TEXTS),
    "missingValues": SCHEMA["missingValues"],
    "constraints": OBJECT,
    "precision": PRECISION,
    "scale": COUNT,
}
CONSTRAINTS = {
    **dict.fromkeys(("required", "unique"), FLAG),
    **dict.fromkeys(("minLength", "maxLength"), COUNT),
    "enum": (lambda value: isinstance(value, list) and bool(value), say("a list of values")),
    "pattern": TEXT,
    "jsonSchema": (lambda value: isinstance(value, dict | bool), say("a JSON Schema")),
}
DIALECT = {
    **dict.fromkeys(("delimiter", "headerJoin"), TEXT),
    **dict.fromkeys(("quoteChar", "escapeChar", "commentChar", "nullSequence", "lineTerminator"), SIGN),
    **dict.fromkeys(("doubleQuote", "header", "skipInitialSpace"), FLAG),
    **dict.fromkeys(("headerRows", "commentRows"), ROWS),
    "csv": OBJECT,
}
OF_SCHEMAS = (SCHEMA, FIELD, CONSTRAINTS)


def faults(descriptor: Mapping[str, Any], kinds: Mapping[str, Kind]) -> Iterator[tuple[str, Text]]:
    """Name the properties that are not what they must be, and what that is.

    >>> list(faults({"name": 3, "other": 3}, PACKAGE))
    [('name', 'a text')]
    """
    for name, (fits, expected) in kinds.items():
        if name in descriptor and not fits(descriptor[name]):
            yield name, expected
    precision, scale = descriptor.get("precision", 28), descriptor.get("scale", 8)
    if kinds is FIELD and _count(precision) and _count(scale) and scale > precision:
        yield "scale", say("at most as many digits as the precision")
