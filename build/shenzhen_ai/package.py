"""READ: what a Data Package is: frozen values for package, tables, fields and keys. `read` makes them.

A `Package` knows its tables, a `Table` its fields and keys, and all of them keep the descriptor they came
from, so that properties of the standard that are not used here are not lost on the way to a release.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from shenzhen_ai._errors import PackageError
from shenzhen_ai.problems import Problem, quoted
from shenzhen_ai.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from shenzhen_ai.dialect import Dialect

EVIDENCE_ROLES = ("row", "cell", "own", "none")
PROVENANCE_ROLES = ("sources", "evidence", "overrides", "changes", "retired")

PART_SIZE = 32_000_000
"""Bytes of a part where a package states none: what a reader fetches to find its way in one is then about as much as
what it fetches of the rows."""

CELL_RULES = (
    "space",
    "character",
    "nfc",
    "newline",
    "placeholder",
    "formula",
    "lookAlike",
    "fullWidth",
    "quotedHeader",
)
"""Rules beyond the standard that the property `checks` of a field turns on or off."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a Table Schema; `descriptor` is the whole object as written.

    `missing_values` are its own ones; None where those of the schema hold.
    """

    name: str
    type: str
    format: str
    constraints: Mapping[str, Any]
    evidence: str | None
    derive: str | None
    descriptor: Mapping[str, Any]
    missing_values: tuple[str, ...] | None = None

    @property
    def required(self) -> bool:
        """True when an empty cell is an error."""
        return bool(self.constraints.get("required", False))

    def text(self, name: str, language: str = "en") -> str:
        """Give a text of the descriptor (title, description, guideline ...) in a language, else in English."""
        return _text(self.descriptor, name, language)


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """Fields that must match the fields of a row of another table (or of the same one)."""

    fields: tuple[str, ...]
    table: str
    reference: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RowProvenance:
    """Which fields of a row name its own source, the place in it, and the wording there."""

    source: str
    locator: str
    printed: str | None
    printed_unknown: str | None


@dataclass(frozen=True, slots=True)
class Table:
    """One resource with its schema. `paths` are relative to the package's folder, with forward slashes."""

    name: str
    paths: tuple[str, ...]
    schema_path: str | None
    fields: tuple[Field, ...]
    primary_key: tuple[str, ...]
    unique_keys: tuple[tuple[str, ...], ...]
    foreign_keys: tuple[ForeignKey, ...]
    missing_values: tuple[str, ...]
    label: str | None
    page: bool
    provenance: RowProvenance | None
    descriptor: Mapping[str, Any]
    schema: Mapping[str, Any]
    dialect: Dialect
    fields_match: str

    @property
    def path(self) -> str:
        """The first file, which is the only one of most tables."""
        return self.paths[0]

    def missing(self, field: Field) -> tuple[str, ...]:
        """Give the texts that stand for no value in a field."""
        own = self.missing_values if field.missing_values is None else field.missing_values
        return own if self.dialect.null is None else (*own, self.dialect.null)

    def field(self, name: str) -> Field:
        """Give a field by its name; KeyError when there is none."""
        return {field.name: field for field in self.fields}[name]

    def text(self, name: str, language: str = "en") -> str:
        """Give title or description of the schema, else of the resource, in a language, else in English."""
        return _text(self.schema, name, language) or _text(self.descriptor, name, language)


def row_key(key: Iterable[str], row: Mapping[str, str | None]) -> str:
    """Give the id of a row: the values of its primary key joined by `|`.

    >>> row_key(["plan_id", "role"], {"plan_id": "p", "role": "issuer", "note": None})
    'p|issuer'
    """
    return "|".join(row[name] or "" for name in key)


@dataclass(frozen=True, slots=True)
class Roles:
    """Names of the tables that carry provenance; None where the package has no such table."""

    sources: str | None = None
    evidence: str | None = None
    overrides: str | None = None
    changes: str | None = None
    retired: str | None = None


@dataclass(frozen=True, slots=True)
class Package:
    """A Data Package on disk; `root` is the folder of its descriptor."""

    root: Path
    name: str
    tables: Mapping[str, Table]
    roles: Roles | None
    descriptor: Mapping[str, Any]

    @property
    def version(self) -> str:
        """The version as written, `0` when there is none."""
        return str(self.descriptor.get("version", "0"))

    @property
    def as_of(self) -> str | None:
        """The day that counts as today, ISO form; a package without one has no notion of today."""
        value = self.descriptor.get("as_of")
        return str(value) if value else None

    @property
    def part_size(self) -> int:
        """Bytes of Parquet beyond which a table is released in parts.

        Raises:
            PackageError: when the descriptor states no such number.
        """
        value = self.descriptor.get("part_size", PART_SIZE)
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            found, expected = say("part_size {value}", value=quoted(value)), say("a whole number of bytes above zero")
            raise PackageError([Problem("PACKAGE-RESOURCES", "datapackage.json", found=found, expected=expected)])
        return value

    def text(self, name: str, language: str = "en") -> str:
        """Give title or description of the package in a language, else in English."""
        return _text(self.descriptor, name, language)

    def folder(self, name: str) -> Path | None:
        """Give the folder that the descriptor declares as `views` or `rules`, None when it declares none."""
        value = self.descriptor.get(name)
        return self.root / str(value) if value else None

    def sql_files(self, name: str) -> list[Path]:
        """Give the .sql files of a declared folder, by name; empty when there is no such folder."""
        folder = self.folder(name)
        if folder is None or not folder.is_dir():
            return []
        return sorted(file for file in folder.glob("*.sql") if file.is_file())

    def path_of(self, file: Path) -> str:
        """Give the path of one of its files, from its folder."""
        return file.relative_to(self.root).as_posix()

    @property
    def history(self) -> Path:
        """The folder that `cut` writes and the check reads: `history` beside the first table's file."""
        declared = self.descriptor.get("history")
        return self.root / str(declared) if declared else self.root / "sources" / "history"


def _text(descriptor: Mapping[str, Any], name: str, language: str) -> str:
    if language != "en":
        translated = descriptor.get(f"{name}_{language}")
        if translated:
            return str(translated)
    return str(descriptor.get(name, ""))
