"""EXPORT: a compiled database as a release: every format, descriptors and checksums in one folder.

The same package gives the same bytes whatever the machine, folder, day, time zone, language and number of threads, but
for the .duckdb file, which carries random ids, and the zip that holds it; of that the contents are the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from shenzhen_ai import descriptors
from shenzhen_ai.catalog import Relation, catalog
from shenzhen_ai.diff import record
from shenzhen_ai.folders import staged
from shenzhen_ai.formats.archive import write_archive
from shenzhen_ai.formats.files import held, write_csv, write_database, write_parquet
from shenzhen_ai.formats.sqlite import SQLiteFile, user_version
from shenzhen_ai.formats.workbook import Workbook
from shenzhen_ai.hashes import contents_hash, file_hash
from shenzhen_ai.statements import evidence_summary

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import duckdb

    from shenzhen_ai.package import Package

SUMS = "SHA256SUMS"


@dataclass(frozen=True, slots=True)
class Job:
    """One release under way: what goes in, and the folder it is written to."""

    con: duckdb.DuckDBPyConnection
    package: Package
    version: str
    relations: Sequence[Relation]
    folder: Path
    quick: bool

    def path(self, ending: str) -> str:
        """Name a file at the root of the release that holds all tables and views."""
        return f"{self.package.name}.{ending}"

    @property
    def archive(self) -> str:
        """Name the zip, which also carries the version, since it is passed on by itself."""
        return f"{self.package.name}-{self.version}.zip"


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
    relations = catalog(con, package)
    with staged(out, str(version)) as folder:
        job = Job(con, package, str(version), relations, folder, quick)
        rows = _write_tables(job)
        record.write_record(con, package, str(version), folder / record.FILE)
        for name, text in _texts(job, rows).items():
            (folder / name).write_bytes(text.encode())
        _seal(job)
    return out / str(version)


def _texts(job: Job, rows: Mapping[str, int]) -> dict[str, str]:
    """Give the texts of the release by file; `rows` counts those of each table and view."""
    package, version = job.package, job.version
    resources = [
        descriptors.table_resource(
            package,
            relation,
            rows[relation.name],
            csv=_file(job.folder, f"csv/{relation.name}.csv"),
            parquet=_file(job.folder, f"parquet/{relation.name}.parquet"),
        )
        for relation in job.relations
    ]
    resources.append(descriptors.database_resource(package, job.path("duckdb"), contents_hash(resources)))
    if not job.quick:
        whole = (_file(job.folder, job.path(ending)) for ending in ("sqlite", "xlsx"))
        resources.extend(descriptors.whole_resource(package, file) for file in whole)
    return {
        "datapackage.json": descriptors.dump(
            descriptors.datapackage(package, version, resources, evidence_summary(job.con))
        ),
        "CITATION.cff": descriptors.citation(package, version),
        "README.md": descriptors.readme(package, version, job.relations, rows, quick=job.quick),
        "LICENSE": descriptors.licence(package),
    }


def _seal(job: Job) -> None:
    """Write SHA256SUMS and the zip: the sums in the zip cover all else in it, those beside it the zip as well."""
    _write_sums(job.folder)
    if not job.quick:
        inside = job.archive.removesuffix(".zip")
        write_archive(job.folder, job.folder / job.archive, inside, descriptors.created(job.package))
        _write_sums(job.folder)


def _write_tables(job: Job) -> dict[str, int]:
    """Write every table and view in every format; give the number of rows of each."""
    for name in ("csv", "parquet"):
        (job.folder / name).mkdir()
    whole = None if job.quick else _whole(job)
    counted: dict[str, int] = {}
    for relation in job.relations:
        with held(job.con, relation) as rows:
            counted[relation.name] = len(rows)
            write_csv(rows, job.folder / "csv" / f"{relation.name}.csv")
            write_parquet(rows, job.folder / "parquet" / f"{relation.name}.parquet")
            if whole:
                whole[0].add(relation, rows, job.relations)
                whole[1].add(relation, rows)
    if whole:
        whole[0].close(job.relations)
        whole[1].close(descriptors.heading(job.package, job.version))
    write_database(job.con, job.package, job.relations, job.folder / job.path("duckdb"))
    return counted


def _whole(job: Job) -> tuple[SQLiteFile, Workbook]:
    """Begin the files that grow by a table at a time."""
    texts, created = descriptors.properties(job.package), descriptors.created(job.package)
    book = Workbook(job.folder / job.path("xlsx"), job.relations, texts, created)
    return SQLiteFile(job.folder / job.path("sqlite"), user_version(job.version)), book


def _file(folder: Path, path: str) -> dict[str, Any]:
    """Give path, size and hash of a file of the release."""
    return {"path": path, "bytes": (folder / path).stat().st_size, "hash": f"sha256:{file_hash(folder / path)}"}


def _write_sums(folder: Path) -> None:
    """Write SHA256SUMS: every other file of the folder, by path."""
    paths = sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file())
    lines = [f"{file_hash(folder / path)}  {path}\n" for path in paths if path != SUMS]
    (folder / SUMS).write_bytes("".join(lines).encode())
