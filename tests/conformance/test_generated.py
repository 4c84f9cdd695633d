"""The same verdicts as frictionless on generated packages: schemas of all types, tables good and broken.

What the docs name as a difference is not generated: numbers have no blanks, dates keep their digits, and so on. Every
package that is generated is compared; none is passed over.
"""

from __future__ import annotations

import json
import string
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conformance.oracle import compare, write

pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),  # frictionless leaves files open
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

KEYED = ("string", "integer", "number", "boolean", "date", "year", "yearmonth")
"""Types whose values frictionless can hash, so that they may be keys."""

BOUNDS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
LENGTHS = ("minLength", "maxLength")
PATTERNS = ["[ab]+", "(a|b)?.*", "a[^b]{0,2}", "\\d+", "[一-龥]+", "a\\.b", ".{2}"]

numbers = st.one_of(
    st.integers(-1200, 1200).map(str),
    st.decimals(-99, 99, places=2).map(str),
    st.text("0123456789.-+eEx", min_size=1, max_size=5),
    st.sampled_from(["007", "+5", "1.50", "1.5", "1e2", "1E-2", "-0", "0.0", "10", "1"]),
)
texts = st.one_of(st.text("ab深é ,\"-'.1", max_size=4), st.sampled_from(["a", "b", "ab", "x-1", "深圳", "-", "n/a"]))


def edited(base: st.SearchStrategy[str], signs: str) -> st.SearchStrategy[str]:
    """Put another sign in the place of one, now and then."""

    def edit(text: str, place: int, sign: str) -> str:
        place %= len(text) or 1
        return text[:place] + sign + text[place + 1 :]

    return st.one_of(base, base, st.builds(edit, base, st.integers(0, 30), st.sampled_from(signs)))


days = st.dates().map(str)
clock = st.times().map(lambda time: time.replace(microsecond=0).isoformat())
json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text("ab", max_size=2),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("ab", max_size=2), inner, max_size=3),
    max_leaves=4,
).map(json.dumps)
durations = st.builds(
    lambda parts, clock: (
        "P"
        + "".join(f"{number}{sign}" for number, sign in zip(parts, "YMD", strict=False))
        + (f"T{clock}H" if clock else "")
    ),
    st.lists(st.integers(0, 20), min_size=1, max_size=3),
    st.integers(0, 3),
)
points = st.builds(lambda lon, lat: f"{lon},{lat}", st.integers(-200, 200), st.integers(-100, 100))

CELLS: dict[str, st.SearchStrategy[str]] = {
    "string": texts,
    "any": texts,
    "integer": numbers,
    "number": numbers,
    "boolean": st.sampled_from(["true", "false", "1", "0", "TRUE", "yes", "x", "True"]),
    "date": edited(days, string.digits + "x"),
    "time": edited(clock, string.digits + "x:"),
    "datetime": st.builds("{}T{}".format, edited(days, string.digits + "x"), edited(clock, string.digits + "x")),
    "year": st.text(string.digits + "x", min_size=1, max_size=4),
    "yearmonth": edited(st.builds("{:04}-{:02}".format, st.integers(1, 9999), st.integers(0, 14)), string.digits + "x"),
    "duration": edited(durations, "0123456789YMDHSWx"),
    "geopoint": edited(points, "0123456789x"),
    "object": json_values | st.sampled_from(["{", "x", "{}"]),
    "array": json_values | st.sampled_from(["[", "x", "[]"]),
    "list": st.text("12,x", min_size=1, max_size=5),
}
ALLOWED: dict[str, tuple[str, ...]] = {
    "string": (*LENGTHS, "enum", "pattern"),
    **dict.fromkeys(("integer", "number", "date", "time", "datetime", "year", "yearmonth"), (*BOUNDS, "enum")),
    **dict.fromkeys(("boolean", "any", "geopoint"), ("enum",)),
    "duration": (),
    "object": LENGTHS,
    "array": LENGTHS,
    "list": LENGTHS,
}
GOOD: dict[str, st.SearchStrategy[Any]] = {
    "string": texts,
    "any": texts,
    "integer": st.integers(-50, 50) | st.integers(-50, 50).map(str),
    "number": st.decimals(-50, 50, places=1).map(str) | st.integers(-50, 50),
    "boolean": st.booleans(),
    "date": days,
    "time": clock,
    "datetime": st.builds("{}T{}".format, days, clock),
    "year": st.integers(1000, 9999),
    "yearmonth": st.builds("{:04}-{:02}".format, st.integers(1000, 9999), st.integers(1, 12)),
    "geopoint": st.builds("{},{}".format, st.integers(-9, 9), st.integers(-9, 9)),
}


