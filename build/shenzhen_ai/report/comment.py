"""The comment on a pull request: check, differences, sources of the new values, effects, the step of the schema."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

from shenzhen_ai.diff.render import escaped, markdown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import duckdb

    from shenzhen_ai.diff.values import Comparison
    from shenzhen_ai.problems import Problem
    from shenzhen_ai.report.effects import Effect

MARK = "<!-- shenzhen-ai report -->"
"""First line of the comment, by which it is found again and updated in place."""

BUDGET = 60_000
"""Signs that a comment may have; GitHub refuses more than 65,536."""

ROWS = 40
"""Lines of each list in the comment; the attached report has all of them."""

WORDS: dict[str, dict[str, str]] = json.loads(
    files("shenzhen_ai").joinpath("report/words.json").read_text(encoding="utf-8")
)


@dataclass(frozen=True, slots=True)
class Findings:
    """What a report tells.

    Attributes:
        problems: what the check found in the newer state.
        comparison: from the base to the newer state.
        effects: what that does to the views; None where one of the states cannot be compiled.
        sources: of each new value: place, value, title, publisher, copy, locator and address.
        step: the step of the schema's SemVer number that the change needs: none, patch, minor, major.
        titles: titles of the views by name, then language.
    """

    problems: Sequence[Problem]
    comparison: Comparison
    effects: Sequence[Effect] | None
    sources: Sequence[Mapping[str, str]]
    step: str
    titles: Mapping[str, Mapping[str, str]]


def sources(con: duckdb.DuckDBPyConnection, comparison: Comparison) -> list[dict[str, str]]:
    """Give the documents behind every value that is new in a comparison, in its order.

    Args:
        con: the compiled newer state, of a package that declares provenance.
        comparison: what changed.
    """
    cells = [
        (row.table, row.row_id, cell.field)
        for table in comparison.tables
        for row in table.rows
        if row.kind != "removed"
        for cell in row.cells
        if cell.new is not None
    ]
    if not cells:
        return []
    found = con.execute(
        "SELECT w.table_name, w.row_id, w.field, l.value, l.title, l.publisher, l.copy, l.locator, l.url "
        "FROM (SELECT unnest(?) AS table_name, unnest(?) AS row_id, unnest(?) AS field, unnest(?) AS place) w "
        "JOIN lineage l USING (table_name, row_id, field) ORDER BY w.place, l.source_id, l.locator",
        [*map(list, zip(*cells, strict=True)), list(range(len(cells)))],
    )
    names = [item[0] for item in found.description or []]
    return [{name: str(cell or "") for name, cell in zip(names, row, strict=True)} for row in found.fetchall()]


def comment(findings: Findings, language: str = "en", rows: int | None = ROWS) -> str:
    """Give the comment as Markdown; nothing that the data holds can become markup in it.

    Args:
        findings: what is to be told.
        language: `en` or `zh`.
        rows: lines of each list; None for all.
    """
    say = {name: texts[language] for name, texts in WORDS.items()}
    head = [MARK, f"## {say['heading']}", "", *_verdict(findings, say, language, rows)]
    tail = [*_sources(findings, say, rows), *_effects(findings, say, language, rows), "", say["foot"], ""]
    room = BUDGET - sum(len(line) + 1 for line in (*head, *tail))
    budget = max(room, 2_000) if rows is not None else 10**9
    return "\n".join([*head, "", markdown(findings.comparison, language, budget).rstrip(), *tail])


def _verdict(findings: Findings, say: Mapping[str, str], language: str, rows: int | None) -> Iterator[str]:
    count = len(findings.problems)
    yield f"- **{say['check']}** {say['valid'] if not count else say['invalid'].format(count=count)}"
    yield f"- **{say['step']}** {say[f'step-{findings.step}']}"
    if count:
        yield ""
        yield from (f"  - {escaped(problem.line_in(language))}" for problem in findings.problems[:rows])
        yield from _more(count, rows, say)


def _sources(findings: Findings, say: Mapping[str, str], rows: int | None) -> Iterator[str]:
    if not findings.sources:
        return
    yield from ("", f"### {say['sources']}", "")
    copies = Counter(source["copy"] for source in findings.sources)
    yield ", ".join(f"{escaped(copy or '-')}: {count}" for copy, count in sorted(copies.items()))
    yield from ("", f"| {say['value']} | {say['document']} | {say['copy']} | {say['place']} |", "|---|---|---|---|")
    for source in findings.sources[:rows]:
        place = source["row_id"].replace("`", "'")
        value = f"`{place}` {escaped(source['field'])} = {escaped(_short(source['value']))}"
        document = f"{escaped(_short(source['title']))}, {escaped(_short(source['publisher']))}"
        yield f"| {value} | {document} | {escaped(source['copy'])} | {escaped(source['locator'])} |"
    yield from _more(len(findings.sources), rows, say)


def _effects(findings: Findings, say: Mapping[str, str], language: str, rows: int | None) -> Iterator[str]:
    yield from ("", f"### {say['effects']}", "")
    if findings.effects is None:
        yield say["no-effects"]
        return
    if not findings.effects:
        yield say["nothing"]
        return
    for view in dict.fromkeys(effect.view for effect in findings.effects):
        mine = [effect for effect in findings.effects if effect.view == view]
        yield f"**{escaped(findings.titles[view][language])}** ({len(mine)})"
        yield ""
        for effect in mine[:rows]:
            cells = ", ".join(
                f"{escaped(name)} {escaped(old or '∅')} → {escaped(new or '∅')}" for name, old, new in effect.cells
            )
            yield f"- {say[effect.kind]}: {escaped(_short(effect.name[language]))}: {cells}"
        yield from _more(len(mine), rows, say)
        yield ""


def _more(count: int, rows: int | None, say: Mapping[str, str]) -> Iterator[str]:
    if rows is not None and count > rows:
        yield ""
        yield say["more"].format(count=count - rows)


def _short(text: str, limit: int = 120) -> str:
    return text if len(text) <= limit else f"{text[: limit - 1]}…"
