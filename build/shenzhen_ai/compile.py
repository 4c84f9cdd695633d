"""COMPILE: a package as a database: typed tables, who says what, the package's own views, and comments on all of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from shenzhen_ai import database, releases, statements
from shenzhen_ai._errors import PackageError
from shenzhen_ai.catalog import Relation, catalog, generated
from shenzhen_ai.database import identifier, literal
from shenzhen_ai.problems import Problem, quoted
from shenzhen_ai.view_files import View, create, in_order, read_views
from shenzhen_ai.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import duckdb

    from shenzhen_ai.package import Package

NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*\Z")

RESERVED = re.compile(r"sqlite_|_dictionary\Z", re.IGNORECASE)
"""Names that a release as SQLite has no place for."""


def compile_package(package: Package, con: duckdb.DuckDBPyConnection | None = None) -> duckdb.DuckDBPyConnection:
    """Give a database that holds a package as it is released.

    Typed tables, `release_info`, for a package that declares provenance also `statements` (stored), `lineage` and
    `support` (views on it), and the package's own views. The schema `text` keeps every cell as it is written.

    Args:
        package: the package, which the check has passed.
        con: an empty database of `database.connect`; a new one in memory without it.

    Raises:
        PackageError: for a view that is not portable, refers to itself or does not fit the tables, or a name that
            stands twice.
    """
    con = con or database.connect()
    _refuse_same_names(package, read_views(package))
    for table in package.tables.values():
        database.load_text(con, package, table)
        database.type_table(con, table)
    return compile_loaded(package, con, release_version(package, con))


def compile_loaded(package: Package, con: duckdb.DuckDBPyConnection, version: str) -> duckdb.DuckDBPyConnection:
    """Add to the tables of a package, which are loaded and typed, all that is made from them.

    Raises:
        PackageError: as `compile_package` does.
    """
    views = read_views(package)
    _release_info(con, package, version)
    if package.roles is not None:
        con.execute(f"CREATE TABLE {statements.CELLS} AS {statements.cells_sql(package)}")
        con.execute(f"CREATE TABLE statements AS {statements.statements_sql(package)} ORDER BY statement_id")
    make_views(con, package, views)
    comment(con, catalog(con, package))
    return con


def make_views(con: duckdb.DuckDBPyConnection, package: Package, views: Sequence[View]) -> None:
    """Make the generated views and those of the package, each after those that it reads from."""
    if package.roles is not None:
        con.execute(f"CREATE VIEW lineage AS {statements.lineage_sql(package)}")
        con.execute(f"CREATE VIEW support AS {statements.support_sql(package)}")
    for view in in_order(con, views):
        create(con, view)


def release_version(package: Package, con: duckdb.DuckDBPyConnection) -> str:
    """Give the version of the tables that are loaded: a released one, or the next development version."""
    return releases.current_version(package, releases.table_hashes(con, package))


def comment(con: duckdb.DuckDBPyConnection, relations: Iterable[Relation]) -> None:
    """Write titles, descriptions and units into the database that is in use, as comments."""
    views = {str(name) for (name,) in con.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal").fetchall()}
    for relation in relations:
        kind = "VIEW" if relation.name in views else "TABLE"
        name = identifier(relation.name)
        con.execute(f"COMMENT ON {kind} {name} IS {literal(_text({**relation.resource, **relation.schema}))}")
        for field in relation.schema["fields"]:
            con.execute(f"COMMENT ON COLUMN {name}.{identifier(field['name'])} IS {literal(_text(field))}")


def _text(descriptor: Mapping[str, Any]) -> str:
    """Give title, description and unit as one text."""
    unit = descriptor.get("unit") or (f"see {descriptor['unit_field']}" if "unit_field" in descriptor else "")
    parts = [descriptor.get("title"), descriptor.get("description"), f"Unit: {unit}." if unit else ""]
    return " ".join(f"{str(part).rstrip('.')}." for part in parts if part)


def _release_info(con: duckdb.DuckDBPyConnection, package: Package, version: str) -> None:
    """Make the one-row table that is the views' only notion of today."""
    created = package.descriptor.get("created")
    con.execute(
        "CREATE TABLE release_info AS SELECT CAST(? AS VARCHAR) AS name, CAST(? AS VARCHAR) AS title, "
        "CAST(? AS VARCHAR) AS version, CAST(? AS DATE) AS as_of, CAST(? AS VARCHAR) AS created",
        [package.name, package.text("title") or package.name, version, package.as_of, created],
    )


def _refuse_same_names(package: Package, views: Iterable[View]) -> None:
    """Refuse a name that two of tables, views and generated tables share, or that cannot name a file.

    Raises:
        PackageError: naming it.
    """
    taken = {relation.name: say("generated by the build") for relation in generated(package)}
    problems: list[Problem] = []
    places = [*((table.name, "datapackage.json") for table in package.tables.values())]
    for name, path in [*places, *((view.name, view.path) for view in views)]:
        if not NAME.match(name):
            expected = say("letters, digits, dots, hyphens and underscores, since files are named after it")
            problems.append(Problem("PACKAGE-RESOURCES", path, found=quoted(name), expected=expected))
        if RESERVED.match(name):
            expected = say("a name that SQLite does not keep for itself")
            problems.append(Problem("PACKAGE-RESOURCES", path, found=quoted(name), expected=expected))
        if name in taken:
            found = say("the name {name}, {where}", name=quoted(name), where=taken[name])
            problems.append(Problem("PACKAGE-RESOURCES", path, found=found, expected=say("names that differ")))
        taken[name] = say("also in {file}", file=path)
    if problems:
        raise PackageError(problems)
