"""Rules about firms, each on the smallest data that breaks it, and on data that does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from factory import found

if TYPE_CHECKING:
    from pathlib import Path

SOURCE = {
    "source_id": "filing",
    "title": "年报",
    "title_en": "Annual report",
    "publisher": "Acme",
    "publisher_kind": "company-filing",
    "copy": "original",
    "text_id": "t-filing",
    "url": "https://a.example",
    "published_on": "2026-03",
    "accessed_on": "2026-03-02",
    "language": "zh",
    "extent_read": "whole",
}

CITED = {"source_id": "filing", "locator": "page:1"}


def firm(name: str, **cells: str) -> dict[str, str]:
    return {"firm_id": name, "name_en": name.title(), **cells}


def turnover(**cells: str) -> dict[str, str]:
    return {
        "firm_observation_id": "turnover",
        "firm_id": "acme",
        "indicator_id": "revenue",
        "period": "2025",
        "comparator": "eq",
        "value": "8809",
        "unit_id": "cny-100m",
        "status": "final",
        **cells,
        **CITED,
    }


def share(name: str, mic: str, ticker: str, **cells: str) -> dict[str, str]:
    return {"firm_id": name, "mic": mic, "ticker": ticker, **cells, **CITED}


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("深圳市甲股份有限公司", "深圳市甲股份有限公司"), [("bolt", "legal_name_zh")]),
        (("乙（深圳）股份有限公司", "乙(深圳)股份有限公司"), [("bolt", "legal_name_zh")]),
        (("深圳市甲股份有限公司", "深圳市乙股份有限公司"), []),
        (("", ""), []),
    ],
)
def test_one_registered_name_is_one_firm(
    tmp_path: Path, names: tuple[str, str], expected: list[tuple[str, str]]
) -> None:
    firms = [firm("acme", legal_name_zh=names[0]), firm("bolt", legal_name_zh=names[1])]

    assert found(tmp_path / "p", "FIRM-TWICE", {"sources": [SOURCE], "firms": firms}) == expected


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        (share("bolt", "XSHE", "000001"), [("bolt|XSHE|000001", "ticker")]),
        (share("bolt", "XSHG", "000001"), []),
        (share("bolt", "XSHE", "000001", listed_on="2010", delisted_on="2015"), []),
    ],
)
def test_one_share_is_one_firm(tmp_path: Path, second: dict[str, str], expected: list[tuple[str, str]]) -> None:
    tables = {"firms": [firm("acme"), firm("bolt")], "firm_listings": [share("acme", "XSHE", "000001"), second]}

    assert found(tmp_path / "p", "LISTING-TWICE", {"sources": [SOURCE], **tables}) == expected


def test_an_exchange_that_is_not_known_is_refused(tmp_path: Path) -> None:
    tables = {"firms": [firm("acme")], "firm_listings": [share("acme", "XLON", "000001")]}

    assert found(tmp_path / "p", "ENUM", {"sources": [SOURCE], **tables}) == [("acme|XLON|000001", "mic")]


@pytest.mark.parametrize(
    ("listed_on", "expected"),
    [("2013-12-31", [("acme|XSHE|000001", "listed_on")]), ("2014", []), ("2015-01-02", []), ("", [])],
)
def test_no_firm_is_listed_before_it_is_founded(
    tmp_path: Path, listed_on: str, expected: list[tuple[str, str]]
) -> None:
    tables = {
        "firms": [firm("acme", founded_on="2014-08")],
        "firm_listings": [share("acme", "XSHE", "000001", listed_on=listed_on)],
    }

    assert found(tmp_path / "p", "FIRM-LISTED-EARLY", {"sources": [SOURCE], **tables}) == expected


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("营收8809亿元", []),
        ("营收8,809亿元", []),
        ("营收880.9亿元", [("turnover", "printed")]),
        ("营收18809亿元", [("turnover", "printed")]),
    ],
)
def test_the_wording_of_a_firm_s_figure_holds_its_digits(
    tmp_path: Path, printed: str, expected: list[tuple[str, str]]
) -> None:
    tables = {"firms": [firm("acme")], "firm_observations": [turnover(printed=printed, printed_unknown="false")]}

    assert found(tmp_path / "p", "FIRM-OBS-DIGITS", {"sources": [SOURCE], **tables}) == expected


@pytest.mark.parametrize(
    ("text", "note", "expected"),
    [
        ("t-news", "Only one source was found", [("turnover", "note")]),
        ("t-news", "As printed; only one source was found", [("turnover", "note")]),
        ("t-news", "", []),
        ("t-filing", "Only one source was found", []),
    ],
)
def test_a_note_of_one_source_goes_when_a_second_text_comes(
    tmp_path: Path, text: str, note: str, expected: list[tuple[str, str]]
) -> None:
    witness = {
        "evidence_id": "ev-0000000001",
        "table_name": "firm_observations",
        "row_id": "turnover",
        "field": "*",
        "source_id": "news",
        "locator": "p:1",
        "basis": "printed",
    }
    tables = {
        "sources": [SOURCE, {**SOURCE, "source_id": "news", "text_id": text, "url": "https://b.example"}],
        "firms": [firm("acme")],
        "firm_observations": [turnover(printed_unknown="true", note=note)],
        "evidence": [witness],
    }

    assert found(tmp_path / "p", "FIRM-OBS-ONE-SOURCE", tables) == expected
