"""What a template may ask of the page it makes: texts in its language, links, and the sources behind each value."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from shenzhen_ai.addresses import anchor, row_name, row_path
from shenzhen_ai.site import suggest
from shenzhen_ai.site.charts import Chart
from shenzhen_ai.site.data import spoken
from shenzhen_ai.site.facts import Fact, Said, facts, marks, said
from shenzhen_ai.site.markup import link

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from shenzhen_ai.site.book import Book
    from shenzhen_ai.site.data import Row

NAMES = {"en": "English", "zh": "中文"}
OTHER = {"en": "zh", "zh": "en"}
PREFIX = {"en": "", "zh": "zh/"}
"""Where a language lies in a version of the site: English at the top."""

UP = {"en": "", "zh": "../"}
"""The way from the top of a language to the top of the version."""


NARROW = 340
"""A chart as wide as this in its own units is larger than a telephone, where it scrolls."""


@dataclass(slots=True)
class Page:
    """One page under way: the language, where it lies so that links can be relative, and the sources it named."""

    book: Book
    language: str
    path: str
    meta: dict[str, str] = field(default_factory=dict)
    notes: dict[str, Row] = field(default_factory=dict)
    own: tuple[str, str] = ("", "")

    @property
    def top(self) -> str:
        """The way from this page to the top of its language, ending in a slash."""
        return "../" * self.path.count("/") or "./"

    @property
    def root(self) -> str:
        """The way from this page to the top of the version, where both languages find what they share."""
        return self.top + UP[self.language]

    @property
    def home(self) -> str:
        """The public address of the top of this language, in the newest version."""
        home = str(self.book.data.release.descriptor.get("homepage", "")).rstrip("/")
        return f"{home}/latest/{PREFIX[self.language]}"

    @property
    def other(self) -> str:
        """The other language."""
        return OTHER[self.language]

    @property
    def other_name(self) -> str:
        """What the other language calls itself."""
        return NAMES[self.other]

    @property
    def other_href(self) -> str:
        """The way from this page to the same page in the other language."""
        return f"{self.root}{PREFIX[self.other]}{self.path}"

    def value(self, table: str, name: str, text: str) -> str:
        """Give a cell as words: a reference as the label of its row, a word of a list in the language of the page."""
        target = self.book.data.reference(table, name)
        if target:
            return self.label(target, text)
        if self.book.data.is_period(table, name):
            return spoken(text, self.language)
        source = self.book.data.field(table, name)
        if source.get("type") == "boolean":
            return self._("yes" if text == "true" else "no")
        return self.word(text) if source.get("constraints", {}).get("enum") else text

    def href(self, table: str, row_id: str) -> str:
        """Give the address of a row."""
        return self.top + row_path(table, row_id)

    def a(self, table: str, row_id: str) -> Markup:
        """Give a link to a row under its label; the id as text when there is no such row."""
        row = self.book.data.get(table, row_id)
        if row is None:
            return escape(row_id)
        return link(self.href(table, row_id), self.book.data.label(table, row, self.language))

    def label(self, table: str, row_id: str) -> str:
        """Give what a row is called in the language of the page."""
        row = self.book.data.get(table, row_id)
        return self.book.data.label(table, row, self.language) if row else row_id

    def both(self, row: Row, stem: str) -> str:
        """Give `<stem>_<language>` of a row, else the other language."""
        other = "zh" if self.language == "en" else "en"
        return row.get(f"{stem}_{self.language}") or row.get(f"{stem}_{other}", "")

    def about(self, what: str) -> str:
        """Give title or description of the data set in the language of the page."""
        descriptor = self.book.data.release.descriptor
        return str(descriptor.get(f"{what}_{self.language}") or descriptor.get(what, ""))

    def title(self, table: str, name: str | None = None) -> str:
        """Give the title of a table or of one of its fields in the language of the page."""
        return self.text(table, name, "title")

    def text(self, table: str, name: str | None, what: str) -> str:
        """Give a text of a schema (title, description, guideline, example) in the language of the page."""
        schema = self.book.data.schemas[table]
        source = schema if name is None else self.book.data.field(table, name)
        suffix = "" if self.language == "en" else f"_{self.language}"
        return str(source.get(f"{what}{suffix}") or source.get(what) or (name or table if what == "title" else ""))

    def facts(self, table: str, row: Row, skip: Sequence[str] = ()) -> Iterator[Fact]:
        """Give the lines of the table of a row."""
        return facts(self, table, row, skip)

    @staticmethod
    def said(lines: Sequence[Row]) -> list[Said]:
        """Give what a source says of a row, from its lines of lineage."""
        return said(lines)

    def marks(self, table: str, row_id: str, name: str | None = None) -> Markup:
        """Give the marks of the sources of a row, or of one of its values."""
        return marks(self, table, row_id, name)

    def note_link(self, source_id: str) -> Markup:
        """Give the link from a note to what its source says: to the row of this page where the source carries it."""
        table, row_id = self.own
        carries = table and self.book.data.where("lineage", table_name=table, row_id=row_id, source_id=source_id)
        sources = self.book.data.roles.get("sources", "")
        place = f"#{anchor(table, row_id)}" if carries else ""
        return link(self.href(sources, source_id) + place, self.label(sources, source_id))

    def suggest(self, table: str, row_id: str) -> str:
        """Give the address of the filled form for a correction of a row."""
        return suggest.form(self.book.data, table, row_id, self.language)

    def line(self, table: str, row_id: str) -> str:
        """Give the address of a row's line in the repository."""
        return suggest.line(self.book.data, table, row_id)

    def letter(self, table: str, row_id: str) -> str:
        """Give the address of a letter about a row."""
        return suggest.letter(self.book.data, table, row_id, self.language)

    def twin(self, table: str, row_id: str) -> str:
        """Give the address of a row's JSON below the top of the version."""
        return f"{table}/{row_name(row_id)}.json"

    def _(self, text: str) -> str:
        """Give a word of the pages in the language of the page."""
        return self.book.word(text, self.language)

    def word(self, text: str) -> str:
        """Give a code word (`in-force`, `gt`) as people say it in the language of the page, else as it is."""
        if self.language == "en":
            return self.book.said.get(text, text.replace("-", " "))
        return self.book.words.get(text, text)

    @staticmethod
    def name(row_id: str) -> str:
        """Give the name of a file that belongs to a row."""
        return row_name(row_id)

    def chart(self, name: str, file: str, title: str, desc: str, *, table: bool = False, **context: Any) -> Markup:
        """Draw a chart from a specification template and give the image; nothing when it has no data.

        With `table` the data of the chart follow as a table; without it the page shows them already.
        """
        spec = self.book.environment.get_template(f"{name}.vl.json.jinja").render(page=self, **context)
        if not spec.strip():
            return Markup()
        below = f"charts/{file}.{self.language}"
        self.book.charts.append(Chart(spec, self.book.shared / f"{below}.svg", title, desc))
        links = link(f"{self.root}{below}.vl.json", self._("Specification and data of this chart"))
        image = Markup('<img src="{}" alt="{}">').format(f"{self.root}{below}.svg", f"{title}. {desc}")
        if json.loads(spec).get("width") not in range(NARROW):
            image = Markup('<div class="scroll" tabindex="0">{}</div>').format(image)
        figure = Markup("<figure>{}<figcaption>{} {}</figcaption></figure>").format(image, desc, links)
        return figure + (self._data_table(spec) if table else "")

    def _data_table(self, spec: str) -> Markup:
        """Give the data of a chart as a table that opens on demand; columns with small names are for drawing only."""
        rows = json.loads(spec)["data"]["values"]
        names = [name for name in rows[0] if not name.islower() or not name.isascii()]
        head = Markup().join(Markup("<th>{}</th>").format(name) for name in names)
        lines = (Markup().join(Markup("<td>{}</td>").format(row[name]) for name in names) for row in rows)
        body = Markup().join(Markup("<tr>{}</tr>").format(line) for line in lines)
        return Markup(
            '<details class="data"><summary>{}</summary><div class="scroll" tabindex="0"><table>'
            "<thead><tr>{}</tr></thead><tbody>{}</tbody></table></div></details>"
        ).format(self._("The data as a table"), head, body)

    @staticmethod
    def share(part: int, whole: int) -> str:
        """Give a share with both counts.

        >>> Page.share(1, 4)
        '25.0 % (1 / 4)'
        """
        return f"{100 * part / whole:.1f} % ({part} / {whole})" if whole else "0"

    def json(self, value: object) -> Markup:
        """Give a value as JSON for a script element: no sign in it can end the element."""
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        safe = text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
        return Markup(safe)  # noqa: S704  no sign of markup is left
