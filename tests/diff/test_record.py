"""diff.parquet: what changed between releases, the same as a comparison of them says, without their files."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from shenzhen_ai.compile import compile_package
from shenzhen_ai.cut import cut
from shenzhen_ai.diff.compare import compare
from shenzhen_ai.diff.record import COLUMNS, FILE
from shenzhen_ai.diff.snapshots import Snapshot
from shenzhen_ai.export import export
from shenzhen_ai.read import read

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def released(mini: Path) -> Path:
    """The small package after its first release."""
    descriptor = mini / "datapackage.json"
    body = json.loads(descriptor.read_text(encoding="utf-8"))
    descriptor.write_text(json.dumps({**body, "history": "data/history"}, indent=2), encoding="utf-8")
    cut(read(mini), "2026.2.0")
    return mini


def build(package: Path, out: Path) -> Path:
    return export(compile_package(read(package)), read(package), out)


def lines(release: Path) -> list[dict[str, Any]]:
    found = duckdb.connect().execute("SELECT * FROM read_parquet(?)", [str(release / FILE)])
    names = [item[0] for item in found.description or []]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def edit(package: Path) -> None:
    """Change a cell, retire a row, add one, each with its line in the record."""
    readings = package / "data/readings.csv"
    text = readings.read_text(encoding="utf-8").replace("asof:2020,17,", "asof:2020,18,")
    kept = [line for line in text.splitlines() if not line.startswith("eddystone-2021")]
    kept.append("pharos-1,pharos,asof:2022,9,9 miles,false,pilot-book,p:4")
    readings.write_text("\n".join(kept) + "\n", encoding="utf-8")
    with (package / "data/log.csv").open("a", encoding="utf-8") as file:
        file.write("c1,readings,eddystone-2020,value,17,18,our_error,Misread.,读错。,,,accepted,2026-01-02,\n")
        file.write("c2,lamps,pharos,name_en,a,b,recoded,Refused.,不改。,,,refused,2026-01-02,\n")
    with (package / "data/gone.csv").open("a", encoding="utf-8") as file:
        file.write("readings,eddystone-2021,pharos-1,Of another lamp.,2026.3.0\n")


def test_a_first_release_has_an_empty_record_with_all_columns(released: Path, tmp_path: Path) -> None:
    release = build(released, tmp_path / "out")
    found = duckdb.connect().execute("DESCRIBE SELECT * FROM read_parquet(?)", [str(release / FILE)]).fetchall()

    assert lines(release) == []
    assert [(name, kind) for name, kind, *_ in found] == [(name, "VARCHAR") for name in COLUMNS]


def test_the_record_says_what_a_comparison_of_the_releases_says(released: Path, tmp_path: Path) -> None:
    first = build(released, tmp_path / "out")
    edit(released)
    draft = lines(build(released, tmp_path / "draft"))
    cut(read(released), "2026.3.0")
    second = build(released, tmp_path / "out")

    found = compare(Snapshot("first", read(first)), Snapshot("second", read(second)))
    compared = {
        (table.name, row.row_id, row.kind, cell.field if cell else None, cell and cell.old, cell and cell.new)
        for table in found.tables
        for row in table.rows
        for cell in (row.cells if row.kind == "changed" else (None,))
        if table.name not in {"log", "gone"}
    }
    recorded = lines(second)

    assert {
        tuple(line[n] for n in ("table_name", "row_id", "kind", "field", "old", "new")) for line in recorded
    } == compared
    assert {(line["kind"], line["reason"]) for line in recorded} == {
        ("added", "new_source"),
        ("removed", "retired"),
        ("changed", "our_error"),
    }
    assert {line["version"] for line in recorded} == {"2026.3.0"}
    assert {line["version"] for line in draft} == {"2026.2.1.dev0"}
    assert [{**line, "version": ""} for line in draft] == [{**line, "version": ""} for line in recorded]


def test_older_changes_stay_in_the_record(released: Path, tmp_path: Path) -> None:
    edit(released)
    cut(read(released), "2026.3.0")
    lamps = released / "data/lamps.csv"
    lamps.write_text(lamps.read_text(encoding="utf-8").replace("on a reef", "on rocks"), encoding="utf-8")
    with (released / "data/log.csv").open("a", encoding="utf-8") as file:
        file.write("c3,lamps,eddystone,remark_en,Stands on a reef,Stands on rocks,recoded,,,,,accepted,2026-01-02,\n")
    cut(read(released), "2026.4.0")

    found = lines(build(released, tmp_path / "out"))

    assert [line["version"] for line in found] == ["2026.3.0"] * 3 + ["2026.4.0"]
    assert found[-1]["new"] == "Stands on rocks"
