"""Second readings: what was reached says what was found, and the rows are drawn, not chosen."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from factory import roadmap
from shenzhen_ai.checks import check
from shenzhen_ai.compile import compile_package

ROOT = Path(__file__).resolve().parents[2]

ROWS = {
    "places": [{"place_id": "shenzhen", "name_en": "Shenzhen", "name_zh": "深圳", "level": "city"}],
    "sources": [
        {
            "source_id": "a-report",
            "title": "A report",
            "publisher": "Office",
            "publisher_kind": "government",
            "copy": "original",
            "text_id": "t-a-report",
            "accessed_on": "2026-11-23",
            "language": "en",
            "extent_read": "whole",
        }
    ],
    "events": [
        {
            "event_id": f"event-{number}",
            "title_en": "Opening",
            "title_zh": "启用",
            "happened_on": "2025",
            "kind": "other",
            "place_id": "shenzhen",
            "source_id": "a-report",
            "locator": "whole",
        }
        for number in range(4)
    ],
}  # fmt: skip


def reading(number: int, outcome: str, **cells: str) -> dict[str, str]:
    reached = {} if outcome == "not-reachable" else {"found": "2025", "witness": "same", "source_id": "a-report"}
    row = {"table_name": "events", "row_id": f"event-{number}", "words": "Opening 2025", "read_on": "2026-11-26"}
    return {**row, "outcome": outcome, **reached, **cells}


CASES = {
    "good": ([reading(0, "confirmed"), reading(1, "not-reachable")], set()),
    "found-nothing": ([reading(0, "confirmed", found="")], {"READING-FOUND"}),
    "found-though-unreached": ([reading(0, "not-reachable", found="2025")], {"READING-FOUND"}),
    "reached-without-source": ([reading(0, "confirmed", source_id="")], {"READING-FOUND"}),
    "mended-though-confirmed": ([reading(0, "confirmed", mended="true")], {"READING-MENDED"}),
    "silent-difference": ([reading(0, "differs")], {"READING-NOTE"}),
    "mended-difference": ([reading(0, "differs", mended="true")], set()),
    "told-difference": ([reading(0, "differs", note_en="The page says 2026.", note_zh="该页写2026年。")], set()),
}


@pytest.mark.parametrize("name", sorted(CASES))
def test_rules_of_one_reading(name: str, tmp_path: Path) -> None:
    rows, expected = CASES[name]
    package = roadmap(tmp_path, {**ROWS, "second_readings": rows})
    shutil.copy(ROOT / "schemas" / "second_readings.py", tmp_path / "schemas")

    report = check(package, run_python=True)

    assert {problem.code for problem in report.problems if problem.code.startswith("READING-")} == expected


def test_results_are_counted_for_each_table_and_for_all(tmp_path: Path) -> None:
    rows = [
        reading(0, "confirmed"),
        reading(1, "confirmed", witness="other"),
        reading(2, "differs", mended="true"),
        reading(3, "not-reachable"),
    ]
    con = compile_package(roadmap(tmp_path, {**ROWS, "second_readings": rows}))

    results = con.execute("SELECT * FROM second_reading_results ORDER BY table_name").fetchall()

    assert [(name, *map(float, counts)) for name, *counts in results] == [
        (name, 4, 2, 1, 1, 1, 1, 66.7) for name in ("*", "events")
    ]
