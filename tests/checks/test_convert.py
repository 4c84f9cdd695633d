"""Check and Parquet from one scan: the same verdict as the check, and files only when nothing is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb
import pytest

from factory import make_package, table
from shenzhen_ai.checks import check, convert

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from shenzhen_ai.package import Package

FIELDS = {
    "n": {"type": "integer"},
    "share": {"type": "number"},
    "day": {"type": "date"},
    "kind": {"constraints": {"enum": ["big", "small"]}},
}
CLEAN = """id,n,share,day,kind
           a,1,0.5,2024-02-29,big
           b,2,,,small"""


def package(folder: Path, text: str) -> Package:
    reference = {"fields": ["id"], "reference": {"resource": "", "fields": ["id"]}}
    return make_package(folder, {"t": table(text, fields=FIELDS, foreignKeys=[reference])})


def parquet(folder: Path) -> list[tuple[object, ...]]:
    return duckdb.execute(f"SELECT * FROM '{folder / 't.parquet'}'").fetchall()


def test_a_clean_table_is_written_with_its_types_in_the_order_of_the_file(tmp_path: Path) -> None:
    report = convert.convert(package(tmp_path / "p", CLEAN), tmp_path / "out")

    assert report.valid
    assert report.rows == {"t": 2}
    assert [file.name for file in (tmp_path / "out").iterdir()] == ["t.parquet"]
    described = duckdb.execute(f"DESCRIBE FROM '{tmp_path / 'out' / 't.parquet'}'").fetchall()
    assert [kind for _, kind, *_ in described] == ["VARCHAR", "BIGINT", "DECIMAL(28,8)", "DATE", "VARCHAR"]
    assert [row[0] for row in parquet(tmp_path / "out")] == ["a", "b"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a,1,", "a,x,"),
        ("b,2,", "a,2,"),
        ("small", "tiny"),
        ("2024-02-29", "2024-02-30"),
        ("b,2,,,small", "b,2,,small"),
        ("id,n,", "id,m,"),
        ("big", "big "),
    ],
)
def test_a_broken_table_gets_the_verdict_of_the_check_and_is_not_written(tmp_path: Path, old: str, new: str) -> None:
    broken = package(tmp_path / "p", CLEAN)
    file = tmp_path / "p" / "t.csv"
    file.write_text(file.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")

    report = convert.convert(broken, tmp_path / "out")

    assert not report.valid
    assert report.problems == check(broken).problems
    assert list((tmp_path / "out").iterdir()) == []


def test_a_clean_table_takes_one_scan_and_a_doubted_one_more(tmp_path: Path) -> None:
    one, two = package(tmp_path / "1", CLEAN), package(tmp_path / "2", CLEAN.replace("a,1,", "a,+1,"))

    report = convert.at_once(one, tmp_path)

    assert report is not None
    assert (report.problems, report.rows) == ((), check(one).rows)
    assert convert.at_once(two, tmp_path) is None


def test_a_value_that_only_a_closer_look_passes_is_written_too(tmp_path: Path) -> None:
    report = convert.convert(package(tmp_path / "p", CLEAN.replace("a,1,0.5", "a,+1,5e-1")), tmp_path / "out")

    assert report.valid
    assert [row[1] for row in parquet(tmp_path / "out")] == [1, 2]


def test_the_command_writes_beside_its_verdict(tmp_path: Path, command: Callable[..., str]) -> None:
    package(tmp_path / "p", CLEAN)

    assert "valid: 1 tables, 2 rows" in command("check", tmp_path / "p", "--parquet", tmp_path / "out")
    assert len(parquet(tmp_path / "out")) == 2


def test_a_leap_day_needs_no_second_look(tmp_path: Path) -> None:
    moments = "id,at\na,2024-02-29T10:00:00\nb,2023-12-31T23:59:59"
    source = make_package(tmp_path / "p", {"t": table(moments, fields={"at": {"type": "datetime"}})})

    assert convert.at_once(source, tmp_path) is not None
