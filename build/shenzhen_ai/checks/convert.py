"""CHECK, convert: check the tables of a package and write them as typed Parquet, from one scan where they are clean.

The scan writes each table as it goes and stops at the first cell it doubts. Keys are then judged on what was written.
Whatever was doubted is checked in full, and nothing is written unless that finds nothing.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from shenzhen_ai import database
from shenzhen_ai.checks import MEMORY, check, keys, quick, scan, shape
from shenzhen_ai.checks.context import Context
from shenzhen_ai.problems import Problem, Report
from shenzhen_ai.quoting import glob, identifier, literal
from shenzhen_ai.reading import filled, read_files
from shenzhen_ai.values import typed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from shenzhen_ai.package import Field, Package, Table

DOUBTED = "a cell was doubted"


class Doubted(Exception):
    """The scan met a cell that wants a closer look."""


PLAIN = {"string", "any", "integer", "number", "date", "year"}
"""Types whose values have one text each, so that a key can be judged on the typed column."""


def convert(package: Package, out: Path, told: Callable[[Sequence[Problem]], None] = lambda _: None) -> Report:
    """Judge a package by shape, schema and keys, and write `out`/<table>.parquet for each table when nothing is wrong.

    Args:
        package: the package.
        out: the folder, made when it does not exist; files in it are replaced only when every table is good.
        told: told problems as they are found.
    """
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".new-", dir=out) as folder:
        stage = Path(folder)
        report = at_once(package, stage) or _one_by_one(package, stage, told)
        if report.valid:
            for file in sorted(stage.glob("*.parquet")):
                shutil.move(file, out / file.name)
    return report


def at_once(package: Package, stage: Path) -> Report | None:
    """Write and judge in one scan; None when something was doubted."""
    con = database.connect(limit=MEMORY)
    con.execute("CREATE SCHEMA scan")
    context = Context(package, con, {}, whole=False)
    try:
        tables = list(package.tables.values())
        if not all(_write(context, table, stage / f"{table.name}.parquet") for table in tables):
            return None
        found = [problem for table in tables for problem in keys.check(context, table, None)]
        found += [problem for table in tables for problem in keys.check_references(context, table)]
        return None if found else Report((), dict(context.rows))
    finally:
        con.close()


def _write(context: Context, table: Table, file: Path) -> bool:
    """Write a table while it is scanned; False when a cell is doubted, or when nothing can be said in one scan."""
    kept = [table.field(name) for name in scan.stored(context.package, table)]
    if any(field.type not in PLAIN or field.format != "default" or field.derive for field in kept):
        return False
    sure = f"CASE WHEN _doubt THEN error({literal(DOUBTED)}) ELSE true END"

    def create(cells: str, *, plain: bool) -> int:
        asked = quick.doubt(table, plain=plain)
        columns = ", ".join(f"{_value(table, field, asked)} AS {identifier(field.name)}" for field in table.fields)
        try:
            context.con.execute(
                f"COPY (SELECT {columns} FROM {asked.over(cells)} WHERE {sure}) "
                f"TO {literal(str(file))} (FORMAT parquet, COMPRESSION zstd)"
            )
        except duckdb.Error as error:
            if DOUBTED in str(error):
                raise Doubted from error
            raise
        return database.count(context.con, f"read_parquet({literal(glob(str(file)))})")

    try:
        files = read_files(context.package, table, create)
    except (Doubted, duckdb.Error):
        return False
    problems, whole = shape.layout(context, table, files)
    if problems or not whole:
        return False
    context.present[table.name] = {field.name for field in table.fields}
    context.rows[table.name] = sum(file.rows for file in files)
    texts = "".join(f", CAST({identifier(field.name)} AS VARCHAR) AS {identifier(field.name)}" for field in kept)
    context.con.execute(
        f"CREATE OR REPLACE VIEW text.{identifier(table.name)} AS SELECT file_row_number + 1 AS _row{texts} "
        f"FROM read_parquet({literal(glob(str(file)))}, file_row_number = true)"
    )
    return True


def _value(table: Table, field: Field, asked: quick.Doubt) -> str:
    """Give the SQL of the value of a cell, which the question whether it is right may have cast already."""
    name = quick.value_name(field)
    return identifier(name) if name in asked.values else typed(field, filled(table, field))


def _one_by_one(package: Package, stage: Path, told: Callable[[Sequence[Problem]], None]) -> Report:
    """Check in full, then write."""
    report = check(package, rules=False, told=told)
    if report.valid:
        con = database.connect(limit=MEMORY)
        try:
            for table in package.tables.values():
                database.load_text(con, package, table)
                database.type_table(con, table)
                names = ", ".join(identifier(field.name) for field in table.fields)
                con.execute(
                    f"COPY (SELECT {names} FROM main.{identifier(table.name)}) "
                    f"TO {literal(str(stage / f'{table.name}.parquet'))} (FORMAT parquet, COMPRESSION zstd)"
                )
        finally:
            con.close()
    return report
