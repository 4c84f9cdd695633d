"""PAGES: Markdown from a release. Templates lie in docs/templates of the package, else beside this module.

A page of a table's row is made by `<table>.md.jinja` when there is one, else by `record.md.jinja`. Templates get
rows and texts and the functions of `Page`; they escape everything by themselves, and only this module makes links.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shenzhen_ai._errors import ExtraMissing
from shenzhen_ai.addresses import row_path
from shenzhen_ai.codes import CODES
from shenzhen_ai.site.charts import Chart, draw_all
from shenzhen_ai.site.markup import address, heading, inline, plain
from shenzhen_ai.site.page import Page, anchor

if TYPE_CHECKING:
    import jinja2

    from shenzhen_ai.codes import Code
    from shenzhen_ai.site.data import Data

LANGUAGES = ("en", "zh")
OWN_TEMPLATES = Path(__file__).parent / "templates"
SHELL = {
    "skip": "Skip to content",
    "menu": "Main menu",
    "theme": "Light or dark",
    "toc": "On this page",
    "take": "Cite, query, download",
    "version": "Version",
    "as_of": "as of",
}
"""Words of the theme around a page."""


@dataclass
class Pages:
    """All pages of a release: Markdown in `folder`/<language>/docs, what needs no site tool in `folder`/shared."""

    data: Data
    docs: Path | None
    folder: Path
    untranslated: set[str] = field(default_factory=set)
    written: dict[str, int] = field(default_factory=dict)
    charts: list[Chart] = field(default_factory=list)

    @property
    def codes(self) -> dict[str, Code]:
        """The problem codes of the engine, for the page that lists them."""
        return CODES

    @property
    def shared(self) -> Path:
        """Where things go that both languages use."""
        return self.folder / "shared"

    def assets(self, kind: str) -> list[str]:
        """Name the assets of a kind (css, js) that every page loads."""
        folders = [OWN_TEMPLATES / "assets", *([self.docs / "assets"] if self.docs else [])]
        return sorted({file.name for folder in folders for file in folder.glob(f"*.{kind}")} - {"early.js"})

    def shell_words(self, language: str) -> dict[str, str]:
        """Give the words of the theme in a language."""
        return {name: Page(self, language, "")._(text) for name, text in SHELL.items()}  # noqa: SLF001  its own class

    @cached_property
    def words(self) -> dict[str, str]:
        """Words of the templates in Chinese: ours, and those of the package's templates."""
        words: dict[str, str] = json.loads((OWN_TEMPLATES / "words.json").read_text(encoding="utf-8"))
        own = self.docs / "templates" / "words.json" if self.docs else None
        return {**words, **(json.loads(own.read_text(encoding="utf-8")) if own and own.is_file() else {})}

    @cached_property
    def environment(self) -> jinja2.Environment:
        """Templates of the package first, then ours; everything is escaped, and a missing name is an error."""
        try:
            import jinja2
        except ImportError as error:
            raise ExtraMissing("jinja2", "site") from error
        folders = [self.docs / "templates", self.docs / "charts"] if self.docs else []
        environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader([*folders, OWN_TEMPLATES]),
            autoescape=lambda name: not (name or "").endswith(".json.jinja"),  # noqa: S701  JSON goes through tojson
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        environment.filters.update(inline=inline, web=address)
        environment.globals.update(anchor=anchor)
        return environment

    def write(self) -> None:
        """Write every page of every language."""
        for language in LANGUAGES:
            for template in sorted(self._top_templates()):
                self._render(language, template.removesuffix(".md.jinja").removeprefix("page-") + ".md", template)
            for table in self.data.resources:
                self._render(language, f"tables/{table}.md", "table.md.jinja", table=table)
            for table in self.data.paged():
                self._table(language, table)

    def draw(self) -> None:
        """Draw the charts that the pages show."""
        draw_all(self.charts)

    def _top_templates(self) -> set[str]:
        """Name the templates of single pages: page-<name>.md.jinja."""
        return {name for name in self.environment.list_templates() if name.startswith("page-")}

    def _table(self, language: str, table: str) -> None:
        rows = self.data.rows[table]
        self._render(language, f"{table}/index.md", f"{table}-index.md.jinja", "index.md.jinja", table=table, rows=rows)
        for row in rows:
            row_id = self.data.row_id(table, row)
            path = row_path(table, row_id).removesuffix("/") + ".md"
            self._render(language, path, f"{table}.md.jinja", "record.md.jinja", table=table, row=row, row_id=row_id)

    def _render(self, language: str, path: str, *templates: str, **context: Any) -> None:
        address_of_page = path.removesuffix("index.md") if path.endswith("index.md") else path.removesuffix(".md") + "/"
        page = Page(self, language, address_of_page)
        table, row_id = context.get("table", ""), context.get("row_id", "")
        if row_id:
            page.own = (table, row_id)
            page.meta.update(twin=page.twin(table, row_id), card=table)
        template = self.environment.select_template(templates)
        common = {"page": page, "data": self.data, "_": page._, "language": language}
        text = template.render(**common, **context)
        if page.notes:
            text += self.environment.get_template("notes.jinja").render(**common)
        page.meta["title"] = heading(text)
        page.meta.setdefault("description", plain(text))
        front = "".join(f"{name}: {json.dumps(value, ensure_ascii=False)}\n" for name, value in page.meta.items())
        file = self.folder / language / "docs" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"---\n{front}---\n{_close(text)}", encoding="utf-8")
        self.written[language] = self.written.get(language, 0) + 1


def _close(text: str) -> str:
    """Give a page without runs of empty lines."""
    return re.sub(r"\n{3,}", "\n\n", text).lstrip()
