"""READ: Parquet files as cells of text, so that they are judged by what CSVs are judged by.

A value is written as the standard writes it in a CSV; NULL is a missing one. What has no such text (binary values,
lists, moments with a time zone) is named, never passed over.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import duckdb

from shenzhen_ai.files import Fault, File
from shenzhen_ai.quoting import glob, identifier, literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

WHOLE = {f"{sign}{size}INT" for sign in ("", "U") for size in ("TINY", "SMALL", "BIG", "HUGE")} | {
    "INTEGER",
    "UINTEGER",
}
PLAIN = WHOLE | {"VARCHAR", "BOOLEAN", "DATE", "TIME"}
FLOATING = {"DOUBLE", "FLOAT"}
MOMENTS = {"TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS"}


def look(root: Path, path: str) -> File:
    """Look at the columns of a file, without reading its rows."""
    file = File(path, root / path)
    if not file.source.is_file():
        file.faults.append(Fault("missing"))
        return file
    source = f"read_parquet({literal(glob(str(file.source)))})"
    con = duckdb.connect()
    try:
        kinds = {str(name): str(kind) for name, kind, *_ in con.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()}
        rows = con.execute(f"SELECT count(*) FROM {source}").fetchone()
    except duckdb.Error as error:
        file.faults.append(Fault("unpack", text=str(error).splitlines()[0]))
        return file
    finally:
        con.close()
    file.rows = int(rows[0]) if rows else 0
    take(file, kinds, source)
    return file


def take(file: File, kinds: Mapping[str, str], source: str) -> None:
    """Note the columns of a file by their DuckDB types, those that have no text, and what they are read from."""
    texts = {name: text(name, kind) for name, kind in kinds.items()}
    file.faults.extend(
        Fault("column", text=f"column {name} of type {kinds[name]}") for name in kinds if not texts[name]
    )
    file.labels, file.width, file.direct = list(kinds), len(kinds), True
    file.columns, file.relation_of_columns = [sql for sql in texts.values() if sql], source


def text(name: str, kind: str) -> str | None:
    """Give the SQL of a column as text; None for a type that has none.

    >>> text("a", "BIGINT"), text("a", "BLOB")
    ('CAST("a" AS VARCHAR)', None)
    """
    cell = identifier(name)
    written = f"CAST({cell} AS VARCHAR)"
    if kind in PLAIN or re.fullmatch(r"DECIMAL\(\d+,\d+\)|ENUM\(.*\)", kind):
        return written
    if kind in MOMENTS:
        return f"replace({written}, ' ', 'T')"
    if kind in FLOATING:
        special = (
            f"WHEN isnan({cell}) THEN 'NaN' WHEN isinf({cell}) THEN CASE WHEN {cell} > 0 THEN 'INF' ELSE '-INF' END"
        )
        return f"CASE {special} ELSE {written} END"
    return None
