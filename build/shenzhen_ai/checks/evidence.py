"""CHECK, evidence: every factual cell has a source, and what is said about rows is about rows that exist.

Which tables carry provenance, and which cells are factual, is declared: `provenance` in datapackage.json
names the tables, `evidence` in each field of a schema gives its role.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shenzhen_ai.checks.context import LIMIT, Context, more
from shenzhen_ai.database import identifier, key_sql, literal
from shenzhen_ai.problems import Problem, nearest, quoted
from shenzhen_ai.wording import Text, say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shenzhen_ai.package import Package, Table

ANY = "*"
"""The field of an evidence row that speaks of the whole row."""


def check(context: Context) -> list[Problem]:
    """Judge the provenance tables; a package that declares none has nothing to judge."""
    roles = context.package.roles
    if roles is None:
        return []
    _helpers(context)
    problems: list[Problem] = []
    if roles.evidence:
        evidence = context.package.tables[roles.evidence]
        problems.extend(_pointing(context, evidence))
        problems.extend(_evidence_rows(context, evidence))
        problems.extend(_unsupported_cells(context, evidence))
    for name in (roles.overrides, roles.changes):
        if name:
            problems.extend(_pointing(context, context.package.tables[name]))
    if roles.overrides:
        problems.extend(_overrides(context, context.package.tables[roles.overrides]))
    if roles.overrides and roles.evidence:
        problems.extend(_mended(context, context.package.tables[roles.overrides], roles.evidence))
    if roles.retired:
        problems.extend(_retired(context, context.package.tables[roles.retired]))
    if roles.sources:
        problems.extend(_unused_sources(context, context.package.tables[roles.sources]))
    return problems


def _helpers(context: Context) -> None:
    """Make `text._ids` (every row), `text._cells` (every non-empty cell, its role and value)."""
    ids: list[str] = []
    cells: list[str] = []
    for table in context.package.tables.values():
        key, relation = key_sql(table.primary_key), f"text.{identifier(table.name)}"
        ids.append(f"SELECT {literal(table.name)} AS table_name, {key} AS row_id FROM {relation}")
        columns = {
            "field": [literal(field.name) for field in table.fields],
            "role": [literal(field.evidence or "none") for field in table.fields],
            "value": [identifier(field.name) for field in table.fields],
        }
        unnested = ", ".join(f"unnest([{', '.join(parts)}]) AS {name}" for name, parts in columns.items())
        cells.append(f"SELECT {literal(table.name)} AS table_name, {key} AS row_id, {unnested} FROM {relation}")
    context.con.execute(f"CREATE OR REPLACE TABLE text._ids AS {' UNION ALL '.join(ids)}")
    every = " UNION ALL ".join(cells)
    context.con.execute(f"CREATE OR REPLACE TABLE text._cells AS SELECT * FROM ({every}) WHERE value IS NOT NULL")


def _pointing(context: Context, table: Table) -> Iterator[Problem]:
    """Judge the columns table_name, row_id and field of a provenance table."""
    relation = f"text.{identifier(table.name)}"
    retired = _retired_ids(context.package)
    rows = context.con.execute(
        f"SELECT t._row, {key_sql(table.primary_key, 't.')}, t.table_name, t.row_id FROM {relation} t "
        f"WHERE NOT EXISTS (SELECT 1 FROM text._ids i WHERE i.table_name = t.table_name AND i.row_id = t.row_id) "
        f"AND NOT EXISTS (SELECT 1 FROM ({retired}) r WHERE r.table_name = t.table_name AND r.row_id = t.row_id) "
        "ORDER BY t._row"
    ).fetchall()
    for row, key, named, row_id in rows[:LIMIT]:
        path, line = context.at(table, row)
        if named not in context.package.tables:
            hint = nearest(named, context.package.tables)
            yield Problem("POINTER", path, line, "table_name", key, quoted(named), say("the name of a table"), hint)
        else:
            hint = _near_id(context, str(named), str(row_id))
            expected = say("the id of a row of {table}", table=named)
            yield Problem("POINTER", path, line, "row_id", key, quoted(row_id), expected, hint)
    yield from more("POINTER", table.path, "row_id", LIMIT, len(rows))


def _near_id(context: Context, table: str, row_id: str) -> Text:
    ids = context.con.execute("SELECT row_id FROM text._ids WHERE table_name = ?", [table]).fetchall()
    add = say("add the row to {file} first", file=context.package.tables[table].path)
    return nearest(row_id, [text for (text,) in ids], add)


def _retired_ids(package: Package) -> str:
    name = package.roles.retired if package.roles else None
    if not name:
        return "SELECT '' AS table_name, '' AS row_id WHERE false"
    return f"SELECT table_name, row_id FROM text.{identifier(name)}"


def _evidence_rows(context: Context, table: Table) -> Iterator[Problem]:
    """Judge the field of each evidence row: it exists, may have evidence, and its cell is not empty."""
    rows = context.con.execute(
        f"SELECT e._row, {key_sql(table.primary_key, 'e.')}, e.table_name, e.row_id, e.field, c.role "
        f"FROM text.{identifier(table.name)} e "
        "LEFT JOIN text._cells c ON c.table_name = e.table_name AND c.row_id = e.row_id AND c.field = e.field "
        "WHERE e.field IS NOT NULL AND EXISTS (SELECT 1 FROM text._ids i WHERE i.table_name = e.table_name "
        "AND i.row_id = e.row_id) ORDER BY e._row"
    ).fetchall()
    for row, key, named, row_id, field, role in rows:
        about = context.package.tables.get(named)
        if about is None or role in {"row", "cell"} or (field == ANY and about.provenance):
            continue
        path, line = context.at(table, row)
        names = [item.name for item in about.fields if item.evidence in {"row", "cell"}]
        if field in names:
            found = say("{row}: empty {field}", row=row_id, field=field)
            expected = say("evidence for a cell that is filled")
            hint = say("fill the cell, or delete this evidence row")
            yield Problem("EVIDENCE-EMPTY", path, line, "field", key, found, expected, hint)
        else:
            expected = say("a field of {table} that can have evidence: {names}", table=named, names=", ".join(names))
            bare = say("a row without a source of its own wants one evidence row per cell")
            hint = bare if field == ANY else nearest(field, names)
            yield Problem("EVIDENCE-FIELD", path, line, "field", key, quoted(field), expected, hint)


def _unsupported_cells(context: Context, evidence: Table) -> Iterator[Problem]:
    """Give each filled cell of role `cell` that no evidence row speaks of."""
    rows = context.con.execute(
        f"SELECT c.table_name, c.row_id, c.field, c.value FROM text._cells c WHERE c.role = 'cell' AND NOT EXISTS "
        f"(SELECT 1 FROM text.{identifier(evidence.name)} e WHERE e.table_name = c.table_name "
        "AND e.row_id = c.row_id AND e.field = c.field) ORDER BY 1, 2, 3"
    ).fetchall()
    for name, row_id, field, value in rows[:LIMIT]:
        table = context.package.tables[name]
        place = context.locate(table, [row_id])[row_id]
        path, line = context.at(table, place[0])
        hint = say("add a row to {file}, or empty the cell", file=evidence.path)
        expected = say("a cell with a source")
        yield Problem("EVIDENCE-MISSING", path, line, field, row_id, quoted(value), expected, hint)
    yield from more("EVIDENCE-MISSING", evidence.path, None, LIMIT, len(rows))


def _overrides(context: Context, table: Table) -> Iterator[Problem]:
    """Give each override whose value is not the one in use."""
    rows = context.con.execute(
        f"SELECT o._row, {key_sql(table.primary_key, 'o.')}, o.used, c.value FROM text.{identifier(table.name)} o "
        "LEFT JOIN text._cells c ON c.table_name = o.table_name AND c.row_id = o.row_id AND c.field = o.field "
        "WHERE coalesce(c.value, '') <> coalesce(o.used, '') ORDER BY o._row"
    ).fetchall()
    for row, key, used, value in rows:
        path, line = context.at(table, row)
        hint = say("use the value in the row, or delete the override")
        expected = say("what the row holds: {value}", value=quoted(value))
        yield Problem("OVERRIDE-UNUSED", path, line, "used", key, quoted(used), expected, hint)


def _mended(context: Context, table: Table, evidence: str) -> Iterator[Problem]:
    """Give each override whose cell has evidence that prints what it waits for."""
    rows = context.con.execute(
        f"SELECT o._row, {key_sql(table.primary_key, 'o.')}, o.expect, min(e.source_id) "
        f"FROM text.{identifier(table.name)} o JOIN text.{identifier(evidence)} e ON e.table_name = o.table_name "
        "AND e.row_id = o.row_id AND e.field = o.field AND e.printed = o.expect GROUP BY ALL ORDER BY o._row"
    ).fetchall()
    for row, key, expect, source in rows:
        path, line = context.at(table, row)
        found = say("{source} prints {value}", source=source, value=quoted(expect))
        expected = say("no document that prints it yet")
        hint = say(
            "the source has mended itself: enter {value} with that source, and delete the override",
            value=quoted(expect),
        )
        yield Problem("OVERRIDE-MENDED", path, line, "expect", key, found, expected, hint)


def _retired(context: Context, table: Table) -> Iterator[Problem]:
    """Give each retired id that is in use again, and each successor that does not exist."""
    rows = context.con.execute(
        f"SELECT t._row, {key_sql(table.primary_key, 't.')}, t.row_id, t.replaced_by, "
        "EXISTS (SELECT 1 FROM text._ids i WHERE i.table_name = t.table_name AND i.row_id = t.row_id), "
        "t.replaced_by IS NULL OR EXISTS (SELECT 1 FROM text._ids i WHERE i.table_name = t.table_name "
        f"AND i.row_id = t.replaced_by) FROM text.{identifier(table.name)} t ORDER BY t._row"
    ).fetchall()
    for row, key, row_id, replaced_by, back, known in rows:
        path, line = context.at(table, row)
        if back:
            expected = say("an id that no row has")
            hint = say("an id is never used again: give the row a new one")
            yield Problem("ID-REUSED", path, line, "row_id", key, quoted(row_id), expected, hint)
        if not known:
            yield Problem("POINTER", path, line, "replaced_by", key, quoted(replaced_by), say("the id of a row"))


def _unused_sources(context: Context, sources: Table) -> Iterator[Problem]:
    """Give each source that no row and no evidence names."""
    key = sources.primary_key
    used = [
        f"SELECT {identifier(name)} AS id FROM text.{identifier(table.name)}"
        for table in context.package.tables.values()
        for foreign in table.foreign_keys
        if foreign.table == sources.name and foreign.reference == key
        for name in foreign.fields
    ]
    if len(key) != 1 or not used:
        return
    rows = context.con.execute(
        f"SELECT t._row, t.{identifier(key[0])} FROM text.{identifier(sources.name)} t "
        f"WHERE NOT EXISTS (SELECT 1 FROM ({' UNION ALL '.join(used)}) u WHERE u.id = t.{identifier(key[0])}) "
        "ORDER BY t._row"
    ).fetchall()
    for row, ident in rows[:LIMIT]:
        path, line = context.at(sources, row)
        found, expected = say("no row that names it"), say("a source of something")
        hint = say("enter what it says, or delete the row")
        yield Problem("SOURCE-UNUSED", path, line, key[0], ident, found, expected, hint)
    yield from more("SOURCE-UNUSED", sources.path, key[0], LIMIT, len(rows))
