"""From a value back to the documents that say it."""

from __future__ import annotations

import difflib
import string
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

import duckdb

from shenzhen_ai._errors import UnknownName
from shenzhen_ai.load import find_release

if TYPE_CHECKING:
    from shenzhen_ai.load import Release


@dataclass(frozen=True, slots=True)
class Evidence:
    """One source of one value.

    Attributes:
        field: name of the field.
        value: the value as it is written in the data.
        source_id: id of the document.
        title: its title as printed.
        publisher: who published the copy that was read.
        url: where it was read; empty when it has no address.
        locator: the place in it: `p:3`, `table:1/row:4`, `excerpt` ...
        copy: what kind of copy was read: original, verbatim, excerpt, rewritten, translation.
        basis: printed, converted, derived or translated.
    """

    field: str
    value: str
    source_id: str
    title: str
    publisher: str
    url: str
    locator: str
    copy: str
    basis: str


def trace(
    table: str,
    id: str,  # noqa: A002  the name users type
    field: str | None = None,
    release: Release | None = None,
) -> list[Evidence]:
    """Give every source behind a row, or behind one of its values, in the order of the fields.

    Args:
        table: its table.
        id: its primary key, values joined by `|`.
        field: one of its fields; all without it.
        release: where to look; the release at hand without it.

    Raises:
        UnknownName: for a table, row or field that does not exist; the text lists near or valid names.
    """
    release = release or find_release()
    names = _fields(release, table, field)
    _row(release, table, id)
    with duckdb.connect(str(release.database), read_only=True) as con:
        rows = con.execute(
            "SELECT field, value, source_id, title, publisher, url, locator, copy, basis FROM lineage "
            "WHERE table_name = ? AND row_id = ? AND (? IS NULL OR field = ?)",
            [table, id, field, field],
        ).fetchall()
    order = {name: number for number, name in enumerate(names)}
    found = [Evidence(*(cell or "" for cell in row)) for row in rows]
    return sorted(found, key=lambda item: (order[item.field], item.source_id, item.locator))


def cell(release: Release, table: str, row_id: str, field: str) -> str:
    """Give a value as it is released, empty for none.

    Raises:
        UnknownName: for a table, row or field that does not exist.
    """
    _fields(release, table, field)
    value = _row(release, table, row_id)[field]
    if isinstance(value, Decimal):
        return format(value.normalize() if value else Decimal(0), "f")
    return "" if value is None else str(value)


def _fields(release: Release, table: str, field: str | None) -> list[str]:
    names = [str(item["name"]) for item in release.resource(table)["schema"]["fields"]]
    if field is not None and field not in names:
        msg = f"no field {field!r} in {table}; there are {', '.join(names)}"
        raise UnknownName(msg)
    return names


def label(release: Release, table: str, row_id: str) -> str:
    """Give what a row is called, from the template that its schema declares.

    Raises:
        UnknownName: for a row that does not exist; names the nearest ids.
    """
    row = _row(release, table, row_id)
    template = release.resource(table)["schema"].get("label") or row_id
    return string.Formatter().vformat(template, (), {name: "" if cell is None else cell for name, cell in row.items()})


def _row(release: Release, table: str, row_id: str) -> dict[str, object]:
    key = release.resource(table)["schema"].get("primaryKey") or []
    names = [key] if isinstance(key, str) else list(key)
    if not names:
        msg = f"{table} is a view without ids; its rows come from the tables it is made of"
        raise UnknownName(msg)
    quoted = ", ".join('"' + name + '"' for name in names)
    relation = '"' + table + '"'
    with duckdb.connect(str(release.database), read_only=True) as con:
        found = con.execute(f"SELECT * FROM {relation} WHERE concat_ws('|', {quoted}) = ?", [row_id])
        columns = [item[0] for item in found.description or []]
        row = found.fetchone()
        if row is not None:
            return dict(zip(columns, row, strict=True))
        ids = [text for (text,) in con.execute(f"SELECT concat_ws('|', {quoted}) FROM {relation}").fetchall()]
    near = difflib.get_close_matches(row_id, ids, 3)
    advice = f"did you mean {', '.join(near)}?" if near else f"shenzhen-ai sql 'FROM {table}' lists them"
    msg = f"no row {row_id!r} in {table}; {advice}"
    raise UnknownName(msg)
