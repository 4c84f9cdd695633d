"""What a reader takes away from a record: its citation in five styles, and the SQL, Python and R that ask for it."""

from __future__ import annotations

import json
import re
import string
from dataclasses import replace
from typing import TYPE_CHECKING

from shenzhen_ai.cite import reference
from shenzhen_ai.permalinks import permalink
from shenzhen_ai.quoting import identifier, literal
from shenzhen_ai.styles import STYLES, Reference

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shenzhen_ai.site.book import Book

NAMES = {"apa": "APA", "bibtex": "BibTeX", "ris": "RIS", "csl-json": "CSL-JSON", "gbt7714": "GB/T 7714"}


def take(book: Book, table: str, row: Mapping[str, str], row_id: str) -> dict[str, str]:
    """Give the texts to copy by their names."""
    ref = row_reference(book, table, row, row_id)
    sql = query(book, table, row)
    quoted = json.dumps(sql, ensure_ascii=False)
    database = book.data.release.database.name
    return {
        **{NAMES.get(style, style): made(ref) for style, made in STYLES.items()},
        "SQL": f"{sql};",
        "Python": f"import shenzhen_ai as sz\n\nsz.connect().sql({quoted}).show()",
        "R": f'con <- DBI::dbConnect(duckdb::duckdb(), "{database}", read_only = TRUE)\nDBI::dbGetQuery(con, {quoted})',
    }


def query(book: Book, table: str, row: Mapping[str, str]) -> str:
    """Give the SQL that finds a row by its key."""
    key = " AND ".join(f"{_bare(name)} = {literal(row[name])}" for name in book.data.key(table))
    return f"SELECT * FROM {_bare(table)} WHERE {key}"


def _bare(name: str) -> str:
    """Give a name as people write it where it needs no quotes."""
    return name if re.fullmatch(r"[a-z][a-z0-9_]*", name) else identifier(name)


def row_reference(book: Book, table: str, row: Mapping[str, str], row_id: str) -> Reference:
    """Give the reference of a row: what `cite` gives, without opening the database for each of thousands."""
    whole = book.whole_reference or reference(book.data.release)
    book.whole_reference = whole
    data = book.data
    label = string.Formatter().vformat(data.schemas[table].get("label") or row_id, (), row)
    homepage = str(data.release.descriptor.get("homepage", ""))
    name = str(data.release.descriptor["name"])
    return replace(
        whole,
        key=re.sub(r"[^A-Za-z0-9-]", "-", f"{name}-{table}-{row_id}-{whole.version}"),
        title=f"{label} [{table}: {row_id}]. In {whole.title}",
        address=permalink(homepage, table, row_id, whole.version),
    )
