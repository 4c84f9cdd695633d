"""Formats of a release: the same rows in each of them, no figure bent, no text taken for something else."""

from __future__ import annotations

import csv
import datetime
import sqlite3
import zipfile
from contextlib import closing
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import duckdb
import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from factory import make_package, table
from shenzhen_ai._errors import PackageError
from shenzhen_ai.compile import compile_package
from shenzhen_ai.export import export
from shenzhen_ai.formats.sqlite import PAGE_SIZE, WRITER, integrity, tidied
from shenzhen_ai.formats.workbook import CELL, sheet_names
from shenzhen_ai.load import Release, find_release
from shenzhen_ai.read import read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

ODD = """
id,weight,share,count,born,seen,note
007,3600.50,0.1,9007199254740993,2024-01-02,true,=1+1
1E5,0.00000001,12345678901234567.5,1,1066-10-14,false,https://lights.example/
2025-03,-17.60,2,2,,,2025-03
é,1,,3,,,目标
"""
"""Rows that spreadsheets and other engines are known to bend."""

TYPES = {
    "weight": {"type": "number"},
    "share": {"type": "number"},
    "count": {"type": "integer"},
    "born": {"type": "date"},
    "seen": {"type": "boolean", "trueValues": ["true"], "falseValues": ["false"]},
}


