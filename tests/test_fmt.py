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

    assert format_package(read(mini), write=False).changed == ["data/readings.csv"]
    assert format_package(read(mini), write=True).changed == ["data/readings.csv"]
    assert file.read_text(encoding="utf-8") == canonical
    assert format_package(read(mini), write=True).changed == []


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


READINGS = """reading_id,lamp_id,period,value,printed,wording_lost,paper_id,whereabouts
a-1,eddystone,asof:2020,17.50,"46,596",false,harbour-list,p:1
a-2,eddystone,asof:2021,1000000000000000000,0042,true,harbour-list,p:2
a-3,eddystone,asof:2022,3.0,"August 8, 1993",false,harbour-list,p:3
a-4,eddystone,asof:2023,-9.62,(9.62),false,harbour-list,p:4
a-5,eddystone,asof:2024,4,April 29,false,harbour-list,p:5
"""
SAVED = """reading_id,lamp_id,period,value,printed,wording_lost,paper_id,whereabouts
a-1,eddystone,asof:2020,17.5,46596,FALSE,harbour-list,p:1
a-2,eddystone,asof:2021,1E+018,42,TRUE,harbour-list,p:2
a-3,eddystone,asof:2022,3,08/08/1993,FALSE,harbour-list,p:3
a-4,eddystone,asof:2023,-9.62,-9.62,FALSE,harbour-list,p:4
a-5,eddystone,asof:2024,4,04/29/2026,FALSE,harbour-list,p:5
"""


def formatted(mini: Path, now: str, before: str = READINGS) -> tuple[str, list[str]]:
    """Format readings that were `before` at the last commit; give their text, and what was left in doubt."""
    file = mini / "data/readings.csv"
    file.write_text(now, encoding="utf-8")
    done = format_package(
        read(mini), write=True, before=lambda path: before.encode() if path == "data/readings.csv" else None
    )
    return file.read_text(encoding="utf-8"), [str(doubt) for doubt in done.doubts]


def test_forms_that_a_spreadsheet_changed_are_put_back(mini: Path) -> None:
    assert formatted(mini, SAVED) == (READINGS, [])
    assert formatted(mini, SAVED.replace(",", ";").replace("\n", "\r\n")) == (READINGS, [])


def test_what_was_edited_in_the_spreadsheet_stays_edited(mini: Path) -> None:
    text, _ = formatted(mini, SAVED.replace("17.5", "18.5").replace("p:3", "p:4"))

    assert text == READINGS.replace("17.50", "18.5").replace("p:3", "p:4")


def test_a_hand_that_changes_the_form_of_one_cell_is_left_alone(mini: Path) -> None:
    text, _ = formatted(mini, READINGS.replace("17.50", "17.5"))

    assert ",17.5," in text


def test_new_rows_are_put_in_the_form_of_their_fields_and_doubts_are_named(mini: Path) -> None:
    new = (
        'a-6,eddystone,asof:2023,"1,200",,FALSE,harbour-list,p:4\na-7,eddystone,5/6/2024,1E+12,,TRUE,harbour-list,p:5\n'
    )

    text, doubts = formatted(mini, SAVED + new)

    assert "a-6,eddystone,asof:2023,1200,,false,harbour-list,p:4\n" in text
    assert "a-7,eddystone,5/6/2024,1E+12,,true,harbour-list,p:5\n" in text
    assert [doubt.split(" ")[0] for doubt in doubts] == ["data/readings.csv:8:period:", "data/readings.csv:8:value:"]
