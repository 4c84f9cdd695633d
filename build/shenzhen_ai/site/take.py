"""What a reader takes away from a record: its citation in five styles, and the SQL, Python and R that ask for it.

A record's JSON holds the citation as a sentence and the SQL. The other texts differ from record to record in these
alone, so the site carries their pattern once, and assets/take/take.js fills it in.
"""

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
QUOTED = {"bibtex": "tex", "ris": "line", "csl-json": "json"}
"""How a title is written in a style; elsewhere as it is."""

PATTERNS = "assets/take/patterns.json"
"""Where the patterns lie below the top of the version."""


def write_patterns(book: Book) -> None:
    """Write the patterns of all texts to copy."""
    file = book.shared / PATTERNS
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(patterns(book) + "\n", encoding="utf-8")


def patterns(book: Book) -> str:
    """Give the patterns of all texts to copy, as JSON: by name, how what is put in is quoted, and the pattern."""
    blank = replace(_whole(book), key="⟦key⟧", title="⟦title⟧", address="⟦address⟧")
    database = json.dumps(book.data.release.database.name)
    found = {NAMES.get(style, style): [QUOTED.get(style, "plain"), made(blank)] for style, made in STYLES.items()}
    found["SQL"] = ["plain", "⟦sql⟧;"]
    found["Python"] = ["json", 'import shenzhen_ai as sz\n\nsz.connect().sql("⟦sql⟧").show()']
    connect = f"con <- DBI::dbConnect(duckdb::duckdb(), {database}, read_only = TRUE)"
    found["R"] = ["json", f'{connect}\nDBI::dbGetQuery(con, "⟦sql⟧")']
    said = {"name": book.data.release.descriptor["name"], "texts": found}
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


def citation(book: Book, table: str, row: Mapping[str, str], row_id: str) -> str:
    """Give the citation of a row as a sentence."""
    return STYLES["apa"](row_reference(book, table, row, row_id))


def query(book: Book, table: str, row: Mapping[str, str]) -> str:
    """Give the SQL that finds a row by its key."""
    key = " AND ".join(f"{_bare(name)} = {literal(row[name])}" for name in book.data.key(table))
    return f"SELECT * FROM {_bare(table)} WHERE {key}"


def _bare(name: str) -> str:
    """Give a name as people write it where it needs no quotes."""
    return name if re.fullmatch(r"[a-z][a-z0-9_]*", name) else identifier(name)


def row_reference(book: Book, table: str, row: Mapping[str, str], row_id: str) -> Reference:
    """Give the reference of a row: what `cite` gives, without opening the database for each of thousands."""
    whole = _whole(book)
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


def _whole(book: Book) -> Reference:
    book.whole_reference = book.whole_reference or reference(book.data.release)
    return book.whole_reference
