"""COMPILE: who says what. Statements, lineage and support, made from the roles that the schemas declare.

No table or column is known here by name but those that the roles of provenance fix: every package that declares
`provenance` has `table_name`, `row_id`, `field`, `source_id`, `locator` and `basis` in its evidence, and in its
sources any of `title`, `publisher`, `url`, `copy`, `original_issuer`, `text_id` and a few more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shenzhen_ai.database import identifier, key_sql, literal

if TYPE_CHECKING:
    import duckdb

    from shenzhen_ai.package import Field, Package, RowProvenance, Table

CELLS = "text._cells"
"""Every filled cell of role row or cell, with its row's own source where the row has one."""

BASES = ("printed", "converted", "translated", "derived", "own")
"""How a value comes from its document, best first; of two rows on one statement the better one counts."""

NO_PLACE = ("excerpt", "whole")
"""Locators that name no place inside a document."""


def cells_sql(package: Package) -> str:
    """Give the SELECT of `text._cells`: table_name, row_id, field, role, value, source_id, locator, basis."""
    parts = [
        _cell_sql(table, field)
        for table in package.tables.values()
        for field in table.fields
        if field.evidence in {"row", "cell"}
    ]
    empty = ", ".join(
        f"'' AS {name}" for name in ("table_name", "row_id", "field", "role", "value", "source_id", "locator", "basis")
    )
    return " UNION ALL ".join(parts) or f"SELECT {empty} WHERE false"


def _cell_sql(table: Table, field: Field) -> str:
    own = table.provenance if field.evidence == "row" else None
    source = identifier(own.source) if own else "CAST(NULL AS VARCHAR)"
    locator = identifier(own.locator) if own else "CAST(NULL AS VARCHAR)"
    return (
        f"SELECT {literal(table.name)} AS table_name, {key_sql(table.primary_key)} AS row_id, "
        f"{literal(field.name)} AS field, {literal(str(field.evidence))} AS role, "
        f"{identifier(field.name)} AS value, {source} AS source_id, {locator} AS locator, "
        f"{_own_basis(table, field, own)} AS basis "
        f"FROM text.{identifier(table.name)} WHERE {identifier(field.name)} IS NOT NULL"
    )


def _own_basis(table: Table, field: Field, own: RowProvenance | None) -> str:
    """Give the SQL of how a cell comes from its row's own source: a number without its wording is a conversion."""
    if own is None or own.printed_unknown is None or not _measured(table, field):
        return "'printed'"
    flag = table.field(own.printed_unknown)
    true = ", ".join(literal(str(value)) for value in flag.descriptor.get("trueValues", ["true", "True", "TRUE", "1"]))
    return f"CASE WHEN {identifier(flag.name)} IN ({true}) THEN 'converted' ELSE 'printed' END"


def _measured(table: Table, field: Field) -> bool:
    """Tell whether a field is a number with a unit, or names the unit of one."""
    units = {str(other.descriptor["unit_field"]) for other in table.fields if "unit_field" in other.descriptor}
    return field.name in units or any(name in field.descriptor for name in ("unit_field", "unit", "digits"))


def statements_sql(package: Package) -> str:
    """Give the SELECT of `statements`, one row per cell and source, over `text._cells`.

    A cell of role `row` takes its row's own source and the evidence of the row (`*`) or of the cell; a cell of role
    `cell` takes the evidence of the cell alone. A cell that an override replaces is our own value.
    """
    roles = package.roles
    found = [f"SELECT table_name, row_id, field, value, source_id, locator, basis FROM {CELLS} WHERE role = 'row'"]
    if roles and roles.evidence:
        found.append(
            "SELECT c.table_name, c.row_id, c.field, c.value, e.source_id, e.locator, e.basis "
            f"FROM {CELLS} c JOIN text.{identifier(roles.evidence)} e ON e.table_name = c.table_name "
            "AND e.row_id = c.row_id AND (e.field = c.field OR (e.field = '*' AND c.role = 'row'))"
        )
    basis = "f.basis"
    join = ""
    if roles and roles.overrides:
        basis = "CASE WHEN o.row_id IS NOT NULL THEN 'own' ELSE f.basis END"
        join = (
            f"LEFT JOIN text.{identifier(roles.overrides)} o ON o.table_name = f.table_name "
            "AND o.row_id = f.row_id AND o.field = f.field "
        )
    content = ", ".join(f"f.{name}" for name in ("table_name", "row_id", "field", "value", "source_id", "locator"))
    hashed = " || chr(31) || ".join(f"coalesce({name}, '')" for name in content.split(", "))
    rank = " ".join(f"WHEN {literal(name)} THEN {number}" for number, name in enumerate(BASES))
    return (
        f"SELECT statement_id, table_name, row_id, field, value, source_id, locator, basis FROM ("
        f"SELECT sha1({hashed}) AS statement_id, {content}, {basis} AS basis, row_number() OVER "
        f"(PARTITION BY {content} ORDER BY CASE f.basis {rank} ELSE {len(BASES)} END, f.basis) AS place "
        f"FROM ({' UNION ALL '.join(found)}) f {join}WHERE f.source_id IS NOT NULL) WHERE place = 1"
    )


