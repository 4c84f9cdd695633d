"""What the reading verbs of the command print: tables, fields, sources, first steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shenzhen_ai.load import find_release
from shenzhen_ai.query import as_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shenzhen_ai.trace import Evidence


def tables() -> str:
    """Give the tables and views of the release with their rows and titles."""
    release = find_release()
    rows = []
    for name in release.tables():
        resource = release.resource(name)
        rows.append((name, resource.get("rows", ""), resource.get("title", "")))
    return f"release {release.version} in {release.place}\n\n{as_text(['table', 'rows', 'what'], rows)}"


def fields(table: str) -> str:
    """Give the fields of a table: type, unit, meaning."""
    resource = find_release().resource(table)
    rows = [
        (item["name"], item.get("type", ""), item.get("unit", ""), item.get("description", ""))
        for item in resource["schema"]["fields"]
    ]
    about = resource.get("description", "")
    return f"{resource.get('title', table)}: {about}\n\n{as_text(['field', 'type', 'unit', 'meaning'], rows, width=90)}"


def evidence(found: Iterable[Evidence]) -> str:
    """Give the sources behind values: title, publisher, address, place and kind of copy, field by field."""
    lines: list[str] = []
    field = None
    for item in found:
        if item.field != field:
            field = item.field
            lines.append(f"{field} = {item.value}")
        lines.append(f"    {item.title}")
        lines.append(f"    {item.publisher} · {item.locator} · {item.copy} · {item.basis}")
        lines.append(f"    {item.url or 'no address'}  [{item.source_id}]")
    return "\n".join(lines) if lines else "no value of this row has a source: its fields are keys, or our own words"


def first_steps() -> str:
    """Give the first things to type after a release was made."""
    release = find_release()
    first = next(iter(release.tables()))
    return "\n".join(
        [
            f"release {release.version}: {release.database}",
            "try:",
            "  .venv/bin/shenzhen-ai show",
            f'  .venv/bin/shenzhen-ai sql "SELECT * FROM {first} LIMIT 5"',
            '  .venv/bin/shenzhen-ai sql "SELECT count(*) FROM statements"',
            *(f'  .venv/bin/shenzhen-ai sql "{query}"' for query in release.descriptor.get("examples", [])),
        ]
    )
