"""The SQL that views and rules may use: what DuckDB and Spark read alike, held by a list of what is allowed.

The list is over the nodes of sqlglot's tree, not over words: what is not named here is refused. A list of what is
forbidden would not do, since sqlglot turns SQL that only DuckDB knows into wrong Spark SQL without a word.

Left out although both engines know them: `concat` (NULL counts as an empty text in DuckDB and spoils the whole in
Spark; `||` is the same in both), a bare division (NULL in DuckDB, an error in Spark: divide by `nullif(x, 0)`),
`round` to a column of digits, differences of dates other than `datediff('day', a, b)`, and everything that depends
on the clock, on chance or on the order in which rows arrive.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from shenzhen_ai._errors import ExtraMissing
from shenzhen_ai.problems import Problem, quoted
from shenzhen_ai.wording import Text, say, verbatim

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator

    from shenzhen_ai.package import Package

CODE = "SQL-NOT-PORTABLE"

FRAME = "Select From Join Where Group Having Order Ordered With CTE Subquery Union Distinct Alias TableAlias Table"
NAMES = "Column Identifier Star Paren Literal Boolean Null Values Tuple Var"
CONDITIONS = "And Or Not EQ NEQ GT GTE LT LTE Is In Between Like Exists NullSafeEQ NullSafeNEQ Case If Coalesce Nullif"
NUMBERS = "Add Sub Mul Div Neg Abs Round Floor Ceil Pow Greatest Least"
TEXTS_AND_DAYS = "DPipe Lower Upper Trim Length Substring Replace DateDiff Extract"
AGGREGATES = "Count Sum Min Max Avg Filter Window WindowSpec RowNumber Rank DenseRank Lag Lead"
CASTS = "Cast TryCast DataType DataTypeParam"

ALLOWED = frozenset(f"{FRAME} {NAMES} {CONDITIONS} {NUMBERS} {TEXTS_AND_DAYS} {AGGREGATES} {CASTS}".split())
"""Names of sqlglot's classes."""

TYPES = frozenset({"VARCHAR", "TEXT", "INT", "BIGINT", "DOUBLE", "DECIMAL", "BOOLEAN", "DATE"})
"""What a value may be cast to."""

EXTRACTED = frozenset({"YEAR", "MONTH", "DAY"})

EXPECTED = say("SQL that DuckDB and Spark read alike")

NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")

SHOWN = 80
"""Signs of a piece of SQL that a message shows."""


def violations(sql: str, file: str) -> list[Problem]:
    """Give what keeps a query from being portable; empty when nothing does.

    Args:
        sql: the text of a view or rule, comments included.
        file: its path, as problems show it.

    Raises:
        ExtraMissing: when sqlglot is not installed.

    >>> violations("SELECT lower(a) AS b FROM t", "v.sql")
    []
    >>> print(violations("SELECT mode(a) AS b FROM t", "v.sql")[0])
    v.sql:1: [SQL-NOT-PORTABLE] found mode(a); expected SQL that DuckDB and Spark read alike; MODE is not on the list
    """
    try:
        import sqlglot
    except ImportError as error:
        raise ExtraMissing("sqlglot", "build") from error
    try:
        statements = [statement for statement in sqlglot.parse(sql, read="duckdb") if statement is not None]
    except (sqlglot.errors.SqlglotError, RecursionError) as error:
        return [Problem(CODE, file, found=verbatim(str(error).splitlines()[0]), expected=EXPECTED)]
    if len(statements) != 1:
        found = say("{count} statements", count=len(statements))
        return [Problem(CODE, file, found=found, expected=say("one SELECT"))]
    root = statements[0]
    if type(root).__name__ not in {"Select", "Union"}:
        return [Problem(CODE, file, found=quoted(root.sql("duckdb")), expected=say("one SELECT"))]
    return [
        Problem(CODE, file, _line(node), found=verbatim(_shown(node)), expected=EXPECTED, hint=reason)
        for node in root.walk()
        for reason in _reasons(node)
    ]


def check(package: Package, within: Container[str] | None = None) -> list[Problem]:
    """Give what is not portable in the views and rules of a package; with `within` in these files of them only."""
    files = [(file, package.path_of(file)) for folder in ("views", "rules") for file in package.sql_files(folder)]
    return [
        problem
        for file, path in files
        if within is None or path in within
        for problem in violations(file.read_text(encoding="utf-8"), path)
    ]


