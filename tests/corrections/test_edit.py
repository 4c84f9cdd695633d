"""At a terminal: the questions, the changed lines, the check, the file."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from shenzhen_ai.cli import main

if TYPE_CHECKING:
    from pathlib import Path


def edit(*arguments: str, answers: list[str], exit_code: int = 0) -> str:
    result = CliRunner().invoke(main, ["edit", *arguments, "--run-python"], input="\n".join(answers) + "\n")
    assert result.exit_code == exit_code, f"{result.output}\n{result.exception!r}"
    return result.output


@pytest.fixture(autouse=True)
def inside(mini: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work inside the small package, as a contributor does."""
    monkeypatch.chdir(mini)


def test_a_value_is_changed_with_its_place(mini: Path) -> None:
    text = edit(
        "readings", "eddystone-2021", "value",
        answers=["18", "https://pilots.example/book", "p:4", "18 miles", "y"],
    )  # fmt: skip

    assert "- eddystone-2021,eddystone,asof:2021,17.50,,true,pilot-book,p:3" in text
    assert "+ eddystone-2021,eddystone,asof:2021,18,18 miles,false,pilot-book,p:4" in text
    assert "eddystone-2021,eddystone,asof:2021,18,18 miles" in (mini / "data/readings.csv").read_text(encoding="utf-8")


def test_nothing_is_written_without_a_yes(mini: Path) -> None:
    before = (mini / "data/readings.csv").read_bytes()

    edit("readings", "eddystone-2021", "value", answers=["18", "https://pilots.example/book", "p:1", "18 miles", "n"])

    assert (mini / "data/readings.csv").read_bytes() == before


def test_the_field_is_asked_for_and_own_words_need_no_source(mini: Path) -> None:
    edit("lamps", "eddystone", answers=["remark_en", "On a reef.", "y"])

    assert "On a reef." in (mini / "data/lamps.csv").read_text(encoding="utf-8")


def test_what_the_check_refuses_is_not_written(mini: Path) -> None:
    copy = shutil.copytree(mini / "data", mini.parent / "data")

    text = edit(
        "readings", "eddystone-2021", "value",
        answers=["many", "https://pilots.example/book", "p:1", "many miles"], exit_code=1,
    )  # fmt: skip

    assert "[TYPE]" in text
    assert (mini / "data/readings.csv").read_bytes() == (copy / "readings.csv").read_bytes()


def test_a_row_that_does_not_exist_is_named() -> None:
    assert "has no row `nowhere`" in edit("lamps", "nowhere", answers=[], exit_code=1)
    assert "there is no table `nothing`" in edit("nothing", "x", answers=[], exit_code=1)
