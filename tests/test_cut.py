"""The record of releases: what was published stays, and versions say how far things moved."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from shenzhen_ai._errors import ShenzhenAIError
from shenzhen_ai.checks import check
from shenzhen_ai.cut import cut
from shenzhen_ai.read import read
from shenzhen_ai.schema_version import refuse_understated, step

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def released(mini: Path) -> Path:
    """The small package after its first release."""
    descriptor = mini / "datapackage.json"
    body = json.loads(descriptor.read_text(encoding="utf-8"))
    body["history"] = "data/history"
    descriptor.write_text(json.dumps(body, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    cut(read(mini), "2026.2.0")
    return mini


def codes(folder: Path) -> list[str]:
    return [problem.code for problem in check(read(folder), run_python=True).problems]


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_cut_package_is_valid_and_carries_the_version(released: Path) -> None:
    assert codes(released) == []
    assert read(released).version == "2026.2.0"


def test_a_row_that_was_released_cannot_vanish(released: Path) -> None:
    edit(released / "data/readings.csv", "eddystone-2021,eddystone,asof:2021,17.50,,true,pilot-book,p:3\n", "")

    assert codes(released) == ["ID-VANISHED"]


def test_a_retired_id_needs_a_line_with_the_reason(released: Path) -> None:
    edit(released / "data/readings.csv", "eddystone-2021,eddystone,asof:2021,17.50,,true,pilot-book,p:3\n", "")
    with (released / "data/gone.csv").open("a", encoding="utf-8") as file:
        file.write("readings,eddystone-2021,,misread,2026.3.0\n")

    assert codes(released) == []


def test_the_history_folder_cannot_vanish(released: Path) -> None:
    shutil.rmtree(released / "data/history")

    assert codes(released) == ["HISTORY-MISSING"] * 3


def test_a_changed_row_wants_a_reason(released: Path) -> None:
    edit(released / "data/readings.csv", "17.50", "17.6")
    assert codes(released) == ["CHANGE-NO-REASON"]

    with (released / "data/log.csv").open("a", encoding="utf-8") as file:
        file.write("c1,readings,eddystone-2021,value,17.50,17.6,our_error,,,,,accepted,2026-01-02,\n")
    assert codes(released) == []


def test_the_version_is_not_for_hands(released: Path) -> None:
    edit(released / "datapackage.json", "2026.2.0", "2026.9.0")

    assert codes(released) == ["VERSION"]


def test_ids_keep_their_first_version(released: Path) -> None:
    with (released / "data/lamps.csv").open("a", encoding="utf-8") as file:
        file.write("zeebrugge,,,,,\n")
    cut(read(released), "2026.3.0")

    registry = (released / "data/history/registry.csv").read_text(encoding="utf-8")

    assert "lamps,pharos,2026.2.0,2026.3.0," in registry
    assert "lamps,zeebrugge,2026.3.0,2026.3.0," in registry


@pytest.mark.parametrize("version", ["2026.2.0", "2026.1.9", "2026.13.0", "v2026.3.0"])
def test_a_version_that_does_not_go_up_writes_nothing(released: Path, version: str) -> None:
    before = {file: file.read_bytes() for file in released.rglob("*") if file.is_file()}

    with pytest.raises(ShenzhenAIError):
        cut(read(released), version)

    assert before == {file: file.read_bytes() for file in released.rglob("*") if file.is_file()}


def schemas(**fields: str) -> dict[str, object]:
    return {"schemas": {"a": {"fields": [{"name": name, "type": kind} for name, kind in fields.items()]}}, "views": {}}


@pytest.mark.parametrize(
    ("old", "new", "level"),
    [
        (schemas(x="string"), schemas(x="string"), "none"),
        (schemas(x="string"), schemas(x="string", y="string"), "minor"),
        (schemas(x="string", y="string"), schemas(x="string"), "major"),
        (schemas(x="string"), schemas(x="integer"), "major"),
        (schemas(x="string"), {"schemas": {}, "views": {}}, "major"),
        (schemas(x="string"), {**schemas(x="string"), "views": {"v": "SELECT 1"}}, "minor"),
    ],
)
def test_the_step_of_the_schema_version(old: dict[str, object], new: dict[str, object], level: str) -> None:
    assert step(old, new)[0] == level


def test_an_understated_schema_version_is_refused() -> None:
    with pytest.raises(ShenzhenAIError, match=r"at least 2\.0\.0 is needed"):
        refuse_understated("1.1.0", "2.0.0", ["major: field a.x is gone"])
