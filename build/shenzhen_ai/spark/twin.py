"""SPARK, twin: the package as DuckDB compiles it, without a row: what its tables, views and queries are like."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shenzhen_ai import database
from shenzhen_ai.quoting import identifier

if TYPE_CHECKING:
    import duckdb

    from shenzhen_ai.package import Package


def empty_tables(package: Package) -> duckdb.DuckDBPyConnection:
    """Give a database with the tables of a package, as text and typed, that have no rows."""
    con = database.connect(threads=1)
    for table in package.tables.values():
        columns = ", ".join(f"{identifier(field.name)} VARCHAR" for field in table.fields)
        con.execute(f"CREATE TABLE text.{identifier(table.name)} ({columns}, _row BIGINT)")
        database.type_table(con, table)
    return con


def columns(con: duckdb.DuckDBPyConnection, relation: str) -> dict[str, str]:
    """Give DuckDB's type of each column of a table, or of a SELECT in brackets."""
    return {str(name): str(kind) for name, kind, *_ in con.execute(f"DESCRIBE SELECT * FROM {relation}").fetchall()}


def schema(con: duckdb.DuckDBPyConnection) -> dict[str, dict[str, str]]:
    """Give DuckDB's type of each column of the tables and views that queries may read."""
    found: dict[str, dict[str, str]] = {}
    query = (
        "SELECT table_name, column_name, data_type FROM duckdb_columns() "
        "WHERE NOT internal AND schema_name = 'main' AND database_name = current_database() ORDER BY column_index"
    )
    for table, column, kind in con.execute(query).fetchall():
        found.setdefault(table, {})[column] = kind
    return found
