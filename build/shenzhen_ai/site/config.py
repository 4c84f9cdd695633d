"""What the site tool and the theme are told."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from shenzhen_ai.site.markup import POLICY
from shenzhen_ai.site.menu import menu
from shenzhen_ai.site.page import NAMES, OTHER, PREFIX, UP
from shenzhen_ai.site.pages import shell_words

if TYPE_CHECKING:
    from pathlib import Path

    from shenzhen_ai.site.book import Book

EXTENSIONS = ["attr_list", "md_in_html", "tables", "admonition"]
TOC = {"permalink": False}
"""Headings get their links by script: thousands of pages would carry them."""

FEEDS = {"atom": "application/atom+xml", "json": "application/feed+json"}


def configure(book: Book, folder: Path, language: str) -> None:
    """Write mkdocs.yml (JSON, which is YAML): no plugin and no hook, so that other tools can build it."""
    text = json.dumps(configuration(book, folder / "docs", language), ensure_ascii=False, indent=1)
    (folder / "mkdocs.yml").write_text(text + "\n", encoding="utf-8")


def configuration(book: Book, pages: Path, language: str) -> dict[str, Any]:
    """Give the configuration of one language.

    Args:
        book: the pages of a release.
        pages: folder of the staged pages of the language.
        language: `en` or `zh`.
    """
    release = book.data.release
    home = str(release.descriptor.get("homepage", "")).rstrip("/") + "/latest/"
    key = "title" if language == "en" else f"title_{language}"
    config: dict[str, Any] = {
        "site_name": release.descriptor.get(key) or release.descriptor.get("title") or release.descriptor["name"],
        "site_url": f"{home}{PREFIX[language]}",
        "docs_dir": "docs",
        "site_dir": "html",
        "use_directory_urls": True,
        "theme": {"name": None, "custom_dir": "theme", "language": language},
        "plugins": [],
        "markdown_extensions": [*EXTENSIONS, {"toc": TOC}],
        "extra": _extra(book, pages, language, home),
        "copyright": ", ".join(item["name"] for item in release.descriptor.get("licenses", [])),
        "validation": {"links": {"not_found": "warn", "anchors": "warn", "unrecognized_links": "ignore"}},
    }
    config["nav"] = config["extra"].pop("nav")
    return config


def _extra(book: Book, pages: Path, language: str, home: str) -> dict[str, Any]:
    """Give what the theme needs to know."""
    release = book.data.release
    other = OTHER[language]
    found = menu(book.docs, pages, language)
    return {
        "language": language,
        "other_language": other,
        "other_name": NAMES[other],
        "other": PREFIX[other] or "../",
        "other_home": f"{home}{PREFIX[other]}",
        "home": home,
        "root": UP[language],
        "policy": POLICY,
        "version": release.version,
        "as_of": str(release.descriptor.get("as_of", "")),
        "styles": book.assets("css"),
        "scripts": book.assets("js"),
        "feeds": [
            {"type": kind, "path": f"{PREFIX[language]}feeds/all.{ending}", "title": ending}
            for ending, kind in FEEDS.items()
        ],
        "words": shell_words(book, language),
        "menu": found,
        "nav": [
            {item["title"]: [item["file"], *({sub["title"]: sub["file"]} for sub in item["pages"])]}
            if "pages" in item
            else {item["title"]: item["file"]}
            for item in found
        ],
    }
