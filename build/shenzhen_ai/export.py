"""EXPORT: a compiled database as a release: every format, descriptors and checksums in one folder.

The same package gives the same bytes whatever the machine, folder, day, time zone, language and number of threads, but
for the .duckdb file, which carries random ids, and the zip that holds it; of that the contents are the same.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from shenzhen_ai import releases
from shenzhen_ai.catalog import Relation, catalog
from shenzhen_ai.descriptors import files_of
from shenzhen_ai.descriptors.record import File, Record, TableFiles, whole_title
from shenzhen_ai.descriptors.texts import heading, properties
from shenzhen_ai.diff import record as changes
from shenzhen_ai.folders import staged
from shenzhen_ai.formats.archive import write_archive
from shenzhen_ai.formats.files import held, write_csv, write_database, write_parquet
from shenzhen_ai.formats.parts import split
from shenzhen_ai.formats.sqlite import SQLiteFile, user_version
from shenzhen_ai.formats.workbook import Workbook
from shenzhen_ai.release_index import write_index
from shenzhen_ai.statements import evidence_summary
from shenzhen_ai.sums import SUMS, write_sums

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import duckdb

    from shenzhen_ai.package import Package


@dataclass(frozen=True, slots=True)
class Job:
    """One release under way: what goes in, and the folder it is written to."""

    con: duckdb.DuckDBPyConnection
    record: Record
    relations: Sequence[Relation]
    folder: Path

    def path(self, ending: str) -> str:
        """Name a file at the root of the release that holds all tables and views."""
        return f"{self.record.name}.{ending}"


def export(con: duckdb.DuckDBPyConnection, package: Package, out: Path, *, quick: bool = False) -> Path:
    """Write the release of a compiled package to `out`/<version>, whole or not at all.

    Args:
        con: what `compile_package` gave.
        package: the package it was made from.
        out: the folder of releases.
        quick: leave out SQLite, the workbook and the zip, which take longest.

    Returns:
        The folder of the release.
    """
    ((version,),) = con.execute("SELECT version FROM release_info").fetchall()
    record = Record(package, str(version), releases.schema_version(package, str(version)), evidence_summary(con))
    with staged(out, str(version)) as folder:
        job = Job(con, record, catalog(con, package), folder)
        tables, whole = _write_tables(job, quick=quick)
        changes.write_record(con, package, str(version), folder / changes.FILE)
        for name, text in files_of(replace(record, tables=tables, whole=whole)).items():
            (folder / name).write_bytes(text.encode())
        _seal(job, quick=quick)
    write_index(package, out, SUMS)
    return out / str(version)


def _write_tables(job: Job, *, quick: bool) -> tuple[list[TableFiles], list[File]]:
    """Write every table and view in every format, and describe the files: those of one table, those of all."""
    for name in ("csv", "parquet"):
        (job.folder / name).mkdir()
    limit = job.record.package.part_size
    growing = None if quick else _growing(job)
    tables = []
    for relation in job.relations:
        with held(job.con, relation) as rows:
            write_csv(rows, job.folder / "csv" / f"{relation.name}.csv")
            write_parquet(rows, job.folder / "parquet" / f"{relation.name}.parquet")
            parts = split(rows, relation, job.folder, limit)
            if growing:
                growing[0].add(relation, rows, job.relations)
                growing[1].add(relation, rows)
            tables.append(TableFiles.measured(job.folder, relation, len(rows), parts))
    if growing:
        growing[0].close(job.relations)
        growing[1].close(heading(job.record))
    write_database(job.con, job.record.package, job.relations, job.folder / job.path("duckdb"))
    contents = replace(job.record, tables=tables).contents
    whole = [File(job.path("duckdb"), *whole_title("duckdb"), contents=contents)]
    if growing:
        whole += [File.measured(job.folder, job.path(kind), *whole_title(kind)) for kind in ("sqlite", "xlsx")]
    return tables, whole


def _growing(job: Job) -> tuple[SQLiteFile, Workbook]:
    """Begin the files that grow by a table at a time."""
    record = job.record
    book = Workbook(job.folder / job.path("xlsx"), job.relations, properties(record), record.created)
    return SQLiteFile(job.folder / job.path("sqlite"), user_version(record.version)), book


def _seal(job: Job, *, quick: bool) -> None:
    """Write SHA256SUMS and the zip: the sums in the zip cover all else in it, those beside it the zip as well."""
    write_sums(job.folder)
    if not quick:
        name = job.record.archive
        write_archive(job.folder, job.folder / name, name.removesuffix(".zip"), job.record.created)
        write_sums(job.folder)