def lineage_sql(package: Package) -> str:
    """Give the SELECT of `lineage`: each statement with its file and the document behind it."""
    files = " ".join(f"WHEN {literal(table.name)} THEN {literal(table.path)}" for table in package.tables.values())
    names = ("title", "publisher", "url", "copy", "original_issuer", "published_on", "language", "reliability_note")
    columns = ", ".join(f"{_of_source(package, name)} AS {identifier(name)}" for name in names)
    return (
        "SELECT s.statement_id, s.table_name, s.row_id, s.field, s.value, "
        f"CASE s.table_name {files} END AS file, s.basis, s.source_id, s.locator, {columns} "
        f"FROM statements s{_sources_join(package)}"
    )


def support_sql(package: Package) -> str:
    """Give the SELECT of `support`: how many sources, texts and independent issuers stand behind each cell."""
    text = f"count(DISTINCT coalesce({_of_source(package, 'text_id')}, s.source_id))"
    issuer = f"coalesce({_of_source(package, 'original_issuer')}, {_of_source(package, 'publisher')}, s.source_id)"
    return (
        "SELECT s.table_name, s.row_id, s.field, count(DISTINCT s.source_id) AS source_count, "
        f"{text} AS text_count, count(DISTINCT {issuer}) AS issuer_count, "
        f"{text} = 1 OR count(DISTINCT {issuer}) = 1 AS single_witness "
        f"FROM statements s{_sources_join(package)} GROUP BY s.table_name, s.row_id, s.field"
    )


def _sources(package: Package) -> Table | None:
    name = package.roles.sources if package.roles else None
    table = package.tables[name] if name else None
    return table if table and len(table.primary_key) == 1 else None


def _sources_join(package: Package) -> str:
    table = _sources(package)
    if table is None:
        return ""
    return f" LEFT JOIN {identifier(table.name)} d ON d.{identifier(table.primary_key[0])} = s.source_id"


def _of_source(package: Package, name: str) -> str:
    """Give the SQL of a column of the source; NULL where the package's sources have no such column."""
    table = _sources(package)
    if table is None or name not in {field.name for field in table.fields}:
        return "CAST(NULL AS VARCHAR)"
    return f"CAST(d.{identifier(name)} AS VARCHAR)"


def evidence_summary(con: duckdb.DuckDBPyConnection) -> dict[str, float]:
    """Tell how good the evidence is; empty for a package without provenance.

    Returns:
        `statements`, a count, and shares: `sourced`, of the factual cells that are filled; the others of the
        statements: `with a place` (the locator names one), `from excerpts` (only an excerpt was seen), `converted`,
        `translated by us`, `from copies` (not the original was read).
    """
    known = {name for (name,) in con.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    if "statements" not in known:
        return {}
    no_place = ", ".join(map(literal, NO_PLACE))
    ((cells, sourced, whole, *parts),) = con.execute(
        f"SELECT (SELECT count(*) FROM {CELLS}), "
        "(SELECT count(*) FROM (SELECT DISTINCT table_name, row_id, field FROM statements)), "
        f"count(*), count(*) FILTER (WHERE locator NOT IN ({no_place})), "
        "count(*) FILTER (WHERE locator = 'excerpt' OR coalesce(copy, '') = 'excerpt'), "
        "count(*) FILTER (WHERE basis = 'converted'), count(*) FILTER (WHERE basis = 'translated'), "
        "count(*) FILTER (WHERE copy <> 'original') FROM lineage"
    ).fetchall()
    names = ("with a place", "from excerpts", "converted", "translated by us", "from copies")
    shares = {name: _share(part, whole) for name, part in zip(names, parts, strict=True)}
    return {"statements": whole, "sourced": _share(sourced, cells), **shares}


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0
