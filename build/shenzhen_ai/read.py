"""READ: datapackage.json and its schemas into a `Package`. Nothing else in this project parses them."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import Any

from shenzhen_ai._errors import PackageError
from shenzhen_ai.dialect import Dialect, read_dialect
from shenzhen_ai.json_files import load_object
from shenzhen_ai.package import (
    CELL_RULES,
    EVIDENCE_ROLES,
    PROVENANCE_ROLES,
    Field,
    ForeignKey,
    Package,
    Roles,
    RowProvenance,
    Table,
)
from shenzhen_ai.problems import Problem, nearest, quoted
from shenzhen_ai.wording import NOTHING, Text, say

DESCRIPTOR = "datapackage.json"


def read(path: Path | str, *, addresses: bool = False) -> Package:
    """Read a descriptor and all its schemas.

    Args:
        path: a datapackage.json, or the folder that holds one.
        addresses: let files of tables have addresses, such as s3a://bucket/a.csv, which an engine opens.

    Raises:
        PackageError: with every problem that keeps it from being read.
    """
    file = Path(path)
    if file.is_dir():
        file = file / DESCRIPTOR
    return _Reader(file, addresses=addresses).package()


def find(start: Path | str = ".") -> Path:
    """Give the nearest datapackage.json from `start` upwards.

    Raises:
        PackageError: when no folder on the way up has one.
    """
    here = Path(start).resolve()
    for folder in (here, *here.parents):
        if (folder / DESCRIPTOR).is_file():
            return folder / DESCRIPTOR
    found = say("no {file} in {folder} or above", file=DESCRIPTOR, folder=here)
    hint = say("run this inside a checkout, or give the path of a datapackage.json")
    raise PackageError([Problem("PACKAGE-MISSING", DESCRIPTOR, found=found, hint=hint)])


class _Reader:
    """Reads one descriptor, collecting problems on the way instead of stopping at the first."""

    def __init__(self, file: Path, *, addresses: bool) -> None:
        self.file, self.addresses = file, addresses
        self.root = file.parent
        self.problems: list[Problem] = []

    def package(self) -> Package:
        descriptor = self.load(self.file.name)
        tables: dict[str, Table] = {}
        resources = descriptor.get("resources")
        if not isinstance(resources, list) or not resources:
            expected = say("a list `resources` with one object per table")
            self.problem("PACKAGE-RESOURCES", self.file.name, say("no resources"), expected)
            resources = []
        for resource in _sources(resources):
            table = self.table(resource)
            if table is None:
                continue
            if table.name in tables:
                found = say("two resources named {name}", name=quoted(table.name))
                self.problem("PACKAGE-RESOURCES", self.file.name, found, say("names that differ"))
            tables[table.name] = table
        roles = self.roles(descriptor, tables)
        for table in tables.values():
            self.keys(table, tables)
        if self.problems:
            raise PackageError(self.problems)
        name = str(descriptor.get("name", self.root.name))
        return Package(self.root, name, tables, roles, descriptor)

    def problem(self, code: str, path: str, found: Text, expected: Text, hint: Text = NOTHING) -> None:
        self.problems.append(Problem(code, path, found=found, expected=expected, hint=hint))

    def load(self, path: str) -> dict[str, Any]:
        """Read one JSON object; what keeps it from being read is a problem, and then it is empty."""
        value = load_object(self.root, path)
        if isinstance(value, Problem):
            self.problems.append(value)
            return {}
        return value

    def inside(self, path: object) -> str | None:
        """Give a relative path that stays inside the package, None (and a problem) for any other."""
        expected = say("a relative path inside the package")
        if not isinstance(path, str) or not path:
            self.problem("PACKAGE-PATH", self.file.name, quoted(path), expected)
            return None
        pure = PurePosixPath(path)
        remote = "://" in path or "\\" in path
        escapes = pure.is_absolute() or ".." in pure.parts
        if remote or escapes or not (self.root / path).resolve().is_relative_to(self.root.resolve()):
            self.problem("PACKAGE-PATH", self.file.name, quoted(path), expected)
            return None
        return path

    def place(self, path: object) -> str | None:
        """Give the path of a table's file, or its address where those are let in."""
        return path if self.addresses and isinstance(path, str) and "://" in path else self.inside(path)

    def table(self, resource: object) -> Table | None:
        if not isinstance(resource, dict) or not isinstance(resource.get("name"), str):
            expected = say("an object with name, path and schema")
            self.problem("PACKAGE-RESOURCES", self.file.name, quoted(resource), expected)
            return None
        name = resource["name"]
        raw = resource.get("path")
        listed = raw if isinstance(raw, list) else [raw]
        paths = [path for path in map(self.place, listed) if path]
        schema, schema_path = self.schema(resource)
        if not paths or not schema:
            return None
        fields = tuple(self.field(field, schema_path or self.file.name) for field in schema.get("fields", []))
        provenance = schema.get("provenance")
        match = schema.get("fieldsMatch", "exact")
        match = match[0] if isinstance(match, list) and match else match
        dialect = self.dialect(resource, paths[0])
        return Table(
            name=name,
            paths=tuple(paths),
            schema_path=schema_path,
            fields=fields,
            primary_key=_names(schema.get("primaryKey")),
            unique_keys=tuple(_names(key) for key in schema.get("uniqueKeys", [])),
            foreign_keys=tuple(_foreign_key(key, name) for key in schema.get("foreignKeys", [])),
            missing_values=tuple(_missing(schema.get("missingValues", [""]))),
            label=schema.get("label"),
            page=bool(schema.get("page", False)),
            provenance=_row_provenance(provenance) if isinstance(provenance, dict) else None,
            descriptor=resource,
            schema=schema,
            dialect=dialect,
            fields_match=str(match),
        )

    def dialect(self, resource: dict[str, Any], path: str) -> Dialect:
        dialect = resource.get("dialect", {})
        if isinstance(dialect, str):
            place = self.inside(dialect)
            dialect = self.load(place) if place else {}
        return read_dialect(resource, dialect if isinstance(dialect, dict) else {}, path)

    def schema(self, resource: dict[str, Any]) -> tuple[dict[str, Any], str | None]:
        schema = resource.get("schema")
        if isinstance(schema, str):
            path = self.inside(schema)
            return (self.load(path), path) if path else ({}, None)
        if isinstance(schema, dict) and schema.get("fields"):
            return schema, None
        found = say("no schema for {table}", table=quoted(resource.get("name")))
        self.problem("PACKAGE-SCHEMA", self.file.name, found, say("a path to a Table Schema, or one inline"))
        return {}, None

    def field(self, field: object, path: str) -> Field:
        if not isinstance(field, dict) or not isinstance(field.get("name"), str):
            self.problem("PACKAGE-SCHEMA", path, quoted(field), say("a field object with a name"))
            return Field("", "any", "default", {}, None, None, {})
        self.cell_rules(field, path)
        return Field(
            name=field["name"],
            type=str(field.get("type", "any")),
            format=str(field.get("format", "default")),
            constraints=field.get("constraints", {}),
            evidence=field.get("evidence"),
            derive=field.get("derive"),
            descriptor=field,
            missing_values=tuple(_missing(field["missingValues"])) if "missingValues" in field else None,
        )

    def cell_rules(self, field: dict[str, Any], path: str) -> None:
        """Refuse a `checks` that names no rule: what is misspelt would change nothing without a word."""
        asked = field.get("checks", {})
        if not isinstance(asked, dict) or any(type(on) is not bool for on in asked.values()):
            found = say("checks {value} on field {field}", value=quoted(asked), field=field["name"])
            self.problem("PACKAGE-SCHEMA", path, found, say("an object of true and false by rule"))
        else:
            for name in [name for name in asked if name not in CELL_RULES]:
                found = say("checks of field {field} name {name}", field=field["name"], name=quoted(name))
                self.problem("PACKAGE-SCHEMA", path, found, say("one of {options}", options=", ".join(CELL_RULES)))

    def keys(self, table: Table, tables: dict[str, Table]) -> None:
        """Refuse keys that name what is not there."""
        path = table.schema_path or self.file.name
        names = [field.name for field in table.fields]
        keys = [("primaryKey", table.primary_key, names), *(("uniqueKeys", key, names) for key in table.unique_keys)]
        for key in table.foreign_keys:
            other = tables.get(key.table)
            if other is None:
                found = say("a reference to {table}", table=quoted(key.table))
                self.problem("PACKAGE-SCHEMA", path, found, say("the name of a resource"), nearest(key.table, tables))
            elif len(key.fields) != len(key.reference) or not key.fields:
                found = say("{count} fields that refer to {others}", count=len(key.fields), others=len(key.reference))
                self.problem("PACKAGE-SCHEMA", path, found, say("a foreign key with as many fields as it refers to"))
            else:
                keys.append(("foreignKeys", key.fields, names))
                keys.append(("foreignKeys", key.reference, [field.name for field in other.fields]))
        for kind, fields, known in keys:
            for name in [name for name in fields if name not in known]:
                found = say("{key} of {table} names {name}", key=kind, table=table.name, name=quoted(name))
                self.problem("PACKAGE-SCHEMA", path, found, say("a field"), nearest(name, known))
        for name in {name for name in names if names.count(name) > 1}:
            found = say("two fields named {name}", name=quoted(name))
            self.problem("PACKAGE-SCHEMA", path, found, say("names that differ"))

    def roles(self, descriptor: dict[str, Any], tables: dict[str, Table]) -> Roles | None:
        """Read the names of the provenance tables; in a package that declares them every field has a role."""
        declared = descriptor.get("provenance")
        if declared is None:
            return None
        names = {role: declared.get(role) for role in PROVENANCE_ROLES}
        for role, name in names.items():
            if name is not None and name not in tables:
                found = say("{key} names {name}", key=f"provenance.{role}", name=quoted(name))
                expected = say("the name of a resource")
                self.problem("PACKAGE-ROLE", self.file.name, found, expected, nearest(name, tables))
        for table in tables.values():
            self._table_roles(table)
        return Roles(**names)

    def _table_roles(self, table: Table) -> None:
        path = table.schema_path or self.file.name
        for name in ("label", "page"):
            if name not in table.schema:
                found = say("no `{name}` in the schema of {table}", name=name, table=table.name)
                expected = say("`{name}`, since the package declares provenance", name=name)
                self.problem("PACKAGE-ROLE", path, found, expected)
        for field in table.fields:
            if field.evidence not in EVIDENCE_ROLES:
                found = say("evidence {role} on field {field}", role=quoted(field.evidence), field=field.name)
                expected = say("one of {options}", options=", ".join(EVIDENCE_ROLES))
                self.problem("PACKAGE-ROLE", path, found, expected)


def _sources(resources: list[Any]) -> list[Any]:
    """Give the resources that are tables of the package; a release lists views and other files beside them."""
    origins = [resource.get("origin") if isinstance(resource, dict) else None for resource in resources]
    if not any(origins):
        return resources
    return [resource for resource, origin in zip(resources, origins, strict=True) if origin == "table"]


def _names(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    return tuple(str(name) for name in value) if isinstance(value, list) else ()


def _missing(values: list[Any]) -> list[str]:
    return [str(value["value"]) if isinstance(value, dict) else str(value) for value in values]


def _foreign_key(key: dict[str, Any], own: str) -> ForeignKey:
    reference = key.get("reference", {})
    return ForeignKey(_names(key.get("fields")), reference.get("resource") or own, _names(reference.get("fields")))


def _row_provenance(value: dict[str, Any]) -> RowProvenance:
    return RowProvenance(
        source=str(value.get("source", "")),
        locator=str(value.get("locator", "")),
        printed=value.get("printed"),
        printed_unknown=value.get("printed_unknown"),
    )
