"""The types and constraints that are judged in Python, each a function that is true for a text that breaks it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from shenzhen_ai.checks import json_schemas
from shenzhen_ai.readers import below, reader
from shenzhen_ai.values import DATED, as_text, true_false
from shenzhen_ai.wording import Text, say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from shenzhen_ai.package import Field


@dataclass(frozen=True, slots=True)
class Judge:
    """One rule on one field; `broken` is asked about texts that are not missing."""

    code: str
    expected: Text
    type: str
    broken: Callable[[str], bool]


def type_name(field: Field) -> Text:
    """Say in words what a value of a field looks like."""
    names = {
        "integer": say("a whole number in digits"),
        "number": say("a number in digits, without thousands separators"),
        "geopoint": say("a longitude and a latitude"),
        "geojson": say("a GeoJSON object"),
        "object": say("a JSON object"),
        "array": say("a JSON array"),
    }
    if field.type == "list":
        kind, sign = field.descriptor.get("itemType", "string"), field.descriptor.get("delimiter", ",")
        return say("{type}s joined by {sign}", type=kind, sign=sign)
    if field.type == "boolean":
        true, false = true_false(field)
        return say("{true} or {false}", true=(true or ["—"])[0], false=(false or ["—"])[0])
    if field.type == "string":
        return say("text of the form {format}", format=field.format)
    if field.type in DATED and field.format != "default":
        return say("a {type} of the form {format}", type=field.type, format=field.format)
    return names.get(field.type) or say("a {type} in ISO 8601 form", type=field.type)


def one_of(options: Iterable[Any]) -> Text:
    """Say that a value should be one of these."""
    return say("one of {options}", options=", ".join(map(as_text, options)))


def bounded(name: str, bound: Any) -> Text:
    """Say on which side of a bound a value should lie; `name` is that of the constraint."""
    given = as_text(bound)
    return {
        "minimum": say("at least {bound}", bound=given),
        "maximum": say("at most {bound}", bound=given),
        "exclusiveMinimum": say("more than {bound}", bound=given),
        "exclusiveMaximum": say("less than {bound}", bound=given),
    }[name]


def judges(field: Field) -> Iterator[Judge]:
    """Give the rules of a field whose values SQL cannot read: its type, then each constraint on good values."""
    read = reader(field)

    def bad(text: str) -> bool:
        try:
            read(text)
        except (ValueError, ArithmeticError):
            return True
        return False

    yield Judge("TYPE", type_name(field), "type-error", bad)
    for name, given in field.constraints.items():
        rule = _rule(field, name, given)
        if rule is not None:
            code, expected, test = rule
            yield Judge(code, expected, "constraint-error", _of_values(read, test))


def _of_values(read: Callable[[str], Any], test: Callable[[Any], bool]) -> Callable[[str], bool]:
    def broken(text: str) -> bool:
        try:
            value = read(text)
        except (ValueError, ArithmeticError):
            return False
        return test(value)

    return broken


def _rule(field: Field, name: str, given: Any) -> tuple[str, Text, Callable[[Any], bool]] | None:
    """Give code, what is expected and the test that is true for a value that breaks a constraint."""
    if name == "enum":
        options = [_option(field, option) for option in given]
        return "ENUM", one_of(given), lambda value: value not in options
    if name in {"minLength", "maxLength"}:
        unit = say("members") if field.type == "object" else say("items")
        if name == "minLength":
            expected = say("at least {count} {unit}", count=given, unit=unit)
            return "LENGTH", expected, lambda value: len(value) < given
        return "LENGTH", say("at most {count} {unit}", count=given, unit=unit), lambda value: len(value) > given
    if name == "jsonSchema":
        return "JSON-SCHEMA", say("JSON that its schema allows"), json_schemas.judge(given)
    if name in {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"}:
        bound = _option(field, given)
        tests: dict[str, Callable[[Any], bool]] = {
            "minimum": lambda value: below(value, bound),
            "maximum": lambda value: below(bound, value),
            "exclusiveMinimum": lambda value: not below(bound, value),
            "exclusiveMaximum": lambda value: not below(value, bound),
        }
        return "RANGE", bounded(name, given), tests[name]
    return None


def _option(field: Field, given: Any) -> Any:
    """Give a value that a schema names, as text or as JSON, in the form that cells are read to."""
    if not isinstance(given, str):
        return given
    try:
        return reader(field)(given)
    except ValueError:
        return given
