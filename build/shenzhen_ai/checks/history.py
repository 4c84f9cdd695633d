"""CHECK, history: what was released stays, or says why it went.

`cut` writes the folder that datapackage.json declares as `history`: releases.csv (one line a release, with the
hash of each table), registry.csv (every id ever released, with the hash of its row) and schemas.json. This
check reads nothing else, neither git nor the network, so a shallow clone judges the same.
"""

from __future__ import annotations

import csv
import difflib
from typing import TYPE_CHECKING

from shenzhen_ai.checks import changes
from shenzhen_ai.checks.context import LIMIT, Context, more
from shenzhen_ai.database import identifier
from shenzhen_ai.hashes import row_hashes
from shenzhen_ai.problems import Problem, quoted
from shenzhen_ai.wording import Text, say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shenzhen_ai.package import Package

FILES = ("releases.csv", "registry.csv", "schemas.json")


def notes(package: Package) -> list[Text]:
    """Say that a package without a declared history has had no release yet."""
    return [] if package.descriptor.get("history") else [say("no history is declared: this is the first release")]


def check(context: Context) -> list[Problem]:
    """Judge the tables against what was released."""
    package = context.package
    if not package.descriptor.get("history"):
        return []
    folder = package.history
    where = folder.relative_to(package.root).as_posix()
    missing = [name for name in FILES if not (folder / name).is_file()]
    if missing:
        found, expected = say("no such file"), say("what `cut` wrote")
        hint = say("restore the folder from the last release; only for a first release run: shenzhen-ai cut VERSION")
        return [
            Problem("HISTORY-MISSING", f"{where}/{name}", found=found, expected=expected, hint=hint) for name in missing
        ]
    registry = _read(context, f"{where}/registry.csv")
    problems = list(_vanished(context, registry, where))
    problems.extend(_changed(context, registry))
    problems.extend(_version(context, where))
    return problems


def _read(context: Context, path: str) -> list[dict[str, str]]:
    with (context.package.root / path).open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        header = next(rows, [])
        return [dict(zip(header, row, strict=False)) for row in rows if row]


def _vanished(context: Context, registry: list[dict[str, str]], where: str) -> Iterator[Problem]:
    """Give each released id that no row has and that is not among the retired ones."""
    known = set(context.con.execute("SELECT table_name, row_id FROM text._ids").fetchall())
    roles = context.package.roles
    if roles and roles.retired:
        query = f"SELECT table_name, row_id FROM text.{identifier(roles.retired)}"
        known.update(context.con.execute(query).fetchall())
    gone = [row for row in registry if (row["table_name"], row["row_id"]) not in known]
    new = known - {(row["table_name"], row["row_id"]) for row in registry} if gone else set()
    retired = context.package.tables[roles.retired].path if roles and roles.retired else say("the retired ids")
    expected = say("every released id")
    restore = say("restore the row, or add it to {retired} with the reason", retired=retired)
    for row in gone[:LIMIT]:
        name, ident, version = row["table_name"], row["row_id"], row["last_version"]
        table = context.package.tables.get(name)
        path = table.path if table else f"{where}/registry.csv"
        found = say("no row {row} in {table}, released in {version}", row=quoted(ident), table=name, version=version)
        near = difflib.get_close_matches(ident, [key for other, key in new if other == name], 1)
        renamed = say("an id never changes: write {id} where {near} stands", id=ident, near=near[0]) if near else None
        yield Problem("ID-VANISHED", path, None, None, ident, found, expected, renamed or restore)
    yield from more("ID-VANISHED", f"{where}/registry.csv", None, LIMIT, len(gone))


def _changed(context: Context, registry: list[dict[str, str]]) -> Iterator[Problem]:
    """Give each row that differs from what was released and has no reason, or one that does not lead back to it."""
    roles = context.package.roles
    if not roles or not roles.changes:
        return
    explained = changes.open_changes(context)
    path_of_changes = context.package.tables[roles.changes].path
    by_table: dict[str, dict[str, str]] = {}
    for row in registry:
        by_table.setdefault(row["table_name"], {})[row["row_id"]] = row["row_hash"]
    for name, released in by_table.items():
        table = context.package.tables.get(name)
        if table is None:
            continue
        now = row_hashes(context.con, table)
        differing = [key for key, digest in released.items() if key in now and now[key] != digest]
        wrong = [key for key in differing if (name, key) not in explained]
        reasons = {key: explained[name, key] for key in differing if (name, key) in explained}
        yield from changes.check(context, table, released, reasons)
        places = context.locate(table, wrong[:LIMIT])
        for key in wrong[:LIMIT]:
            path, line = context.at(table, places[key][0])
            found, expected = say("a row that differs from its release"), say("a reason")
            hint = say(
                "add a row to {changes} with field, old, new and reason; shenzhen-ai diff {version} shows what changed",
                changes=path_of_changes,
                version=context.package.version,
            )
            yield Problem("CHANGE-NO-REASON", path, line, None, key, found, expected, hint)
        yield from more("CHANGE-NO-REASON", table.path, None, LIMIT, len(wrong))


def _version(context: Context, where: str) -> Iterator[Problem]:
    releases = _read(context, f"{where}/releases.csv")
    newest = releases[-1]["version"] if releases else None
    version = context.package.version
    if newest != version:
        found = say("version {version}", version=quoted(version))
        expected = say("{newest}, the newest line of {file}", newest=newest, file=f"{where}/releases.csv")
        hint = say("only `shenzhen-ai cut VERSION` changes it")
        yield Problem("VERSION", "datapackage.json", None, "version", None, found, expected, hint)
