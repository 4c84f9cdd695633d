"""What reporters are told once a release carries the decision on their report."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from shenzhen_ai.corrections.answers import text
from shenzhen_ai.corrections.workspace import Row, Workspace
from shenzhen_ai.permalinks import permalink

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shenzhen_ai.package import Package

LANGUAGES = ("en", "zh")
"""Both, since the record of changes does not keep the language of a report."""


def shipped(package: Package, version: str) -> dict[int, str]:
    """Give the answer, as Markdown, for the number of each issue of this repository that a version decides on.

    Its first line is a comment that no other version has, so that nobody is told twice.

    Args:
        package: the package; its record of changes names the reports.
        version: a version that is published.
    """
    roles = package.roles
    if roles is None or roles.changes is None:
        return {}
    decided: dict[int, list[Row]] = defaultdict(list)
    for row in Workspace(package, "").table(roles.changes):
        number = _number(row.get("issue_ref", ""), str(package.descriptor.get("repository", "")))
        if number and row.get("version") == version:
            decided[number].append(row)
    return {number: _answer(package, version, rows) for number, rows in sorted(decided.items())}


def marker(version: str) -> str:
    """Give the comment by which an answer is known again.

    >>> marker("2026.12.0")
    '<!-- shipped in 2026.12.0 -->'
    """
    return f"<!-- shipped in {version} -->"


def _number(reference: str, repository: str) -> int | None:
    """Give the number of an issue of this repository; None for a report that came another way."""
    found = re.fullmatch(r"#?([1-9][0-9]{0,8})", reference.removeprefix(f"{repository.rstrip('/')}/issues/"))
    return int(found[1]) if found else None


def _answer(package: Package, version: str, rows: Sequence[Row]) -> str:
    homepage = str(package.descriptor.get("homepage", ""))
    parts = [marker(version)]
    for language in LANGUAGES:
        parts.extend(["", text("shipped", language, {"version": version}), ""])
        for row in rows:
            parts.append(text(f"shipped-{row.get('decision') or 'accepted'}", language, _values(row, language)))
            parts.append(f"  {permalink(homepage, row['table_name'], row['row_id'], language=language)}")
    return "\n".join([*parts, ""])


def _values(row: Row, language: str) -> dict[str, str]:
    place = " ".join(row[name] for name in ("table_name", "row_id", "field") if row[name] not in {"", "*"})
    note = row.get(f"note_{language}") or row.get("note_en") or row["reason"]
    return {"place": place, "old": row["old"], "new": row["new"], "note": note}
