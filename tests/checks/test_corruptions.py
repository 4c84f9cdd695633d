"""A thousand mistakes of some forty kinds, put into the real data: each is found in its file, line and field.

They are put in many at a time, into rows of their own, by dice whose seed a failure prints; CORRUPTIONS_SEED sets one.
"""

from __future__ import annotations

import csv
import os
import random
import shutil
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from conftest import ROOT
from corruptions import KINDS, SPECIAL, Expected, Tables, change_cell, layouts
from shenzhen_ai.checks import check
from shenzhen_ai.read import read

if TYPE_CHECKING:
    from shenzhen_ai.package import Package
    from shenzhen_ai.problems import Problem

pytestmark = pytest.mark.slow

SEED = int(os.environ.get("CORRUPTIONS_SEED", "20261126"))
EACH = 40
RUNS = 20
LEAST = 20
"""Tables of which a file is spoilt in one run."""
LAYOUT_RUNS = 10


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Package:
    """Give a copy of the package without rules and history, which other tests judge."""
    folder = tmp_path_factory.mktemp("corrupted")
    shutil.copy(ROOT / "datapackage.json", folder)
    left_out = shutil.ignore_patterns("*.py", "rules", "views", "history", "__pycache__")
    for name in ("schemas", "sources"):
        shutil.copytree(ROOT / name, folder / name, ignore=left_out)
    return read(folder)


def records(package: Package) -> dict[str, list[list[str]]]:
    found = {}
    for name, table in package.tables.items():
        with (ROOT / table.path).open(encoding="utf-8", newline="") as stream:
            found[name] = list(csv.reader(stream))[1:]
    return found


def judged(package: Package, files: dict[str, bytes]) -> list[Problem]:
    """Check the package with these files in place of its own."""
    try:
        for path, data in files.items():
            (package.root / path).write_bytes(data)
        return list(check(package, rules=False).problems)
    finally:
        for path in files:
            shutil.copy(ROOT / path, package.root / path)


def missed(package: Package, wanted: list[Expected], problems: list[Problem]) -> list[str]:
    """Name the mistakes that were not found where they are."""
    found = {(problem.path, problem.line, problem.column): set() for problem in problems}
    for problem in problems:
        found[problem.path, problem.line, problem.column].add(problem.code)
    lost = []
    for one in wanted:
        path = package.tables[one.table].path
        here = [
            codes
            for (where, line, column), codes in found.items()
            if where == path and line == one.line and (one.column is None or column == one.column)
        ]
        if not any(codes & one.codes if one.codes else codes for codes in here):
            lost.append(f"{one.kind}: {path}:{one.line}:{one.column} wants {sorted(one.codes)}, found {here}")
    return lost


@pytest.mark.parametrize("run", range(RUNS))
def test_each_mistake_in_a_cell_is_found_in_its_line_and_field(package: Package, run: int) -> None:
    dice = random.Random(SEED + run)  # noqa: S311  not for secrets
    tables = Tables(package, records(package))
    names = [*KINDS, *SPECIAL]
    wanted: list[Expected] = []
    while len(wanted) < EACH:
        kind = names[(run * EACH + len(wanted)) % len(names)]
        wanted += SPECIAL[kind](tables, dice) if kind in SPECIAL else [change_cell(kind, tables, dice)]
    changed = {one.table for one in wanted} | {name for name, _ in tables.touched}
    lines = {name: tables.lines(package.tables[name]) for name in changed}
    wanted = [
        Expected(one.kind, one.codes, one.table, one.row, one.column, lines[one.table][one.row or 0]) for one in wanted
    ]
    files = {package.tables[name].path: tables.text(package.tables[name]).encode() for name in changed}

    lost = missed(package, wanted, judged(package, files))

    assert not lost, f"seed {SEED}, run {run}:\n" + "\n".join(lost)


@pytest.mark.parametrize("run", range(LAYOUT_RUNS))
def test_each_mistake_in_a_file_is_found_in_its_line(package: Package, run: int) -> None:
    dice = random.Random(SEED + 1000 + run)  # noqa: S311  not for secrets
    wanted, files, kinds = [], {}, 0
    for place, table in enumerate(package.tables.values()):
        text = (ROOT / table.path).read_text(encoding="utf-8")
        plain = [number for number, line in enumerate(text.split("\n")[:-1]) if number and '"' not in line]
        if len(plain) < 3 or text.count('\n"') or len(table.fields) < 3:
            continue
        options = list(layouts(text, dice.choice(plain[:-1])))
        kind, data, codes, line = options[(run * 27 + place) % len(options)]
        kinds += 1
        files[table.path] = data
        wanted.append(Expected(kind, frozenset(codes), table.name, line=line))

    problems = judged(package, files)

    for one in [one for one in wanted if one.line is None]:
        assert {problem.code for problem in problems if problem.path == package.tables[one.table].path} & one.codes
    lost = missed(package, [one for one in wanted if one.line is not None], problems)
    assert not lost, f"seed {SEED}, run {run}:\n" + "\n".join(lost)
    assert kinds >= LEAST


def test_there_are_a_thousand_of_them() -> None:
    text = "a,b,c\n1,2,3\n4,5,6\n"
    kinds = Counter([*KINDS, *SPECIAL, *(kind for kind, *_ in layouts(text, 1))])

    assert max(kinds.values()) == 1
    assert len(kinds) >= 25
    assert EACH * RUNS + LEAST * LAYOUT_RUNS >= 1000
