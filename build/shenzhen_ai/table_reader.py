"""READ: one resource of a descriptor into a `Table`. Nobody vouches for what it says, so everything is looked at."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from shenzhen_ai import descriptor_types as types
from shenzhen_ai.dialect import Dialect, read_dialect
from shenzhen_ai.json_files import load_object
from shenzhen_ai.package import CELL_RULES, Field, ForeignKey, RowProvenance, Table
from shenzhen_ai.problems import Problem, quoted
from shenzhen_ai.wording import NOTHING, Text, say

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FIELDS = 1000
"""Most fields of one table: the statements that judge a row grow with each."""


class TableReader:
    """Reads the resources of one descriptor, collecting problems on the way instead of stopping at the first."""

    def __init__(self, file: Path, *, addresses: bool) -> None:
        """Start without problems."""
        self.file, self.addresses = file, addresses
        self.root = file.parent
        self.problems: list[Problem] = []
        self.named: set[object] = set()

    def problem(self, code: str, path: str, found: Text, expected: Text, hint: Text = NOTHING) -> None:
        """Note a problem."""
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
        if remote or pure.is_absolute() or ".." in pure.parts or not self.resolves_inside(path):
            self.problem("PACKAGE-PATH", self.file.name, quoted(path), expected)
            return None
        return path

    def resolves_inside(self, path: str) -> bool:
        """Tell whether a path stays inside the package also where links lead; one that leads in a circle does not."""
        try:
            return (self.root / path).resolve().is_relative_to(self.root.resolve())
        except (OSError, RuntimeError, ValueError):
            return False

    def sound(self, descriptor: Mapping[str, Any], kinds: Mapping[str, types.Kind], path: str) -> dict[str, Any]:
        """Give the properties of a descriptor that are what they must be; each of the others is a problem."""
        code = "PACKAGE-SCHEMA" if kinds in types.OF_SCHEMAS else "PACKAGE-RESOURCES"
        wrong = dict(types.faults(descriptor, kinds))
        for name, expected in wrong.items():
            found = say("{name}: {value}", name=name, value=quoted(descriptor.get(name)))
            self.problem(code, path, found, expected)
        return {name: value for name, value in descriptor.items() if name not in wrong}

    def place(self, path: object) -> str | None:
        """Give the path of a table's file, or its address where those are let in."""
        return path if self.addresses and isinstance(path, str) and "://" in path else self.inside(path)

    def table(self, resource: object) -> Table | None:
        """Read a resource; None when too little is right for a table."""
        if not isinstance(resource, dict) or not isinstance(resource.get("name"), str):
            expected = say("an object with name, path and schema")
            self.problem("PACKAGE-RESOURCES", self.file.name, quoted(resource), expected)
            return None
        resource = self.sound(resource, types.RESOURCE, self.file.name)
        name = resource["name"]
        raw = resource.get("path")
        listed = raw if isinstance(raw, list) and raw else [raw]
        paths = [path for path in map(self.place, listed) if path]
        schema, schema_path = self.schema(resource)
        if not paths or not schema:
            return None
        if len(schema.get("fields", [])) > FIELDS:
            found = say("{count} fields", count=len(schema["fields"]))
            self.problem("PACKAGE-SCHEMA", schema_path or self.file.name, found, say("at most {most}", most=FIELDS))
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
        """Read the dialect of a resource, which may lie in a file of its own."""
        dialect = resource.get("dialect", {})
        if isinstance(dialect, str):
            place = self.inside(dialect)
            dialect = self.load(place) if place else {}
        dialect = self.sound(dialect, types.DIALECT, self.file.name)
        if "csv" in dialect:
            dialect["csv"] = self.sound(dialect["csv"], types.DIALECT, self.file.name)
        return read_dialect(resource, dialect, path)

    def schema(self, resource: dict[str, Any]) -> tuple[dict[str, Any], str | None]:
        """Give the schema of a resource and the path of its file, if it has one; empty when there is none."""
        schema = resource.get("schema")
        if isinstance(schema, str):
            path = self.inside(schema)
            return (self.sound(self.load(path), types.SCHEMA, path), path) if path else ({}, None)
        if isinstance(schema, dict) and schema.get("fields"):
            return self.sound(schema, types.SCHEMA, self.file.name), None
        found = say("no schema for {table}", table=quoted(resource.get("name")))
        self.problem("PACKAGE-SCHEMA", self.file.name, found, say("a path to a Table Schema, or one inline"))
        return {}, None

    def field(self, field: object, path: str) -> Field:
        """Read a field."""
        if not isinstance(field, dict) or not isinstance(field.get("name"), str):
            self.problem("PACKAGE-SCHEMA", path, quoted(field), say("a field object with a name"))
            return Field("", "any", "default", {}, None, None, {})
        field = self.sound(field, types.FIELD, path)
        self.cell_rules(field, path)
        return Field(
            name=field["name"],
            type=str(field.get("type", "any")),
            format=str(field.get("format", "default")),
            constraints=self.sound(field.get("constraints", {}), types.CONSTRAINTS, path),
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
