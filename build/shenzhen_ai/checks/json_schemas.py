"""CHECK, JSON Schema: the constraint `jsonSchema`, judged so that no schema and no cell keeps the check busy for ever.

Patterns are matched by DuckDB's RE2, in linear time. References stay inside the schema and are followed a stated number
of times. What would need more is named as not supported, or the cell counts as not allowed.
"""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

import duckdb

from shenzhen_ai.checks.asking import answer
from shenzhen_ai.problems import quoted
from shenzhen_ai.wording import Text, say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

STEPS = 20_000
"""References and items that are looked into for one cell."""


class Endless(Exception):
    """A cell takes more than `STEPS` steps to judge."""


def judge(schema: Any) -> Callable[[Any], bool]:
    """Give the function that is true for a value that a JSON Schema does not allow."""
    from jsonschema.validators import extend, validator_for
    from referencing import Registry

    kind, left = validator_for(schema), [0]

    def counted(rule: Callable[..., Any]) -> Callable[..., Iterator[Any]]:
        def count(validator: Any, value: Any, instance: Any, schema: Any) -> Iterator[Any]:
            left[0] -= 1
            if left[0] < 0:
                raise Endless
            yield from rule(validator, value, instance, schema) or ()

        return count

    rules = {name: counted(rule) for name, rule in kind.VALIDATORS.items()}
    rules |= {"pattern": _pattern, "uniqueItems": _unique}
    validator = extend(kind, rules)(schema, registry=Registry())  # type: ignore[no-untyped-call]

    def broken(value: Any) -> bool:
        left[0] = STEPS
        try:
            return not validator.is_valid(value)
        except (Endless, RecursionError):
            return True

    return broken


def unsupported(schema: Any) -> Iterator[Text]:
    """Name what a JSON Schema asks for that is not checked."""
    from jsonschema.exceptions import SchemaError
    from jsonschema.validators import validator_for

    try:
        validator_for(schema).check_schema(schema)
    except (SchemaError, RecursionError) as error:
        yield say("a jsonSchema that is none: {reason}", reason=str(error).splitlines()[0][:200])
        return
    for part in _parts(schema):
        for name in part.keys() & {"$ref", "$dynamicRef", "$recursiveRef"}:
            if not _found(schema, part[name]):
                yield say("{name} {place} in a jsonSchema, which leads out of it", name=name, place=quoted(part[name]))
        if "patternProperties" in part or (
            "unevaluatedProperties" in part and "patternProperties" in json.dumps(schema)
        ):
            yield say("patternProperties in a jsonSchema")
        pattern = part.get("pattern")
        if isinstance(pattern, str) and not compiles(pattern):
            yield say("pattern {pattern}, which no linear-time engine can match", pattern=pattern)


@cache
def compiles(pattern: str) -> bool:
    """Tell whether RE2 takes a pattern; it has no look-around and no back references, and so no catastrophes."""
    try:
        answer("SELECT regexp_full_match('', ?)", [pattern])
    except duckdb.Error:
        return False
    return True


def _parts(schema: Any) -> Iterator[dict[str, Any]]:
    todo = [schema]
    while todo:
        part = todo.pop()
        if isinstance(part, dict):
            yield part
            todo.extend(part.values())
        elif isinstance(part, list):
            todo.extend(part)


def _found(schema: Any, reference: Any) -> bool:
    """Tell whether a reference leads to a part of the schema, by a pointer or by an anchor."""
    if not isinstance(reference, str) or not reference.startswith("#"):
        return False
    if not reference.startswith("#/"):
        return reference == "#" or any(
            reference[1:] in (part.get("$anchor"), part.get("$dynamicAnchor")) for part in _parts(schema)
        )
    part = schema
    for name in reference[2:].split("/"):
        key = name.replace("~1", "/").replace("~0", "~")
        if isinstance(part, list):
            part = part[int(key)] if key.isdigit() and int(key) < len(part) else None
        else:
            part = part.get(key) if isinstance(part, dict) else None
    return part is not None


def _pattern(_: Any, pattern: str, instance: Any, __: Any) -> Iterator[Any]:
    from jsonschema.exceptions import ValidationError

    if isinstance(instance, str) and not answer("SELECT regexp_matches(?, ?)", [instance, pattern]):
        yield ValidationError(f"does not match {pattern}")


def _unique(_: Any, wanted: Any, instance: Any, __: Any) -> Iterator[Any]:
    from jsonschema.exceptions import ValidationError

    if wanted and isinstance(instance, list):
        texts = {json.dumps(_plain(item), sort_keys=True) for item in instance}
        if len(texts) < len(instance):
            yield ValidationError("has an item twice")


def _plain(value: Any) -> Any:
    """Give a value with whole numbers as integers, since JSON Schema takes 1.0 for 1."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return {name: _plain(item) for name, item in value.items()} if isinstance(value, dict) else value
