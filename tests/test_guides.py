"""The guide for contributors works as it is written: its lines, put where it says, make a valid package."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from shenzhen_ai.commands.correct import edit

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[1]
BLOCK = re.compile(r"^```csv (sources/\w+\.csv)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of the data that has had no release, so that nothing but the guide decides."""
    for name in ("sources", "schemas"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("history", "__pycache__"))
    descriptor = json.loads((ROOT / "datapackage.json").read_text(encoding="utf-8"))
    del descriptor["history"]
    (tmp_path / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_plan_is_added_as_the_guide_says(language: str, checkout: Path, command: Callable[..., str]) -> None:
    text = (ROOT / "docs" / language / "correct.md").read_text(encoding="utf-8")
    blocks = BLOCK.findall(text)
    assert len(blocks) == 6
    for path, lines in blocks:
        with (checkout / path).open("a", encoding="utf-8") as file:
            file.write(lines)

    assert "formatted sources/plans.csv" in command("fmt", checkout)
    assert "valid" in command("check", checkout, "--run-python")


def test_the_guides_agree_on_the_lines() -> None:
    texts = [(ROOT / "docs" / language / "correct.md").read_text(encoding="utf-8") for language in ("en", "zh")]

    assert BLOCK.findall(texts[0]) == BLOCK.findall(texts[1])


@pytest.mark.parametrize("file", ["CONTRIBUTING.md", "docs/en/correct.md", "docs/zh/correct.md"])
def test_the_row_and_field_that_the_guides_edit_exist(file: str) -> None:
    found = re.findall(
        r"^\.venv/bin/shenzhen-ai edit (\S+) (\S+) (\S+)$", (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE
    )

    assert edit.name == "edit"
    assert found
    for table, row_id, field in found:
        lines = (ROOT / f"sources/{table}.csv").read_text(encoding="utf-8").splitlines()
        assert field in lines[0].split(",")
        assert any(line.startswith(f"{row_id},") for line in lines)
