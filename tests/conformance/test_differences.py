"""Where this check and frictionless part: what only one of them finds, each named in the docs with its reason."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from conformance.oracle import compare, ours, theirs, write

if TYPE_CHECKING:
    from pathlib import Path

MOST = 15
"""Differences that the docs may name."""

pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),  # frictionless leaves packed files open
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

Cells = set[tuple[int | None, str]]
Column = tuple[str, dict[str, Any], list[str], set[int], set[int]]
Whole = tuple[str, dict[str, Any], bytes, dict[str, Any], Cells, Cells]


def column(kind: str, **properties: Any) -> dict[str, Any]:
    return {"fields": [{"name": "id", "type": "integer"}, {"name": "value", "type": kind, **properties}]}


COLUMNS: list[Column] = [
    ("numbers", column("integer"), ["1_000", " 1", "１２", "1"], {2, 3, 4}, set()),
    ("numbers", column("number"), ["1_0.5", "1 ", "٣", "Infinity", "nan", "1.5"], {2, 3, 4, 5, 6}, set()),
    ("numbers", column("geopoint"), ["1_0,2", "１,２", "1,2"], {2, 3}, set()),
    ("dates", column("date"), ["2024-1-5", "2024-01-05"], {2}, set()),
    ("dates", column("datetime"), ["2024-01-05 10:00:00", "2024-01-05T10:00:00"], {2}, set()),
    ("dates", column("yearmonth"), ["2024-1", "2024-01"], {2}, set()),
    ("dates", column("time"), ["10:00:00,5", "10:00:00+08", "10:00:00"], {2, 3}, set()),
    ("year", column("year"), ["-0044", "12024", "2024"], set(), {2, 3}),
    ("formats", column("string", format="binary"), ["Y Q==", "YQ=="], {2}, set()),
    ("formats", column("string", format="uri"), ["https://a.org/b c", "a:", "https://a.org"], {2, 3}, set()),
    ("formats", column("string", format="email"), ['"ab"@c.org', "a@c.org"], {2}, set()),
    ("durations", column("duration"), ["PT", "P1DT", "+P1D", "P0002-01-01T00:00:00", "P1D"], {2, 3, 5}, set()),
    ("json", column("object"), ['{"a": NaN}', '{"a": 1}'], {2}, set()),
    ("json", column("geojson"), ['{"type": "Polygon", "coordinates": [[[0,0],[1,0],[1,1],[0,1]]]}'], {2}, set()),
    ("integer-groups", column("integer", groupChar=","), ["1,000", "1000"], set(), {2}),
]
"""Name, schema, cells, and the rows that only this check and only frictionless finds a type error in."""


@pytest.mark.parametrize("case", COLUMNS, ids=lambda case: case[0])
def test_types_part_as_documented(case: Column, tmp_path: Path) -> None:
    name, schema, cells, mine, other = case
    assert name in documented("en")
    records = [["id", "value"], *([str(number), cell] for number, cell in enumerate(cells, 1))]
    only_mine, only_theirs = compare(write(tmp_path, {"t": (schema, records)}))

    assert {(row, kind) for _, row, _, kind in only_mine} == {(row, "type-error") for row in mine}
    assert {(row, kind) for _, row, _, kind in only_theirs} == {(row, "type-error") for row in other}


TEXT = {"fields": [{"name": "id", "type": "string"}, {"name": "value", "type": "string"}]}
PATTERN = column("string", constraints={"pattern": "a|b"})
DIGITS = column("string", constraints={"pattern": r"\d+"})
KEYS = {**TEXT, "uniqueKeys": [["value"]]}
HOME = column("object", constraints={"jsonSchema": {"required": ["city"]}})
LONG = column("duration", constraints={"minimum": "P1D"})
LISTED = {**TEXT, "fieldsMatch": ["equal"]}
UNIQUE = {"fields": [{"name": "id", "type": "string", "constraints": {"unique": True}}], "primaryKey": ["id"]}
ONE = {"fields": [{"name": "id", "type": "integer"}], "primaryKey": ["id"]}

PACKAGES: list[Whole] = [
    ("patterns", PATTERN, b"id,value\n1,a\n2,ax\n", {}, {(3, "constraint-error")}, set()),
    ("patterns", DIGITS, "id,value\n1,1\n2,１\n".encode(), {}, {(3, "constraint-error")}, set()),
    ("quotes", TEXT, b'id,value\n1,"a"b\n', {}, {(2, "CSV")}, set()),
    (
        "null-sequence",
        column("integer"),
        b"id,value\n1,\\N\n2,3\n",
        {"nullSequence": "\\N"},
        set(),
        {(2, "type-error")},
    ),
    ("beyond", KEYS, b"id,value\n1,a\n2,a\n", {}, {(3, "unique-key")}, set()),
    ("beyond", HOME, b'id,value\n1,"{""city"": 1}"\n2,{}\n', {}, {(3, "constraint-error")}, {(None, "package-error")}),
    ("beyond", LONG, b"id,value\n1,P2D\n2,PT1H\n", {}, {(3, "constraint-error")}, {(None, "package-error")}),
    ("fields-match-list", LISTED, b"value,id\na,1\n", {}, set(), {(None, "package-error")}),
    ("no-guessing", TEXT, b"id;value\n1;a\n2;b\n3;c\n", {"delimiter": None}, {(None, "header")}, set()),
    ("one-problem", UNIQUE, b"id\na\na\n", {}, set(), {(3, "unique-error")}),
]
"""Name, schema, bytes, dialect, and what only this check and only frictionless finds: row and error type."""


@pytest.mark.parametrize("case", PACKAGES, ids=lambda case: case[0])
def test_packages_part_as_documented(case: Whole, tmp_path: Path) -> None:
    name, schema, data, dialect, mine, other = case
    assert name in documented("en")
    given = {"delimiter": ",", "quoteChar": '"', "skipInitialSpace": False, **dialect}
    given = {name: value for name, value in given.items() if value is not None}
    folder = write(tmp_path, {"t": (schema, data)}, {"t": {"dialect": given}})
    found, others = everything(folder), theirs(folder)

    assert {(row, kind) for _, row, _, kind in found - others} == mine
    assert {(row, kind) for _, row, _, kind in others - found} == other


def everything(folder: Path) -> set[tuple[str, int | None, str | None, str]]:
    """Give what this check finds, rules that frictionless does not have included where the standard has them."""
    found, problems = ours(folder)
    standard = {"UNIQUE-KEY", "JSON-SCHEMA"}
    return found | {("t", problem.line, None, str(problem.type)) for problem in problems if problem.code in standard}


def test_a_key_cell_of_another_type_is_one_problem(tmp_path: Path) -> None:
    folder = write(tmp_path, {"t": (ONE, b"id\nx\n")})

    assert ours(folder)[0] == {("t", 2, "id", "type-error")}
    assert theirs(folder) == {("t", 2, "id", "type-error"), ("t", 2, None, "primary-key")}


def test_zstd_is_read_here_alone(tmp_path: Path) -> None:
    import duckdb

    write(tmp_path, {"t": (TEXT, b"")}, {"t": {"path": "t.csv.zst", "compression": "zst"}})
    query = "SELECT '1' AS id, 'a' AS value UNION ALL SELECT '2', 'b' UNION ALL SELECT '3', ''"
    duckdb.execute(f"COPY ({query}) TO '{tmp_path}/t.csv.zst' (FORMAT csv, HEADER, COMPRESSION zstd)")

    assert "zstd" in documented("en")
    assert ours(tmp_path)[0] == set()
    assert {kind for *_, kind in theirs(tmp_path)} <= {"file", "package-error"}
    assert theirs(tmp_path)


def documented(language: str) -> list[str]:
    from conftest import ROOT

    text = (ROOT / "docs" / language / "conformance.md").read_text(encoding="utf-8")
    return re.findall(r"^\| `([a-z-]+)` \|", text, re.MULTILINE)


def test_every_difference_is_documented_in_both_languages_and_shown_by_a_case() -> None:
    shown = {name for name, *_ in [*COLUMNS, *PACKAGES]} | {"zstd"}

    assert shown == set(documented("en")) == set(documented("zh"))
    assert len(documented("en")) == len(set(documented("en"))) <= MOST
