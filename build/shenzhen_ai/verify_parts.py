"""VERIFY, parts: whether the manifest of a table in parts tells the truth, since readers skip files by what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import duckdb

from shenzhen_ai.database import literal
from shenzhen_ai.parts import bounds, key_of, read_parts
from shenzhen_ai.quoting import glob

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from shenzhen_ai.parts import Part


def false_parts(folder: Path, item: Mapping[str, Any], sums: Mapping[str, str]) -> Iterator[str]:
    """Compare a manifest with the descriptor, the sums and the rows of its parts.

    Args:
        folder: of the release.
        item: the resource of the table.
        sums: hash of each file by path, from SHA256SUMS; no other file is opened.
    """
    parquet = item.get("parquet", {})
    name = parquet.get("manifest")
    if name is None:
        return
    if name not in sums or not (folder / name).is_file():
        yield f"{name}: missing, but datapackage.json names it as manifest of {item['name']}"
        return
    try:
        parts = read_parts((folder / name).read_text(encoding="utf-8"))
    except ValueError as error:
        yield f"{name}: not a manifest of parts: {error}"
        return
    if [part.path for part in parts] != parquet.get("path"):
        yield f"{name}: lists other parts than datapackage.json"
    if sum(part.rows for part in parts) != item.get("rows"):
        yield f"{name}: {sum(part.rows for part in parts)} rows in all, datapackage.json says {item.get('rows')}"
    with duckdb.connect(":memory:") as con:
        con.execute(f"SET allowed_directories = [{literal(str(folder))}]")
        con.execute("SET enable_external_access = false")
        con.execute("SET lock_configuration = true")
        for part in parts:
            if part.sha256 != sums.get(part.path):
                yield f"{name}: {part.path}: SHA-256 {part.sha256}, SHA256SUMS says {sums.get(part.path, 'nothing')}"
            elif (folder / part.path).is_file():
                yield from (f"{name}: {part.path}: {text}" for text in _rows(con, folder, part, item["schema"]))


def _rows(con: duckdb.DuckDBPyConnection, folder: Path, part: Part, schema: Mapping[str, Any]) -> Iterator[str]:
    """Compare one part with its line."""
    file = folder / part.path
    if file.stat().st_size != part.bytes:
        yield f"{part.bytes} bytes, found {file.stat().st_size}"
    source = f"read_parquet({literal(glob(str(file)))})"
    try:
        types = {str(name): str(kind) for name, kind, *_ in con.execute(f"DESCRIBE FROM {source}").fetchall()}
        inside = f"count(*) FILTER (WHERE {bounds(part, key_of(schema), types)})"
        ((rows, fitting),) = con.execute(f"SELECT count(*), {inside} FROM {source}").fetchall()
    except (duckdb.Error, LookupError, TypeError, ValueError) as error:
        yield f"cannot be read as the schema says: {str(error).splitlines()[0]}"
        return
    if rows != part.rows:
        yield f"{part.rows} rows, found {rows}"
    if fitting != rows:
        yield f"{rows - fitting} rows with keys outside of those it names"
