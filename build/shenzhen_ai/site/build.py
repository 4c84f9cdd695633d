"""The site: pages staged per language, made by a site tool, and put together as one folder for any plain web server."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from shenzhen_ai._errors import ExtraMissing, ShenzhenAIError
from shenzhen_ai.site.assemble import assemble, publish
from shenzhen_ai.site.book import LANGUAGES, OWN_TEMPLATES, Book
from shenzhen_ai.site.cards import write_cards
from shenzhen_ai.site.config import configure
from shenzhen_ai.site.console import build_console
from shenzhen_ai.site.data import Data
from shenzhen_ai.site.feeds import write_feeds
from shenzhen_ai.site.find import write_find
from shenzhen_ai.site.menu import write_sections
from shenzhen_ai.site.page import PREFIX
from shenzhen_ai.site.pages import write_by_hand, write_pages
from shenzhen_ai.site.records import write_llms, write_records
from shenzhen_ai.site.take import write_patterns

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from shenzhen_ai.load import Release

THEME = OWN_TEMPLATES.parent / "theme"
COMMANDS = {
    "mkdocs": ["build", "--strict", "--clean"],
    "zensical": ["build", "--clean", "--config-file", "mkdocs.yml"],
}
"""Tools that turn the staged folder into HTML: mkdocs, and Zensical, which reads the same folder."""


@dataclass(frozen=True, slots=True)
class Site:
    """What was made.

    Attributes:
        folder: the site, with every version in it.
        pages: made by the site tool, by language.
        records: permalinks and JSON twins made directly.
        size: bytes of the version that was made.
    """

    folder: Path
    pages: Mapping[str, int]
    records: int
    size: int


def build_site(
    release: Release, docs: Path | None, out: Path, progress: Callable[[str], None], tool: str = "mkdocs"
) -> Site:
    """Make the site of a release: `<version>/` in the folder of the site, and `latest/` when none is newer.

    Args:
        release: where everything about the data comes from.
        docs: folder of written pages and templates of the package; None for the plain pages of any package.
        out: folder of the site; other versions in it stay.
        progress: told the name of each step.
        tool: `mkdocs` or `zensical`.

    Raises:
        ExtraMissing: when the tool is not installed.
        ShenzhenAIError: when the tool refuses a page, with what it said.
    """
    if find_spec(tool) is None:
        raise ExtraMissing(tool, "site")
    out.parent.mkdir(parents=True, exist_ok=True)
    stage = out.with_name(f".{out.name}.{os.getpid()}.tmp")
    shutil.rmtree(stage, ignore_errors=True)
    try:
        book = Book(Data.read(release, disputes(docs)), docs, stage)
        records = _stage(book, progress)
        for language in LANGUAGES:
            write_sections(book.docs, stage / language / "docs", language)
            configure(book, stage / language, language)
        progress(tool)
        with ThreadPoolExecutor(len(LANGUAGES)) as pool:
            list(pool.map(lambda language: _run(tool, stage / language, release), LANGUAGES))
        size = assemble(release, stage, out)
    finally:
        shutil.rmtree(stage, ignore_errors=True)
    return Site(out, dict(book.written), records, size)


def _stage(book: Book, progress: Callable[[str], None]) -> int:
    """Write everything that the site tool takes, and all that needs none; give the number of permalinks."""
    progress("pages")
    write_pages(book)
    progress("records")
    records = write_records(book)
    write_llms(book)
    write_patterns(book)
    write_cards(book)
    for language in LANGUAGES:
        write_feeds(book.data, book.shared / PREFIX[language], language)
    if book.untranslated:
        msg = f"words without Chinese in words.json: {', '.join(sorted(book.untranslated))}"
        raise ShenzhenAIError(msg)
    progress("charts")
    book.draw()
    _copy(book.docs, book.folder)
    progress("search")
    write_find(book)
    progress("console")
    build_console(book.docs, book.shared / "assets" / "console")
    publish(book.data.release, book.shared / "release")
    return records


def disputes(docs: Path | None) -> list[dict[str, Any]]:
    """Give where the package lists disputed rows: its docs/disputes.json."""
    file = docs / "disputes.json" if docs else None
    entries: list[dict[str, Any]] = json.loads(file.read_text(encoding="utf-8")) if file and file.is_file() else []
    return entries


def _copy(docs: Path | None, stage: Path) -> None:
    """Copy the theme, the pages that people wrote, and the assets of ours and theirs, which both languages share."""
    for language in LANGUAGES:
        shutil.copytree(THEME, stage / language / "theme", dirs_exist_ok=True)
        if docs and (docs / language).is_dir():
            write_by_hand(docs / language, stage / language / "docs")
    for folder in [OWN_TEMPLATES / "assets", *([docs / "assets"] if docs else [])]:
        if folder.is_dir():
            shutil.copytree(folder, stage / "shared" / "assets", dirs_exist_ok=True)


def _run(tool: str, folder: Path, release: Release) -> None:
    """Run the site tool strictly; mkdocs without -q, which would hide broken links from its exit code."""
    command = [sys.executable, "-m", tool, *COMMANDS[tool]]
    day = str(release.descriptor.get("created", ""))[:10]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)  # noqa: S603  our own interpreter
    if done.returncode or not (folder / "html" / "index.html").is_file():
        lines = [line for line in done.stderr.splitlines() if line.startswith(("WARNING", "ERROR", "Aborted"))]
        msg = f"{tool} refused the pages of {day}:\n" + "\n".join(lines[:40] or done.stderr.splitlines()[-10:])
        raise ShenzhenAIError(msg)