def _reasons(node: Any) -> Iterator[Text]:
    name = type(node).__name__
    if name not in ALLOWED:
        named = str(node.this).upper() if name == "Anonymous" else name.upper()
        yield say("{name} is not on the list", name=named)
    elif name in LIMITS:
        yield from LIMITS[name](node)


def _cast(node: Any) -> Iterator[Text]:
    kind = str(node.to.this.name) if hasattr(node.to.this, "name") else str(node.to.this)
    if kind not in TYPES:
        yield say("cast to one of {types}", types=", ".join(sorted(TYPES)))


def _round(node: Any) -> Iterator[Text]:
    decimals = node.args.get("decimals")
    if decimals is not None and not decimals.is_number:
        yield say("the number of decimals must be a plain number, Spark takes no other")


def _div(node: Any) -> Iterator[Text]:
    divisor = node.expression
    while type(divisor).__name__ in {"Paren", "Cast"}:
        divisor = divisor.this
    if type(divisor).__name__ != "Nullif" and not (divisor.is_number and float(divisor.name) != 0):
        yield say("divide by nullif(x, 0): by zero DuckDB gives NULL and Spark an error")


def _join(node: Any) -> Iterator[Text]:
    if node.args.get("method") or node.kind not in {"", "INNER", "OUTER", "CROSS"}:
        yield say("join with INNER, LEFT, RIGHT, FULL or CROSS")


def _table(node: Any) -> Iterator[Text]:
    if type(node.this).__name__ != "Identifier" or node.args.get("db") or not NAME.match(node.name):
        yield say("read from tables and views of the package, by their bare names")


def _distinct(node: Any) -> Iterator[Text]:
    if node.args.get("on"):
        yield say("DISTINCT ON is DuckDB's own; number the rows and take the first")


def _group(node: Any) -> Iterator[Text]:
    if node.args.get("all") or any(node.args.get(name) for name in ("cube", "rollup", "grouping_sets")):
        yield say("name the columns to group by")


def _column(node: Any) -> Iterator[Text]:
    if node.args.get("db"):
        yield say("name a column by table and column, no deeper")


def _with(node: Any) -> Iterator[Text]:
    if node.args.get("recursive"):
        yield say("no recursion")


def _extreme(node: Any) -> Iterator[Text]:
    if node.expressions or node.args.get("count"):
        yield say("max and min take one value; greatest and least take more")


def _star(node: Any) -> Iterator[Text]:
    if any(node.args.get(name) for name in ("except", "except_", "replace", "rename")):
        yield say("name the columns: a star with exceptions is DuckDB's own")


def _union(node: Any) -> Iterator[Text]:
    if node.args.get("by_name"):
        yield say("UNION BY NAME is DuckDB's own; name the columns in the same order")


def _datediff(node: Any) -> Iterator[Text]:
    if str(node.args.get("unit") or "").strip("'").upper() != "DAY":
        yield say("count days: datediff('day', a, b)")


def _extract(node: Any) -> Iterator[Text]:
    if str(node.this).upper() not in EXTRACTED:
        yield say("extract one of {parts}", parts=", ".join(sorted(EXTRACTED)))


LIMITS: dict[str, Callable[[Any], Iterator[Text]]] = {
    "Cast": _cast,
    "TryCast": _cast,
    "Round": _round,
    "Div": _div,
    "Join": _join,
    "Table": _table,
    "Distinct": _distinct,
    "Group": _group,
    "Star": _star,
    "Union": _union,
    "DateDiff": _datediff,
    "Extract": _extract,
    "Column": _column,
    "With": _with,
    "Max": _extreme,
    "Min": _extreme,
}
"""Conditions on nodes that are allowed in some forms only."""


def _line(node: Any) -> int | None:
    lines = [inner.meta["line"] for inner in node.walk() if "line" in inner.meta]
    return min(lines) if lines else None


def _shown(node: Any) -> str:
    text = " ".join(str(node.sql("duckdb", normalize_functions="lower", comments=False)).split())
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"
