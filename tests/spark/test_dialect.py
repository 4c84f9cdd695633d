"""Portable SQL on Spark: the same rows and types as on DuckDB, or a refusal; no third way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from shenzhen_ai import database, portable
from shenzhen_ai.checks.engine import QueryRefused
from shenzhen_ai.spark import tables
from shenzhen_ai.spark.dialect import BLANKS, LOWER, UPPER

if TYPE_CHECKING:
    from collections.abc import Iterator

    import duckdb

pytestmark = pytest.mark.spark

ROWS = [
    (1, "a", "2.675", 7, "2024-02-29"),
    (2, " b ", "1.005", 0, "2023-12-31"),
    (3, "\u3000深圳\u00a0", "-2.5", -1, "2026-01-01"),
    (4, "😀x", "0.00000001", 10**15, None),
    (5, None, None, None, "0001-01-01"),
    (6, "É_%", "12345678901234567.12345678", 2, "9999-12-31"),
    (7, "B", "0.5", 3, "2024-03-01"),
    (8, "", "1.5", 3, "2024-03-01"),
]

SAME = r"""
SELECT id, d / nullif(n, 0) AS r, n / 2 AS h, 100 * n / nullif(id, 0) AS p FROM t;
SELECT id, round(CAST(d AS DOUBLE), 2) AS r, round(CAST(d AS DOUBLE)) AS w, round(d, 2) AS e FROM t;
SELECT id, CAST(d AS BIGINT) AS r, CAST(CAST(d AS DOUBLE) AS BIGINT) AS w, CAST(n AS INTEGER) AS i FROM t WHERE
id <> 4;
SELECT id, CAST(d AS VARCHAR) AS r, CAST(n AS VARCHAR) AS i, CAST(day AS VARCHAR) AS w FROM t;
SELECT id, CAST(round(CAST(d AS DOUBLE), 2) AS DECIMAL(28, 2)) AS r FROM t WHERE id <> 6;
SELECT id, trim(s) AS a, trim(LEADING '_' FROM s) AS b, length(s) AS c, length(trim(s)) AS e FROM t;
SELECT id, lower(s) AS a, upper(s) AS b, replace(s, 'a', 'ab') AS c, substring(s, 2, 1) AS e FROM t;
SELECT id, substring(s, 1, least(length(s), 1)) AS a FROM t;
SELECT id, lower(trim(s)) AS a, upper(trim(s)) || '!' AS b, round(round(CAST(d AS DOUBLE), 3), 2) AS c FROM t;
SELECT id, s LIKE '_' AS b, s LIKE '%深%' AS c FROM t WHERE s <> '' OR s IS NULL;
SELECT id, s || '-' || CAST(n AS VARCHAR) AS a, coalesce(s, 'none') AS b, nullif(s, 'a') AS c FROM t;
SELECT id, row_number() OVER (ORDER BY s, id) AS a, rank() OVER (ORDER BY n DESC) AS b, lag(s) OVER (ORDER BY
id) AS c, dense_rank() OVER (PARTITION BY s IS NULL ORDER BY day) AS e FROM t;
SELECT count(*) AS a, count(s) AS b, sum(n) AS c, sum(d) AS e, min(s) AS f, max(day) AS g, count(*) FILTER
(WHERE n > 2) AS h, count(DISTINCT n) AS i FROM t;
SELECT n, count(*) AS a, sum(d) AS b FROM t GROUP BY n HAVING count(*) > 0;
SELECT id, EXTRACT(YEAR FROM day) AS a, EXTRACT(MONTH FROM day) AS b, datediff('day', day, CAST('2026-01-01' AS
DATE)) AS c FROM t;
SELECT id, greatest(n, 3) AS a, least(n, id) AS b, abs(n) AS c, ceil(CAST(d AS DOUBLE)) AS e, floor(d) AS f FROM
t;
SELECT id, s IS DISTINCT FROM 'a' AS a, n IN (3, 7) AS b, n BETWEEN 1 AND 3 AS c, NOT (n > 1) AS e FROM t;
SELECT a.id, b.id AS other FROM t a LEFT JOIN t b ON b.n = a.n AND b.id <> a.id;
WITH w AS (SELECT s, n FROM t WHERE n > 0) SELECT w.s, t.id FROM w JOIN t ON t.n = w.n WHERE EXISTS (SELECT 1
FROM t u WHERE u.id = t.id);
SELECT id FROM t WHERE n NOT IN (SELECT n FROM t WHERE id = 1) UNION ALL SELECT n FROM t WHERE n < 5;
SELECT CASE WHEN n > 2 THEN d ELSE CAST(n AS DOUBLE) END AS a, CASE n WHEN 7 THEN 'x' END AS b FROM t;
SELECT CAST(CASE WHEN id = 1 THEN '12' ELSE '-3' END AS INTEGER) AS a, CAST('1.25' AS DECIMAL(9, 2)) AS b FROM t;
SELECT TRY_CAST(CASE WHEN id = 1 THEN 'none' WHEN id = 5 THEN NULL ELSE '2024-01-02' END AS DATE) AS a FROM t;
""".removesuffix(";\n").split(";\n")

REFUSED = [
    "SELECT avg(d) AS a FROM t",
    "SELECT CAST(CAST(d AS DOUBLE) AS VARCHAR) AS a FROM t",
    "SELECT CAST(CAST(d AS DOUBLE) AS DECIMAL(9, 2)) AS a FROM t",
    "SELECT CAST(round(CAST(d AS DOUBLE), 4) AS DECIMAL(9, 2)) AS a FROM t",
    "SELECT CAST(round(CAST(d AS DOUBLE), 2) * 1.5 AS DECIMAL(9, 2)) AS a FROM t",
    "SELECT lower(substring(s, 0, 2)) AS a FROM t",
    "SELECT substring(s, 0, 2) AS a FROM t",
    "SELECT substring(s, n, 2) AS a FROM t",
]

ENDED = [
    "SELECT CAST(round(CAST(d AS DOUBLE), 2) AS DECIMAL(28, 2)) AS r FROM t",
    "SELECT lower('İ' || s) AS a FROM t",
    "SELECT upper('ß' || s) AS a FROM t",
    "SELECT CAST(s AS INTEGER) AS a FROM t WHERE s = 'a'",
    "SELECT CAST('1.5' || coalesce(nullif(s, s), '') AS INTEGER) AS a FROM t",
    "SELECT s LIKE '%\\_%' AS a FROM t",
    "SELECT s LIKE s || '\\' AS a FROM t WHERE s = 'a'",
    "SELECT substring(s, 1, length(s) - 9) AS a FROM t WHERE s = 'a'",
]
"""Queries that Spark ends, since it would read a value otherwise; DuckDB answers some of them."""


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    con = database.connect()
    con.execute("CREATE TABLE t (id BIGINT, s VARCHAR, d DECIMAL(28, 8), n BIGINT, day DATE)")
    con.executemany("INSERT INTO t VALUES (?, ?, ?, ?, ?)", ROWS)
    yield con
    con.close()


@pytest.fixture(scope="module")
def queries(session: Any, con: duckdb.DuckDBPyConnection) -> tables.Queries:
    session.createDataFrame(con.cursor().sql("FROM t").to_arrow_table()).createOrReplaceTempView("t")
    return tables.Queries(session, con)


@pytest.mark.parametrize("number", range(len(SAME)))
def test_a_portable_query_gives_the_same_rows_and_types(
    number: int, queries: tables.Queries, con: duckdb.DuckDBPyConnection
) -> None:
    sql = SAME[number]
    assert portable.violations(sql, "") == []
    theirs = queries.frame(sql)
    con.register("theirs", theirs.toArrow())
    kinds = [con.execute(f"DESCRIBE SELECT * FROM {source}").fetchall() for source in (f"({sql})", "theirs")]

    ours = sorted(con.execute(sql).fetchall(), key=repr)
    assert sorted(con.execute("FROM theirs").fetchall(), key=repr) == ours
    assert [row[1].replace("HUGEINT", "BIGINT") for row in kinds[0]] == [row[1] for row in kinds[1]]


@pytest.mark.parametrize("sql", REFUSED)
def test_what_spark_would_answer_otherwise_is_refused_before_it_runs(sql: str, queries: tables.Queries) -> None:
    assert portable.violations(sql, "") == []
    with pytest.raises(QueryRefused):
        queries.frame(sql)


@pytest.mark.parametrize("sql", ENDED)
def test_a_value_that_spark_would_read_otherwise_ends_the_query(sql: str, queries: tables.Queries) -> None:
    with pytest.raises(QueryRefused, match="ENGINE-UNSUPPORTED"), tables.refusing():
        queries.frame(sql).collect()


def test_letters_and_blanks_are_told_apart_as_the_engines_do(session: Any, con: duckdb.DuckDBPyConnection) -> None:
    """Over all of Unicode: what the guards let pass is changed alike, and the named blanks are what trim takes off."""
    signs = [(code, chr(code)) for code in range(1, 0x110000) if not 0xD800 <= code <= 0xDFFF]
    frame = session.createDataFrame(signs, "code int, sign string")
    low, up = (
        f"CASE WHEN sign RLIKE r'{guard}' THEN NULL ELSE {name}(sign) END AS {name}_case"
        for name, guard in (("lower", LOWER), ("upper", UPPER))
    )
    con.register("theirs", frame.selectExpr("code", "sign", low, up).toArrow())
    different = con.execute(
        "SELECT code FROM theirs WHERE lower_case <> lower(sign) OR upper_case <> upper(sign)"
    ).fetchall()
    blanks = con.execute("SELECT sign FROM theirs WHERE trim('a' || sign) = 'a' ORDER BY code").fetchall()

    assert different == []
    assert "".join(sign for (sign,) in blanks) == BLANKS
