"""The types and constraints that are judged in Python, each a function that is true for a text that breaks it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from shenzhen_ai.readers import below, reader
from shenzhen_ai.values import DATED, as_text, true_false

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from shenzhen_ai.package import Field


@dataclass(frozen=True, slots=True)
class Judge:
    """One rule on one field; `broken` is asked about texts that are not missing."""

    code: str
    expected: str
    type: str
    broken: Callable[[str], bool]


def type_name(field: Field) -> str:
    """Say in words what a value of a field looks like."""
    names = {
        "integer": "a whole number in digits",
        "number": "a number in digits, without thousands separators",
        "geopoint": "a longitude and a latitude",
        "geojson": "a GeoJSON object",
        "object": "a JSON object",
        "array": "a JSON array",
        "list": f"{field.descriptor.get('itemType', 'string')}s joined by {field.descriptor.get('delimiter', ',')}",
    }
    if field.type == "boolean":
        true, false = true_false(field)
        return f"{true[0]} or {false[0]}"
    if field.type == "string":
        return f"text of the form {field.format}"
    if field.type in DATED and field.format != "default":
        return f"a {field.type} of the form {field.format}"
    return names.get(field.type, f"a {field.type} in ISO 8601 form")


def judges(field: Field) -> Iterator[Judge]:
    """Give the rules of a field whose values SQL cannot read: its type, then each constraint on good values."""
    read = reader(field)

    def bad(text: str) -> bool:
        try:
            read(text)
        except ValueError:
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
        except ValueError:
            return False
        return test(value)

    return broken


def _rule(field: Field, name: str, given: Any) -> tuple[str, str, Callable[[Any], bool]] | None:
    """Give code, what is expected and the test that is true for a value that breaks a constraint."""
    if name == "enum":
        options = [_option(field, option) for option in given]
        return "ENUM", f"one of {', '.join(map(as_text, given))}", lambda value: value not in options
    if name in {"minLength", "maxLength"}:
        unit = {"object": "members"}.get(field.type, "items")
        if name == "minLength":
            return "LENGTH", f"at least {given} {unit}", lambda value: len(value) < given
        return "LENGTH", f"at most {given} {unit}", lambda value: len(value) > given
    if name == "jsonSchema":
        return "JSON-SCHEMA", "JSON that its schema allows", _json_schema(given)
    if name in {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"}:
        bound = _option(field, given)
        tests: dict[str, tuple[str, Callable[[Any], bool]]] = {
            "minimum": ("at least", lambda value: below(value, bound)),
            "maximum": ("at most", lambda value: below(bound, value)),
            "exclusiveMinimum": ("more than", lambda value: not below(bound, value)),
            "exclusiveMaximum": ("less than", lambda value: not below(value, bound)),
        }
        words, test = tests[name]
        return "RANGE", f"{words} {as_text(given)}", test
    return None


def _option(field: Field, given: Any) -> Any:
    """Give a value that a schema names, as text or as JSON, in the form that cells are read to."""
    if not isinstance(given, str):
        return given
    try:
        return reader(field)(given)
    except ValueError:
        return given


def _json_schema(schema: Any) -> Callable[[Any], bool]:
    """Judge by a JSON Schema; what it refers to elsewhere is not fetched."""
    from jsonschema.validators import validator_for
    from referencing import Registry

    validator = validator_for(schema)(schema, registry=Registry())
    return lambda value: not validator.is_valid(value)
