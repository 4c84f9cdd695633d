"""The values of Table Schema in SQL: the type of a column, a text cell as its value, and where that fails.

`typed` gives NULL where a cell is no value of its type; `wrong` is true there. What SQL cannot tell is left to
`readers`, and `in_python` says for which fields that is so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shenzhen_ai.quoting import literal

if TYPE_CHECKING:
    from shenzhen_ai.package import Field

DECIMAL_DEFAULT = (28, 8)
TYPES = {
    "integer": "BIGINT",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "time": "TIME",
    "datetime": "TIMESTAMP",
    "year": "INTEGER",
}
TRUE = ("true", "True", "TRUE", "1")
FALSE = ("false", "False", "FALSE", "0")
NUMBER = r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?"
SPECIAL = ("NaN", "INF", "-INF")
ZONE = r"(Z|[+-]\d{2}:\d{2})?"
PATTERNS = {
    "integer": r"[+-]?\d+",
    "year": r"-?\d{4,}",
    "yearmonth": r"-?\d{4,}-(0[1-9]|1[0-2])",
    "date": r"\d{4}-\d{2}-\d{2}",
    "time": rf"\d{{2}}:\d{{2}}:\d{{2}}(\.\d+)?{ZONE}",
    "datetime": rf"\d{{4}}-\d{{2}}-\d{{2}}T\d{{2}}:\d{{2}}:\d{{2}}(\.\d+)?{ZONE}",
}
FORMATS = {
    "email": r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~\x{a0}-\x{24f}-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~\x{a0}-\x{24f}-]+)*"
    r"@([\pL\pN]([\pL\pN-]{0,61}[\pL\pN])?\.)+[\pL]([\pL\pN-]{0,61}[\pL\pN])",
    "uri": r"[A-Za-z][A-Za-z0-9+.-]*:[^\s]+",
    "uuid": r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}",
    "binary": r"([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?",
}
"""Formats of strings; a URI may hold letters beyond ASCII (an IRI), never blanks."""

IN_PYTHON = {"duration", "geopoint", "geojson", "object", "array", "list"}
DATED = {"date", "time", "datetime"}
COMPARED = {"integer", "number", "year", "date", "datetime", "time", "boolean"}
"""Types whose values SQL compares; all others are compared as text or in Python."""


def in_python(field: Field) -> bool:
    """Tell whether the values of a field are read by `readers`."""
    return field.type in IN_PYTHON or (field.type in DATED and field.format != "default")


def sql_type(field: Field) -> str:
    """Give the DuckDB type of a field; text for the types that stay as they are written.

    A number is an exact decimal, of the `precision` and `scale` that the field declares.
    """
    if field.type == "number":
        precision, scale = DECIMAL_DEFAULT
        precision = int(field.descriptor.get("precision", precision))
        scale = int(field.descriptor.get("scale", scale))
        return f"DECIMAL({precision},{scale})"
    if field.type in DATED and field.format != "default" and not safe_format(field.format):
        return "VARCHAR"
    return TYPES.get(field.type, "VARCHAR")


def true_false(field: Field) -> tuple[list[str], list[str]]:
    """Give the texts that stand for true and for false."""
    return (
        [str(value) for value in field.descriptor.get("trueValues", TRUE)],
        [str(value) for value in field.descriptor.get("falseValues", FALSE)],
    )


def typed(field: Field, cell: str) -> str:
    """Give the SQL of the value of the text `cell`, NULL where it is none."""
    kind = sql_type(field)
    if field.type == "boolean":
        true, false = (", ".join(map(literal, texts)) for texts in true_false(field))
        return f"CASE WHEN {cell} IN ({true}) THEN true WHEN {cell} IN ({false}) THEN false END"
    if kind == "VARCHAR":
        return cell
    if field.type in DATED and field.format != "default":
        return f"CAST(try_strptime({cell}, {literal(field.format)}) AS {kind})"
    return f"TRY_CAST({digits(field, cell)} AS {kind})"


def digits(field: Field, cell: str) -> str:
    """Give the SQL of a number without what its field allows around and between digits, with a plain point."""
    text = cell
    if field.type not in {"integer", "number"}:
        return text
    if field.descriptor.get("bareNumber") is False:
        text = f"regexp_replace(regexp_replace({text}, '^[^0-9-]*', ''), '[^0-9]*$', '')"
    group = str(field.descriptor.get("groupChar") or "")
    if group:
        text = f"replace({text}, {literal(group)}, '')"
    point = str(field.descriptor.get("decimalChar") or ".")
    if point != "." and field.type == "number":
        text = f"CASE WHEN contains({text}, '.') THEN 'x' ELSE replace({text}, {literal(point)}, '.') END"
    return text


def wrong(field: Field, cell: str) -> str | None:
    """Give the SQL that is true where a cell that is not NULL is no value of its type; None when any text is.

    Fields that are read in Python have none here.
    """
    if field.type == "string":
        pattern = FORMATS.get(field.format)
        return f"NOT regexp_full_match({cell}, {literal(pattern)})" if pattern else None
    if field.type == "boolean":
        return f"({typed(field, cell)}) IS NULL"
    if field.type == "number":
        text = digits(field, cell)
        special = ", ".join(map(literal, SPECIAL))
        return f"(NOT regexp_full_match({text}, {literal(NUMBER)}) AND {cell} NOT IN ({special}))"
    pattern = PATTERNS.get(field.type)
    if pattern is None or in_python(field):
        return None
    shape = f"NOT regexp_full_match({digits(field, cell)}, {literal(pattern)})"
    if field.type not in DATED:
        return shape
    first = f" OR {cell} < '0001'" if field.type != "time" else ""
    return f"({shape} OR {typed(field, cell)} IS NULL{first})"


def too_wide(field: Field, cell: str) -> str | None:
    """Give the SQL that is true where a value fits its type in the standard but not in the column; None for most."""
    if field.type not in {"integer", "number"}:
        return None
    value, plain = typed(field, cell), digits(field, cell)
    lost = f"{value} IS NULL"
    if field.type == "number":
        scale = int(field.descriptor.get("scale", DECIMAL_DEFAULT[1]))
        beyond = rf"regexp_matches({plain}, '\.\d{{{scale}}}\d*[1-9]')"
        small = f"(contains(lower({plain}), 'e') AND CAST({value} AS DOUBLE) <> TRY_CAST({plain} AS DOUBLE))"
        lost = f"({lost} OR {beyond} OR {small})"
    return f"{cell} NOT IN ('NaN', 'INF', '-INF') AND {lost}"


def number_below(cell: str, bound: str, sign: str) -> str:
    """Give the SQL that compares two numbers in text exactly as far as 38 digits go, beyond that as floating point."""
    left, right = f"TRY_CAST({cell} AS DOUBLE)", f"CAST({bound} AS DOUBLE)"
    exact = f"TRY_CAST({cell} AS DECIMAL(38,18)) {sign} TRY_CAST({bound} AS DECIMAL(38,18))"
    return f"(CASE WHEN {left} = {right} THEN coalesce({exact}, {left} {sign} {right}) ELSE {left} {sign} {right} END)"


def as_text(value: Any) -> str:
    """Give a value of JSON as the text that a cell would hold."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def safe_format(text: str) -> bool:
    """Tell whether a format has only directives that DuckDB and Python write alike."""
    return "%" in text and all(part[:1] in set("YmdHMSj") for part in text.split("%")[1:])
