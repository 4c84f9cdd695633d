"""The site: pages staged per language, made by mkdocs, and put together as one folder for any plain web server."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from shenzhen_ai._errors import ExtraMissing, ShenzhenAIError
from shenzhen_ai.site.data import Data
from shenzhen_ai.site.pages import LANGUAGES, OWN_TEMPLATES, Pages

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from shenzhen_ai.load import Release

NAMES = {"en": "English", "zh": "中文"}
NAV_LIMIT = 60
"""Entries of the navigation: each is repeated on every page, so more would swell the site."""

PREFIX = {"en": "", "zh": "zh/"}
"""Where a language lies in the site: English at the top."""


@dataclass(frozen=True, slots=True)
class Site:
    """What was made."""

    folder: Path
    pages: Mapping[str, int]
    size: int


def build_site(release: Release, docs: Path | None, out: Path, progress: Callable[[str], None]) -> Site:
    """Make the site of a release.

    Args:
        release: where everything about the data comes from.
        docs: folder of written pages and templates of the package; None for the plain pages of any package.
        out: folder of the site; what is there is replaced when the new one is whole.
        progress: told the name of each step.

    Raises:
        ExtraMissing: when mkdocs-material is not installed.
        ShenzhenAIError: when mkdocs refuses a page, with what it said.
    """
    if find_spec("material") is None:
        raise ExtraMissing("mkdocs-material", "site")
    out.parent.mkdir(parents=True, exist_ok=True)
    stage = out.with_name(f".{out.name}.{os.getpid()}.tmp")
    shutil.rmtree(stage, ignore_errors=True)
    try:
        progress("pages")
        pages = Pages(Data.read(release), docs, stage)
        pages.write()
        if pages.untranslated:
            msg = f"words without Chinese in words.json: {', '.join(sorted(pages.untranslated))}"
            raise ShenzhenAIError(msg)
        progress("charts")
        pages.draw()
        for language in LANGUAGES:
            _copy_written(docs, stage / language / "docs", language)
            _configure(release, docs, stage / language, language)
            progress(f"site {language}")
            _mkdocs(stage / language)
        _assemble(stage, out)
    finally:
        shutil.rmtree(stage, ignore_errors=True)
    size = sum(file.stat().st_size for file in out.rglob("*") if file.is_file())
    return Site(out, dict(pages.written), size)


def _copy_written(docs: Path | None, target: Path, language: str) -> None:
    """Copy the pages that people wrote, and the assets of ours and theirs."""
    folders = [OWN_TEMPLATES / "assets"]
    if docs:
        folders.extend([docs / "assets", docs / language])
    for folder in folders:
        if folder.is_dir():
            base = target / "assets" if folder.name == "assets" else target
            shutil.copytree(folder, base, dirs_exist_ok=True)


def _configure(release: Release, docs: Path | None, folder: Path, language: str) -> None:
    """Write mkdocs.yml (JSON, which is YAML): no third-party plugin and no hook, so that other tools can build it."""
    home = str(release.descriptor.get("homepage", "")).rstrip("/")
    key = "title" if language == "en" else f"title_{language}"
    title = release.descriptor.get(key) or release.descriptor.get("title") or release.descriptor["name"]
    config: dict[str, Any] = {
        "site_name": title,
        "site_url": f"{home}/{PREFIX[language]}",
        "docs_dir": "docs",
        "site_dir": "html",
        "use_directory_urls": True,
        "theme": _theme(language),
        "plugins": ["search"],
        "markdown_extensions": ["attr_list", "md_in_html", "tables", "admonition", {"toc": {"permalink": True}}],
        "extra": {"generator": False, "alternate": _alternate(language)},
        "extra_css": _assets(folder / "docs", "css"),
        "extra_javascript": _assets(folder / "docs", "js"),
        "copyright": f"{release.descriptor['name']} {release.version} · CC BY 4.0",
        "validation": {"links": {"not_found": "warn", "anchors": "warn", "unrecognized_links": "ignore"}},
        "nav": _nav(docs, folder / "docs", language),
    }
    (folder / "mkdocs.yml").write_text(json.dumps(config, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _assets(pages: Path, kind: str) -> list[str]:
    return sorted(file.relative_to(pages).as_posix() for file in (pages / "assets").glob(f"*.{kind}"))


def _theme(language: str) -> dict[str, Any]:
    light = {"scheme": "default", "primary": "indigo", "accent": "indigo", "media": "(prefers-color-scheme: light)"}
    dark = {"scheme": "slate", "primary": "indigo", "accent": "indigo", "media": "(prefers-color-scheme: dark)"}
    to_dark = {"en": "Dark", "zh": "深色"}[language]
    to_light = {"en": "Light", "zh": "浅色"}[language]
    return {
        "name": "material",
        "language": language,
        "font": False,
        "features": ["navigation.tabs", "navigation.top", "content.code.copy", "search.highlight", "toc.follow"],
        "palette": [
            {**light, "toggle": {"icon": "material/weather-night", "name": to_dark}},
            {**dark, "toggle": {"icon": "material/weather-sunny", "name": to_light}},
        ],
    }


def _alternate(language: str) -> list[dict[str, str]]:
    """Give the language selector: addresses relative to the top of this language's site."""
    up = "../" * PREFIX[language].count("/") or "./"
    return [{"name": NAMES[name], "lang": name, "link": f"{up}{PREFIX[name]}"} for name in LANGUAGES]


def _nav(docs: Path | None, pages: Path, language: str) -> list[Any]:
    """Give the navigation: the package's docs/nav.json, else the indexes; record pages stay outside."""
    file = docs / "nav.json" if docs else None
    if file and file.is_file():
        nav = _translate(json.loads(file.read_text(encoding="utf-8")), language)
    else:
        nav = ["index.md", *sorted(path.relative_to(pages).as_posix() for path in pages.glob("*/index.md"))]
    count = json.dumps(nav).count(".md")
    if count > NAV_LIMIT:
        msg = f"the navigation has {count} entries, {NAV_LIMIT} are allowed: let an index page list the rest"
        raise ShenzhenAIError(msg)
    return nav


def _translate(entries: list[dict[str, Any]], language: str) -> list[Any]:
    return [
        {entry[language]: entry["path"] if "path" in entry else _translate(entry["pages"], language)}
        for entry in entries
    ]


def _mkdocs(folder: Path) -> None:
    """Run mkdocs strictly, without -q, which would hide broken links from its exit code."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--clean"]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)  # noqa: S603  our own interpreter
    if done.returncode:
        lines = [line for line in done.stderr.splitlines() if line.startswith(("WARNING", "ERROR", "Aborted"))]
        msg = "mkdocs refused the pages:\n" + "\n".join(lines[:40] or done.stderr.splitlines()[-10:])
        raise ShenzhenAIError(msg)


def _assemble(stage: Path, out: Path) -> None:
    """Put the languages together and swap the folder in."""
    whole = stage / "whole"
    shutil.copytree(stage / "en" / "html", whole)
    shutil.copytree(stage / "zh" / "html", whole / "zh")
    old = out.with_name(f".{out.name}.{os.getpid()}.old")
    if out.exists():
        out.rename(old)
    whole.rename(out)
    shutil.rmtree(old, ignore_errors=True)
