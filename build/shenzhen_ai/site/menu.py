"""The navigation: what docs/nav.json lists, a page for each of its parts, and nothing of single records."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from shenzhen_ai._errors import ShenzhenAIError
from shenzhen_ai.site.markup import inline

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

NAV_LIMIT = 60
"""Entries of the navigation: they are repeated on many pages, so more would swell the site."""

HOME = {"en": "Home", "zh": "首页"}


def menu(docs: Path | None, pages: Path, language: str) -> list[dict[str, Any]]:
    """Give the navigation: the package's docs/nav.json, else the indexes; record pages stay outside.

    Args:
        docs: folder of the package's pages.
        pages: folder of the staged pages of the language.
        language: `en` or `zh`.

    Raises:
        ShenzhenAIError: for a navigation that is too long.
    """
    file = docs / "nav.json" if docs else None
    if file and file.is_file():
        entries = json.loads(file.read_text(encoding="utf-8"))
    else:
        found = sorted(path.relative_to(pages).as_posix() for path in pages.glob("*/index.md"))
        entries = [{language: HOME[language], "path": "index.md"}]
        entries += [{language: path.split("/")[0], "path": path} for path in found]
    count = json.dumps(entries).count(".md")
    if count > NAV_LIMIT:
        msg = f"the navigation has {count} entries, {NAV_LIMIT} are allowed: let an index page list the rest"
        raise ShenzhenAIError(msg)
    return [_entry(entry, language) for entry in entries]


def write_sections(docs: Path | None, pages: Path, language: str) -> None:
    """Write a page for each part of the navigation, with links to its pages: record pages lead to it."""
    for item in menu(docs, pages, language):
        if "pages" in item:
            folder = pages / item["path"]
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "index.md").write_text(section(item), encoding="utf-8")


def section(item: Mapping[str, Any]) -> str:
    """Give the page of a part of the navigation as Markdown."""
    links = "\n".join(f"- [{inline(sub['title'])}](../{sub['file']})" for sub in item["pages"])
    title = json.dumps(item["title"], ensure_ascii=False)
    return f"---\ntitle: {title}\n---\n# {inline(item['title'])}\n\n{links}\n"


def _entry(entry: Mapping[str, Any], language: str) -> dict[str, Any]:
    """Give an entry with its file, and its address below the top of the language."""
    path = entry["path"].removesuffix("index.md")
    path = path.removesuffix(".md") + "/" if path.endswith(".md") else path
    made: dict[str, Any] = {"title": entry[language], "file": f"{path}index.md", "path": path or "."}
    if "pages" in entry:
        made["pages"] = [_entry(sub, language) for sub in entry["pages"]]
    return made
