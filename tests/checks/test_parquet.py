"""Parquet files are judged as CSVs of the same cells are."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import duckdb

from shenzhen_ai.checks import check
from shenzhen_ai.compile import compile_package
from shenzhen_ai.fmt import format_package
from shenzhen_ai.read import read

if TYPE_CHECKING:
    from pathlib import Path

FIELDS = [
    {"name": "id", "type": "integer"},
    {"name": "name", "type": "string", "constraints": {"required": True}},
    {"name": "price", "type": "number", "constraints": {"minimum": 0}},
    {"name": "day", "type": "date"},
    {"name": "moment", "type": "datetime"},
    {"name": "open", "type": "boolean"},
]
ROWS = (
    "SELECT * FROM (VALUES (1, '深圳', 1.50, DATE '2024-02-29', TIMESTAMP '2024-01-02 03:04:05', true), "
    "(2, NULL, -1, NULL, NULL, false), (2, 'n/a', 'nan'::DOUBLE, DATE '2024-01-01', TIMESTAMP '2024-01-02 00:00:00.5', "
    "NULL), (NULL, NULL, NULL, NULL, NULL, NULL)) t(id, name, price, day, moment, open)"
)


def package(folder: Path, path: object, **resource: Any) -> Path:
    table = {"name": "t", "path": path, "schema": {"fields": FIELDS, "primaryKey": ["id"]}, **resource}
    (folder / "datapackage.json").write_text(json.dumps({"name": "p", "resources": [table]}), encoding="utf-8")
    return folder


def found(folder: Path) -> list[tuple[str, str | None, str | None, str]]:
    return [(item.code, item.column, item.key, str(item.found)) for item in check(read(folder)).problems]


def test_cells_of_all_types_get_the_problems_that_a_csv_of_them_gets(tmp_path: Path) -> None:
    duckdb.sql(ROWS).write_parquet(str(tmp_path / "t.parquet"))
    cells = (
        "id, name, CASE WHEN isnan(price) THEN 'NaN' ELSE CAST(price AS VARCHAR) END AS price, day, "
        "replace(CAST(moment AS VARCHAR), ' ', 'T') AS moment, open"
    )
    duckdb.sql(f"COPY (SELECT {cells} FROM ({ROWS})) TO '{tmp_path}/t.csv' (HEADER, DELIMITER ',')")
    columnar, text = found(package(tmp_path, "t.parquet")), found(package(tmp_path, "t.csv"))

    codes = ["BLANK-ROW", "PLACEHOLDER", "PRIMARY-KEY", "RANGE", "RANGE", "REQUIRED"]
    assert sorted(code for code, *_ in text) == codes
    # Lines are those of records, since there is no header.
    assert [(*rest, said.replace("line 3", "line 2")) for *rest, said in text] == columnar


def test_parts_are_one_table_that_is_compiled(tmp_path: Path) -> None:
    good = (
        "SELECT i AS id, 'n' || i AS name, i / 4 AS price, DATE '2024-01-01' + i::INT AS day, "
        "NULL::TIMESTAMP AS moment, true AS open"
    )
    for part in range(2):
        rows = duckdb.sql(f"{good} FROM range({part * 5}, {part * 5 + 5}) r(i)")
        rows.write_parquet(str(tmp_path / f"{part}.parquet"))
    given = read(package(tmp_path, ["0.parquet", "1.parquet"]))
    con = compile_package(given)

    assert check(given).problems == ()
    assert format_package(given, write=True).changed == []
    assert con.execute("SELECT count(*), sum(price), max(day) FROM t").fetchone() is not None
    assert str(con.execute("SELECT sum(price) FROM t").fetchall()[0][0]) == "11.25000000"
    con.close()


def test_columns_without_a_text_and_broken_files_are_named(tmp_path: Path) -> None:
    duckdb.sql(f"SELECT * REPLACE ([name] AS name) FROM ({ROWS})").write_parquet(str(tmp_path / "t.parquet"))
    (tmp_path / "broken.parquet").write_bytes(b"PAR1 and no more")

    assert [(code, text) for code, _, _, text in found(package(tmp_path, "t.parquet"))] == [
        ("UNSUPPORTED", "column name of type VARCHAR[]")
    ]
    assert [code for code, *_ in found(package(tmp_path, "broken.parquet"))] == ["ENCODING"]
    assert [code for code, *_ in found(package(tmp_path, "none.parquet"))] == ["FILE-MISSING"]
