"""SPARK, tables: the typed tables of a package under their names, and queries on them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import duckdb

from shenzhen_ai.checks.engine import QueryBroken, QueryRefused
from shenzhen_ai.database import typed_select
from shenzhen_ai.periods import parse
from shenzhen_ai.problems import Problem
from shenzhen_ai.quoting import identifier, literal
from shenzhen_ai.spark import twin
from shenzhen_ai.spark.dialect import to_spark
from shenzhen_ai.spark.workers import CELLS, of_cells
from shenzhen_ai.wording import say, verbatim

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shenzhen_ai.package import Package, Table
    from shenzhen_ai.spark.reading import Scanned

KINDS = {
    "VARCHAR": "string",
    "BIGINT": "bigint",
    "HUGEINT": "bigint",
    "INTEGER": "int",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "DOUBLE": "double",
    "TIMESTAMP": "timestamp_ntz",
}
"""Spark's types by DuckDB's; a sum of whole numbers stays one, and too large a sum is an error."""

FAMILIES = {"tinyint": "whole", "smallint": "whole", "int": "whole", "bigint": "whole", "float": "double"}


def spark_type(kind: str) -> str | None:
    """Give Spark's type for DuckDB's; None where there is none.

    >>> spark_type("DECIMAL(28,8)"), spark_type("TIME")
    ('decimal(28,8)', None)
    """
    return kind.lower() if kind.startswith("DECIMAL") else KINDS.get(kind)


def back(name: str) -> str:
    """Give a name as Spark's SQL wants it.

    >>> back("a`b")
    '`a``b`'
    """
    return "`" + name.replace("`", "``") + "`"


def unsupported(package: Package) -> list[Problem]:
    """Name the fields whose values Spark has no type for."""
    con = twin.empty_tables(package)
    try:
        return [
            Problem(
                "ENGINE-UNSUPPORTED",
                table.schema_path or "datapackage.json",
                column=name,
                found=verbatim(f"{table.name}.{name}: {kind}"),
                expected=say("values that {engine} has a type for", engine="Spark"),
                hint=say("run it on DuckDB"),
            )
            for table in package.tables.values()
            for name, kind in twin.columns(con, f"main.{identifier(table.name)}").items()
            if spark_type(kind) is None
        ]
    finally:
        con.close()


def register(package: Package, tables: Mapping[str, Scanned]) -> None:
    """Have Spark know the typed tables of a package by their names."""
    from pyspark import StorageLevel

    con = twin.empty_tables(package)
    try:
        for name, table in package.tables.items():
            kinds = twin.columns(con, f"main.{identifier(name)}")
            frame = _typed(tables[name].frame, table, kinds)
            frame.persist(StorageLevel.MEMORY_AND_DISK).createOrReplaceTempView(back(name))
    finally:
        con.close()


def typed_schema(kinds: Mapping[str, str]) -> str:
    """Give Spark's schema of columns in DuckDB's types."""
    return ", ".join(f"{back(name)} {spark_type(kind)}" for name, kind in kinds.items())


def _typed(frame: Any, table: Table, kinds: Mapping[str, str]) -> Any:
    names = ", ".join(f"f{number} AS {identifier(field.name)}" for number, field in enumerate(table.fields))
    lookups = {
        field.name: _periods(frame, number) for number, field in enumerate(table.fields) if field.derive == "period"
    }
    query = typed_select(table, f"(SELECT {names} FROM {CELLS})", lookups)
    cells = [f"f{number}" for number in range(len(table.fields))]
    return frame.select(*cells).mapInArrow(of_cells(query), typed_schema(kinds))


def _periods(frame: Any, number: int) -> str:
    """Give the SQL of the periods of a field: text, first day, last day, kind."""
    rows = []
    for (text,) in frame.select(f"f{number}").filter(f"f{number} IS NOT NULL").distinct().collect():
        period = parse(text)
        if period is not None:
            days = [f"DATE {literal(str(day))}" if day else "NULL" for day in (period.start, period.end)]
            rows.append(f"({literal(text)}, {', '.join(days)}, {literal(str(period.kind))})")
    empty = (
        'SELECT CAST(NULL AS VARCHAR) AS text, CAST(NULL AS DATE) AS "start", CAST(NULL AS DATE) AS "end", '
        "CAST(NULL AS VARCHAR) AS kind WHERE false"
    )
    return f"({empty} UNION ALL VALUES {', '.join(rows)})" if rows else f"({empty})"


def carried(sql: str) -> str:
    """Give SQL that the pipeline makes itself in Spark's dialect; `text.<table>` is the view `_text_<table>` there."""
    from sqlglot import exp, parse_one

    tree: Any = parse_one(sql, read="duckdb")
    for named in tree.find_all(exp.Table):
        if named.db == "text":
            named.replace(exp.table_(f"_text_{named.name}", alias=named.alias or None, quoted=True))
    return str(tree.sql("spark"))


class Queries:
    """Queries that came with a package, on the tables that Spark knows."""

    def __init__(self, spark: Any, con: duckdb.DuckDBPyConnection) -> None:
        """Take a session and a database with the same tables, empty, which says what the queries give."""
        self.spark, self.con = spark, con

    def frame(self, sql: str) -> Any:
        """Give what a SELECT gives, in DuckDB's types.

        Raises:
            QueryBroken: with DuckDB's words, when it does not fit the tables.
            QueryRefused: when Spark would answer it differently.
        """
        try:
            kinds = twin.columns(self.con, f"(\n{sql}\n)")
        except duckdb.Error as error:
            raise QueryBroken(str(error).splitlines()[0]) from error
        text = to_spark(sql, twin.schema(self.con))
        with refusing():
            frame = self.spark.sql(text)
            pairs = zip(kinds.items(), frame.dtypes, strict=True)
            columns = [_column(name, kind, found) for (name, kind), (_, found) in pairs]
            return frame.toDF(*kinds).selectExpr(*columns)


def _column(name: str, kind: str, given: str) -> str:
    """Give the SQL of a column in DuckDB's type; refuse it when Spark's is of another family."""
    wanted = spark_type(kind)
    if wanted is None or (given != "void" and _family(wanted) != _family(given)):
        raise QueryRefused(
            say("column {name} is {kind} in DuckDB and {given} in Spark", name=name, kind=kind, given=given)
        )
    return f"CAST({back(name)} AS {wanted}) AS {back(name)}"


def _family(kind: str) -> str:
    plain = re.sub(r"\(.*", "", kind)
    return FAMILIES.get(plain, plain)


class refusing:  # noqa: N801  used like a function
    """Turn Spark's own refusals of a query into `QueryRefused`."""

    def __enter__(self) -> None:
        """Begin."""

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        """Raise `QueryRefused` for an error of Spark.

        Raises:
            QueryRefused: in its place.
        """
        from pyspark.errors import PySparkException

        if isinstance(error, PySparkException):
            lines = [line for line in str(error).splitlines() if line.strip()] or [type(error).__name__]
            raise QueryRefused(lines[0]) from error
