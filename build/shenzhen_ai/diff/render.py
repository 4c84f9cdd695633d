"""A comparison as text for a terminal, as Markdown for a pull request, and as JSON for programs."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from typing import TYPE_CHECKING

from shenzhen_ai.diff.sentences import cut, sentences, totals, why, word
from shenzhen_ai.diff.values import KINDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from shenzhen_ai.diff.values import Comparison, RowChange, TableChanges

SIGNS = {"removed": "-", "changed": "~", "added": "+"}

BUDGET = 60_000
"""Signs that a comment on a pull request may have; GitHub refuses more than 65,536."""


def text(comparison: Comparison, language: str = "en") -> str:
    """Give all differences for a terminal, one line each."""
    lines = [f"{comparison.old} → {comparison.new}{word('colon', language)}{totals(comparison, language)}"]
    if comparison.unexplained:
        lines.append(word("unexplained", language, count=comparison.unexplained))
    lines += [f"{word('schema', language)}{word('colon', language)}{change}" for change in comparison.schema]
    lines += [f"{word('notes', language)}{word('colon', language)}{note}" for note in comparison.notes]
    for table in comparison.tables:
        lines += ["", f"{table.title[language]} ({table.name})"]
        for row in _ordered(table):
            said = sentences(row, language, reasoned=comparison.reasoned)
            lines += [f"  {SIGNS[row.kind]} {sentence} [{row.row_id}]" for sentence in said]
    return "\n".join(lines)


def markdown(comparison: Comparison, language: str = "en", budget: int = BUDGET) -> str:
    """Give differences for a pull request: totals first, then what is lost, changed, added, as far as there is room.

    Texts of the data cannot become markup, links, mentions or references.

    Args:
        comparison: what `compare` gave.
        language: `en` or `zh`.
        budget: signs that the whole may have; what does not fit is counted, not shown.
    """
    head = [f"### {word('heading', language)}", "", f"{escaped(totals(comparison, language))}"]
    if comparison.unexplained:
        head += ["", f"**{word('unexplained', language, count=comparison.unexplained)}**"]
    for name, listed in (("schema", comparison.schema), ("notes", comparison.notes)):
        if listed:
            head += ["", f"**{word(name, language)}**", "", *(f"- {escaped(line)}" for line in listed)]
    if comparison.tables:
        head += ["", *_counts(comparison, language)]
    blocks = list(_blocks(comparison, language))
    room = budget - sum(len(line) + 1 for line in head) - 300
    shown: list[str] = []
    for number, block in enumerate(blocks):
        room -= len(block) + 1
        if room < 0:
            left = sum(not block.startswith("\n#") for block in blocks[number:])
            more = word("more", language, count=left, old=comparison.old, new=comparison.new)
            return "\n".join([*head, *shown, "", f"*{escaped(more)}*"]) + "\n"
        shown.append(block)
    return "\n".join([*head, *shown]) + "\n"


def to_json(comparison: Comparison, language: str = "en") -> str:
    """Give all of a comparison as JSON, in both languages; `language` changes nothing."""
    del language
    body = {**asdict(comparison), "totals": comparison.totals, "unexplained": comparison.unexplained}
    return json.dumps(body, ensure_ascii=False, indent=1)


RENDERERS: dict[str, Callable[[Comparison, str], str]] = {"text": text, "markdown": markdown, "json": to_json}
"""The renderings by the names that the command takes."""


def escaped(value: str) -> str:
    r"""Give a text that Markdown shows as it stands, without markup, tables, mentions or references.

    >>> escaped("a|b *c* <d>")
    'a\\|b \\*c\\* &lt;d&gt;'
    >>> escaped("@one #2")
    '@<!-- -->one #<!-- -->2'
    """
    plain = " ".join(value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").split())
    marked = re.sub(r"([\\`*_\[\]|~])", r"\\\1", plain)
    return re.sub(r"([@#])(?=\w)", r"\1<!-- -->", marked)


def _code(row_id: str) -> str:
    """Give an id as code, which nothing in it can end."""
    return f"`{' '.join(row_id.replace('`', chr(39)).split())}`"


def _ordered(table: TableChanges) -> list[RowChange]:
    """Give the rows of a table, lost ones first."""
    return sorted(table.rows, key=lambda row: KINDS.index(row.kind))


def _counts(comparison: Comparison, language: str) -> Iterator[str]:
    names = [word(name, language) for name in ("table", "removed", "changed_rows", "cells", "added")]
    yield f"| {' | '.join(names)} |"
    yield "|---|--:|--:|--:|--:|"
    for table in comparison.tables:
        counts = (table.count("removed"), table.count("changed"), table.cells, table.count("added"))
        title = f"{escaped(table.title[language])} `{table.name}`"
        yield f"| {title} | {' | '.join(str(count or '') for count in counts)} |"


def _blocks(comparison: Comparison, language: str) -> Iterator[str]:
    """Give the parts of the details: a heading with the first line under it, or one line."""
    for kind in KINDS:
        for table in comparison.tables:
            rows = [row for row in table.rows if row.kind == kind]
            if rows:
                name = word("changed_rows" if kind == "changed" else kind, language)
                yield f"\n#### {escaped(table.title[language])}{word('colon', language)}{name}\n"
            for row in rows:
                yield from _lines(row, language, reasoned=comparison.reasoned)


def _lines(row: RowChange, language: str, *, reasoned: bool) -> Iterator[str]:
    if row.kind != "changed":
        reason = why(row.reasons, language) if row.kind == "removed" else ""
        yield f"- {escaped(cut(row.name[language]))} {_code(row.row_id)}{f' · {escaped(reason)}' if reason else ''}"
        return
    colon = word("colon", language)
    for cell, sentence in zip(row.cells, sentences(row, language, reasoned=reasoned), strict=True):
        said = sentence.removeprefix(f"{row.name[language]}{colon}{cell.title[language]} ")
        name = f"{escaped(cut(row.name[language]))}{colon}**{escaped(cell.title[language])}** {escaped(said)}"
        yield f"- {name} {_code(row.row_id)}"
