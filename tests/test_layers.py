"""The rules of the flow: one direction, no circles, no knowledge of this data set, a light reader."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
CODE = ROOT / "build" / "shenzhen_ai"

LEAVES = {
    "addresses",
    "_errors",
    "problems",
    "codes",
    "package",
    "json_files",
    "table_reader",
    "descriptor_types",
    "unpacking",
    "periods",
    "wording",
    "rule_files",
    "explain",
    "rendering",
    "sarif",
    "read",
    "database",
    "hashes",
    "fmt",
    "releases",
    "portable",
    "values",
    "reading",
    "readers",
    "quoting",
    "octets",
    "geometry",
    "files",
    "columnar",
    "dialect",
    "schema_version",
    "diff",
    "permalinks",
    "spreadsheets",
    "repository",
    "sums",
    "parts",
}
"""Modules that every stage may use; they use only each other."""

STAGES = {
    "check": {"checks"},
    "compile": {"compile", "statements", "view_files", "catalog"},
    "export": {"export", "descriptors", "folders", "formats", "release_index"},
    "cut": {"cut"},
    "correct": {"corrections"},
    "report": {"report"},
    "reader": {
        "load",
        "trace",
        "cite",
        "styles",
        "results",
        "references",
        "fetch",
        "query",
        "remote",
        "show",
        "__init__",
    },
    "cli": {"cli", "commands", "__main__", "summary"},
    "site": {"site"},
    "wheel": {"wheel"},
    "verify": {"verify", "verify_parts", "rebuild"},
    "publish": {"publish"},
    "spark": {"spark"},
}
"""Every other module, by the stage that it belongs to. Stages do not import each other; only `cli` knows them all."""

ALLOWED = {
    ("site", "reader"),
    ("export", "compile"),
    ("report", "compile"),
    ("wheel", "reader"),
    ("publish", "reader"),
    ("verify", "export"),
    ("verify", "compile"),
    ("spark", "check"),
    ("spark", "compile"),
    ("spark", "export"),
}
"""The site and the wheel read a release; export writes what compile made (its values, not its making); verify writes a
database's rows as export does; Spark is an engine of the check, and makes the views that compile knows."""


def modules() -> dict[str, Path]:
    return {
        ".".join(file.relative_to(CODE).with_suffix("").parts): file
        for file in CODE.rglob("*.py")
        if "_release" not in file.parts
    }


def imports(file: Path) -> set[str]:
    """Name the modules of this package that a file imports, at its top or inside functions."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("shenzhen_ai"):
            inner = node.module.removeprefix("shenzhen_ai").lstrip(".")
            for name in [alias.name for alias in node.names]:
                joined = f"{inner}.{name}" if inner else name
                found.add(joined if joined in modules() or f"{joined}.__init__" in modules() else inner or "__init__")
    return found


def top(name: str) -> str:
    return name.split(".", maxsplit=1)[0]


def stage(name: str) -> str:
    for title, members in STAGES.items():
        if top(name) in members:
            return title
    return "leaf" if top(name) in LEAVES else "unplaced"


@pytest.mark.parametrize("name", sorted(modules()))
def test_a_module_imports_only_what_stands_before_it(name: str) -> None:
    mine = stage(name)
    assert mine != "unplaced", f"say in STAGES or LEAVES where {name} belongs"

    for other in imports(modules()[name]):
        theirs = stage(other)
        fine = theirs in {"leaf", mine} or mine == "cli" or (mine, theirs) in ALLOWED
        assert fine, f"{name} ({mine}) imports {other} ({theirs})"


def test_there_are_no_import_circles() -> None:
    graph = {name: imports(file) - {name} for name, file in modules().items()}
    done: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, " -> ".join((*trail, name))
        if name in done:
            return
        for other in graph.get(name, set()) | graph.get(f"{name}.__init__", set()):
            if other != f"{name}.__init__":
                visit(other, (*trail, name))
        done.add(name)

    for name in graph:
        visit(name, ())


def test_the_code_knows_no_table_of_this_data_set() -> None:
    """Neither as a text nor inside SQL; the words of `provenance` and of the standard are excepted."""
    names = {
        resource["name"]
        for resource in json.loads((ROOT / "datapackage.json").read_text(encoding="utf-8"))["resources"]
    }
    names -= {"sources", "evidence", "overrides", "changes"}
    word = re.compile(rf"\b({'|'.join(sorted(names))})\b")
    for file in [*CODE.rglob("*.py"), *CODE.rglob("*.jinja"), *CODE.rglob("*.j2")]:
        if "_release" in file.parts:
            continue
        text = file.read_text(encoding="utf-8")
        if file.suffix == ".py":
            tree = ast.parse(text)
            doc_texts = {
                ast.get_docstring(node, clean=False)
                for node in ast.walk(tree)
                if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
            }
            strings = [
                node.value
                for node in ast.walk(tree)
                if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value not in doc_texts
            ]
            literals = [
                text for text in strings if text in names or (re.search(r"\b(FROM|JOIN)\b", text) and word.search(text))
            ]
        else:
            literals = re.findall(rf"['\"]({'|'.join(sorted(names))})['\"]", text)
        assert not literals, f"{file.name}: {literals}"


def test_the_reader_loads_duckdb_and_the_standard_library_alone() -> None:
    code = "import sys; old = set(sys.modules); import shenzhen_ai; print('\\n'.join(set(sys.modules) - old))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    tops = {name.split(".")[0] for name in loaded} - set(sys.stdlib_module_names)

    assert tops <= {"shenzhen_ai", "duckdb", "_duckdb"}
    assert "shenzhen_ai" in tops


@pytest.mark.parametrize("name", sorted(modules()))
def test_modules_and_functions_stay_short(name: str) -> None:
    text = modules()[name].read_text(encoding="utf-8")
    assert text.count("\n") <= 300, f"{name} is too long: one reason to change each"

    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            length = (node.end_lineno or 0) - node.body[0].lineno + 1
            assert length <= 45, f"{name}.{node.name} has {length} lines"
