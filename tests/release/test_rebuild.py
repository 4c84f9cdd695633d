"""A published release is made again from the history, and compared."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from shenzhen_ai.cut import cut
from shenzhen_ai.read import read

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.slow

IDENTITY = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}


def git(folder: Path, *arguments: str) -> str:
    who = ["-c", "user.name=Keeper", "-c", "user.email=keeper@lighthouses.example", "-c", "init.defaultBranch=main"]
    done = subprocess.run(
        ["git", *who, *arguments],
        cwd=folder,
        env={**os.environ, **IDENTITY},
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout.strip()


def commit(folder: Path, message: str) -> str:
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", message)
    return git(folder, "rev-parse", "HEAD")


@pytest.fixture
def repository(mini: Path) -> tuple[Path, str]:
    """A repository with the small package in a folder, released twice; the commit of the first release.

    It holds a link that leads out of it, which nothing may follow.
    """
    root = mini.parent / "repository"
    package = root / "package"
    shutil.copytree(mini, package)
    body = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))
    body["history"] = "data/history"
    (package / "datapackage.json").write_text(json.dumps(body, indent=2), encoding="utf-8")
    (package / "elsewhere").symlink_to("/etc")
    git(root, "init", "--quiet")
    commit(root, "Begin")
    cut(read(package), "2026.2.0")
    first = commit(root, "Cut 2026.2.0")
    with (package / "data/lamps.csv").open("a", encoding="utf-8") as file:
        file.write("zeebrugge,Zeebrugge,,,,\n")
    with (package / "data/proofs.csv").open("a", encoding="utf-8") as file:
        file.write("e7,lamps,zeebrugge,name_en,harbour-list,table:1/row:9,,printed\n")
    commit(root, "A lamp")
    cut(read(package), "2026.3.0")
    commit(root, "Cut 2026.3.0")
    return package, first


def test_an_old_release_comes_out_as_it_was(
    repository: tuple[Path, str], tmp_path: Path, command: Callable[..., str]
) -> None:
    package, first = repository
    git(package, "checkout", "--quiet", first)
    command("build", package, "--run-python", "--out", tmp_path / "published")
    git(package, "checkout", "--quiet", "main")
    command("build", package, "--run-python", "--out", tmp_path / "published")

    said = command(
        "rebuild", "2026.2.0", package, "--run-python", "--out", tmp_path / "again", "--release", tmp_path / "published"
    )

    assert f"rebuilt 2026.2.0 from {first[:12]}" in said
    assert "7 tables as on record" in said
    assert f"as in {tmp_path / 'published' / '2026.2.0'}" in said
    assert (tmp_path / "again/2026.2.0/csv/lamps.csv").read_text(encoding="utf-8").count("\n") == 3
    assert git(package, "status", "--short") == ""


def test_a_release_that_was_tampered_with_is_told(
    repository: tuple[Path, str], tmp_path: Path, command: Callable[..., str]
) -> None:
    package, _ = repository
    command("build", package, "--run-python", "--out", tmp_path / "published")
    sums = tmp_path / "published/2026.3.0/SHA256SUMS"
    lines = sums.read_text(encoding="utf-8").splitlines()
    changed = [f"{'0' * 64}{line[64:]}" if line.endswith("csv/lamps.csv") else line for line in lines]
    sums.write_text("".join(f"{line}\n" for line in changed), encoding="utf-8")

    options = ("--run-python", "--out", tmp_path / "again", "--release", tmp_path / "published/2026.3.0")
    said = command("rebuild", "2026.3.0", package, *options, exit_code=1)

    assert "csv/lamps.csv: found " in said
    assert said.count("published 0000") == 1


def test_a_record_that_does_not_fit_its_commit_is_told(
    repository: tuple[Path, str], tmp_path: Path, command: Callable[..., str]
) -> None:
    package, _ = repository
    file = package / "data/history/releases.csv"
    text = file.read_text(encoding="utf-8")
    lamps = text.split("lamps=")[1][:64]
    file.write_text(text.replace(lamps, "0" * 64), encoding="utf-8")
    commit(package, "Change the record by hand")

    said = command("rebuild", "2026.2.0", package, "--run-python", "--out", tmp_path / "again", exit_code=1)

    assert f"on record {'0' * 64}" in said


def test_a_shallow_clone_says_how_to_deepen(
    repository: tuple[Path, str], tmp_path: Path, command: Callable[..., str]
) -> None:
    package, first = repository
    git(tmp_path, "clone", "--quiet", "--depth", "1", package.parent.as_uri(), "shallow")
    clone = tmp_path / "shallow/package"
    arguments = ("rebuild", "2026.2.0", clone, "--run-python", "--out", tmp_path / "again")

    assert "git fetch --unshallow" in command(*arguments, exit_code=1)
    assert "7 tables as on record" in command("rebuild", "2026.3.0", *arguments[2:]), "the newest needs no history"
    with (clone / "data/lamps.csv").open("a", encoding="utf-8") as file:
        file.write("zwin,,,,,\n")
    git(clone, "fetch", "--quiet", "--unshallow")
    assert first[:12] in command(*arguments)


def test_what_cannot_be_rebuilt_says_why(
    repository: tuple[Path, str], mini: Path, tmp_path: Path, command: Callable[..., str]
) -> None:
    package, _ = repository
    assert "there are: 2026.2.0, 2026.3.0" in command("rebuild", "2026.9.0", package, exit_code=1)
    cut(read(package), "2026.4.0")
    assert "no commit recorded it" in command("rebuild", "2026.4.0", package, "--out", tmp_path / "again", exit_code=1)
    shutil.copytree(package / "data/history", mini / "sources/history")
    assert "not a git repository" in command("rebuild", "2026.3.0", mini, exit_code=1)
