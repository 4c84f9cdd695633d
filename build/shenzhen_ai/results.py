"""The result of a query as something to cite: the same release, SQL and engine give the same hash on any machine.

One thread computes it, functions whose value changes from call to call are refused, rows stand in one order, floating
numbers are taken at 12 significant digits.
"""

from __future__ import annotations

import datetime
import decimal
import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import duckdb

from shenzhen_ai._errors import ShenzhenAIError
from shenzhen_ai.query import locked

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from shenzhen_ai.load import Release

DIGITS = 12
"""Significant digits of a floating number that count; sums of many differ behind them."""

CLOCK = frozenset(
    {
        *("current_date", "current_time", "current_timestamp", "localtime", "localtimestamp"),
        *("current_user", "session_user", "user", "current_role", "current_catalog", "current_schema"),
    }
)
"""Words without brackets that stand for functions of the moment or of who asks."""

GENERATORS = frozenset({"range", "generate_series", "unnest", "json_each", "json_tree", "repeat"})
"""Table functions whose rows depend on their arguments alone."""


@dataclass(frozen=True, slots=True)
class Result:
    """What a citation says of a result.

    Attributes:
        sql: the query in the engine's own spelling, its order completed by all columns.
        engine: name and version of the engine.
        columns: names of the columns.
        rows: number of rows.
        digest: SHA-256 of the names and the rows.
    """

    sql: str
    engine: str
    columns: tuple[str, ...]
    rows: int
    digest: str


def result(sql: str, release: Release, threads: int = 1) -> Result:
    """Run a query on a release and give what identifies its result.

    Args:
        sql: one SELECT on tables and views of the release.
        release: the release.
        threads: more than one is for tests; the hash of exact values does not depend on it.

    Raises:
        ShenzhenAIError: for SQL that is not one SELECT, reads anything else, or calls a function whose value changes.
    """
    with locked(release, threads) as con:
        try:
            tree = _parsed(con, sql)
            _refuse(con, tree, release.tables())
            columns = [str(row[0]) for row in con.execute(f"DESCRIBE {_spelled(con, tree)}").fetchall()]
            ordered = _complete_order(con, tree, len(columns))
            text = _spelled(con, tree)
            rows = [_line(row) for row in con.execute(text).fetchall()]
        except duckdb.Error as error:
            raise ShenzhenAIError(str(error)) from error
    digest = hashlib.sha256()
    for line in [_line(columns), *(rows if ordered else sorted(rows))]:
        digest.update(f"{line}\n".encode())
    return Result(text, f"DuckDB {duckdb.__version__}", tuple(columns), len(rows), digest.hexdigest())


def _parsed(con: duckdb.DuckDBPyConnection, sql: str) -> dict[str, Any]:
    """Give the engine's own tree of one SELECT."""
    ((text,),) = con.execute("SELECT json_serialize_sql(CAST(? AS VARCHAR))", [sql]).fetchall()
    tree: dict[str, Any] = json.loads(text)
    if tree.get("error"):
        raise ShenzhenAIError(f"this cannot be cited: {tree.get('error_message')}")
    if len(tree["statements"]) != 1:
        raise ShenzhenAIError(f"one SELECT can be cited, not {len(tree['statements'])}")
    return tree


def _spelled(con: duckdb.DuckDBPyConnection, tree: Mapping[str, Any]) -> str:
    ((text,),) = con.execute("SELECT json_deserialize_sql(CAST(? AS JSON))", [json.dumps(tree)]).fetchall()
    return str(text)


