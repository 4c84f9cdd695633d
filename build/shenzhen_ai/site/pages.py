"""PAGES: Markdown from a release. Templates lie in docs/templates of the package, else beside this module.

A page of a table's row is made by `<table>.md.jinja` when there is one, else by `record.md.jinja`. Templates get
rows and texts and the functions of `Page`; they escape everything by themselves, and only `Page` makes links.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from shenzhen_ai.addresses import row_path
from shenzhen_ai.site.book import LANGUAGES
from shenzhen_ai.site.linked import linked_script
from shenzhen_ai.site.markup import heading, plain
from shenzhen_ai.site.page import Page

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
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


@dataclass(frozen=True, slots=True)
class Job:
    """A page to be made: its language, its address below the top of it, and templates, the first found serving."""

    language: str
    path: str
    templates: tuple[str, ...]
    context: Mapping[str, Any] = field(default_factory=dict)


def jobs(book: Book) -> Iterator[Job]:
    """Give every page of every language."""
    data = book.data
    tops = sorted(name for name in book.environment.list_templates() if name.startswith("page-"))
    for language in LANGUAGES:
        for template in tops:
            yield Job(language, place(template.removesuffix(".md.jinja").removeprefix("page-")), (template,))
        for table in data.resources:
            yield Job(language, f"tables/{table}/", ("table.md.jinja",), {"table": table})
        for table in data.paged():
            rows = {"table": table, "rows": data.rows[table]}
            yield Job(language, f"{table}/", (f"{table}-index.md.jinja", "index.md.jinja"), rows)
            for row in data.rows[table]:
                row_id = data.row_id(table, row)
                context = {"table": table, "row": row, "row_id": row_id}
                yield Job(language, row_path(table, row_id), (f"{table}.md.jinja", "record.md.jinja"), context)


def write_pages(book: Book) -> None:
    """Write every page of every language."""
    for job in jobs(book):
        file = book.folder / job.language / "docs" / job.path / "index.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        seen = len(book.charts)
        file.write_text(render(book, job), encoding="utf-8")
        if book.charts[seen:]:
            book.shown[file] = book.charts[seen:]
        book.written[job.language] = book.written.get(job.language, 0) + 1


def render(book: Book, job: Job) -> str:
    """Give a page as Markdown, with what the theme needs to know in front."""
    page = Page(book, job.language, job.path)
    table, row_id = job.context.get("table", ""), job.context.get("row_id", "")
    if row_id:
        page.own = (table, row_id)
        page.meta.update(twin=page.twin(table, row_id))
    if table:
        page.meta.update(card=table)
    template = book.environment.select_template(job.templates)
    common = {"page": page, "data": book.data, "_": page._, "language": job.language}
    text = template.render(**common, **job.context)
    if row_id:
        text += book.environment.get_template("history.jinja").render(**common, **job.context)
    if page.notes:
        text += book.environment.get_template("notes.jinja").render(**common)
    page.meta["title"] = heading(text)
    page.meta.setdefault("description", plain(text))
    text += str(linked_script(page, page.meta["title"], page.meta["description"]))
    front = "".join(f"{name}: {json.dumps(value, ensure_ascii=False)}\n" for name, value in page.meta.items())
    return f"---\n{front}---\n{_close(text)}"


def write_by_hand(folder: Path, target: Path) -> None:
    """Copy the pages that people wrote."""
    for file in sorted(folder.glob("*.md")):
        folder_of_page = target / place(file.stem)
        folder_of_page.mkdir(parents=True, exist_ok=True)
        (folder_of_page / "index.md").write_text(by_hand(file), encoding="utf-8")


def by_hand(file: Path) -> str:
    """Give a page that somebody wrote, as the index of a folder of its name, as all pages are.

    So a link in HTML means the same to every site tool: some count it from the file, some from the address.
    """
    text = re.sub(r"\]\((\w[\w-]*)\.md", r"](../\1/index.md", file.read_text(encoding="utf-8"))
    front = json.dumps(heading(text), ensure_ascii=False), json.dumps(plain(text), ensure_ascii=False)
    return f"---\ntitle: {front[0]}\ndescription: {front[1]}\n---\n{text}"


def place(name: str) -> str:
    """Give the address of a page of its own: the top for `index`, else a folder of its name."""
    return "" if name == "index" else f"{name}/"


def shell_words(book: Book, language: str) -> dict[str, str]:
    """Give the words of the theme in a language."""
    return {name: book.word(text, language) for name, text in SHELL.items()}


def _close(text: str) -> str:
    """Give a page without runs of empty lines."""
    return re.sub(r"\n{3,}", "\n\n", text).lstrip()
