"""EXPORT: a compiled database as a release: DuckDB, Parquet, CSV, descriptors and checksums in one folder.

The same package gives the same bytes whatever the machine, folder, time zone, language and number of threads, but for
the .duckdb file, which carries random ids; of that the contents are the same.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from shenzhen_ai import descriptors
from shenzhen_ai.catalog import Relation, catalog
from shenzhen_ai.compile import comment, make_views
from shenzhen_ai.database import count, identifier, literal
from shenzhen_ai.diff import record
from shenzhen_ai.folders import staged
from shenzhen_ai.statements import evidence_summary
from shenzhen_ai.view_files import read_views

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import duckdb

    from shenzhen_ai.package import Package

STORAGE = "v1.0.0"
"""Oldest format of database files, which DuckDB in a browser reads as well."""

RELEASE = "_release"
"""Name under which the new database is attached while it is written."""

SUMS = "SHA256SUMS"


def export(con: duckdb.DuckDBPyConnection, package: Package, out: Path) -> Path:
    """Write the release of a compiled package to `out`/<version>, whole or not at all.

    Args:
        con: what `compile_package` gave.
        package: the package it was made from.
        out: the folder of releases.

    Returns:
        The folder of the release.
    """
    ((version,),) = con.execute("SELECT version FROM release_info").fetchall()
    relations = catalog(con, package)
    with staged(out, str(version)) as folder:
        _write_files(con, package, relations, folder)
        record.write_record(con, package, str(version), folder / record.FILE)
        rows = {relation.name: count(con, identifier(relation.name)) for relation in relations}
        resources = [
            descriptors.table_resource(
                package,
                relation,
                rows[relation.name],
                csv=_file(folder, f"csv/{relation.name}.csv"),
                parquet=_file(folder, f"parquet/{relation.name}.parquet"),
            )
            for relation in relations
        ]
        database = f"{package.name}.duckdb"
        resources.append(descriptors.database_resource(package, database, contents_hash(resources)))
        texts = {
            "datapackage.json": descriptors.dump(
                descriptors.datapackage(package, str(version), resources, evidence_summary(con))
            ),
            "CITATION.cff": descriptors.citation(package, str(version)),
            "README.md": descriptors.readme(package, str(version), relations, rows),
            "LICENSE": descriptors.licence(package),
        }
        for name, text in texts.items():
            (folder / name).write_bytes(text.encode())
        (folder / SUMS).write_bytes(_sums(folder, without=database).encode())
    return out / str(version)


def contents_hash(resources: Sequence[Mapping[str, Any]]) -> str:
    """Give the hash of a database's contents: over the names and CSV hashes of its tables and views, sorted.

    >>> one, two = {"name": "a", "hash": "sha256:1"}, {"name": "b", "hash": "sha256:2"}
    >>> contents_hash([one, two]) == contents_hash([two, one])
    True
    """
    lines = sorted(f"{resource['name']} {resource['hash']}\n" for resource in resources)
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _write_files(con: duckdb.DuckDBPyConnection, package: Package, relations: Sequence[Relation], folder: Path) -> None:
    for name in ("csv", "parquet"):
        (folder / name).mkdir()
    for relation in relations:
        write_csv(con, relation, folder / "csv" / f"{relation.name}.csv")
        con.execute(
            f"COPY ({relation.select()}) TO {literal(str(folder / 'parquet' / f'{relation.name}.parquet'))} "
            "(FORMAT parquet, COMPRESSION zstd)"
        )
    write_database(con, package, relations, folder / f"{package.name}.duckdb")


def write_csv(con: duckdb.DuckDBPyConnection, relation: Relation, file: Path) -> None:
    """Write a table or view as CSV (RFC 4180, LF, quotation marks where needed), decimals without idle zeros."""
    types = con.execute(f"DESCRIBE {identifier(relation.name)}").fetchall()
    cells = {str(name): _plain(identifier(str(name)), str(kind)) for name, kind, *_ in types}
    con.execute(f"COPY ({relation.select(cells)}) TO {literal(str(file))} (FORMAT csv, HEADER, DELIMITER ',')")


def _plain(name: str, kind: str) -> str:
    """Give the SQL of a cell as it is written in a CSV."""
    if kind.startswith("DECIMAL") and not kind.endswith(",0)"):
        return f"rtrim(rtrim(CAST(t.{name} AS VARCHAR), '0'), '.')"
    if kind == "TIMESTAMP":
        return f"strftime(t.{name}, '%Y-%m-%dT%H:%M:%S')"
    return f"t.{name}"


def write_database(con: duckdb.DuckDBPyConnection, package: Package, relations: Sequence[Relation], file: Path) -> None:
    """Write the database file: tables in their order, views as views, comments on all of it."""
    ((home,),) = con.execute("SELECT current_database()").fetchall()
    stored = {
        str(name)
        for (name,) in con.execute(
            "SELECT table_name FROM duckdb_tables() WHERE database_name = ? AND schema_name = 'main'", [home]
        ).fetchall()
    }
    con.execute(f"ATTACH {literal(str(file))} AS {RELEASE} (STORAGE_VERSION {literal(STORAGE)})")
    try:
        for relation in relations:
            if relation.name in stored:
                con.execute(f"CREATE TABLE {RELEASE}.main.{identifier(relation.name)} AS {relation.select()}")
        con.execute(f"USE {RELEASE}")
        make_views(con, package, read_views(package))
        comment(con, relations)
        con.execute(f"CHECKPOINT {RELEASE}")
    finally:
        con.execute(f"USE {identifier(str(home))}")
        con.execute(f"DETACH {RELEASE}")


def _file(folder: Path, path: str) -> dict[str, Any]:
    """Give path, size and hash of a file of the release."""
    return {"path": path, "bytes": (folder / path).stat().st_size, "hash": f"sha256:{_sha256(folder / path)}"}


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _sums(folder: Path, without: str) -> str:
    """Give SHA256SUMS: every file by path, but the database, whose bytes differ from build to build."""
    paths = sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file())
    return "".join(f"{_sha256(folder / path)}  {path}\n" for path in paths if path != without)
