"""Plans, targets, instruments and events of this project: as many as there should be, and the questions they answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shenzhen_ai.load import Release

OF_SHENZHEN = "place_id IN (SELECT place_id FROM places WHERE place_id = 'shenzhen' OR parent_id = 'shenzhen')"
"""Shenzhen, its districts and its zones."""

AI_PLANS = "('sz-ai-action-2023-2024', 'sz-ai-pioneer-city-2024', 'sz-ai-pioneer-city-2025-2026')"


@pytest.fixture(scope="module")
def con(real_release: Release) -> Iterator[duckdb.DuckDBPyConnection]:
    """The released database, read-only."""
    with duckdb.connect(str(real_release.database), read_only=True) as connection:
        yield connection


@pytest.mark.parametrize(
    ("least", "query"),
    [
        (270, "FROM plans"),
        (690, "FROM targets"),
        (350, f"FROM targets WHERE {OF_SHENZHEN}"),
        (200, "FROM targets t SEMI JOIN observations o USING (indicator_id, place_id)"),
        (200, "FROM target_progress WHERE verdict <> 'not measurable'"),
        (80, "FROM target_progress WHERE verdict IN ('met', 'missed', 'reached early', 'reached late')"),
        (80, "FROM instruments"),
        (280, "FROM events"),
        (100, "FROM plan_links"),
    ],
)
def test_there_are_as_many_as_the_project_promises(con: duckdb.DuckDBPyConnection, least: int, query: str) -> None:
    assert len(con.execute(query).fetchall()) >= least


def test_every_title_summary_and_statement_is_in_both_languages(con: duckdb.DuckDBPyConnection) -> None:
    for table, columns in {
        "plans": ["title_en", "summary_en", "summary_zh", "title_origin"],
        "targets": ["statement_en", "statement_zh"],
        "instruments": ["what_en", "what_zh"],
        "events": ["title_en", "title_zh", "what_en", "what_zh"],
        "commentary": ["about_en", "about_zh", "argument_en", "argument_zh"],
        "issuers": ["name_en", "name_zh", "name_origin"],
    }.items():
        empty = " OR ".join(f"{column} IS NULL" for column in columns)
        assert con.execute(f"FROM {table} WHERE {empty}").fetchall() == [], table
    untitled = con.execute("SELECT plan_id FROM plans WHERE title_zh IS NULL").fetchall()

    assert untitled == [("huawei-ascend-roadmap-2025",)], "a talk without a Chinese title; any other plan has one"


def test_the_goals_for_2030_stand_beside_the_newest_figure(con: duckdb.DuckDBPyConnection) -> None:
    rows = con.execute(
        "SELECT target_id, newest_period FROM targets_flat WHERE place_id = 'shenzhen' AND due = '2030' ORDER BY 1"
    ).fetchall()
    newest = dict(rows)

    assert len(rows) >= 9
    assert newest["sz-gwr-2026-gdp-2030"] == "2025"
    assert newest["sz-gwr-2026-rd-intensity-2030"] == "2024"
    assert newest["sz-15fyp-outline-compute-realtime-2030"] is None


def test_what_was_due_by_2025_has_a_verdict(con: duckdb.DuckDBPyConnection) -> None:
    rows = con.execute(
        "SELECT target_id, verdict FROM targets_flat WHERE place_id = 'shenzhen' AND due < '2026'"
    ).fetchall()
    verdicts = dict(rows)

    assert len(rows) >= 230
    assert verdicts["sz-14fyp-outline-gdp-2025"] == "missed"
    assert verdicts["sz-gwr-2025-gdp-growth-2025"] == "met"
    assert verdicts["sz-13fyp-outline-high-tech-firms-2020"] == "reached early"


def test_four_plans_came_out_on_one_day(con: duckdb.DuckDBPyConnection) -> None:
    rows = con.execute("SELECT plan_id FROM plans WHERE issued_on = '2025-03-03' ORDER BY 1").fetchall()

    assert [plan for (plan,) in rows] == [
        "sz-ai-pioneer-city-2025-2026",
        "sz-ai-terminals-2025-2026",
        "sz-embodied-robots-2025-2027",
        "sz-gazelle-unicorn-2025-2027",
    ]


def test_three_ai_plans_can_be_read_side_by_side(con: duckdb.DuckDBPyConnection) -> None:
    promises = "SELECT plan_id, kind FROM targets UNION ALL SELECT plan_id, kind FROM instruments"
    counts = con.execute(
        f"SELECT plan_id, count(*) FROM ({promises}) JOIN plans USING (plan_id) "
        f"WHERE plan_id IN {AI_PLANS} GROUP BY plan_id, issued_on ORDER BY issued_on"
    ).fetchall()

    assert [plan for plan, _ in counts] == [plan.strip("' ") for plan in AI_PLANS.strip("()").split(",")]
    assert all(count >= 4 for _, count in counts)
