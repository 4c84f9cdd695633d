"""A link checker for a folder of pages: what each page refers to must be there, anchors included."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Page(HTMLParser):
    """Collects what a page refers to, and the anchors it offers."""

    def __init__(self, text: str) -> None:
        """Read a page."""
        super().__init__(convert_charrefs=True)
        self.references: list[str] = []
        self.loaded: list[str] = []
        self.anchors: set[str] = set()
        self.scripts: list[str] = []
        self.handlers: list[str] = []
        self.policy = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a tag refers to."""
        named = dict(attrs)
        self.handlers.extend(name for name, _ in attrs if name.startswith("on"))
        if tag == "title":
            self.set_cdata_mode(tag)  # its text is text, whatever it looks like: newer Pythons know
        if named.get("http-equiv") == "Content-Security-Policy":
            self.policy = named.get("content") or ""
        if tag == "script":
            self.scripts.append(named.get("src") or named.get("type") or "inline")
        self.anchors.update(value for name in ("id", "name") if (value := named.get(name)))
        href, source = named.get("href"), named.get("src")
        if href is not None:
            self.references.append(href)
        if source is not None:
            self.references.append(source)
        is_loaded = tag in {"script", "img", "iframe"} or (tag == "link" and named.get("rel") in {"stylesheet", "icon"})
        if is_loaded and (source or href):
            self.loaded.append(source or href or "")


def text(page: str) -> str:
    """Give what a page shows, without marks and blanks."""
    body = page.split("<body>")[1]
    return "".join(unescape(re.sub(r"<[^>]*>", "", body)).split())


def pages(folder: Path) -> dict[str, Page]:
    """Read every page of a folder, by its address below the folder."""
    return {
        "/" + file.relative_to(folder).as_posix().removesuffix("index.html"): Page(file.read_text(encoding="utf-8"))
        for file in folder.rglob("*.html")
        if file.name != "404.html"
    }


def broken(folder: Path) -> Iterator[str]:
    """Give each reference inside the folder that leads nowhere."""
    found = pages(folder)
    files: dict[str, bool] = {}
    for address, page in found.items():
        for reference in page.references:
            parts = urlsplit(urljoin(f"http://site{address}", reference))
            if parts.netloc != "site" or parts.scheme not in {"http", "https"}:
                continue
            path = unquote(parts.path)
            if path in found:
                is_place = parts.fragment and "=" not in parts.fragment  # `#sql=...` is for a script of the page
                if is_place and unquote(parts.fragment) not in found[path].anchors:
                    yield f"{address} -> {reference}: no such place on the page"
                continue
            if path not in files:
                files[path] = (folder / path.lstrip("/")).is_file()
            if not files[path]:
                yield f"{address} -> {reference}: no such page"


def elsewhere(folder: Path) -> Iterator[str]:
    """Give each thing that a page would load from another host."""
    for address, page in pages(folder).items():
        for reference in page.loaded:
            if urlsplit(urljoin(f"http://site{address}", reference)).netloc != "site":
                yield f"{address} loads {reference}"
