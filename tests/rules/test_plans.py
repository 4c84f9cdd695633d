"""Rules about plans, targets, events and evidence, each on the smallest data that breaks it and on data that does not.

Each case changes the row of a small world: a city plan of 2024 to 2026 with one target of 3000 firms.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from factory import found

if TYPE_CHECKING:
    from pathlib import Path

Rows = dict[str, list[dict[str, Any]]]
"""Rows by table."""

CITED = {"source_id": "gazette", "locator": "p:1"}

TARGET = {
    "target_id": "goal",
    "plan_id": "plan",
    "indicator_id": "firms",
    "place_id": "city",
    "applies_to": "whole",
    "kind": "quantified",
    "form": "level",
    "comparator": "ge",
    "value": "3000",
    "unit_id": "firm",
    "due": "2026",
    "binding": "not-stated",
    "printed": "3000家",
    "printed_unknown": "false",
    "statement_en": "At least 3,000 firms by 2026.",
    "statement_zh": "到2026年，企业达到3000家。",
    **CITED,
}

WORLD: Rows = {
    "sources": [{"source_id": "gazette", "title": "公报", "text_id": "t-gazette", "published_on": "2025-03-04"}],
    "places": [
        {"place_id": "country", "name_en": "Country", "level": "country"},
        {"place_id": "city", "name_en": "City", "level": "city", "parent_id": "country"},
        {"place_id": "district", "name_en": "District", "level": "district", "parent_id": "city"},
    ],
    "units": [
        {"unit_id": "firm", "name_en": "firms", "base_unit_id": "firm", "factor": "1"},
        {"unit_id": "firm-10k", "name_en": "10 thousand firms", "base_unit_id": "firm", "factor": "10000"},
        {"unit_id": "percent", "name_en": "per cent", "base_unit_id": "percent", "factor": "1"},
        {"unit_id": "cny", "name_en": "CNY", "base_unit_id": "cny", "factor": "1"},
    ],
    "indicators": [
        {"indicator_id": "firms", "measure": "stock", "unit_id": "firm"},
        {"indicator_id": "share", "measure": "share", "unit_id": "percent"},
        {"indicator_id": "output", "measure": "flow", "unit_id": "cny"},
    ],
    "plans": [{"plan_id": "plan", "place_id": "city", "issued_on": "2024-03-01", "period": "2024..2026"}],
    "targets": [TARGET],
}


def world(**tables: list[dict[str, Any]]) -> Rows:
    return {**WORLD, **tables}


def targets(**cells: str) -> Rows:
    """The world with its target changed in these cells."""
    return world(targets=[{**TARGET, **cells}])


def twin(**cells: str) -> Rows:
    """The world with a second target that differs from the first in its id and in these cells."""
    return world(targets=[TARGET, {**TARGET, "target_id": "twin", **cells}])


def plan(**cells: str) -> Rows:
    return world(plans=[{**WORLD["plans"][0], **cells}])


def successor(relation: str, **cells: str) -> Rows:
    """The world with a second plan that has this relation to the first, the first changed in these cells."""
    plans = [{**WORLD["plans"][0], **cells}, {"plan_id": "next", "place_id": "city", "issued_on": "2026-04"}]
    return world(plans=plans, plan_links=[{"plan_id": "next", "relation": relation, "to_plan_id": "plan", **CITED}])


def evidence(printed: str) -> Rows:
    row = {"evidence_id": "ev", "table_name": "targets", "row_id": "goal", "field": "*", "basis": "printed"}
    return world(evidence=[{**row, "printed": printed, **CITED}])


def event(**cells: str) -> Rows:
    row = {"event_id": "day", "title_en": "Plan issued", "what_en": "", "happened_on": "2025-04-01", "kind": "other"}
    return world(events=[{**row, **cells, **CITED}])


GOOD = [
    ("TARGET-TWICE", twin(due="2025")),
    ("TARGET-TWICE", twin(value="3001")),
    ("TARGET-TWICE", twin(indicator_id="")),
    ("TARGET-BASE-LATE", targets(base_value="2000", base_unit_id="firm", base_period="asof:2026-02")),
    ("TARGET-DUE-EARLY", targets(due="2024")),
    ("TARGET-DUE-EARLY", targets(due="")),
    ("TARGET-PERIOD", targets(period="2024..2026")),
    ("TARGET-PERIOD", targets(period="2025?")),
    ("TARGET-PERIOD-KIND", targets(period="asof:2026")),
    ("TARGET-PERIOD-KIND", targets(indicator_id="output", unit_id="cny", period="2026")),
    ("TARGET-PERIOD-KIND", targets(form="increase-by", period="2026")),
    ("TARGET-SHARE-RANGE", targets(indicator_id="share", unit_id="percent", value="100")),
    ("TARGET-PLACE", targets(place_id="district")),
    ("TARGET-PLACE", targets(place_id="country", note="The plan counts the whole country.")),
    ("TARGET-STATEMENT", targets(value="0.3", unit_id="firm-10k", statement_zh="企业达到3000家。")),
    ("TARGET-STATEMENT", targets(printed_unknown="true", printed="", statement_zh="企业达到数千家。")),
    ("EVIDENCE-DIGITS", evidence("3,000 firms")),
    ("EVIDENCE-DIGITS", evidence("0.3万家")),
    ("EVIDENCE-DIGITS", evidence("三千家")),
    ("PLAN-ISSUED", plan(issued_on="2023-12-31")),
    ("PLAN-ISSUED", plan(issued_on="")),
    ("PLAN-SUPERSEDED", successor("replaces", status="superseded")),
    ("PLAN-SUPERSEDED", successor("extends", status="in-force")),
    ("EVENT-AFTER-SOURCE", event(happened_on="2025-03")),
    ("EVENT-AFTER-SOURCE", event(kind="listing")),
    ("EVENT-AFTER-SOURCE", event(what_en="Scheduled for April.")),
]

BAD = [
    ("TARGET-TWICE", twin(), ("twin", "value")),
    ("TARGET-TWICE", twin(value="0.3", unit_id="firm-10k"), ("twin", "value")),
    ("TARGET-BASE-LATE", targets(base_value="2000", base_unit_id="firm", base_period="2026"), ("goal", "base_period")),
    ("TARGET-BASE-LATE", targets(base_value="2000", base_unit_id="firm", base_period="2027"), ("goal", "base_period")),
    ("TARGET-DUE-EARLY", targets(due="2024-02"), ("goal", "due")),
    ("TARGET-PERIOD", targets(period="2025"), ("goal", "period")),
    ("TARGET-PERIOD-KIND", targets(period="2026"), ("goal", "period")),
    ("TARGET-PERIOD-KIND", targets(indicator_id="output", unit_id="cny"), ("goal", "period")),
    ("TARGET-SHARE-RANGE", targets(indicator_id="share", unit_id="percent", value="101"), ("goal", "value")),
    ("TARGET-PLACE", targets(place_id="country"), ("goal", "place_id")),
    ("TARGET-STATEMENT", targets(value="3500"), ("goal", "statement_zh")),
    ("EVIDENCE-DIGITS", evidence("超2600家"), ("ev", "printed")),
    ("PLAN-ISSUED", plan(issued_on="2027"), ("plan", "issued_on")),
    ("PLAN-ISSUED", plan(issued_on="2022-12"), ("plan", "issued_on")),
    ("PLAN-SUPERSEDED", plan(status="superseded"), ("plan", "status")),
    ("PLAN-SUPERSEDED", successor("replaces", status="in-force"), ("plan", "status")),
    ("EVENT-AFTER-SOURCE", event(), ("day", "happened_on")),
]


@pytest.mark.parametrize(("code", "tables"), GOOD)
def test_what_is_right_passes(tmp_path: Path, code: str, tables: Rows) -> None:
    assert found(tmp_path / "p", code, tables, run_python=False) == []


@pytest.mark.parametrize(("code", "tables", "expected"), BAD)
def test_a_slip_is_named_with_its_row_and_field(
    tmp_path: Path, code: str, tables: Rows, expected: tuple[str, str]
) -> None:
    assert found(tmp_path / "p", code, tables, run_python=False) == [expected]
