"""SPARK, dialect: a portable SELECT as Spark's SQL, or why it cannot be carried over.

sqlglot writes the SQL of the other dialect; what the two engines answer differently is rewritten before, by the types
that DuckDB gives, and what cannot be closed is refused. Where only some values are read differently, these raise an
error in Spark, so that no answer ever differs in silence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shenzhen_ai.checks.engine import QueryRefused
from shenzhen_ai.wording import say

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Schema = "Mapping[str, Mapping[str, str]]"
"""DuckDB's type of each column, by table and column."""

BLANKS = "".join(map(chr, (0x20, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000)))
"""What DuckDB's trim takes off; Spark's takes off plain blanks alone."""

LOWER = r"[\x{130}\x{3a3}\x{1c89}\x{a7cb}-\x{a7dc}\x{10d50}-\x{10d65}\x{16ea0}-\x{16eb8}]"
UPPER = (
    r"[\x{df}\x{149}\x{19b}\x{1f0}\x{264}\x{345}\x{390}\x{3b0}\x{587}\x{1c8a}\x{1e96}-\x{1e9a}\x{1f50}-\x{1fff}"
    r"\x{a7cb}-\x{a7dc}\x{fb00}-\x{fb17}\x{10d70}-\x{10d85}\x{16ebb}-\x{16ed3}]"
)
"""Letters whose other case the two know differently."""

READ_ALIKE = {
    "INT": r"^-?[0-9]{1,9}$",
    "BIGINT": r"^-?[0-9]{1,18}$",
    "DOUBLE": r"^-?[0-9]{1,15}([.][0-9]{1,15})?$",
    "DECIMAL": r"^-?[0-9]{1,18}([.][0-9]{1,18})?$",
    "DATE": r"^(?!0000)[0-9]{4}-[0-9]{2}-[0-9]{2}$",
    "BOOLEAN": r"^(true|false)$",
}
"""Texts that both read as the same value, by the type they are cast to."""

NO_VALUE = r"^[^0-9]*$"
"""Texts without a digit, which try_cast takes for no number and no date in both."""

ROUNDED = "rounded"
"""Name under which a part of a query keeps the digits that it is rounded to."""

EXACT_DIGITS = 15
"""Digits that a floating-point number holds for certain."""

TEXTS = {"VARCHAR", "TEXT", "CHAR"}
WHOLE = {"INT", "BIGINT", "SMALLINT", "TINYINT", "INT128", "UBIGINT"}


def to_spark(sql: str, schema: Mapping[str, Mapping[str, str]]) -> str:
    """Give a portable SELECT in Spark's dialect.

    Args:
        sql: what `portable` has let pass.
        schema: DuckDB's type of each column, by table and column.

    Raises:
        QueryRefused: naming what would not give the same answer.
    """
    from sqlglot import exp, parse_one
    from sqlglot.errors import SqlglotError
    from sqlglot.optimizer.annotate_types import annotate_types
    from sqlglot.optimizer.qualify import qualify

    try:
        tree: Any = qualify(parse_one(sql, read="duckdb"), schema=schema, dialect="duckdb", quote_identifiers=True)
        for division in list(tree.find_all(exp.Div)):
            division.set("this", exp.cast(division.this.copy(), "DOUBLE"))
            division.set("expression", exp.cast(division.expression.copy(), "DOUBLE"))
        tree = annotate_types(tree, schema=schema, dialect="duckdb")
        return str(_carried(tree).sql("spark"))
    except SqlglotError as error:
        raise QueryRefused(str(error).splitlines()[0]) from error


def _carried(tree: Any) -> Any:
    """Rewrite every part of a query, the inner ones first, so that what stands around them takes them as they are."""
    for node in reversed(list(tree.walk())):
        rule = RULES.get(type(node).__name__)
        made = rule(node) if rule else node
        if made is not node:
            made.type = node.type
            node.replace(made)
    return tree


