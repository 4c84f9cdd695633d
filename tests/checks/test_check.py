"""The check as a whole, on the small package: places, order, nothing executed, nothing lost."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from shenzhen_ai.checks import check
from shenzhen_ai.problems import Problem
from shenzhen_ai.read import read
from shenzhen_ai.rendering import Style, render_github, render_json
from shenzhen_ai.wording import verbatim

if TYPE_CHECKING:
    from pathlib import Path


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def places(folder: Path, *, run_python: bool = True) -> list[tuple[str, str, int | None, str | None]]:
    report = check(read(folder), run_python=run_python)
    return [(problem.code, problem.path, problem.line, problem.column) for problem in report.problems]


def test_the_small_package_is_valid(mini: Path) -> None:
    report = check(read(mini), run_python=True)

    assert report.problems == ()
    assert report.rows["readings"] == 2


def test_problems_of_all_stages_come_at_once_with_file_line_and_field(mini: Path) -> None:
    edit(mini / "data/readings.csv", "17.50", "71.5")
    edit(mini / "data/readings.csv", "asof:2020", "asof:1870")
    edit(mini / "data/lamps.csv", "埃迪斯通", "埃迪斯通 ")
    edit(mini / "data/proofs.csv", "pilot-book,p:9", "pilot-boo,p:9")

    assert places(mini) == [
        ("SPACE", "data/lamps.csv", 2, "name_zh"),
        ("FOREIGN-KEY", "data/proofs.csv", 5, "source_id"),
        ("LIT-AFTER-READING", "data/readings.csv", 2, "period"),
        ("READING-RANGE", "data/readings.csv", 3, "value"),
    ]


def test_lines_are_those_of_the_file_also_after_a_cell_with_a_line_break(mini: Path) -> None:
    edit(mini / "data/lamps.csv", "Stands on a reef", '"Stands on\na reef"')
    edit(mini / "data/lamps.csv", "pharos,Pharos", "pharos,")

    found = places(mini)

    assert ("NEWLINE", "data/lamps.csv", 2, "remark_en") in found
    assert ("REQUIRED", "data/lamps.csv", 4, "name_en") in found


def test_rows_out_of_key_order_keep_their_own_lines(mini: Path) -> None:
    lines = (mini / "data/readings.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (mini / "data/readings.csv").write_text(lines[0] + lines[2] + lines[1], encoding="utf-8")
    edit(mini / "data/readings.csv", "17.50", "71.5")

    assert places(mini) == [("READING-RANGE", "data/readings.csv", 2, "value")]


def test_python_of_a_foreign_package_runs_only_when_asked(mini: Path) -> None:
    marker = mini / "ran"
    rules = mini / "schemas/readings.py"
    rules.write_text(f"open({str(marker)!r}, 'w').close()\n{rules.read_text(encoding='utf-8')}", encoding="utf-8")

    assert [code for code, *_ in places(mini, run_python=False)] == ["RULES-SKIPPED"]
    assert not marker.exists()

    assert places(mini, run_python=True) == []
    assert marker.exists()


def test_sql_of_a_package_reads_no_file(mini: Path) -> None:
    rule = mini / "schemas/rules/lit_before_measured.sql"
    head = "-- code: SPY\n-- table: readings\n"
    rule.write_text(
        f"{head}SELECT content AS key, 'x' AS found, NULL AS detail FROM read_text('{mini}/datapackage.json')\n",
        encoding="utf-8",
    )

    codes = {code for code, *_ in places(mini)}

    assert codes <= {"RULE-BROKEN", "SQL-NOT-PORTABLE"}
    assert codes


def test_a_rule_that_cannot_answer_for_a_row_does_not_pass_it(mini: Path) -> None:
    """The second reading has no printed wording, so its length is NULL."""
    edit(mini / "schemas/readings.py", "data.table.value <= 60", "data.table.printed.length() <= 60")

    assert places(mini) == [("READING-RANGE", "data/readings.csv", 3, "value")]


def test_without_rules_neither_pandera_nor_sql_runs_and_the_note_says_so(mini: Path) -> None:
    edit(mini / "data/readings.csv", "17.50", "71.5")

    report = check(read(mini), rules=False)

    assert report.valid
    assert any("--no-rules" in note for note in report.notes)


@pytest.mark.parametrize("gone", ["lamps", "papers"])
def test_a_missing_file_is_named_and_holds_back_the_rules_only(mini: Path, gone: str) -> None:
    (mini / f"data/{gone}.csv").unlink()
    edit(mini / "data/readings.csv", "17.50", "far")

    found = places(mini)

    assert ("FILE-MISSING", f"data/{gone}.csv", None, None) in found
    assert ("TYPE", "data/readings.csv", 3, "value") in found


def test_json_has_the_promised_form(mini: Path) -> None:
    edit(mini / "data/readings.csv", "17.50", "far")
    body = json.loads(render_json(check(read(mini), run_python=True), Style()))

    assert body["valid"] is False
    assert body["tables"]["readings"] == {"rows": 2}
    assert {"code", "path", "line", "column", "key", "found", "expected", "hint"} <= set(body["problems"][0])


def test_an_annotation_cannot_be_broken_out_of() -> None:
    problem = Problem("TYPE", "a,b:c.csv", 3, "x", "k", verbatim("'%0A::error::\n'"), verbatim("text"))
    report = check_report(problem)

    line = render_github(report, Style())

    assert line.count("\n") == 0
    assert line.startswith("::error file=a%2Cb%3Ac.csv,line=3,title=TYPE::")
    assert "%250A" in line


def check_report(problem: Problem):  # noqa: ANN201  the type is that of the module
    from shenzhen_ai.problems import Report

    return Report((problem,), {})
