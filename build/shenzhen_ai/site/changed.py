"""What a change does to the pages: only those that differ from the pages of another state, as files to look at."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING

from shenzhen_ai.addresses import row_path
from shenzhen_ai.site.book import LANGUAGES, OWN_TEMPLATES
from shenzhen_ai.site.charts import draw_all
from shenzhen_ai.site.markup import SMALL_POLICY, heading
from shenzhen_ai.site.page import PREFIX
from shenzhen_ai.site.records import permalink_page
from shenzhen_ai.site.take import PATTERNS, patterns

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from shenzhen_ai.site.preview import Preview


def write_changed(after: Preview, before: Preview, out: Path) -> list[str]:
    """Write the pages that are new or read otherwise, with what they load, and a list of them; give their addresses.

    Version, date and the numbers of lines, which differ on every page, are left out of the comparison. Links to pages
    that did not change lead nowhere here.

    Args:
        after: the state that is proposed.
        before: the state that it is compared with.
        out: folder to write to; what was there goes.
    """
    shutil.rmtree(out, ignore_errors=True)
    titles = dict([*_pages(after, before, out), *_permalinks(after, before, out)])
    for folder in [OWN_TEMPLATES / "assets", *([after.docs / "assets"] if after.docs else [])]:
        if folder.is_dir():
            shutil.copytree(folder, out / "assets", dirs_exist_ok=True)
    _write(out / PATTERNS, patterns(after.book()))
    listed = "".join(
        f'<li><a href="./{escape(path)}index.html">{escape(title)}</a></li>' for path, title in titles.items()
    )
    _write(
        out / "changed.html",
        f'<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" '
        f'content="{SMALL_POLICY}"><title>{len(titles)}</title><link rel="stylesheet" href="assets/site.css"></head>\n'
        f"<body><main><h1>{len(titles)} changed pages · 变更的页面</h1><ul>{listed}</ul></main></body>\n</html>\n",
    )
    return list(titles)


def _pages(after: Preview, before: Preview, out: Path) -> Iterator[tuple[str, str]]:
    """Write the changed pages of the site tool; give address and title of each."""
    old = {(page.language, page.path): _blank(before, page.text) for page in before.pages()}
    charts = []
    for page in after.pages():
        if old.get((page.language, page.path)) != _blank(after, page.text):
            path = PREFIX[page.language] + page.path
            _write(out / path / "index.html", after.html(page))
            charts += [replace(chart, file=out / chart.file.relative_to(after.book().shared)) for chart in page.charts]
            yield path, heading(page.text.split("---\n", 2)[-1]) or path
    draw_all(charts)


def _permalinks(after: Preview, before: Preview, out: Path) -> Iterator[tuple[str, str]]:
    """Write the small pages of rows that changed, or whose sources did; give address and title of each."""
    data, book = after.data, after.book()
    for table in data.resources:
        if not data.key(table) or data.is_view(table) or data.has_page(table):
            continue
        for row in data.rows[table]:
            row_id = data.row_id(table, row)
            known = table in before.data.resources and before.data.get(table, row_id) == row
            if known and before.data.lineage(table, row_id) == data.lineage(table, row_id):
                continue
            for language in LANGUAGES:
                path = PREFIX[language] + row_path(table, row_id)
                _write(out / path / "index.html", permalink_page(book, language, table, row, row_id))
                yield path, data.label(table, row, language)


def _blank(preview: Preview, text: str) -> str:
    """Give a page without what differs on every one."""
    descriptor = preview.data.release.descriptor
    for said in (
        preview.data.release.version,
        str(descriptor.get("as_of", "")),
        str(descriptor.get("created", ""))[:10],
    ):
        text = text.replace(said, "") if said else text
    return re.sub(r"(\?plain=1)#L\d+", r"\1", text)


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
