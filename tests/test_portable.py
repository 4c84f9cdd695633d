"""The subset of SQL for views and rules: what is refused, and that all of ours is inside it and runs as Spark SQL."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlglot

from factory import make_package, table
from shenzhen_ai import portable

ROOT = Path(__file__).resolve().parents[1]
OURS = sorted([*ROOT.glob("schemas/*/*.sql"), *ROOT.glob("tests/mini/schemas/*/*.sql")])

FINE = [
    "SELECT a, count(*) AS n FROM t GROUP BY a HAVING count(*) > 1",
    "WITH x AS (SELECT a FROM t) SELECT x.a, u.b FROM x LEFT JOIN u ON u.a = x.a WHERE u.b IS NULL",
    "SELECT a FROM t WHERE a IN (SELECT b FROM u) AND NOT EXISTS (SELECT 1 FROM v WHERE v.a = t.a)",
    "SELECT sum(b) OVER (PARTITION BY a ORDER BY c ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS s FROM t",
    "SELECT a / nullif(b, 0) AS x, a / 100 AS y, round(a, 2) AS z, a || '-' || b AS w FROM t",
    "SELECT datediff('day', a, b) AS d, EXTRACT(YEAR FROM a) AS y, CAST('2025-01-01' AS DATE) AS e FROM t",
    "SELECT trim(TRAILING '0' FROM CAST(a AS VARCHAR)) AS a FROM t UNION ALL SELECT b FROM u",
    "SELECT CASE a WHEN 1 THEN 'x' ELSE 'y' END AS a, coalesce(b, greatest(c, d)) AS b FROM t CROSS JOIN u",
]

REFUSED = {
    "SELECT now() AS a FROM t": "NOW",
    "SELECT current_date AS a FROM t": "CURRENTDATE",
    "SELECT random() AS a FROM t": "RAND",
    "SELECT a / b AS x FROM t": "nullif",
    "SELECT a / 0 AS x FROM t": "nullif",
    "SELECT a // b AS x FROM t": "INTDIV",
    "SELECT concat(a, b) AS x FROM t": "CONCAT",
    "SELECT round(a, b) AS x FROM t": "plain number",
    "SELECT a::HUGEINT AS x FROM t": "cast to one of",
    "SELECT CAST(a AS STRUCT(b INT)) AS x FROM t": "cast to one of",
    "SELECT DISTINCT ON (a) a FROM t": "DISTINCT ON",
    "SELECT * EXCLUDE (a) FROM t": "star",
    "SELECT COLUMNS(*) FROM t": "COLUMNS",
    "SELECT a FROM t QUALIFY row_number() OVER (ORDER BY a) = 1": "QUALIFY",
    "SELECT a FROM t GROUP BY ALL": "name the columns",
    "SELECT a FROM t LIMIT 3": "LIMIT",
    "SELECT t.a FROM t ASOF JOIN u ON t.a = u.a": "join with",
    "SELECT t.a FROM t SEMI JOIN u USING (a)": "join with",
    "SELECT t.a FROM t NATURAL JOIN u": "join with",
    "SELECT a FROM t UNION ALL BY NAME SELECT b FROM u": "BY NAME",
    "SELECT a FROM read_csv('/etc/passwd')": "bare names",
    "SELECT a FROM '/etc/passwd'": "bare names",
    "SELECT a FROM main.t": "bare names",
    "SELECT t.a.b.c FROM t": "no deeper",
    "SELECT [1, 2] AS a FROM t": "ARRAY",
    "SELECT string_agg(a, ',') AS a FROM t": "GROUPCONCAT",
    "SELECT max(a, 2) AS a FROM t": "one value",
    "SELECT first(a) AS a FROM t": "FIRST",
    "SELECT getenv('HOME') AS a": "GETENV",
    "SELECT datediff('month', a, b) AS d FROM t": "days",
    "SELECT EXTRACT(WEEK FROM a) AS d FROM t": "extract one of",
    "WITH RECURSIVE x AS (SELECT 1 AS a UNION ALL SELECT a + 1 FROM x) SELECT a FROM x": "recursion",
    "SELECT a FROM t TABLESAMPLE 10": "TABLESAMPLE",
}

WHOLE = {
    "SELECT 1 AS a; SELECT 2 AS a": "2 statements",
    "COPY t TO 'x.csv'": "COPY",
    "INSERT INTO t SELECT 1": "INSERT",
    "VALUES (1)": "VALUES",
    "SELECT (a FROM t": "Expecting )",
}


@pytest.mark.parametrize("sql", FINE)
def test_plain_sql_passes(sql: str) -> None:
    assert portable.violations(sql, "v.sql") == []


@pytest.mark.parametrize("sql", REFUSED)
def test_what_only_one_engine_reads_so_is_refused_with_the_reason(sql: str) -> None:
    problems = portable.violations(sql, "v.sql")

    assert {problem.code for problem in problems} == {"SQL-NOT-PORTABLE"}
    assert REFUSED[sql] in " ".join(problem.hint for problem in problems)


@pytest.mark.parametrize("sql", WHOLE)
def test_a_file_is_one_select(sql: str) -> None:
    (problem,) = portable.violations(sql, "v.sql")

    assert WHOLE[sql].lower() in problem.found.lower()


def test_a_problem_names_file_and_line() -> None:
    (problem,) = portable.violations("SELECT\n  a,\n  mode(b) AS b\nFROM t", "views/v.sql")

    assert problem.place == "views/v.sql:3"


def test_the_files_of_a_package_are_judged(tmp_path: Path) -> None:
    package = make_package(tmp_path, {"cats": table("cat_id\ntom")}, {"v": "SELECT now() AS a FROM cats"})

    assert [problem.path for problem in portable.check(package)] == ["views/v.sql"]


@pytest.mark.parametrize("file", OURS, ids=lambda file: file.stem)
def test_our_sql_is_portable_and_comes_back_from_spark_unharmed(file: Path) -> None:
    """Spark SQL written by sqlglot is read again and means the same tree."""
    sql = file.read_text(encoding="utf-8")

    assert portable.violations(sql, file.name) == []
    tree = sqlglot.parse_one(sql, read="duckdb")
    spark = tree.sql("spark", comments=False)
    assert functions(sqlglot.parse_one(spark, read="spark")) == functions(tree)


def functions(tree: sqlglot.exp.Expression) -> list[str]:
    """Name the functions of a query, but for the casts that the two dialects do without a word."""
    names = [type(node).__name__.removeprefix("Try") for node in tree.find_all(sqlglot.exp.Func)]
    return sorted(name for name in names if name != "TsOrDsToDate")
