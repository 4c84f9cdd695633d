"""REBUILD: a published release made once more from the history, and compared with the record and with a folder.

The commit that entered the version in releases.csv is laid out beside, and built by its own code where it carries the
pipeline, else by this one, with the libraries that are installed.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from shenzhen_ai import database
from shenzhen_ai._errors import ShenzhenAIError
from shenzhen_ai.diff.snapshots import commit_of_version, edges, unpack
from shenzhen_ai.read import read
from shenzhen_ai.releases import Release, read_releases, table_hashes
from shenzhen_ai.sums import SUMS, read_sums

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shenzhen_ai.package import Package

VARYING = (".duckdb", ".zip", SUMS)
"""Ends of the files whose bytes two builds may not share."""


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """A release made again.

    Attributes:
        folder: where it lies.
        commit: what it was made from.
        tables: number of tables compared with the record.
        files: number of files compared with the release folder at hand; 0 without one.
        problems: one line for each table or file that differs.
    """

    folder: Path
    commit: str
    tables: int
    files: int
    problems: tuple[str, ...]


def rebuild(package: Package, version: str, out: Path, published: Path | None, *, run_python: bool = False) -> Rebuilt:
    """Make a release again and compare it.

    Args:
        package: the package as it stands, inside its git repository.
        version: a version of its releases.csv.
        out: the folder of releases to write to.
        published: a folder of that release to compare files with.
        run_python: let the Python rules of a package run that carries no pipeline of its own.

    Raises:
        ShenzhenAIError: when the version is not on record, its commit is not in this clone, or the build fails.
    """
    release = next((item for item in read_releases(package) if item.version == version), None)
    if release is None:
        known = ", ".join(item.version for item in read_releases(package)) or "none"
        msg = f"no release {version} in {package.history / 'releases.csv'}; there are: {known}"
        raise ShenzhenAIError(msg)
    commit = commit_of_version(package.root, version)
    with tempfile.TemporaryDirectory(prefix="shenzhen-ai-") as scratch:
        root = Path(scratch)
        unpack(package.root, commit, root)
        problems = list(_tables(root, release))
        if problems and commit in edges(package.root):
            msg = (
                f"the history of this clone ends before the commit of {version}; fetch the rest with: "
                "git fetch --unshallow (or a part of it: git fetch --deepen=100)"
            )
            raise ShenzhenAIError(msg)
        made = _build(root, out, run_python=run_python)
    if made.name != version:
        problems.append(f"the build is called {made.name}, expected {version}")
    compared = 0
    if published is not None:
        compared = len(read_sums(published))
        problems.extend(_files(made, published))
    return Rebuilt(made, commit, len(release.hashes), compared, tuple(problems))


def _tables(root: Path, release: Release) -> Iterator[str]:
    """Compare the hashes of the tables as checked out with those on record."""
    package = read(root)
    con = database.connect()
    try:
        for table in package.tables.values():
            database.load_text(con, package, table)
        found = table_hashes(con, package)
    finally:
        con.close()
    for name in sorted(set(found) | set(release.hashes)):
        if found.get(name) != release.hashes.get(name):
            yield f"table {name}: found {found.get(name, 'none')}, on record {release.hashes.get(name, 'none')}"


def _build(root: Path, out: Path, *, run_python: bool) -> Path:
    """Build the package in a process of its own, and give the folder of the release."""
    own = root / "build" / "shenzhen_ai" / "__main__.py"
    code = root / "build" if own.is_file() else Path(__file__).parents[1]
    command = [sys.executable, "-m", "shenzhen_ai", "build", str(root), "--out", str(out.resolve())]
    done = subprocess.run(  # noqa: S603  our own interpreter
        [*command, *(["--run-python"] if run_python else [])],
        env={**os.environ, "PYTHONPATH": str(code)},
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        msg = f"the build of {root} failed:\n{done.stderr or done.stdout}"
        raise ShenzhenAIError(msg)
    return out / (out / "LATEST").read_text(encoding="utf-8").strip()


def _files(made: Path, published: Path) -> Iterator[str]:
    """Compare the files of two releases by their sums, but for those that may vary."""
    new, old = read_sums(made), read_sums(published)
    for path in sorted(set(new) | set(old)):
        if path.endswith(VARYING):
            continue
        if new.get(path) != old.get(path):
            yield f"{path}: found {new.get(path, 'no such file')}, published {old.get(path, 'no such file')}"
