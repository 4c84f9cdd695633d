"""What the search reads: small enough for the first query, and every row of every table with pages in it."""

from __future__ import annotations

import json
import zlib
from typing import TYPE_CHECKING, Any

import pytest

from shenzhen_ai.site import find
from shenzhen_ai.site.book import OWN_TEMPLATES, Book
from shenzhen_ai.site.data import Data

if TYPE_CHECKING:
    from pathlib import Path

    from shenzhen_ai.load import Release


def load(folder: Path, name: str) -> Any:
    return json.loads(zlib.decompress((folder / f"{name}.z").read_bytes()))


def entries(folder: Path, table: str) -> list[list[str]]:
    """Undo what texts share with those before them."""
    before, found = ["", "", ""], []
    for line in load(folder, table):
        before = [old[: line[2 * index]] + line[2 * index + 1] for index, old in enumerate(before)]
        found.append(before)
    return found


def write(release: Release, folder: Path) -> Path:
    find.write_find(Book(Data.read(release), None, folder))
    return folder / "shared" / "assets" / "find"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_first_query_loads_at_most_300_kb(real_release: Release, tmp_path: Path, language: str) -> None:
    folder = write(real_release, tmp_path) / language
    index = load(folder, "index")
    script = (OWN_TEMPLATES / "assets" / "find" / "find.js").stat().st_size
    overhead = script + (folder / "index.z").stat().st_size

    assert index["first"] <= 300_000
    assert overhead <= 12_000, "the script sets so much aside for itself and the index"
    for part in index["parts"]:
        assert part["bytes"] == (folder / f"{part['table'] or 'pages'}.z").stat().st_size


def test_every_row_with_a_page_can_be_found(small_release: Release, tmp_path: Path) -> None:
    folder = write(small_release, tmp_path)
    data = Data.read(small_release)
    for table in data.paged():
        assert len(entries(folder / "en", table)) == len(data.rows[table])

    assert ["lamps/eddystone/", "Eddystone", "埃迪斯通\n1882-05"] in entries(folder / "en", "lamps")
    assert ["lamps/eddystone/", "埃迪斯通", "Eddystone\n1882-05"] in entries(folder / "zh", "lamps")


def test_traditional_signs_are_folded_where_the_data_has_them(real_release: Release, tmp_path: Path) -> None:
    old, new = load(write(real_release, tmp_path) / "zh", "index")["fold"]
    pairs = dict(zip(old, new, strict=True))

    assert pairs["業"] == "业"
    assert pairs["設"] == "设"
    assert "深" not in pairs
