"""The references behind the rows at hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import duckdb

from shenzhen_ai._errors import ShenzhenAIError
from shenzhen_ai.load import find_release, release_of

if TYPE_CHECKING:
    from shenzhen_ai.load import Release


@dataclass(frozen=True, slots=True)
class Source:
    """A document behind rows.

    Attributes:
        source_id: its id.
        title: its title as printed.
        publisher: who published the copy that was read.
        url: where it was read; empty when it has no address.
        copy: what kind of copy was read: original, verbatim, excerpt, rewritten, translation.
        rows: how many of the rows rest on it.
    """

    source_id: str
    title: str
    publisher: str
    url: str
    copy: str
    rows: int


def sources(relation: duckdb.DuckDBPyRelation, table: str | None = None, version: str | None = None) -> list[Source]:
    """Give the documents behind the rows of a relation, those that most rows rest on first.

    Only what the relation still holds counts: its rows, and the fields among its columns.

    Args:
        relation: what `load` gave, filtered, sorted, joined or with columns taken away, but with the key column.
        table: the table whose rows they are; without it that whose key comes first among the columns.
        version: the version given to `load`.

    Raises:
        ShenzhenAIError: when no column is the key of a table.
    """
    release = release_of(version) if version else find_release()
    columns = list(relation.columns)
    name, key = _table(release, columns, table)
    joined = "concat_ws('|', " + ", ".join(f'"{column}"' for column in key) + ")"
    ids = [row[0] for row in relation.project(joined).distinct().fetchall()]
    with duckdb.connect(str(release.database), read_only=True) as con:
        found = con.execute(
            "SELECT source_id, any_value(title), any_value(publisher), any_value(url), any_value(copy), "
            "count(DISTINCT row_id) AS n FROM lineage WHERE table_name = ? AND list_contains(?, row_id) "
            "AND list_contains(?, field) GROUP BY source_id ORDER BY n DESC, source_id",
            [name, ids, columns],
        ).fetchall()
    return [
        Source(source_id, title or "", publisher or "", url or "", copy or "", count)
        for source_id, title, publisher, url, copy, count in found
    ]


def _table(release: Release, columns: list[str], table: str | None) -> tuple[str, list[str]]:
    """Give the table whose rows a relation holds, and its key.

    Raises:
        ShenzhenAIError: saying which columns to keep.
    """
    keys: dict[str, list[str]] = {}
    for name in [table] if table else release.tables():
        resource = release.resource(name)
        declared = resource["schema"].get("primaryKey") or []
        key = [declared] if isinstance(declared, str) else list(declared)
        if key and resource.get("origin", "table") == "table" and set(key) <= set(columns):
            keys[name] = key
    if not keys:
        what = f"the key of {table}" if table else "the key of a table, such as its first column"
        raise ShenzhenAIError(f"the rows cannot be told apart: keep {what}; there are {', '.join(columns)}")
    first = min(keys, key=lambda name: (min(columns.index(column) for column in keys[name]), -len(keys[name])))
    return first, keys[first]
