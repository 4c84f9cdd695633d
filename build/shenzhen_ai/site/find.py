"""What the search of the site reads: one file per table and language, with the names of its rows and where they stand.

A schema says in `find` which fields lead to a row besides its label: `{"<field that names the row>": [fields]}`. That
field is the table's own key, a reference to a table with pages, or `row_id` beside `table_name`. Traditional and
simplified signs are one: the search folds both by the characters of OpenCC.
"""

from __future__ import annotations

import json
import re
import zlib
from collections import defaultdict
from importlib.resources import files
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from shenzhen_ai._errors import ExtraMissing
from shenzhen_ai.addresses import row_path
from shenzhen_ai.site.book import LANGUAGES
from shenzhen_ai.site.page import Page

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from shenzhen_ai.site.book import Book
    from shenzhen_ai.site.data import Data

Entry = tuple[str, str, str]
"""Where it stands below the top of the language, what it is called, and the other names that lead to it, one a line."""

FIRST = 300_000
"""Bytes that the first query may load, script included; what does not fit is loaded when the reader asks for it."""


def write_find(book: Book) -> None:
    """Write the files of the search to assets/find/<language>/, and `index` that lists them in the order to load.

    Raises:
        ExtraMissing: when OpenCC is not installed.
    """
    if find_spec("opencc") is None:
        raise ExtraMissing("opencc-python-reimplemented", "site")
    names = _names(book.data)
    for language in LANGUAGES:
        folder = book.shared / "assets" / "find" / language
        folder.mkdir(parents=True, exist_ok=True)
        parts = {table: sorted(_rows(book.data, table, language, names)) for table in book.data.paged()}
        parts[""] = sorted(_pages(book.folder / language / "docs"))
        fold = _fold("".join(text for entries in parts.values() for entry in entries for text in entry))
        listed = [
            {"table": table, "title": title, "rows": len(entries), "bytes": _write(folder, table or "pages", entries)}
            for table, entries in parts.items()
            for title in [Page(book, language, "").title(table) if table else ""]
        ]
        _dump(folder / "index", {"fold": fold, "first": FIRST, "parts": listed})


def _names(data: Data) -> Mapping[tuple[str, str], list[str]]:
    """Give the other names of rows, by table and id, as the schemas declare them."""
    names: dict[tuple[str, str], list[str]] = defaultdict(list)
    for table, schema in data.schemas.items():
        for pointer, fields in schema.get("find", {}).items():
            target = data.reference(table, pointer) or table
            for row in data.rows[table]:
                owner = row["table_name"] if pointer == "row_id" else target
                names[owner, row[pointer]] += [row[name] for name in fields if row[name]]
    return names


def _rows(data: Data, table: str, language: str, names: Mapping[tuple[str, str], list[str]]) -> Iterator[Entry]:
    for row in data.rows[table]:
        row_id = data.row_id(table, row)
        label = data.label(table, row, language)
        others = [data.label(table, row, other) for other in LANGUAGES if other != language]
        words = dict.fromkeys([*others, *names.get((table, row_id), [])])
        yield row_path(table, row_id), label, "\n".join(word for word in words if word != label)


def _pages(docs: Path) -> Iterator[Entry]:
    """Give the pages that are no rows: guides, lists, tables; their headings lead to them."""
    for file in [*docs.glob("*/index.md"), *docs.glob("tables/*/index.md")]:
        text = file.read_text(encoding="utf-8")
        title = re.search(r'^title: (".*")$', text, re.MULTILINE)
        if title:
            heads = [head for head in re.findall(r"^## ([^{<&\n]+)$", text, re.MULTILINE) if not head.startswith("`")]
            yield f"{file.parent.relative_to(docs).as_posix()}/", json.loads(title[1]), "\n".join(heads)


def _write(folder: Path, name: str, entries: Iterable[Entry]) -> int:
    """Write entries, each text as what it shares with the one before and the rest; give the bytes."""
    before: Entry = ("", "", "")
    lines: list[list[Any]] = []
    for entry in entries:
        line: list[Any] = []
        for old, new in zip(before, entry, strict=True):
            shared = _shared(old, new)
            line += [shared, new[shared:]]
        lines.append(line)
        before = entry
    return _dump(folder / name, lines)


def _shared(old: str, new: str) -> int:
    """Count the signs that two texts begin with alike.

    >>> _shared("plan a", "plan b")
    5
    """
    return next(
        (place for place, (one, two) in enumerate(zip(old, new, strict=False)) if one != two), len(old[: len(new)])
    )


def _dump(file: Path, content: object) -> int:
    """Write JSON packed with zlib: a third of the bytes, and any web server hands it out as it is."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    packed = zlib.compress(text.encode(), 9)
    file.with_suffix(".z").write_bytes(packed)
    return len(packed)


def _fold(text: str) -> list[str]:
    """Give traditional signs and the simplified ones they stand for, as far as the text holds either."""
    table = (files("opencc") / "dictionary" / "TSCharacters.txt").read_text(encoding="utf-8")
    pairs = dict(line.split()[:2] for line in table.splitlines() if "\t" in line)
    there = set(text)
    there |= {pairs.get(sign, sign) for sign in there}
    kept = {old: new for old, new in pairs.items() if old != new and new in there and len(old) == len(new) == 1}
    return ["".join(kept), "".join(kept.values())]
