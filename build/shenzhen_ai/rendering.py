"""Reports as text for a terminal, as JSON, and as annotations that GitHub shows beside the lines of a pull request.

Text has one line for each problem, which editors and terminals can jump from, and closes with the codes that were
found, causes before consequences: how often, what each means, and where more is said of it.
"""

from __future__ import annotations

import dataclasses
import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from shenzhen_ai.explain import Explanation, explanations, unknown
from shenzhen_ai.problems import visible
from shenzhen_ai.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shenzhen_ai.package import Package
    from shenzhen_ai.problems import Problem, Report

COLOURS = {"place": "1", "code": "31", "hint": "36", "valid": "32", "key": "2", "link": "2"}
"""The parts of a text, and the number by which terminals know each one's colour or weight."""


@dataclass(frozen=True, slots=True)
class Style:
    """How a report is shown: the package it is about (None when it could not be read), the language, and colour."""

    package: Package | None = None
    language: str = "en"
    colour: bool = False

    def paint(self, part: str, text: str) -> str:
        """Give a part of a text in its colour."""
        return f"\x1b[{COLOURS[part]}m{text}\x1b[0m" if self.colour and part in COLOURS else text

    def explained(self, report: Report) -> dict[str, tuple[int, Explanation]]:
        """Give the codes of a report, the first to mend first: how often each was found, and what it means."""
        if report.valid:
            return {}
        counts = Counter(problem.code for problem in report.problems)
        known = explanations(self.package)
        order = [*(code for code in known if code in counts), *sorted(counts.keys() - known)]
        return {code: (counts[code], known.get(code) or unknown(code)) for code in order}


def one_line(problem: Problem, style: Style) -> str:
    """Give the one line of a problem."""
    return problem.line_in(style.language, style.paint)


def render_text(report: Report, style: Style) -> str:
    """Give the report as lines for a terminal: the problems, then what closes them."""
    return "\n".join([*(one_line(problem, style) for problem in report.problems), closing(report, style)])


def closing(report: Report, style: Style) -> str:
    """Give the lines that follow the problems: the codes, the notes and the sum."""
    lines = [_code(count, item, style) for count, item in style.explained(report).values()]
    lines += [say("note: {note}", note=note).in_language(style.language) for note in report.notes]
    size = say("{tables} tables, {rows} rows", tables=len(report.rows), rows=sum(report.rows.values()))
    count = len(report.problems)
    if report.valid:
        lines.append(style.paint("valid", say("valid: {size}", size=size).in_language(style.language)))
    elif count == 1:
        lines.append(
            say("1 problem: {size}; shenzhen-ai explain CODE says more", size=size).in_language(style.language)
        )
    else:
        total = say("{count} problems: {size}; shenzhen-ai explain CODE says more", count=count, size=size)
        lines.append(total.in_language(style.language))
    return "\n".join(lines)


def _code(count: int, item: Explanation, style: Style) -> str:
    """Give the line on a code."""
    meaning, link = item.meaning.in_language(style.language), item.link(style.language)
    head = f"{count:4} {style.paint('code', visible(item.code))}"
    return "  ".join(part for part in (head, visible(meaning), style.paint("link", link) if link else "") if part)


def render_json(report: Report, style: Style) -> str:
    """Give the report as one JSON object: valid, engine, tables with their rows, problems, notes."""
    body = {
        "valid": report.valid,
        "engine": report.engine,
        "tables": {name: {"rows": count} for name, count in report.rows.items()},
        "problems": list(_objects(report, style)),
        "notes": [note.in_language(style.language) for note in report.notes],
    }
    return json.dumps(body, ensure_ascii=False, indent=2)


def _objects(report: Report, style: Style) -> Iterator[dict[str, Any]]:
    codes = style.explained(report)
    for problem in report.problems:
        said = {"found": problem.found, "expected": problem.expected, "hint": problem.next_step}
        texts = {name: text.in_language(style.language) for name, text in said.items()}
        link = codes[problem.code][1].link(style.language) or None
        yield {**dataclasses.asdict(problem), **texts, "near": problem.near, "link": link}


def render_github(report: Report, style: Style) -> str:
    """Give the report as workflow commands that GitHub shows beside the lines of a pull request."""
    return "\n".join(_annotation(problem, style.language) for problem in report.problems)


def _annotation(problem: Problem, language: str) -> str:
    def data(text: str) -> str:
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")

    def prop(text: str) -> str:
        return data(text).replace(":", "%3A").replace(",", "%2C")

    where = [f"file={prop(problem.path)}"]
    if problem.line is not None:
        where.append(f"line={problem.line}")
    where.append(f"title={prop(problem.code)}")
    column = f"{problem.column}: " if problem.column else ""
    return f"::error {','.join(where)}::{data(column + problem.message_in(language))}"
