"""Every fact of the first research is entered, a further source of a row that stands, or left out for a reason.

`tests/research_coverage/*.csv` hold one line per raw fact, by folder, file and line of the research. The facts
themselves are not part of the project; TOTALS says how many lines each file of them has. A new CSV joins in by
standing in the folder.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

COVERAGE = ROOT / "tests" / "research_coverage"

COLUMNS = ["folder", "file", "line", "kind", "outcome", "table_name", "row_id", "reason"]

TOTALS = {
    ("plans", "plans.jsonl"): 151,
    ("plans", "targets.jsonl"): 439,
    ("plans", "events.jsonl"): 17,
    ("plans", "observations.jsonl"): 155,
    ("context", "plans.jsonl"): 139,
    ("context", "targets.jsonl"): 461,
    ("context", "events.jsonl"): 225,
    ("context", "firms.jsonl"): 5,
    ("context", "observations.jsonl"): 332,
    ("firms", "firms.jsonl"): 356,
    ("firms", "observations.jsonl"): 322,
    ("firms", "events.jsonl"): 84,
    ("indicators", "ai.jsonl"): 73,
    ("indicators", "autodriving.jsonl"): 39,
    ("indicators", "comparators.jsonl"): 183,
    ("indicators", "digital.jsonl"): 56,
    ("indicators", "districts.jsonl"): 136,
    ("indicators", "finance.jsonl"): 47,
    ("indicators", "govai.jsonl"): 42,
    ("indicators", "hetao.jsonl"): 37,
    ("indicators", "innovation.jsonl"): 112,
    ("indicators", "lowaltitude.jsonl"): 67,
    ("indicators", "macro.jsonl"): 564,
    ("indicators", "nev.jsonl"): 32,
    ("indicators", "robots.jsonl"): 104,
    ("indicators", "semicon.jsonl"): 19,
    ("indicators", "trade.jsonl"): 108,
}
"""Lines of each file of the research, the records of sources excepted."""

OUTCOMES = {"entered", "further source", "left out"}

FILES = sorted(path.name for path in COVERAGE.glob("*.csv"))


def lines(name: str) -> list[dict[str, str]]:
    with (COVERAGE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def keys(table: str) -> set[str]:
    """Ids of the rows of a table: their primary key, joined by `|`."""
    fields = json.loads((ROOT / "schemas" / f"{table}.json").read_text(encoding="utf-8"))["primaryKey"]
    with (ROOT / "sources" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return {"|".join(row[field] for field in fields) for row in csv.DictReader(file)}


def test_the_accounts_of_plans_and_figures_are_there() -> None:
    figures = {"indicators.csv", "plans_observations.csv", "context_observations.csv"}

    assert {"plans.csv", "context.csv"} | figures <= set(FILES)


@pytest.mark.parametrize("name", FILES)
def test_an_account_has_the_common_columns_and_outcomes(name: str) -> None:
    with (COVERAGE / name).open(encoding="utf-8", newline="") as file:
        assert next(csv.reader(file)) == COLUMNS
    assert {line["outcome"] for line in lines(name)} <= OUTCOMES


def test_every_line_of_a_file_that_is_worked_through_is_accounted_for_once() -> None:
    found = Counter((line["folder"], line["file"], int(line["line"])) for name in FILES for line in lines(name))
    worked_through = {(folder, file) for folder, file, _ in found}

    assert worked_through <= set(TOTALS)
    assert found == Counter((*key, number) for key in worked_through for number in range(1, TOTALS[key] + 1))


@pytest.mark.parametrize("name", FILES)
def test_what_is_entered_stands_in_its_table(name: str) -> None:
    pointed = [(line["table_name"], line["row_id"]) for line in lines(name) if line["outcome"] != "left out"]
    known = {table: keys(table) for table in {table for table, _ in pointed}}

    assert [pair for pair in pointed if pair[1] not in known[pair[0]]] == []


@pytest.mark.parametrize("name", FILES)
def test_what_is_left_out_has_a_reason_and_no_row(name: str) -> None:
    left_out = [line for line in lines(name) if line["outcome"] == "left out"]

    assert [line for line in left_out if not line["reason"] or line["table_name"] or line["row_id"]] == []