def plain_rows(release: Release, name: str) -> list[dict[str, str]]:
    """Give the rows of a CSV; floats of a view, which alone may be written 1e+18 or 5.0, in digits."""
    numbers = {item["name"] for item in release.resource(name)["schema"]["fields"] if item["type"] == "number"}
    with (release.folder / "csv" / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return [
            {key: digits(text) if key in numbers else text for key, text in row.items()}
            for row in csv.DictReader(stream)
        ]


def digits(text: str) -> str:
    return f"{Decimal(text):f}".removesuffix(".0") if text else ""


def as_text(value: Any) -> str:
    """Give a cell of another format as its CSV has it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return digits(repr(value))
    return str(value)


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """A release of odd cells, of a table whose name is long, and of a view on it."""
    folder = tmp_path_factory.mktemp("odd")
    view = (
        "-- title: V\n-- key: note\n-- column note: n\n-- column n: how many\n"
        "SELECT note, count(*) AS n FROM cats GROUP BY note"
    )
    tables = {
        "cats": table(ODD, fields=TYPES, title="Cats"),
        "a_table_whose_name_is_longer_than_a_sheet_s": table(
            "k,cat\nx,007\n", foreignKeys=[{"fields": ["cat"], "reference": {"resource": "cats", "fields": ["id"]}}]
        ),
    }
    package = make_package(folder / "p", tables, {"v": view}, title="Odd", created="2026-01-02T00:00:00Z")
    return find_release(export(compile_package(package), package, folder / "out"))


@pytest.fixture(params=["odd", "small_release", pytest.param("real_release", marks=pytest.mark.slow)])
def release(request: pytest.FixtureRequest) -> Release:
    """Each release in turn."""
    found: Release = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def database(release: Release) -> Iterator[sqlite3.Connection]:
    """Its SQLite file."""
    with closing(sqlite3.connect(release.folder / f"{release.descriptor['name']}.sqlite")) as con:
        con.row_factory = sqlite3.Row
        yield con


def test_sqlite_holds_the_very_rows_of_the_csvs(release: Release, database: sqlite3.Connection) -> None:
    for name in release.tables():
        kinds = {field["name"]: field["type"] for field in release.resource(name)["schema"]["fields"]}
        rows = [
            {
                key: as_text(bool(row[key]) if kinds[key] == "boolean" and row[key] is not None else row[key])
                for key in row.keys()  # noqa: SIM118  a row of sqlite3 gives values, not keys
            }
            for row in database.execute(f'SELECT * FROM "{name}" ORDER BY rowid')
        ]
        assert rows == plain_rows(release, name)


def test_sqlite_is_sound_and_says_what_its_columns_mean(release: Release, database: sqlite3.Connection) -> None:
    meant = {
        (row["table_name"], row["column_name"]): row["description"]
        for row in database.execute("SELECT * FROM _dictionary")
    }

    assert integrity(release.folder / f"{release.descriptor['name']}.sqlite") == []
    for name in release.tables():
        for field in release.resource(name)["schema"]["fields"]:
            assert meant.pop((name, field["name"])) == field.get("description")
    assert not meant


def test_keys_of_sqlite_are_those_of_the_schemas(odd: Release) -> None:
    with closing(sqlite3.connect(odd.folder / "small.sqlite")) as con:
        con.execute("PRAGMA foreign_keys = ON")
        with pytest.raises(sqlite3.IntegrityError, match="UNIQUE"):
            con.execute("INSERT INTO cats (id) VALUES ('007')")
        with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
            con.execute("INSERT INTO a_table_whose_name_is_longer_than_a_sheet_s VALUES ('y', 'nobody')")
        assert con.execute("SELECT refers_to FROM _dictionary WHERE column_name = 'cat'").fetchall() == [("cats.id",)]


def test_a_column_that_sqlite_would_bend_is_text(odd: Release) -> None:
    with closing(sqlite3.connect(odd.folder / "small.sqlite")) as con:
        kinds = {name: kind for _, name, kind, *_ in con.execute("PRAGMA table_info(cats)")}
        assert (kinds["weight"], kinds["share"], kinds["count"]) == ("NUMERIC", "TEXT", "INTEGER")
        assert con.execute("SELECT sum(weight) FROM cats").fetchone() == (3600.5 + 1e-8 - 17.6 + 1,)


def test_the_header_of_sqlite_names_no_version_but_the_data_s(small_release: Release) -> None:
    head = (small_release.folder / "lighthouses.sqlite").read_bytes()[:100]

    assert int.from_bytes(head[60:64], "big") == 202601000
    assert int.from_bytes(head[WRITER[0] : WRITER[0] + 4], "big") == WRITER[1]
    assert head[24:28] == head[92:96], "the size in the header counts"


def test_what_another_sqlite_would_leave_behind_is_overwritten(small_release: Release, tmp_path: Path) -> None:
    content = bytearray((small_release.folder / "lighthouses.sqlite").read_bytes())
    dirty = bytearray(content)
    dirty[WRITER[0] : WRITER[0] + 4] = (3_054_001).to_bytes(4, "big")
    pages = range(0, len(content), PAGE_SIZE)
    for start in (start for start in pages if start and content[start] in {10, 13}):
        cells, first = (int.from_bytes(content[start + at : start + at + 2], "big") for at in (3, 5))
        assert not any(content[start + 8 + 2 * cells : start + first])
        dirty[start + 8 + 2 * cells : start + first] = b"x" * (first - 8 - 2 * cells)
    assert dirty != content
    (tmp_path / "dirty.sqlite").write_bytes(dirty)

    assert integrity(tmp_path / "dirty.sqlite") == [], "SQLite does not mind"
    assert tidied(dirty) == bytes(content)


def test_the_workbook_holds_the_very_rows_of_the_csvs(release: Release) -> None:
    book = CalamineWorkbook.from_path(release.folder / f"{release.descriptor['name']}.xlsx")
    sheets = sheet_names(release.tables())

    assert book.sheet_names == ["contents", "dictionary", *sheets.values()]
    for name, sheet in sheets.items():
        header, *rows = book.get_sheet_by_name(sheet).to_python()
        found = [dict(zip(header, map(as_text, row), strict=True)) for row in rows]
        assert found == plain_rows(release, name), name


def test_nothing_in_a_sheet_is_a_formula_a_link_or_a_date(odd: Release) -> None:
    sheet = openpyxl.load_workbook(odd.folder / "small.xlsx")["cats"]
    cells = {
        (row[0].value, column.value): cell
        for row in sheet.iter_rows(min_row=2)
        for column, cell in zip(sheet[1], row, strict=True)
    }

    assert cells["007", "note"].value == "=1+1"
    assert {cell.data_type for cell in cells.values() if cell.value is not None} == {"s", "n", "b"}
    assert not any(cell.hyperlink for cell in cells.values())
    assert cells["007", "weight"].value == 3600.5
    assert cells["007", "count"].value == "9007199254740993", "more digits than a spreadsheet shows"
    assert cells["1E5", "share"].value == "12345678901234567.5"
    assert cells["1E5", "weight"].value == 1e-08
    assert cells["1E5", "born"].value == "1066-10-14"


def test_the_workbook_leads_from_its_first_sheets_to_the_others(odd: Release) -> None:
    book = openpyxl.load_workbook(odd.folder / "small.xlsx")
    for name in ("contents", "dictionary"):
        links = [cell.hyperlink.location for row in book[name].iter_rows() for cell in row if cell.hyperlink]
        assert {link.split("!")[0].strip("'") for link in links} == set(book.sheetnames) - {"contents", "dictionary"}
    assert book["contents"]["A1"].value.startswith("Odd 2026.1.0.dev0")
    assert book["cats"].freeze_panes == "B2"
    assert book["cats"].column_dimensions["G"].width > book["cats"].column_dimensions["A"].width
    assert book.properties.created == datetime.datetime(2026, 1, 2)  # noqa: DTZ001  the format has no zones
    assert book.properties.title == "Odd"


def test_a_text_longer_than_a_cell_says_so(tmp_path: Path) -> None:
    package = make_package(tmp_path / "p", {"cats": table(f"id,note\na,{'x' * 40_000}\n")})
    folder = export(compile_package(package), package, tmp_path / "out")

    text = openpyxl.load_workbook(folder / "small.xlsx")["cats"]["B2"].value
    assert len(text) <= CELL
    assert text.endswith("40000 letters, more than a cell holds")


def test_a_table_longer_than_a_sheet_says_where_its_rows_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shenzhen_ai.formats.workbook.SHEET_ROWS", 3)
    package = make_package(tmp_path / "p", {"cats": table("id\na\nb\nc\n")})
    folder = export(compile_package(package), package, tmp_path / "out")

    cell = openpyxl.load_workbook(folder / "small.xlsx")["cats"]["A1"].value
    assert cell == "3 rows are more than a sheet holds: see csv/cats.csv"


@pytest.mark.parametrize("name", ["sqlite_cats", "_dictionary"])
def test_names_that_sqlite_keeps_for_itself_are_refused(tmp_path: Path, name: str) -> None:
    package = make_package(tmp_path, {name: table("id\na\n")})

    with pytest.raises(PackageError, match="SQLite"):
        compile_package(package)


def test_the_zip_holds_all_the_other_files_and_its_own_sums(small_release: Release, tmp_path: Path) -> None:
    folder = small_release.folder
    (archive,) = folder.glob("*.zip")
    with zipfile.ZipFile(archive) as stream:
        entries = stream.infolist()
        stream.extractall(tmp_path)
    inside = tmp_path / archive.stem
    names = {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()} - {archive.name}

    assert {file.relative_to(inside).as_posix() for file in inside.rglob("*") if file.is_file()} == names
    for name in names - {"SHA256SUMS"}:
        assert (inside / name).read_bytes() == (folder / name).read_bytes()
    sums = (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    assert (inside / "SHA256SUMS").read_text(encoding="utf-8").splitlines() == [
        line for line in sums if not line.endswith(archive.name)
    ]
    assert {entry.date_time for entry in entries} == {(2026, 1, 2, 0, 0, 0)}
    assert {entry.external_attr >> 16 for entry in entries} == {0o100644}


def test_a_reader_over_the_network_can_skip_most_of_a_parquet_file(tmp_path: Path) -> None:
    """Rows are sorted and cut into groups whose figures tell that the others hold nothing of what is asked."""
    rows = "\n".join(f"{number:06d},{number % 3}" for number in range(40_000))
    package = make_package(tmp_path / "p", {"cats": table(f"cat_id,kind\n{rows}\n")})
    folder = export(compile_package(package), package, tmp_path / "out", quick=True)

    with duckdb.connect() as con:
        groups = con.execute(
            "SELECT row_group_id, stats_min_value <= '012345' AND stats_max_value >= '012345', compression "
            f"FROM parquet_metadata('{folder}/parquet/cats.parquet') WHERE path_in_schema = 'cat_id'"
        ).fetchall()
    assert len(groups) == 5
    assert [wanted for _, wanted, _ in groups].count(True) == 1
    assert {compression for *_, compression in groups} == {"ZSTD"}


@pytest.mark.slow
def test_the_evidence_of_one_row_lies_in_one_group_of_rows(real_release: Release) -> None:
    file = real_release.folder / "parquet" / "lineage.parquet"
    with duckdb.connect() as con:
        (name, row_id) = con.execute(f"SELECT table_name, row_id FROM '{file}' LIMIT 1 OFFSET 12000").fetchall()[0]
        groups = con.execute(
            "SELECT count(DISTINCT row_group_id) FILTER (stats_min_value <= $1 AND stats_max_value >= $1), "
            "count(DISTINCT row_group_id) FROM parquet_metadata($2) WHERE path_in_schema = 'table_name'",
            [name, str(file)],
        ).fetchall()
        held = con.execute(
            "SELECT max(n) - min(n) < 8192 FROM (SELECT file_row_number AS n, table_name, row_id FROM "
            "read_parquet($1, file_row_number = true)) WHERE table_name = $2 AND row_id = $3",
            [str(file), name, row_id],
        ).fetchall()
    assert groups[0][0] < groups[0][1]
    assert held == [(True,)]


def test_a_missing_library_is_named_with_its_pip_line(
    mini: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: Callable[..., str]
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "xlsxwriter", None)

    said = command("build", mini, "--run-python", "--out", tmp_path / "out", exit_code=1)
    assert "pip install 'shenzhen-ai[build]'" in said
    assert not list((tmp_path / "out").glob("2026*"))
    assert "release 2026.1.0.dev0" in command("build", mini, "--run-python", "--quick", "--out", tmp_path / "out")
    assert read(mini).name == "lighthouses"
