"""Where a row stands on the site: one rule for the pages, their links and the citations."""

from __future__ import annotations

import hashlib
import re


def row_path(table: str, row_id: str) -> str:
    """Give the address of a row below the top of a language, ending in a slash.

    The parts of an id are joined by `~`; an id that could not be the name of a folder everywhere gives way to its
    harmless signs and a hash, so that no id leads out of the site or falls together with another.

    >>> row_path("cats", "tom"), row_path("pairs", "tom|jerry"), row_path("cats", "../x")
    ('cats/tom/', 'pairs/tom~jerry/', 'cats/x-d6b96a97/')
    """
    return f"{table}/{row_name(row_id)}/"


def row_name(row_id: str) -> str:
    """Give the name of the folder or file of a row.

    >>> row_name("a|b")
    'a~b'
    """
    if re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9._|-]{0,149}", row_id) and not row_id.endswith(".") and row_id != "index":
        return row_id.replace("|", "~")
    kept = re.sub(r"[^A-Za-z0-9_-]+", "-", row_id).strip("-")[:60]
    return f"{kept}-{hashlib.sha256(row_id.encode()).hexdigest()[:8]}".lstrip("-")


def anchor(table: str, row_id: str) -> str:
    """Give the place of a row on the page of a source that carries it.

    >>> anchor("pairs", "a|b")
    'pairs-a~b'
    """
    return f"{table}-{row_name(row_id)}"
