"""The conflicts that are known from reading stand in the data, and the views tell of what kind each is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shenzhen_ai.load import Release

PAIRS = {
    "GDP of 2020 before and after revision": ("gdp", "shenzhen", "27670.24 2.78", "revision"),
    "GDP of 2020 after a later revision": ("gdp", "shenzhen", "27670.24 2.83", "revision"),
    "GDP of 2020 in two later reports": ("gdp", "shenzhen", "2.78 2.83", "same definition"),
    "population of 2020: census and year end": ("population", "shenzhen", "17560000 1763.38", "different date"),
    "population: residents and registered": ("population", "shenzhen", "1343.88 494.78", "different definition"),
    "AI firms of 2024: 2,000 or 2,800": ("ai-firms", "shenzhen", "2000 2800", "definition not stated"),
    "AI firms of 2024: 2,000 or 2,200": ("ai-firms", "shenzhen", "2000 2200", "different date"),
    "AI firms of Haizhu: 8,000, called related or pan-AI": ("ai-firms", "haizhu", "", None),
    "AI scale of 2023: 80 billion or an output of 300": (
        "ai-industry-scale",
        "shenzhen",
        "80 300",
        "definition not stated",
    ),
    "AI scale of 2023: 80 billion or 300 called core": (
        "ai-industry-scale",
        "shenzhen",
        "80 3000",
        "definition not stated",
    ),
    "AI scale of 2023: core or related": ("ai-industry-scale", "shenzhen", "3000 1", "different definition"),
    "robot firms: business database or business scope": ("robot-firms", "shenzhen", "51100 74032", "different date"),
    "robot growth of 2024: output or value added": (
        "robot-industry-growth",
        "shenzhen",
        "12.58 15.9",
        "different definition",
    ),
    "low altitude 2023: 90 or 96 billion": ("low-altitude-scale", "shenzhen", "90 96", "definition not stated"),
    "low altitude 2024: output or value added": (
        "low-altitude-scale",
        "shenzhen",
        "900 213.77",
        "different definition",
    ),
    "landing sites in June 2024: 121 or 249": ("low-altitude-sites", "shenzhen", "121 249", "different definition"),
    "routes of 2023: 77 or 126": ("low-altitude-routes", "shenzhen", "77 126", "definition not stated"),
    "routes of 2024: 94 or 101": ("low-altitude-routes", "shenzhen", "94 101", "same definition"),
    "low-altitude firms: 341 or 1,730": ("low-altitude-firms", "shenzhen", "341 1730", "different definition"),
    "consumer drones 2023: 70 or 74 per cent": ("drone-market-share", "shenzhen", "70 74", "same definition"),
    "drones: of the world, consumer or industrial": (
        "drone-market-share",
        "shenzhen",
        "74 50",
        "different definition",
    ),
    "drone cargo flights 2024: up 15 or 27 per cent": (
        "low-altitude-flights",
        "shenzhen",
        "15 27",
        "same definition",
    ),
    "new-energy vehicles 2024: a quarter or 22.3 per cent": (
        "nev-output-share",
        "shenzhen",
        "22.3 25",
        "definition not stated",
    ),
    "R&D: 188.05 billion dated 2023": ("rd", "shenzhen", "2236.6 1880.5", "same definition"),
    "R&D intensity of 2024: 6.67 or 5.81": ("rd", "shenzhen", "6.67 5.81", "same definition"),
    "growth of emerging industries 2023": ("emerging-industries", "shenzhen", "8.8 8", "same definition"),
    "little giants 2023: 742 or 754": ("little-giants", "shenzhen", "742 754", "same definition"),
    "unicorns: Hurun or another report": ("unicorns", "shenzhen", "34 32", "different date"),
    "Hetao park: 300 or 302 hectares": ("zone-area", "hetao-shenzhen-park", "3.02 300", "different date"),
    "open roads by date": ("av-open-roads", "shenzhen", "944 2000", "different date"),
    "venture fund of the Bay Area: 45.05 or 50.45 billion": (
        "venture-funds",
        "greater-bay-area",
        "450.5 504.5",
        "same definition",
    ),
}
"""Concept, place, the two values (as printed, blank between) and the label; None where the view must list no pair."""

FIRMS = {
    "AI spending of Tencent: 18 or 1.8 billion": ("tencent", "180 18", "same definition"),
    "half-year loss of UBTECH: 440 or 414 million": ("ubtech", "-4.40 -4.14", "different definition"),
    "humanoid orders of UBTECH: 1.3 or 1.4 billion": ("ubtech", "13 14", "same definition"),
    "worth of X Square": ("x-square", "20 50", "different date"),
    "worth of AI2 Robotics": ("ai2-robotics", "20 50", "different date"),
}
"""Firm, the two values and the label."""

BESIDE = {
    "growth of 5.8 per cent belongs to 2024; an article of December 2025 says last year": (
        (
            "SELECT period FROM observations WHERE indicator_id = 'gdp-real-growth' AND place_id = 'shenzhen' "
            "AND value = 5.8 AND period LIKE '2024%'"
        ),
        ["2024", "2024?"],
    ),
    "growth of 5.5 per cent is 2025's": (
        (
            "SELECT period FROM observations WHERE indicator_id = 'gdp-real-growth' AND place_id = 'shenzhen' "
            "AND value = 5.5 AND period = '2025'"
        ),
        ["2025"],
    ),
    "population before and after the census are two definitions of different years": (
        "SELECT indicator_id FROM observations WHERE place_id = 'shenzhen' AND value IN (1343.88, 1763.38)",
        ["permanent-population", "permanent-population-pre-census"],
    ),
    "AI firms of 2025: every figure is a lower bound, and lower bounds agree": (
        (
            "SELECT DISTINCT comparator FROM observations WHERE indicator_id = 'ai-firms-not-stated' "
            "AND place_id = 'shenzhen' AND period LIKE 'asof:2025%'"
        ),
        ["gt"],
    ),
    "AI firms above scale of Nanshan: 1,351, and over 1,000 a year later": (
        "SELECT value::INTEGER FROM observations WHERE indicator_id = 'ai-firms-above-scale' AND place_id = 'nanshan'",
        [1000, 1351],
    ),
    "an undated AI scale above 20 billion is a bound that every other figure passes": (
        (
            "SELECT comparator FROM observations WHERE indicator_id = 'ai-industry-scale-not-stated' "
            "AND place_id = 'shenzhen' AND value = 200 AND period = '2023..2025?'"
        ),
        ["gt"],
    ),
    "AI core scale of Guangdong: 180, 220 and 300 billion are three years": (
        (
            "SELECT DISTINCT period FROM observations WHERE indicator_id = 'ai-industry-scale-core' "
            "AND place_id = 'guangdong' AND value IN (1800, 2200, 3000)"
        ),
        ["2023", "2024", "2025"],
    ),
    "AI of Beijing 2024: more than 300 billion of revenue admits nearly 350 of scale": (
        (
            "SELECT indicator_id FROM observations WHERE place_id = 'beijing' AND period = '2024' "
            "AND value IN (3000, 3500) AND unit_id = 'cny-100m'"
        ),
        ["ai-core-industry-revenue", "ai-industry-scale-core"],
    ),
    "a city's AI core above its province's is an exception on record": (
        "SELECT row_id FROM rule_exceptions WHERE code = 'OBS-PART'",
        ["ai-industry-scale-core-guangzhou-2024", "ai-industry-scale-core-shenzhen-2023"],
    ),
    "AI growth: 12.7 per cent of value added in 2024, over 20 of scale in 2023": (
        (
            "SELECT period FROM observations o JOIN indicators i USING (indicator_id) WHERE place_id = 'shenzhen' "
            "AND i.concept_id = 'ai-industry-growth' AND value IN (12.7, 20)"
        ),
        ["2023", "2024"],
    ),
    "robot firms: 1,018 of the association in 2022, 59,498 by business scope in 2023": (
        "SELECT indicator_id FROM observations WHERE place_id = 'shenzhen' AND value IN (1018, 59498)",
        ["robot-firms-association", "robot-firms-registered"],
    ),
    "airspace: two reports of one aim": (
        (
            "SELECT value::INTEGER FROM targets WHERE plan_id = 'sz-lowalt-conference-2024' "
            "AND indicator_id = 'low-altitude-airspace-open-share'"
        ),
        [70, 75],
    ),
    "cars of 2024: one number by two rules of counting, all of them new-energy vehicles": (
        "SELECT indicator_id FROM observations WHERE place_id = 'shenzhen' AND value = 293.53",
        ["car-output-legal-entity", "nev-output-legal-entity", "nev-output-not-stated"],
    ),
    "share of emerging industries 2024: 42.3, and 45 only as a forecast, which no pair holds": (
        (
            "SELECT status FROM observations WHERE indicator_id = 'sei-share-gdp' AND place_id = 'shenzhen' "
            "AND period = '2024'"
        ),
        ["forecast", "preliminary"],
    ),
    "national AI + manufacturing opinions: 7 or 9 January": (
        "SELECT happened_on FROM events WHERE event_id LIKE '2026-01-%-national-ai-manufacturing%'",
        ["2026-01-07", "2026-01-09"],
    ),
    "first AI bureau: Longgang or Haizhu": (
        (
            "SELECT happened_on FROM events WHERE event_id IN "
            "('2025-05-21-longgang-ai-robot-bureau', '2025-12-28-haizhu-ai-bureau')"
        ),
        ["2025-05-21", "2025-12-28"],
    ),
    "XtalPi's listing and EngineAI's founding: one value is used, the other is on record": (
        "SELECT printed FROM overrides WHERE row_id LIKE 'xtalpi%' OR row_id LIKE 'engineai%'",
        ["2020", "2024-06-23"],
    ),
    "Narwal: registered in Dongguan, seat in Shenzhen": (
        "SELECT place_id FROM firm_places WHERE firm_id = 'narwal' AND place_id IN ('dongguan', 'nanshan')",
        ["dongguan", "nanshan"],
    ),
}
"""Conflicts that are no pair of figures of one period: a query, and what it must give in order."""


@pytest.fixture(scope="module")
def con(real_release: Release) -> Iterator[duckdb.DuckDBPyConnection]:
    """The released database, read-only."""
    with duckdb.connect(str(real_release.database), read_only=True) as connection:
        yield connection


@pytest.mark.parametrize("name", PAIRS)
def test_a_conflict_between_figures_is_listed_with_its_label(con: duckdb.DuckDBPyConnection, name: str) -> None:
    concept, place, values, label = PAIRS[name]
    rows = con.execute(
        "SELECT value, other_value, label FROM disagreements WHERE concept_id = ? AND place_id = ?", [concept, place]
    ).fetchall()
    pair = sorted(float(value) for value in values.split())

    found = {label for one, other, label in rows if not pair or sorted([float(one), float(other)]) == pair}
    assert label in found if label else not found


@pytest.mark.parametrize("name", FIRMS)
def test_a_conflict_between_figures_of_a_firm_is_listed_with_its_label(
    con: duckdb.DuckDBPyConnection, name: str
) -> None:
    firm, values, label = FIRMS[name]
    rows = con.execute("SELECT value, other_value, label FROM firm_disagreements WHERE firm_id = ?", [firm]).fetchall()
    pair = sorted(float(value) for value in values.split())

    assert label in {label for one, other, label in rows if sorted([float(one), float(other)]) == pair}


@pytest.mark.parametrize("name", BESIDE)
def test_a_conflict_of_another_kind_shows_both_sides(con: duckdb.DuckDBPyConnection, name: str) -> None:
    query, expected = BESIDE[name]

    assert sorted(value for (value,) in con.execute(query).fetchall()) == expected
