"""`check --changed`: the same problems as the whole check has there, found with less work."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import sqlglot

from shenzhen_ai.checks import check, rows
from shenzhen_ai.checks.scope import scope_of
from shenzhen_ai.codes import CODES
from shenzhen_ai.read import read
from shenzhen_ai.rule_files import stated

if TYPE_CHECKING:
    from collections.abc import Callable

    from shenzhen_ai.package import Package
    from shenzhen_ai.problems import Problem

ROOT = Path(__file__).resolve().parents[2]


def edit(file: Path, *changes: tuple[str, str]) -> None:
    text = file.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text, (file, old)
        text = text.replace(old, new, 1)
    file.write_text(text, encoding="utf-8")


def git(folder: Path, *arguments: str) -> None:
    who = ["-c", "user.name=a", "-c", "user.email=a@b.example", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", "-C", str(folder), *who, *arguments], check=True, capture_output=True)


def restricted(package: Package, problems: tuple[Problem, ...], paths: set[str]) -> list[Problem]:
    """Give the problems of the whole check that a change of some tables concerns, worked out anew from the files."""
    descriptor = json.loads((package.root / "datapackage.json").read_text(encoding="utf-8"))
    tables: dict[str, dict[str, Any]] = {item["name"]: item for item in descriptor["resources"]}
    schemas = {
        name: json.loads((package.root / item["schema"]).read_text(encoding="utf-8")) for name, item in tables.items()
    }
    changed = {
        name
        for name, item in tables.items()
        if paths & {item["path"], item["schema"], item["schema"].replace(".json", ".py")}
    }
    keys = {
        name: {key["reference"].get("resource") or name for key in schemas[name].get("foreignKeys", [])}
        for name in tables
    }
    told = changed | {name for name in tables if keys[name] & changed}
    provenance = descriptor["provenance"]
    if changed:
        told |= {provenance[role] for role in ("evidence", "overrides", "changes", "retired") if provenance.get(role)}
    if any(provenance["sources"] in keys[name] for name in changed):
        told.add(provenance["sources"])
    codes = set(CODES)
    for rule in stated(package):
        if not rule.sql:
            codes |= {rule.code} if rule.table in changed else set()
            continue
        read_there = {table.name for table in sqlglot.parse_one(rule.sql, read="duckdb").find_all(sqlglot.exp.Table)}
        if read_there & changed or rule.path in paths:
            codes.add(rule.code)
            told.add(rule.table)
    files = {item["path"] for name, item in tables.items() if name not in told}
    return [problem for problem in problems if problem.path not in files and problem.code in codes]


@pytest.mark.parametrize(
    "paths",
    [
        {"data/lamps.csv"},
        {"data/readings.csv"},
        {"data/proofs.csv"},
        {"data/papers.csv"},
        {"schemas/readings.json"},
        {"schemas/readings.py"},
        {"schemas/rules/lit_before_measured.sql"},
        {"data/log.csv", "data/gone.csv"},
    ],
    ids=lambda paths: "+".join(sorted(paths)),
)
def test_the_small_package_gives_the_problems_of_the_whole_check_there(mini: Path, paths: set[str]) -> None:
    edit(mini / "data/readings.csv", ("17.50", "71.5"), ("asof:2020", "asof:1870"), ("harbour-list", "harbour-lst"))
    edit(mini / "data/lamps.csv", ("埃迪斯通", "埃迪斯通 "), ("pharos,Pharos", "pharos,"))
    edit(mini / "data/proofs.csv", ("pilot-book,p:9", "pilot-boo,p:9"))
    package = read(mini)
    whole = check(package, run_python=True).problems
    wanted = restricted(package, whole, paths)
    part = check(package, run_python=True, scope=scope_of(package, paths))

    assert part.problems == tuple(wanted)
    assert wanted
    assert len(wanted) < len(whole) or paths == {"data/readings.csv"}


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of this project's data with something wrong in many tables."""
    copy = tmp_path_factory.mktemp("broken")
    for name in ("sources", "schemas"):
        shutil.copytree(ROOT / name, copy / name)
    shutil.copy(ROOT / "datapackage.json", copy)
    for name, place, old, new in (
        ("units", 2, "currency", "curency"),
        ("targets", 3, ",ge,", ",gt ,"),
        ("targets", 9, "quantified", "qualitative"),
        ("observations", 4, "asof:", "asof"),
        ("observations", 30, "final", "finale"),
        ("plan_sectors", 2, "-", "--"),
        ("firms", 5, "20", "2O"),
        ("evidence", 4, "p:", "page "),
        ("evidence", 9, "targets", "target"),
        ("places", 3, "country", "county"),
        ("sources", 7, "https://", "htp://"),
        ("events", 5, "20", "19"),
    ):
        file = copy / f"sources/{name}.csv"
        lines = file.read_text(encoding="utf-8").split("\n")
        number = next((n for n in range(place, len(lines)) if old in lines[n]), None)
        if number is not None:
            lines[number] = lines[number].replace(old, new, 1)
            file.write_text("\n".join(lines), encoding="utf-8")
    return copy


