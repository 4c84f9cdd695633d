"""CHECK, asking: questions to DuckDB that need no table, one at a time: no two threads may share a connection.

The connection is our own: DuckDB's default one belongs to whoever calls us.
"""

from __future__ import annotations

from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, Any

import duckdb

if TYPE_CHECKING:
    from collections.abc import Sequence

_ONE_AT_A_TIME = Lock()


def answer(sql: str, parameters: Sequence[Any] = ()) -> Any:
    """Give the one value that a SELECT of one row and column gives.

    >>> answer("SELECT upper(?)", ["a"])
    'A'
    """
    with _ONE_AT_A_TIME:
        rows = _connection().execute(sql, list(parameters)).fetchall()
    return rows[0][0] if rows else None


def tables_in(sql: str) -> set[str]:
    """Name the tables that a query reads.

    Raises:
        duckdb.Error: when it is no SQL.

    >>> tables_in("SELECT * FROM cats")
    {'cats'}
    """
    with _ONE_AT_A_TIME:
        return set(_connection().get_table_names(sql))


@cache
def _connection() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(":memory:")
