"""SPARK, parquet: Parquet files as a frame of cells as text, judged like those of a CSV."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shenzhen_ai import columnar
from shenzhen_ai.files import Fault, File
from shenzhen_ai.reading import relation, unfit
from shenzhen_ai.spark.reading import (
    SIGNS,
    Scanned,
    address,
    by_hand,
    kept,
    numbers_of,
    query_of,
    schema_of,
    where,
)
from shenzhen_ai.spark.workers import CELLS, PLACE, of_cells

if TYPE_CHECKING:
    import duckdb

    from shenzhen_ai.package import Package, Table

KINDS = {"string": "VARCHAR", "int": "INTEGER", "timestamp_ntz": "TIMESTAMP"}
"""DuckDB's types of the columns of a Parquet file that Spark names otherwise."""


def scan_parquet(
    spark: Any, con: duckdb.DuckDBPyConnection, package: Package, table: Table
) -> tuple[list[File], Scanned | None]:
    """Read Parquet files; the workers write each column as text, as DuckDB here would."""
    from pyspark.sql import functions as fn

    files: list[File] = []
    groups: dict[tuple[tuple[str, ...], tuple[str, ...]], list[File]] = {}
    for path in table.paths:
        file = File(path, Path(path)) if address(path) else columnar.look(package.root, path)
        files.append(file)
        if not file.readable:
            continue
        try:
            frame = spark.read.parquet(where(package, path))
        except Exception as error:  # noqa: BLE001  whatever a connector says is about this address
            file.faults.append(Fault("missing", text=str(error).splitlines()[0]))
            continue
        if address(path):
            kinds = {name: KINDS.get(kind, kind.upper()) for name, kind in frame.dtypes}
            columnar.take(file, kinds, CELLS)
            file.rows = -1
        elif any(kind == "timestamp" for _, kind in frame.dtypes) or SIGNS & set(str(file.source)):
            return by_hand(spark, con, package, table)
        groups.setdefault((tuple(file.columns), tuple(file.labels or ())), []).append(file)
    if any(not file.readable or unfit(table, file.labels) for file in files):
        return files, None
    frames, addresses = [], []
    for group in groups.values():
        rows = spark.read.parquet(*(where(package, file.path) for file in group))
        addresses.extend(rows.inputFiles())
        place = [fn.xxhash64("_metadata.file_path").alias("_f"), fn.col("_metadata.file_block_start").alias("_b")]
        rows = rows.select(*place, fn.monotonically_increasing_id().alias("_i"), "*")
        same = replace(group[0], relation_of_columns=CELLS)
        query, columns = query_of(package, table, relation(table, [same]))
        names = ", ".join(PLACE)
        beside = f"SELECT p.*, true AS _fine, q.* FROM (SELECT {names} FROM {CELLS}) p POSITIONAL JOIN ({query}) q"
        frames.append(rows.mapInArrow(of_cells(beside), schema_of(columns)))
    scanned, found = kept(table, frames, numbers_of(spark, package, files, addresses))
    for number, file in enumerate(files):
        file.rows = found.get(number, 0)
    return files, scanned
