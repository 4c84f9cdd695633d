"""CHECK, rows: rules inside one row or one table, written with pandera on ibis, beside the table's schema.

`rule_files` tells of the files. pandera decides which rules fail; the failing rows are then fetched by primary key,
since pandera knows positions only.
"""

from __future__ import annotations

import importlib.util
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shenzhen_ai.checks.context import LIMIT, Context, more
from shenzhen_ai.checks.engine import QueryRefused
from shenzhen_ai.checks.hints import beside
from shenzhen_ai.checks.limits import limited
from shenzhen_ai.checks.pandera_rules import decided
from shenzhen_ai.problems import Problem
from shenzhen_ai.rule_files import python_file
from shenzhen_ai.wording import NOTHING, Text, bilingual, say, verbatim

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shenzhen_ai.checks.engine import Engine
    from shenzhen_ai.package import Package, Table

INSTALL = say("pip install 'shenzhen-ai[build]', or give --no-rules to go without")


def trusted(package: Package) -> bool:
    """Tell whether the package is the checkout that this very code runs from."""
    return Path(__file__).resolve().is_relative_to(package.root.resolve() / "build" / "shenzhen_ai")


def check(context: Context, engine: Engine, *, run_python: bool) -> list[Problem]:
    """Run the rules of every table that has some."""
    package = context.package
    tables = [table for table in package.tables.values() if not context.scope or table.name in context.scope.changed]
    files = {table.name: file for table in tables if (file := python_file(package, table))}
    if not files:
        return []
    if not (run_python or trusted(package)):
        hint = say("give --run-python if you trust this package, or --no-rules to go without")
        return [_skipped(package, files, say("Python rules of a package that is not this checkout"), hint)]
    absent = [name for name in ("ibis", "pandera") if importlib.util.find_spec(name) is None]
    if absent:
        return [_skipped(package, files, say("no {libraries}", libraries=", ".join(absent)), INSTALL)]
    return [problem for name, file in files.items() for problem in _table(context, engine, package.tables[name], file)]


def _skipped(package: Package, files: dict[str, Path], found: Text, hint: Text) -> Problem:
    first = package.path_of(next(iter(files.values())))
    expected = say("the rules of {tables} run", tables=", ".join(files))
    return Problem("RULES-SKIPPED", first, found=found, expected=expected, hint=hint)


def _table(context: Context, engine: Engine, table: Table, file: Path) -> list[Problem]:
    path = context.package.path_of(file)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what libraries say to each other about their next versions
        rules: list[Any] = []
        texts: dict[str, tuple[Text, Text]] = {}
        problems: list[Problem] = []
        try:
            with limited(context.con):
                rules, texts = load_rules(file)
        except (Exception, SystemExit) as error:  # noqa: BLE001  whatever a rule file raises is a problem with its name
            problems.append(_broken(path, error))
        for rule in rules:
            try:
                with limited(context.con):
                    problems.extend(_run(context, engine, table, [rule], texts))
            except QueryRefused as error:
                problems.append(error.problem(path))
            except (Exception, SystemExit) as error:  # noqa: BLE001  as above
                problems.append(_broken(path, error, rule.name))
        return problems


def _broken(path: str, error: BaseException, name: str = "") -> Problem:
    """Give the problem that a rule file, or one rule of it, does not run."""
    told = (str(error).splitlines() or [""])[0]
    found = verbatim(": ".join(part for part in (name, type(error).__name__, told) if part))
    return Problem("RULE-BROKEN", path, found=found, expected=say("RULES, a tuple of pandera checks that run"))


def load_rules(file: Path) -> tuple[list[Any], dict[str, tuple[Text, Text]]]:
    """Give the rules of a file, and for each name what is expected and the next step."""
    spec = importlib.util.spec_from_file_location(f"shenzhen_ai_rules_{file.stem}", file)
    if spec is None or spec.loader is None:
        msg = f"{file.name} is not a Python file"
        raise ImportError(msg)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    chinese = getattr(module, "CHINESE", {})
    texts: dict[str, tuple[Text, Text]] = {}
    for rule in module.RULES:
        if getattr(rule, "name", None) in (None, "<lambda>", *texts):
            msg = f"{rule!r} in RULES is no check with a name of its own"
            raise TypeError(msg)
        expected, hint = chinese.get(rule.name, ("", ""))
        texts[rule.name] = bilingual(rule.error or "", zh=expected), bilingual(rule.description or "", zh=hint)
    return [decided(rule) for rule in module.RULES], texts


def _run(
    context: Context, engine: Engine, table: Table, rules: list[Any], texts: dict[str, tuple[Text, Text]]
) -> list[Problem]:
    problems: list[Problem] = []
    for rule, bad in engine.broken(context, table, rules):
        places = engine.locate(context, table, bad[:LIMIT])
        located = {name: places.get(name, (0, {})) for name in bad[:LIMIT]}
        problems.extend(_told(context, table, rule, texts[rule.name], located))
        problems.extend(more(rule.name, table.path, rule.title, LIMIT, len(bad)))
    return problems


def _told(
    context: Context, table: Table, rule: Any, texts: tuple[Text, Text], located: dict[str, tuple[int, dict[str, Any]]]
) -> Iterator[Problem]:
    """Give a problem for each row that fails, with its place: record number and cells by primary key."""
    for name, (row, cells) in located.items():
        path, line = context.at(table, row) if row else (table.path, None)
        found = beside(table, texts, rule.title, cells) if rule.title in cells else NOTHING
        yield Problem(rule.name, path, line, rule.title, name, found, *texts)
