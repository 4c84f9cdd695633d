"""Feeds of changes, read back with a feed reader: who subscribes to a row hears of it and of what refers to it."""

from __future__ import annotations

import json
from html import unescape
from typing import TYPE_CHECKING, Any

import feedparser
import pytest

import links
from shenzhen_ai.compile import compile_package
from shenzhen_ai.cut import cut
from shenzhen_ai.export import export
from shenzhen_ai.load import find_release
from shenzhen_ai.read import read
from shenzhen_ai.site.book import Book
from shenzhen_ai.site.data import Data
from shenzhen_ai.site.feeds import write_feeds
from shenzhen_ai.site.pages import Job, render

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from shenzhen_ai.load import Release

HOME = "https://lighthouses.example"


def edit(file: Path, change: Callable[[str], str]) -> None:
    file.write_text(change(file.read_text(encoding="utf-8")), encoding="utf-8")


def add(file: Path, line: str) -> None:
    edit(file, lambda text: f"{text}{line}\n")


@pytest.fixture
def changed(mini: Path, tmp_path: Path) -> Data:
    """The second release of the small package: a figure was corrected, a row came."""

    def declare(text: str) -> str:
        return json.dumps({**json.loads(text), "history": "data/history"}, indent=2)

    edit(mini / "datapackage.json", declare)
    edit(mini / "schemas/lamps.json", lambda text: json.dumps({**json.loads(text), "feed": True}))
    cut(read(mini), "2026.2.0")
    edit(mini / "data/readings.csv", lambda text: text.replace("asof:2020,17,", "asof:2020,1700.5,"))
    add(mini / "data/readings.csv", "pharos-1,pharos,asof:2022,9,9 miles,false,pilot-book,p:4")
    edit(
        mini / "data/readings.csv",
        lambda text: text.replace("eddystone-2021,eddystone,asof:2021,17.50,,true,pilot-book,p:3\n", ""),
    )
    add(mini / "data/gone.csv", "readings,eddystone-2021,pharos-1,Of another lamp.,2026.3.0")
    note = "Misread <b>&amp;</b> twice."
    add(
        mini / "data/log.csv",
        f"c1,readings,eddystone-2020,value,17,1700.5,our_error,{note},读错。,,,accepted,2026-01-02,",
    )
    cut(read(mini), "2026.3.0")
    return Data.read(find_release(export(compile_package(read(mini)), read(mini), tmp_path / "out")))


def entries(file: Path) -> list[dict[str, Any]]:
    feed = feedparser.parse(file.read_bytes())
    assert not feed.bozo, feed.get("bozo_exception")
    assert feed.version == "atom10"
    assert feed.feed.id.endswith(f"{file.name}")
    return list(feed.entries)


def test_all_table_and_row_feeds_hold_their_changes(changed: Data, tmp_path: Path) -> None:
    count = write_feeds(changed, tmp_path, "en")
    files = {file.relative_to(tmp_path / "feeds").as_posix(): entries(file) for file in tmp_path.rglob("*.atom")}

    assert count == len(files) == len(list((tmp_path / "feeds").rglob("*.json")))
    assert {name: len(found) for name, found in files.items() if found} == {
        "all.atom": 3,
        "readings.atom": 3,
        "lamps/eddystone.atom": 1,
        "lamps/pharos.atom": 1,
    }
    (entry,) = files["lamps/eddystone.atom"]
    assert entry["id"] == entry["link"] == f"{HOME}/2026.3.0/readings/eddystone-2020/"
    assert entry["title"].endswith("Value 17 became 1,700.5 (our error: Misread <b>&amp;</b> twice.)")
    assert entry["updated"] == "2026-01-02T00:00:00Z"


def test_json_feed_says_the_same(changed: Data, tmp_path: Path) -> None:
    write_feeds(changed, tmp_path, "zh")
    body = json.loads((tmp_path / "feeds/lamps/eddystone.json").read_text(encoding="utf-8"))
    (atom,) = entries(tmp_path / "feeds/lamps/eddystone.atom")
    (item,) = body["items"]

    assert body["version"] == "https://jsonfeed.org/version/1.1"
    assert body["feed_url"] == f"{HOME}/latest/zh/feeds/lamps/eddystone.json"
    assert body["home_page_url"] == f"{HOME}/latest/zh/lamps/eddystone/"
    assert {name: item[name] for name in ("id", "title")} == {name: atom[name] for name in ("id", "title")}
    assert "由 17 改为 1,700.5（我方错误：读错。）" in item["content_text"]


@pytest.mark.parametrize(("language", "text"), [("en", "Value 17 became 1,700.5"), ("zh", "由 17 改为 1,700.5")])
def test_a_page_tells_all_changes_by_version(changed: Data, tmp_path: Path, language: str, text: str) -> None:
    page = render(Book(changed, None, tmp_path), Job(language, "changes/", ("page-changes.md.jinja",)))

    assert "## 2026.3.0" in unescape(page)
    assert text in page
    assert "Misread <b>" not in page, "cells are texts, never markup"
    assert 'href="../readings/eddystone-2020/"' in page
    assert page.rindex("eddystone-2020") < page.rindex("pharos-1"), "what is new comes last"


def test_the_page_of_a_first_release_says_so(small_release: Release, tmp_path: Path) -> None:
    book = Book(Data.read(small_release), None, tmp_path)

    assert "this is the first release" in render(book, Job("en", "changes/", ("page-changes.md.jinja",)))


@pytest.mark.slow
def test_rows_tell_on_their_own_pages_that_they_changed_or_were_retired(
    changed: Data, tmp_path: Path, command: Callable[..., str]
) -> None:
    command("site", tmp_path / "mini", "--release", changed.release.folder, "--out", tmp_path / "site")
    latest = tmp_path / "site" / "latest"

    def text(path: str) -> str:
        return unescape((latest / path / "index.html").read_text(encoding="utf-8"))

    assert "Value 17 became 1,700.5" in text("readings/eddystone-2020")
    assert "由 17 改为 1,700.5" in text("zh/readings/eddystone-2020")
    assert "no longer in the data" in text("readings/eddystone-2021")
    assert "Of another lamp." in text("readings/eddystone-2021")
    assert "<a href=../../readings/pharos-1/>" in text("readings/eddystone-2021")
    assert "What changed" not in text("lamps/pharos").split("<main", 1)[1]
    assert (tmp_path / "site/2026.3.0/readings/eddystone-2021/index.html").is_file()
    assert list(links.broken(tmp_path / "site")) == []


def test_a_first_release_has_empty_feeds_that_can_be_read(small_release: Release, tmp_path: Path) -> None:
    assert write_feeds(Data.read(small_release), tmp_path, "en") > 1
    assert all(entries(file) == [] for file in tmp_path.rglob("*.atom"))
