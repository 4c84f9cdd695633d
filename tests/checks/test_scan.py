"""The one pass: no row that breaks a rule goes undoubted, rows keep their lines, problems are told as they come."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import duckdb
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from factory import make_package, table
from shenzhen_ai.checks import check
from shenzhen_ai.checks.lookalikes import any_lookalike
from shenzhen_ai.checks.signs import any_sign, signs
from shenzhen_ai.read import read

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from shenzhen_ai.problems import Problem

SURROGATES = range(0xD800, 0xE000)
SIGNS = st.characters(exclude_characters="\0", exclude_categories=["Cs"])
"""NUL is looked for among the bytes of a file."""

PROSE = frozenset({"space", "character", "nfc", "newline", "placeholder", "formula"})
CODE = frozenset({"lookAlike", "fullWidth", "sign"})


def disguised(cells: list[str]) -> list[bool]:
    """Ask the SQL of the pass about ids, each beside another."""
    query = f"SELECT {any_lookalike(['a', 'b'])} FROM (SELECT 'x' AS a, unnest(?::VARCHAR[]) AS b)"
    return [bool(answer) for (answer,) in duckdb.execute(query, [cells]).fetchall()]


def doubted(cells: list[str]) -> list[bool]:
    """Ask the SQL of the pass about texts, each as the second of three cells."""
    query = f"SELECT {any_sign(['a', 'b', 'c'])} FROM (SELECT 'x' AS a, unnest(?::VARCHAR[]) AS b, 'y' AS c)"
    return [bool(answer) for (answer,) in duckdb.execute(query, [cells]).fetchall()]


@settings(deadline=None)
@example(["", "N/a", "无", "-x", "=1", "a\tb", "a ", "\u3000a", "e\u0301", "—"])
@given(st.lists(st.text(SIGNS, max_size=6) | st.text("nNaA/ -—=+@\t无\u3000e\u0301", max_size=4), max_size=30))
def test_the_pass_doubts_every_cell_in_which_a_sign_is_found(cells: list[str]) -> None:
    seen = [bool(cell) and any(signs(cell, PROSE)) for cell in cells]

    for cell, found, answer in zip(cells, seen, doubted(cells), strict=True):
        assert answer or not found, repr(cell)


@pytest.mark.slow
@pytest.mark.parametrize("form", ["a{}b", "{}b", "a{}"])
def test_the_pass_doubts_every_character_that_is_a_sign(form: str) -> None:
    for start in range(1, sys.maxunicode + 1, 50000):
        codes = [code for code in range(start, min(start + 50000, sys.maxunicode + 1)) if code not in SURROGATES]
        cells = [form.format(chr(code)) for code in codes]
        missed = [
            hex(code)
            for code, cell, answer in zip(codes, cells, doubted(cells), strict=True)
            if not answer and any(signs(cell, PROSE))
        ]
        missed += [
            hex(code)
            for code, cell, answer in zip(codes, cells, disguised(cells), strict=True)
            if not answer and any(signs(cell, CODE, latin=True))
        ]
        assert missed == []


def test_plain_text_is_not_doubted() -> None:
    texts = ["深圳市“十五五”规划，第1章（草案）", "a-b", "Xi'an", "1.5", "none of it", "3000 (2025)", "café"]

    assert doubted(texts) == [False] * len(texts)


def rows(count: int, broken: dict[int, str]) -> str:
    lines = [broken.get(number, f"k{number},{number}") for number in range(count)]
    return "\n".join(["id,n", *lines]) + "\n"


def test_rows_of_a_large_file_keep_their_lines(tmp_path: Path) -> None:
    """Large enough for DuckDB to read it with several threads."""
    broken = {7: "k7,x", 150_000: "k150000,y", 299_999: "k299999,z"}
    package = make_package(tmp_path, {"t": table("id,n\nk,1", fields={"n": {"type": "integer"}})})
    (tmp_path / "t.csv").write_text(rows(300_000, broken), encoding="utf-8")

    found = [(problem.line, problem.found) for problem in check(package).problems]

    assert found == [(9, "'x'"), (150_002, "'y'"), (300_001, "'z'")]


def test_more_problems_than_are_listed_are_counted(tmp_path: Path) -> None:
    broken = {number: f"k{number},x" for number in range(0, 1000, 5)}
    package = make_package(tmp_path, {"t": table("id,n\nk,1", fields={"n": {"type": "integer"}})})
    (tmp_path / "t.csv").write_text(rows(1000, broken), encoding="utf-8")

    problems = check(package).problems

    assert len(problems) == 51
    assert any("150 more rows with this problem, 200 in all" in problem.found for problem in problems)


def test_a_cell_with_a_line_break_moves_the_lines_after_it(tmp_path: Path) -> None:
    package = make_package(tmp_path, {"t": table("id,n\nk,1", fields={"n": {"type": "integer"}})})
    (tmp_path / "t.csv").write_text('id,n\n"a\nb",1\nc,x\n', encoding="utf-8")

    assert [(problem.code, problem.line) for problem in check(package).problems] == [("NEWLINE", 2), ("TYPE", 4)]


def test_problems_are_told_table_by_table_before_the_rules_run(mini: Path) -> None:
    file = mini / "data/readings.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("17.50", "far"), encoding="utf-8")
    told: list[Sequence[Problem]] = []
    loaded: list[bool] = []

    def tell(problems: Sequence[Problem]) -> None:
        told.append(problems)
        loaded.append("pandera" in sys.modules)

    before = "pandera" in sys.modules
    report = check(read(mini), run_python=True, told=tell)

    assert [problem.code for problem in told[0]] == ["TYPE"]
    assert loaded[0] == before
    assert sorted(map(str, report.problems)) == sorted(str(problem) for group in told for problem in group)
