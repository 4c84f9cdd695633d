"""What a change of the tables does to the views: verdicts that turn, figures that move, disagreements that appear.

A view says in its header which columns a reviewer wants to hear of (`-- reports: verdict`); rows are matched by the
view's key. A view without that line is not reported.
"""

from __future__ import annotations

import re
import string
from dataclasses import dataclass
from typing import TYPE_CHECKING

from shenzhen_ai.database import identifier

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import duckdb

    from shenzhen_ai.package import Package
    from shenzhen_ai.view_files import View

Cells = dict[str, str]
DECIMAL = re.compile(r"-?\d+\.\d+\Z")


@dataclass(frozen=True, slots=True)
class Effect:
    """One row of a view that comes, goes or changes.

    Attributes:
        view: name of the view.
        key: its key, values joined by `|`.
        kind: `added`, `removed` or `changed`.
        name: what the row is about, by language: the labels of the rows that the key refers to, else the key.
        cells: column, value before and value after; of a row that comes or goes the one side is empty.
    """

    view: str
    key: str
    kind: str
    name: dict[str, str]
    cells: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Side:
    """One state: its package and the database that was compiled from it."""

    package: Package
    con: duckdb.DuckDBPyConnection


def effects(old: Side, new: Side, views: Iterable[View]) -> list[Effect]:
    """Compare the reported columns of the views of two states; a view that the older state lacks is passed over."""
    known = {name for (name,) in old.con.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal").fetchall()}
    found = [view for view in views if view.reports and view.key and view.name in known]
    return [effect for view in found for effect in _view(old, new, view)]


def _view(old: Side, new: Side, view: View) -> list[Effect]:
    before, after = _rows(old, view), _rows(new, view)
    result: list[Effect] = []
    for key in sorted({*before, *after}):
        one, other = before.get(key), after.get(key)
        if one == other:
            continue
        kind = "added" if one is None else "removed" if other is None else "changed"
        pairs = [(name, (one or {}).get(name, ""), (other or {}).get(name, "")) for name in view.reports]
        cells = tuple(pair for pair in pairs if pair[1] != pair[2])
        side = new if other is not None else old
        name = {language: _name(side, view, key, language) for language in ("en", "zh")}
        result.append(Effect(view.name, "|".join(key), kind, name, cells))
    return result


def _rows(side: Side, view: View) -> dict[tuple[str, ...], Cells]:
    """Give the reported cells of a view as text, by key."""
    columns = [f"coalesce(CAST({identifier(name)} AS VARCHAR), '')" for name in (*view.key, *view.reports)]
    rows = side.con.execute(f"SELECT {', '.join(columns)} FROM main.{identifier(view.name)}").fetchall()
    width = len(view.key)
    return {row[:width]: dict(zip(view.reports, map(_plain, row[width:]), strict=True)) for row in rows}


def _plain(text: str) -> str:
    """Give a decimal without the zeros that its type adds; any other text as it is."""
    return text.rstrip("0").rstrip(".") if DECIMAL.match(text) else text


def _name(side: Side, view: View, key: Sequence[str], language: str) -> str:
    """Say what a row of a view is about."""
    parts = [
        label(side, view.refers[name], value, language) if name in view.refers and value else value
        for name, value in zip(view.key, key, strict=True)
    ]
    return " · ".join(part for part in parts if part)


def label(side: Side, table: str, row_id: str, language: str) -> str:
    """Give the label of a row in a language, its id when there is none."""
    described = side.package.tables.get(table)
    if described is None or len(described.primary_key) != 1 or not described.label:
        return row_id
    names = [name for _, name, _, _ in string.Formatter().parse(described.label) if name]
    own = {field.name for field in described.fields}
    chosen = {name: f"{name.removesuffix('_en')}_{language}" if name.endswith("_en") else name for name in names}
    columns = [identifier(other if other in own else name) for name, other in chosen.items()]
    row = side.con.execute(
        f"SELECT {', '.join(columns) or 'NULL'} FROM main.{identifier(table)} "
        f"WHERE {identifier(described.primary_key[0])} = ?",
        [row_id],
    ).fetchone()
    if row is None:
        return row_id
    filled = {name: "" if cell is None else str(cell) for name, cell in zip(chosen, row, strict=False)}
    return string.Formatter().vformat(described.label, (), filled) or row_id
