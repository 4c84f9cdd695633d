"""CHECK, schema: types and constraints of a table in one SQL pass, then its keys."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from shenzhen_ai.checks.conditions import Condition, of_field, unsupported
from shenzhen_ai.checks.context import LIMIT, Context, more
from shenzhen_ai.database import identifier, key_sql
from shenzhen_ai.periods import parse, valid_date
from shenzhen_ai.problems import Problem, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from shenzhen_ai.package import Field, ForeignKey, Table


def check(context: Context, table: Table) -> list[Problem]:
    """Judge the rows of `text.<table>` by its schema: one scan counts, a second look fetches only what failed."""
    problems = list(_unsupported(table))
    conditions = [condition for field in table.fields for condition in of_field(field)]
    if conditions:
        counts = ", ".join(f"count(*) FILTER (WHERE {condition.sql})" for condition in conditions)
        totals = context.con.execute(f"SELECT {counts} FROM text.{identifier(table.name)}").fetchone() or ()
        for condition, total in zip(conditions, totals, strict=True):
            if total:
                problems.extend(_failing(context, table, condition, total))
    problems.extend(problem for field in table.fields for problem in _derived(context, table, field))
    if table.primary_key:
        problems.extend(_repeated(context, table, table.primary_key, "PRIMARY-KEY", "primary-key"))
    for key in table.unique_keys:
        problems.extend(_repeated(context, table, key, "UNIQUE-KEY", "unique-key"))
    for field in table.fields:
        if field.constraints.get("unique") and (field.name,) != table.primary_key:
            problems.extend(_repeated(context, table, (field.name,), "UNIQUE", "constraint-error"))
    return problems


def check_references(context: Context, table: Table) -> list[Problem]:
    """Judge the foreign keys of a table; all tables are loaded by then."""
    return [problem for key in table.foreign_keys for problem in _dangling(context, table, key)]


def _unsupported(table: Table) -> Iterator[Problem]:
    path = table.schema_path or "datapackage.json"
    for field in table.fields:
        for what in unsupported(field):
            expected = "types, formats and constraints that this version checks"
            hint = "it would pass unchecked: take it out, or check with frictionless"
            yield Problem("UNSUPPORTED", path, column=field.name, found=what, expected=expected, hint=hint)


def _rows(context: Context, table: Table, field: str, where: str) -> list[tuple[int, str | None, str | None]]:
    cell = identifier(field)
    return context.con.execute(
        f"SELECT _row, {key_sql(table.primary_key)}, {cell} FROM text.{identifier(table.name)} "
        f"WHERE {where} ORDER BY _row LIMIT {LIMIT}"
    ).fetchall()


def _failing(context: Context, table: Table, condition: Condition, total: int) -> Iterator[Problem]:
    options = condition.expected.removeprefix("one of ").split(", ") if condition.code == "ENUM" else []
    for row, key, value in _rows(context, table, condition.field, condition.sql):
        path, line = context.at(table, row)
        near = difflib.get_close_matches(value, options, 1) if value else []
        hint = f"did you mean {near[0]}?" if near else condition.hint
        yield Problem(
            condition.code, path, line, condition.field, key, quoted(value), condition.expected, hint, condition.type
        )
    yield from more(condition.code, table.path, condition.field, LIMIT, total)


def _derived(context: Context, table: Table, field: Field) -> Iterator[Problem]:
    """Judge the distinct values of a field that declares `derive`: a day must exist, a period must be one."""
    if field.derive not in {"period", "date"}:
        return
    cell = identifier(field.name)
    values = context.con.execute(
        f"SELECT DISTINCT {cell} FROM text.{identifier(table.name)} WHERE {cell} IS NOT NULL ORDER BY 1"
    ).fetchall()
    period = field.derive == "period"
    wrong = [value for (value,) in values if not (parse(value) if period else valid_date(value))]
    expected = "a period such as 2025, 2025-Q3 or asof:2025-09" if period else "a day, month or year of the calendar"
    for row, key, value in _rows_in(context, table, field.name, wrong):
        path, line = context.at(table, row)
        yield Problem("PERIOD" if period else "DATE", path, line, field.name, key, quoted(value), expected)


def _rows_in(
    context: Context, table: Table, field: str, values: Sequence[str]
) -> list[tuple[int, str | None, str | None]]:
    if not values:
        return []
    cell = identifier(field)
    return context.con.execute(
        f"SELECT _row, {key_sql(table.primary_key)}, {cell} FROM text.{identifier(table.name)} "
        f"WHERE {cell} IN (SELECT unnest(?::VARCHAR[])) ORDER BY _row LIMIT {LIMIT}",
        [list(values)],
    ).fetchall()


def _repeated(context: Context, table: Table, key: tuple[str, ...], code: str, kind: str) -> Iterator[Problem]:
    """Give each row whose key stands further up already.

    A key with a missing part repeats nothing, except in unique keys of several fields: there missing parts are
    equal, as in PostgreSQL's NULLS NOT DISTINCT, since an empty cell is a part of what such a row states.
    """
    columns = ", ".join(map(identifier, key))
    where = " AND ".join(f"{identifier(name)} IS NOT NULL" for name in key)
    scope = "true" if code == "UNIQUE-KEY" else where
    relation = f"text.{identifier(table.name)}"
    repeated = (
        f"SELECT _row, {key_sql(table.primary_key)} AS id, concat_ws('|', {columns}) AS value, "
        f"first_value(_row) OVER (PARTITION BY {columns} ORDER BY _row) AS first FROM {relation} WHERE {scope}"
    )
    total = context.con.execute(f"SELECT count(*) FROM ({repeated}) WHERE _row > first").fetchone()
    rows = context.con.execute(f"SELECT * FROM ({repeated}) WHERE _row > first ORDER BY _row LIMIT {LIMIT}").fetchall()
    names = ", ".join(key)
    for row, ident, value, first in rows:
        path, line = context.at(table, row)
        found = f"{quoted(value)}, as on line {context.at(table, first)[1]}"
        hint = "give the new row an id of its own, or merge the two"
        yield Problem(code, path, line, key[0], ident, found, f"{names} that differ from row to row", hint, kind)
    yield from more(code, table.path, key[0], LIMIT, int(total[0]) if total else 0)


def _dangling(context: Context, table: Table, key: ForeignKey) -> Iterator[Problem]:
    """Give each row whose reference points nowhere; a reference with a missing part is none."""
    own = [f"t.{identifier(name)}" for name in key.fields]
    other = [f"r.{identifier(name)}" for name in key.reference]
    given = " AND ".join(f"{name} IS NOT NULL" for name in own)
    match = " AND ".join(f"{left} = {right}" for left, right in zip(own, other, strict=True))
    target = f"text.{identifier(key.table)}"
    source = (
        f"FROM text.{identifier(table.name)} t WHERE {given} AND NOT EXISTS (SELECT 1 FROM {target} r WHERE {match})"
    )
    total = context.con.execute(f"SELECT count(*) {source}").fetchone()
    if not total or not total[0]:
        return
    rows = context.con.execute(
        f"SELECT t._row, {key_sql(table.primary_key, 't.')}, concat_ws('|', {', '.join(own)}) {source} "
        f"ORDER BY t._row LIMIT {LIMIT}"
    ).fetchall()
    known = [
        text for (text,) in context.con.execute(f"SELECT concat_ws('|', {', '.join(other)}) FROM {target} r").fetchall()
    ]
    names = ", ".join(key.reference)
    for row, ident, value in rows:
        path, line = context.at(table, row)
        near = difflib.get_close_matches(value, known, 1)
        hint = f"did you mean {near[0]}?" if near else f"add the row to {context.package.tables[key.table].path} first"
        expected = f"{names} of a row of {key.table}"
        yield Problem("FOREIGN-KEY", path, line, key.fields[0], ident, quoted(value), expected, hint, "foreign-key")
    yield from more("FOREIGN-KEY", table.path, key.fields[0], LIMIT, int(total[0]))
