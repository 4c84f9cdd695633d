"""What a row has beside its page: its JSON twin, and a small page of its own where the table has none."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from shenzhen_ai.addresses import row_path
from shenzhen_ai.site.page import Page
from shenzhen_ai.site.pages import LANGUAGES

if TYPE_CHECKING:
    from shenzhen_ai.site.data import Row
    from shenzhen_ai.site.pages import Pages


def write_records(pages: Pages) -> int:
    """Write the JSON twin of every row with a page, and permalinks of all other rows; give how many permalinks."""
    data = pages.data
    count = 0
    for table in data.resources:
        if not data.key(table) or data.is_view(table):
            continue
        folder = pages.shared / table
        folder.mkdir(parents=True, exist_ok=True)
        for row in data.rows[table]:
            row_id = data.row_id(table, row)
            if data.has_page(table):
                text = json.dumps(twin(pages, table, row, row_id), ensure_ascii=False, separators=(",", ":"))
                (pages.shared / Page(pages, "en", "").twin(table, row_id)).write_text(text + "\n", encoding="utf-8")
            else:
                _permalink(pages, table, row, row_id)
                count += len(LANGUAGES)
    return count


def _permalink(pages: Pages, table: str, row: Row, row_id: str) -> None:
    """Write the small pages of a row, one per language, without the site tool."""
    template = pages.environment.get_template("permalink.html.jinja")
    for language in LANGUAGES:
        page = Page(pages, language, row_path(table, row_id), own=(table, row_id))
        context = {"page": page, "data": pages.data, "_": page._, "language": language}
        folder = pages.shared / ("" if language == "en" else language) / row_path(table, row_id)
        folder.mkdir(parents=True, exist_ok=True)
        text = template.render(table=table, row=row, row_id=row_id, **context)
        (folder / "index.html").write_text(text, encoding="utf-8")


def twin(pages: Pages, table: str, row: Row, row_id: str) -> dict[str, Any]:
    """Give a row as data: its cells, what each source says of it, and the sources."""
    data = pages.data
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
    }
