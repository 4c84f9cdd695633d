"""The same verdicts on Spark as on DuckDB: every problem in all it says, its line too, and the rows of each table."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from shenzhen_ai._errors import PackageError
from shenzhen_ai.read import read
from shenzhen_ai.rendering import Style, render_text
from spark.comparing import judged, said

pytestmark = pytest.mark.spark

BAD = Path(__file__).resolve().parents[1] / "bad"


def readable(folder: Path) -> bool:
    try:
        read(folder)
    except PackageError:
        return False
    return True


ON_SPARK = {"ENGINE-UNSUPPORTED"}
"""Codes that only Spark gives."""

BEFORE_ROWS = {folder.name for folder in BAD.iterdir() if not readable(folder)}
"""Packages whose descriptor is refused before any engine is asked."""


def test_only_broken_descriptors_are_left_out() -> None:
    assert {name for name in BEFORE_ROWS if not name.startswith("PACKAGE-")} == set()


@pytest.mark.parametrize("code", sorted({folder.name for folder in BAD.iterdir()} - BEFORE_ROWS - ON_SPARK))
def test_the_bad_package_gets_the_same_problems(code: str, session: Any) -> None:
    ours, theirs = judged(session, BAD / code)

    assert said(theirs) == said(ours)


def test_a_rule_that_spark_would_answer_otherwise_is_refused_in_so_many_words(session: Any) -> None:
    ours, theirs = judged(session, BAD / "ENGINE-UNSUPPORTED")

    golden = BAD / "ENGINE-UNSUPPORTED" / "expected.txt"
    assert ours.valid
    assert render_text(theirs, Style()) + "\n" == golden.read_text(encoding="utf-8")
