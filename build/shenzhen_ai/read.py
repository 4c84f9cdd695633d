"""READ: datapackage.json and its schemas into a `Package`. Nothing else in this project parses them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from shenzhen_ai import descriptor_types as types
from shenzhen_ai._errors import PackageError
from shenzhen_ai.package import EVIDENCE_ROLES, PROVENANCE_ROLES, Package, Roles, Table
from shenzhen_ai.problems import Problem, nearest, quoted
from shenzhen_ai.table_reader import TableReader
from shenzhen_ai.wording import say, verbatim

DESCRIPTOR = "datapackage.json"
HISTORY = "sources/history"
SQL_SIZE = 1_000_000
"""Largest file of a rule or view, in bytes."""


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


class _Reader(TableReader):
    """Reads one descriptor, collecting problems on the way instead of stopping at the first."""

    def package(self) -> Package:
        descriptor = self.load(self.file.name)
        if self.problems:
            raise PackageError(self.problems)
        descriptor = self.sound(descriptor, types.PACKAGE, self.file.name)
        for name in ("views", "rules"):
            if descriptor.get(name):
                self.sql(descriptor[name])
        self.inside(descriptor.get("history") or HISTORY)
        tables: dict[str, Table] = {}
        resources = descriptor.get("resources")
        if not isinstance(resources, list) or not resources:
            expected = say("a list `resources` with one object per table")
            self.problem("PACKAGE-RESOURCES", self.file.name, say("no resources"), expected)
            resources = []
        for resource in _sources(resources):
            table = self.table(resource)
            if table is None:
                self.named.add(str(resource.get("name")) if isinstance(resource, dict) else "")
                continue
            if table.name.lower() in {name.lower() for name in tables}:
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

    def sql(self, folder: str) -> None:
        """Refuse a folder of SQL that leads elsewhere, and files in it that nobody can have written by hand."""
        if not self.inside(folder) or not (self.root / folder).is_dir():
            return
        for file in sorted((self.root / folder).glob("*.sql")):
            path = file.relative_to(self.root).as_posix()
            if not self.inside(path) or not file.is_file():
                continue
            try:
                size = len(file.read_text(encoding="utf-8")) if file.stat().st_size <= SQL_SIZE else SQL_SIZE + 1
            except (OSError, UnicodeDecodeError) as error:
                self.problem("PACKAGE-PATH", path, verbatim(error), say("SQL in UTF-8"))
                continue
            if size > SQL_SIZE:
                found = say("{size} bytes, more than {limit}", size=file.stat().st_size, limit=SQL_SIZE)
                self.problem("PACKAGE-PATH", path, found, say("SQL in UTF-8"))

    def keys(self, table: Table, tables: dict[str, Table]) -> None:
        """Refuse keys that name what is not there."""
        path = table.schema_path or self.file.name
        names = [field.name for field in table.fields]
        keys = [("primaryKey", table.primary_key, names), *(("uniqueKeys", key, names) for key in table.unique_keys)]
        for key in table.foreign_keys:
            other = tables.get(key.table)
            if other is None and key.table in self.named:
                continue  # the problem of that table has been told
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
        names = self.sound(declared, dict.fromkeys(PROVENANCE_ROLES, types.SIGN), self.file.name)
        names = {role: names.get(role) for role in PROVENANCE_ROLES}
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
