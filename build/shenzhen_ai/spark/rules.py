"""SPARK, rules: what the rules of a package find in the typed tables.

A pandera rule that looks at one row at a time is run by the workers, as the SQL that ibis writes for DuckDB. One that
looks further is a query like those of the SQL rules, and is carried over as they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shenzhen_ai import portable
from shenzhen_ai.checks import pandera_rules
from shenzhen_ai.checks.context import LIMIT
from shenzhen_ai.checks.engine import QueryRefused
from shenzhen_ai.quoting import literal
from shenzhen_ai.spark.tables import Queries, back, refusing
from shenzhen_ai.spark.workers import CELLS, of_cells
from shenzhen_ai.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from shenzhen_ai.package import Table

BEYOND_A_ROW = ("AggFunc", "Window", "Join", "Group", "Limit", "Distinct", "Union", "Subquery", "With")
"""sqlglot's classes in a query that looks at more than the row at hand."""


def broken(queries: Queries, table: Table, rules: Sequence[Any]) -> Iterator[tuple[Any, list[str]]]:
    """Give each pandera rule that fails on a table, with the primary keys of the rows, in order.

    Raises:
        QueryRefused: for a rule that Spark would answer otherwise.
    """
    import ibis

    frame = ibis.duckdb.from_connection(queries.con).table(table.name, database="main")
    texts = [str(ibis.to_sql(pandera_rules.failing(table, frame, rule), dialect="duckdb")) for rule in rules]
    by_row = {number: sql for number, text in enumerate(texts) if (sql := _by_row(text)) is not None}
    found = _on_workers(queries, table, by_row)
    for number, rule in enumerate(rules):
        keys = found.get(number, []) if number in by_row else _beyond(queries, texts[number])
        if keys:
            yield rule, sorted(keys)


def _by_row(text: str) -> str | None:
    """Give a query as the workers run it on a batch; None when it looks at more than one row."""
    from sqlglot import exp, parse_one

    tree: Any = parse_one(text, read="duckdb")
    if len(list(tree.find_all(exp.Table))) != 1 or tree.find(*(getattr(exp, name) for name in BEYOND_A_ROW)):
        return None
    for named in tree.find_all(exp.Table):
        named.replace(exp.table_(CELLS, alias=named.alias or None, quoted=True))
    return str(tree.sql("duckdb"))


def _on_workers(queries: Queries, table: Table, by_row: dict[int, str]) -> dict[int, list[str]]:
    """Run queries on the rows of a table where they are; give the keys that each finds."""
    if not by_row:
        return {}
    query = " UNION ALL ".join(f"SELECT {number} AS rule, key FROM ({sql})" for number, sql in by_row.items())
    rows = queries.spark.table(back(table.name)).mapInArrow(of_cells(query), "rule int, key string").toArrow()
    found: dict[int, list[str]] = {}
    for number, key in zip(*(rows.column(name).to_pylist() for name in ("rule", "key")), strict=True):
        found.setdefault(number, []).append(key)
    return found


def _beyond(queries: Queries, text: str) -> list[str]:
    """Ask Spark a query that looks at more than one row.

    Raises:
        QueryRefused: when it is not portable, or would be answered otherwise.
    """
    from sqlglot import exp, parse_one

    tree: Any = parse_one(text, read="duckdb")
    for named in tree.find_all(exp.Table):
        named.replace(exp.table_(named.name, alias=named.alias or None, quoted=True))
    sql = str(tree.sql("duckdb"))
    problems = portable.violations(sql, "")
    if problems:
        raise QueryRefused(say("{found}: {hint}", found=problems[0].found, hint=problems[0].hint))
    with refusing():
        return [str(key) for (key,) in queries.frame(sql).collect()]


def failing(queries: Queries, sql: str) -> tuple[list[dict[str, Any]], int]:
    """Give the first rows of a SQL rule, in order, and how many there are.

    Raises:
        QueryBroken: when it does not fit the tables.
        QueryRefused: when Spark would answer it otherwise.
    """
    from pyspark.sql import functions as fn

    frame = queries.frame(sql)
    order = [fn.col(name).asc_nulls_last() for name in ("key", "found", "detail")]
    with refusing():
        rows = [row.asDict() for row in frame.orderBy(*order).limit(LIMIT).collect()]
        return rows, frame.count() if len(rows) == LIMIT else len(rows)


def ids(table: Table, keys: Sequence[str]) -> str:
    """Give the SQL that is true for the rows of a scanned table with these ids."""
    places = {field.name: number for number, field in enumerate(table.fields)}
    parts = [f"coalesce(f{places[name]}, '')" for name in table.primary_key]
    listed = ", ".join(literal(key).replace("\\", "\\\\") for key in keys)
    joined = ", '|', ".join(parts)
    return f"{f'concat({joined})' if len(parts) > 1 else parts[0]} IN ({listed or 'NULL'})"
