"""How far schemas and views moved since a release, as the part of a SemVer number that must go up."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from shenzhen_ai._errors import ShenzhenAIError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from shenzhen_ai.package import Package

COLUMN = re.compile(r"^--\s*column\s+(\w+):", re.MULTILINE)
KEY = re.compile(r"^--\s*key:\s*(.+?)\s*$", re.MULTILINE)
LEVELS = ("none", "patch", "minor", "major")


def step(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[str, list[str]]:
    """Compare two states of schemas and views.

    Args:
        old: `{"schemas": {table: schema}, "views": {name: sql}}` as released.
        new: the same as it stands.

    Returns:
        The step (`none`, `patch`, `minor`, `major`) and what changed, most important first. What a reader's query
        may break on is major (a table, field, view or column gone, a type, key or unit changed), what is new is minor,
        texts and rewritten views are patch.
    """
    found = sorted(_changes(old, new), key=lambda change: -LEVELS.index(change[0]))
    return (found[0][0] if found else "none"), [f"{level}: {text}" for level, text in found]


def state_of(package: Package) -> dict[str, Any]:
    """Give schemas and views as they stand, in the form that schemas.json keeps."""
    return {
        "schemas": {name: dict(table.schema) for name, table in package.tables.items()},
        "views": {file.stem: file.read_text(encoding="utf-8") for file in package.sql_files("views")},
    }


def moved(package: Package) -> tuple[str, list[str]]:
    """Compare schemas and views as they stand with the last release, as `step` does; none before the first."""
    file = package.history / "schemas.json"
    if not file.is_file():
        return "none", []
    return step(json.loads(file.read_text(encoding="utf-8")), state_of(package))


def bump(version: str, level: str) -> str:
    """Raise a SemVer number by a step.

    >>> bump("1.2.3", "minor")
    '1.3.0'
    """
    major, minor, patch = (int(part) for part in version.split("."))
    return {
        "major": f"{major + 1}.0.0",
        "minor": f"{major}.{minor + 1}.0",
        "patch": f"{major}.{minor}.{patch + 1}",
        "none": version,
    }[level]


def refuse_understated(asked: str, needed: str, changes: list[str]) -> None:
    """Refuse a schema version below the one that the changes need.

    Raises:
        ShenzhenAIError: naming the changes.
    """
    if [int(part) for part in asked.split(".")] < [int(part) for part in needed.split(".")]:
        listed = "\n  ".join(changes)
        msg = f"schema version {asked} understates the change, at least {needed} is needed:\n  {listed}"
        raise ShenzhenAIError(msg)


def _changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    before, after = old.get("schemas", {}), new.get("schemas", {})
    for name in sorted(set(before) | set(after)):
        if name not in after:
            yield "major", f"table {name} is gone"
        elif name not in before:
            yield "minor", f"table {name} is new"
        else:
            yield from _table(name, before[name], after[name])
    before, after = old.get("views", {}), new.get("views", {})
    for name in sorted(set(before) | set(after)):
        if name not in after:
            yield "major", f"view {name} is gone"
        elif name not in before:
            yield "minor", f"view {name} is new"
        elif before[name] != after[name]:
            yield from _view(name, before[name], after[name])


def _view(name: str, old: str, new: str) -> Iterator[tuple[str, str]]:
    """Compare two texts of a view by what their heads say of columns and key."""
    before, after = (dict.fromkeys(COLUMN.findall(text)) for text in (old, new))
    if KEY.findall(old) != KEY.findall(new):
        yield "major", f"the key of view {name} changed"
    for column in before:
        if column not in after:
            yield "major", f"column {name}.{column} is gone"
    for column in after:
        if column not in before:
            yield "minor", f"column {name}.{column} is new"
    yield "patch", f"view {name} is written anew"


def _table(name: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    before = {field["name"]: field for field in old.get("fields", [])}
    after = {field["name"]: field for field in new.get("fields", [])}
    if old.get("primaryKey") != new.get("primaryKey"):
        yield "major", f"the primary key of {name} changed"
    for field in before:
        if field not in after:
            yield "major", f"field {name}.{field} is gone"
    for field, descriptor in after.items():
        if field not in before:
            yield "minor", f"field {name}.{field} is new"
        elif before[field] != descriptor:
            yield _field(f"{name}.{field}", before[field], descriptor)
    if _rest(old) != _rest(new):
        yield "patch", f"texts or keys of {name} changed"


def _field(name: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[str, str]:
    if old.get("type") != new.get("type") or old.get("format") != new.get("format"):
        return "major", f"the type of {name} changed"
    if any(old.get(key) != new.get(key) for key in ("unit", "unit_field")):
        return "major", f"the unit of {name} changed"
    before, after = old.get("constraints", {}), new.get("constraints", {})
    if before != after:
        removed = set(before.get("enum", [])) - set(after.get("enum", []))
        return ("major" if removed else "minor"), f"the constraints of {name} changed"
    return "patch", f"the texts of {name} changed"


def _rest(schema: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in schema.items() if key not in {"fields", "primaryKey"}}
