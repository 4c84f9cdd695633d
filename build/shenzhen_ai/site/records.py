"""What a row has beside its page: its JSON twin, and a small page of its own where the table has none."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from shenzhen_ai.addresses import row_path
from shenzhen_ai.permalinks import permalink
from shenzhen_ai.site.book import LANGUAGES
from shenzhen_ai.site.page import Page
from shenzhen_ai.site.take import citation, query

if TYPE_CHECKING:
    from shenzhen_ai.site.book import Book
    from shenzhen_ai.site.data import Row


def write_records(book: Book) -> int:
    """Write the JSON twin of every row with a page, and permalinks of all other rows; give how many permalinks."""
    data = book.data
    count = 0
    for table in data.resources:
        if not data.key(table) or data.is_view(table):
            continue
        folder = book.shared / table
        folder.mkdir(parents=True, exist_ok=True)
        for row in data.rows[table]:
            row_id = data.row_id(table, row)
            if data.has_page(table):
                text = json.dumps(twin(book, table, row, row_id), ensure_ascii=False, separators=(",", ":"))
                (book.shared / Page(book, "en", "").twin(table, row_id)).write_text(text + "\n", encoding="utf-8")
            else:
                _small_pages(book, table, row_id, row)
                count += len(LANGUAGES)
    for table, row_id in book.history:
        if data.key(table) and data.get(table, row_id) is None:
            _small_pages(book, table, row_id, None)
            count += len(LANGUAGES)
    return count


def write_llms(book: Book) -> None:
    """Write llms.txt: what there is, for programs that read text."""
    page = Page(book, "en", "")
    top = permalink(str(book.data.release.descriptor.get("homepage", "")), version="latest")
    text = book.environment.get_template("llms.txt.jinja").render(page=page, data=book.data, top=top)
    (book.shared / "llms.txt").write_text(text, encoding="utf-8")


def _small_pages(book: Book, table: str, row_id: str, row: Row | None) -> None:
    """Write the small pages of a row that is or was there, one per language, without the site tool."""
    for language in LANGUAGES:
        folder = book.shared / ("" if language == "en" else language) / row_path(table, row_id)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "index.html").write_text(permalink_page(book, language, table, row, row_id), encoding="utf-8")


def permalink_page(book: Book, language: str, table: str, row: Row | None, row_id: str) -> str:
    """Give the small page of a row; without a row that of one that was retired."""
    page = Page(book, language, row_path(table, row_id), own=(table, row_id))
    context = {"page": page, "data": book.data, "_": page._, "language": language}
    template = book.environment.get_template("permalink.html.jinja" if row else "retired.html.jinja")
    return template.render(table=table, row=row, row_id=row_id, **context)


def twin(book: Book, table: str, row: Row, row_id: str) -> dict[str, Any]:
    """Give a row as data: its cells, what each source says of it, and the sources."""
    data = book.data
    found = data.lineage(table, row_id)
    return {
        "table": table,
        "id": row_id,
        "version": data.release.version,
        "labels": {language: data.label(table, row, language) for language in LANGUAGES},
        "row": {name: text for name, text in row.items() if text},
        "statements": [
            {name: item[name] for name in ("field", "source_id", "locator", "basis") if item[name]} for item in found
        ],
        "sources": {
            item["source_id"]: {name: item[name] for name in ("title", "publisher", "url", "copy") if item.get(name)}
            for item in found
        },
        "citation": citation(book, table, row, row_id),
        "sql": query(book, table, row),
    }
