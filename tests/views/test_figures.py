"""Which figures disagree and why, and which one is taken where a single one is wanted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from factory import roadmap
from shenzhen_ai.compile import compile_package

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb

UNITS = {
    "cny-trillion": ("cny", "1000000000000"),
    "cny-100m": ("cny", "100000000"),
    "usd": ("usd", "1"),
    "firm": ("firm", "1"),
}

SOURCES: dict[str, dict[str, str]] = {
    "yearbook": {"publisher_kind": "statistics", "copy": "original", "published_on": "2026"},
    "bulletin": {"publisher_kind": "statistics", "copy": "original", "published_on": "2025-03"},
    "report": {"publisher_kind": "government", "copy": "original", "published_on": "2025-02"},
    "repeat": {"publisher_kind": "government", "copy": "excerpt", "published_on": "2025-02"},
    "daily": {"publisher_kind": "official-media", "copy": "original", "published_on": "2025-01"},
    "doubted": {"publisher_kind": "statistics", "copy": "original", "reliability_note": "contradicts itself"},
}


@dataclass(frozen=True)
class Figure:
    """A published value, written `period comparator number unit`, and what else matters of it."""

    text: str
    status: str = "final"
    source: str = "report"
    definition: str = "all"


@dataclass(frozen=True)
class Pair:
    """Two figures of a concept of their own, and the label of the pair; None where the view does not list them."""

    one: Figure
    other: Figure
    label: str | None


PAIRS = {
    "trillions-beside-hundred-millions": Pair(
        Figure("2024 eq 3.68 cny-trillion"), Figure("2024 eq 36801.87 cny-100m"), "rounding"
    ),
    "no-rounding": Pair(
        Figure("2020 eq 2.767 cny-trillion"), Figure("2020 eq 2.83 cny-trillion", source="daily"), "same definition"
    ),
    "coarse-rounding": Pair(Figure("2024 eq 3.7 cny-trillion"), Figure("2024 eq 36801.87 cny-100m"), "rounding"),
    "a-zero-that-was-typed-is-a-digit": Pair(
        Figure("2024 eq 3.70 cny-trillion"), Figure("2024 eq 36801.87 cny-100m", source="daily"), "same definition"
    ),
    "the-same-number": Pair(Figure("2024 eq 3.68 cny-trillion"), Figure("2024 eq 36800 cny-100m"), None),
    "contradiction": Pair(
        Figure("asof:2023 eq 754 firm"), Figure("asof:2023 eq 742 firm", source="daily"), "same definition"
    ),
    "two-definitions": Pair(
        Figure("2023 eq 3000 cny-100m"), Figure("2023 eq 800 cny-100m", definition="core"), "different definition"
    ),
    "definition-unknown": Pair(
        Figure("2023 eq 3000 cny-100m"),
        Figure("2023 eq 800 cny-100m", definition="not-stated"),
        "definition not stated",
    ),
    "both-unknown": Pair(
        Figure("2023 eq 3000 cny-100m", definition="not-stated"),
        Figure("2023 eq 800 cny-100m", definition="not-stated"),
        "definition not stated",
    ),
    "revision-by-status": Pair(
        Figure("2023 eq 100 firm", status="preliminary", source="daily"), Figure("2023 eq 103 firm"), "revision"
    ),
    "revision-by-the-same-body": Pair(
        Figure("2023 eq 100 firm", source="bulletin"), Figure("2023 eq 103 firm", source="yearbook"), "revision"
    ),
    "revision-by-a-later-year": Pair(
        Figure("2020 eq 100 firm", status="preliminary", source="daily"),
        Figure("2020 eq 103 firm", status="reported", source="yearbook"),
        "revision",
    ),
    "no-revision-within-a-year": Pair(
        Figure("2020 eq 100 firm", status="preliminary", source="daily"),
        Figure("2020 eq 103 firm", status="reported"),
        "same definition",
    ),
    "two-dates-of-one-year": Pair(
        Figure("asof:2025-06 eq 100 firm"), Figure("asof:2025-12 eq 103 firm"), "different date"
    ),
    "two-years": Pair(Figure("asof:2024-12 eq 100 firm"), Figure("asof:2025-12 eq 103 firm"), None),
    "a-half-is-no-year": Pair(Figure("2025-H1 eq 100 firm"), Figure("2025 eq 203 firm"), None),
    "bound-that-admits": Pair(Figure("asof:2025 gt 2200 firm"), Figure("asof:2025 eq 2800 firm"), None),
    "bound-that-does-not": Pair(
        Figure("asof:2025 gt 2900 firm"), Figure("asof:2025 eq 2800 firm", source="daily"), "same definition"
    ),
    "two-lower-bounds": Pair(Figure("asof:2025 gt 2200 firm"), Figure("asof:2025 ge 2800 firm"), None),
    "upper-against-lower-bound": Pair(
        Figure("asof:2025 lt 2200 firm"), Figure("asof:2025 ge 2800 firm", source="daily"), "same definition"
    ),
    "a-span-of-inferred-years": Pair(Figure("2023..2025? eq 100 firm"), Figure("2024 eq 103 firm"), "different date"),
    "a-span-that-was-printed": Pair(Figure("2023..2025 eq 100 firm"), Figure("2024 eq 103 firm"), None),
    "within-a-range": Pair(Figure("asof:2025 between 80 firm 90"), Figure("asof:2025 eq 85 firm"), None),
    "about": Pair(Figure("asof:2025 about 2000 firm"), Figure("asof:2025 eq 2080 firm"), None),
    "nearly": Pair(Figure("asof:2025 nearly 300 firm"), Figure("asof:2025 eq 296 firm"), None),
    "nearly-is-below": Pair(
        Figure("asof:2025 nearly 300 firm"), Figure("asof:2025 eq 304 firm", source="daily"), "same definition"
    ),
    "two-currencies": Pair(Figure("2024 eq 3.68 cny-trillion"), Figure("2024 eq 5 usd"), None),
    "forecast": Pair(Figure("2024 eq 100 firm", status="forecast"), Figure("2024 eq 90 firm"), None),
}

CHOICES = {
    "only-one": ([Figure("2024 eq 100 firm")], 0, "only one"),
    "reliability-first": (
        [Figure("2024 eq 100 firm", source="doubted"), Figure("2024 eq 101 firm", status="reported", source="daily")],
        1,
        "reliability",
    ),
    "an-inferred-year-is-weak": (
        [Figure("2024? eq 100 firm"), Figure("2024 eq 101 firm", status="estimate", source="daily")],
        1,
        "reliability",
    ),
    "final-before-preliminary": (
        [
            Figure("2024 eq 100 firm", status="preliminary", source="bulletin"),
            Figure("2024 eq 101 firm", source="daily"),
        ],
        1,
        "status",
    ),
    "statistics-before-government": (
        [Figure("2024 eq 100 firm", source="report"), Figure("2024 eq 101 firm", source="bulletin")],
        1,
        "issuer",
    ),
    "original-before-excerpt": (
        [Figure("2024 eq 100 firm", source="repeat"), Figure("2024 eq 101 firm", source="report")],
        1,
        "copy",
    ),
    "plain-before-hedged": ([Figure("2024 gt 100 firm"), Figure("2024 eq 110 firm")], 1, "exactness"),
    "more-digits": ([Figure("2024 eq 3.68 cny-trillion"), Figure("2024 eq 36801.87 cny-100m")], 1, "digits"),
    "newest": (
        [Figure("2024 eq 100 firm", source="bulletin"), Figure("2024 eq 101 firm", source="yearbook")],
        1,
        "date",
    ),
    "id-at-last": ([Figure("2024 eq 100 firm"), Figure("2024 eq 101 firm")], 0, "id"),
}


def _rows(concept: str, figures: list[Figure]) -> list[dict[str, Any]]:
    rows = []
    for number, figure in enumerate(figures):
        period, comparator, value, unit, *upper = figure.text.split()
        rows.append(
            {
                "observation_id": f"{concept}-{number}",
                "indicator_id": f"{concept}-{figure.definition}",
                "place_id": "shenzhen",
                "period": period,
                "comparator": comparator,
                "value": value,
                "value_max": upper[0] if upper else "",
                "unit_id": unit,
                "status": figure.status,
                "source_id": figure.source,
                "locator": "p:1",
            }
        )
    return rows


@pytest.fixture(scope="module")
def con(tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    """All examples in one compiled package, each a concept of its own."""
    figures = {name: [pair.one, pair.other] for name, pair in PAIRS.items()}
    figures |= {name: choice[0] for name, choice in CHOICES.items()}
    rows = [row for name, listed in figures.items() for row in _rows(name, listed)]
    indicators = sorted({row["indicator_id"] for row in rows})
    package = roadmap(
        tmp_path_factory.mktemp("figures"),
        {
            "units": [
                {"unit_id": name, "name_en": name, "base_unit_id": base, "factor": factor}
                for name, (base, factor) in UNITS.items()
            ],
            "places": [{"place_id": "shenzhen", "level": "city"}],
            "sources": [
                {"source_id": name, "title": name, "publisher": parts["publisher_kind"], **parts}
                for name, parts in SOURCES.items()
            ],
            "concepts": [{"concept_id": name} for name in figures],
            "indicators": [
                {
                    "indicator_id": name,
                    "concept_id": next(
                        concept for concept in figures if name in {f"{concept}-{scope}" for scope in SCOPES}
                    ),
                    "scope": "not-stated" if name.endswith("-not-stated") else "all",
                    "measure": "stock",
                }
                for name in indicators
            ],
            "observations": rows,
        },
    )
    return compile_package(package)


SCOPES = ("all", "core", "not-stated")


@pytest.mark.parametrize("name", PAIRS)
def test_the_label_of_a_pair(con: duckdb.DuckDBPyConnection, name: str) -> None:
    found = con.execute("SELECT label FROM disagreements WHERE concept_id = ?", [name]).fetchall()

    assert [label for (label,) in found] == ([PAIRS[name].label] if PAIRS[name].label else [])


@pytest.mark.parametrize("name", CHOICES)
def test_the_choice_and_what_decided_it(con: duckdb.DuckDBPyConnection, name: str) -> None:
    figures, chosen, step = CHOICES[name]
    found = con.execute(
        "SELECT observation_id, decided_by, candidates FROM best_observations WHERE indicator_id = ?", [f"{name}-all"]
    ).fetchall()

    assert found == [(f"{name}-{chosen}", step, len(figures))]


def test_definitions_never_compete(con: duckdb.DuckDBPyConnection) -> None:
    found = con.execute("SELECT count(*) FROM best_observations WHERE indicator_id LIKE 'two-definitions-%'").fetchall()

    assert found == [(2,)]


def test_rates_of_two_definitions_are_set_beside_each_other_and_shares_of_two_wholes_are_not(tmp_path: Path) -> None:
    measures = {"scale-growth": "rate-yoy", "output-growth": "rate-yoy", "of-one": "share", "of-other": "share"}
    package = roadmap(
        tmp_path,
        {
            "units": [{"unit_id": "percent", "base_unit_id": "percent", "factor": "1"}],
            "sources": [{"source_id": "report", "publisher": "report"}],
            "concepts": [{"concept_id": "one"}],
            "indicators": [
                {"indicator_id": name, "concept_id": "one", "scope": "all", "measure": measure, "of_indicator_id": name}
                for name, measure in measures.items()
            ],
            "observations": [
                {**row, "indicator_id": name, "observation_id": name}
                for name, row in zip(
                    measures, _rows("one", [Figure(f"2024 eq {n} percent") for n in range(1, 5)]), strict=True
                )
            ],
        },
    )
    pairs = compile_package(package).execute("SELECT indicator_id, other_indicator_id FROM disagreements").fetchall()

    assert pairs == [("output-growth", "scale-growth")]


def test_figures_of_a_firm_have_the_same_labels(tmp_path: Path) -> None:
    package = roadmap(
        tmp_path,
        {
            "units": [{"unit_id": "cny-100m", "base_unit_id": "cny", "factor": "100000000"}],
            "firms": [{"firm_id": "ubtech"}],
            "sources": [{"source_id": "report", "publisher": "report"}, {"source_id": "daily", "publisher": "daily"}],
            "concepts": [{"concept_id": "loss"}],
            "indicators": [
                {"indicator_id": name, "concept_id": "loss", "scope": "other", "measure": "flow"}
                for name in ("loss", "loss-attributable")
            ],
            "firm_observations": [
                {
                    "firm_observation_id": f"{indicator}-{source}",
                    "indicator_id": indicator,
                    "firm_id": "ubtech",
                    "period": "2025-H1",
                    "comparator": "eq",
                    "value": value,
                    "unit_id": "cny-100m",
                    "status": "reported",
                    "source_id": source,
                }
                for indicator, source, value in [
                    ("loss", "report", "-4.40"),
                    ("loss", "daily", "-4.6"),
                    ("loss-attributable", "report", "-4.14"),
                ]
            ],
        },
    )
    query = "SELECT firm_observation_id, other_firm_observation_id, label FROM firm_disagreements ORDER BY 1, 2"

    assert compile_package(package).execute(query).fetchall() == [
        ("loss-attributable-report", "loss-daily", "different definition"),
        ("loss-attributable-report", "loss-report", "different definition"),
        ("loss-daily", "loss-report", "same definition"),
    ]


def test_the_difference_is_told_in_per_cent(con: duckdb.DuckDBPyConnection) -> None:
    ((difference,),) = con.execute(
        "SELECT difference_percent FROM disagreements WHERE concept_id = 'two-definitions'"
    ).fetchall()

    assert difference == pytest.approx(275)
