"""The data about firms: deep enough, in both languages, open about what its sources dispute."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shenzhen_ai.load import Release


@pytest.fixture(scope="module")
def con(real_release: Release) -> Iterator[duckdb.DuckDBPyConnection]:
    """The released database, read-only."""
    with duckdb.connect(str(real_release.database), read_only=True) as connection:
        yield connection


def column(con: duckdb.DuckDBPyConnection, query: str) -> list[object]:
    return [row[0] for row in con.execute(query).fetchall()]


@pytest.mark.parametrize(
    ("least", "query"),
    [
        (220, "SELECT count(*) FROM firms"),
        (350, "SELECT count(*) FROM firm_observations"),
        (220, "SELECT count(DISTINCT firm_id) FROM firm_places WHERE relation IN ('seat', 'registered')"),
        (150, "SELECT count(*) FROM firm_listings WHERE listed_on IS NOT NULL"),
        (160, "SELECT count(*) FROM firm_profiles WHERE district_place_id IS NOT NULL"),
        (150, "SELECT count(*) FROM firms WHERE legal_name_zh IS NOT NULL"),
    ],
)
def test_the_stock_of_firms_is_deep_enough(con: duckdb.DuckDBPyConnection, least: int, query: str) -> None:
    found = con.execute(query).fetchone()

    assert found is not None
    assert found[0] >= least


@pytest.mark.parametrize("field", ["name_en", "name_zh", "summary_en", "summary_zh"])
def test_every_firm_speaks_both_languages(con: duckdb.DuckDBPyConnection, field: str) -> None:
    assert column(con, f"SELECT firm_id FROM firms WHERE {field} IS NULL") == []


def test_a_listing_can_be_found_by_its_ticker(con: duckdb.DuckDBPyConnection) -> None:
    missing = """
        SELECT firm_id || ' ' || ticker FROM firm_listings l WHERE NOT EXISTS (
            SELECT 1 FROM aliases a
            WHERE a.table_name = 'firms' AND a.row_id = l.firm_id AND a.name = l.ticker AND a.kind = 'ticker')
    """
    assert column(con, missing) == []


def test_firms_by_sector_and_district_in_one_statement(con: duckdb.DuckDBPyConnection) -> None:
    statement = """
        SELECT s.name_en, f.district_en, count(*) AS firms
        FROM firm_profiles f JOIN firm_sectors fs ON fs.firm_id = f.firm_id JOIN sectors s ON s.sector_id = fs.sector_id
        WHERE f.district_en IS NOT NULL
        GROUP BY s.name_en, f.district_en
    """
    found = {(sector, district): firms for sector, district, firms in con.execute(statement).fetchall()}

    assert len({district for _, district in found}) >= 9
    assert found["Robots and embodied AI", "Nanshan District"] >= 8
    assert found["Chips and semiconductors", "Bao'an District"] >= 5


CONFLICTS = {
    "Tencent's spending on AI: 18 or 1.8 billion yuan": (
        (
            "SELECT value || ' ' || unit_id FROM firm_observations "
            "WHERE firm_id = 'tencent' AND indicator_id = 'firm-ai-spending' AND period = '2025'"
        ),
        {"18.00000000 cny-100m", "180.00000000 cny-100m"},
    ),
    "UBTECH's loss in the first half of 2025: 440, 439 or 414 million yuan": (
        (
            "SELECT CAST(CAST(value AS DECIMAL(8, 2)) AS VARCHAR) FROM firm_observations WHERE firm_id = 'ubtech' "
            "AND indicator_id IN ('firm-net-profit', 'firm-net-profit-attributable') AND period = '2025-H1'"
        ),
        {"-4.14", "-4.39", "-4.40"},
    ),
    "UBTECH's orders of 2025: 1.3 billion yuan, nearly 1.4, 1.4, or more": (
        (
            "SELECT comparator || ' ' || CAST(CAST(value AS DECIMAL(8, 1)) AS VARCHAR) || ' ' || unit_id "
            "FROM firm_observations WHERE firm_id = 'ubtech' AND indicator_id = 'firm-humanoid-orders-value' "
            "AND period = '2025'"
        ),
        {"eq 13.0 cny-100m", "nearly 14.0 cny-100m", "eq 1.4 cny-billion", "gt 14.0 cny-100m"},
    ),
    "X Square's value: 20 or over 50 billion yuan": (
        (
            "SELECT comparator || ' ' || CAST(CAST(value AS DECIMAL(8, 1)) AS VARCHAR) || ' ' || unit_id "
            "FROM firm_observations WHERE firm_id = 'x-square' AND indicator_id = 'firm-valuation'"
        ),
        {"eq 20.0 cny-billion", "gt 50.0 cny-billion", "gt 2.8 usd-billion"},
    ),
    "AI² Robotics' value: 20 or over 50 billion yuan": (
        (
            "SELECT comparator || ' ' || CAST(CAST(value AS DECIMAL(8, 1)) AS VARCHAR) FROM firm_observations "
            "WHERE firm_id = 'ai2-robotics' AND indicator_id = 'firm-valuation' AND unit_id = 'cny-billion'"
        ),
        {"eq 20.0", "gt 50.0"},
    ),
    "RoboSense's lidar units in the third quarter of 2024: 138,500 or twice as many": (
        (
            "SELECT CAST(CAST(value AS INTEGER) AS VARCHAR) FROM firm_observations "
            "WHERE firm_id = 'robosense' AND indicator_id = 'firm-lidar-units' AND period = '2024-Q3'"
        ),
        {"138500", "277200"},
    ),
    "XtalPi's first day of trading: 13 or 23 June 2024": (
        (
            "SELECT happened_on FROM events WHERE event_id LIKE '2024-06-%-xtalpi-hkex%' UNION ALL "
            "SELECT printed FROM overrides WHERE row_id = 'xtalpi|XHKG|02228' UNION ALL "
            "SELECT used FROM overrides WHERE row_id = 'xtalpi|XHKG|02228'"
        ),
        {"2024-06-13", "2024-06-23"},
    ),
    "EngineAI's founding: 2020 or 2023": (
        (
            "SELECT printed FROM overrides WHERE table_name = 'firms' AND row_id = 'engineai' UNION ALL "
            "SELECT founded_on FROM firms WHERE firm_id = 'engineai'"
        ),
        {"2020", "2023"},
    ),
    "Narwal's seat: Nanshan, or registered in Dongguan": (
        "SELECT place_id || ' ' || relation FROM firm_places WHERE firm_id = 'narwal'",
        {"nanshan seat", "shenzhen seat", "dongguan registered"},
    ),
}
"""What the sources dispute: a statement that shows both sides, and the sides."""


@pytest.mark.parametrize("conflict", CONFLICTS)
def test_both_sides_of_a_dispute_are_on_record(con: duckdb.DuckDBPyConnection, conflict: str) -> None:
    query, sides = CONFLICTS[conflict]

    assert set(column(con, query)) == sides


def test_every_override_of_a_firm_gives_its_reason(con: duckdb.DuckDBPyConnection) -> None:
    found = column(con, "SELECT length(reason) > 20 FROM overrides WHERE table_name IN ('firms', 'firm_listings')")

    assert found
    assert all(found)


LARGEST = [
    "huawei",
    "tencent",
    "byd",
    "dji",
    "pingan-group",
    "zte",
    "mindray",
    "ubtech",
    "robosense",
    "luxshare",
    "inovance",
    "fii",
    "transsion",
    "insta360",
    "orbbec",
    "xtalpi",
    "dobot",
    "minieye",
    "kingdee",
    "sf-holding",
    "sangfor",
    "longsys",
    "goodix",
    "intellifusion",
    "honor",
    "webank",
    "hans-laser",
    "zhuoyu",
    "deeproute",
    "narwal",
]


def test_the_thirty_largest_firms_stand(con: duckdb.DuckDBPyConnection) -> None:
    assert len(LARGEST) == 30
    assert set(LARGEST) - set(column(con, "SELECT firm_id FROM firms")) == set()


def test_figures_of_the_largest_firms_have_two_texts_or_say_that_one_was_found(
    con: duckdb.DuckDBPyConnection,
) -> None:
    silent = """
        WITH texts AS (
            SELECT o.firm_observation_id AS id, s.text_id FROM firm_observations o JOIN sources s USING (source_id)
            UNION
            SELECT e.row_id, s.text_id FROM evidence e JOIN sources s USING (source_id)
            WHERE e.table_name = 'firm_observations' AND e.field IN ('*', 'value'))
        SELECT o.firm_observation_id FROM firm_observations o JOIN texts t ON t.id = o.firm_observation_id
        WHERE o.firm_id IN (SELECT unnest(?)) AND coalesce(lower(o.note), '') NOT LIKE '%only one source was found'
        GROUP BY o.firm_observation_id HAVING count(*) < 2
    """
    assert [row[0] for row in con.execute(silent, [LARGEST]).fetchall()] == []
