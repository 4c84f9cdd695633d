"""CHECK, ordered: keys that rise from row to row all differ, which is far quicker to see than by a table of them.

Rows that stand out of order are few in most files, and only they can repeat a key: the rest is seen to rise. Whether
it does is counted, so that the verdict does not hang on the order in which the database looks at rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    import duckdb

SAMPLE = 10_000
"""Rows by which an order is guessed."""

MOST = 0.9
"""Share of these that must rise."""

ODD = "_out_of_order"


def _by_text(left: str, right: str) -> str:
    return f"{left} > {right}"


def _by_length(left: str, right: str) -> str:
    """Give the order of numbers, also behind a prefix: 9 stands before 10."""
    return f"(strlen({left}) > strlen({right}) OR (strlen({left}) = strlen({right}) AND {left} > {right}))"


def doubles(con: duckdb.DuckDBPyConnection, relation: str, values: list[str]) -> str | None:
    """Give the SQL that is true for the rows of which some may repeat a key; None when nothing can be said.

    Args:
        con: the database.
        relation: rows with `_row`, which tells them apart.
        values: SQL of the parts of the key, as text.
    """
    order = _order(con, relation, values)
    if order is None:
        return None
    if _rises(con, _neighbours(relation, values), len(values), order):
        return "false"
    parts = range(len(values))
    falls = f"NOT coalesce({_above(len(values), order, 'v', 'p')}, _first)"
    before = f"NOT coalesce({_above(len(values), order, 'n', 'v')}, _last)"
    ends = "lag(_row) OVER () IS NULL AS _first, lead(_row) OVER () IS NULL AS _last"
    after = ", ".join(f"lead(v{part}) OVER () AS n{part}" for part in parts)
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE {ODD} AS SELECT _row, hash({', '.join(f'v{part}' for part in parts)}) AS h "
        f"FROM (SELECT *, {after}, {ends} FROM {_neighbours(relation, values)}) WHERE {falls} OR {before}"
    )
    rest = f"(SELECT * FROM {relation} WHERE _row NOT IN (SELECT _row FROM {ODD}))"
    if not _rises(con, _neighbours(rest, values), len(values), order):
        return None
    return f"hash({', '.join(values)}) IN (SELECT h FROM {ODD})"


def _order(con: duckdb.DuckDBPyConnection, relation: str, values: list[str]) -> Callable[[str, str], str] | None:
    """Guess the order that the keys have, by the first rows; None when they have none."""
    sample = _neighbours(f"(SELECT * FROM {relation} LIMIT {SAMPLE})", values)
    orders = (_by_text, _by_length)
    counted = ", ".join(f"count(*) FILTER ({_above(len(values), order, 'v', 'p')})" for order in orders)
    rows, *rising = con.execute(f"SELECT count(*), {counted} FROM {sample}").fetchone() or (0, 0, 0)
    if not rows:
        return None
    best = max(range(len(orders)), key=lambda number: rising[number])
    return orders[best] if rising[best] >= MOST * rows else None


def _neighbours(relation: str, values: list[str]) -> str:
    """Give each row with the parts of its key and those of the row before it."""
    named = ", ".join(f"{value} AS v{part}" for part, value in enumerate(values))
    before = ", ".join(f"lag(v{part}) OVER () AS p{part}" for part in range(len(values)))
    return f"(SELECT *, {before} FROM (SELECT _row, {named} FROM {relation}))"


def _above(parts: int, order: Callable[[str, str], str], left: str, right: str) -> str:
    """Give the SQL that compares keys part by part; NULL is above nothing, and nothing above NULL."""
    last = parts - 1
    sql = order(f"{left}{last}", f"{right}{last}")
    for part in reversed(range(last)):
        above = order(f"{left}{part}", f"{right}{part}")
        sql = f"({above} OR ({left}{part} = {right}{part} AND {sql}))"
    return sql


def _rises(con: duckdb.DuckDBPyConnection, rows: str, parts: int, order: Callable[[str, str], str]) -> bool:
    asked = f"SELECT count(*), count(*) FILTER ({_above(parts, order, 'v', 'p')}) FROM {rows}"
    total, rising = con.execute(asked).fetchone() or (0, 0)
    return bool(rising >= total - 1)
