"""Every rule of target_progress by an example: what was promised, what was published, what the view says.

Each example is a target of one plan (2024 to 2027) with an indicator of its own; the day is 2026-11-24. A straight line
from 20 at the end of 2023 to 100 at the end of 2027 stands at 60.03 at the end of 2025, for the leap day.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from factory import roadmap
from shenzhen_ai.compile import compile_package

Figure = tuple[str, str, str]
"""Period, comparator, number and unit of a published value: `("asof:2025", "eq", "12 firm")`."""

Rows = dict[str, dict[str, Any]]
"""Rows of the view by target."""

UNITS = [
    ("firm", "firms", "家企业", "firm", "1", ""),
    ("firm-10k", "10 thousand firms", "万家企业", "firm", "10000", ""),
    ("cny-100m", "100 million CNY", "亿元", "cny", "100000000", ""),
    ("cny-billion", "billion CNY", "十亿元", "cny", "1000000000", ""),
    ("cny", "CNY", "元", "cny", "1", ""),
    ("usd", "USD", "美元", "usd", "1", ""),
    ("percent", "per cent", "百分比", "percent", "1", "%"),
    ("rank", "rank", "名", "rank", "1", ""),
    ("times", "times", "倍", "times", "1", ""),
]


@dataclass(frozen=True)
class Example:
    """A promise (form, comparator, number and unit, due), the figures published, and the verdict."""

    promise: str
    due: str
    figures: tuple[Figure, ...]
    verdict: str
    measure: str = "stock"
    better: str = "higher"
    shown: str | None = None
    more: dict[str, Any] = field(default_factory=dict)


EXAMPLES = {
    # due has gone by, a stock
    "met-at-due": Example("level ge 100 firm", "2025", (("asof:2025", "eq", "100 firm"),), "met", shown="asof:2025"),
    "met-by-the-last-day": Example("level ge 100 firm", "2025", (("asof:2025-12-31", "eq", "120 firm"),), "met"),
    "met-in-another-unit": Example("level ge 1 firm-10k", "2025", (("asof:2025-12", "eq", "10000 firm"),), "met"),
    "missed": Example("level ge 100 firm", "2025", (("asof:2025-12", "eq", "99 firm"),), "missed"),
    "more-than-is-not-at-least": Example("level gt 100 firm", "2025", (("asof:2025-12", "eq", "100 firm"),), "missed"),
    "plain-number-wants-what-is-better": Example(
        "level eq 100 firm", "2025", (("asof:2025", "eq", "101 firm"),), "met"
    ),
    "plain-number-where-less-is-better": Example(
        "level eq 100 firm", "2025", (("asof:2025", "eq", "101 firm"),), "missed", better="lower"
    ),
    "plain-number-of-no-side": Example(
        "level eq 100 firm", "2025", (("asof:2025", "eq", "100 firm"),), "not measurable", better="neither"
    ),
    "month-of-due": Example("level ge 100 firm", "2025-06", (("asof:2025-06-30", "eq", "100 firm"),), "met"),
    "before-due-too-low": Example("level ge 100 firm", "2025", (("asof:2025-09", "eq", "90 firm"),), "due no figure"),
    "before-due-kept": Example("level ge 100 firm", "2025", (("asof:2025-09", "eq", "100 firm"),), "reached early"),
    "after-due-only": Example("level ge 100 firm", "2025", (("asof:2026-03", "eq", "200 firm"),), "due no figure"),
    "late": Example(
        "level ge 100 firm",
        "2025",
        (("asof:2025-12", "eq", "90 firm"), ("asof:2026-03", "eq", "110 firm"), ("asof:2026-06", "eq", "130 firm")),
        "reached late",
        shown="asof:2026-03",
    ),
    "missed-and-still-short": Example(
        "level ge 100 firm", "2025", (("asof:2025", "eq", "90 firm"), ("asof:2026-03", "eq", "95 firm")), "missed"
    ),
    "no-figure-at-all": Example("level ge 100 firm", "2025", (), "due no figure"),
    "before-the-plan-does-not-count": Example(
        "level ge 100 firm", "2025", (("asof:2023-06", "eq", "150 firm"),), "due no figure"
    ),
    # bounds
    "bound-proves": Example("level ge 2500 firm", "2025", (("asof:2025", "ge", "2500 firm"),), "met"),
    "bound-above-proves-strictly": Example("level gt 2500 firm", "2025", (("asof:2025", "gt", "2500 firm"),), "met"),
    "at-least-does-not-prove-more-than": Example(
        "level gt 2500 firm", "2025", (("asof:2025", "ge", "2500 firm"),), "not decidable"
    ),
    "bound-never-disproves": Example(
        "level ge 3000 firm", "2025", (("asof:2025", "ge", "2500 firm"),), "not decidable"
    ),
    "upper-bound-disproves": Example("level ge 3000 firm", "2025", (("asof:2025", "lt", "3000 firm"),), "missed"),
    "range-proves": Example("level ge 80 firm", "2025", (("asof:2025", "between", "80 firm 90"),), "met"),
    "range-across": Example("level ge 85 firm", "2025", (("asof:2025", "between", "80 firm 90"),), "not decidable"),
    "about-across": Example("level ge 100 firm", "2025", (("asof:2025", "about", "103 firm"),), "not decidable"),
    "about-well-above": Example("level ge 100 firm", "2025", (("asof:2025", "about", "110 firm"),), "met"),
    "nearly-is-below": Example("level ge 300 firm", "2025", (("asof:2025", "nearly", "300 firm"),), "missed"),
    "promise-of-about": Example("level about 100 firm", "2025", (("asof:2025", "eq", "96 firm"),), "met"),
    # flows
    "flow-of-the-year": Example(
        "level ge 30 cny-100m", "2025", (("2025", "eq", "3.1 cny-billion"),), "met", measure="flow"
    ),
    "half-a-year-is-not-a-year": Example(
        "level ge 30 cny-100m", "2025", (("2025-H2", "eq", "40 cny-100m"),), "due no figure", measure="flow"
    ),
    "earlier-year-kept-it": Example(
        "level ge 30 cny-100m", "2025", (("2024", "eq", "31 cny-100m"),), "reached early", measure="flow"
    ),
    "currencies-do-not-convert": Example(
        "level ge 30 cny-100m", "2025", (("2025", "eq", "900 usd"),), "due no figure", measure="flow"
    ),
    "a-forecast-is-no-figure": Example(
        "level ge 100 firm", "2025", (("asof:2025", "eq", "100 firm"),), "due no figure", more={"status": "forecast"}
    ),
    # other forms
    "ceiling-kept": Example("ceiling le 20 firm", "2025", (("asof:2025", "eq", "19 firm"),), "met"),
    "ceiling-broken": Example("ceiling lt 20 firm", "2025", (("asof:2025", "eq", "20 firm"),), "missed"),
    "ceiling-is-judged-when-due": Example(
        "ceiling le 20 firm", "2027", (("asof:2026-06", "eq", "10 firm"),), "not measurable"
    ),
    "rank": Example("rank le 3 rank", "2025", (("2025", "eq", "2 rank"),), "met", measure="rank", better="lower"),
    "range-of-a-promise": Example(
        "range between 5 percent 6", "2025", (("2025", "eq", "5.2 percent"),), "met", measure="share"
    ),
    "cumulative-stock": Example(
        "cumulative ge 100 firm", "2025", (("asof:2025-12", "eq", "100 firm"),), "met", measure="count-cumulative"
    ),
    "cumulative-is-no-single-year": Example(
        "cumulative ge 100 firm", "2025", (("2025", "eq", "200 firm"),), "due no figure", measure="flow"
    ),
    "cumulative-over-its-period": Example(
        "cumulative ge 100 firm",
        "2025",
        (("2024..2025", "eq", "120 firm"),),
        "met",
        measure="flow",
        more={"period": "2024..2025"},
    ),
    "increase-with-the-plan-s-base": Example(
        "increase-by eq 10 firm",
        "2025",
        (("asof:2025", "eq", "51 firm"),),
        "met",
        more={"base_value": "41", "base_unit_id": "firm", "base_period": "2023"},
    ),
    "increase-with-a-shown-base": Example(
        "increase-by ge 10 firm",
        "2025",
        (("asof:2023-12", "eq", "41 firm"), ("asof:2025", "eq", "50 firm")),
        "missed",
        shown="asof:2025",
    ),
    "increase-in-per-cent": Example(
        "increase-by ge 20 percent", "2025", (("asof:2023", "eq", "50 firm"), ("asof:2025", "eq", "60 firm")), "met"
    ),
    "increase-without-base": Example(
        "increase-by ge 10 firm", "2025", (("asof:2025", "eq", "50 firm"),), "not measurable"
    ),
    "base-that-is-a-bound": Example(
        "increase-by ge 10 firm",
        "2025",
        (("asof:2023", "gt", "41 firm"), ("asof:2025", "eq", "60 firm")),
        "not measurable",
    ),
    "doubling": Example(
        "multiply-by eq 2 times", "2025", (("asof:2023", "eq", "30 firm"), ("asof:2025", "eq", "60 firm")), "met"
    ),
    "growth-of-the-year": Example(
        "yearly-growth ge 6 percent", "2025", (("2025", "eq", "5.5 percent"),), "missed", measure="rate-yoy"
    ),
    "growth-of-another-year-is-neither-early-nor-late": Example(
        "yearly-growth ge 6 percent",
        "2025",
        (("2024", "eq", "7 percent"), ("2025", "eq", "5.5 percent")),
        "missed",
        measure="rate-yoy",
    ),
    "growth-of-several-years": Example(
        "yearly-growth ge 6 percent",
        "2025",
        (("2025", "eq", "7 percent"),),
        "not measurable",
        measure="rate-yoy",
        more={"period": "2024..2025"},
    ),
    "mean-growth-met": Example(
        "mean-growth ge 6 percent",
        "2025",
        (("2024..2025", "eq", "6.1 percent"),),
        "met",
        measure="rate-cagr",
        more={"period": "2024..2025"},
    ),
    "mean-growth-from-levels": Example(
        "mean-growth ge 10 percent",
        "2025",
        (("2023", "eq", "100 cny-100m"), ("2025", "eq", "121 cny-100m")),
        "met",
        measure="flow",
        more={"period": "2024..2025"},
    ),
    "mean-growth-from-levels-missed": Example(
        "mean-growth ge 10 percent",
        "2025",
        (("2023", "eq", "100 cny-100m"), ("2025", "eq", "120 cny-100m")),
        "missed",
        measure="flow",
        more={"period": "2024..2025"},
    ),
    "mean-growth-never-from-one-year": Example(
        "mean-growth ge 6 percent",
        "2027",
        (("2023", "eq", "100 cny-100m"), ("2024", "eq", "120 cny-100m")),
        "not measurable",
        measure="flow",
        more={"period": "2024..2027"},
    ),
    "mean-growth-of-yearly-rates": Example(
        "mean-growth ge 6 percent",
        "2025",
        (("2025", "eq", "9 percent"),),
        "not measurable",
        measure="rate-yoy",
        more={"period": "2024..2025"},
    ),
    # due is yet to come
    "reached-already": Example(
        "level ge 100 firm",
        "2027",
        (("asof:2025", "eq", "100 firm"), ("asof:2026-06", "eq", "130 firm")),
        "reached early",
        shown="asof:2025",
    ),
    "on-the-line": Example(
        "level ge 100 firm", "2027", (("asof:2023", "eq", "20 firm"), ("asof:2025-12", "eq", "61 firm")), "on track"
    ),
    "below-the-line": Example(
        "level ge 100 firm", "2027", (("asof:2023", "eq", "20 firm"), ("asof:2025-12", "eq", "59 firm")), "behind"
    ),
    "bound-above-the-line": Example(
        "level ge 100 firm", "2027", (("asof:2023", "eq", "20 firm"), ("asof:2025-12", "gt", "61 firm")), "on track"
    ),
    "bound-below-the-line": Example(
        "level ge 100 firm",
        "2027",
        (("asof:2023", "eq", "20 firm"), ("asof:2025-12", "gt", "50 firm")),
        "not decidable",
    ),
    "downward-line": Example(
        "level le 20 firm", "2027", (("asof:2023", "eq", "100 firm"), ("asof:2025-12", "eq", "61 firm")), "behind"
    ),
    "increase-on-the-line": Example(
        "increase-by ge 80 firm",
        "2027",
        (("asof:2023", "eq", "20 firm"), ("asof:2025-12", "eq", "61 firm")),
        "on track",
    ),
    "no-base-no-line": Example("level ge 100 firm", "2027", (("asof:2025-12", "eq", "60 firm"),), "not measurable"),
    "nothing-since-the-base": Example("level ge 100 firm", "2027", (("asof:2023", "eq", "20 firm"),), "not measurable"),
    "mean-growth-so-far": Example(
        "mean-growth ge 6 percent",
        "2027",
        (("2024..2025", "eq", "7 percent"),),
        "on track",
        measure="rate-cagr",
        more={"period": "2024..2027"},
    ),
    "mean-growth-so-far-short": Example(
        "mean-growth ge 6 percent",
        "2027",
        (("2024..2025", "eq", "5 percent"),),
        "behind",
        measure="rate-cagr",
        more={"period": "2024..2027"},
    ),
    # nothing to measure
    "qualitative": Example("level ge 1 firm", "2025", (), "not measurable", more={"kind": "qualitative"}),
    "each-district": Example(
        "level ge 1 firm",
        "2025",
        (("asof:2025", "eq", "9 firm"),),
        "not measurable",
        more={"applies_to": "each-district"},
    ),
    "no-indicator": Example("level ge 1 firm", "2025", (), "not measurable", more={"indicator_id": ""}),
    "no-due": Example("level ge 1 firm", "", (("asof:2025", "eq", "9 firm"),), "not measurable"),
}


def _amount(text: str) -> dict[str, str]:
    number, unit, *upper = text.split()
    return {"value": number, "unit_id": unit, "value_max": upper[0] if upper else ""}


def _target(name: str, example: Example) -> dict[str, Any]:
    form, comparator, amount = example.promise.split(" ", 2)
    flow = example.measure not in {"stock", "count-cumulative"} and form != "cumulative"
    return {
        "target_id": name,
        "plan_id": "plan",
        "indicator_id": name,
        "place_id": "shenzhen",
        "applies_to": "whole",
        "kind": "quantified",
        "form": form,
        "comparator": comparator,
        **_amount(amount),
        "due": example.due,
        "period": example.due if flow else "",
        "source_id": "paper",
        "locator": "p:1",
        **{name: value for name, value in example.more.items() if name != "status"},
    }


def _observations(name: str, example: Example) -> list[dict[str, Any]]:
    return [
        {
            "observation_id": f"{name}-{number}",
            "indicator_id": name,
            "place_id": "shenzhen",
            "period": period,
            "comparator": comparator,
            **_amount(amount),
            "status": example.more.get("status", "final"),
            "source_id": "paper",
            "locator": "p:2",
        }
        for number, (period, comparator, amount) in enumerate(example.figures)
    ]


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> Rows:
    """What the view says of all examples in one package."""
    units = ("unit_id", "name_en", "name_zh", "base_unit_id", "factor", "symbol")
    package = roadmap(
        tmp_path_factory.mktemp("progress"),
        {
            "units": [dict(zip(units, row, strict=True)) for row in UNITS],
            "places": [{"place_id": "shenzhen", "name_en": "Shenzhen", "level": "city"}],
            "plans": [{"plan_id": "plan", "title_en": "Plan", "period": "2024..2027"}],
            "sources": [{"source_id": "paper", "title": "Paper", "publisher": "Bureau", "copy": "original"}],
            "concepts": [{"concept_id": "things"}],
            "indicators": [
                {"indicator_id": name, "concept_id": "things", "measure": item.measure, "better": item.better}
                for name, item in EXAMPLES.items()
            ],
            "targets": [_target(name, example) for name, example in EXAMPLES.items()],
            "observations": [row for name, example in EXAMPLES.items() for row in _observations(name, example)],
        },
    )
    found = compile_package(package).execute("SELECT * FROM target_progress")
    columns = [item[0] for item in found.description or []]
    return {str(row[0]): dict(zip(columns, row, strict=True)) for row in found.fetchall()}


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_verdict(rows: Rows, name: str) -> None:
    row, example = rows[name], EXAMPLES[name]

    assert row["verdict"] == example.verdict, row["reason"]
    if example.shown:
        assert row["observed_period"] == example.shown


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_verdict_comes_with_a_sentence_in_both_languages(rows: Rows, name: str) -> None:
    row = rows[name]

    assert row["reason"].endswith(".")
    assert row["reason_zh"].endswith("。")


def test_the_reason_shows_the_figures(rows: Rows) -> None:
    row = rows["flow-of-the-year"]

    assert row["reason"] == "Promised at least 30 × 100 million CNY by 2025; the figure is 3.1 billion CNY for 2025."
    assert row["reason_zh"] == "承诺2025达到不少于30亿元；2025为3.1×十亿元。"


def test_the_base_that_was_used_is_shown(rows: Rows) -> None:
    assert rows["increase-with-a-shown-base"]["base_observation_id"] == "increase-with-a-shown-base-0"
    assert rows["increase-with-the-plan-s-base"]["base_observation_id"] is None


def test_shares_of_target_and_time(rows: Rows) -> None:
    row = rows["flow-of-the-year"]

    assert float(row["share_of_target"]) == pytest.approx(31 / 30, abs=1e-4)
    assert float(row["time_gone"]) == pytest.approx(1058 / 1461, abs=1e-4)
    assert rows["mean-growth-from-levels"]["share_of_target"] is None


def test_siblings_are_counted_and_never_used(rows: Rows) -> None:
    others = sum(len(example.figures) for name, example in EXAMPLES.items() if name != "no-figure-at-all")

    row = rows["no-figure-at-all"]
    assert (row["verdict"], row["sibling_observations"]) == ("due no figure", others)


def test_the_verdicts_are_the_documented_ones(rows: Rows) -> None:
    assert {row["verdict"] for row in rows.values()} == {
        *("met", "missed", "reached early", "reached late", "due no figure"),
        *("on track", "behind", "not decidable", "not measurable"),
    }
