"""A look at the pages while somebody writes: each is made anew when it is asked for, so an edit shows on reload.

What no template makes (the console, the search) comes from the site that was built last, where there is one.
"""

from __future__ import annotations

import json
import mimetypes
from dataclasses import dataclass
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

import jinja2
import markdown

from shenzhen_ai.site.book import LANGUAGES, OWN_TEMPLATES, Book
from shenzhen_ai.site.build import THEME, disputes
from shenzhen_ai.site.charts import sized, svg
from shenzhen_ai.site.config import EXTENSIONS, TOC, configuration
from shenzhen_ai.site.data import Data
from shenzhen_ai.site.menu import menu, section
from shenzhen_ai.site.page import PREFIX
from shenzhen_ai.site.pages import by_hand, jobs, place, render
from shenzhen_ai.site.records import twin
from shenzhen_ai.site.take import PATTERNS, patterns

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from shenzhen_ai.load import Release
    from shenzhen_ai.site.charts import Chart

LATEST = "/latest/"
NOWHERE = Path("/")
"""Where pages and charts would be written, were they written."""


@dataclass(frozen=True, slots=True)
class Written:
    """A page as Markdown, with the charts that it shows."""

    language: str
    path: str
    text: str
    charts: list[Chart]


class Preview:
    """The pages of a release, made on demand."""

    def __init__(self, release: Release, docs: Path | None, built: Path) -> None:
        """Read the release; `built` is the folder of a site, which need not be there."""
        self.data = Data.read(release, disputes(docs))
        self.docs = docs
        self.built = built
        self.charts: dict[Path, str] = {}

    def pages(self) -> Iterator[Written]:
        """Give every page but the lists of the menu, as Markdown."""
        book = self.book()
        for job in jobs(book):
            seen = len(book.charts)
            text = render(book, job)
            yield Written(job.language, job.path, text, book.charts[seen:])
        for language in LANGUAGES if self.docs else []:
            for file in sorted((self.docs / language).glob("*.md")) if self.docs else []:
                yield Written(language, place(file.stem), by_hand(file), [])

    def html(self, page: Written) -> str:
        """Give a page as the site tool does."""
        return self._html(self.book(), page.language, page.path, page.text)

    def get(self, address: str) -> tuple[bytes, str] | None:
        """Give content and media type of an address of the site, None when nothing stands there."""
        path = unquote(urlsplit(address).path)
        if not path.startswith(LATEST) or ".." in path:
            return None
        below = path.removeprefix(LATEST)
        if below.endswith("/") or not below:
            page = self._page(below)
            return (page.encode(), "text/html; charset=utf-8") if page else self._file(f"{below}index.html")
        return self._made(below) or self._file(below)

    def book(self) -> Book:
        """Give a fresh book: templates, words and menus as they are now."""
        return Book(self.data, self.docs, NOWHERE)

    def _page(self, below: str) -> str | None:
        language = next((name for name in LANGUAGES if PREFIX[name] and below.startswith(PREFIX[name])), LANGUAGES[0])
        path = below.removeprefix(PREFIX[language])
        book = self.book()
        text = self._markdown(book, language, path)
        return self._html(book, language, path, text) if text else None

    def _markdown(self, book: Book, language: str, path: str) -> str | None:
        for job in jobs(book):
            if (job.language, job.path) == (language, path):
                text = render(book, job)
                for chart in book.charts:
                    self.charts[chart.file] = svg(chart)
                    text = sized(text, chart.file.name, self.charts[chart.file])
                return text
        written = self.docs / language if self.docs else None
        for file in written.glob("*.md") if written else []:
            if place(file.stem) == path:
                return by_hand(file)
        parts = menu(self.docs, Path("/nowhere"), language)
        return next((section(item) for item in parts if item["path"] == path and "pages" in item), None)

    def _html(self, book: Book, language: str, path: str, text: str) -> str:
        """Give a page as the site tool does: Markdown inside the theme."""
        _, front, body = text.split("---\n", 2)
        pairs = (line.split(": ", 1) for line in front.splitlines())
        base = "../" * path.count("/") or "./"
        parser = markdown.Markdown(extensions=[*EXTENSIONS, "fenced_code", "toc"], extension_configs={"toc": TOC})
        content = parser.convert(_links(body))
        toc: list[Mapping[str, Any]] = getattr(parser, "toc_tokens", [])
        page = SimpleNamespace(
            content=content, url=path, meta={name: json.loads(value) for name, value in pairs}, toc=_toc(toc)
        )
        environment = jinja2.Environment(loader=jinja2.FileSystemLoader(THEME), autoescape=False)  # noqa: S701  as mkdocs
        environment.filters["url"] = lambda name: base.rstrip("/") if name == "." else f"{base}{name}"
        config = configuration(book, Path("/nowhere"), language)
        return environment.get_template("main.html").render(config=config, page=page)

    def _made(self, below: str) -> tuple[bytes, str] | None:
        """Give what is made or copied without a template: charts, twins, assets, files of the release."""
        chart = self.charts.get(Path("/shared") / below)
        if chart is not None:
            return chart.encode(), "image/svg+xml"
        if below == PATTERNS:
            return patterns(self.book()).encode(), "application/json"
        head, _, rest = below.partition("/")
        if rest.endswith(".json") and head in self.data.resources:
            row = self.data.get(head, rest.removesuffix(".json"))
            if row:
                found = twin(self.book(), head, row, self.data.row_id(head, row))
                return json.dumps(found, ensure_ascii=False).encode(), "application/json"
        places = {"assets": [OWN_TEMPLATES / "assets"], "release": [self.data.release.folder]}.get(head, [])
        places += [self.docs / "assets"] if self.docs and head == "assets" else []
        return next((_read(folder / rest) for folder in places if (folder / rest).is_file()), None)

    def _file(self, below: str) -> tuple[bytes, str] | None:
        file = self.built / "latest" / below
        return _read(file) if file.is_file() else None


def _links(body: str) -> str:
    """Give Markdown whose links between pages lead to their addresses."""
    return body.replace("/index.md)", "/)").replace("/index.md#", "/#")


def _toc(tokens: list[Mapping[str, Any]]) -> list[SimpleNamespace]:
    return [SimpleNamespace(url=f"#{t['id']}", title=t["name"], children=_toc(t["children"])) for t in tokens]


def _read(file: Path) -> tuple[bytes, str]:
    return file.read_bytes(), mimetypes.guess_type(file.name)[0] or "application/octet-stream"


class _Handler(BaseHTTPRequestHandler):
    def __init__(self, preview: Preview, *arguments: Any) -> None:
        self.preview = preview
        super().__init__(*arguments)

    def do_GET(self) -> None:
        """Answer with a page as it is now; a template that fails is shown with its error."""
        try:
            found = self.preview.get(self.path) if self.path != "/" else (b'<a href="/latest/">latest</a>', "text/html")
        except Exception as error:  # noqa: BLE001  whoever writes wants to read it in the browser
            found = f"{type(error).__name__}: {error}".encode(), "text/plain; charset=utf-8"
        body, kind = found or (b"404", "text/plain")
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing: the browser shows what there is."""


def server(preview: Preview, port: int) -> ThreadingHTTPServer:
    """Give a server of the preview on this machine; port 0 takes a free one."""
    return ThreadingHTTPServer(("127.0.0.1", port), partial(_Handler, preview))
