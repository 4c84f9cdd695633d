"""Canonical CSV: nothing is lost, and doing it twice changes nothing."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shenzhen_ai._errors import PackageError
from shenzhen_ai.fmt import clean, format_package, write_rows
from shenzhen_ai.read import read

if TYPE_CHECKING:
    from pathlib import Path

cells = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)


@given(st.lists(st.lists(cells, min_size=2, max_size=2), max_size=5))
def test_what_is_written_is_read_back(rows: list[list[str]]) -> None:
    text = write_rows(["a", "b"], rows)

    assert list(csv.reader(io.StringIO(text, newline="")))[1:] == rows


@given(cells)
def test_cleaning_twice_is_cleaning_once(cell: str) -> None:
    assert clean(clean(cell)) == clean(cell)


def test_what_a_spreadsheet_did_is_undone(mini: Path) -> None:
    file = mini / "data/readings.csv"
    canonical = file.read_text(encoding="utf-8")
    header, *rows = canonical.splitlines()
    file.write_bytes(("\ufeff" + "\r\n".join([header, *reversed(rows), ""])).encode())

    assert format_package(read(mini), write=False) == ["data/readings.csv"]
    assert format_package(read(mini), write=True) == ["data/readings.csv"]
    assert file.read_text(encoding="utf-8") == canonical
    assert format_package(read(mini), write=True) == []


def test_columns_in_another_order_are_put_back(mini: Path) -> None:
    file = mini / "data/gone.csv"
    canonical = file.read_text(encoding="utf-8")
    file.write_text(",".join(reversed(canonical.strip().split(","))) + "\n", encoding="utf-8")

    format_package(read(mini), write=True)

    assert file.read_text(encoding="utf-8") == canonical


def test_a_file_that_cannot_be_read_keeps_all_files_as_they_are(mini: Path) -> None:
    lamps = mini / "data/lamps.csv"
    lamps.write_text(lamps.read_text(encoding="utf-8").replace("\n", "\r\n"), encoding="utf-8")
    (mini / "data/gone.csv").write_text("table_name,row_id\nx,y\n", encoding="utf-8")
    before = lamps.read_bytes()

    with pytest.raises(PackageError, match=r"data/gone\.csv:1: \[HEADER\]"):
        format_package(read(mini), write=True)

    assert lamps.read_bytes() == before
