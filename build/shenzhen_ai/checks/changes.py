"""CHECK, history: whether the reasons for a changed row lead back to the row as it was released.

A row whose cells get back the `old` values of its changes must have the hash that the registry keeps; otherwise a
change is missing, or an old value is not what was published.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from shenzhen_ai.checks.context import LIMIT, Context, more
from shenzhen_ai.database import identifier
from shenzhen_ai.hashes import row_hash
from shenzhen_ai.problems import Problem, quoted
from shenzhen_ai.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from shenzhen_ai.package import Package, Table

CODE = "CHANGE-WRONG-OLD"
DROPPED = ("refused", "withdrawn")
"""Decisions after which the data stays as it was."""


@dataclass(frozen=True, slots=True)
class Change:
    """A line of the table of changes: the field, its value before, and the number of the record."""

    field: str
    old: str | None
    record: int


def open_changes(context: Context) -> dict[tuple[str, str], list[Change]]:
    """Give the changes that no release has yet, by table and row, in the order of the file."""
    roles = context.package.roles
    if not roles or not roles.changes:
        return {}
    table = context.package.tables[roles.changes]
    decided = any(field.name == "decision" for field in table.fields)
    dropped = ", ".join(f"'{word}'" for word in DROPPED)
    taken = f"AND coalesce(decision, '') NOT IN ({dropped})" if decided else ""
    rows = context.con.execute(
        f"SELECT table_name, row_id, field, old, _row FROM text.{identifier(table.name)} "
        f"WHERE version IS NULL {taken} ORDER BY _row"
    ).fetchall()
    found: dict[tuple[str, str], list[Change]] = defaultdict(list)
    for name, row_id, field, old, record in rows:
        found[name, row_id].append(Change(str(field), old, int(record)))
    return dict(found)


def check(
    context: Context, table: Table, published: Mapping[str, str], changes: Mapping[str, Sequence[Change]]
) -> Iterator[Problem]:
    """Judge the changed rows of a table.

    Args:
        context: the run.
        table: the table of the rows.
        published: hash of each row as released, by id.
        changes: the changes of each of these rows, by id.
    """
    rows = context.locate(table, list(changes))
    names = _released_fields(context.package, table)
    wrong = []
    for key, listed in changes.items():
        cells = dict(rows[key][1])
        for change in reversed(listed):
            cells[change.field] = change.old
        if row_hash((name, cells.get(name)) for name in names) != published[key]:
            wrong.append(key)
    for key in wrong[:LIMIT]:
        yield _problem(context, table, key, changes[key], names)
    yield from more(CODE, table.path, None, LIMIT, len(wrong))


def _problem(context: Context, table: Table, key: str, changes: Sequence[Change], names: Sequence[str]) -> Problem:
    roles = context.package.roles
    log = context.package.tables[str(roles.changes if roles else "")]
    path, line = context.at(log, changes[0].record)
    listed = ", ".join(f"{change.field} {quoted(change.old)}" for change in changes)
    unknown = [change.field for change in changes if change.field not in names]
    found = say(
        "old values ({listed}) that do not lead back to the row of {table} as it was released",
        listed=listed,
        table=table.name,
    )
    expected = say("every field that changed, with the value it was released with")
    if unknown:
        named = ", ".join(map(quoted, unknown))
        expected = say("{expected}; {table} has no field {names}", expected=expected, table=table.name, names=named)
    hint = say("shenzhen-ai diff {version} shows what changed", version=context.package.version)
    return Problem(CODE, path, line, "old", key, found, expected, hint)


def _released_fields(package: Package, table: Table) -> list[str]:
    """Give the fields of a table in the order in which its rows were hashed: that of its schema as released."""
    state = json.loads((package.history / "schemas.json").read_text(encoding="utf-8"))
    fields = state.get("schemas", {}).get(table.name, {}).get("fields")
    return [str(field["name"]) for field in fields] if fields else [field.name for field in table.fields]
