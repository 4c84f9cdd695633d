"""What is quickly passed is surely right: by single bytes, by the forms of dates, and for any text in any field."""

from __future__ import annotations

import itertools
import sys
from typing import TYPE_CHECKING, Any

import duckdb
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from factory import make_package, table
from shenzhen_ai import octets
from shenzhen_ai.checks import conditions, quick, signs
from shenzhen_ai.package import Field
from shenzhen_ai.quoting import literal
from shenzhen_ai.reading import filled
from shenzhen_ai.values import wrong

if TYPE_CHECKING:
    from pathlib import Path

    from shenzhen_ai.package import Package


def plain(folder: Path, text: str | bytes) -> bool:
    file = folder / "octets"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return octets.look_at(file).plain


def test_no_sign_that_nobody_sees_and_no_strange_blank_is_plain() -> None:
    """Every code point that the patterns of the check know, but for line ends, which lie between records."""
    hidden = f"[{signs.HIDDEN[1:-1]}{signs.ENDS}]"
    asked = f"SELECT code FROM range(1, {sys.maxunicode + 1}) t(code) WHERE code NOT BETWEEN 55296 AND 57343 AND "
    codes = [
        code for (code,) in duckdb.execute(f"{asked} regexp_matches(chr(code::INTEGER), {literal(hidden)})").fetchall()
    ]

    states = {code: octets.Octets() for code in codes if code not in {10, 13}}
    for code, state in states.items():
        octets.add(state, f"a{chr(code)}b".encode(), b"")
    passed = [hex(code) for code, state in states.items() if state.plain]

    assert len(codes) > 3000
    assert passed == []


def test_what_chinese_and_english_are_written_with_is_plain(tmp_path: Path) -> None:
    text = "深圳市“十五五”规划，第1章（草案）；《办法》、café — Łódź … Москва 100 % ±2 °C №1 ℃ ① → ≥\n"

    assert plain(tmp_path, text)
    assert not plain(tmp_path, text + "e\u0301")


@settings(deadline=None)
@example(b"\xef\xbb\xbfa\r\nb\r\n")
@example("a\u200bb\n".encode())
@given(st.binary(max_size=12) | st.text("a\r\n\0\u200b\u3000，深“", max_size=8).map(str.encode))
def test_the_size_of_chunks_changes_nothing(data: bytes) -> None:
    found = set()
    for size in range(1, 9):
        state = octets.Octets()
        chunks = [data[start : start + size] for start in range(0, len(data), size)]
        before = b""
        for chunk in chunks:
            octets.add(state, chunk, before)
            before = (before + chunk)[-2:]
        found.add((state.plain, state.lines, state.returns, state.pairs, tuple(sorted(state.first.items()))))

    assert len(found) == 1


FORMS = {"date": "2024-02-28", "datetime": "2024-02-28T23:59:00"}


@pytest.mark.parametrize("kind", sorted(FORMS))
def test_no_two_signs_put_into_a_date_pass_a_text_that_is_none(kind: str) -> None:
    """In all pairs of places: DuckDB reads more forms than the standard knows."""
    field = Field("d", kind, "default", {}, None, None, {"name": "d", "type": kind})
    form, sure, bad = FORMS[kind], quick.sure_type(field, "text"), wrong(field, "text")
    parts = [
        f"SELECT substr(f, 1, {one - 1}) || a.c || substr(f, {one + 1}, {two - one - 1}) || b.c || "
        f"substr(f, {two + 1}) AS text FROM (SELECT {literal(form)} AS f), asked a, asked b"
        for one, two in itertools.combinations(range(1, len(form) + 1), 2)
    ]
    con = duckdb.connect()
    con.execute("CREATE TABLE asked AS SELECT unnest(string_split(' !+,-./0123456789:=TZ\\_aeE', '')) AS c")

    union = " UNION ALL ".join(parts)
    passed = con.execute(f"SELECT text FROM ({union}) WHERE {sure} AND {bad} LIMIT 5").fetchall()

    assert passed == []
    assert con.execute(f"SELECT {sure} FROM (SELECT {literal(form)} AS text)").fetchone() == (True,)


def test_every_day_that_exists_is_passed_as_a_datetime_and_no_other() -> None:
    """Of 31 days a month from the year 1000 to 2999: a clean table with leap days takes one look too."""
    field = Field("d", "datetime", "default", {}, None, None, {"name": "d", "type": "datetime"})
    sure = quick.sure_type(field, "text")
    parts = "range(1000, 3000) a(y), range(1, 13) b(m), range(1, 32) c(d)"
    days = f"SELECT printf('%04d-%02d-%02d', y, m, d) AS day FROM {parts}"
    asked = f"SELECT day, {sure} AS sure FROM (SELECT day, day || 'T00:00:00' AS text FROM ({days}))"

    wrong_ones = duckdb.execute(f"SELECT day FROM ({asked}) WHERE sure <> (TRY_CAST(day AS DATE) IS NOT NULL) LIMIT 5")

    assert wrong_ones.fetchall() == []


