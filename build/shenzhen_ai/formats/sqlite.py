"""EXPORT: all tables and views as one SQLite database, with what they mean in `_dictionary`.

Views are stored as tables, so that no query needs an engine that knows more SQL. Dates and moments are texts in ISO
form, booleans are 0 and 1. A column of decimals is NUMERIC while SQLite's floating point gives every one of its
values back as printed, else TEXT.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from shenzhen_ai.database import identifier
from shenzhen_ai.formats.dictionary import COLUMNS, dictionary, listed
from shenzhen_ai.formats.numbers import exact, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from shenzhen_ai.catalog import Relation
    from shenzhen_ai.formats.files import Rows

PAGE_SIZE = 4096
WRITER = (96, 3_008_002)
"""Place in the file's header where SQLite notes its own version, and what stands there instead: the oldest that reads
the file. Otherwise the same tables would give other bytes on a machine with another SQLite."""

PAGES = {2: 12, 5: 12, 10: 8, 13: 8}
"""Kinds of pages that hold a tree of rows or keys, with the length of their heads."""

AFFINITY = {"integer": "INTEGER", "boolean": "INTEGER", "year": "INTEGER"}


class SQLiteFile:
    """A database under way; tables come in the order in which `add` gives them."""

    def __init__(self, file: Path, version: int) -> None:
        """Begin a new file; `version` becomes its user_version."""
        self.file = file
        self.con = sqlite3.connect(file, isolation_level=None)
        for setting in (
            f"page_size = {PAGE_SIZE}",
            "encoding = 'UTF-8'",
            "journal_mode = OFF",
            "synchronous = OFF",
            "secure_delete = ON",
            f"user_version = {version}",
        ):
            self.con.execute(f"PRAGMA {setting}")
        self.con.execute("BEGIN")

    def add(self, relation: Relation, rows: Rows, known: Iterable[Relation]) -> None:
        """Write a table or view; foreign keys are declared to the stored tables among `known`."""
        kinds = {str(field["name"]): _kind(field, rows) for field in relation.schema["fields"]}
        columns = [f"{identifier(name)} {kind}" for name, kind in kinds.items()]
        key = list(relation.schema.get("primaryKey", []))
        if key and relation.origin == "table":
            columns.append(f"PRIMARY KEY ({_names(key)})")
            columns.extend(_foreign_keys(relation, {item.name: item for item in known}))
        name = identifier(relation.name)
        self.con.execute(f"CREATE TABLE {name} ({', '.join(columns)})")
        places = ", ".join("?" * len(relation.columns))
        is_text = [kind == "TEXT" for kind in kinds.values()]
        self.con.executemany(f"INSERT INTO {name} VALUES ({places})", (_cells(row, is_text) for row in rows))
        if key and relation.origin != "table":
            self.con.execute(f"CREATE INDEX {identifier(f'{relation.name}_key')} ON {name} ({_names(key)})")

    def close(self, relations: Iterable[Relation]) -> None:
        """Write the dictionary and finish the file."""
        columns = ", ".join(f"{name} {'INTEGER' if name in {'position', 'in_key'} else 'TEXT'}" for name in COLUMNS)
        self.con.execute(f"CREATE TABLE _dictionary ({columns}, PRIMARY KEY (table_name, position))")
        places = ", ".join("?" * len(COLUMNS))
        self.con.executemany(f"INSERT INTO _dictionary VALUES ({places})", dictionary(relations))
        self.con.execute("COMMIT")
        self.con.close()
        self.file.write_bytes(tidied(bytearray(self.file.read_bytes())))


def tidied(content: bytearray) -> bytes:
    """Give a file without what depends on the SQLite that wrote it: its version, and what it left in unused space.

    The unused space of a page lies between its list of cells and the first cell, as the file format describes it.
    """
    place, number = WRITER
    content[place : place + 4] = number.to_bytes(4, "big")
    for start in range(0, len(content), PAGE_SIZE):
        head = start + (100 if start == 0 else 0)
        if content[head] in PAGES:
            cells, first = (int.from_bytes(content[head + at : head + at + 2], "big") for at in (3, 5))
            free, end = head + PAGES[content[head]] + 2 * cells, start + (first or 65_536)
            content[free:end] = bytes(end - free)
    return bytes(content)


def user_version(version: str) -> int:
    """Give a data version as the number that SQLite keeps; 0 for a version of another form.

    >>> user_version("2026.11.0"), user_version("2026.11.1.dev0"), user_version("1.0")
    (202611000, 202611001, 0)
    """
    parts = version.split(".")[:3]
    if len(parts) < 3 or not all(part.isdigit() for part in parts):  # noqa: PLR2004  year, month, number
        return 0
    year, month, number = map(int, parts)
    return year * 100_000 + month * 1000 + number


def integrity(file: Path) -> list[str]:
    """Give what SQLite's own check finds wrong with a file, foreign keys included; nothing when it is sound."""
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as con:
        found = [str(text) for (text,) in con.execute("PRAGMA integrity_check") if text != "ok"]
        return found + [
            f"{table}: row {row} refers to nothing" for table, row, *_ in con.execute("PRAGMA foreign_key_check")
        ]


def _names(names: Iterable[str]) -> str:
    return ", ".join(map(identifier, names))


def _foreign_keys(relation: Relation, known: dict[str, Relation]) -> list[str]:
    """Give the clauses of the keys that lead to the primary key of a stored table, which is what SQLite can hold."""
    clauses = []
    for key in relation.schema.get("foreignKeys", []):
        fields, others = listed(key["fields"]), listed(key["reference"]["fields"])
        target = known.get(key["reference"].get("resource") or relation.name)
        if target and target.origin == "table" and target.schema.get("primaryKey") == others:
            clauses.append(f"FOREIGN KEY ({_names(fields)}) REFERENCES {identifier(target.name)} ({_names(others)})")
    return clauses


def _kind(field: Mapping[str, Any], rows: Rows) -> str:
    """Give the type of a column; a column with one decimal that floating point would bend is text."""
    if field.get("type") != "number":
        return AFFINITY.get(str(field.get("type")), "TEXT")
    return "NUMERIC" if all(exact(value) is not None for value in rows.distinct(str(field["name"]))) else "TEXT"


def _cells(row: Sequence[object], is_text: Sequence[bool]) -> list[object]:
    return [_cell(value, is_text=text) for value, text in zip(row, is_text, strict=True)]


def _cell(value: object, *, is_text: bool) -> object:
    if value is None or isinstance(value, str):
        return value
    if is_text:
        return plain(value)
    return exact(value) if isinstance(value, Decimal) else int(value) if isinstance(value, bool) else value
