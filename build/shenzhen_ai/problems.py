"""A problem in the data: a value with a place, what was found, what was expected and the next step.

Problems are never raised. Each check returns a list of them, so that everything is reported at once.
"""

from __future__ import annotations

import dataclasses
import difflib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from shenzhen_ai.wording import NOTHING, Text, say, verbatim

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

ORDER = ("package", "shape", "schema", "rows", "relations", "evidence", "history")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, and where.

    Attributes:
        code: name of the rule, a key of `shenzhen_ai.codes.CODES` or of a rule of the package.
        path: file, relative to the package's folder, with forward slashes.
        line: line of the file, from 1; None when the whole file is meant.
        column: name of the field; None when the whole row is meant.
        key: primary key of the row, values joined by `|`; None when there is none.
        found: what stands there.
        expected: what should stand there.
        hint: the next step.
        type: the standard's own error type (`constraint-error` ...), None for rules beyond the standard.

    >>> texts = quoted("soon"), say("a value"), say("fill the cell")
    >>> print(Problem("TYPE", "sources/a.csv", 4, "due", "T1", *texts))
    sources/a.csv:4:due: [TYPE] T1: found 'soon'; expected a value; fill the cell
    """

    code: str
    path: str
    line: int | None = None
    column: str | None = None
    key: str | None = None
    found: Text = NOTHING
    expected: Text = NOTHING
    hint: Text = NOTHING
    type: str | None = None

    @property
    def place(self) -> str:
        """Path, line and column, as far as they are known, joined by colons."""
        return ":".join(str(part) for part in (self.path, self.line, self.column) if part is not None)

    @property
    def message(self) -> str:
        """The text after the place and the code."""
        return self.message_in("en")

    def message_in(self, language: str) -> str:
        """Give the text after the place and the code in a language."""
        parts = []
        if self.found:
            parts.append(say("found {found}", found=self.found))
        if self.expected:
            parts.append(say("expected {expected}", expected=self.expected))
        if self.hint:
            parts.append(self.hint)
        text = say("; ").in_language(language).join(part.in_language(language) for part in parts)
        return f"{self.key}: {text}" if self.key else text

    def __str__(self) -> str:
        """The one line that a terminal shows."""
        return self.line_in("en")

    def line_in(self, language: str) -> str:
        """Give the one line that a terminal shows in a language."""
        return f"{self.place}: [{self.code}] {self.message_in(language)}"


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found: the problems, the rows of each table, what was left unchecked, and the engine that ran."""

    problems: tuple[Problem, ...]
    rows: Mapping[str, int]
    notes: tuple[Text, ...] = ()
    evidence: Mapping[str, float] = dataclasses.field(default_factory=dict)
    engine: str = "duckdb"

    @property
    def valid(self) -> bool:
        """True when nothing is wrong."""
        return not self.problems


def quoted(value: object, limit: int = 80) -> Text:
    r"""Give a value as it is shown in a message: quoted, cut to `limit` characters, control signs escaped.

    >>> quoted("a\tb")
    "'a\\tb'"
    >>> quoted(None)
    'an empty cell'
    """
    if value is None or value == "":
        return say("an empty cell")
    text = str(value)
    if len(text) > limit:
        text = text[: limit - 1] + "…"
    return verbatim(repr(text))


def nearest(value: object, options: Iterable[str], otherwise: Text = NOTHING) -> Text:
    """Give the question whether the nearest one of some values was meant, else another next step.

    >>> nearest("shenzen", ["beijing", "shenzhen"])
    'did you mean shenzhen?'
    """
    near = difflib.get_close_matches(str(value or ""), list(options), 1)
    return say("did you mean {near}?", near=near[0]) if near else otherwise


def render_text(report: Report) -> str:
    """Give the report as lines for a terminal, problems in the order they were found, then notes and the sum."""
    return "\n".join([*map(str, report.problems), closing(report)])


def closing(report: Report) -> str:
    """Give the lines that follow the problems: notes and the sum."""
    lines = [f"note: {note}" for note in report.notes]
    rows = sum(report.rows.values())
    size = f"{len(report.rows)} tables, {rows} rows"
    if report.valid:
        lines.append(f"valid: {size}")
    else:
        count = len(report.problems)
        lines.append(f"{count} problem{'s' if count != 1 else ''}: {size}; shenzhen-ai explain CODE says more")
    return "\n".join(lines)


def render_json(report: Report) -> str:
    """Give the report as one JSON object: valid, engine, tables with their rows, problems, notes."""
    body = {
        "valid": report.valid,
        "engine": report.engine,
        "tables": {name: {"rows": count} for name, count in report.rows.items()},
        "problems": [dataclasses.asdict(problem) for problem in report.problems],
        "notes": list(report.notes),
    }
    return json.dumps(body, ensure_ascii=False, indent=2)


def render_github(report: Report) -> str:
    """Give the report as workflow commands that GitHub shows beside the lines of a pull request."""
    return "\n".join(_annotation(problem) for problem in report.problems)


def _annotation(problem: Problem) -> str:
    def data(text: str) -> str:
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")

    def prop(text: str) -> str:
        return data(text).replace(":", "%3A").replace(",", "%2C")

    where = [f"file={prop(problem.path)}"]
    if problem.line is not None:
        where.append(f"line={problem.line}")
    where.append(f"title={prop(problem.code)}")
    column = f"{problem.column}: " if problem.column else ""
    return f"::error {','.join(where)}::{data(column + problem.message)}"


RENDERERS = {"text": render_text, "json": render_json, "github": render_github}


def in_order(problems: Iterable[Problem], paths: Sequence[str]) -> list[Problem]:
    """Sort problems by file (in the package's order) and line, keeping the order of those of one line."""
    rank = {path: number for number, path in enumerate(paths)}
    return sorted(problems, key=lambda problem: (rank.get(problem.path, len(rank)), problem.path, problem.line or 0))