def _kind(node: Any) -> str:
    """Give the name of the type that a part of a query has."""
    from sqlglot import exp

    kind = node.type.this.name if node.type is not None and hasattr(node.type.this, "name") else "UNKNOWN"
    if isinstance(node, exp.Null):
        return "NULL"
    if isinstance(node, exp.Replace | exp.Trim | exp.Substring | exp.Lower | exp.Upper | exp.DPipe):
        return "VARCHAR"
    if kind in {"UNKNOWN", "NULL"} and isinstance(node, exp.Paren):
        return _kind(node.this)
    return str(kind)


def _shown(node: Any) -> str:
    text = str(node.sql("duckdb", comments=False))
    return text if len(text) <= 80 else f"{text[:79]}…"  # noqa: PLR2004  as long as in messages of `portable`


def _guarded(value: Any, text: Any, pattern: str, *, inside: bool, what: str) -> Any:
    """Give SQL that raises an error where a text is not (`inside`) or is one that a pattern finds."""
    from sqlglot import exp

    found = exp.RegexpLike(this=text.copy(), expression=exp.Literal.string(pattern))
    bad = exp.not_(found) if inside else found
    message = exp.func("concat", exp.Literal.string(f"ENGINE-UNSUPPORTED {what}: "), text.copy())
    error = exp.Anonymous(this="raise_error", expressions=[message])
    return exp.Case(ifs=[exp.If(this=bad, true=error)], default=value)


def _cast(node: Any) -> Any:
    from sqlglot import exp

    source, target = _kind(node.this), str(node.to.this.name)
    if target in TEXTS:
        if source in {"DOUBLE", "FLOAT", "UNKNOWN"}:
            raise QueryRefused(
                say("{sql}: a floating-point number is written differently; cast a DECIMAL", sql=_shown(node))
            )
        return node
    if source in TEXTS:
        return _cast_text(node, target)
    if target in {"INT", "BIGINT"} and source == "DECIMAL":
        node.set("this", exp.Round(this=node.this, decimals=exp.Literal.number(0)))
    elif target in {"INT", "BIGINT"} and source in {"DOUBLE", "FLOAT"}:
        node.set("this", exp.Anonymous(this="rint", expressions=[node.this]))
    elif target == "DECIMAL" and source in {"DOUBLE", "FLOAT"}:
        return _exact(node)
    elif source == "UNKNOWN":
        raise QueryRefused(say("{sql}: its type cannot be told; cast it in two steps", sql=_shown(node)))
    return node


def _cast_text(node: Any, target: str) -> Any:
    from sqlglot import exp

    if node.this.is_string:
        return node
    pattern = READ_ALIKE.get(target)
    if pattern is None:
        raise QueryRefused(say("{sql}: not from text", sql=_shown(node)))
    text = node.this
    plain = exp.cast(text.copy(), node.to.copy())
    guarded = _guarded(plain, text, pattern, inside=True, what=f"text that is cast to {target}")
    if type(node).__name__ == "TryCast" and target != "DOUBLE":
        found = exp.RegexpLike(this=text.copy(), expression=exp.Literal.string(NO_VALUE))
        guarded.set("ifs", [exp.If(this=found, true=exp.cast(exp.Null(), node.to.copy())), *guarded.args["ifs"]])
    return guarded


