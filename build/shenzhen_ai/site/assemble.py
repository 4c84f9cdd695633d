"""Put the languages of a version together, and the versions of a site side by side."""

from __future__ import annotations

import json
import os
import re
import shutil
from html import escape
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from shenzhen_ai._errors import ExtraMissing
from shenzhen_ai.site.markup import SMALL_POLICY, address

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from shenzhen_ai.load import Release


def assemble(release: Release, stage: Path, out: Path) -> int:
    """Make `<version>/` from what was staged, then what belongs to the whole site; give the bytes of the version.

    `latest/` holds the newest version as hard links, so it costs no room and every address in it stays good.
    """
    whole = stage / "whole"
    for part, place in (("en/html", whole), ("zh/html", whole / "zh"), ("shared", whole)):
        shutil.copytree(stage / part, place, copy_function=_carry, dirs_exist_ok=True)
    for name in ("sitemap.xml", "sitemap.xml.gz", "search.json"):
        (whole / name).unlink(missing_ok=True)
        (whole / "zh" / name).unlink(missing_ok=True)
    out.mkdir(parents=True, exist_ok=True)
    _swap(whole, out / release.version)
    found = [path.name for path in out.iterdir() if path.is_dir() and re.match(r"\d", path.name)]
    versions = sorted(found, key=_order, reverse=True)
    if versions[0] == release.version:
        fresh = stage / "latest"
        shutil.copytree(out / release.version, fresh, copy_function=os.link)
        _swap(fresh, out / "latest")
    _top(release, out, versions)
    (out / "versions.json").write_text(json.dumps(versions) + "\n", encoding="utf-8")
    return sum(file.stat().st_size for file in (out / release.version).rglob("*") if file.is_file())


def _carry(source: str, target: str) -> None:
    """Bring a file into the site, a page without what HTML can do without: quotes, closing tags, blanks, a tenth of it.

    Raises:
        ExtraMissing: when minify-html is not installed.
    """
    if not source.endswith(".html"):
        os.link(source, target)
        return
    if find_spec("minify_html") is None:
        raise ExtraMissing("minify-html", "site")
    import minify_html

    text = Path(source).read_text(encoding="utf-8")
    packed = minify_html.minify(text, minify_doctype=False, keep_html_and_head_opening_tags=True)
    Path(target).write_text(packed, encoding="utf-8")


def publish(release: Release, target: Path) -> None:
    """Copy the files of a release into the site, so that a page can offer them.

    The CSVs of what the build itself derives (statements and their like) are left out: their Parquet is a tenth of it.
    """
    derived = [name for name in release.tables() if release.resource(name).get("origin") == "generated"]
    target.mkdir(parents=True)
    for file in ["datapackage.json", "CITATION.cff", "LICENSE", "SHA256SUMS", release.database.name]:
        shutil.copyfile(release.folder / file, target / file)
    shutil.copytree(release.folder / "parquet", target / "parquet")
    left_out = shutil.ignore_patterns(*(f"{name}.csv" for name in derived))
    shutil.copytree(release.folder / "csv", target / "csv", ignore=left_out)


def _order(version: str) -> tuple[int, ...]:
    """Give what versions are ordered by: their numbers; one in the making stands below the one it becomes.

    >>> sorted(["2026.11.1", "2026.11.1.dev0", "2026.9.0"], key=_order)
    ['2026.9.0', '2026.11.1.dev0', '2026.11.1']
    """
    numbers = [int(part) for part in re.findall(r"\d+", version.split(".dev", maxsplit=1)[0])]
    return (*numbers, 0 if ".dev" in version else 1)


def _swap(fresh: Path, place: Path) -> None:
    """Put a folder in its place at once; what was there goes when the new one stands."""
    old = fresh.with_name(f"{fresh.name}.old")
    if place.exists():
        place.rename(old)
    fresh.rename(place)
    shutil.rmtree(old, ignore_errors=True)


def _top(release: Release, out: Path, versions: Sequence[str]) -> None:
    """Write what stands above the versions: the way to the newest, the list of all, and what robots read."""
    title = escape(str(release.descriptor.get("title", release.descriptor["name"])))
    home = address(str(release.descriptor.get("homepage", "")).rstrip("/")) or "."
    link = '<p><a href="{}latest/">English</a> · <a lang="zh" href="{}latest/zh/">中文</a></p>'
    refresh = '<meta http-equiv="refresh" content="0; url=latest/">'
    (out / "index.html").write_text(_small(title, link.format("", ""), refresh), encoding="utf-8")
    (out / "404.html").write_text(_small(f"404 · {title}", link.format("/", "/")), encoding="utf-8")
    listed = "".join(
        f'<li><a href="../{name}/">{name}</a> · <a lang="zh" href="../{name}/zh/">中文</a></li>' for name in versions
    )
    (out / "versions").mkdir(exist_ok=True)
    page = _small(title, f'<ul><li><a href="../latest/">latest</a></li>{listed}</ul>')
    (out / "versions" / "index.html").write_text(page, encoding="utf-8")
    if (out / "latest" / "llms.txt").is_file():
        shutil.copyfile(out / "latest" / "llms.txt", out / "llms.txt")
    (out / "robots.txt").write_text(f"User-agent: *\nAllow: /\nSitemap: {home}/sitemap.xml\n", encoding="utf-8")
    (out / "sitemap.xml").write_text("".join(_sitemap(release, out / "latest", home)), encoding="utf-8")


def _small(title: str, body: str, head: str = "") -> str:
    return (
        '<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{SMALL_POLICY}"><meta name="viewport" '
        f'content="width=device-width,initial-scale=1">{head}<title>{title}</title></head>\n'
        f"<body><main><h1>{title}</h1>{body}</main></body>\n</html>\n"
    )


def _sitemap(release: Release, latest: Path, home: str) -> Iterator[str]:
    """Give the list of pages for search engines: those with a page of their own; permalinks are found from them."""
    day = str(release.descriptor.get("created", ""))[:10]
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    for file in sorted(latest.rglob("index.html")):
        if PERMALINK not in file.read_bytes()[:120]:
            path = file.parent.relative_to(latest).as_posix()
            below = "" if path == "." else f"{path}/"
            yield f"<url><loc>{escape(f'{home}/latest/{below}')}</loc><lastmod>{day}</lastmod></url>\n"
    yield "</urlset>\n"


PERMALINK = b"class=permalink"
"""What the root element of a permalink carries."""
