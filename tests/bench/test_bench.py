"""What the benchmark times is right: the tables are what they say, and each contender answers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from bench import scale
from bench.contenders import RELEASE, SCALE, floor_copy, floor_text, ours, ours_parquet, ours_release, ours_spark
from bench.generate import NAMES, generate
from bench.report import chart, table
from conformance.oracle import compare
from conformance.oracle import ours as verdicts
from shenzhen_ai.checks import check
from shenzhen_ai.read import read

if TYPE_CHECKING:
    from pathlib import Path

ROWS = 3000


def test_the_clean_table_is_clean_and_written_at_once(tmp_path: Path) -> None:
    folder = generate(tmp_path, ROWS, broken=False)

    assert ours(folder) == ours_parquet(folder) == 0
    assert floor_text(folder) > 0
    assert floor_copy(folder) > 0
    assert (folder / "parquet" / "facts.parquet").exists()


@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_one_row_in_a_hundred_is_broken_in_ten_ways_and_frictionless_agrees(tmp_path: Path) -> None:
    folder = generate(tmp_path, ROWS, broken=True)
    report = check(read(folder))
    rows = {problem.line for problem in report.problems}

    assert len(rows) == ROWS // 100
    assert {"PRIMARY-KEY", "FOREIGN-KEY", "TYPE", "RANGE", "ENUM", "SPACE"} <= {item.code for item in report.problems}
    assert compare(folder) == (set(), set())
    assert len(verdicts(folder)[0]) == ROWS // 100 - ROWS // 1000


def test_results_become_a_table_and_a_chart() -> None:
    results = [
        {"name": name, "rows": rows, "broken": False, "seconds": rows / 1e6 * cost, "processor": 1.0, "megabytes": 90}
        for name, cost in (("floor: every column as text", 0.2), ("ours: check", 0.5))
        for rows in (100_000, 1_000_000)
    ]
    machine = {"date": "2026-11-26", "cores": 2, "python": "3.11", "versions": {"duckdb": "2.0"}}
    picture = ET.fromstring(chart(results))  # noqa: S314  our own picture

    assert "| 1,000,000 | clean | ours: check | 0.50 | 2.5 | 1.0 | 1.0 | 90 |" in table(
        {"machine": machine, "results": results}
    )
    assert len(picture.findall("{http://www.w3.org/2000/svg}polyline")) == 2


def test_a_release_of_many_rows_is_timed_and_a_lookup_in_it_counted(tmp_path: Path) -> None:
    folder = generate(tmp_path, ROWS, broken=False)
    assert ours_release(folder) == 0
    taken = scale.lookup(folder / RELEASE, ROWS)
    timed = {"rows": ROWS, "seconds": 2.0, "processor": 1.0, "megabytes": 9, "parquet": 3e6}
    results = [{"name": "one", **timed}, {"name": "two", **timed, "megabytes": 5000}, {"name": "three", "rows": ROWS}]
    results[2] |= {"seconds": None, "megabytes": 0}
    text = scale.table(
        {"machine": {"date": "2026-11-26", "cores": 2, "python": "3.11"}, "results": results, "lookup": taken}
    )

    assert sum(taken[name][1] for name in ("open", "key")) <= scale.LOOKUP
    assert taken["open"][0] > 0
    assert "| 3,000 | one | 2.0 | 1.0 | 3,000 | 9 | 3 |" in text
    assert "5000 (beyond the bound)" in text
    assert "| 3,000 | three | failed |" in text
    assert f"| open | {taken['open'][0]} | {taken['open'][1]:,} |" in text


def test_a_contender_that_cannot_run_says_why(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="PRIMARY-KEY"):
        ours_release(generate(tmp_path, ROWS, broken=True))


@pytest.mark.spark
def test_spark_answers_too(tmp_path: Path) -> None:
    assert ours_spark(generate(tmp_path, ROWS, broken=False)) == 0


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_page_on_scale_has_every_contender_and_a_lookup_within_the_bound(root: Path, language: str) -> None:
    text = (root / "docs" / language / "scale.md").read_text(encoding="utf-8")
    named = re.findall(r"^\| ([\d,]+) \| ([^|]+) \| [\d.]+ \|", text, re.MULTILINE)
    line = next(line for line in text.splitlines() if line.startswith("| `sz.connect("))

    assert {name for _, name in named} == set(SCALE)
    assert {int(rows.replace(",", "")) for rows, _ in named} == set(scale.ROWS)
    assert sum(int(size) * 1000 for size in re.findall(r"(\d+) kB", line)) <= scale.LOOKUP


def test_the_page_names_every_contender_of_the_benchmark(root: Path) -> None:
    from bench.contenders import CONTENDERS

    for language in ("en", "zh"):
        text = (root / "docs" / language / "performance.md").read_text(encoding="utf-8")
        named = set(re.findall(r"^\| [\d,]+ \| [^|]+ \| ([^|]+) \|", text, re.MULTILINE))
        assert named == set(CONTENDERS)
    assert len(NAMES) == 10
