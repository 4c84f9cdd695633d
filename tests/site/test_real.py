"""The site of this project's own data: each row has its address in both languages, no link is broken, all is small."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING

import pytest

import links
from shenzhen_ai.addresses import row_path
from shenzhen_ai.site.data import Data

if TYPE_CHECKING:
    from pathlib import Path

    from shenzhen_ai.load import Release

pytestmark = pytest.mark.slow

LIMIT = 150_000_000
"""Bytes of one version: 15 million are the release, 9 the console, 10 the pages of single lines of evidence."""

PAGE_LIMIT = 400_000
"""Compressed bytes of a record's page with all that it loads but pictures."""

EVENT_LIMIT = 10_000
"""Bytes of the page of an event, half of them at least: the frame around it stays small."""


def test_every_row_has_an_address_and_no_link_is_broken(real_site: Path, real_release: Release) -> None:
    data = Data.read(real_release)
    missing = [
        row_path(table, data.row_id(table, row))
        for table in data.resources
        if data.key(table) and not data.is_view(table)
        for row in data.rows[table]
        for prefix in ("", "zh/")
        if not (real_site / prefix / row_path(table, data.row_id(table, row)) / "index.html").is_file()
    ]

    assert missing == []
    assert [text for text in links.broken(real_site) if not text.endswith("versions/: no such page")] == []
    assert list(links.elsewhere(real_site)) == []


def test_one_version_stays_small_and_its_navigation_short(real_site: Path) -> None:
    assert sum(file.stat().st_size for file in real_site.rglob("*") if file.is_file()) < LIMIT
    sizes = sorted(file.stat().st_size for file in (real_site / "events").glob("*/index.html"))
    assert sizes[len(sizes) // 2] < EVENT_LIMIT
    menu = (real_site / "index.html").read_text(encoding="utf-8").split("</header>")[0]
    assert 5 <= menu.count("<li>") <= 60


def test_a_record_s_page_is_light_with_its_style_and_script(real_site: Path, real_release: Release) -> None:
    data = Data.read(real_release)
    pages = [file for table in data.paged() for file in (real_site / table).glob("*/index.html")]
    pages += [file for table in data.paged() for file in (real_site / "zh" / table).glob("*/index.html")]
    heaviest = sorted(pages, key=lambda file: file.stat().st_size)[-20:]
    for file in heaviest:
        text = file.read_text(encoding="utf-8")
        loaded = {name for name in links.Page(text).loaded if name.endswith((".js", ".css"))}
        assert len(loaded) >= 4, "early.js, shell.js and two styles at least"
        assert sum(packed(file.parent / name) for name in loaded) + packed(file) < PAGE_LIMIT, file


def packed(file: Path) -> int:
    """Give the bytes of a file as servers send it."""
    return len(gzip.compress(file.read_bytes(), 6))


def test_charts_say_what_they_show_and_carry_their_data(real_site: Path) -> None:
    charts = sorted((real_site / "charts").glob("*.svg"))
    assert len(charts) > 100
    for chart in charts:
        text = chart.read_text(encoding="utf-8")
        assert "<title>" in text
        assert "<desc>" in text
        assert "prefers-color-scheme:dark" in text
        assert json.loads(chart.with_suffix(".vl.json").read_text(encoding="utf-8"))["$schema"]
