"""PAGES: Markdown from a release. Templates lie in docs/templates of the package, else beside this module.

A page of a table's row is made by `<table>.md.jinja` when there is one, else by `record.md.jinja`. Templates get
rows and texts and the functions of `Page`; they escape everything by themselves, and only `Page` makes links.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from shenzhen_ai.addresses import row_path
from shenzhen_ai.site.book import LANGUAGES
from shenzhen_ai.site.markup import heading, plain
from shenzhen_ai.site.page import Page

if TYPE_CHECKING:
    from pathlib import Path

    from shenzhen_ai.site.book import Book

SHELL = {
    "skip": "Skip to content",
    "menu": "Main menu",
    "theme": "Light or dark",
    "find": "Search",
    "toc": "On this page",
    "take": "Cite, query, download",
    "version": "Version",
    "as_of": "as of",
}
"""Words of the theme around a page."""


def write_pages(book: Book) -> None:
    """Write every page of every language."""
    for language in LANGUAGES:
        for template in sorted(_top_templates(book)):
            _render(book, language, _place(template.removesuffix(".md.jinja").removeprefix("page-")), template)
        for table in book.data.resources:
            _render(book, language, f"tables/{table}/", "table.md.jinja", table=table)
        for table in book.data.paged():
            _table(book, language, table)


def write_by_hand(folder: Path, target: Path) -> None:
    """Copy the pages that people wrote, each as the index of a folder of its name, as all pages are.

    So a link in HTML means the same to every site tool: some count it from the file, some from the address.
    """
    for file in sorted(folder.glob("*.md")):
        text = re.sub(r"\]\((\w[\w-]*)\.md", r"](../\1/index.md", file.read_text(encoding="utf-8"))
        front = json.dumps(heading(text), ensure_ascii=False), json.dumps(plain(text), ensure_ascii=False)
        place = target / _place(file.stem)
        place.mkdir(parents=True, exist_ok=True)
        page = f"---\ntitle: {front[0]}\ndescription: {front[1]}\n---\n{text}"
        (place / "index.md").write_text(page, encoding="utf-8")


def _place(name: str) -> str:
    """Give the address of a page of its own: the top for `index`, else a folder of its name."""
    return "" if name == "index" else f"{name}/"


def shell_words(book: Book, language: str) -> dict[str, str]:
    """Give the words of the theme in a language."""
    return {name: book.word(text, language) for name, text in SHELL.items()}


def _top_templates(book: Book) -> set[str]:
    """Name the templates of single pages: page-<name>.md.jinja."""
    return {name for name in book.environment.list_templates() if name.startswith("page-")}


def _table(book: Book, language: str, table: str) -> None:
    rows = book.data.rows[table]
    _render(book, language, f"{table}/", f"{table}-index.md.jinja", "index.md.jinja", table=table, rows=rows)
    for row in rows:
        row_id = book.data.row_id(table, row)
        path = row_path(table, row_id)
        _render(book, language, path, f"{table}.md.jinja", "record.md.jinja", table=table, row=row, row_id=row_id)


def _render(book: Book, language: str, path: str, *templates: str, **context: Any) -> None:
    page = Page(book, language, path)
    table, row_id = context.get("table", ""), context.get("row_id", "")
    if row_id:
        page.own = (table, row_id)
        page.meta.update(twin=page.twin(table, row_id), card=table)
    template = book.environment.select_template(templates)
    common = {"page": page, "data": book.data, "_": page._, "language": language}
    text = template.render(**common, **context)
    if page.notes:
        text += book.environment.get_template("notes.jinja").render(**common)
    page.meta["title"] = heading(text)
    page.meta.setdefault("description", plain(text))
    front = "".join(f"{name}: {json.dumps(value, ensure_ascii=False)}\n" for name, value in page.meta.items())
    file = book.folder / language / "docs" / path / "index.md"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"---\n{front}---\n{_close(text)}", encoding="utf-8")
    book.written[language] = book.written.get(language, 0) + 1


def _close(text: str) -> str:
    """Give a page without runs of empty lines."""
    return re.sub(r"\n{3,}", "\n\n", text).lstrip()
