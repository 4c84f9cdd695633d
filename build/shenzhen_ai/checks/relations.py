"""CHECK, relations: rules across tables, each a SELECT that must return no rows.

The SELECT gives `key` (row id in the table that the rule names), `found` and `detail` (text that completes what was
expected), and `found_zh` and `detail_zh` where those have words; `rule_files` tells of the comments above it.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

from shenzhen_ai import portable
from shenzhen_ai.checks.context import LIMIT, Context, more
from shenzhen_ai.checks.engine import Engine, QueryBroken, QueryRefused
from shenzhen_ai.checks.limits import TooSlow, limited
from shenzhen_ai.problems import Problem, nearest, quoted
from shenzhen_ai.rule_files import Rule, read_rule
from shenzhen_ai.wording import Text, bilingual, say, verbatim


def check(context: Context, engine: Engine) -> list[Problem]:
    """Run every rule of the package against the typed tables; one that is not portable is not run.

    Whether SQL is portable takes sqlglot to tell; without the extra `build` the rules run unjudged.
    """
    within = context.scope.rules if context.scope else None
    problems = portable.check(context.package, within) if find_spec("sqlglot") else []
    refused = {problem.path for problem in problems}
    for file in context.package.sql_files("rules"):
        path = context.package.path_of(file)
        if path in refused or (within is not None and path not in within):
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
        with limited(context.con):
            rows, total = engine.failing(context, rule.sql)
    except (QueryBroken, TooSlow) as error:
        expected = say("a SELECT that gives key, found and detail")
        return [Problem("RULE-BROKEN", rule.path, found=verbatim(str(error)), expected=expected)]
    except QueryRefused as error:
        return [error.problem(rule.path)]
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
