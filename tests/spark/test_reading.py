"""Files as Spark reads them: in many parts and blocks, packed, with other line ends, by address, without a header."""

from __future__ import annotations

import bz2
import gzip
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from shenzhen_ai.checks import check
from shenzhen_ai.read import read
from shenzhen_ai.spark.engine import SparkEngine
from spark.comparing import judged, said

pytestmark = pytest.mark.spark

FIELDS = [{"name": "id", "type": "integer"}, {"name": "name", "type": "string"}]
SHENZHEN_AI = str(Path(sys.executable).parent / "shenzhen-ai")


def package(folder: Path, path: object, **resource: Any) -> Path:
    table = {"name": "t", "path": path, "schema": {"fields": FIELDS, "primaryKey": ["id"]}, **resource}
    (folder / "datapackage.json").write_text(json.dumps({"name": "p", "resources": [table]}), encoding="utf-8")
    return folder


def lines(first: int, last: int, *, end: str = "\n", header: bool = True) -> bytes:
    rows = [*(["id,name"] if header else []), *(f"{number},n{number}" for number in range(first, last))]
    return (end.join(rows) + end).encode()


def test_parts_of_every_kind_are_one_table_in_their_order(session: Any, tmp_path: Path) -> None:
    (tmp_path / "a 1.csv").write_bytes(lines(0, 50))
    (tmp_path / "b.csv").write_bytes(lines(40, 90, end="\r\n"))
    (tmp_path / "_c.csv").write_bytes(lines(90, 95))
    (tmp_path / "d[1].csv").write_bytes(lines(94, 96))
    (tmp_path / "e.csv").write_bytes(b'id,name\nx,"two\nlines"\n96,""\n0,z\n')

    def by_hand(*_: object) -> None:
        raise AssertionError("read here")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("shenzhen_ai.spark.reading.by_hand", by_hand)
        ours, theirs = judged(session, package(tmp_path, ["a 1.csv", "b.csv"]))
        assert len(ours.problems) > 0
        assert said(theirs) == said(ours)
    for paths in (["b.csv", "a 1.csv"], ["a 1.csv", "_c.csv", "d[1].csv"], ["a 1.csv", "e.csv"]):
        ours, theirs = judged(session, package(tmp_path, paths))
        assert len(ours.problems) > 0
        assert said(theirs) == said(ours)


@pytest.mark.parametrize("ending", ["gz", "bz2"])
def test_a_packed_file_is_read_by_spark_or_here_when_it_is_odd(ending: str, session: Any, tmp_path: Path) -> None:
    pack = {"gz": gzip.compress, "bz2": bz2.compress}[ending]
    odd = (b"id,name\n1,\xff\n", b"id\n1\n", b"", b"\xef\xbb\xbf" + lines(0, 3), b"id,name\n1,a,b\n2\n")
    for number, data in enumerate((lines(0, 60) + b"7,again\nx,\n", *odd)):
        (tmp_path / f"{number}.csv.{ending}").write_bytes(pack(data))
        ours, theirs = judged(session, package(tmp_path, f"{number}.csv.{ending}"))
        assert said(theirs) == said(ours)


def test_a_file_without_header_keeps_its_first_record(session: Any, tmp_path: Path) -> None:
    for mark in (b"", b"\xef\xbb\xbf"):
        (tmp_path / "a.csv").write_bytes(mark + lines(0, 9, header=False) + b"0,again\n")
        ours, theirs = judged(session, package(tmp_path, "a.csv", dialect={"header": False}))
        assert len(ours.problems) == 1 + bool(mark)
        assert said(theirs) == said(ours)


def test_a_file_is_read_in_blocks_that_know_their_lines(session: Any, tmp_path: Path) -> None:
    """Blocks end in the middle of lines; the record numbers across them are those of one reader."""
    (tmp_path / "a.csv").write_bytes(lines(0, 3000) + b"x,bad\n" + lines(3000, 6000, header=False) + b"17,again\n")
    session.conf.set("spark.sql.files.maxPartitionBytes", "4096")
    session.conf.set("spark.sql.files.openCostInBytes", "0")
    try:
        ours, theirs = judged(session, package(tmp_path, "a.csv"))
    finally:
        session.conf.unset("spark.sql.files.maxPartitionBytes")
        session.conf.unset("spark.sql.files.openCostInBytes")

    assert [problem.line for problem in ours.problems] == [3002, 6003]
    assert said(theirs) == said(ours)


def test_an_address_is_passed_on_to_spark(session: Any, tmp_path: Path) -> None:
    """`file://` is one of the addresses that only Spark opens here."""
    (tmp_path / "a.csv").write_bytes(lines(0, 20))
    (tmp_path / "b.csv").write_bytes(lines(19, 30))
    (tmp_path / "odd.csv").write_bytes(b'id,name\n1,"two\nlines"\n')

    def found(*names: str) -> list[tuple[str, str, int | None, str]]:
        addresses = [f"file://{tmp_path}/{name}" for name in names]
        given = read(package(tmp_path, addresses), addresses=True)
        report = check(given, engine=SparkEngine(session))
        return [(item.code, Path(item.path).name, item.line, item.found) for item in report.problems]

    assert found("a.csv") == []
    assert found("a.csv", "b.csv") == [("PRIMARY-KEY", "b.csv", 2, "'19', as on line 21")]
    assert [code for code, *_ in found("odd.csv")] == ["CSV"]
    assert [code for code, *_ in found("none.csv")] == ["FILE-MISSING"]


def test_without_java_the_command_says_what_to_install(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(lines(0, 2))
    done = subprocess.run(
        [SHENZHEN_AI, "check", str(package(tmp_path, "a.csv")), "--engine", "spark"],
        env={**os.environ, "JAVA_HOME": str(tmp_path / "none")},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert "openjdk-17-jre-headless" in done.stderr
    assert "Traceback" not in done.stderr


def test_parquet_is_read_by_spark_with_the_verdicts_of_duckdb(session: Any, tmp_path: Path) -> None:
    import duckdb

    from checks.test_parquet import ROWS
    from checks.test_parquet import package as columnar

    duckdb.sql(ROWS).write_parquet(str(tmp_path / "a.parquet"))
    duckdb.sql(f"SELECT * REPLACE (id + 1 AS id, 2::DOUBLE AS price) FROM ({ROWS})").write_parquet(
        str(tmp_path / "b.parquet")
    )
    duckdb.sql(f"SELECT * REPLACE (encode(name) AS name) FROM ({ROWS})").write_parquet(str(tmp_path / "blob.parquet"))
    (tmp_path / "broken.parquet").write_bytes(b"PAR1 and no more")
    for paths in (
        ["a.parquet", "b.parquet"],
        ["b.parquet", "a.parquet"],
        "blob.parquet",
        "broken.parquet",
        "none.parquet",
    ):
        ours, theirs = judged(session, columnar(tmp_path, paths))
        assert len(ours.problems) > 0
        assert said(theirs) == said(ours)

    far = read(columnar(tmp_path, f"file://{tmp_path}/a.parquet"), addresses=True)
    near = check(read(columnar(tmp_path, "a.parquet")))
    report = check(far, engine=SparkEngine(session))
    assert [(item.code, item.line, item.found) for item in report.problems] == [
        (item.code, item.line, item.found) for item in near.problems
    ]