FIELDS: dict[str, dict[str, Any]] = {
    "whole": {"type": "integer", "constraints": {"minimum": -5, "maximum": 120}},
    "open": {"type": "integer", "constraints": {"exclusiveMinimum": 0, "exclusiveMaximum": 10**17}},
    "share": {"type": "number", "constraints": {"minimum": 0, "maximum": 99.5}},
    "exact": {"type": "number", "precision": 5, "scale": 2},
    "below": {"type": "number", "constraints": {"exclusiveMaximum": 0}},
    "flag": {"type": "boolean"},
    "own": {"type": "boolean", "trueValues": ["ja", "j"], "falseValues": ["nein"]},
    "day": {"type": "date", "constraints": {"minimum": "2000-01-01"}},
    "moment": {"type": "datetime"},
    "clock": {"type": "time"},
    "year": {"type": "year", "constraints": {"minimum": 1990, "maximum": 2030}},
    "month": {"type": "yearmonth"},
    "word": {"constraints": {"enum": ["big", "small", ""]}},
    "words": {"constraints": {"enum": [f"w{number}" for number in range(20)]}},
    "code": {"constraints": {"pattern": "[a-z]{2}-[0-9]+"}},
    "title": {"constraints": {"required": True, "minLength": 2, "maxLength": 5}},
    "mail": {"format": "email"},
    "local": {"type": "date", "format": "%d/%m/%Y"},
    "listed": {"type": "list"},
    "mine": {"type": "integer", "missingValues": ["-", "NA"]},
    "anything": {"type": "any"},
}
CELLS = [
    *["", "0", "-0", "+1", "01", "1.0", "1e2", "10e2", "0xFF", "120", "121", "-5", "-6", "100000000000000001", "99.5"],
    *["99.51", "1.", ".5", "1,5", "123.45", "1234.5", "NaN", "INF", "-1", "true", "TRUE", "tRue", "1", "ja", "nein"],
    *["2000-01-01", "1999-12-31", "2024-2-1", "2024/01/01", "2024-01-01 ", "0999-01-01", "24:00:00", "10:00:00"],
    *["2024-01-01T24:00:00", "2024-01-01T10:00:00Z", "1989", "1990", "2030", "2031", "2e03", "199", "2024-13"],
    *[
        "2024-12",
        "big",
        "small",
        "tiny",
        "w19",
        "w20",
        "ab-1",
        "ab-",
        "A",
        "ab",
        "abcdef",
        "深圳市规划",
        "深圳市规划局",
    ],
    *["=1+1", "+a", "-a", "@a", "n/a", "N/A", "NULL", "Unknown", "暂无", "——", "a ", " a", "a@b.cn", "01/02/2024"],
    *["1/2/2024", "a,b", "NA", "-", "ａ１", "аb"],
]
NASTY = st.sampled_from(CELLS) | st.text("0123456789-+.eE_ T:/", max_size=20) | st.text("naN/A—-=@ 深,a1", max_size=6)


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Package:
    """One table for each field."""
    tables = {name: table(f"id,{name}\nk", fields={name: field}) for name, field in FIELDS.items()}
    return make_package(tmp_path_factory.mktemp("quick"), tables)


@settings(deadline=None, max_examples=5)
@example(CELLS)
@given(st.lists(NASTY, min_size=20, max_size=200))
def test_no_cell_that_breaks_a_rule_is_passed_in_any_field(package: Package, cells: list[str]) -> None:
    con = duckdb.connect()
    con.execute("CREATE TABLE given AS SELECT unnest(?::VARCHAR[]) AS cell", [cells])
    for name in FIELDS:
        described = package.tables[name]
        field = described.field(name)
        missing = ", ".join(literal(text) for text in [*described.missing(field), "\1"] if text)
        one = f"SELECT 'k' AS id, CASE WHEN cell IN ({missing}) THEN NULL ELSE cell END AS {name} FROM given"
        asked = quick.doubt(described, plain=True).over(one)
        cell = f"{filled(described, field)} AS {name}"
        con.execute(f"CREATE OR REPLACE TABLE kept AS SELECT {cell} FROM {asked} WHERE NOT _doubt")
        for condition in conditions.of_field(field):
            broken = con.execute(f"SELECT {name} FROM kept WHERE {condition.sql}").fetchall()
            if condition.judge is not None:
                broken = [row for row in broken if condition.judge(row[0])]
            assert broken == [], (name, condition.code)
        rules = signs.wanted(described, field)
        left = con.execute("FROM kept").fetchall()
        assert [cell for (cell,) in left if cell and any(signs.signs(cell, rules))] == [], name


RIGHT = {
    "whole": "120",
    "open": "7",
    "share": "99.25",
    "exact": "123.45",
    "below": "-2.50",
    "mine": "3",
    "clock": "08:00:00",
    "flag": "false",
    "own": "nein",
    "day": "2024-02-29",
    "moment": "2024-03-31T08:00:00",
    "anything": "Nanshan",
    "year": "2026",
    "month": "2026-01",
    "word": "small",
    "words": "w7",
    "code": "ab-12",
    "title": "深圳规划",
    "mail": "a@b.cn",
    "local": "01/02/2024",
    "listed": "a,b",
}


@pytest.mark.parametrize("name", sorted(FIELDS))
def test_what_is_common_is_passed_so_that_a_clean_table_takes_one_look(package: Package, name: str) -> None:
    cells = f"SELECT 'k1' AS id, {literal(RIGHT[name])} AS {name}"
    asked = quick.doubt(package.tables[name], plain=True).over(cells)

    assert duckdb.execute(f"SELECT _doubt FROM {asked}").fetchone() == (False,)
