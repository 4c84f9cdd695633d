"""Each problem code has the smallest package that raises it, with the very text that people read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import shenzhen_ai
from shenzhen_ai._errors import PackageError
from shenzhen_ai.checks import check
from shenzhen_ai.codes import CODES
from shenzhen_ai.compile import compile_package
from shenzhen_ai.problems import Report
from shenzhen_ai.read import read
from shenzhen_ai.rendering import Style, render_text

BAD = Path(__file__).resolve().parents[1] / "bad"
CODE_TEXTS = Path(shenzhen_ai.__file__).parent / "codes.json"

ON_SPARK = {"ENGINE-UNSUPPORTED"}
"""Codes that only the other engine gives; tests/spark has their golden texts."""


def judge(folder: Path) -> Report:
    try:
        report = check(read(folder))
        if report.valid:
            compile_package(read(folder)).close()
    except PackageError as error:
        return Report(tuple(error.problems), {})
    return report


def test_every_code_of_the_engine_has_a_bad_package() -> None:
    assert sorted(CODES) == sorted(folder.name for folder in BAD.iterdir())


@pytest.mark.parametrize("code", sorted(set(CODES) - ON_SPARK))
def test_the_bad_package_raises_its_code_with_the_golden_text(code: str, *, update_golden: bool) -> None:
    report = judge(BAD / code)
    text = render_text(report, Style()) + "\n"
    golden = BAD / code / "expected.txt"
    example = next(problem for problem in report.problems if problem.code == code)
    lines = {"example": example.line_in("en"), "example_zh": example.line_in("zh")}
    if update_golden:
        golden.write_text(text, encoding="utf-8")
        written = json.loads(CODE_TEXTS.read_text(encoding="utf-8"))
        written[code].update(lines)
        CODE_TEXTS.write_text(json.dumps(written, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")

    assert text == golden.read_text(encoding="utf-8")
    written = json.loads(CODE_TEXTS.read_text(encoding="utf-8"))
    assert {name: written[code].get(name) for name in lines} == lines, "run pytest with --update-golden, look, commit"
