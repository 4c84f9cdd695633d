"""Views that put together: tree of plans, peers, timeline, firms, use of sources, and the tables for one file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from factory import ROOT, roadmap
from shenzhen_ai.compile import compile_package
from shenzhen_ai.read import read
from shenzhen_ai.view_files import View, read_views

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb

VIEWS = read_views(read(ROOT))


def _observation(name: str, place: str, value: str) -> dict[str, str]:
    return {
        "observation_id": name,
        "indicator_id": "gdp",
        "place_id": place,
        "period": "2025",
        "comparator": "eq",
        "value": value,
        "unit_id": "cny-100m",
        "status": "final",
        "source_id": "yearbook",
        "locator": "table:1/row:2",
    }


@pytest.fixture(scope="module")
def con(tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    """A roadmap with a little of everything."""
    link = {"relation": "implements", "basis": "printed", "source_id": "yearbook", "locator": "p:1"}
    package = roadmap(
        tmp_path_factory.mktemp("lists"),
        {
            "places": [
                {"place_id": "china", "name_en": "China", "level": "country"},
                {"place_id": "guangdong", "name_en": "Guangdong", "level": "province"},
                {"place_id": "beijing", "name_en": "Beijing", "level": "province"},
                {"place_id": "shenzhen", "name_en": "Shenzhen", "name_zh": "深圳", "level": "city"},
                {"place_id": "guangzhou", "name_en": "Guangzhou", "level": "city"},
            ],
            "units": [
                {"unit_id": "cny", "name_en": "CNY", "base_unit_id": "cny", "factor": "1"},
                {"unit_id": "cny-100m", "name_en": "100 million CNY", "base_unit_id": "cny", "factor": "100000000"},
            ],
            "sectors": [
                {"sector_id": "chips", "name_en": "Chips", "name_zh": "芯片"},
                {"sector_id": "robots", "name_en": "Robots"},
            ],
            "concepts": [{"concept_id": "gdp", "name_en": "GDP"}],
            "indicators": [
                {"indicator_id": "gdp", "concept_id": "gdp", "name_en": "GDP", "measure": "flow", "better": "higher"}
            ],
            "sources": [
                {
                    "source_id": "yearbook",
                    "title": "Yearbook",
                    "publisher": "Bureau",
                    "copy": "original",
                    "url": "https://a.example",
                },
                {"source_id": "unread", "title": "Unread", "publisher": "Press", "copy": "excerpt"},
            ],
            "plans": [
                {"plan_id": "a", "title_en": "A", "issued_on": "2025-03"},
                {"plan_id": "b", "title_en": "B", "issued_on": "2024"},
                {"plan_id": "c", "title_en": "C"},
                {"plan_id": "d", "title_en": "D"},
            ],
            "plan_links": [
                {"plan_id": "a", "to_plan_id": "b", **link},
                {"plan_id": "b", "to_plan_id": "c", **link, "basis": "inferred"},
                {"plan_id": "c", "to_plan_id": "d", **link},
                {"plan_id": "a", "to_plan_id": "d", **link, "relation": "replaces"},
            ],
            "targets": [
                {
                    "target_id": "gdp-2026",
                    "plan_id": "a",
                    "indicator_id": "gdp",
                    "place_id": "shenzhen",
                    "applies_to": "whole",
                    "kind": "quantified",
                    "form": "level",
                    "comparator": "ge",
                    "value": "4",
                    "unit_id": "cny-100m",
                    "due": "2026",
                    "statement_en": "GDP of 4",
                    "source_id": "yearbook",
                    "locator": "p:9",
                }
            ],
            "observations": [
                _observation("o-shenzhen", "shenzhen", "40"),
                _observation("o-beijing", "beijing", "52"),
                _observation("o-guangzhou", "guangzhou", "32"),
                _observation("o-guangdong", "guangdong", "145"),
            ],
            "firms": [{"firm_id": "acme", "name_en": "Acme"}, {"firm_id": "bolt", "name_en": "Bolt"}],
            "firm_places": [
                {
                    "firm_id": "acme",
                    "place_id": "shenzhen",
                    "relation": "seat",
                    "source_id": "yearbook",
                    "locator": "p:2",
                }
            ],
            "firm_sectors": [{"firm_id": "acme", "sector_id": "chips"}, {"firm_id": "acme", "sector_id": "robots"}],
            "firm_listings": [
                {
                    "firm_id": "acme",
                    "mic": "XSHE",
                    "ticker": "000001",
                    "listed_on": "2010-05-06",
                    "source_id": "yearbook",
                    "locator": "p:3",
                },
                {
                    "firm_id": "acme",
                    "mic": "XHKG",
                    "ticker": "2",
                    "delisted_on": "2020",
                    "source_id": "yearbook",
                    "locator": "p:3",
                },
            ],
            "firm_observations": [
                {
                    "firm_observation_id": "acme-2024",
                    "firm_id": "acme",
                    "indicator_id": "gdp",
                    "period": "2024",
                    "comparator": "eq",
                    "value": "7",
                    "unit_id": "cny-100m",
                    "status": "final",
                    "source_id": "yearbook",
                    "locator": "p:4",
                }
            ],
            "events": [
                {
                    "event_id": "fair",
                    "title_en": "Fair",
                    "happened_on": "2026-12-01",
                    "kind": "meeting",
                    "source_id": "yearbook",
                    "locator": "p:5",
                }
            ],
            "event_links": [{"event_id": "fair", "object_table": "firms", "object_id": "acme"}],
        },
    )
    return compile_package(package)


def rows(con: duckdb.DuckDBPyConnection, query: str) -> list[tuple[object, ...]]:
    return con.execute(query).fetchall()


def test_the_tree_goes_three_steps_up_and_knows_what_was_inferred(con: duckdb.DuckDBPyConnection) -> None:
    found = rows(con, "SELECT path, relation, depth, basis FROM plan_tree WHERE plan_id = 'a' ORDER BY depth, path")

    assert found == [
        ("a > b", "implements", 1, "printed"),
        ("a > d", "replaces", 1, "printed"),
        ("a > b > c", "implements", 2, "inferred"),
        ("a > b > c > d", "implements", 3, "inferred"),
    ]


def test_peers_are_cities_in_order_beside_shenzhen(con: duckdb.DuckDBPyConnection) -> None:
    found = rows(
        con, "SELECT place_id, position, places, CAST(times_shenzhen AS DOUBLE) FROM peer_cities ORDER BY position"
    )

    assert found == [("beijing", 1, 3, 1.3), ("shenzhen", 2, 3, 1.0), ("guangzhou", 3, 3, 0.8)]


def test_the_timeline_holds_events_plans_targets_and_listings(con: duckdb.DuckDBPyConnection) -> None:
    found = rows(con, "SELECT CAST(day AS VARCHAR), kind, row_id, is_past FROM timeline ORDER BY day, kind")

    assert found == [
        ("2010-05-06", "firm listed", "acme|XSHE|000001", True),
        ("2024-01-01", "plan issued", "b", True),
        ("2025-03-01", "plan issued", "a", True),
        ("2026-01-01", "target due", "gdp-2026", True),
        ("2026-12-01", "event", "fair", False),
    ]


def test_a_firm_has_one_row_with_what_is_known(con: duckdb.DuckDBPyConnection) -> None:
    columns = (
        "firm_id, seat_zh, sectors_en, listings, listed_on, observation_count, latest_period, event_count, source_count"
    )

    assert rows(con, f"SELECT {columns} FROM firm_profiles ORDER BY firm_id") == [
        ("acme", "深圳", "Chips; Robots", "XSHE:000001", "2010-05-06", 1, "2024", 1, 1),
        ("bolt", None, None, None, None, 0, None, 0, 0),
    ]


def test_a_firm_belongs_to_the_district_of_its_seat_before_others(tmp_path: Path) -> None:
    cited = {"source_id": "yearbook", "locator": "p:1"}
    homes = [("acme", "shenzhen", "seat"), ("acme", "yantian", "seat"), ("acme", "baoan", "operations")]
    homes += [("bolt", "shenzhen", "seat"), ("bolt", "baoan", "registered"), ("bolt", "yantian", "operations")]
    homes += [("cog", "shenzhen", "seat"), ("cog", "haizhu", "branch")]
    package = roadmap(
        tmp_path / "p",
        {
            "places": [
                {"place_id": "shenzhen", "name_en": "Shenzhen", "level": "city"},
                {"place_id": "guangzhou", "name_en": "Guangzhou", "level": "city"},
                {"place_id": "yantian", "name_en": "Yantian", "level": "district", "parent_id": "shenzhen"},
                {"place_id": "baoan", "name_en": "Bao'an", "level": "district", "parent_id": "shenzhen"},
                {"place_id": "haizhu", "name_en": "Haizhu", "level": "district", "parent_id": "guangzhou"},
            ],
            "sources": [{"source_id": "yearbook", "title": "Yearbook", "text_id": "t", "publisher": "Bureau"}],
            "firms": [{"firm_id": name, "name_en": name.title()} for name in ("acme", "bolt", "cog")],
            "firm_places": [{"firm_id": f, "place_id": p, "relation": r, **cited} for f, p, r in homes],
        },
    )
    columns = "firm_id, seat_en, registered_place_id, district_en, district_relation"

    assert rows(compile_package(package), f"SELECT {columns} FROM firm_profiles ORDER BY 1") == [
        ("acme", "Yantian", None, "Yantian", "seat"),
        ("bolt", "Shenzhen", "baoan", "Bao'an", "registered"),
        ("cog", "Shenzhen", None, None, None),
    ]


def test_use_of_sources_counts_what_rests_on_each(con: duckdb.DuckDBPyConnection) -> None:
    found = rows(
        con, "SELECT source_id, statement_count > 20, only_source = statement_count FROM source_use ORDER BY 1"
    )

    assert found == [("unread", False, True), ("yearbook", True, True)]


def test_flat_tables_have_names_units_and_addresses(con: duckdb.DuckDBPyConnection) -> None:
    assert rows(con, "SELECT plan_en, indicator_en, unit_en, verdict, newest_period, source_url FROM targets_flat") == [
        ("A", "GDP", "100 million CNY", "reached early", "2025", "https://a.example")
    ]
    assert rows(con, "SELECT place_zh, base_value, best FROM observations_flat WHERE place_id = 'shenzhen'") == [
        ("深圳", 4e9, True)
    ]
    assert rows(con, "SELECT firm_en, seat_en, indicator_en, source_title FROM firms_flat ORDER BY firm_id") == [
        ("Acme", "Shenzhen", "GDP", "Yearbook"),
        ("Bolt", None, None, None),
    ]


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
def test_every_column_of_every_view_is_described_in_both_languages(con: duckdb.DuckDBPyConnection, view: View) -> None:
    columns = {str(row[0]) for row in rows(con, f"DESCRIBE {view.name}")}

    assert set(view.columns) == set(view.columns_zh) == columns
    assert {"title", "title_zh", "description", "description_zh"} <= set(view.texts)


@pytest.mark.parametrize("view", [view for view in VIEWS if view.key], ids=lambda view: view.name)
def test_the_key_of_a_view_tells_its_rows_apart(con: duckdb.DuckDBPyConnection, view: View) -> None:
    key = ", ".join(view.key)
    found = rows(con, f"SELECT {key} FROM {view.name} GROUP BY {key} HAVING count(*) > 1")

    assert found == []