@st.composite
def fields(draw: st.DrawFn, name: str) -> dict[str, Any]:
    """Draw a field with some of the constraints of its type."""
    kind = draw(st.sampled_from(sorted(CELLS)))
    field: dict[str, Any] = {"name": name, "type": kind}
    constraints: dict[str, Any] = {}
    if draw(st.integers(0, 3)) == 0:
        constraints["required"] = True
    for constraint in draw(st.lists(st.sampled_from(ALLOWED[kind] or ("none",)), max_size=2, unique=True)):
        if constraint in LENGTHS:
            constraints[constraint] = draw(st.integers(0, 3))
        elif constraint == "pattern":
            constraints[constraint] = draw(st.sampled_from(PATTERNS))
        elif constraint == "enum":
            constraints[constraint] = draw(st.lists(GOOD[kind], min_size=1, max_size=4, unique_by=repr))
        elif constraint in BOUNDS:
            constraints[constraint] = draw(GOOD[kind])
    if constraints:
        field["constraints"] = constraints
    if kind == "list":
        field["itemType"] = draw(st.sampled_from(["string", "integer"]))
    if draw(st.integers(0, 5)) == 0:
        field["missingValues"] = draw(st.sampled_from([["-"], ["", "x"], [], [{"value": "1"}]]))
    return field


@st.composite
def packages(draw: st.DrawFn) -> dict[str, tuple[dict[str, Any], list[list[str]]]]:
    """Draw one or two tables, with keys, references and rows that are too short, too long or blank."""
    tables: dict[str, tuple[dict[str, Any], list[list[str]]]] = {}
    for name in ("one", "two")[: draw(st.integers(1, 2))]:
        described = [draw(fields(f"f{number}")) for number in range(draw(st.integers(1, 4)))]
        schema: dict[str, Any] = {"fields": described}
        if draw(st.booleans()):
            schema["missingValues"] = draw(st.sampled_from([[""], ["", "-"], ["-"]]))
        keyed = [field for field in described if field["type"] in KEYED]
        if keyed and draw(st.booleans()):
            schema["primaryKey"] = [field["name"] for field in keyed[: draw(st.integers(1, 2))]]
        for field in keyed:
            if draw(st.integers(0, 3)) == 0 and [field["name"]] != schema.get("primaryKey"):
                field.setdefault("constraints", {})["unique"] = True
        _reference(draw, name, schema, tables)
        tables[name] = schema, [[field["name"] for field in described], *draw(st.lists(_row(described), max_size=7))]
    return tables


def _reference(draw: st.DrawFn, name: str, schema: dict[str, Any], tables: dict[str, Any]) -> None:
    """Let a field refer to one of its type, of the same table or of the one before."""
    choices = [
        (own["name"], "" if other == name else other, theirs["name"])
        for other, target in [*((key, value[0]) for key, value in tables.items()), (name, schema)]
        for own in schema["fields"]
        for theirs in target["fields"]
        if own["type"] == theirs["type"] and own["type"] in KEYED
    ]
    if choices and draw(st.booleans()):
        own, other, theirs = draw(st.sampled_from(choices))
        schema["foreignKeys"] = [{"fields": [own], "reference": {"resource": other, "fields": [theirs]}}]


def _row(described: list[dict[str, Any]]) -> st.SearchStrategy[list[str]]:
    cells = [st.one_of(CELLS[field["type"]], CELLS[field["type"]], st.just("")) for field in described]
    whole = st.tuples(*cells).map(list)
    short = whole.map(lambda row: row[:-1] or row)
    return st.one_of(whole, whole, whole, whole, short, whole.map(lambda row: [*row, "x"]))


def agree(tables: dict[str, tuple[dict[str, Any], list[list[str]]]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        assert compare(write(Path(folder) / "p", tables)) == (set(), set())


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(packages())
def test_generated_packages_get_the_same_verdicts(tables: dict[str, tuple[dict[str, Any], list[list[str]]]]) -> None:
    agree(tables)


@pytest.mark.slow
@settings(max_examples=1000, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(packages())
def test_a_thousand_generated_packages_get_the_same_verdicts(
    tables: dict[str, tuple[dict[str, Any], list[list[str]]]],
) -> None:
    agree(tables)
