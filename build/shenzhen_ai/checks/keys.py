"""CHECK, keys: primary and unique keys of a table and its references, from the columns that the scan kept.

Keys are compared as values: 1 and 01 are one number. A cell that is no value of its type counts as empty, since it has
been reported as such.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shenzhen_ai.checks import ordered
from shenzhen_ai.checks.context import LIMIT, Context, all_null, more
from shenzhen_ai.checks.lookalikes import plain
from shenzhen_ai.checks.quick import sure_type
from shenzhen_ai.database import count, key_sql
from shenzhen_ai.problems import Problem, quoted
from shenzhen_ai.quoting import identifier
from shenzhen_ai.values import COMPARED, digits, typed, wrong
from shenzhen_ai.wording import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from shenzhen_ai.package import Field, ForeignKey, Table

NUMBERS = {"integer", "number", "year"}
EXACT = "DECIMAL(38,18)"
NEAR = 100_000
"""Distinct values among which a similar one is looked for."""

MANY = 100_000
"""Rows from which on keys are first tried by their order."""

ALIKE = 0.88
"""Similarity (Jaro-Winkler, of 1) from which on an id is taken for a slip of the pen."""


def check(context: Context, table: Table, suspects: str | None) -> list[Problem]:
    """Judge the primary key, the unique keys and the unique fields of a table.

    Args:
        context: the run.
        table: the table, as `text.<table>` shows it.
        suspects: SQL of its doubtful rows, blank ones among them; None when there are none.
    """
    problems: list[Problem] = []
    if table.primary_key:
        problems.extend(_empty(context, table, suspects))
    for key, code, kind in declared(table):
        problems.extend(_repeated(context, table, key, code, kind))
    return problems


def declared(table: Table) -> list[tuple[tuple[str, ...], str, str]]:
    """Give the keys that must differ from row to row, each with the code and the standard's type of its problem."""
    primary = [(table.primary_key, "PRIMARY-KEY", "primary-key")] if table.primary_key else []
    unique = [(key, "UNIQUE-KEY", "unique-key") for key in table.unique_keys]
    fields = [(field.name,) for field in table.fields if field.constraints.get("unique")]
    alone = [(key, "UNIQUE", "unique-error") for key in fields if key != table.primary_key]
    return [*primary, *unique, *alone]


def check_references(context: Context, table: Table) -> list[Problem]:
    """Judge the foreign keys of a table; those to a table that cannot be read are left out."""
    read = [key for key in table.foreign_keys if key.table in context.places]
    return [
        problem
        for key in read
        for problem in tell_dangling(context, table, key, _dangling(context, table, key), _known(key))
    ]


def value_sql(field: Field, alias: str = "") -> str:
    """Give the SQL of what a key compares: the value of a cell, NULL where it is none."""
    cell = f"{alias}{identifier(field.name)}"
    bad = wrong(field, cell)
    if field.type in {"integer", "year"}:
        value = f"CAST(TRY_CAST({digits(field, cell)} AS HUGEINT) AS VARCHAR)"
        return f"CASE WHEN {sure_type(field, cell)} THEN {cell} WHEN NOT ({bad}) THEN {value} END"
    if field.type == "number":
        plain = digits(field, cell)
        exact, rough = f"TRY_CAST({plain} AS {EXACT})", f"TRY_CAST({plain} AS DOUBLE)"
        value = f"coalesce(rtrim(rtrim(CAST({exact} AS VARCHAR), '0'), '.'), CAST({rough} AS VARCHAR))"
        return f"CASE WHEN NOT ({bad}) THEN {value} END"
    if field.type in COMPARED:
        return f"CAST({typed(field, cell)} AS VARCHAR)"
    return f"CASE WHEN NOT ({bad}) THEN {cell} END" if bad else cell


