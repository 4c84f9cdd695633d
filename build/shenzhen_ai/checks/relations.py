"""CHECK, relations: rules across tables, each a SELECT that must return no rows.

A rule file starts with comments `-- code:`, `-- table:`, `-- field:`, `-- expected:`, `-- hint:`. Its SELECT
gives `key` (row id in that table), `found` and `detail` (text that completes what was expected).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING

import duckdb

from shenzhen_ai import portable
from shenzhen_ai.checks.context import LIMIT, Context, more
from shenzhen_ai.problems import Problem

if TYPE_CHECKING:
    from pathlib import Path

HEADER = re.compile(r"^--\s*(code|table|field|expected|hint):\s*(.*?)\s*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule file: what its header says, and its SQL."""

    path: str
    code: str
    table: str
    field: str | None
    expected: str
    hint: str
    sql: str


def read_rule(file: Path, path: str) -> Rule | Problem:
    """Read a rule file; a header without code or table is a problem."""
    text = file.read_text(encoding="utf-8")
    header = dict(HEADER.findall(text))
    if not header.get("code") or not header.get("table"):
        expected = "comments `-- code: ...` and `-- table: ...` at the top"
        return Problem("RULE-BROKEN", path, found="a header without code or table", expected=expected)
    return Rule(
        path=path,
        code=header["code"],
        table=header["table"],
        field=header.get("field") or None,
        expected=header.get("expected", ""),
        hint=header.get("hint", ""),
        sql=text.strip().rstrip(";"),
    )


def check(context: Context) -> list[Problem]:
    """Run every rule of the package against the typed tables; one that is not portable is not run.

    Whether SQL is portable takes sqlglot to tell; without the extra `build` the rules run unjudged.
    """
    problems = portable.check(context.package) if find_spec("sqlglot") else []
    refused = {problem.path for problem in problems}
    for file in context.package.sql_files("rules"):
        path = file.relative_to(context.package.root).as_posix()
        if path in refused:
            continue
        rule = read_rule(file, path)
        problems.extend([rule] if isinstance(rule, Problem) else _run(context, rule))
    return problems


def _run(context: Context, rule: Rule) -> list[Problem]:
    table = context.package.tables.get(rule.table)
    if table is None:
        return [Problem("RULE-BROKEN", rule.path, found=f"table {rule.table}", expected="a table of the package")]
    select = f"SELECT key, found, detail FROM (\n{rule.sql}\n)"
    try:
        rows = context.con.execute(f"{select} ORDER BY 1, 2 LIMIT {LIMIT}").fetchall()
        total = context.con.execute(f"SELECT count(*) FROM (\n{rule.sql}\n)").fetchone()
    except duckdb.Error as error:
        found = str(error).splitlines()[0]
        expected = "a SELECT that gives key, found and detail"
        return [Problem("RULE-BROKEN", rule.path, found=found, expected=expected)]
    places = context.locate(table, [str(key) for key, _, _ in rows])
    problems = []
    for key, found, detail in rows:
        row = places.get(str(key))
        path, line = context.at(table, row[0]) if row else (table.path, None)
        expected = f"{rule.expected} {detail}".strip() if detail else rule.expected
        problems.append(Problem(rule.code, path, line, rule.field, str(key), str(found), expected, rule.hint))
    return problems + more(rule.code, table.path, rule.field, LIMIT, int(total[0]) if total else 0)
