"""PAGES: Markdown from a release. Templates lie in docs/templates of the package, else beside this module.

A page of a table's row is made by `<table>.md.jinja` when there is one, else by `record.md.jinja`. Templates get
rows and texts and the functions of `Page`; they escape everything by themselves, and only this module makes links.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from shenzhen_ai._errors import ExtraMissing
from shenzhen_ai.codes import CODES
from shenzhen_ai.site.charts import Chart, draw_all
from shenzhen_ai.site.markup import address, bare, heading, inline, link

if TYPE_CHECKING:
    import jinja2

    from shenzhen_ai.codes import Code
    from shenzhen_ai.site.data import Data, Row

LANGUAGES = ("en", "zh")
OWN_TEMPLATES = Path(__file__).parent / "templates"


@dataclass(slots=True)
class Page:
    """One page under way: the language, and where it lies, so that links can be relative."""

    pages: Pages
    language: str
    path: str

    @property
    def top(self) -> str:
        """The way from this page to the top of its language, ending in a slash."""
        return "../" * self.path.count("/") or "./"

    def href(self, table: str, row_id: str) -> str:
        """Give the address of a row's page, or of its table's when rows have none."""
        if self.pages.data.has_page(table):
            return f"{self.top}{table}/{row_id}/"
        return f"{self.top}tables/{table}/"

    def a(self, table: str, row_id: str) -> Markup:
        """Give a link to a row under its label; the id as text when there is no such row."""
        row = self.pages.data.get(table, row_id)
        if row is None:
            return escape(row_id)
        return link(self.href(table, row_id), self.pages.data.label(table, row, self.language))

    def label(self, table: str, row_id: str) -> str:
        """Give what a row is called in the language of the page."""
        row = self.pages.data.get(table, row_id)
        return self.pages.data.label(table, row, self.language) if row else row_id

    def both(self, row: Row, stem: str) -> str:
        """Give `<stem>_<language>` of a row, else the other language."""
        other = "zh" if self.language == "en" else "en"
        return row.get(f"{stem}_{self.language}") or row.get(f"{stem}_{other}", "")

    def about(self, what: str) -> str:
        """Give title or description of the data set in the language of the page."""
        descriptor = self.pages.data.release.descriptor
        return str(descriptor.get(f"{what}_{self.language}") or descriptor.get(what, ""))

    def title(self, table: str, name: str | None = None) -> str:
        """Give the title of a table or of one of its fields in the language of the page."""
        return self.text(table, name, "title")

    def text(self, table: str, name: str | None, what: str) -> str:
        """Give a text of a schema (title, description, guideline, example) in the language of the page."""
        schema = self.pages.data.schemas[table]
        source = schema if name is None else next((item for item in schema["fields"] if item["name"] == name), {})
        suffix = "" if self.language == "en" else f"_{self.language}"
        return str(source.get(f"{what}{suffix}") or source.get(what) or (name or table if what == "title" else ""))

    def cell(self, table: str, row: Row, name: str) -> Markup:
        """Give a value as HTML: a link when it refers to a row or the web, with the marks of its sources."""
        text = row.get(name, "")
        target = self.pages.data.reference(table, name)
        if not text:
            return Markup()
        shown = self.a(target, text) if target else link(text, text) if address(text) else escape(text)
        return shown + self.marks(table, self.pages.data.row_id(table, row), name)

    def marks(self, table: str, row_id: str, name: str | None = None) -> Markup:
        """Give the little numbers behind a value: each leads to a source, and says the place in it."""
        found = self.pages.data.lineage(table, row_id, name)
        seen = {(item["source_id"], item["locator"]): item for item in found}
        return Markup().join(self._mark(number, item) for number, item in enumerate(seen.values(), 1))

    def _mark(self, number: int, item: Row) -> Markup:
        sources = self.pages.data.roles.get("sources", "")
        note = f"{item.get('title', '')} — {item.get('publisher', '')} — {item['locator']}"
        kind = "src" if item.get("basis") == "printed" else f"src {item.get('basis', '')}"
        return Markup('<sup class="{}"><a href="{}#{}" title="{}">{}</a></sup>').format(
            kind, self.href(sources, item["source_id"]), _anchor(item["table_name"], item["row_id"]), note, number
        )

    def _(self, text: str) -> str:
        """Give a word of the pages in the language of the page."""
        if self.language == "en":
            return text
        try:
            return str(self.pages.words[text])
        except KeyError:
            self.pages.untranslated.add(text)
            return text

    def chart(self, name: str, file: str, title: str, **context: Any) -> Markup:
        """Draw a chart from a specification template and give the image; nothing when it has no data."""
        spec = self.pages.environment.get_template(f"{name}.vl.json.jinja").render(page=self, **context)
        if not spec.strip():
            return Markup()
        target = self.pages.folder / self.language / "docs" / "charts" / f"{file}.svg"
        self.pages.charts.append(Chart(spec, target, title))
        image = f"{self.top}charts/{file}.svg"
        spec_link = link(f"{self.top}charts/{file}.vl.json", self._("Specification and data of this chart"))
        return Markup('<figure><img src="{}" alt="{}" loading="lazy"><figcaption>{}</figcaption></figure>').format(
            image, title, spec_link
        )


@dataclass
class Pages:
    """All pages of a release, written to `folder`/<language>/docs."""

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
            path = f"{table}/{row_id}.md"
            self._render(language, path, f"{table}.md.jinja", "record.md.jinja", table=table, row=row, row_id=row_id)

    def _render(self, language: str, path: str, *templates: str, **context: Any) -> None:
        address_of_page = path.removesuffix("index.md") if path.endswith("index.md") else path.removesuffix(".md") + "/"
        page = Page(self, language, address_of_page)
        template = self.environment.select_template(templates)
        text = template.render(page=page, data=self.data, _=page._, language=language, **context)
        text = f"---\ntitle: {json.dumps(bare(heading(text)), ensure_ascii=False)}\n---\n{text.lstrip()}"
        file = self.folder / language / "docs" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        self.written[language] = self.written.get(language, 0) + 1


def _anchor(table: str, row_id: str) -> str:
    return f"{table}-{row_id}".replace("|", "-")
