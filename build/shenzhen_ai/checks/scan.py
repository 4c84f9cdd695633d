"""CHECK, scan: the one pass over the files of a table. Everything else is asked of what it leaves behind.

`scan.<table>` has one row for each record, in their order: `_doubt`, true where a cell wants a closer look or breaks a
rule; the text of the columns that later stages need; and, where those are not all, `_cells`, the whole record of a
doubtful row. So a clean table costs one read and its keys, and a broken one the look at its broken rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shenzhen_ai.checks import quick
from shenzhen_ai.quoting import identifier
from shenzhen_ai.reading import filled, read_files

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shenzhen_ai.checks.context import Context
    from shenzhen_ai.files import File
    from shenzhen_ai.package import Package, Table

WIDE = 50
"""Fields from which on the doubtful rows are kept as a table: every question would plan all columns anew."""

AFTER = " \x01doubtful"


def stored(package: Package, table: Table) -> list[str]:
    """Name the columns that keys, references and derived values need, in the order of the table."""
    needed = {*table.primary_key, *(name for key in table.unique_keys for name in key)}
    needed.update(name for key in table.foreign_keys for name in key.fields)
    needed.update(
        name
        for other in package.tables.values()
        for key in other.foreign_keys
        if key.table == table.name
        for name in key.reference
    )
    needed.update(field.name for field in table.fields if field.derive or field.constraints.get("unique"))
    return [field.name for field in table.fields if field.name in needed]


def scan(context: Context, table: Table) -> list[File]:
    """Read the files of a table into `scan.<table>`; give what was found out about each file."""
    con, name = context.con, f"scan.{identifier(table.name)}"
    fields = [field.name for field in table.fields]
    kept = fields if context.whole else stored(context.package, table)
    everything = ", ".join(filled(table, field) for field in table.fields)
    whole = f", CASE WHEN _doubt THEN [{everything}] END AS _cells" if len(kept) < len(fields) else ""
    columns = "".join(f", {filled(table, table.field(field))} AS {identifier(field)}" for field in kept)

    def create(cells: str, *, plain: bool) -> int:
        asked = quick.doubt(table, plain=plain).over(cells)
        made = con.execute(f"CREATE OR REPLACE TABLE {name} AS SELECT _doubt{columns}{whole} FROM {asked}").fetchone()
        return int(made[0]) if made else 0

    files = read_files(context.package, table, create)
    context.present[table.name] = present(table, files)
    return files


def present(table: Table, files: Sequence[File]) -> set[str]:
    """Name the fields that some file has a column for; where all must stand in order, all of them."""
    fields = {field.name for field in table.fields}
    if table.fields_match == "exact" or any(file.labels is None for file in files):
        return fields
    return {name for name in fields if any(name in (file.labels or []) for file in files)}


def suspects(context: Context, table: Table) -> str | None:
    """Give the SQL of the doubtful rows, `_row` and every cell by name of field; None when there are none."""
    name = f"scan.{identifier(table.name)}"
    if context.con.execute(f"SELECT 1 FROM {name} WHERE _doubt LIMIT 1").fetchone() is None:
        return None
    fields = [field.name for field in table.fields]
    kept = set(fields if context.whole else stored(context.package, table))
    columns = [
        identifier(field) if field in kept else f"_cells[{number}] AS {identifier(field)}"
        for number, field in enumerate(fields, 1)
    ]
    select = f"SELECT rowid + 1 AS _row, {', '.join(columns)} FROM {name} WHERE _doubt"
    if len(fields) <= WIDE:
        return f"({select})"
    doubtful = f"scan.{identifier(table.name + AFTER)}"
    context.con.execute(f"CREATE OR REPLACE TABLE {doubtful} AS {select}")
    return doubtful


def text_view(context: Context, table: Table) -> None:
    """Show the scan as `text.<table>`, with `_row`: every cell of the columns that were kept."""
    fields = [field.name for field in table.fields]
    kept = fields if context.whole else stored(context.package, table)
    columns = "".join(f", {identifier(field)}" for field in kept)
    context.con.execute(
        f"CREATE OR REPLACE VIEW text.{identifier(table.name)} AS SELECT rowid + 1 AS _row{columns} "
        f"FROM scan.{identifier(table.name)}"
    )
