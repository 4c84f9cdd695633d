"""Rules across tables that find errors of curation in figures: each with rows that break it and rows that do not."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from factory import roadmap
from shenzhen_ai.checks import check
from shenzhen_ai.read import read

if TYPE_CHECKING:
    from collections.abc import Iterable

ROOT = Path(__file__).resolve().parents[2]

UNITS = {
    "cny-100m": ("cny", "100000000"),
    "cny-10k": ("cny", "10000"),
    "cny-billion": ("cny", "1000000000"),
    "firm": ("firm", "1"),
    "percent": ("percent", "1"),
    "patent-per-10k-persons": ("patent-per-10k-persons", "1"),
}

INDICATORS = {
    "output": ("flow", "", "cny-100m"),
    "output-growth": ("rate-yoy", "output", "percent"),
    "firms": ("stock", "", "firm"),
    "patents": ("stock", "", "patent-per-10k-persons"),
}

SERIES = ("shenzhen output 2022 eq 100 cny-100m", "shenzhen output 2023 eq 110 cny-100m")

CASES = {
    "an-hundred-million-taken-for-ten": (
        "OBS-JUMP",
        [*SERIES, "shenzhen output 2024 eq 121 cny-billion"],
        ["shenzhen-output-2024"],
    ),
    "ten-thousand-taken-for-a-hundred-million": (
        "OBS-JUMP",
        [*SERIES, "shenzhen output 2024 eq 121 cny-10k"],
        ["shenzhen-output-2024"],
    ),
    "between-two-neighbours": (
        "OBS-JUMP",
        [*SERIES, "shenzhen output 2024 eq 1210 cny-100m", "shenzhen output 2025 eq 133 cny-100m"],
        ["shenzhen-output-2024", "shenzhen-output-2025"],
    ),
    "two-sources-of-one-period": (
        "OBS-JUMP",
        ["shenzhen firms asof:2024 eq 200 firm", "shenzhen firms asof:2024? eq 2000 firm"],
        ["shenzhen-firms-asof-2024", "shenzhen-firms-asof-2024x"],
    ),
    "a-steady-series": ("OBS-JUMP", [*SERIES, "shenzhen output 2024 eq 12.1 cny-billion"], []),
    "a-half-year-beside-a-year": ("OBS-JUMP", [*SERIES, "shenzhen output 2024-Q1 eq 11 cny-100m"], []),
    "a-growth-that-goes-on": (
        "OBS-JUMP",
        [
            "shenzhen firms asof:2022 eq 10 firm",
            "shenzhen firms asof:2023 eq 50 firm",
            "shenzhen firms asof:2024 eq 500 firm",
        ],
        ["shenzhen-firms-asof-2024"],
    ),
    "a-rate-of-another-year": (
        "OBS-GROWTH",
        [*SERIES, "shenzhen output-growth 2023 eq 25 percent"],
        ["shenzhen-output-growth-2023"],
    ),
    "a-rate-that-fits": ("OBS-GROWTH", [*SERIES, "shenzhen output-growth 2023 eq 10.3 percent"], []),
    "a-rate-that-one-of-two-levels-fits": (
        "OBS-GROWTH",
        [*SERIES, "shenzhen output 2023? eq 125 cny-100m", "shenzhen output-growth 2023 eq 25 percent"],
        [],
    ),
    "a-rate-without-the-year-before": ("OBS-GROWTH", [SERIES[1], "shenzhen output-growth 2023 eq 25 percent"], []),
    "a-bound": ("OBS-GROWTH", [*SERIES, "shenzhen output-growth 2023 gt 25 percent"], []),
    "a-city-above-its-province": (
        "OBS-PART",
        ["guangdong output 2023 eq 90 cny-100m", SERIES[1]],
        ["shenzhen-output-2023"],
    ),
    "a-city-above-its-country": (
        "OBS-PART",
        ["china output 2023 about 90 cny-100m", SERIES[1]],
        ["shenzhen-output-2023"],
    ),
    "a-province-with-a-lower-bound": ("OBS-PART", ["guangdong output 2023 gt 90 cny-100m", SERIES[1]], []),
    "a-value-per-head": (
        "OBS-PART",
        [
            "guangdong patents asof:2023 eq 12 patent-per-10k-persons",
            "shenzhen patents asof:2023 eq 98 patent-per-10k-persons",
        ],
        [],
    ),
    "one-fact-of-two-documents": (
        "OBS-TWICE",
        [*SERIES, "shenzhen output 2023 eq 110 cny-100m other"],
        ["shenzhen-output-2023-other"],
    ),
    "one-amount-in-two-units": ("OBS-TWICE", [*SERIES, "shenzhen output 2023 eq 11 cny-billion other"], []),
}


EXCEPTED = ["an-hundred-million-taken-for-ten", "a-rate-of-another-year", "a-city-above-its-province"]
"""Cases whose rows stand all the same in a second run."""


def observation(case: str, text: str) -> dict[str, str]:
    """A figure written `place indicator period comparator value unit`, and another source after it."""
    place, indicator, period, comparator, value, unit, *source = text.split()
    end = period.lower().replace(":", "-").replace("?", "x")
    return {
        "observation_id": "-".join([case, place, indicator, end, *source]),
        "indicator_id": f"{case}-{indicator}",
        "place_id": place,
        "period": period,
        "period_printed": "last year" if period.endswith("?") else "",
        "comparator": comparator,
        "value": value,
        "unit_id": unit,
        "status": "reported",
        "printed_unknown": "true",
        "source_id": source[0] if source else "report",
        "locator": "whole",
    }


def problems(folder: Path, exceptions: Iterable[tuple[str, str]] = ()) -> list[tuple[str, str]]:
    """Codes and ids of the rows that rules find when each case has indicators of its own."""
    rows = {
        "places": [
            {"place_id": "china", "level": "country"},
            {"place_id": "guangdong", "level": "province", "parent_id": "china"},
            {"place_id": "shenzhen", "level": "city", "parent_id": "guangdong"},
        ],
        "units": [{"unit_id": unit, "base_unit_id": base, "factor": factor} for unit, (base, factor) in UNITS.items()],
        "indicators": [
            {
                "indicator_id": f"{case}-{name}",
                "measure": measure,
                "of_indicator_id": of and f"{case}-{of}",
                "unit_id": unit,
                "scope": "all",
            }
            for case in CASES
            for name, (measure, of, unit) in INDICATORS.items()
        ],
        "sources": [{"source_id": "report"}, {"source_id": "other"}],
        "observations": [observation(case, text) for case, (_, figures, _) in CASES.items() for text in figures],
        "rule_exceptions": [{"code": code, "row_id": row, "reason": "As printed."} for code, row in exceptions],
    }
    return [(problem.code, problem.key or "") for problem in check(roadmap(folder, rows, rules=True)).problems]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, str]]:
    return problems(tmp_path_factory.mktemp("rules"))


@pytest.mark.parametrize("name", CASES)
def test_what_a_rule_finds(found: list[tuple[str, str]], name: str) -> None:
    code, _, expected = CASES[name]
    keys = {f"{name}-{row}" for row in expected}
    own = [observation(name, text)["observation_id"] for text in CASES[name][1]]

    assert {key for problem, key in found if problem == code and key in own} == keys


def test_an_exception_lets_a_row_stand(tmp_path: Path) -> None:
    rows = [(CASES[name][0], f"{name}-{CASES[name][2][0]}") for name in EXCEPTED]

    assert not set(rows) & set(problems(tmp_path, exceptions=rows))


@pytest.mark.slow
def test_every_recorded_exception_is_needed(tmp_path: Path) -> None:
    for name in ("datapackage.json", "sources", "schemas"):
        source = ROOT / name
        shutil.copytree(source, tmp_path / name) if source.is_dir() else shutil.copy(source, tmp_path / name)
    table = tmp_path / "sources/rule_exceptions.csv"
    lines = table.read_text(encoding="utf-8").splitlines()
    recorded = {(row["code"], row["row_id"]) for row in csv.DictReader(lines)}
    table.write_text(f"{lines[0]}\n", encoding="utf-8")

    found = {(problem.code, problem.key) for problem in check(read(tmp_path)).problems}

    assert {(code, key) for code, key in found if code in dict(recorded)} == recorded