def _exact(node: Any) -> Any:
    """Let a floating-point number become a DECIMAL where it has been rounded to its digits and these are exact."""
    from sqlglot import exp

    if not _rounded(node):
        raise QueryRefused(
            say("{sql}: the two round differently; round to the digits of the DECIMAL first", sql=_shown(node))
        )
    scale = int(node.to.expressions[1].name) if len(node.to.expressions) > 1 else 0
    most = exp.cast(exp.Literal.number(str(10**EXACT_DIGITS // 10**scale)), "DOUBLE")
    large = exp.GTE(this=exp.Abs(this=node.this.copy()), expression=most)
    error = exp.Anonymous(this="raise_error", expressions=[exp.Literal.string("ENGINE-UNSUPPORTED digits of a DOUBLE")])
    return exp.Case(ifs=[exp.If(this=large, true=error)], default=node.copy())


def _rounded(node: Any) -> bool:
    """Tell whether a number that is cast to a DECIMAL has been rounded to its digits."""
    from sqlglot import exp

    inner = node.this
    while isinstance(inner, exp.Paren) and ROUNDED not in inner.meta:
        inner = inner.this
    scale = int(node.to.expressions[1].name) if len(node.to.expressions) > 1 else 0
    return int(inner.meta.get(ROUNDED, scale + 1)) <= scale


def _round(node: Any) -> Any:
    """Round a floating-point number as DuckDB does: times a power of ten, to the next whole number, and back."""
    from sqlglot import exp

    kind = _kind(node.this)
    if kind == "UNKNOWN":
        raise QueryRefused(say("{sql}: its type cannot be told; cast to DOUBLE or DECIMAL first", sql=_shown(node)))
    decimals = node.args.get("decimals")
    node.meta[ROUNDED] = decimals.name if decimals is not None else "0"
    if kind not in {"DOUBLE", "FLOAT"} or node.meta[ROUNDED] == "0":
        return node
    factor = exp.cast(exp.Literal.number(str(10 ** int(node.meta[ROUNDED]))), "DOUBLE")
    whole = exp.Round(this=exp.Mul(this=exp.paren(node.this.copy()), expression=factor), decimals=exp.Literal.number(0))
    made = exp.paren(exp.Div(this=whole, expression=factor.copy()))
    made.meta[ROUNDED] = node.meta[ROUNDED]
    return made


def _trim(node: Any) -> Any:
    from sqlglot import exp

    if node.args.get("expression") is None:
        node.set("expression", exp.Literal.string(BLANKS))
        node.set("position", node.args.get("position") or "BOTH")
    return node


def _lower(node: Any) -> Any:
    return _guarded(node.copy(), node.this, LOWER, inside=False, what="letters of lower()")


def _upper(node: Any) -> Any:
    return _guarded(node.copy(), node.this, UPPER, inside=False, what="letters of upper()")


def _substring(node: Any) -> Any:
    from sqlglot import exp

    start, length = node.args.get("start"), node.args.get("length")
    if not start.is_int or int(start.name) < 1:
        raise QueryRefused(say("{sql}: only a plain place from 1 on means the same", sql=_shown(node)))
    if length is None or length.is_int:
        return node
    error = exp.Anonymous(this="raise_error", expressions=[exp.Literal.string("ENGINE-UNSUPPORTED length below 0")])
    return exp.Case(ifs=[exp.If(this=length.copy() < 0, true=error)], default=node.copy())


def _like(node: Any) -> Any:
    """Let no pattern have a backslash, which hides the sign after it in Spark alone."""
    return _guarded(node.copy(), node.expression, r"\\", inside=False, what="backslash in a pattern of LIKE")


def _joined(node: Any) -> Any:
    for side in (node.this, node.expression):
        if _kind(side) in {"DOUBLE", "FLOAT", "UNKNOWN"}:
            raise QueryRefused(
                say("{sql}: a floating-point number is written differently; cast a DECIMAL", sql=_shown(side))
            )
    return node


def _whole(node: Any) -> Any:
    from sqlglot import exp

    if _kind(node.this) == "UNKNOWN":
        raise QueryRefused(say("{sql}: its type cannot be told", sql=_shown(node)))
    return exp.cast(node.copy(), "DOUBLE") if _kind(node.this) in {"DOUBLE", "FLOAT"} else node


def _average(node: Any) -> Any:
    raise QueryRefused(
        say("{sql}: the two round a mean differently; divide a sum by nullif(count(...), 0)", sql=_shown(node))
    )


RULES: dict[str, Callable[[Any], Any]] = {
    "Avg": _average,
    "Cast": _cast,
    "TryCast": _cast,
    "Ceil": _whole,
    "Floor": _whole,
    "DPipe": _joined,
    "Like": _like,
    "Lower": _lower,
    "Upper": _upper,
    "Round": _round,
    "Substring": _substring,
    "Trim": _trim,
}
"""What is rewritten or refused, by sqlglot's class."""
