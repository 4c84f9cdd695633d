"""How a report is shown: lines, colour, languages, JSON and SARIF; every code leads to a section of the docs."""

from __future__ import annotations

import itertools
import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

import links
from shenzhen_ai.checks import check
from shenzhen_ai.codes import CODES
from shenzhen_ai.explain import STAGES, explanations, home
from shenzhen_ai.problems import Problem, Report, quoted
from shenzhen_ai.read import read
from shenzhen_ai.rendering import Style, render_json, render_text
from shenzhen_ai.sarif import render_sarif
from shenzhen_ai.wording import say, verbatim

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[2]
BAD = ROOT / "tests" / "bad"
ELSEWHERE = {"VIEW-BROKEN", "ENGINE-UNSUPPORTED"}
"""Codes that the build finds, or another engine."""

SCHEMA = ROOT / "tests/sarif/node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"


@pytest.fixture
def broken(mini: Path) -> Path:
    """The small package with a problem of the files, of types, of keys and of rules."""
    readings = mini / "data/readings.csv"
    text = readings.read_text(encoding="utf-8").replace("17.50", "71.5").replace("harbour-list", "harbour-lst")
    readings.write_text(text.replace("asof:2020", "asof:20"), encoding="utf-8")
    lamps = mini / "data/lamps.csv"
    lamps.write_text(lamps.read_text(encoding="utf-8").replace("埃迪斯通", "埃迪斯通 "), encoding="utf-8")
    return mini


def sarif_schema() -> dict[str, Any]:
    assert SCHEMA.is_file(), "the schema of SARIF is missing; run: make packages"
    schema: dict[str, Any] = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return schema


def test_problems_stand_by_cause_and_the_codes_close_them(broken: Path) -> None:
    report = check(read(broken), run_python=True)
    codes = list(dict.fromkeys(problem.code for problem in report.problems))
    lines = render_text(report, Style(read(broken))).splitlines()

    assert codes == ["SPACE", "FOREIGN-KEY", "PERIOD", "READING-RANGE"]
    closing = [line.split()[1] for line in lines[len(report.problems) : len(report.problems) + len(codes)]]
    assert closing == codes
    assert lines[0].startswith("data/lamps.csv:2:name_zh (C): [SPACE] eddystone: found '埃迪斯通 '; ")
    assert f"  {home()}/latest/problems/#space" in lines[len(report.problems)]


def test_the_letter_is_the_column_of_the_file_not_of_the_schema(mini: Path) -> None:
    schema = mini / "schemas/lamps.json"
    body = {**json.loads(schema.read_text(encoding="utf-8")), "fieldsMatch": ["equal"]}
    schema.write_text(json.dumps(body), encoding="utf-8")
    file = mini / "data/lamps.csv"
    rows = [line.split(",") for line in file.read_text(encoding="utf-8").splitlines()]
    rows[1][2] += " "
    file.write_text("".join(",".join(reversed(row)) + "\n" for row in rows), encoding="utf-8")

    (problem,) = [problem for problem in check(read(mini), run_python=True).problems if problem.code == "SPACE"]

    assert (problem.column, problem.letter) == ("name_zh", "D")


def test_data_cannot_steer_the_terminal_or_break_a_line() -> None:
    problem = Problem("TYPE", "a\n.csv", 2, "x", "k\x1b[2J\u202e", quoted("v\x1b[31m\n"), verbatim("\x07e"))
    shown = render_text(Report((problem,), {}), Style())

    assert "\x1b" not in shown
    assert "\x07" not in shown
    assert "\u202e" not in shown
    assert shown.startswith(r"a\n.csv:2:x: [TYPE] k\x1b[2J\u202e: found 'v\x1b[31m\n'; expected \x07e; write it")


@pytest.mark.parametrize(("variables", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False), ({"NO_COLOR": ""}, True)])
def test_a_terminal_gets_colour_unless_it_asks_for_none(variables: dict[str, str], *, coloured: bool) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    reading, writing = pty.openpty()
    command = [sys.executable, "-m", "shenzhen_ai", "check", str(BAD / "ENUM")]
    done = subprocess.run(command, env=environment | variables, stdout=writing, check=False)
    os.close(writing)
    out = os.read(reading, 100_000).decode()
    os.close(reading)

    assert done.returncode == 1
    assert ("\x1b[31m[ENUM]\x1b[0m" in out) is coloured
    assert re.sub(r"\x1b\[\d+m", "", out).startswith("cats.csv:2:coat (B): [ENUM] a: found 'blak'; ")


def test_a_pipe_gets_no_colour_and_the_language_of_the_machine_changes_nothing() -> None:
    def run(*arguments: str, **variables: str) -> str:
        command = [sys.executable, "-m", "shenzhen_ai", "check", str(BAD / "ENUM"), *arguments]
        done = subprocess.run(command, env=os.environ | variables, capture_output=True, text=True, check=False)
        assert done.returncode == 1
        return done.stdout

    for style in ("text", "json", "github", "sarif"):
        out = run("--format", style, LANG="zh_CN.UTF-8", LC_ALL="zh_CN.UTF-8", LANGUAGE="zh")
        assert out == run("--format", style, LANG="C.UTF-8", LC_ALL="C.UTF-8")
        assert "\x1b" not in out
        assert "did you mean black?" in out
        assert "是否想写 black？" in run("--format", style, "--lang", "zh")


