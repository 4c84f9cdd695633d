"""Two edits of one table merge by key and cell; what cannot be both is refused, with both values shown."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from shenzhen_ai.corrections.merge import Rows, by_key, merge
from shenzhen_ai.fmt import canonical_text, read_cells
from shenzhen_ai.read import read

if TYPE_CHECKING:
    from collections.abc import Callable

    from shenzhen_ai.package import Package, Table

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def package() -> Package:
    return read(ROOT)


def rows_of(package: Package, table: Table) -> Rows:
    return by_key(table, read_cells(table, table.path, (package.root / table.path).read_bytes())[1])


def copied(rows: Rows) -> Rows:
    return {key: dict(row) for key, row in rows.items()}


def text_of(table: Table, rows: Rows) -> str:
    return canonical_text(table, (list(row.values()) for row in rows.values()))


def edit(draw: random.Random, table: Table, rows: Rows, key: str, kind: str) -> None:
    """Change one row in place, at random."""
    if kind == "delete":
        del rows[key]
    elif kind == "add":
        new = dict(rows[key])
        first = table.primary_key[0]
        new[first] = f"{new[first]}-{draw.randrange(10**9)}"
        rows["|".join(new[name] for name in table.primary_key)] = new
    else:
        free = [field.name for field in table.fields if field.name not in table.primary_key]
        name = draw.choice(free)
        rows[key][name] = f"{rows[key][name]}, {draw.randrange(10**9)} «新»"


@pytest.mark.slow
def test_independent_edits_merge_without_loss(package: Package) -> None:
    """500 random pairs: each side adds, changes and deletes rows that the other leaves alone."""
    draw = random.Random(20261126)  # noqa: S311  a test wants to be repeatable
    tables = [
        table
        for table in package.tables.values()
        if len(rows_of(package, table)) > 20 and len(table.fields) > len(table.primary_key)
    ]
    stock = {table.name: rows_of(package, table) for table in tables}
    for _ in range(500):
        table = draw.choice(tables)
        base = stock[table.name]
        ours, theirs, both = copied(base), copied(base), copied(base)
        touched = draw.sample(sorted(base), 12)
        for number, key in enumerate(touched):
            kind = draw.choice(("add", "change", "change", "delete"))
            state = draw.getstate()
            for side in (ours, both) if number % 2 else (theirs, both):
                draw.setstate(state)
                edit(draw, table, side, key, kind)

        merged = merge(table, base, ours, theirs)

        assert merged.conflicts == ()
        assert merged.text == text_of(table, both)


def test_two_cells_of_one_row_merge(package: Package) -> None:
    table = package.tables["firms"]
    base = rows_of(package, table)
    ours, theirs = copied(base), copied(base)
    key = sorted(base)[5]
    ours[key]["summary_en"] = "One."
    theirs[key]["summary_zh"] = "二。"

    merged = merge(table, base, ours, theirs)

    assert merged.conflicts == ()
    assert "One." in merged.text
    assert "二。" in merged.text


@pytest.mark.slow
def test_real_conflicts_are_refused_with_both_values(package: Package) -> None:
    """100 random pairs that change one cell each in its own way, or delete what the other changes."""
    draw = random.Random(7)  # noqa: S311  a test wants to be repeatable
    tables = [table for table in package.tables.values() if len(rows_of(package, table)) > 20]
    for number in range(100):
        table = draw.choice(tables)
        base = rows_of(package, table)
        ours, theirs = copied(base), copied(base)
        key = draw.choice(sorted(base))
        name = draw.choice([field.name for field in table.fields])
        ours[key][name] = "ours-1"
        if number % 4:
            theirs[key][name] = "theirs-2"
        else:
            del theirs[key]

        merged = merge(table, base, ours, theirs)

        assert merged.conflicts
        assert "<<<<<<< ours" in merged.text
        if number % 4:
            (conflict,) = [item for item in merged.conflicts if item.field == name]
            assert (conflict.ours, conflict.theirs) == ("ours-1", "theirs-2")
            assert "'ours-1'" in str(conflict)
            assert "'theirs-2'" in str(conflict)


def test_a_value_is_not_torn_from_its_source(package: Package) -> None:
    table = package.tables["observations"]
    assert table.provenance is not None
    base = rows_of(package, table)
    key = sorted(base)[3]
    ours, theirs = copied(base), copied(base)
    ours[key]["value"] = "17"
    theirs[key]["source_id"] = "another-source"

    (conflict,) = merge(table, base, ours, theirs).conflicts

    assert conflict.field == "source_id"
    assert conflict.their_source == "another-source"


def test_both_may_name_the_same_new_source(package: Package) -> None:
    table = package.tables["observations"]
    base = rows_of(package, table)
    key = sorted(base)[3]
    ours, theirs = copied(base), copied(base)
    ours[key] |= {"source_id": "another-source", "value": "17"}
    theirs[key] |= {"source_id": "another-source", "period": "2031"}

    assert merge(table, base, ours, theirs).conflicts == ()


def git(folder: Path, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["git", *arguments], cwd=folder, capture_output=True, text=True, check=check)


@pytest.fixture
def repository(mini: Path) -> Path:
    """The small package in a repository of its own that merges with the driver."""
    git(mini, "init", "-q", "-b", "main")
    git(mini, "config", "user.name", "Test")
    git(mini, "config", "user.email", "test@example.org")
    driver = f"'{sys.executable}' -m shenzhen_ai merge-driver %O %A %B %P"
    git(mini, "config", "merge.shenzhen-ai.driver", driver)
    (mini / ".gitattributes").write_text("data/*.csv text eol=lf merge=shenzhen-ai\n", encoding="utf-8")
    git(mini, "add", "-A")
    git(mini, "commit", "-qm", "start")
    return mini


def on_branch(folder: Path, name: str, change: Callable[[str], str]) -> None:
    git(folder, "checkout", "-q", "-b", name, "main")
    file = folder / "data" / "lamps.csv"
    file.write_text(change(file.read_text(encoding="utf-8")), encoding="utf-8")
    git(folder, "commit", "-qam", name)


def test_git_merges_rows_added_at_the_same_place(repository: Path) -> None:
    on_branch(repository, "one", lambda text: text.replace("pharos,", "mull,Mull,马尔,,,\npharos,"))
    on_branch(repository, "two", lambda text: text.replace("pharos,", "neist,Neist,尼斯特,,,\npharos,"))

    done = git(repository, "merge", "one", "-m", "both", check=False)

    assert done.returncode == 0, done.stdout + done.stderr
    ids = [line.split(",")[0] for line in (repository / "data/lamps.csv").read_text(encoding="utf-8").splitlines()]
    assert ids == ["lamp_id", "eddystone", "mull", "neist", "pharos"]


def test_git_stops_at_a_real_conflict_and_keeps_both_rows(repository: Path) -> None:
    on_branch(repository, "one", lambda text: text.replace("Pharos,", "Pharos of Alexandria,"))
    on_branch(repository, "two", lambda text: text.replace("Pharos,", "Lighthouse of Alexandria,"))

    done = git(repository, "merge", "one", "-m", "both", check=False)

    text = (repository / "data/lamps.csv").read_text(encoding="utf-8")
    assert done.returncode == 1
    assert "data/lamps.csv: pharos:name_en: ours 'Lighthouse of Alexandria', theirs 'Pharos of Alexandria'" in (
        done.stdout + done.stderr
    )
    assert "<<<<<<< ours" in text
    assert "Lighthouse of Alexandria" in text
    assert "Pharos of Alexandria" in text


def test_a_file_that_is_no_table_is_left_to_git(repository: Path) -> None:
    file = repository / "notes.txt"
    file.write_text("one\n", encoding="utf-8")
    shutil.copy(file, repository / "base.txt")
    done = subprocess.run(
        [sys.executable, "-m", "shenzhen_ai", "merge-driver", "base.txt", "notes.txt", "base.txt", "notes.txt"],
        cwd=repository,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert "no table of this package" in done.stderr
    assert file.read_text(encoding="utf-8") == "one\n"
