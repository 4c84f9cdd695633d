"""The types and constraints of Table Schema as SQL conditions that are true where a text cell breaks them.

A cell that is missing (NULL) breaks nothing but `required`: the conditions are written so that NULL is
decided here and nowhere else. What SQL cannot say is a `judge`, a function that is asked once for each distinct text.
What is not supported is named, never passed over.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from shenzhen_ai.checks.judges import bounded, judges, one_of, type_name
from shenzhen_ai.quoting import identifier, literal
from shenzhen_ai.values import (
    COMPARED,
    DATED,
    FORMATS,
    as_text,
    digits,
    in_python,
    number_below,
    too_wide,
    true_false,
    typed,
    wrong,
)
from shenzhen_ai.wording import NOTHING, Text, say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from shenzhen_ai.package import Field

TYPES = {
    *("string", "number", "integer", "boolean", "date", "time", "datetime", "year", "yearmonth", "duration"),
    *("geopoint", "geojson", "object", "array", "list", "any"),
}
OTHER_FORMATS = {"geopoint": {"array", "object"}, "geojson": {"topojson"}, "string": set(FORMATS)}
BOUNDS = {"minimum": "<", "maximum": ">", "exclusiveMinimum": "<=", "exclusiveMaximum": ">="}
READABLE = 40
"""Signs of a pattern that a message shows beside an example."""

ORDERED = {"integer", "number", "date", "time", "datetime", "year", "yearmonth", "duration"}
ANY = {"required", "unique", "enum"}
ALLOWED = {
    **dict.fromkeys(TYPES, ANY),
    **{kind: {*ANY, *BOUNDS} for kind in ORDERED},
    "string": {*ANY, "pattern", "minLength", "maxLength"},
    "geojson": {*ANY, "jsonSchema"},
    "list": {*ANY, "minLength", "maxLength"},
    "object": {*ANY, "minLength", "maxLength", "jsonSchema"},
    "array": {*ANY, "minLength", "maxLength", "jsonSchema"},
}
"""The constraints that the standard knows for each type."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One rule on one field: `sql` is true where the text cell breaks it.

    With `judge`, `sql` says which cells to ask it about, and it is true for those that break the rule. `options` are
    the values allowed, where they are listed.
    """

    code: str
    field: str
    sql: str
    expected: Text
    type: str | None
    hint: Text = NOTHING
    judge: Callable[[str], bool] | None = None
    options: tuple[str, ...] = ()


def of_field(field: Field) -> Iterator[Condition]:
    """Give the conditions of a field: type first, then each constraint."""
    cell = identifier(field.name)
    if field.required:
        expected, hint = say("a value"), say("fill the cell")
        yield Condition("REQUIRED", field.name, f"{cell} IS NULL", expected, "constraint-error", hint)
    options = tuple(map(as_text, field.constraints.get("enum", ())))
    if in_python(field):
        for judge in judges(field):
            sql, named = f"{cell} IS NOT NULL", options if judge.code == "ENUM" else ()
            yield Condition(judge.code, field.name, sql, judge.expected, judge.type, NOTHING, judge.broken, named)
        return
    bad_type = wrong(field, cell)
    if bad_type:
        yield Condition("TYPE", field.name, f"{cell} IS NOT NULL AND {bad_type}", type_name(field), "type-error")
    good = f"{cell} IS NOT NULL AND NOT ({bad_type or 'false'})"
    wide = too_wide(field, cell)
    if wide:
        expected = say("a number that fits its column, 19 digits, or as declared by precision and scale")
        hint = say("declare `precision` and `scale` in the schema")
        yield Condition("PRECISION", field.name, f"{good} AND {wide}", expected, None, hint)
    for name, value in field.constraints.items():
        condition = constraint(field, cell, name, value)
        if condition is not None:
            sql, code, expected = condition
            named = options if code == "ENUM" else ()
            yield Condition(code, field.name, f"{good} AND {sql}", expected, "constraint-error", NOTHING, None, named)


def constraint(field: Field, cell: str, name: str, value: Any) -> tuple[str, str, Text] | None:
    """Give condition, code and what is expected; None for constraints that are not checked cell by cell."""
    if name == "pattern":
        sql = f"NOT regexp_full_match({cell}, {literal(str(value))})"
        return sql, "PATTERN", _formed(field, str(value))
    if name == "enum":
        return _enum(field, cell, value), "ENUM", one_of(value)
    if name == "minLength":
        return f"length({cell}) < {int(value)}", "LENGTH", say("at least {count} characters", count=int(value))
    if name == "maxLength":
        return f"length({cell}) > {int(value)}", "LENGTH", say("at most {count} characters", count=int(value))
    if name in BOUNDS and field.type in ORDERED:
        return _bound(field, cell, value, BOUNDS[name]), "RANGE", bounded(name, value)
    return None


def _formed(field: Field, pattern: str) -> Text:
    """Say what text of a pattern looks like: by the field's example, and by the pattern where people can read it."""
    example = field.text("example")
    if not example:
        return say("text of the pattern {pattern}", pattern=pattern)
    if len(pattern) > READABLE:
        return say("text such as {example}", example=example)
    return say("text such as {example}, of the pattern {pattern}", example=example, pattern=pattern)


def _enum(field: Field, cell: str, options: list[Any]) -> str:
    """Compare values, not texts: 1.0 is 1 where numbers are meant; a text that is listed needs no closer look."""
    compared = field.type in COMPARED
    texts = [as_text(option) for option in options if compared or isinstance(option, str)]
    listed = ", ".join(map(literal, texts)) or "NULL"
    missed = f"coalesce({cell} NOT IN ({listed}), true)"
    if not compared or field.type == "boolean":
        return _boolean_enum(field, cell, options) if field.type == "boolean" else missed
    if field.type in {"number", "integer", "year"}:
        plain = [
            literal(text) if isinstance(option, int | float) else digits(field, literal(text))
            for option, text in zip(options, texts, strict=True)
        ]
        same = [number_below(digits(field, cell), text, "=") for text in plain]
    else:
        same = [f"{typed(field, cell)} = {typed(field, literal(text))}" for text in texts]
    return f"({missed} AND NOT coalesce({' OR '.join(same) or 'false'}, false))"


def _boolean_enum(field: Field, cell: str, options: list[Any]) -> str:
    true, false = true_false(field)
    wanted = {option if isinstance(option, bool) else str(option) in true for option in options}
    texts = [*(true if True in wanted else []), *(false if False in wanted else [])]
    return f"coalesce({cell} NOT IN ({', '.join(map(literal, texts)) or 'NULL'}), true)"


def _bound(field: Field, cell: str, bound: Any, sign: str) -> str:
    text = literal(as_text(bound))
    if field.type in {"number", "integer", "year"}:
        plain = text if isinstance(bound, int | float) else digits(field, text)
        nan = f"{cell} = 'NaN' OR " if field.type == "number" else ""
        return f"({nan}{number_below(digits(field, cell), plain, sign)})"
    if field.type in DATED:
        return f"{typed(field, cell)} {sign} {typed(field, text)}"
    return f"{cell} {sign} {text}"
