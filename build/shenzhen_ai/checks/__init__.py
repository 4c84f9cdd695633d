"""CHECK: everything that can be wrong with a package, as values, all at once.

Stages run in this order: shape, schema, rows, relations, evidence, history. Rules need tables that can be
read, so a file that cannot be read as a table holds back the stages after schema, and the report says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shenzhen_ai import database
from shenzhen_ai.checks import evidence, history, keys, relations, rows, scan, schema, shape
from shenzhen_ai.checks.context import Context
from shenzhen_ai.problems import Problem, Report, in_order

if TYPE_CHECKING:
    from collections.abc import Callable

    from shenzhen_ai.package import Package, Table

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
    con.execute("CREATE SCHEMA scan")
    try:
        context = Context(package, con, {}, whole=package.roles is not None or (rules and has_rules(package)))
        problems: list[Problem] = []
        unreadable = [table.name for table in package.tables.values() if not _table(context, table, problems, progress)]
        if unreadable:
            note = f"{', '.join(unreadable)} cannot be read as tables, so keys across tables and rules were not checked"
            return _report(context, problems, [note])
        for table in package.tables.values():
            problems.extend(keys.check_references(context, table))
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


def has_rules(package: Package) -> bool:
    """Tell whether a package has rules beyond its schemas."""
    return bool(package.sql_files("rules")) or any(rows.rule_file(package, table) for table in package.tables.values())


def _table(context: Context, table: Table, problems: list[Problem], progress: Callable[[str], None]) -> bool:
    """Scan a table and judge what it holds; False when it cannot be read as one."""
    progress("shape")
    files = scan.scan(context, table)
    found, whole = shape.layout(context, table, files)
    problems.extend(found)
    if table.name not in context.places:
        return False
    progress("schema")
    context.rows[table.name] = database.count(context.con, f"scan.{database.identifier(table.name)}")
    scan.text_view(context, table)
    problems.extend(schema.unsupported_parts(table))
    suspects = scan.suspects(context, table)
    if suspects is not None:
        problems.extend(shape.cells(context, table, suspects))
        problems.extend(schema.check(context, table, suspects))
    problems.extend(schema.derived(context, table))
    problems.extend(keys.check(context, table, suspects))
    return whole


def _rules(
    context: Context, problems: list[Problem], *, rules: bool, run_python: bool, progress: Callable[[str], None]
) -> list[str]:
    """Run pandera and SQL rules on the typed tables, adding to `problems`; give the notes."""
    if not rules:
        return [SKIPPED]
    if has_rules(context.package):
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
