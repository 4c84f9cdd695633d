"""The types and constraints of Table Schema as SQL conditions that are true where a text cell breaks them.

A cell that is missing (NULL) breaks nothing but `required`: the conditions are written so that NULL is
decided here and nowhere else. What is not supported is named, never passed over.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from shenzhen_ai.database import cast, identifier, literal, sql_type

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shenzhen_ai.package import Field

PATTERNS = {
    "integer": r"[+-]?\d+",
    "number": r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?",
    "year": r"-?\d{4,}",
    "yearmonth": r"-?\d{4}-(0[1-9]|1[0-2])",
    "date": r"\d{4}-\d{2}-\d{2}",
    "time": r"\d{2}:\d{2}:\d{2}",
    "datetime": r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z?",
    "duration": r"-?P(?=[\dT])(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?",
}
FORMATS = {
    "email": r"[^@\s]+@[^@\s]+\.[^@\s]+",
    "uri": r"[A-Za-z][A-Za-z0-9+.-]*:[^\s]+",
    "uuid": r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}",
}
SUPPORTED = {"string", "boolean", "any", *PATTERNS}
ORDERED = {"integer", "number", "date", "time", "datetime", "year", "yearmonth", "duration"}
BOUNDS = {
    "minimum": ("<", "at least {}"),
    "maximum": (">", "at most {}"),
    "exclusiveMinimum": ("<=", "more than {}"),
    "exclusiveMaximum": (">=", "less than {}"),
}
KNOWN = {"required", "unique", "enum", "pattern", "minLength", "maxLength", *BOUNDS}


@dataclass(frozen=True, slots=True)
class Condition:
    """One rule on one field: `sql` is true where the text cell breaks it."""

    code: str
    field: str
    sql: str
    expected: str
    type: str
    hint: str = ""


def of_field(field: Field) -> Iterator[Condition]:
    """Give the conditions of a field: type first, then each constraint."""
    cell = identifier(field.name)
    if field.required:
        yield Condition("REQUIRED", field.name, f"{cell} IS NULL", "a value", "constraint-error", "fill the cell")
    bad_type = _bad_type(field, cell)
    if bad_type:
        yield Condition("TYPE", field.name, f"{cell} IS NOT NULL AND {bad_type}", _type_name(field), "type-error")
    good = f"{cell} IS NOT NULL AND NOT ({bad_type or 'false'})"
    for name, value in field.constraints.items():
        condition = _constraint(field, cell, name, value)
        if condition is not None:
            sql, code, expected = condition
            yield Condition(code, field.name, f"{good} AND {sql}", expected, "constraint-error")


def unsupported(field: Field) -> list[str]:
    """Name what a field asks for that is not checked yet."""
    missing = []
    if field.type not in SUPPORTED:
        missing.append(f"type {field.type}")
    elif field.format != "default" and not (field.type == "string" and field.format in FORMATS):
        missing.append(f"format {field.format} of type {field.type}")
    missing.extend(f"constraint {name}" for name in field.constraints if name not in KNOWN)
    if field.type not in ORDERED:
        missing.extend(f"constraint {name} on type {field.type}" for name in BOUNDS if name in field.constraints)
    missing.extend(name for name in ("decimalChar", "groupChar", "bareNumber") if name in field.descriptor)
    return missing


def _bad_type(field: Field, cell: str) -> str | None:
    if field.type == "boolean":
        return f"({cast(cell, field)}) IS NULL"
    if field.type == "string" and field.format in FORMATS:
        return f"NOT regexp_full_match({cell}, {literal(FORMATS[field.format])})"
    pattern = PATTERNS.get(field.type)
    if pattern is None:
        return None
    shape = f"NOT regexp_full_match({cell}, {literal(pattern)})" if "(?=" not in pattern else _duration(cell)
    if sql_type(field) == "VARCHAR":
        return shape
    return f"({shape} OR {cast(cell, field)} IS NULL)"


def _duration(cell: str) -> str:
    plain = PATTERNS["duration"].replace(r"(?=[\dT])", "").replace(r"(?=\d)", "")
    return f"(NOT regexp_full_match({cell}, {literal(plain)}) OR {cell} IN ('P', '-P') OR ends_with({cell}, 'T'))"


def _type_name(field: Field) -> str:
    names = {"integer": "a whole number in digits", "number": "a number in digits, without thousands separators"}
    if field.type == "boolean":
        true = field.descriptor.get("trueValues", ["true"])
        false = field.descriptor.get("falseValues", ["false"])
        return f"{true[0]} or {false[0]}"
    if field.type == "string":
        return f"text of the form {field.format}"
    return names.get(field.type, f"a {field.type} in ISO 8601 form")


def _constraint(field: Field, cell: str, name: str, value: Any) -> tuple[str, str, str] | None:
    """Give condition, code and what is expected; None for constraints that are not checked cell by cell."""
    if name == "pattern":
        return f"NOT regexp_full_match({cell}, {literal(str(value))})", "PATTERN", f"text of the pattern {value}"
    if name == "enum":
        options = ", ".join(literal(_as_text(option)) for option in value)
        shown = ", ".join(_as_text(option) for option in value)
        return f"{cell} NOT IN ({options})", "ENUM", f"one of {shown}"
    if name == "minLength":
        return f"length({cell}) < {int(value)}", "LENGTH", f"at least {int(value)} characters"
    if name == "maxLength":
        return f"length({cell}) > {int(value)}", "LENGTH", f"at most {int(value)} characters"
    if name in BOUNDS and field.type in ORDERED:
        sign, words = BOUNDS[name]
        bound = literal(_as_text(value))
        typed = f"{cast(cell, field)} {sign} CAST({bound} AS {sql_type(field)})"
        return typed, "RANGE", words.format(_as_text(value))
    return None


def _as_text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