def test_json_names_column_nearest_value_and_section(command: Callable[..., str]) -> None:
    body = json.loads(command("check", BAD / "ENUM", "--format", "json", "--lang", "zh", exit_code=1))

    (problem,) = body["problems"]
    assert problem["letter"] == "B"
    assert problem["near"] == "black"
    assert problem["link"] == f"{home()}/latest/zh/problems/#enum"
    assert problem["hint"] == "是否想写 black？"
    assert body["notes"] == ["数据包未声明出处（provenance）：证据和历史检查不适用"]


def test_sarif_follows_its_schema_and_carries_the_codes(broken: Path) -> None:
    package = read(broken)
    report = check(package, run_python=True)
    for language in ("en", "zh"):
        log = json.loads(render_sarif(report, Style(package, language)))
        jsonschema.validate(log, sarif_schema())
        (run,) = log["runs"]
        rules = {rule["id"]: rule for rule in run["tool"]["driver"]["rules"]}
        assert len(run["results"]) == len(report.problems)
        for result, problem in zip(run["results"], report.problems, strict=True):
            assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == problem.code
            (place,) = result["locations"]
            assert place["physicalLocation"]["artifactLocation"]["uri"] == problem.path
            assert place["physicalLocation"]["region"]["startLine"] == problem.line
            assert result["message"]["text"] == problem.message_in(language)
        known = explanations(package)
        assert rules["SPACE"]["helpUri"] == known["SPACE"].link(language)
        assert rules["READING-RANGE"]["shortDescription"]["text"] == known["READING-RANGE"].meaning.in_language(
            language
        )


@pytest.mark.parametrize("code", sorted(set(CODES) - ELSEWHERE))
def test_sarif_of_every_code_follows_the_schema(code: str, command: Callable[..., str]) -> None:
    log = json.loads(command("check", BAD / code, "--format", "sarif", exit_code=1))

    jsonschema.validate(log, sarif_schema())
    assert code in {result["ruleId"] for result in log["runs"][0]["results"]}


def test_the_schema_of_sarif_can_refuse() -> None:
    log = json.loads(render_sarif(Report((), {}), Style()))
    del log["runs"][0]["tool"]["driver"]["name"]

    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(log, sarif_schema())


def test_hostile_texts_are_only_texts_in_json_and_sarif() -> None:
    problem = Problem('A"\\', '../x y%"<>.csv', 1, "\u2028", '"', quoted('"}]'), say("a value"))
    report = Report((problem,), {})

    jsonschema.validate(json.loads(render_sarif(report, Style())), sarif_schema())
    assert json.loads(render_json(report, Style()))["problems"][0]["path"] == '../x y%"<>.csv'


def test_every_code_has_a_section_on_the_page_of_codes_in_both_languages(small_site: Path) -> None:
    own = "READING-RANGE", "LIT-AFTER-READING"
    for language, top in (("en", ""), ("zh", "zh/")):
        page = links.Page((small_site / top / "problems/index.html").read_text(encoding="utf-8"))
        for code, item in explanations().items():
            path, _, place = item.link(language).removeprefix(f"{home()}/latest/").partition("#")
            assert path == f"{top}problems/"
            assert place in page.anchors, code
        assert {code.lower() for code in own} <= page.anchors


def test_every_code_of_this_package_is_explained_in_both_languages(command: Callable[..., str]) -> None:
    known = explanations(read(ROOT))

    assert {*CODES, "TARGET-DIGITS", "OBS-JUMP"} <= set(known)
    assert all(code.isascii() and re.fullmatch(r"[A-Z0-9-]+", code) for code in known)
    for item in known.values():
        assert item.meaning, item.code
        assert item.cure, item.code
        assert item.meaning != item.meaning.in_language("zh"), item.code
        assert item.cure != item.cure.in_language("zh"), item.code
        assert item.link("en").startswith(home())
    order = list(known)
    for cause, consequence in itertools.pairwise(
        ["FILE-MISSING", "CELLS", "TYPE", "PRIMARY-KEY", "ID-VANISHED", "FOREIGN-KEY", "OBS-JUMP", "EVIDENCE-MISSING"]
    ):
        assert order.index(cause) < order.index(consequence)
    assert {item.stage for item in known.values()} <= set(STAGES)
    assert "应为" in command("explain", "enum", "--lang", "zh")


def test_the_editors_task_reads_every_line_that_names_a_line() -> None:
    tasks = json.loads((ROOT / ".vscode/tasks.json").read_text(encoding="utf-8"))["tasks"]
    patterns = {
        task["problemMatcher"]["pattern"]["regexp"] for task in tasks if isinstance(task["problemMatcher"], dict)
    }
    (pattern,) = patterns
    lines = [
        line
        for file in BAD.glob("*/expected.txt")
        for line in file.read_text(encoding="utf-8").splitlines()
        if re.match(r"[\w./]+:\d+:", line)
    ]

    assert len(lines) > 40
    for line in lines:
        match = re.fullmatch(pattern, line)
        assert match, line
        assert (BAD / match[3]).is_dir()


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_example_ends_in_a_next_step_in_both_languages(code: str) -> None:
    """What was found, what is expected, what to do."""
    item = CODES[code]

    assert re.search("found .+; expected .+; .+", item.example), item.example
    assert re.search("发现：.+；应为：.+；.+", item.example_zh), item.example_zh
