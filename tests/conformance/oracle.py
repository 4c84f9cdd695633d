"""Compares this check with frictionless, the standard's own tool, on one package."""

from __future__ import annotations

import contextlib
import csv
import io
import json
from typing import TYPE_CHECKING, Any

import frictionless

from shenzhen_ai._errors import PackageError
from shenzhen_ai.checks import check
from shenzhen_ai.read import read

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from shenzhen_ai.problems import Problem

BEYOND = frozenset(
    {
        "BOM",
        "LINE-END",
        "CHARACTER",
        "NEWLINE",
        "SPACE",
        "NFC",
        "PLACEHOLDER",
        "FORMULA",
        "LOOK-ALIKE",
        "FULL-WIDTH",
        "QUOTED-HEADER",
    }
    | {"UNIQUE-KEY", "JSON-SCHEMA", "PRECISION"}
)
"""Codes of rules that frictionless does not have; all others must be answered for."""

OF_ROWS = frozenset({"primary-key", "foreign-key", "unique-key", "blank-row", "missing-cell", "extra-cell"})
"""Error types that speak of a row, so that the field does not count."""

OF_HEADERS = frozenset(
    {"blank-header", "unmatched-header", "extra-label", "missing-label", "blank-label", "duplicate-label"}
    | {"incorrect-label", "source-error"}
)
OF_FILES = frozenset({"encoding-error", "scheme-error", "compression-error"})

Found = set[tuple[str, int | None, str | None, str]]
"""Table, row, field and error type."""

DIALECT = {"delimiter": ",", "quoteChar": '"', "skipInitialSpace": False}
"""The standard's defaults, said aloud: frictionless guesses what is not said."""


def write(
    folder: Path,
    tables: Mapping[str, tuple[Mapping[str, Any], Sequence[Sequence[str]] | bytes]],
    resources: Mapping[str, Mapping[str, Any]] | None = None,
) -> Path:
    """Write a package: name of each table, its schema, and its records with the header, or its bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    described = []
    for name, (schema, content) in tables.items():
        more = dict((resources or {}).get(name, {}))
        path = more.pop("path", f"{name}.csv")
        data = content if isinstance(content, bytes) else as_csv(content).encode()
        (folder / (path[0] if isinstance(path, list) else path)).write_bytes(data)
        resource = {
            "name": name,
            "type": "table",
            "path": path,
            "format": "csv",
            "encoding": "utf-8",
            "dialect": DIALECT,
        }
        described.append({**resource, "schema": schema, **more})
    profile = "https://datapackage.org/profiles/2.0/datapackage.json"
    body = {"$schema": profile, "name": "small", "resources": described}
    (folder / "datapackage.json").write_text(json.dumps(body, ensure_ascii=False), encoding="utf-8")
    return folder


def as_csv(records: Iterable[Sequence[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(records)
    return text.getvalue()


def ours(folder: Path) -> tuple[Found, list[Problem]]:
    """Give what this check finds that the standard has a word for, and all problems."""
    try:
        package = read(folder)
        report = check(package)
    except PackageError as error:
        return {("", None, None, "package-error")}, error.problems
    found: Found = set()
    for problem in report.problems:
        if problem.code in BEYOND:
            continue
        if problem.code == "UNSUPPORTED":
            found.add(("", None, None, "package-error"))
            continue
        tables = [table for table in package.tables.values() if problem.path in table.paths]
        name = tables[0].name if tables else ""
        row = problem.line
        if tables and row is not None:
            for path in tables[0].paths[: tables[0].paths.index(problem.path)]:
                row += len((folder / path).read_bytes().splitlines()) - 1
        found.add(normal(name, row, problem.column, problem.type or problem.code))
    return found, list(report.problems)


def theirs(folder: Path) -> Found:
    """Give what frictionless finds."""
    with contextlib.chdir(folder):
        report = frictionless.validate("datapackage.json", limit_errors=100000)
    found: Found = set()
    for error in report.errors:
        found.add(("", None, None, "package-error" if "error" in error.type else error.type))
    for task in report.tasks:
        for error in task.errors:
            row, field = getattr(error, "row_number", None), getattr(error, "field_name", None)
            found.add(normal(task.name, row, field, error.type))
    return found


def normal(table: str, row: int | None, field: str | None, kind: str) -> tuple[str, int | None, str | None, str]:
    """Bring an error to the form in which the two are compared."""
    if kind in OF_HEADERS:
        return table, None, None, "header"
    if kind in OF_FILES:
        return table, None, None, "file"
    return table, row, None if kind in OF_ROWS else field or None, kind


def compare(folder: Path) -> tuple[Found, Found]:
    """Give what only this check and what only frictionless finds, after the rule that one mistake is one problem.

    A blank row is not also an empty key, nor is a key's cell that is required or no value of its type; after a
    header that does not fit, in a file that cannot be read and in a package that cannot be used, no row is judged.
    """
    mine, _ = ours(folder)
    other = theirs(folder)
    agreed = mine & other
    held = {table for table, _, _, kind in agreed if kind in {"header", "file", "package-error"}}
    blank = {(table, row) for table, row, _, kind in agreed if kind == "blank-row"}
    keys, required = _keys(folder)
    typed = {
        (table, row)
        for table, row, field, kind in agreed
        if field in (keys if kind == "type-error" else required if kind == "constraint-error" else {}).get(table, [])
    }

    def kept(found: Found) -> Found:
        rows = {item for item in found if not held & {"", item[0]} or item[3] in {"header", "file", "package-error"}}
        rows = {item for item in rows if item[:2] not in blank or item[3] == "blank-row"}
        return {item for item in rows if item[:2] not in typed or item[3] != "primary-key"}

    return kept(mine) - kept(other), kept(other) - kept(mine)


def _keys(folder: Path) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Give the fields of the primary key of each table, and those of them that are required."""
    body = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    keys = {resource["name"]: resource["schema"].get("primaryKey", []) for resource in body["resources"]}
    keys = {name: [key] if isinstance(key, str) else key for name, key in keys.items()}
    required = {
        resource["name"]: [
            field["name"]
            for field in resource["schema"]["fields"]
            if field["name"] in keys[resource["name"]] and field.get("constraints", {}).get("required")
        ]
        for resource in body["resources"]
    }
    return keys, required
