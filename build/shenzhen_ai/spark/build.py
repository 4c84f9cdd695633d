"""SPARK, build: the tables and views of a package as sorted Parquet, worked out and written by Spark.

A release of this kind is for tables that one machine does not hold, so it has neither a database nor a workbook. The
folder must be one that the workers reach too; on this machine any is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shenzhen_ai import database, releases, statements
from shenzhen_ai._errors import PackageError
from shenzhen_ai.catalog import Relation, catalog
from shenzhen_ai.checks.context import Context
from shenzhen_ai.checks.engine import QueryRefused
from shenzhen_ai.compile import compile_loaded
from shenzhen_ai.descriptors.json_text import dump
from shenzhen_ai.folders import staged
from shenzhen_ai.quoting import glob, identifier, literal
from shenzhen_ai.spark import tables, twin
from shenzhen_ai.spark.engine import SparkEngine
from shenzhen_ai.sums import write_sums
from shenzhen_ai.view_files import in_order, read_views

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb

    from shenzhen_ai.checks.engine import Engine
    from shenzhen_ai.package import Package


def build(engine: Engine, package: Package, out: Path) -> Path:
    """Write the release of a package that the engine has checked to `out`/<version>, whole or not at all.

    Returns:
        The folder: parquet/<name>/ with parts in the order of their keys, datapackage.json, SHA256SUMS.

    Raises:
        PackageError: for a view or a type that Spark would answer or hold otherwise than DuckDB.
    """
    if not isinstance(engine, SparkEngine):
        raise TypeError(engine.name)
    version = _version(engine, package)
    con = compile_loaded(package, twin.empty_tables(package), version)
    try:
        compile_on_spark(engine, package, con)
        with staged(out, version) as folder:
            resources = [_written(engine, con, relation, folder) for relation in catalog(con, package)]
            kept = {name: value for name, value in package.descriptor.items() if name not in {"resources", "rules"}}
            whole = {**kept, "name": package.name, "version": version, "engine": engine.name, "resources": resources}
            (folder / "datapackage.json").write_bytes(dump(whole).encode())
            write_sums(folder)
    finally:
        con.close()
    return out / version


def compile_on_spark(engine: SparkEngine, package: Package, con: duckdb.DuckDBPyConnection) -> None:
    """Have Spark know every table and view of a compiled package by its name.

    Args:
        engine: it has checked the package.
        package: the package.
        con: the same package, compiled on DuckDB without a row but for `release_info`.

    Raises:
        PackageError: for a view or a type that Spark would answer or hold otherwise than DuckDB.
    """
    problems = engine.type_tables_of(package)
    if problems:
        raise PackageError(problems)
    spark = engine.spark
    kinds = twin.columns(con, "release_info")
    info = con.execute("SELECT * FROM release_info").fetchall()
    spark.createDataFrame(info, tables.typed_schema(kinds)).createOrReplaceTempView("release_info")
    if package.roles is not None:
        _provenance(engine, package, con)
    queries = tables.Queries(spark, con)
    for view in in_order(con, read_views(package)):
        try:
            _kept(queries.frame(view.sql), view.name)
        except QueryRefused as error:
            raise PackageError([error.problem(view.path)]) from error


def _provenance(engine: SparkEngine, package: Package, con: duckdb.DuckDBPyConnection) -> None:
    """Make statements, lineage and support, from the cells as text."""
    spark = engine.spark
    for name, table in package.tables.items():
        cells = [f"f{number} AS {tables.back(field.name)}" for number, field in enumerate(table.fields)]
        engine.tables[name].frame.selectExpr(*cells).createOrReplaceTempView(tables.back(f"_text_{name}"))
    parts = {
        "_text__cells": statements.cells_sql(package),
        "statements": statements.statements_sql(package),
        "lineage": statements.lineage_sql(package),
        "support": statements.support_sql(package),
    }
    for name, sql in parts.items():
        frame = spark.sql(tables.carried(sql))
        if not name.startswith("_"):
            kinds = twin.columns(con, identifier(name))
            cast = [f"CAST({tables.back(n)} AS {tables.spark_type(kind)}) AS {n}" for n, kind in kinds.items()]
            frame = frame.selectExpr(*cast)
        _kept(frame, name)


def _kept(frame: Any, name: str) -> None:
    """Give a frame a name, and have Spark keep its rows for those that read them."""
    from pyspark import StorageLevel

    frame.persist(StorageLevel.MEMORY_AND_DISK).createOrReplaceTempView(tables.back(name))


def _version(engine: SparkEngine, package: Package) -> str:
    """Give the version; the tables of a package that was released before are hashed here."""
    hashes: dict[str, str] = {}
    if releases.read_releases(package):
        con = database.connect()
        try:
            engine.bring_all(Context(package, con, {}))
            hashes = releases.table_hashes(con, package)
        finally:
            con.close()
    return releases.current_version(package, hashes)


def _written(engine: SparkEngine, con: duckdb.DuckDBPyConnection, relation: Relation, folder: Path) -> dict[str, Any]:
    try:
        return _write(engine.spark, con, relation, folder)
    except QueryRefused as error:
        raise PackageError([error.problem(relation.name)]) from error


def _write(spark: Any, con: duckdb.DuckDBPyConnection, relation: Relation, folder: Path) -> dict[str, Any]:
    """Write a table or view as parts in the order of its key, and describe it."""
    from pyspark.sql import functions as fn

    key = list(relation.schema.get("sortedBy") or relation.schema.get("primaryKey", []))
    names = [*key, *(name for name in relation.columns if name not in key)]
    frame = spark.table(tables.back(relation.name)).select(*map(tables.back, relation.columns))
    place = folder / "parquet" / relation.name
    with tables.refusing():
        ordered = frame.orderBy(*(fn.col(tables.back(name)).asc_nulls_first() for name in names))
        ordered.write.parquet(str(place.resolve()), mode="overwrite")
    written = sorted(place.glob("part-*.parquet"))
    for number, file in enumerate(written, 1):
        file.rename(place / f"{number:04}.parquet")
    for beside in [*place.glob(".*.crc"), *place.glob("_SUCCESS")]:
        beside.unlink()
    files = sorted(place.glob("*.parquet"))
    rows = database.count(con, f"read_parquet({literal(glob(str(place)) + '/*.parquet')})")
    return {
        "name": relation.name,
        "type": "table",
        **{name: value for name, value in relation.resource.items() if name not in {"name", "type"}},
        "origin": relation.origin,
        "path": [file.relative_to(folder).as_posix() for file in files],
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "bytes": sum(file.stat().st_size for file in files),
        "rows": rows,
        **({"sql": relation.sql} if relation.sql else {}),
        "schema": dict(relation.schema),
    }
