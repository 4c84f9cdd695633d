"""The preview: the same pages as the site's, and an edit that shows at once."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING
from urllib.request import urlopen

import pytest

import links
from shenzhen_ai.site.preview import Preview, server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from shenzhen_ai.load import Release


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    (tmp_path / "docs/templates").mkdir(parents=True)
    (tmp_path / "docs/templates/page-about.md.jinja").write_text("# About\n\nBefore\n", encoding="utf-8")
    return tmp_path / "docs"


@pytest.fixture
def read(small_release: Release, docs: Path, tmp_path: Path) -> Iterator[Callable[[str], str]]:
    """Reads an address of a running preview."""
    with server(Preview(small_release, docs, tmp_path / "none"), 0) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()

        def get(path: str) -> str:
            with urlopen(f"http://127.0.0.1:{running.server_port}/latest/{path}", timeout=20) as answer:
                return str(answer.read().decode())

        yield get
        running.shutdown()


def test_an_edit_shows_at_the_next_request(read: Callable[[str], str], docs: Path) -> None:
    assert "Before" in read("about/")
    (docs / "templates/page-about.md.jinja").write_text("# About\n\nAfter\n", encoding="utf-8")

    assert "After" in read("about/")


@pytest.mark.parametrize("path", ["", "zh/lamps/eddystone/", "tables/readings/", "papers/harbour-list/"])
def test_the_preview_shows_what_the_site_shows(path: str, read: Callable[[str], str], small_site: Path) -> None:
    built = (small_site / path / "index.html").read_text(encoding="utf-8")

    shown = read(path)

    assert main(shown) == main(built)
    assert links.Page(shown).anchors == links.Page(built).anchors


def main(page: str) -> str:
    """Give what a page shows below its head: the menu of a package without nav.json lists what was staged."""
    return links.text("<body>" + page.split("</header>")[1])


def test_twins_and_styles_are_served(read: Callable[[str], str]) -> None:
    assert '"citation"' in read("readings/eddystone-2020.json")
    assert '"BibTeX"' in read("assets/take/patterns.json")
    assert "--back" in read("assets/site.css")
