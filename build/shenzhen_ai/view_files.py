"""COMPILE: the views of a package as it writes them: one SELECT per file, described by comments at its top.

    -- title: ...                    -- title_zh: ...
    -- description: ...              -- description_zh: ...
    -- key: column, column           what tells the rows apart; their order in files
    -- column name: meaning          -- column_zh name: ...      one pair for each column that comes out
    -- refers name: table            optional: the column holds the ids of a table with a key of one field
    -- reports: column, column       optional: columns whose change a reviewer hears of

Other comments are for those who read the SQL.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import duckdb

from shenzhen_ai._errors import PackageError
from shenzhen_ai.portable import check
from shenzhen_ai.problems import Problem
from shenzhen_ai.wording import NOTHING, Text, say, verbatim

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from shenzhen_ai.package import Package

CODE = "VIEW-BROKEN"
TEXT = re.compile(r"^--\s*(title|title_zh|description|description_zh|key|reports):\s*(.+?)\s*$", re.MULTILINE)
COLUMN = re.compile(r"^--\s*(column|column_zh|refers)\s+(\w+):\s*(.+?)\s*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class View:
    """A view file: its SELECT, and what its header says, in both languages.

    `columns`, `columns_zh` and `refers` are by name of column.
    """

    name: str
    path: str
    sql: str
    texts: Mapping[str, str]
    key: tuple[str, ...]
    reports: tuple[str, ...]
    columns: Mapping[str, str]
    columns_zh: Mapping[str, str]
    refers: Mapping[str, str]


def parse(name: str, path: str, text: str) -> View:
    r"""Read a view file.

    >>> view = parse("v", "v.sql", "-- title: T\n-- key: a\n-- column a: the a\nSELECT a FROM t\n")
    >>> view.key, view.columns["a"], view.sql
    (('a',), 'the a', 'SELECT a FROM t')
    """
    texts = dict(TEXT.findall(text))
    found: dict[str, dict[str, str]] = {"column": {}, "column_zh": {}, "refers": {}}
    for kind, column, meaning in COLUMN.findall(text):
        found[kind][column] = meaning
    key, reports = (
        tuple(part.strip() for part in texts.pop(name, "").split(",") if part.strip()) for name in ("key", "reports")
    )
    sql = re.sub(r"\A(\s*--[^\n]*\n)+", "", text).strip().rstrip(";").rstrip()
    return View(name, path, sql, texts, key, reports, found["column"], found["column_zh"], found["refers"])


def read_views(package: Package) -> list[View]:
    """Read the views of a package, by name.

    Raises:
        PackageError: for SQL that is not portable, which could also read files or the clock.
    """
    problems = [problem for problem in check(package) if "views" in package.descriptor]
    if problems:
        raise PackageError(problems)
    return [
        parse(file.stem, package.path_of(file), file.read_text(encoding="utf-8")) for file in package.sql_files("views")
    ]


def in_order(con: duckdb.DuckDBPyConnection, views: Sequence[View]) -> list[View]:
    """Give the views in an order in which each comes after those that it reads from.

    Raises:
        PackageError: naming the views that refer to each other in a circle, or whose SQL cannot be read.
    """
    reads: dict[str, set[str]] = {}
    for view in views:
        try:
            reads[view.name] = set(con.get_table_names(view.sql))
        except duckdb.Error as error:
            raise broken(view, verbatim(str(error).splitlines()[0]), say("one SELECT")) from error
    waiting = {view.name: view for view in views}
    done: list[View] = []
    while waiting:
        ready = [view for view in waiting.values() if not reads[view.name] & set(waiting)]
        if not ready:
            circle = _circle(reads, waiting)
            first = waiting[circle[0]] if circle else views[0]
            raise broken(first, verbatim(" -> ".join(circle)), say("views without a circle"))
        done.extend(ready)
        for view in ready:
            del waiting[view.name]
    return done


def broken(view: View, found: Text, expected: Text, hint: Text = NOTHING) -> PackageError:
    """Give the error for a view that cannot be used."""
    return PackageError([Problem(CODE, view.path, found=found, expected=expected, hint=hint)])


def _circle(reads: Mapping[str, set[str]], waiting: Mapping[str, View]) -> list[str]:
    """Follow the views that wait for each other until one comes again."""
    trail = [min(waiting)]
    while True:
        following = min(reads[trail[-1]] & set(waiting))
        if following in trail:
            return [*trail[trail.index(following) :], following]
        trail.append(following)


def create(con: duckdb.DuckDBPyConnection, view: View) -> None:
    """Make a view in the database that is in use.

    Raises:
        PackageError: with the engine's own message, for SQL that does not fit the tables.
    """
    try:
        con.execute(f'CREATE VIEW "{view.name}" AS {view.sql}')
    except duckdb.Error as error:
        raise broken(view, verbatim(str(error).splitlines()[0]), say("SQL that fits the tables")) from error


def check_columns(view: View, names: Sequence[str]) -> None:
    """Refuse a view whose header does not fit the columns that come out.

    Raises:
        PackageError: naming the columns.
    """
    unknown = [name for name in (*view.columns, *view.columns_zh, *view.refers, *view.key) if name not in names]
    if unknown:
        found = say("a header about {names}", names=", ".join(dict.fromkeys(unknown)))
        raise broken(view, found, say("columns {names}", names=", ".join(names)))
    bare = [name for name in names if name not in view.columns]
    if bare:
        found = say("no meaning of {names}", names=", ".join(bare))
        expected = say("a line `-- column name: meaning` for each column")
        raise broken(view, found, expected, say("add the lines at the top of the file"))
