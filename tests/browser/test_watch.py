"""The watch itself: what a page must not do is seen."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

import chromium

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

BAD = {
    "console error": "<script>console.error('x')</script>",
    "uncaught": "<script>throw new Error('x')</script>",
    "asks another host": "<img src='http://127.0.0.1:9/x.png'>",
}


@pytest.mark.parametrize("kind", BAD)
def test_the_watch_sees_what_it_is_there_for(
    kind: str, tmp_path: Path, browser: Browser, serve: Callable[[Path], chromium.Site]
) -> None:
    (tmp_path / "index.html").write_text(f"<!doctype html><title>x</title><link rel=icon href=data:,>{BAD[kind]}")
    site = serve(tmp_path)
    context = browser.new_context()
    complaints = chromium.follow(context, urlsplit(site.address).netloc)
    context.new_page().goto(site.at(""))
    context.close()

    assert any(complaint.startswith(kind) for complaint in complaints)
