"""What frictionless lets pass: which signs are named in which fields, and how a field turns a rule on or off."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

import pytest
from confusable_homoglyphs import confusables

from factory import make_package, table
from shenzhen_ai._errors import PackageError
from shenzhen_ai.checks import check, lookalikes
from shenzhen_ai.package import CELL_RULES

if TYPE_CHECKING:
    from pathlib import Path

CODE = {"constraints": {"pattern": "^[a-z0-9-]+$"}}
NUMBER, DAY, ADDRESS = {"type": "integer"}, {"type": "date"}, {"format": "uri"}
PROSE: dict[str, Any] = {}


def codes(folder: Path, cell: str, field: dict[str, Any], rows: str = "") -> set[str]:
    """Give the codes found when a cell stands in a field of this kind."""
    text = f'id,cell\n{rows}k,"{cell}"'
    package = make_package(folder, {"t": table(text, fields={"cell": field})})
    (folder / "t.csv").write_text(f"{text}\n".replace('"', "") if "," not in cell else f"{text}\n", encoding="utf-8")
    return {problem.code for problem in check(package).problems}


def name(character: str) -> str:
    return character if character.isascii() else unicodedata.name(character[0])


@pytest.mark.parametrize(
    ("cell", "field", "found"),
    [
        ("sz-\u0430i", CODE, {"PATTERN", "LOOK-ALIKE"}),  # a Cyrillic a
        ("sz\u2013ai", CODE, {"PATTERN", "LOOK-ALIKE"}),  # a dash
        ("\uff53z-ai", CODE, {"PATTERN", "FULL-WIDTH"}),
        ("\uff13\uff16", NUMBER, {"TYPE", "FULL-WIDTH"}),
        ("\u0663", NUMBER, {"TYPE", "FULL-WIDTH"}),  # Arabic-Indic
        ("\u22125", NUMBER, {"TYPE", "LOOK-ALIKE"}),  # a minus sign of mathematics
        ("2025\u20112\u201130", DAY, {"TYPE", "LOOK-ALIKE"}),
        ("\uff12\uff10\uff12\uff15-01-01", {"type": "date", "format": "%Y-%m-%d"}, {"FULL-WIDTH"}),
        ("https://sz.g\u043ev.cn/a", ADDRESS, {"LOOK-ALIKE"}),  # a Cyrillic o
        ("https://sz.gov.cn/\uff21", ADDRESS, {"FULL-WIDTH"}),
        ("《规划（草案）》：Ａ股，第１章", PROSE, set()),
        ("α-synuclein и Газпром", PROSE, set()),
        ("https://sz.gov.cn/规划（草案）", PROSE, set()),
    ],
)
def test_letters_that_are_not_what_they_seem_are_named_where_a_form_is_fixed(
    cell: str, field: dict[str, Any], found: set[str], tmp_path: Path
) -> None:
    assert codes(tmp_path, cell, field) == found


@pytest.mark.parametrize("sign", ["\u202e", "\u2066", "\u200f", "\u061c", "\u200b", "\ufeff", "\u00ad", "\ufffd"])
@pytest.mark.parametrize("field", [PROSE, CODE, NUMBER, ADDRESS], ids=["prose", "code", "number", "address"])
def test_marks_that_nobody_sees_are_named_everywhere(sign: str, field: dict[str, Any], tmp_path: Path) -> None:
    assert "CHARACTER" in codes(tmp_path, f"1{sign}2", field)


def keyed(folder: Path, ids: list[str]) -> list[tuple[str, int | None]]:
    text = "\n".join(["id,n", *(f"{ident},1" for ident in ids)])
    package = make_package(folder, {"t": table(text)})
    return [(problem.code, problem.line) for problem in check(package).problems]


def test_an_id_all_of_look_alikes_is_strange_among_latin_ones_only(tmp_path: Path) -> None:
    cyrillic = "\u0441\u043e\u0440"  # reads as "cop"

    assert keyed(tmp_path / "a", ["cop1", cyrillic]) == [("LOOK-ALIKE", 3)]
    assert keyed(tmp_path / "b", ["Москва", "Волга", cyrillic]) == []
    assert keyed(tmp_path / "c", ["深圳", "東京", "Ἀθῆναι"]) == []
    assert keyed(tmp_path / "d", ["Газпром", "Gazprom-Нефть"]) == []


@pytest.mark.parametrize(
    ("cell", "field", "formula"),
    [
        ("=1+1", PROSE, True),
        ("@SUM(A1)", PROSE, True),
        ("+86 755", PROSE, True),
        ("-2+3+cmd|' /C calc'!A0", PROSE, True),
        ("- item", PROSE, True),
        ("-5", PROSE, False),
        ("-5.34亿元", PROSE, False),
        ("-20 to 60 °C", PROSE, False),
        ("-1e-5", PROSE, False),
        ("+86-755", {"constraints": {"pattern": r"^\+[0-9-]+$"}}, False),
        ("=", {"constraints": {"enum": ["=", "<"]}}, False),
        ("-5", NUMBER, False),
        ("=1+1", {"checks": {"formula": False}}, False),
    ],
)
def test_a_formula_is_what_a_spreadsheet_would_run(
    cell: str, field: dict[str, Any], tmp_path: Path, *, formula: bool
) -> None:
    assert ("FORMULA" in codes(tmp_path, cell, field)) == formula


CELLS = {
    "space": ("SPACE", "a "),
    "character": ("CHARACTER", "a\u200bb"),
    "nfc": ("NFC", "e\u0301"),
    "newline": ("NEWLINE", "a\nb"),
    "placeholder": ("PLACEHOLDER", "n/a"),
    "formula": ("FORMULA", "=a"),
    "lookAlike": ("LOOK-ALIKE", "\u0430b"),
    "fullWidth": ("FULL-WIDTH", "\uff41b"),
}
"""A cell that breaks each rule, and no other."""


def ruled(folder: Path, cell: str, checks: dict[str, bool], **field: Any) -> list[str]:
    body = {"id": {"type": "string"}, "cell": {**field, "checks": checks}}
    package = make_package(folder, {"t": table("id,cell\nk,x", fields=body)})
    (folder / "t.csv").write_text(f'id,cell\nk,"{cell}"\n', encoding="utf-8")
    return [problem.code for problem in check(package).problems]


@pytest.mark.parametrize("rule", sorted(CELLS))
def test_a_field_turns_a_rule_on_and_off(rule: str, tmp_path: Path) -> None:
    code, cell = CELLS[rule]

    assert ruled(tmp_path / "on", cell, {rule: True}) == [code]
    assert ruled(tmp_path / "off", cell, {rule: False}) == []
    assert ruled(tmp_path / "one", cell, dict.fromkeys(CELL_RULES, False) | {rule: True}) == [code]


def test_every_rule_can_be_turned(tmp_path: Path) -> None:
    assert {*CELLS, "quotedHeader"} == set(CELL_RULES)
    fields = {"id": {"checks": {"quotedHeader": False}}, "b": {}}
    package = make_package(tmp_path, {"t": table("id,b\n1,2", fields=fields)})
    (tmp_path / "t.csv").write_text('"id","b"\n1,2\n', encoding="utf-8")

    assert [(problem.code, problem.column) for problem in check(package).problems] == [("QUOTED-HEADER", "b")]


@pytest.mark.parametrize("checks", [{"formulas": False}, {"formula": "no"}, ["formula"], "none", {"formula": 0}])
def test_a_property_checks_that_says_nothing_is_a_problem(checks: object, tmp_path: Path) -> None:
    with pytest.raises(PackageError) as raised:
        make_package(tmp_path, {"t": table("id\na", fields={"id": {"checks": checks}})})

    assert [problem.code for problem in raised.value.problems] == ["PACKAGE-SCHEMA"]


def test_look_alike_letters_are_those_of_unicode() -> None:
    for letter, latin in lookalikes.LETTERS.items():
        same = {
            item["c"].lower()
            for found in confusables.is_confusable(letter, greedy=True) or []
            for item in found["homoglyphs"]
        }
        assert same & {latin.lower(), "l" if latin == "I" else latin.lower()}, name(letter)
    for zero in lookalikes.DIGITS.split():
        assert [unicodedata.digit(chr(int(zero, 16) + step)) for step in range(10)] == list(range(10))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("shenzen", "shenzhen"),
        ("shenhzen", "shenzhen"),
        ("Shenzhen", "shenzhen"),
        ("sh\u0435nzhen", "shenzhen"),
        ("\uff53henzhen", "shenzhen"),
        ("hongkong", "hong-kong"),
        ("x", None),
        ("beijing", None),
    ],
)
def test_a_reference_that_points_nowhere_says_which_id_is_near(written: str, meant: str | None, tmp_path: Path) -> None:
    reference = {"fields": "place", "reference": {"resource": "places", "fields": "id"}}
    tables = {
        "places": table("id,n\nshenzhen,1\nhong-kong,2\nguangzhou,3"),
        "t": table(f"id,place\na,{written}", foreignKeys=[reference]),
    }
    hints = [
        problem.hint for problem in check(make_package(tmp_path, tables)).problems if problem.code == "FOREIGN-KEY"
    ]

    assert hints == [f"did you mean {meant}?" if meant else "add the row to places.csv first"]
