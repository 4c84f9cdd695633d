"""CHECK, quick: SQL that is true only where a cell is surely right, in as few steps as it takes.

Whatever is not surely right is doubted, and judged by the conditions of the schema. So nothing here decides what is
wrong; it only must never be true for a cell that breaks a rule. A cell may be an empty text where that stands for no
value, and NULL anywhere.

DuckDB works out both sides of AND and OR for every row, and only what a row needs of CASE.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from shenzhen_ai.checks import conditions, lookalikes, signs, support
from shenzhen_ai.quoting import identifier, literal
from shenzhen_ai.values import DATED, DECIMAL_DEFAULT, TYPES, in_python, safe_format, true_false, wrong

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shenzhen_ai.package import Field, Table

SURE = 10**14
"""Numbers of up to 15 digits are told apart as floating point."""

FEW = 16
"""Texts that are compared one by one; more of them are looked up, which costs the same for every row."""

FIRST = 4
"""Texts that are compared before the others."""

YEARS = (1000, 9999)
"""Years of four digits are in the order of their texts."""

MOMENT = (
    r"([12]\d{3}-((0[13578]|1[02])-(0[1-9]|[12]\d|3[01])|(0[469]|11)-(0[1-9]|[12]\d|30)|02-(0[1-9]|1\d|2[0-8]))"
    r"|([12]\d(0[48]|[2468][048]|[13579][26])|(12|16|20|24|28)00)-02-29)"
    r"T([01]\d|2[0-3]):[0-5]\d:[0-5]\d"
)
"""A datetime of the years from 1000 to 2999, leap days too. DuckDB itself reads more forms than the standard knows."""

VALUED = {"integer", "date"}
"""Types whose values are asked for more than once."""

NEVER = r"[^\x{0}-\x{10ffff}]"


@dataclass(frozen=True, slots=True)
class Doubt:
    """What is asked of each row.

    Attributes:
        values: SQL of values that are asked for more than once, by the name of their column.
        sql: true for the rows that want a closer look.
    """

    values: dict[str, str]
    sql: str

    def over(self, cells: str) -> str:
        """Give the relation of the cells with the values and the column `_doubt` beside them."""
        values = "".join(f", {sql} AS {identifier(name)}" for name, sql in self.values.items())
        return f"(SELECT *, {self.sql} AS _doubt FROM (SELECT *{values} FROM ({cells})))"


def doubt(table: Table, *, plain: bool) -> Doubt:
    """Give what is asked of each row.

    Args:
        table: the table, whose cells are columns of the names of its fields.
        plain: its files have no sign that nobody sees, and no other blank than the space.
    """
    refused = {field for field, _ in support.unsupported(table)}
    fields = [field for field in table.fields if field.name not in refused]
    rules = signs.unjudged(table)
    texts = [name for name, names in rules.items() if names - signs.ALIKE]
    codes = [name for name, names in rules.items() if names & signs.ALIKE]
    parts = [_sure(table, field, plain=plain) for field in fields]
    if codes:
        ascii_only = " AND ".join(f"strlen({name}) = length({name})" for name in map(identifier, codes))
        parts.append(f"CASE WHEN {ascii_only} THEN true ELSE NOT {lookalikes.any_lookalike(codes)} END")
    if texts:
        parts.append(_texts(texts) if plain else f"NOT {signs.any_sign(texts)}")
    if not any(field.required for field in fields):
        empty = " AND ".join(f"coalesce({identifier(field.name)}, '') = ''" for field in table.fields)
        parts.append(f"NOT ({empty})")
    values = {value_name(field): _value(field, identifier(field.name)) for field in fields if _valued(field)}
    return Doubt(values, f"NOT coalesce({' AND '.join(part for part in parts if part)}, false)")


def value_name(field: Field) -> str:
    """Name the column that has the value of a field."""
    return f"_value_{field.name}"


def _simple(field: Field) -> bool:
    return field.format == "default" and not {"groupChar", "bareNumber", "decimalChar"} & set(field.descriptor)


def _valued(field: Field) -> bool:
    return field.type in VALUED and _simple(field)


def _value(field: Field, cell: str) -> str:
    return f"TRY_CAST({cell} AS {TYPES[field.type]})"


def _sure(table: Table, field: Field, *, plain: bool) -> str | None:
    """Give the SQL that is true where a cell is surely right or rightly missing; None when any is."""
    cell = identifier(field.name)
    empty = "" in table.missing(field)
    parts = list(_parts(field, cell))
    if field.required:
        return " AND ".join([*([f"{cell} <> ''"] if empty else []), *parts]) or f"{cell} IS NOT NULL"
    if not parts:
        return None
    right = f"({' AND '.join(parts)})"
    right = f"({cell} = '' OR {right})" if empty else right
    return right if plain and table.missing(field) == ("",) else f"coalesce({right}, {cell} IS NULL)"


def _parts(field: Field, cell: str) -> Iterator[str]:
    """Give conditions that are all true for a value that is surely right; one that is NULL is as good as false."""
    if in_python(field):
        simple = set(field.constraints) <= {"required", "unique"}
        yield _sure_in_python(field, cell) if simple else "false"
        return
    kind = sure_type(field, cell, identifier(value_name(field)) if _valued(field) else None)
    if kind:
        yield kind
    for name, given in field.constraints.items():
        yield from _constraint(field, cell, name, given)


def sure_type(field: Field, cell: str, value: str | None = None) -> str | None:
    """Give the SQL that is true where a text is surely a value of the type of its field; None when any text is.

    Args:
        field: the field.
        cell: SQL of the text.
        value: SQL of what the text is cast to, where that is at hand.
    """
    if field.type == "boolean":
        true, false = true_false(field)
        return _one_of(cell, [text for pair in zip(true, false, strict=False) for text in pair] + true + false)
    if field.type == "year":
        return f"strlen({cell}) = 4 AND {cell} >= '1' AND CAST(TRY_CAST({cell} AS SMALLINT) AS VARCHAR) = {cell}"
    if field.type == "number" and _simple(field):
        return f"regexp_full_match({cell}, {literal(_digits(field))})"
    if field.type == "datetime" and _simple(field):
        return f"regexp_full_match({cell}, {literal(MOMENT)})"
    if _valued(field):
        value = value or _value(field, cell)
        length = f" AND strlen({cell}) = 10" if field.type == "date" else ""
        return f"CAST({value} AS VARCHAR) = {cell}{length}"
    bad = wrong(field, cell)
    return f"NOT {bad}" if bad else None


def _digits(field: Field) -> str:
    """Give the pattern of the numbers that surely fit the column of a field, and of which floating point is sure."""
    precision, scale = DECIMAL_DEFAULT
    scale = int(field.descriptor.get("scale", scale))
    whole = min(15, int(field.descriptor.get("precision", precision)) - scale)
    sign = "" if field.constraints.get("minimum") == 0 else "-?"
    decimals = rf"(\.\d{{1,{scale}}})?" if scale else ""
    return rf"{sign}\d{{1,{whole}}}{decimals}" if whole > 0 else NEVER


def _sure_in_python(field: Field, cell: str) -> str:
    if field.type in DATED and safe_format(field.format):
        text = literal(field.format)
        return f"strftime(try_strptime({cell}, {text}), {text}) = {cell}"
    texts = field.type == "list" and field.descriptor.get("itemType", "string") == "string"
    return f"regexp_full_match({cell}, '[!-~]([ -~]*[!-~])?')" if texts else "false"


def _constraint(field: Field, cell: str, name: str, given: Any) -> Iterator[str]:
    """Give what a value must be that surely keeps a constraint."""
    if name == "pattern":
        yield f"regexp_full_match({cell}, {literal(str(given))})"
    elif name == "enum" and field.type in {"string", "any"}:
        yield _one_of(cell, [option for option in given if isinstance(option, str)])
    elif name == "maxLength":
        yield f"CASE WHEN strlen({cell}) <= {int(given)} THEN true ELSE length({cell}) <= {int(given)} END"
    elif name in conditions.BOUNDS and (bound := _bound(field, cell, name, given)):
        yield bound
    elif condition := conditions.constraint(field, cell, name, given):
        yield f"NOT coalesce({condition[0]}, false)"


def _bound(field: Field, cell: str, name: str, given: Any) -> str | None:
    """Give the SQL that is true for a plain number within a bound that is short enough to be sure; None for others."""
    sign = {"<": ">=", ">": "<=", "<=": ">", ">=": "<"}[conditions.BOUNDS[name]]
    if isinstance(given, bool) or not isinstance(given, int | float) or abs(given) > SURE:
        return None
    if field.type == "number" and _simple(field):
        unsigned = name == "minimum" and given == 0
        compared = f"strlen({cell}) <= 16 AND TRY_CAST({cell} AS DOUBLE) {sign} CAST({given!r} AS DOUBLE)"
        return "true" if unsigned else compared
    if field.type == "year" and YEARS[0] <= given <= YEARS[1] and isinstance(given, int):
        return f"{cell} {sign} '{given}'"
    if field.type == "integer" and _valued(field) and isinstance(given, int):
        return f"{identifier(value_name(field))} {sign} {given}"
    return None


def _one_of(cell: str, texts: list[str]) -> str:
    """Give the SQL that is true for one of these texts."""
    given = [literal(text) for text in dict.fromkeys(texts)]
    if not 0 < len(given) <= FEW:
        return f"{cell} IN ({', '.join(given)})" if given else "false"
    first, rest = (" OR ".join(f"{cell} = {text}" for text in part) for part in (given[:FIRST], given[FIRST:]))
    return f"CASE WHEN {first} THEN true ELSE {rest} END" if rest else f"({first})"


def _texts(names: list[str]) -> str:
    """Give the SQL that is true where texts of plain signs have nothing that wants a closer look.

    None begins with a sign that a spreadsheet takes for a formula, begins or ends with a space, or is a word for what
    is not known. Those words are short, or dashes, and none begins with a letter before N; most texts need no pattern.
    """
    longest = max(len(word.encode()) for word in (*signs.WORDS, "暂无"))
    simple = []
    for cell in map(identifier, names):
        long = f"strlen({cell}) > {longest} AND ({cell} < '—' OR {cell} >= '―')"
        word = f"{cell} >= 'a' AND {cell} < 'n' OR {cell} >= 'A' AND {cell} < 'N' OR {cell} >= '.' AND {cell} < '='"
        simple.append(f"NOT ends_with({cell}, ' ') AND ({cell} = '' OR {word} OR ({cell} >= 'A' AND {long}))")
    joined = f"concat_ws(chr(0), {', '.join(map(identifier, names))})"
    words = signs.PLACEHOLDER.pattern.removesuffix(r"\Z").replace("(?i)(", "(?i:", 1)
    pattern = literal(rf"(^|\x00)([ =+@\-]|{words}($|\x00))| ($|\x00)")
    return f"CASE WHEN {' AND '.join(simple)} THEN true ELSE NOT regexp_matches({joined}, {pattern}) END"
