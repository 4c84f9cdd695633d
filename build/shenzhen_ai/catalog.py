"""COMPILE: what a compiled database holds, as descriptors: tables, generated tables and views in one form.

These descriptors become the comments in the database and the resources of a release.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from shenzhen_ai.database import derived, identifier
from shenzhen_ai.parts import key_of
from shenzhen_ai.view_files import View, check_columns, read_views

if TYPE_CHECKING:
    from collections.abc import Mapping

    import duckdb

    from shenzhen_ai.package import Field, Package, Table

GENERATED: dict[str, dict[str, Any]] = json.loads(
    files("shenzhen_ai").joinpath("generated.json").read_text(encoding="utf-8")
)
"""Schemas of the tables that every package gets; all but the first only where provenance is declared."""

ALWAYS = next(iter(GENERATED))

ENDINGS = {
    "digits": ("integer", "decimals as typed", "按原样书写的小数位数"),
    "start": ("date", "first day", "首日"),
    "end": ("date", "last day", "末日"),
    "kind": ("string", "kind of period", "时期种类"),
}
"""Type and meaning of the columns that are made from a field, by their ending."""

KINDS = {"BOOLEAN": "boolean", "DATE": "date", "VARCHAR": "string", "DOUBLE": "number", "FLOAT": "number"}
"""Types of the standard by the engine's; other numbers are told apart by name."""

LOCAL = ("path", "data", "schema", "dialect", "bytes", "hash", "scheme", "format", "mediatype", "encoding")
"""Properties of a resource that speak of the file it was read from."""

WRITTEN = ("format", "groupChar", "decimalChar", "bareNumber", "trueValues", "falseValues", "missingValues", "derive")
"""Properties of a field that speak of how its cells were written; a release writes them in one plain way."""


@dataclass(frozen=True, slots=True)
class Relation:
    """A table or view of the compiled database.

    Attributes:
        name: its name there.
        origin: `table`, `view` or `generated`.
        resource: what the descriptor says of it: title, description, licences ...; no file.
        schema: its Table Schema as released, derived columns included.
        sql: the SELECT of a view, None for what is stored.
    """

    name: str
    origin: str
    resource: Mapping[str, Any]
    schema: Mapping[str, Any]
    sql: str | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns."""
        return tuple(str(field["name"]) for field in self.schema["fields"])

    def select(self, cells: Mapping[str, str] | None = None) -> str:
        """Give the SELECT of all rows, in an order that leaves nothing open.

        Rows come by the columns that the schema names as `sortedBy`, else by its key, then by every other column.

        Args:
            cells: SQL of cells by column, over the alias `t`; a column without any is taken as it is.
        """
        key = key_of(self.schema)
        names = [*key, *(name for name in self.columns if name not in key)]
        order = ", ".join(f"t.{identifier(name)} NULLS FIRST" for name in names)
        columns = ", ".join(
            f"{(cells or {}).get(name, f't.{identifier(name)}')} AS {identifier(name)}" for name in self.columns
        )
        return f"SELECT {columns} FROM {identifier(self.name)} t ORDER BY {order}"


def catalog(con: duckdb.DuckDBPyConnection, package: Package) -> list[Relation]:
    """Give what a compiled database holds: tables as the package lists them, then views, then generated tables."""
    views = [_view(con, package, view) for view in read_views(package)]
    return [*map(_table, package.tables.values()), *views, *generated(package)]


def generated(package: Package) -> list[Relation]:
    """Give the tables that the pipeline makes for this package."""
    names = [name for name in GENERATED if name == ALWAYS or package.roles is not None]
    return [_generated(package, name) for name in names]


def _table(table: Table) -> Relation:
    resource = {name: value for name, value in table.descriptor.items() if name not in LOCAL}
    fields = [item for field in table.fields for item in _fields(field)]
    schema = {name: value for name, value in table.schema.items() if name not in {"fields", "missingValues"}}
    schema["primaryKey"] = list(table.primary_key)
    if not table.primary_key:
        del schema["primaryKey"]
    return Relation(table.name, "table", resource, {**schema, "fields": fields})


def _fields(field: Field) -> list[dict[str, Any]]:
    """Give a field as it is released, with the columns made from it."""
    own = {name: value for name, value in field.descriptor.items() if name not in WRITTEN}
    if field.type == "string" and field.format != "default":
        own["format"] = field.format
    title, title_zh = field.text("title") or field.name, field.text("title", "zh") or field.name
    made = [
        {
            "name": f"{field.name}_{ending}",
            "type": kind,
            "title": f"{title}: {text}",
            "title_zh": f"{title_zh}：{text_zh}",
            "description": f"Made from {field.name}: {text}.",
            "description_zh": f"由 {field.name} 得出：{text_zh}。",
            "evidence": "none",
            "derived_from": field.name,
        }
        for ending in derived(field)
        for kind, text, text_zh in [ENDINGS[ending]]
    ]
    return [own, *made]


def _view(con: duckdb.DuckDBPyConnection, package: Package, view: View) -> Relation:
    found = con.execute(f"DESCRIBE {identifier(view.name)}").fetchall()
    check_columns(view, [name for name, *_ in found])
    fields = [
        {
            "name": name,
            "type": _kind(kind),
            "title": name.replace("_", " ").capitalize(),
            "description": view.columns[name][:1].upper() + view.columns[name][1:],
            **({"description_zh": view.columns_zh[name]} if name in view.columns_zh else {}),
        }
        for name, kind, *_ in found
    ]
    schema: dict[str, Any] = {**view.texts, "fields": fields}
    if view.key:
        schema["primaryKey"] = list(view.key)
    keys = [_foreign_key(package, name, table) for name, table in view.refers.items()]
    if keys:
        schema["foreignKeys"] = keys
    return Relation(view.name, "view", dict(view.texts), schema, view.sql)


def _generated(package: Package, name: str) -> Relation:
    schema = dict(GENERATED[name])
    sources = package.roles.sources if package.roles else None
    columns = {field["name"] for field in schema["fields"]}
    if sources and "source_id" in columns and len(package.tables[sources].primary_key) == 1:
        schema["foreignKeys"] = [_foreign_key(package, "source_id", sources)]
    texts = {key: schema[key] for key in ("title", "title_zh", "description", "description_zh")}
    return Relation(name, "generated", texts, schema)


def _foreign_key(package: Package, name: str, table: str) -> dict[str, Any]:
    key = package.tables[table].primary_key if table in package.tables else ()
    return {"fields": [name], "reference": {"resource": table, "fields": list(key)}}


def _kind(engine: str) -> str:
    if engine in KINDS:
        return KINDS[engine]
    return "number" if engine.startswith("DECIMAL") else "integer" if engine.endswith(("INT", "INTEGER")) else "string"
