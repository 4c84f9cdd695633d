"""What can be cited: the data set, a version, a table, a row, a value with its source, and the result of a query."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from shenzhen_ai._errors import ShenzhenAIError
from shenzhen_ai.load import Release, find_release
from shenzhen_ai.permalinks import permalink
from shenzhen_ai.results import result
from shenzhen_ai.styles import Reference, render
from shenzhen_ai.trace import cell, label, trace

if TYPE_CHECKING:
    from shenzhen_ai.results import Result


def cite(  # noqa: PLR0913  each names one thing that can be cited
    style: str = "apa",
    table: str | None = None,
    id: str | None = None,  # noqa: A002  the name users type
    field: str | None = None,
    sql: str | None = None,
    *,
    version: bool = True,
) -> str:
    """Give a citation as text.

    Args:
        style: `apa`, `bibtex`, `ris`, `csl-json` or `gbt7714`; with the extra `cite` any style of CSL.
        table: cite this table rather than the whole.
        id: cite this row of `table`.
        field: cite this value of the row, with the documents that say so.
        sql: cite the result of this query, with what is needed to repeat it.
        version: False cites the data set as such, in all its versions.

    Raises:
        UnknownName: for a style, table, row or field that does not exist.
        ShenzhenAIError: for a query whose result would not be the same next time, or parts that do not go together.
    """
    if (id and not table) or (field and not id) or (sql and table):
        raise ShenzhenAIError("give `table` for a row, `table` and `id` for a value, `sql` alone for a query")
    if not version and (table or sql):
        raise ShenzhenAIError("only the data set as a whole can be cited without its version")
    release = find_release()
    if sql:
        return render(style, _of_query(release, result(sql, release)))
    return render(style, reference(release, table, id, field, version=version))


def reference(
    release: Release,
    table: str | None = None,
    row_id: str | None = None,
    field: str | None = None,
    *,
    version: bool = True,
) -> Reference:
    """Gather what a citation of a part of a release needs."""
    part = note = ""
    if table and row_id:
        part = f"{label(release, table, row_id)} [{table}: {row_id}]"
    elif table:
        part = f"Table “{release.resource(table).get('title', table)}”"
    if table and row_id and field:
        text = cell(release, table, row_id, field)
        about = next(item for item in release.resource(table)["schema"]["fields"] if item["name"] == field)
        by = about.get("unit_field")
        unit = cell(release, table, row_id, by) if by else about.get("unit", "")
        part = f"{about.get('title', field)} of {part}"
        note = f"Value: {' '.join([text or 'empty', unit]).strip()}. {_sources(release, table, row_id, field)}"
    return _reference(release, part, [table, row_id, field], note, version=version)


def _reference(
    release: Release, part: str, parts: list[str | None], note: str = "", *, version: bool = True
) -> Reference:
    descriptor = release.descriptor
    creators = [item["title"] for item in descriptor.get("contributors", []) if "creator" in item.get("roles", [])]
    title = str(descriptor.get("title", descriptor["name"]))
    number = release.version if version else ""
    table, row_id, *_ = [*parts, None, None]
    doi = str(descriptor.get("doi" if version else "conceptDoi") or "")
    address = permalink(str(descriptor.get("homepage", "")), table or "", row_id or "", number)
    return Reference(
        key=re.sub(r"[^A-Za-z0-9-]", "-", "-".join([str(descriptor["name"]), *(p for p in [*parts, number] if p)])),
        creator="; ".join(creators) or f"{title} contributors",
        title=f"{part}. In {title}" if part else title,
        version=number,
        date=str(descriptor.get("created", ""))[:10],
        address=f"https://doi.org/{doi}" if doi and not part else address,
        note=note,
    )


def _of_query(release: Release, found: Result) -> Reference:
    rows = f"{found.rows} row{'' if found.rows == 1 else 's'}"
    note = f"Query: {found.sql}; {found.engine}, {rows}, sha256:{found.digest}."
    made = _reference(release, "Result of a query", ["query", found.digest[:12]], note)
    return Reference(
        made.key,
        made.creator,
        made.title,
        made.version,
        made.date,
        permalink(str(release.descriptor.get("homepage", "")), version=release.version),
        made.note,
    )


def _sources(release: Release, table: str, row_id: str, field: str) -> str:
    """Say which documents give a value, each with publisher, title, place and address."""
    found = [
        ", ".join(part for part in (item.publisher, f"“{item.title}”", item.locator, item.url) if part)
        for item in trace(table, row_id, field, release)
    ]
    return f"Source: {'; '.join(found)}." if found else "No source: a key, or our own classification or words."
