"""CHECK: everything that can be wrong with a package, as values, all at once.

Stages run in this order: shape, schema, rows, relations, evidence, history. Rules need tables that can be
read, so a file that cannot be read as a table holds back the stages after schema, and the report says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shenzhen_ai import database
from shenzhen_ai.checks import evidence, history, relations, rows, schema, shape
from shenzhen_ai.checks.context import Context
from shenzhen_ai.problems import Problem, Report, in_order

if TYPE_CHECKING:
    from collections.abc import Callable

    from shenzhen_ai.package import Package

SKIPPED = "rules were not run (--no-rules)"


def check(
    package: Package,
    *,
    rules: bool = True,
    run_python: bool = False,
    progress: Callable[[str], None] = lambda _: None,
) -> Report:
    """Judge a package.

    Args:
        package: what `shenzhen_ai.read.read` gave.
        rules: run the pandera and SQL rules of the package.
        run_python: run Python rule files even when the package is not the checkout this code runs from.
        progress: told the name of each stage as it starts.

    Returns:
        The report; it never raises for bad data.
    """
    con = database.connect()
    try:
        context = Context(package, con, {})
        progress("shape")
        problems, unreadable = _shape(context)
        progress("schema")
        for table in package.tables.values():
            if table.name not in unreadable:
                context.rows[table.name] = database.load_text(con, package, table)
                problems.extend(schema.check(context, table))
        if unreadable:
            note = f"{', '.join(unreadable)} cannot be read as tables, so keys across tables and rules were not checked"
            return _report(context, problems, [note])
        for table in package.tables.values():
            problems.extend(schema.check_references(context, table))
        notes = [*_rules(context, problems, rules=rules, run_python=run_python, progress=progress)]
        progress("evidence")
        problems.extend(evidence.check(context))
        if package.roles is None:
            notes.append("the package declares no provenance: evidence and history do not apply")
        else:
            progress("history")
            problems.extend(history.check(context))
            notes.extend(history.notes(package))
        return _report(context, problems, notes)
    finally:
        con.close()


def _shape(context: Context) -> tuple[list[Problem], list[str]]:
    problems: list[Problem] = []
    unreadable: list[str] = []
    for table in context.package.tables.values():
        found, places = shape.check(context.package, table)
        problems.extend(found)
        if places is None:
            unreadable.append(table.name)
        else:
            context.places[table.name] = places
    return problems, unreadable


def _rules(
    context: Context, problems: list[Problem], *, rules: bool, run_python: bool, progress: Callable[[str], None]
) -> list[str]:
    """Run pandera and SQL rules on the typed tables, adding to `problems`; give the notes."""
    if not rules:
        return [SKIPPED]
    for table in context.package.tables.values():
        database.type_table(context.con, table)
    progress("rows")
    problems.extend(rows.check(context, run_python=run_python))
    progress("relations")
    database.lock(context.con)
    problems.extend(relations.check(context))
    return []


def _report(context: Context, problems: list[Problem], notes: list[str]) -> Report:
    paths = [path for table in context.package.tables.values() for path in table.paths]
    return Report(tuple(in_order(problems, paths)), dict(context.rows), tuple(notes))
