"""The controlled vocabulary: what people type is found, and rival definitions of one question stand side by side."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

SOURCES = Path(__file__).resolve().parents[1] / "sources"


def rows(table: str) -> list[dict[str, str]]:
    with (SOURCES / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def found(word: str) -> set[str]:
    """Indicators that a word finds in a name or another name, whatever its case."""
    names = [(row["indicator_id"], row[field]) for row in rows("indicators") for field in ("name_en", "name_zh")]
    names += [(row["row_id"], row["name"]) for row in rows("aliases") if row["table_name"] == "indicators"]
    return {indicator for indicator, name in names if word.casefold() in name.casefold()}


@pytest.mark.parametrize(
    ("word", "indicator"),
    [
        ("算力", "computing-intelligent"),
        ("computing power", "computing-total"),
        ("compute", "computing-intelligent"),
        ("GDP", "gdp"),
        ("GDP", "gdp-per-head"),
        ("国内生产总值", "gdp"),
        ("无人机", "civil-drone-units"),
        ("drone", "civil-drone-units"),
        ("UAV", "civil-drone-units"),
        ("AI企业", "ai-firms-not-stated"),
        ("AI companies", "ai-firms-above-scale"),
        ("AI产业规模", "ai-industry-scale-not-stated"),
        ("low-altitude economy", "low-altitude-scale-not-stated"),
        ("机器人", "robot-chain-output"),
        ("humanoid", "humanoid-robot-makers"),
        ("electric vehicles", "nev-output-not-stated"),
        ("芯片", "ic-industry-revenue"),
        ("semiconductors", "ic-industry-revenue"),
        ("大模型备案", "genai-services-filed"),
        ("研发投入", "rd-expenditure"),
        ("robotaxi", "robotaxis-permitted"),
        ("5G", "base-stations-5g"),
        ("独角兽", "unicorns-hurun"),
    ],
)
def test_what_people_type_finds_the_indicator(word: str, indicator: str) -> None:
    assert indicator in found(word)


@pytest.mark.parametrize(
    ("concept", "definitions"),
    [
        ("ai-industry-scale", {"core", "other", "output", "revenue", "value-added", "not-stated"}),
        ("ai-firms", {"above-scale", "chain", "core", "registered", "other", "not-stated"}),
        ("robot-firms", {"chain", "registered", "other", "not-stated"}),
        ("low-altitude-firms", {"above-scale", "chain", "not-stated"}),
    ],
)
def test_rival_definitions_are_indicators_of_one_concept(concept: str, definitions: set[str]) -> None:
    scopes = {row["scope"] for row in rows("indicators") if row["concept_id"] == concept and row["measure"] != "share"}

    assert definitions <= scopes


def test_every_concept_has_an_indicator_and_a_growth_names_what_grows() -> None:
    indicators = {row["indicator_id"]: row for row in rows("indicators")}
    levels = {name for name in indicators if f"{name}-growth" in indicators}

    assert {row["concept_id"] for row in rows("concepts")} == {row["concept_id"] for row in indicators.values()}
    assert [name for name in levels if indicators[f"{name}-growth"]["of_indicator_id"] != name] == []
