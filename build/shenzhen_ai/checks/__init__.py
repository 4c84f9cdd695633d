"""CHECK: everything that can be wrong with a package, as values, all at once.

Stages run in this order: shape, schema, rows, relations, evidence, history. Rules need tables that can be
read, so a file that cannot be read as a table holds back the stages after schema, and the report says so.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from shenzhen_ai import database
from shenzhen_ai.checks import evidence, history, keys, relations, rows, schema, shape
from shenzhen_ai.checks.ahead import Ahead
from shenzhen_ai.checks.context import Context
from shenzhen_ai.checks.engine import Engine
from shenzhen_ai.checks.support import unreadable
from shenzhen_ai.problems import Problem, Report, column_letter, in_order
from shenzhen_ai.rule_files import python_file
from shenzhen_ai.wording import Text, say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from shenzhen_ai.checks.scope import Scope
    from shenzhen_ai.files import File
    from shenzhen_ai.package import Package, Table

MEMORY = "3GB"
"""What a check may hold in memory; beyond it the database writes to a temporary folder."""

SKIPPED = say("rules were not run (--no-rules)")


def check(  # noqa: PLR0913  each is a choice of its own
    package: Package,
    *,
    rules: bool = True,
    run_python: bool = False,
    engine: Engine | None = None,
    scope: Scope | None = None,
    progress: Callable[[str], None] = lambda _: None,
    told: Callable[[Sequence[Problem]], None] = lambda _: None,
) -> Report:
    """Judge a package.

    Args:
        package: what `shenzhen_ai.read.read` gave.
        rules: run the pandera and SQL rules of the package.
        run_python: run Python rule files even when the package is not the checkout this code runs from.
        engine: what reads the rows and answers for all of them; DuckDB without it.
        scope: the part that is judged and told; everything without it.
        progress: told the name of each stage as it starts.
        told: told the problems of each table, then of each later stage, as soon as they are known.

    Returns:
        The report; it never raises for bad data.
    """
    if scope and scope.empty:
        return Report((), {})
    con = database.connect(limit=MEMORY)
    con.execute("CREATE SCHEMA scan")
    try:
        whole_rows = package.roles is not None or (rules and has_rules(package))
        context = Context(package, con, {}, whole=whole_rows, scope=scope)
        found = _Found(context, told, engine or Engine())
        progress("tables")
        broken = _tables(context, found)
        if broken:
            note = say(
                "{tables} cannot be read as tables, so rules, evidence and history were not checked",
                tables=", ".join(broken),
            )
            return found.report(context, [note])
        notes = _rules(context, found, rules=rules, run_python=run_python, progress=progress)
        return found.report(context, [*notes, *_provenance(context, found, progress)])
    finally:
        con.close()


class _Found:
    """The problems found so far, and which of them have been told."""

    def __init__(self, context: Context, told: Callable[[Sequence[Problem]], None], engine: Engine) -> None:
        self.paths = [path for table in context.package.tables.values() for path in table.paths]
        self.told, self.count, self.engine, self.scope = told, 0, engine, context.scope
        self.problems: list[Problem] = []
        self.letters: dict[str, dict[str, str]] = {}

    def headed(self, file: File, names: Sequence[str]) -> None:
        """Keep the letter that a spreadsheet gives to each column of a file."""
        labels = names if file.labels is None else file.labels
        self.letters[file.path] = {label: column_letter(number) for number, label in enumerate(labels)}

    def extend(self, problems: Iterable[Problem]) -> None:
        for problem in problems:
            if self.scope and not self.scope.tells(problem):
                continue
            letter = self.letters.get(problem.path, {}).get(problem.column or "")
            self.problems.append(replace(problem, letter=letter) if letter else problem)

    def tell(self) -> None:
        new = self.problems[self.count :]
        self.count = len(self.problems)
        if new:
            self.told(in_order(new, self.paths))

    def report(self, context: Context, notes: list[Text]) -> Report:
        self.tell()
        problems = tuple(in_order(self.problems, self.paths))
        rows = {name: rows for name, rows in context.rows.items() if not self.scope or name in self.scope.tables}
        return Report(problems, rows, tuple(notes), engine=self.engine.name)


def has_rules(package: Package) -> bool:
    """Tell whether a package has rules beyond its schemas."""
    return bool(package.sql_files("rules")) or any(python_file(package, table) for table in package.tables.values())


def _tables(context: Context, found: _Found) -> list[str]:
    """Judge every table and their references; name those that cannot be read as tables."""
    tables = context.package.tables
    with Ahead(context, found.engine) as scans:
        broken = [table.name for table in tables.values() if not _table(context, table, found, scans)]
    for table in tables.values():
        if table.name in context.places:
            found.extend(found.engine.references(context, table))
    found.tell()
    return broken


def _provenance(context: Context, found: _Found, progress: Callable[[str], None]) -> list[Text]:
    """Judge evidence and history; give the notes."""
    progress("evidence")
    found.engine.whole(context)
    found.extend(evidence.check(context))
    found.tell()
    if context.package.roles is None:
        return [say("the package declares no provenance: evidence and history do not apply")]
    progress("history")
    found.extend(history.check(context))
    return history.notes(context.package)


def _table(context: Context, table: Table, found: _Found, scans: Ahead) -> bool:
    """Scan a table and judge what it holds; False when it cannot be read as one, or not all of it."""
    engine = found.engine
    found.extend(schema.unsupported_parts(table))
    if unreadable(table):
        found.tell()
        return False
    files = scans.scan(table)
    for file in files:
        found.headed(file, [field.name for field in table.fields])
    problems, whole = shape.layout(context, table, files)
    found.extend(problems)
    if table.name in context.places:
        context.rows[table.name] = engine.count(context, table)
        suspects = engine.suspects(context, table)
        if suspects is not None:
            found.extend(shape.cells(context, table, suspects))
            found.extend(schema.check(context, table, suspects))
        found.extend(schema.derived(context, table))
        found.extend(keys.check(context, table, suspects))
    found.tell()
    return whole


def _rules(
    context: Context, found: _Found, *, rules: bool, run_python: bool, progress: Callable[[str], None]
) -> list[Text]:
    """Run pandera and SQL rules on the typed tables; give the notes."""
    engine = found.engine
    if not rules:
        return [SKIPPED]
    if has_rules(context.package):
        refused = engine.type_tables(context)
        if refused:
            found.extend(refused)
            return [say("rules were not run, since {engine} has no type for some values", engine="Spark")]
    progress("rows")
    found.extend(rows.check(context, engine, run_python=run_python))
    found.tell()
    progress("relations")
    engine.lock(context)
    found.extend(relations.check(context, engine))
    found.tell()
    return []
