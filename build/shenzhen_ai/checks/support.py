"""CHECK, support: what a schema or dialect asks for that is not checked. It is named, never passed over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shenzhen_ai.checks import json_schemas
from shenzhen_ai.checks.asking import answer
from shenzhen_ai.checks.conditions import ALLOWED, BOUNDS, ORDERED, OTHER_FORMATS, TYPES
from shenzhen_ai.checks.judges import judges
from shenzhen_ai.problems import quoted
from shenzhen_ai.quoting import literal
from shenzhen_ai.readers import ITEM_TYPES, needs
from shenzhen_ai.values import COMPARED, DATED, as_text, in_python, wrong
from shenzhen_ai.wording import Text, say, verbatim

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shenzhen_ai.package import Field, Table

OWN_NAMES = {"_row", "_doubt", "_cells", "rowid"}
"""Columns of the scan."""

OPTIONS = 1000
"""Most values of an enum that are compared as values; texts may be more."""


def unsupported(table: Table) -> Iterator[tuple[str | None, Text]]:
    """Name what a table asks for that is not checked: field (None for the table) and what it asks."""
    yield from ((None, what) for what in _unreadable_for(table))
    for field in table.fields:
        yield from ((field.name, what) for what in _unsupported(field))
        if field.type in COMPARED and len(field.constraints.get("enum", ())) > OPTIONS:
            yield field.name, say("an enum of more than {most} values of type {type}", most=OPTIONS, type=field.type)


def unreadable(table: Table) -> bool:
    """Tell whether what is not supported keeps the rows of a table from being read at all."""
    return next(_unreadable_for(table), None) is not None


def _unreadable_for(table: Table) -> Iterator[Text]:
    """Name what keeps the rows from being read; no field need be looked at for it."""
    yield from map(verbatim, table.dialect.unsupported)
    if table.fields_match not in {"exact", "equal", "subset", "superset", "partial"}:
        yield verbatim(f"fieldsMatch {table.fields_match}")
    names = [field.name.lower() for field in table.fields]
    for name in {name for name in names if names.count(name) > 1 or name in OWN_NAMES}:
        yield say("the field name {name}, which the check has for something else", name=quoted(name))


def _unsupported(field: Field) -> Iterator[Text]:
    if field.type not in TYPES:
        yield say("type {type}", type=field.type)
        return
    fine = field.format == "default" or field.type in DATED or field.format in OTHER_FORMATS.get(field.type, set())
    if not fine and field.type != "any":
        yield say("format {format} of type {type}", format=field.format, type=field.type)
    allowed = ALLOWED[field.type if "type" in field.descriptor else "string"]
    for name in field.constraints:
        if name not in allowed:
            yield say("constraint {name} on type {type}", name=name, type=field.type)
    if field.type == "list" and field.descriptor.get("itemType", "string") not in ITEM_TYPES:
        yield verbatim(f"itemType {field.descriptor['itemType']}")
    library = needs(field)
    if library:
        yield say("what takes {library} to tell (pip install 'shenzhen-ai[build]')", library=library)
    elif "jsonSchema" in field.constraints:
        yield from json_schemas.unsupported(field.constraints["jsonSchema"])
    pattern = field.constraints.get("pattern")
    if pattern is not None and not json_schemas.compiles(str(pattern)):
        yield say("pattern {pattern}, which no linear-time engine can match", pattern=pattern)
    for name, value in _unreadable(field):
        yield say("{name} {value}, which is no {type}", name=name, value=quoted(as_text(value)), type=field.type)


def _unreadable(field: Field) -> Iterator[tuple[str, Any]]:
    """Give the values of constraints that are none of the field's type, so that nothing can be compared with them."""
    compared = field.type in ORDERED | COMPARED
    listed = field.constraints.get("enum", ())[: OPTIONS + 1]
    options = [("enum", option) for option in listed] if compared else []
    bounds = [(name, field.constraints[name]) for name in BOUNDS if name in field.constraints]
    for name, value in [*options, *bounds]:
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if number and field.type in {"integer", "number", "year"}:
            continue
        if (isinstance(value, bool) and field.type == "boolean") or (field.type == "boolean" and name == "enum"):
            continue
        if not isinstance(value, str) or not _reads(field, value):
            yield name, value


def _reads(field: Field, text: str) -> bool:
    """Tell whether a text is a value of a field's type."""
    if in_python(field):
        return not any(judge.broken(text) for judge in judges(field) if judge.code == "TYPE")
    bad = wrong(field, literal(text))
    return not (bad and answer(f"SELECT {bad}"))
