"""What problem codes mean: those of the engine, and those that the rules of a package declare."""

from __future__ import annotations

import difflib
import json
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from shenzhen_ai._errors import PackageError, UnknownName
from shenzhen_ai.codes import CODES, LAST_OF_RULES
from shenzhen_ai.permalinks import problem_link
from shenzhen_ai.rule_files import stated
from shenzhen_ai.wording import NOTHING, Text, bilingual, say

if TYPE_CHECKING:
    from shenzhen_ai.package import Package

HERE = Path(__file__).parent

STAGES = {
    "package": say("package"),
    "shape": say("shape"),
    "schema": say("schema"),
    "rules": say("rules"),
    "evidence": say("evidence"),
    "history": say("history"),
    "compile": say("compile"),
}
"""The parts of the check by their names in codes."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a code means, how to mend it, and the site whose page of codes has a section on it (empty without one)."""

    code: str
    stage: str
    meaning: Text
    cure: Text
    example: Text = NOTHING
    home: str = ""

    def link(self, language: str) -> str:
        """Give the address of the section on the code, empty when there is none."""
        return problem_link(self.home, self.code, language) if self.home else ""

    def text(self, language: str) -> str:
        """Give all of it, as `explain` prints it."""
        head = f"{self.code} ({STAGES[self.stage].in_language(language)})"
        example = say("Example: {example}", example=self.example).in_language(language) if self.example else ""
        lines = [
            head,
            self.meaning.in_language(language),
            self.cure.in_language(language),
            example,
            self.link(language),
        ]
        return "\n".join(line for line in lines if line)


@cache
def home() -> str:
    """Give the address of this project's own site, which explains every code; empty when it is not known."""
    for folder in (HERE / "_release", HERE.parents[1]):
        file = folder / "datapackage.json"
        if file.is_file():
            return str(json.loads(file.read_text(encoding="utf-8")).get("homepage", ""))
    return ""


def explanations(package: Package | None = None) -> dict[str, Explanation]:
    """Give the codes of the engine, and those of a package's rules, in their order.

    The rules of a package have a section on the site of their package, and only where that is this project's own is it
    known to have one.
    """
    engine = {
        name: Explanation(
            code=name,
            stage=code.stage,
            meaning=bilingual(code.meaning, zh=code.meaning_zh),
            cure=bilingual(code.cure, zh=code.cure_zh),
            example=bilingual(code.example, zh=code.example_zh),
            home=home(),
        )
        for name, code in CODES.items()
    }
    rules: dict[str, Explanation] = {}
    if package is not None:
        own = home() if package.descriptor.get("homepage") == home() else ""
        for rule in sorted(stated(package), key=lambda rule: rule.code):
            item = of_rule(rule.code, rule.table, rule.field, rule.expected, rule.hint)
            rules.setdefault(rule.code, replace(item, home=own))
    names = list(CODES)
    place = names.index(LAST_OF_RULES) + 1
    before, after = ({name: engine[name] for name in part} for part in (names[:place], names[place:]))
    return {**before, **{name: item for name, item in rules.items() if name not in CODES}, **after}


def of_rule(code: str, table: str, field: str | None, expected: Text, hint: Text) -> Explanation:
    """Explain the code of a rule of a package."""
    place = f"{table}, {field}" if field else table
    return Explanation(code, "rules", say("{place}: {expected}", place=place, expected=expected), hint)


def unknown(code: str) -> Explanation:
    """Give what can be said of a code that nobody explains, such as one of a rule file that states none."""
    return Explanation(code, "rules", NOTHING, NOTHING)


def one(code: str, language: str = "en") -> str:
    """Give the text about a code.

    Raises:
        UnknownName: when neither the engine nor the package at hand has the code; names the nearest ones.

    >>> print(one("BLANK-ROW").rpartition(chr(10))[0])
    BLANK-ROW (shape)
    A row has nothing in it.
    Delete it.
    Example: cats.csv:3: [BLANK-ROW] found only empty cells; expected a row; delete it
    """
    known = explanations(_package())
    if code.upper() in known:
        return known[code.upper()].text(language)
    near = difflib.get_close_matches(code.upper(), list(known), 3)
    advice = f"did you mean {', '.join(near)}?" if near else "shenzhen-ai explain lists them all"
    msg = f"no problem code {code!r}; {advice}"
    raise UnknownName(msg)


def everything(language: str = "en") -> str:
    """Give one line for every code of the engine and of the package at hand."""
    known = explanations(_package())
    return "\n".join(f"{name:27} {item.meaning.in_language(language)}" for name, item in known.items())


def _package() -> Package | None:
    """Give the nearest package; None when there is none, or none that can be read."""
    from shenzhen_ai.read import find, read

    try:
        return read(find())
    except PackageError:
        return None
