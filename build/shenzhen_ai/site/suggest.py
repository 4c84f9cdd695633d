"""Where a reader goes who found an error: the filled issue form, the line of the file, a letter."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from shenzhen_ai.permalinks import permalink

if TYPE_CHECKING:
    from shenzhen_ai.site.data import Data

FORM = "correction.yml"
"""The issue form; its fields are filled by their ids."""

BRANCH = "main"

CORRECTABLE = {"row", "cell", "own"}
"""Roles of fields that the form can correct; ids and provenance are for those who edit the file."""


def form(data: Data, table: str, row_id: str, language: str) -> str:
    """Give the address of the issue form with table, row, version and page filled; "" without a repository."""
    repository = _repository(data)
    if not repository or not any(field.get("evidence") in CORRECTABLE for field in data.schemas[table]["fields"]):
        return ""
    values = {
        "template": FORM,
        "table": table,
        "row_id": row_id,
        "version": data.release.version,
        "page": _page(data, table, row_id, language),
        **({"language": "中文"} if language == "zh" else {}),
    }
    return f"{repository}/issues/new?{urlencode(values, quote_via=quote, safe='/:')}"


def line(data: Data, table: str, row_id: str) -> str:
    """Give the address of the row's line in the repository, where a pencil opens it; "" where it has no line there."""
    repository = _repository(data)
    sources = data.resources[table].get("sources") or []
    if not repository or len(sources) != 1:
        return ""
    number = data.position(table, row_id) + 2
    return f"{repository}/blob/{BRANCH}/{quote(str(sources[0]['path']))}?plain=1#L{number}"


def letter(data: Data, table: str, row_id: str, language: str) -> str:
    """Give the address of a letter that names the row's page, for those without an account; "" without a contact."""
    contact = str(data.release.descriptor.get("contact", ""))
    if not contact:
        return ""
    names = (
        ("字段", "正确的值", "来源网址", "位置") if language == "zh" else ("Field", "Correct value", "Source", "Place")
    )
    body = "\r\n".join([_page(data, table, row_id, language), "", *(f"{name}: " for name in names)])
    subject = f"{table} {row_id} ({data.release.version})"
    return f"mailto:{quote(contact, safe='@')}?{urlencode({'subject': subject, 'body': body}, quote_via=quote)}"


def _repository(data: Data) -> str:
    return str(data.release.descriptor.get("repository", "")).rstrip("/")


def _page(data: Data, table: str, row_id: str, language: str) -> str:
    homepage = str(data.release.descriptor.get("homepage", ""))
    return permalink(homepage, table, row_id, data.release.version, language)
