"""EXPORT: the Parquet of a large table as a folder of parts with a manifest beside it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from shenzhen_ai.database import identifier
from shenzhen_ai.fmt import write_rows
from shenzhen_ai.formats.files import ROW_GROUP, plain_cells, write_parquet
from shenzhen_ai.hashes import file_hash
from shenzhen_ai.parts import Part, key_of, manifest, manifest_schema

if TYPE_CHECKING:
    from pathlib import Path

    from shenzhen_ai.catalog import Relation
    from shenzhen_ai.formats.files import Rows

ROOM = 0.9
"""Share of the limit that a part is meant to fill, since rows differ in size."""


def split(rows: Rows, relation: Relation, folder: Path, limit: int) -> list[Part]:
    """Cut parquet/<name>.parquet into parquet/<name>/0001.parquet ... where it is larger than the limit.

    Parts hold whole row groups, one at least, and about `limit` bytes at most; parquet/<name>-parts.csv lists them.

    Args:
        rows: the rows of the file, in their order.
        relation: the table or view.
        folder: of the release.
        limit: bytes.

    Returns:
        The parts; none when the file stays as it is.
    """
    file = folder / "parquet" / f"{relation.name}.parquet"
    total = len(rows)
    wanted = math.ceil(file.stat().st_size / (limit * ROOM))
    each = max(total // wanted // ROW_GROUP, 1) * ROW_GROUP
    if file.stat().st_size <= limit or each >= total:
        return []
    file.unlink()
    place = file.with_suffix("")
    place.mkdir()
    starts = range(0, total, each)
    digits = max(4, len(str(len(starts))))
    parts = []
    for number, start in enumerate(starts, 1):
        path = place / f"{number:0{digits}}.parquet"
        write_parquet(rows, path, start, each)
        held = min(each, total - start)
        ends = (_key(rows, relation, start), _key(rows, relation, start + held - 1))
        name = path.relative_to(folder).as_posix()
        parts.append(Part(name, held, path.stat().st_size, file_hash(path), *ends))
    names = [str(field["name"]) for field in manifest_schema(relation.schema)["fields"]]
    (folder / manifest(relation.name)).write_bytes(write_rows(names, [part.cells() for part in parts]).encode())
    return parts


def _key(rows: Rows, relation: Relation, place: int) -> tuple[str | None, ...]:
    """Give the key of the row at a place, as a CSV writes it."""
    cells = plain_cells(rows)
    wanted = ", ".join(f"CAST({cells[name]} AS VARCHAR) AS {identifier(name)}" for name in key_of(relation.schema))
    found = rows.con.execute(f"SELECT {wanted} FROM {rows.source} LIMIT 1 OFFSET {place}").fetchone()
    return tuple(found or ())
