"""READ: the rules of a package as their files state them, without running anything.

A file of `schemas/rules/` starts with comments `-- code:`, `-- table:`, `-- field:`, `-- expected:`, `-- hint:`, and
for Chinese `-- expected_zh:` and `-- hint_zh:`; its SELECT must return no rows. `schemas/<table>.py` holds `RULES`, a
tuple of `pandera.Check` with name, title (the field), error (what is expected) and description (the next step), and
may hold `CHINESE`: what is expected and the next step by name of rule, in Chinese.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from shenzhen_ai.problems import Problem
from shenzhen_ai.wording import Text, bilingual, say

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from shenzhen_ai.package import Package, Table

HEADER = re.compile(r"^--\s*(code|table|field|expected|hint|expected_zh|hint_zh):\s*(.*?)\s*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its file, what it says of itself, and its SQL; a rule in Python has none."""

    path: str
    code: str
    table: str
    field: str | None
    expected: Text
    hint: Text
    sql: str = ""


def read_rule(file: Path, path: str) -> Rule | Problem:
    """Read a rule file in SQL; a header without code or table is a problem."""
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


def python_file(package: Package, table: Table) -> Path | None:
    """Give the rule file of a table, which lies beside its schema; None when it has none."""
    if table.schema_path is None:
        return None
    file = (package.root / table.schema_path).with_suffix(".py")
    return file if file.is_file() else None


def stated(package: Package) -> list[Rule]:
    """Give every rule of a package, those of Python as far as their texts can be read without running them."""
    found = [read_rule(file, package.path_of(file)) for file in package.sql_files("rules")]
    rules = [rule for rule in found if isinstance(rule, Rule)]
    for table in package.tables.values():
        file = python_file(package, table)
        if file is not None:
            rules.extend(_of_python(file, package.path_of(file), table.name))
    return rules


def _of_python(file: Path, path: str, table: str) -> Iterator[Rule]:
    """Read the texts of `RULES` from the source; a file that does not parse states nothing."""
    try:
        tree = ast.parse(file.read_text(encoding="utf-8"))
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return
    given = {
        target.id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    chinese = _literal(given.get("CHINESE")) or {}
    for call in ast.walk(given["RULES"]) if "RULES" in given else ():
        if isinstance(call, ast.Call):
            texts = {keyword.arg: _literal(keyword.value) for keyword in call.keywords}
            code = texts.get("name")
            if isinstance(code, str):
                expected, hint = chinese.get(code, ("", "")) if isinstance(chinese, dict) else ("", "")
                yield Rule(
                    path=path,
                    code=code,
                    table=table,
                    field=str(texts["title"]) if texts.get("title") else None,
                    expected=bilingual(str(texts.get("error") or ""), zh=str(expected)),
                    hint=bilingual(str(texts.get("description") or ""), zh=str(hint)),
                )


def _literal(node: ast.expr | None) -> object:
    """Give the value of a literal, None for anything else."""
    if node is None:
        return None
    try:
        return ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return None
