"""Tables whose Parquet lies in several files: the manifest that says which rows are in which, and what prunes by it.

Parts are cut from rows in their order, so each holds a range of keys, and a reader opens only those it may find
something in. `first_<field>` and `last_<field>` of a part are the key of its first and last row, as a CSV writes them.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from shenzhen_ai.quoting import identifier, literal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FIXED: dict[str, tuple[str, str]] = {
    "path": ("string", "File, from the folder of the release."),
    "rows": ("integer", "Rows in it."),
    "bytes": ("integer", "Its size."),
    "sha256": ("string", "SHA-256 of the file."),
}
"""Columns of a manifest before those of the key, with type and meaning."""


@dataclass(frozen=True, slots=True)
class Part:
    """A file with some rows of a table; `first` and `last` hold the key of its outer rows, None for an empty cell."""

    path: str
    rows: int
    bytes: int
    sha256: str
    first: tuple[str | None, ...]
    last: tuple[str | None, ...]

    def cells(self) -> list[str]:
        """Give its line of the manifest."""
        ends = [cell or "" for pair in zip(self.first, self.last, strict=True) for cell in pair]
        return [self.path, str(self.rows), str(self.bytes), self.sha256, *ends]


def key_of(schema: Mapping[str, Any]) -> list[str]:
    """Name the columns that the rows of a release are sorted by first: what the schema names, else the first field.

    >>> key_of({"primaryKey": ["id"], "fields": [{"name": "id"}]}), key_of({"fields": [{"name": "a"}, {"name": "b"}]})
    (['id'], ['a'])
    """
    named = schema.get("sortedBy") or schema.get("primaryKey")
    return [str(name) for name in named] if named else [str(schema["fields"][0]["name"])]


def manifest(name: str) -> str:
    """Give the path of the manifest of a table."""
    return f"parquet/{name}-parts.csv"


def manifest_schema(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Give the Table Schema of the manifest of a table with this schema."""
    types = {str(field["name"]): str(field.get("type", "string")) for field in schema["fields"]}
    fixed = [{"name": name, "type": kind, "description": text} for name, (kind, text) in FIXED.items()]
    ends = [
        {"name": f"{end}_{name}", "type": types[name], "description": f"{name} of the {end} row."}
        for name in key_of(schema)
        for end in ("first", "last")
    ]
    return {"fields": [*fixed, *ends], "primaryKey": ["path"]}


def read_parts(text: str) -> list[Part]:
    r"""Read a manifest.

    Raises:
        ValueError: when the text is none.

    >>> read_parts("path,rows,bytes,sha256,first_id,last_id\nparquet/t/0001.parquet,2,9,ab,a,b\n")[0].last
    ('b',)
    """
    try:
        _, *lines = csv.reader(io.StringIO(text, newline=""))
    except csv.Error as error:
        raise ValueError(str(error)) from error
    parts = []
    for path, rows, size, sha256, *ends in lines:
        cells = [cell or None for cell in ends]
        parts.append(Part(path, int(rows), int(size), sha256, tuple(cells[::2]), tuple(cells[1::2])))
    return parts


def bounds(part: Part, key: Sequence[str], types: Mapping[str, str]) -> str:
    r"""Give the SQL that every row of a part fulfils, from which the engine sees when it need not be opened.

    The second column of a key bounds rows only where the first has one value, and so on; a column with an empty
    cell bounds nothing.

    Args:
        part: the part.
        key: the columns that the table is sorted by.
        types: the engine's type of each.

    >>> bounds(Part("p", 9, 99, "ab", ("1",), ("3",)), ["n"], {"n": "BIGINT"})
    '"n" BETWEEN CAST(\'1\' AS BIGINT) AND CAST(\'3\' AS BIGINT)'
    """
    found = []
    for name, first, last in zip(key, part.first, part.last, strict=True):
        if first is None or last is None:
            break
        low, high = (f"CAST({literal(end)} AS {types[name]})" for end in (first, last))
        found.append(f"{identifier(name)} BETWEEN {low} AND {high}")
        if first != last:
            break
    return " AND ".join(found) or "true"