def _refuse(con: duckdb.DuckDBPyConnection, tree: Mapping[str, Any], tables: Sequence[str]) -> None:
    """Refuse what could give another result on another day, machine or try.

    Raises:
        ShenzhenAIError: naming it.
    """
    changing = _changing(con)
    nodes = list(_nodes(tree))
    known = {*tables, *(str(item["key"]) for node in nodes for item in node.get("map", []) if "key" in item)}
    for node in nodes:
        name = str(node.get("function_name", "")).lower()
        if name in changing:
            raise ShenzhenAIError(f"the value of {name}() changes from call to call, so its result cannot be cited")
        if node.get("type") == "TABLE_FUNCTION":
            called = str(node["function"].get("function_name", "")).lower()
            if called not in GENERATORS:
                raise ShenzhenAIError(f"{called}() reads something else than the release")
        if node.get("type") == "BASE_TABLE" and node["table_name"] not in known:
            raise ShenzhenAIError(f"{node['table_name']} is not a table of the release")
        columns = node.get("column_names") or [""]
        if node.get("class") == "COLUMN_REF" and len(columns) == 1 and str(columns[0]).lower() in CLOCK:
            raise ShenzhenAIError(f"{columns[0]} is another one each time, so its result cannot be cited")
        if node.get("sample"):
            raise ShenzhenAIError("a random sample cannot be cited; select rows by a condition")


def _changing(con: duckdb.DuckDBPyConnection) -> set[str]:
    """Name the functions that the engine itself says are not constant, and its macros that use one."""
    found = con.execute(
        "SELECT DISTINCT function_name, stability, macro_definition FROM duckdb_functions() "
        "WHERE stability <> 'CONSISTENT' OR macro_definition IS NOT NULL"
    ).fetchall()
    names = {str(name) for name, stability, _ in found if stability and stability != "CONSISTENT"}
    words = names | CLOCK
    return names | {str(name) for name, _, body in found if body and any(word in str(body) for word in words)}


def _nodes(value: Any) -> Iterator[Mapping[str, Any]]:
    """Give every object of a tree."""
    if isinstance(value, dict):
        yield value
        for part in value.values():
            yield from _nodes(part)
    elif isinstance(value, list):
        for part in value:
            yield from _nodes(part)


def _complete_order(con: duckdb.DuckDBPyConnection, tree: Mapping[str, Any], columns: int) -> bool:
    """Let every column decide after those that the query orders by; tell whether it has an order of its own."""
    numbers = ", ".join(str(number + 1) for number in range(columns))
    added = _parsed(con, f"SELECT {numbers} ORDER BY {numbers}")["statements"][0]["node"]["modifiers"][0]
    modifiers = tree["statements"][0]["node"]["modifiers"]
    for modifier in modifiers:
        if modifier["type"] == "ORDER_MODIFIER":
            asked, all_columns = (_bare(part["orders"]) for part in (modifier, added))
            by_all = any(order["expression"]["class"] == "STAR" for order in modifier["orders"])
            if not by_all and asked[-columns:] != all_columns:
                modifier["orders"].extend(added["orders"])
            return bool(asked != all_columns)
    limits = [place for place, item in enumerate(modifiers) if "LIMIT" in item["type"]]
    modifiers.insert(limits[0] if limits else len(modifiers), added)
    return False


def _bare(value: Any) -> Any:
    """Give a part of a tree without the places in the text that it was read from."""
    if isinstance(value, dict):
        return {name: _bare(part) for name, part in value.items() if not name.startswith("query_location")}
    return [_bare(part) for part in value] if isinstance(value, list) else value


def _line(row: Sequence[object]) -> str:
    """Give a row as one line of JSON."""
    return json.dumps([_cell(value) for value in row], ensure_ascii=False, separators=(",", ":"))


def _cell(value: object) -> object:
    """Give a value in one spelling, whatever the machine.

    >>> _cell(0.1 + 0.2), _cell(decimal.Decimal("17.500")), _cell(datetime.date(2026, 1, 2)), _cell(None)
    ('0.3', '17.5', '2026-01-02', None)
    """
    match value:
        case None | bool() | str():
            said: object = value
        case float():
            said = format(value or 0.0, f".{DIGITS}g")
        case decimal.Decimal():
            said = format(value.normalize() if value else decimal.Decimal(0), "f")
        case datetime.date() | datetime.time():
            said = value.isoformat()
        case bytes():
            said = value.hex()
        case dict():
            said = [[_cell(key), _cell(part)] for key, part in value.items()]
        case list() | tuple():
            said = [_cell(part) for part in value]
        case _:
            said = str(value)
    return said