def _empty(context: Context, table: Table, suspects: str | None) -> Iterator[Problem]:
    """Give each row whose primary key is empty altogether, unless a part of it is required anyway.

    A blank row is reported as such, and a cell that is no value of its type too.
    """
    if any(table.field(name).required for name in table.primary_key):
        return
    cells = ", ".join(identifier(name) for name in table.primary_key)
    blank = f"_row IN (SELECT _row FROM {suspects} WHERE {all_null(table)})" if suspects else "false"
    rows_of = f"text.{identifier(table.name)} WHERE coalesce({cells}) IS NULL AND NOT {blank}"
    rows = context.con.execute(f"SELECT _row FROM {rows_of} ORDER BY _row LIMIT {LIMIT}").fetchall()
    found, hint = say("no value"), say("give the row an id")
    expected = say("{names} filled", names=", ".join(table.primary_key))
    for (row,) in rows:
        path, line = context.at(table, row)
        field = table.primary_key[0]
        yield Problem("PRIMARY-KEY", path, line, field, None, found, expected, hint, "primary-key")
    if len(rows) == LIMIT:
        total = count(context.con, rows_of)
        yield from more("PRIMARY-KEY", table.path, table.primary_key[0], LIMIT, total)


def _repeated(context: Context, table: Table, key: tuple[str, ...], code: str, kind: str) -> Iterator[Problem]:
    """Give each row whose key stands further up already.

    A key that is empty altogether repeats nothing. Where only a part is missing, missing parts are equal, as in
    PostgreSQL's NULLS NOT DISTINCT, since an empty cell is a part of what such a row states.
    """
    relation = f"text.{identifier(table.name)}"
    values = [value_sql(table.field(name)) for name in key]
    filled = f"coalesce({', '.join(values)}) IS NOT NULL"
    asked = _perhaps(context, table, relation, values)
    if asked is None:
        return
    columns = ", ".join(map(identifier, key))
    named = ", ".join(f"{value} AS v{number}" for number, value in enumerate(values))
    parts = ", ".join(f"v{number}" for number in range(len(key)))
    hashed = f"SELECT hash({', '.join(values)}) AS h FROM {relation} WHERE {filled} AND {asked}"
    doubled = f"SELECT h FROM ({hashed}) GROUP BY h HAVING count(*) > 1"
    repeated = (
        f"SELECT _row, {key_sql(table.primary_key)} AS id, concat_ws('|', {columns}) AS value, "
        f"first_value(_row) OVER (PARTITION BY {parts} ORDER BY _row) AS first FROM (SELECT *, {named} FROM {relation} "
        f"WHERE {filled} AND hash({', '.join(values)}) IN ({doubled}))"
    )
    name = "_repeated"
    context.con.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM ({repeated}) WHERE _row > first")
    total = count(context.con, name)
    rows = context.con.execute(f"SELECT * FROM {name} ORDER BY _row LIMIT {LIMIT}").fetchall()
    expected = say("values of {names} that differ from row to row", names=", ".join(key))
    hint = say("give the new row an id of its own, or merge the two")
    for row, ident, value, first in rows:
        path, line = context.at(table, row)
        found = say("{value}, as on line {line}", value=quoted(value), line=context.at(table, first)[1])
        yield Problem(code, path, line, key[0], ident, found, expected, hint, kind)
    yield from more(code, table.path, key[0], LIMIT, total)


def _perhaps(context: Context, table: Table, relation: str, values: list[str]) -> str | None:
    """Give the SQL of the rows that may repeat a key or have it repeated; None when all keys differ."""
    asked = ordered.doubles(context.con, relation, values) if context.rows[table.name] >= MANY else None
    if asked is not None:
        return None if asked == "false" else asked
    counted = f"CASE WHEN coalesce({', '.join(values)}) IS NOT NULL THEN hash({', '.join(values)}) END"
    quick = f"SELECT count({counted}), count(DISTINCT {counted}) FROM {relation}"
    filled, different = context.con.execute(quick).fetchone() or (0, 0)
    return None if filled == different else "true"


