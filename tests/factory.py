"""Small packages for tests: `make_package` writes one on any subject, `roadmap` one with this project's own schemas."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shenzhen_ai.checks import check
from shenzhen_ai.read import read

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from shenzhen_ai.package import Package

ROOT = Path(__file__).resolve().parents[1]


def table(
    text: str, *, key: str | None = None, fields: Mapping[str, Any] | None = None, **schema: Any
) -> dict[str, Any]:
    """Describe a table for `make_package`.

    Args:
        text: the CSV; blanks around lines are dropped.
        key: the field, or fields joined by a comma, of the primary key; the first column without it.
        fields: properties of fields by name; a field is a string of role `none` without any.
        schema: further properties of the schema.
    """
    lines = "".join(f"{line.strip()}\n" for line in text.strip().splitlines())
    names = lines.splitlines()[0].split(",")
    described = [{"name": name, "type": "string", "evidence": "none", **(fields or {}).get(name, {})} for name in names]
    primary = key.split(",") if key else names[:1]
    return {"csv": lines, "schema": {"fields": described, "primaryKey": primary, "label": "", "page": False, **schema}}


def make_package(
    folder: Path, tables: Mapping[str, Mapping[str, Any]], views: Mapping[str, str] | None = None, **properties: Any
) -> Package:
    """Write a package and read it.

    Args:
        folder: made when it does not exist.
        tables: what `table` gave, by name.
        views: SQL by name.
        properties: of datapackage.json, such as `provenance`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    resources = []
    for name, parts in tables.items():
        (folder / f"{name}.csv").write_text(parts["csv"], encoding="utf-8")
        resources.append({"name": name, "type": "table", "path": f"{name}.csv", "schema": parts["schema"]})
    if views:
        (folder / "views").mkdir(exist_ok=True)
        properties["views"] = "views"
        for name, sql in views.items():
            (folder / "views" / f"{name}.sql").write_text(sql, encoding="utf-8")
    body = {"name": "small", "version": "2026.1.0", **properties, "resources": resources}
    (folder / "datapackage.json").write_text(json.dumps(body, ensure_ascii=False), encoding="utf-8")
    return read(folder)


def roadmap(folder: Path, rows: Mapping[str, Iterable[Mapping[str, object]]], *, rules: bool = False) -> Package:
    """Write a package with this project's schemas and views whose tables hold just these rows, as of 2026-11-24.

    Args:
        folder: made when it does not exist.
        rows: of each table by name; a table without any is empty.
        rules: with the SQL rules of the project.
    """
    left_out = ["*.py", "__pycache__", *([] if rules else ["rules"])]
    shutil.copytree(ROOT / "schemas", folder / "schemas", ignore=shutil.ignore_patterns(*left_out))
    body = json.loads((ROOT / "datapackage.json").read_text(encoding="utf-8"))
    body["as_of"] = "2026-11-24"
    (folder / "datapackage.json").write_text(json.dumps(body, ensure_ascii=False), encoding="utf-8")
    for resource in body["resources"]:
        schema = json.loads((ROOT / resource["schema"]).read_text(encoding="utf-8"))
        names = [field["name"] for field in schema["fields"]]
        text = io.StringIO()
        writer = csv.DictWriter(text, names, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows.get(resource["name"], []))
        (folder / resource["path"]).parent.mkdir(parents=True, exist_ok=True)
        (folder / resource["path"]).write_text(text.getvalue(), encoding="utf-8")
    return read(folder)


def found(
    folder: Path, code: str, tables: Mapping[str, Iterable[Mapping[str, object]]], *, run_python: bool = True
) -> list[tuple[str | None, str | None]]:
    """Give key and field of each problem of this code that the check finds in a package with this project's schemas.

    Args:
        folder: made by `roadmap`.
        code: of the rule.
        tables: rows by table.
        run_python: the rules in Python too; SQL alone is quicker, and only the rule of this code is run of it.
    """
    roadmap(folder, tables)
    shutil.rmtree(folder / "schemas/views")
    (folder / "schemas/rules").mkdir()
    for rule in (ROOT / "schemas/rules").glob("*.sql"):
        if f"code: {code}\n" in rule.read_text(encoding="utf-8"):
            shutil.copy(rule, folder / "schemas/rules")
    if run_python:
        for rules in (ROOT / "schemas").glob("*.py"):
            shutil.copy(rules, folder / "schemas")
    report = check(read(folder), run_python=run_python)
    return [(problem.key, problem.column) for problem in report.problems if problem.code == code]
