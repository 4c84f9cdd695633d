"""CHECK, asking: questions to DuckDB that need no table, one at a time: no two threads may share its connection."""

from __future__ import annotations

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
        found = duckdb.execute(sql, list(parameters)).fetchone()
    return found[0] if found else None