@pytest.mark.slow
def test_this_projects_data_gives_the_problems_of_the_whole_check_there(broken: Path) -> None:
    package = read(broken)
    whole = check(package, run_python=True).problems
    assert len({problem.path for problem in whole}) >= 8
    sizes = set()
    for paths in (
        {"sources/units.csv"},
        {"sources/observations.csv"},
        {"sources/plan_sectors.csv"},
        {"sources/firms.csv", "schemas/targets.py"},
        {"schemas/rules/evidence_same_source.sql", "sources/sectors.csv"},
        {"sources/evidence.csv"},
        {"sources/sources.csv"},
    ):
        part = check(package, run_python=True, scope=scope_of(package, paths)).problems
        assert part == tuple(restricted(package, whole, paths)), paths
        sizes.add(len(part))
    assert len(sizes) > 2
    assert max(sizes) < len(whole)


def test_only_the_rules_of_what_changed_are_run(mini: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Causes, not seconds: a table without Python rules, which no rule reads, runs none and reads no rule file."""
    run: list[str] = []
    load = rows.load_rules
    monkeypatch.setattr(rows, "load_rules", lambda file: run.append(file.stem) or load(file))
    package = read(mini)

    check(package, run_python=True, scope=scope_of(package, {"data/papers.csv"}))
    assert run == []

    check(package, run_python=True, scope=scope_of(package, {"data/readings.csv"}))
    assert run == ["readings"]


def test_the_descriptor_and_the_record_of_releases_concern_everything(mini: Path) -> None:
    package = read(mini)

    assert scope_of(package, {"datapackage.json"}) is None
    assert scope_of(package, {f"{package.history.relative_to(mini).as_posix()}/registry.csv"}) is None
    scope = scope_of(package, {"README.md", "data/other.csv"})
    assert scope is not None
    assert scope.empty


def test_git_says_what_changed(mini: Path, command: Callable[..., str]) -> None:
    def told(*arguments: str, exit_code: int = 1) -> str:
        return command("check", mini, "--run-python", "--changed", *arguments, exit_code=exit_code)

    git(mini, "init", "-q", "-b", "main")
    edit(mini / "data/lamps.csv", ("埃迪斯通", "埃迪斯通 "))
    git(mini, "add", "-A")
    git(mini, "commit", "-qm", "one")
    assert "no table, schema or rule changed since HEAD" in told(exit_code=0)

    edit(mini / "data/readings.csv", ("17.50", "71.5"))
    assert "READING-RANGE" in told()
    assert "SPACE" not in told()
    assert "只检查自 HEAD 以来的改动（readings）及其所涉内容" in told("--lang", "zh")

    git(mini, "add", "-A")
    assert "READING-RANGE" in told()
    git(mini, "switch", "-qc", "mine")
    git(mini, "commit", "-qm", "two")
    assert "no table, schema or rule changed since HEAD" in told(exit_code=0)
    assert "READING-RANGE" in told("--since", "main")

    (mini / "data/readings.csv").unlink()
    assert "FILE-MISSING" in told()
    git(mini, "rm", "-q", "--cached", "data/readings.csv")
    assert "FILE-MISSING" in told()


def test_a_new_file_that_git_does_not_know_yet_counts(mini: Path, command: Callable[..., str]) -> None:
    git(mini, "init", "-q", "-b", "main")
    readings = mini / "data/readings.csv"
    text = readings.read_text(encoding="utf-8")
    readings.unlink()
    git(mini, "add", "-A")
    git(mini, "commit", "-qm", "one")
    readings.write_text(text.replace("17.50", "71.5"), encoding="utf-8")

    assert "READING-RANGE" in command("check", mini, "--run-python", "--changed", exit_code=1)


def test_without_a_repository_or_a_revision_the_error_says_so(
    mini: Path, command: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(mini.parent))
    assert "not a git repository" in command("check", mini, "--changed", exit_code=2)

    git(mini, "init", "-q", "-b", "main")
    git(mini, "add", "-A")
    git(mini, "commit", "-qm", "one")
    assert "nowhere" in command("check", mini, "--since", "nowhere", exit_code=2)

    monkeypatch.setenv("PATH", "")
    assert "git is not installed" in command("check", mini, "--changed", exit_code=2)