def _dangling(context: Context, table: Table, key: ForeignKey) -> str:
    """Give the SQL of the rows `t` whose reference points nowhere; a reference that is empty altogether is none."""
    other = context.package.tables[key.table]
    own = [value_sql(table.field(name), "t.") for name in key.fields]
    theirs = [value_sql(other.field(name)) for name in key.reference]
    given = f"coalesce({', '.join(own)}) IS NOT NULL"
    parts = [f"r.v{number}" for number in range(len(theirs))]
    match = " AND ".join(f"{left} = {right}" for left, right in zip(own, parts, strict=True))
    if len(own) > 1:
        match = " AND ".join(f"{left} IS NOT DISTINCT FROM {right}" for left, right in zip(own, parts, strict=True))
    if not comparable(table, other, key):
        match = "false"
    target = ", ".join(f"{value} AS v{number}" for number, value in enumerate(theirs))
    return (
        f"text.{identifier(table.name)} t WHERE {given} AND NOT EXISTS (SELECT 1 FROM (SELECT {target} "
        f"FROM text.{identifier(other.name)}) r WHERE {match})"
    )


def tell_dangling(
    context: Context, table: Table, key: ForeignKey, dangling: str, known: Callable[[list[str]], str]
) -> Iterator[Problem]:
    """Give a problem for each row whose reference points nowhere.

    Args:
        context: the run.
        table: the table of the rows.
        key: the reference.
        dangling: what stands after FROM in SQL that reads the rows, `t`.
        known: gives the SQL of the ids that exist, `id`, as far as they matter to values that read like this.
    """
    columns = ", ".join(f"t.{identifier(name)}" for name in key.fields)
    rows = context.con.execute(
        f"SELECT t._row, {key_sql(table.primary_key, 't.')}, concat_ws('|', {columns}) FROM {dangling} "
        f"ORDER BY t._row LIMIT {LIMIT}"
    ).fetchall()
    if not rows:
        return
    total = count(context.con, dangling) if len(rows) == LIMIT else LIMIT
    other = context.package.tables[key.table]
    near = _nearest(context, known, sorted({value for *_, value in rows}))
    expected = say("{names} of a row of {table}", names=", ".join(key.reference), table=key.table)
    for row, ident, value in rows:
        path, line = context.at(table, row)
        hint = say("add the row to {file} first", file=other.path)
        if value in near:
            hint = say("did you mean {near}?", near=near[value])
        yield Problem("FOREIGN-KEY", path, line, key.fields[0], ident, quoted(value), expected, hint, "foreign-key")
    yield from more("FOREIGN-KEY", table.path, key.fields[0], LIMIT, total)


def _nearest(context: Context, known: Callable[[list[str]], str], values: list[str]) -> dict[str, str]:
    """Give the id that each value may be meant for: one that reads the same, else the most similar one.

    With letters of another script, in other case or between blanks an id reads the same. Similar ones are looked for
    among so many ids at most as takes a second.
    """
    reads = [plain(value).strip().lower() for value in values]
    ids = known(reads)
    given = "(SELECT unnest(?::VARCHAR[]) AS value, unnest(?::VARCHAR[]) AS read)"
    asked = [values, reads]
    same = f"SELECT value, min(id) FROM {given} JOIN {ids} ON lower(id) = read GROUP BY value"
    found = dict(context.con.execute(same, asked).fetchall())
    if count(context.con, ids) <= NEAR:
        alike = "jaro_winkler_similarity(read, lower(id))"
        near = f"SELECT value, arg_max(id, ({alike}, id)) FROM {given}, {ids} WHERE {alike} >= {ALIKE} GROUP BY value"
        found = {**dict(context.con.execute(near, asked).fetchall()), **found}
    return found


def _known(key: ForeignKey) -> Callable[[list[str]], str]:
    columns = ", ".join(map(identifier, key.reference))
    return lambda _: f"(SELECT DISTINCT concat_ws('|', {columns}) AS id FROM text.{identifier(key.table)})"


def comparable(table: Table, other: Table, key: ForeignKey) -> bool:
    """Tell whether values of the two sides can be equal at all: a text is never a number."""

    def kind(field: Field) -> str:
        return "number" if field.type in NUMBERS else "string" if field.type == "any" else field.type

    pairs = zip(key.fields, key.reference, strict=True)
    return all(kind(table.field(left)) == kind(other.field(right)) for left, right in pairs)
