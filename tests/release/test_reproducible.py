"""Two builds of one package that differ in everything else: folder, day, zone, language, mask, seed, threads."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).resolve().parents[2]

BUILD = """
import os, sys
from pathlib import Path
from shenzhen_ai import database
from shenzhen_ai.compile import compile_package
from shenzhen_ai.export import export
from shenzhen_ai.read import read

os.umask(int(sys.argv[4], 8))
package = read(Path(sys.argv[1]))
print(export(compile_package(package, database.connect(threads=int(sys.argv[3]))), package, Path(sys.argv[2])))
"""


def false_clock(day: str) -> dict[str, str]:
    """Give the environment in which a program believes that it is another day; its clock still runs."""
    found = sorted(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"))
    if not found:
        pytest.fail("libfaketime is needed: apt-get install libfaketime")
    return {"LD_PRELOAD": str(found[0]), "FAKETIME": f"@{day} 12:34:56", "DONT_FAKE_MONOTONIC": "1"}


def built(folder: Path, out: Path, threads: int, mask: str, environment: Mapping[str, str]) -> dict[str, bytes]:
    done = subprocess.run(
        [sys.executable, "-c", BUILD, str(folder), str(out), str(threads), mask],
        env={**os.environ, **environment},
        cwd=folder,
        check=True,
        capture_output=True,
        text=True,
    )
    release = Path(done.stdout.strip())
    return {file.relative_to(release).as_posix(): file.read_bytes() for file in release.rglob("*") if file.is_file()}


def test_the_false_clock_is_believed() -> None:
    said = subprocess.run(
        [sys.executable, "-c", "import datetime; print(datetime.date.today())"],
        env={**os.environ, **false_clock("2031-02-03")},
        check=True,
        capture_output=True,
        text=True,
    )

    assert said.stdout.strip() == "2031-02-03"


@pytest.mark.parametrize(
    "package",
    [pytest.param("tests/mini", marks=pytest.mark.slow), pytest.param(".", marks=pytest.mark.slow)],
    ids=["mini", "real"],
)
def test_two_builds_that_differ_in_everything_else_give_the_same_bytes(package: str, tmp_path: Path) -> None:
    hidden = shutil.ignore_patterns(
        ".*", "out", "dist", "__pycache__", "_release", "build", "docs", "tests", "research"
    )
    one, other = (
        Path(shutil.copytree(ROOT / package, tmp_path / name, ignore=hidden)) for name in ("here", "elsewhere/déjà vu")
    )
    first = built(
        one,
        tmp_path / "first",
        1,
        "022",
        {
            "TZ": "Asia/Shanghai",
            "LANG": "zh_CN.UTF-8",
            "LC_ALL": "C",
            "PYTHONHASHSEED": "1",
            **false_clock("2027-01-31"),
        },
    )
    second = built(
        other,
        tmp_path / "second",
        3,
        "077",
        {
            "TZ": "America/New_York",
            "LANG": "de_DE.UTF-8",
            "LC_ALL": "C.UTF-8",
            "PYTHONHASHSEED": "77",
            **false_clock("1999-12-31"),
        },
    )

    assert set(first) == set(second)
    entries = [
        {
            entry.filename: (entry.date_time, entry.external_attr, entry.create_system, entry.compress_type, entry.CRC)
            for entry in zipfile.ZipFile(io.BytesIO(content)).infolist()
            if not entry.filename.endswith((".duckdb", "SHA256SUMS"))
        }
        for made in (first, second)
        for name, content in made.items()
        if name.endswith(".zip")
    ]
    assert entries[0] == entries[1]
    different = {name for name in first if first[name] != second[name]}
    (database,) = (name for name in first if name.endswith(".duckdb"))
    (archive,) = (name for name in first if name.endswith(".zip"))
    assert different <= {database, archive, "SHA256SUMS"}
    sums = (set(made["SHA256SUMS"].decode().splitlines()) for made in (first, second))
    assert {line.split("  ")[1] for line in set.symmetric_difference(*sums)} <= {database, archive}
