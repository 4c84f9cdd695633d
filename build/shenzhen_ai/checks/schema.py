"""CHECK, schema: types and constraints of the rows that the scan doubts, then the keys of all rows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from shenzhen_ai.checks.conditions import Condition, of_field
from shenzhen_ai.checks.context import LIMIT, Context, all_null, more
from shenzhen_ai.checks.hints import next_step
from shenzhen_ai.checks.support import unsupported
from shenzhen_ai.database import count, key_sql
from shenzhen_ai.periods import parse, valid_date
from shenzhen_ai.problems import Problem, quoted
from shenzhen_ai.quoting import identifier
from shenzhen_ai.wording import NOTHING, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from shenzhen_ai.package import Field, Table

TOGETHER = 100
"""Conditions that one statement counts: what it takes to plan one grows faster than they do."""


def check(context: Context, table: Table, suspects: str) -> list[Problem]:
    """Judge the doubtful rows of a table by its schema; the totals are those of the table, since no other row fails."""
    refused = {field for field, _ in unsupported(table)}
    problems = list(_blank(context, table, suspects))
    fields = [field for field in table.fields if field.name in context.present[table.name] - refused]
    filled = f"NOT ({all_null(table)})"
    conditions = [
        replace(condition, sql=f"{filled} AND {_asked(context, suspects, condition, number)}")
        for field in fields
        for number, condition in enumerate(of_field(field))
    ]
    for some in (conditions[start : start + TOGETHER] for start in range(0, len(conditions), TOGETHER)):
        counts = ", ".join(f"count(*) FILTER (WHERE {condition.sql})" for condition in some)
        totals = context.con.execute(f"SELECT {counts} FROM {suspects}").fetchone() or ()
        for condition, total in zip(some, totals, strict=True):
            if total:
                problems.extend(_failing(context, table, suspects, condition, total))
    return problems


def unsupported_parts(table: Table) -> list[Problem]:
    """Name what a schema or dialect asks for that is not checked."""
    path = table.schema_path or "datapackage.json"
    expected = say("types, formats and constraints that this version checks")
    hint = say("it would pass unchecked: take it out, or check with frictionless")
    return [
        Problem("UNSUPPORTED", path, column=field, found=what, expected=expected, hint=hint)
        for field, what in unsupported(table)
    ]


def derived(context: Context, table: Table) -> list[Problem]:
    """Judge the fields that declare `derive`."""
    fields = [field for field in table.fields if field.name in context.present[table.name]]
    return [problem for field in fields for problem in _derived(context, table, field)]


def _blank(context: Context, table: Table, suspects: str) -> Iterator[Problem]:
    blank = f"{suspects} WHERE {all_null(table)}"
    rows = context.con.execute(f"SELECT _row FROM {blank} ORDER BY _row LIMIT {LIMIT}").fetchall()
    found, expected, hint = say("only empty cells"), say("a row"), say("delete it")
    for (row,) in rows:
        path, line = context.at(table, row)
        yield Problem("BLANK-ROW", path, line, found=found, expected=expected, hint=hint, type="blank-row")
    if len(rows) == LIMIT:
        yield from more("BLANK-ROW", table.path, None, LIMIT, count(context.con, blank))


def _asked(context: Context, suspects: str, condition: Condition, number: int) -> str:
    """Give the SQL of a condition; a judge is first asked about each distinct text, and its answers are kept."""
    if condition.judge is None:
        return condition.sql
    cell, name = identifier(condition.field), identifier(f"_judged_{condition.field}_{number}")
    answers = context.con.cursor().execute(f"SELECT DISTINCT {cell} FROM {suspects} WHERE {condition.sql}")
    context.con.execute(f"CREATE OR REPLACE TEMP TABLE {name} (text VARCHAR)")
    while batch := answers.fetchmany(10000):
        broken = [text for (text,) in batch if condition.judge(text)]
        if broken:
            context.con.execute(f"INSERT INTO {name} SELECT unnest(?::VARCHAR[])", [broken])
    return f"{cell} IN (SELECT text FROM {name})"


def _failing(context: Context, table: Table, suspects: str, condition: Condition, total: int) -> Iterator[Problem]:
    rows = context.con.execute(
        f"SELECT _row, {key_sql(table.primary_key)}, {identifier(condition.field)} FROM {suspects} "
        f"WHERE {condition.sql} ORDER BY _row LIMIT {LIMIT}"
    ).fetchall()
    field = table.field(condition.field)
    for row, key, value in rows:
        path, line = context.at(table, row)
        hint = next_step(field, value, condition.options, condition.hint)
        yield Problem(
            condition.code, path, line, condition.field, key, quoted(value), condition.expected, hint, condition.type
        )
    yield from more(condition.code, table.path, condition.field, LIMIT, total)


def underived(field: Field, values: Iterable[str]) -> list[str]:
    """Give those of some values that are no period, or no day of the calendar, as the field derives from."""
    read = parse if field.derive == "period" else valid_date
    return [value for value in values if not read(value)]


def _derived(context: Context, table: Table, field: Field) -> Iterator[Problem]:
    """Judge the distinct values of a field that declares `derive`: a day must exist, a period must be one."""
    if field.derive not in {"period", "date"}:
        return
    cell, relation = identifier(field.name), f"text.{identifier(table.name)}"
    values = context.con.execute(
        f"SELECT DISTINCT {cell} FROM {relation} WHERE {cell} IS NOT NULL ORDER BY 1"
    ).fetchall()
    period = field.derive == "period"
    wrong = underived(field, (value for (value,) in values))
    if not wrong:
        return
    expected = say("a period such as 2025, 2025-Q3 or asof:2025-09")
    if not period:
        expected = say("a day, month or year of the calendar")
    where = f"FROM {relation} WHERE {cell} IN (SELECT unnest(?::VARCHAR[]))"
    key = key_sql(table.primary_key)
    rows = context.con.execute(f"SELECT _row, {key}, {cell} {where} ORDER BY _row LIMIT {LIMIT}", [wrong]).fetchall()
    total = context.con.execute(f"SELECT count(*) {where}", [wrong]).fetchone() or (0,)
    code = "PERIOD" if period else "DATE"
    for row, ident, value in rows:
        path, line = context.at(table, row)
        hint = next_step(field, value, (), NOTHING)
        yield Problem(code, path, line, field.name, ident, quoted(value), expected, hint)
    yield from more(code, table.path, field.name, LIMIT, int(total[0]))
