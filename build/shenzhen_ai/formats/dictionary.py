"""EXPORT: what every column means, as rows, for formats that cannot keep comments beside their columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from shenzhen_ai.catalog import Relation

COLUMNS = (
    "table_name",
    "position",
    "column_name",
    "type",
    "title",
    "title_zh",
    "description",
    "description_zh",
    "unit",
    "in_key",
    "refers_to",
)
"""Columns of the dictionary; `position` counts from 1, `refers_to` is `table.column`."""


def dictionary(relations: Iterable[Relation]) -> list[tuple[str | int | None, ...]]:
    """Give one row for each column of each table and view, in their order."""
    return [
        (relation.name, position, *_meaning(field), int(field["name"] in key), refers.get(str(field["name"])))
        for relation in relations
        for key, refers in [(relation.schema.get("primaryKey", []), references(relation))]
        for position, field in enumerate(relation.schema["fields"], 1)
    ]


def references(relation: Relation) -> dict[str, str]:
    """Give `table.column` by the column that refers to it."""
    found: dict[str, str] = {}
    for key in relation.schema.get("foreignKeys", []):
        table = key["reference"].get("resource") or relation.name
        for field, other in zip(listed(key["fields"]), listed(key["reference"]["fields"]), strict=False):
            found.setdefault(field, f"{table}.{other}")
    return found


def listed(value: str | Sequence[str]) -> list[str]:
    """Give names as a list, which the standard lets be one name.

    >>> listed("a"), listed(["a", "b"])
    (['a'], ['a', 'b'])
    """
    return [value] if isinstance(value, str) else list(value)


def _meaning(field: Mapping[str, Any]) -> tuple[str | None, ...]:
    unit = field.get("unit") or (f"see {field['unit_field']}" if "unit_field" in field else None)
    texts = (field.get(name) for name in ("title", "title_zh", "description", "description_zh"))
    return (str(field["name"]), str(field.get("type", "string")), *texts, unit)
