"""CHECK, scope: what a change of some files can have an effect on, so that nothing else need be judged.

Judged are the tables whose file, schema or Python rules changed; tables that refer to one of them by a foreign key; the
tables of evidence, overrides, changes and retired ids, which speak of rows of any table, and that of sources, whose
entries may be left without use; and the tables of SQL rules that read a changed one. Python rules run for changed
tables, SQL rules where they read one. What is said of the package itself (descriptor, schemas, history) is always told.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import duckdb

from shenzhen_ai.checks.asking import tables_in
from shenzhen_ai.read import DESCRIPTOR
from shenzhen_ai.rule_files import Rule, python_file, read_rule

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from shenzhen_ai.package import Package, Table
    from shenzhen_ai.problems import Problem


@dataclass(frozen=True, slots=True)
class Scope:
    """A part of a check.

    Attributes:
        changed: tables that changed.
        tables: tables whose problems are told, the changed ones among them.
        rules: files of rules that run, and of views that are judged.
        hidden: files of all other tables, rules and views.
    """

    changed: frozenset[str]
    tables: frozenset[str]
    rules: frozenset[str]
    hidden: frozenset[str]

    @property
    def empty(self) -> bool:
        """True when nothing changed that the check looks at."""
        return not self.tables and not self.rules

    def tells(self, problem: Problem) -> bool:
        """Tell whether a problem belongs to this part."""
        return problem.path not in self.hidden


def scope_of(package: Package, paths: Collection[str]) -> Scope | None:
    """Give what a change of files can have an effect on; None for everything, when descriptor or history changed.

    Args:
        package: the package.
        paths: the files that changed, relative to the package's folder.
    """
    recorded = f"{package.path_of(package.history)}/"
    if DESCRIPTOR in paths or any(path.startswith(recorded) for path in paths):
        return None
    changed = {table.name for table in package.tables.values() if not _files(package, table).isdisjoint(paths)}
    tables = {*changed, *_referring(package, changed)}
    rules = {package.path_of(file) for name in changed if (file := python_file(package, package.tables[name]))}
    for file in package.sql_files("rules"):
        rule = read_rule(file, package.path_of(file))
        if rule.path in paths or (isinstance(rule, Rule) and changed & _read(package, rule)):
            rules.add(rule.path)
            tables.update({rule.table} & package.tables.keys() if isinstance(rule, Rule) else ())
    views = {package.path_of(file) for file in package.sql_files("views")}
    all_rules = {package.path_of(file) for file in package.sql_files("rules")} | views
    rules |= views & set(paths)
    others = [table for table in package.tables.values() if table.name not in tables]
    hidden = {path for table in others for path in table.paths} | (all_rules - rules)
    return Scope(frozenset(changed), frozenset(tables), frozenset(rules), frozenset(hidden))


def _files(package: Package, table: Table) -> set[str]:
    """Give the files that say what a table is: its rows, its schema, its Python rules."""
    rules = python_file(package, table)
    files = {*table.paths, table.schema_path or DESCRIPTOR}
    return files | ({package.path_of(rules)} if rules else set())


def _referring(package: Package, changed: set[str]) -> Iterator[str]:
    """Give the tables that refer to one of these, by key or in words, and that of sources where these refer to it."""
    for table in package.tables.values():
        if any(key.table in changed for key in table.foreign_keys):
            yield table.name
    roles = package.roles
    if roles and changed:
        yield from (name for name in (roles.evidence, roles.overrides, roles.changes, roles.retired) if name)
        keys = (key.table for name in changed for key in package.tables[name].foreign_keys)
        if roles.sources and roles.sources in keys:
            yield roles.sources


def _read(package: Package, rule: Rule) -> set[str]:
    """Give the tables that a rule reads; all of them when its SQL cannot be read."""
    try:
        named = tables_in(rule.sql)
    except duckdb.Error:
        return set(package.tables)
    by_name = {name.lower(): name for name in package.tables}
    return {by_name[name.lower()] for name in named if name.lower() in by_name}
