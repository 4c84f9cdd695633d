"""Tables of ten columns of all common types, with Chinese text, keys and a reference; clean or 1 % broken."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

STATUS = ("final", "preliminary", "reported")
CITIES = 1000
BROKEN_EACH = 100

FIELDS: list[dict[str, Any]] = [
    {"name": "row_id", "type": "string", "constraints": {"required": True, "pattern": "[a-z]-[0-9]+"}},
    {"name": "city_id", "type": "string", "constraints": {"required": True}},
    {"name": "firms", "type": "integer", "constraints": {"minimum": 0, "maximum": 100000}},
    {"name": "amount", "type": "number", "constraints": {"minimum": 0}},
    {"name": "listed", "type": "boolean"},
    {"name": "reported_on", "type": "date"},
    {"name": "entered_at", "type": "datetime"},
    {"name": "year", "type": "year", "constraints": {"minimum": 1990}},
    {"name": "status", "type": "string", "constraints": {"required": True, "enum": list(STATUS)}},
    {"name": "title", "type": "string", "constraints": {"required": True, "maxLength": 60}},
]
NAMES = [field["name"] for field in FIELDS]

COLUMNS = """
    'r-' || i AS row_id, 'c-' || (i * 7919 % 1000) AS city_id, i * 31 % 50000 AS firms,
    CAST((i * 97 % 10000000) / 100.0 AS DECIMAL(12, 2)) AS amount, i % 3 = 0 AS listed,
    DATE '2000-01-01' + CAST(i % 9000 AS INTEGER) AS reported_on,
    strftime(TIMESTAMP '2024-01-01' + to_seconds(i % 30000000), '%Y-%m-%dT%H:%M:%S') AS entered_at,
    2000 + i % 26 AS year, ['final', 'preliminary', 'reported'][1 + i % 3] AS status,
    ['深圳市人工智能产业规模', '新能源汽车推广，第', '“十五五”规划指标：', 'AI firms of district '][1 + i % 4]
        || (i % 100000) AS title
"""

BROKEN = """
    CASE WHEN k = 1 THEN 'r-' || (i - 1) ELSE row_id END AS row_id,
    CASE WHEN k = 2 THEN 'c-none' ELSE city_id END AS city_id,
    CASE WHEN k = 3 THEN 'many' WHEN k = 4 THEN '-5' ELSE CAST(firms AS VARCHAR) END AS firms,
    CASE WHEN k = 5 THEN '1,5' ELSE CAST(amount AS VARCHAR) END AS amount,
    CASE WHEN k = 6 THEN 'yes' ELSE CAST(listed AS VARCHAR) END AS listed,
    CASE WHEN k = 7 THEN '2024-02-30' ELSE CAST(reported_on AS VARCHAR) END AS reported_on,
    CASE WHEN k = 8 THEN '2024-01-01 10:00' ELSE entered_at END AS entered_at, year,
    CASE WHEN k = 9 THEN 'finale' ELSE status END AS status,
    CASE WHEN k = 0 THEN title || ' ' ELSE title END AS title
"""


def generate(folder: Path, rows: int, *, broken: bool) -> Path:
    """Write a package of `rows` rows and give its folder; one that is there already is used again."""
    target = folder / f"{rows}-{'broken' if broken else 'clean'}"
    if (target / "datapackage.json").exists():
        return target
    target.mkdir(parents=True, exist_ok=True)
    import duckdb

    con = duckdb.connect()
    con.execute(f"SET memory_limit = '4GB'; SET temp_directory = '{folder / 'spill'}'")
    facts = f"SELECT i, {COLUMNS} FROM range({rows}) t(i)"
    if broken:
        marked = (
            f"SELECT *, CASE WHEN i % {BROKEN_EACH} = 99 THEN i // {BROKEN_EACH} % 10 ELSE -1 END AS k FROM ({facts})"
        )
        facts = f"SELECT i, {BROKEN} FROM ({marked})"
    con.execute(f"COPY (SELECT {', '.join(NAMES)} FROM ({facts}) ORDER BY i) TO '{target / 'facts.csv'}' (HEADER)")
    con.execute(f"COPY (SELECT 'c-' || i AS city_id FROM range({CITIES}) t(i)) TO '{target / 'cities.csv'}' (HEADER)")
    con.close()
    reference = {"fields": ["city_id"], "reference": {"resource": "cities", "fields": ["city_id"]}}
    dialect = {"delimiter": ",", "quoteChar": '"', "skipInitialSpace": False}
    common = {"type": "table", "format": "csv", "encoding": "utf-8", "dialect": dialect}
    city = {"fields": [FIELDS[1]], "primaryKey": ["city_id"]}
    facts_schema = {"fields": FIELDS, "primaryKey": ["row_id"], "foreignKeys": [reference]}
    resources = [
        {"name": "cities", "path": "cities.csv", **common, "schema": city},
        {"name": "facts", "path": "facts.csv", **common, "schema": facts_schema},
    ]
    profile = "https://datapackage.org/profiles/2.0/datapackage.json"
    body = {"$schema": profile, "name": "bench", "resources": resources}
    (target / "datapackage.json").write_text(json.dumps(body), encoding="utf-8")
    return target
