"""The texts of problems in Chinese: every template has its translation, and no text is put together by hand."""

from __future__ import annotations

import ast
import copy
import json
import runpy
import string
from pathlib import Path

import pytest

from shenzhen_ai.checks import check
from shenzhen_ai.checks.rows import load_rules
from shenzhen_ai.problems import Problem, quoted
from shenzhen_ai.read import read
from shenzhen_ai.rule_files import Rule, python_file, read_rule
from shenzhen_ai.wording import Text, bilingual, say, templates, verbatim

ROOT = Path(__file__).resolve().parents[2]
CODE = ROOT / "build" / "shenzhen_ai"
HAN = range(0x4E00, 0xA000)


def modules() -> list[Path]:
    """Give the modules that take `say` from wording."""
    return [
        file
        for file in sorted(CODE.rglob("*.py"))
        if "_release" not in file.parts
        and any(
            isinstance(node, ast.ImportFrom)
            and node.module == "shenzhen_ai.wording"
            and any(alias.name == "say" for alias in node.names)
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        )
    ]


def said(file: Path) -> list[ast.Call]:
    return [
        node
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "say"
    ]


def english() -> set[str]:
    return {ast.literal_eval(call.args[0]) for file in [*modules(), CODE / "wording.py"] for call in said(file)}


def places(template: str) -> list[str]:
    return sorted(name for _, name, _, _ in string.Formatter().parse(template) if name is not None)


@pytest.mark.parametrize("file", modules(), ids=lambda file: file.stem)
def test_a_template_is_a_literal_and_its_places_are_filled(file: Path) -> None:
    for call in said(file):
        assert isinstance(call.args[0], ast.Constant), f"{file.name}:{call.lineno}: say() takes a literal"
        given = sorted(keyword.arg for keyword in call.keywords if keyword.arg)
        assert given == places(call.args[0].value), f"{file.name}:{call.lineno}"


def test_every_template_has_its_chinese_and_no_chinese_is_left_over() -> None:
    assert set(templates("zh")) == english()


@pytest.mark.parametrize("template", sorted(templates("zh")))
def test_the_chinese_has_the_same_places_and_is_chinese(template: str) -> None:
    chinese = templates("zh")[template]

    assert places(chinese) == places(template)
    words = "".join(text for text, *_ in string.Formatter().parse(template))
    if any(sign.isalpha() for sign in words) and template not in SAME:
        assert any(ord(sign) in HAN for sign in chinese)


SAME = {"a JSON {type}", "part_size {value}"}
"""Templates whose words are names, which no language changes."""


def test_the_file_of_templates_names_none_twice() -> None:
    pairs = json.loads((CODE / "messages.json").read_text(encoding="utf-8"), object_pairs_hook=list)

    assert len(pairs) == len(dict(pairs))


def test_types_refuse_a_problem_of_plain_text(tmp_path: Path) -> None:
    """mypy, which every run of the linters calls, knows `Text` from `str`; so nobody can forget to mark a text."""
    from mypy import api

    file = tmp_path / "plain.py"
    file.write_text(
        "from shenzhen_ai.problems import Problem, quoted\nfrom shenzhen_ai.wording import say\n"
        'Problem("A", "a", found=quoted("x"), expected=say("a value"))\n'
        'Problem("A", "a", found=f"no {1}")\nProblem("A", "a", hint="fill it")\n',
        encoding="utf-8",
    )
    out, _, _ = api.run(
        ["--config-file", str(ROOT / "pyproject.toml"), "--no-incremental", "--follow-imports=silent", str(file)]
    )

    lines = [line for line in out.splitlines() if "plain.py" in line]
    assert [line.split(":")[1] for line in lines] == ["4", "5"], out


def test_a_text_is_english_until_asked_and_survives_a_copy() -> None:
    text = say("{value}, as on line {line}", value=quoted(None), line=3)

    for one in (text, copy.deepcopy(text)):
        assert one == "an empty cell, as on line 3"
        assert isinstance(one, Text)
        assert one.in_language("zh") == "空单元格，与第 3 行相同"
    assert text.in_language("fr") == str(text)


def test_signs_of_a_template_in_the_data_are_data() -> None:
    text = say("type {type}", type="{0} {type!r} %s")

    assert text == "type {0} {type!r} %s"
    assert text.in_language("zh") == "类型 {0} {type!r} %s"
    assert verbatim("{x}").in_language("zh") == "{x}"
    assert bilingual("{x}", zh="{甲}").in_language("zh") == "{甲}"


def test_a_line_in_chinese_keeps_place_code_and_key() -> None:
    problem = Problem("ENUM", "a.csv", 2, "coat", "a", quoted("blak"), say("one of {options}", options="black, white"))

    assert problem.line_in("zh") == "a.csv:2:coat: [ENUM] a: 发现：'blak'；应为：其中之一：black, white；从列表中选一个"


def test_every_rule_of_this_package_has_its_texts_in_chinese() -> None:
    package = read(ROOT)
    missing = []
    for path in package.sql_files("rules"):
        rule = read_rule(path, path.name)
        assert isinstance(rule, Rule)
        missing += [path.name for text in (rule.expected, rule.hint) if text and text.in_language("zh") == text]
    for table in package.tables.values():
        file = python_file(package, table)
        if file:
            rules, texts = load_rules(file)
            missing += [
                rule.name for rule in rules for text in texts[rule.name] if text and text.in_language("zh") == text
            ]
            assert set(runpy.run_path(str(file))["CHINESE"]) == set(texts), "Chinese of a rule that is not there"
    assert not missing


def test_rules_speak_chinese_and_those_without_stay_english(mini: Path) -> None:
    reading = mini / "data/readings.csv"
    reading.write_text(
        reading.read_text(encoding="utf-8").replace("17.50", "71.5").replace("asof:2020", "asof:1870"), encoding="utf-8"
    )

    lines = [problem.message_in("zh") for problem in check(read(mini), run_python=True).problems]

    assert any("应为：灯塔点亮之后的读数（1882-05 点亮）；" in line for line in lines), lines
    assert any("应为：a range of at most 60 nautical miles" in line for line in lines), lines
