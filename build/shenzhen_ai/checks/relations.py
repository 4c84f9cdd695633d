"""CHECK, relations: rules across tables, each a SELECT that must return no rows.

A rule file starts with comments `-- code:`, `-- table:`, `-- field:`, `-- expected:`, `-- hint:`, and for Chinese
`-- expected_zh:` and `-- hint_zh:`. Its SELECT gives `key` (row id in that table), `found` and `detail` (text that
completes what was expected), and `found_zh` and `detail_zh` where those have words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from shenzhen_ai import portable
from shenzhen_ai.checks.context import LIMIT, Context, more
from shenzhen_ai.checks.engine import Engine, QueryBroken
from shenzhen_ai.problems import Problem, nearest, quoted
from shenzhen_ai.wording import Text, bilingual, say, verbatim

if TYPE_CHECKING:
    from pathlib import Path

HEADER = re.compile(r"^--\s*(code|table|field|expected|hint|expected_zh|hint_zh):\s*(.*?)\s*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule file: what its header says, and its SQL."""

    path: str
    code: str
    table: str
    field: str | None
    expected: Text
    hint: Text
    sql: str


def read_rule(file: Path, path: str) -> Rule | Problem:
    """Read a rule file; a header without code or table is a problem."""
    text = file.read_text(encoding="utf-8")
    header = dict(HEADER.findall(text))
    if not header.get("code") or not header.get("table"):
        found = say("a header without code or table")
        expected = say("comments `-- code: ...` and `-- table: ...` at the top")
        return Problem("RULE-BROKEN", path, found=found, expected=expected)
    return Rule(
        path=path,
        code=header["code"],
        table=header["table"],
        field=header.get("field") or None,
        expected=bilingual(header.get("expected", ""), zh=header.get("expected_zh", "")),
        hint=bilingual(header.get("hint", ""), zh=header.get("hint_zh", "")),
        sql=text.strip().rstrip(";"),
    )


def check(context: Context, engine: Engine) -> list[Problem]:
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
        problems.extend([rule] if isinstance(rule, Problem) else _run(context, engine, rule))
    return problems


def _run(context: Context, engine: Engine, rule: Rule) -> list[Problem]:
    table = context.package.tables.get(rule.table)
    if table is None:
        found, expected = say("table {table}", table=quoted(rule.table)), say("a table of the package")
        hint = nearest(rule.table, context.package.tables)
        return [Problem("RULE-BROKEN", rule.path, found=found, expected=expected, hint=hint)]
    try:
        rows, total = engine.failing(context, rule.sql)
    except QueryBroken as error:
        expected = say("a SELECT that gives key, found and detail")
        return [Problem("RULE-BROKEN", rule.path, found=verbatim(str(error)), expected=expected)]
    places = engine.locate(context, table, [str(row["key"]) for row in rows])
    problems = []
    for row in rows:
        key = str(row["key"])
        path, line = context.at(table, places[key][0]) if key in places else (table.path, None)
        found, expected = _found(row), rule.expected
        if row["detail"]:
            detail = bilingual(str(row["detail"]), zh=str(row.get("detail_zh") or ""))
            expected = say("{expected} {detail}", expected=expected, detail=detail)
        problems.append(Problem(rule.code, path, line, rule.field, key, found, expected, rule.hint))
    return problems + more(rule.code, table.path, rule.field, LIMIT, total)


def _found(row: dict[str, Any]) -> Text:
    return quoted(None) if row["found"] is None else bilingual(str(row["found"]), zh=str(row.get("found_zh") or ""))
