"""What a page is about in the words of schema.org, so that search engines and reference managers understand it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from shenzhen_ai.permalinks import permalink

if TYPE_CHECKING:
    from shenzhen_ai.site.page import Page

FORMATS = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet"}


def linked_script(page: Page, title: str, description: str) -> Markup:
    """Give the script element with the JSON-LD of a page; it is data, never run."""
    said = linked(page, title, description)
    return Markup('\n<script type="application/ld+json">{}</script>\n').format(page.json(said))


def linked(page: Page, title: str, description: str) -> dict[str, Any]:
    """Say what a page is about: a row as its table declares, a table or the whole as a Dataset."""
    data = page.book.data
    table, row_id = page.own
    about: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "WebPage",
        "name": title,
        "url": page.home + page.path,
        "inLanguage": page.language,
    }
    if row_id:
        row = data.get(table, row_id) or {}
        declared = dict(page.book.linked.get(table, {"@type": "CreativeWork"}))
        about["@type"] = declared.pop("@type")
        about["identifier"] = row_id
        found = {name: page.both(row, stem) or row.get(stem, "") for name, stem in declared.items()}
        about |= {name: text for name, text in found.items() if text}
    elif page.path == "":
        about |= _dataset(page, "", description)
    elif page.path.startswith("tables/"):
        about |= _dataset(page, page.path.split("/")[1], description)
    if page.path:
        about["isPartOf"] = page.home
    return about


def _dataset(page: Page, table: str, description: str) -> dict[str, Any]:
    """Describe the whole or a table as a data set with its files."""
    descriptor = page.book.data.release.descriptor
    top = permalink(str(descriptor.get("homepage", "")), version="latest")
    names = [table] if table else []
    files = [(f"csv/{name}.csv", "csv") for name in names if not page.book.data.is_derived(name)]
    files += [(path, path.rsplit(".", 1)[1]) for path in map(page.book.data.parquet, names)]
    said = {
        "@type": "Dataset",
        "description": description,
        "version": descriptor["version"],
        "dateModified": str(descriptor.get("created", ""))[:10],
        "license": next((item["path"] for item in descriptor.get("licenses", []) if "path" in item), ""),
        "creator": [{"@type": "Organization", "name": item["title"]} for item in descriptor.get("contributors", [])],
        "keywords": descriptor.get("keywords", []),
        "distribution": [
            {"@type": "DataDownload", "contentUrl": f"{top}release/{path}", "encodingFormat": FORMATS[kind]}
            for path, kind in files
        ],
    }
    return {name: value for name, value in said.items() if value}
