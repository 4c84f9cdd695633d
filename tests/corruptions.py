"""Puts mistakes into tables: each kind changes a copy of the real data and says which code must be found where."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterator

    from shenzhen_ai.package import Field, Package, Table


@dataclass(frozen=True)
class Expected:
    """A problem that must be found: one of `codes`, in a row (None: in the file as such) and a field (None: any)."""

    kind: str
    codes: frozenset[str]
    table: str
    row: int | None = None
    column: str | None = None
    line: int | None = None


@dataclass
class Tables:
    """The cells of all tables, without headers, and which rows have been touched."""

    package: Package
    rows: dict[str, list[list[str]]]
    touched: set[tuple[str, int]] = field(default_factory=set)

    def text(self, table: Table) -> str:
        """Give the file of a table."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow([item.name for item in table.fields])
        writer.writerows(self.rows[table.name])
        return out.getvalue()

    def lines(self, table: Table) -> list[int]:
        """Give the line on which each row begins."""
        line, found = 2, []
        for row in self.rows[table.name]:
            found.append(line)
            line += 1 + sum(cell.count("\n") for cell in row)
        return found


Cell = tuple["Table", int, int]
"""A table, the number of a row, the number of a field."""


def cells(tables: Tables, dice: random.Random, fits: Callable[[Table, Field], bool], *, empty: bool = False) -> Cell:
    """Draw a cell of a row that has not been touched, in a field of some kind."""
    choice = [
        (table, number)
        for table in tables.package.tables.values()
        for number, item in enumerate(table.fields)
        if fits(table, item)
    ]
    while True:
        table, number = dice.choice(choice)
        row = dice.randrange(len(tables.rows[table.name]) or 1)
        rows = tables.rows[table.name]
        if row < len(rows) and (table.name, row) not in tables.touched and (empty or rows[row][number]):
            tables.touched.add((table.name, row))
            return table, row, number


def free(table: Table, item: Field) -> bool:
    """Tell whether a field is prose: neither key nor reference, without list and pattern."""
    closed = {"enum", "pattern"} & set(item.constraints)
    return item.type == "string" and not closed and item.name not in keys(table)


def keys(table: Table) -> set[str]:
    return {*table.primary_key, *(name for key in table.foreign_keys for name in key.fields)}


def refers(table: Table, item: Field) -> bool:
    return any(key.fields == (item.name,) for key in table.foreign_keys) and item.name not in table.primary_key


def number(_: Table, item: Field) -> bool:
    return item.type == "number"


def any_text(_: Table, item: Field) -> bool:
    return item.type == "string"


def is_date(_: Table, item: Field) -> bool:
    return item.type == "date" or item.derive == "date"


def coded(table: Table, item: Field) -> bool:
    pattern = str(item.constraints.get("pattern", ""))
    return item.type == "string" and "enum" not in item.constraints and (item.name in keys(table) or pattern == SLUG)


SLUG = "^[a-z0-9]+(-[a-z0-9]+)*$"
ALIKE = {"a": "\u0430", "e": "\u0435", "o": "\u043e", "c": "\u0441", "p": "\u0440", "x": "\u0445", "i": "\u0456"}

KINDS: dict[str, tuple[Callable[[Table, Field], bool], Callable[[str, random.Random, Field], str], set[str]]] = {
    "a blank at the end": (any_text, lambda text, *_: f"{text} ", {"SPACE"}),
    "a blank in front": (any_text, lambda text, *_: f" {text}", {"SPACE"}),
    "an ideographic blank at the end": (any_text, lambda text, *_: f"{text}\u3000", {"SPACE"}),
    "a no-break space": (free, lambda text, dice, _: put(text, dice, "\u00a0"), {"CHARACTER"}),
    "a zero width space": (any_text, lambda text, dice, _: put(text, dice, "\u200b"), {"CHARACTER"}),
    "a byte order mark inside": (any_text, lambda text, dice, _: put(text, dice, "\ufeff"), {"CHARACTER"}),
    "a mark that turns the direction": (any_text, lambda text, dice, _: put(text, dice, "\u202e"), {"CHARACTER"}),
    "a lost character": (free, lambda text, dice, _: put(text, dice, "\ufffd"), {"CHARACTER"}),
    "a look-alike letter": (coded, lambda text, dice, _: alike(text, dice), {"LOOK-ALIKE"}),
    "full-width digits": (number, lambda text, *_: wide(text), {"FULL-WIDTH"}),
    "a full-width letter": (coded, lambda text, *_: chr(ord(text[0]) + 0xFEE0) + text[1:], {"FULL-WIDTH"}),
    "a day that is none": (is_date, lambda *_: "2025-02-30", {"TYPE", "DATE"}),
    "a date of a spreadsheet": (is_date, lambda *_: "2025/3/3", {"TYPE", "PATTERN"}),
    "a thousands separator": (number, lambda text, *_: f"1,{text}", {"TYPE"}),
    "a percent sign": (number, lambda text, *_: f"{text}%", {"TYPE"}),
    "a word for a number": (number, lambda text, *_: f"about {text}", {"TYPE"}),
    "more decimals than are kept": (number, lambda text, *_: f"{text.partition('.')[0]}.123456789", {"PRECISION"}),
    "a word that is not listed": (
        lambda _, item: "enum" in item.constraints,
        lambda text, *_: f"{text[:-1]}{'x' if text[-1:] != 'x' else 'y'}",
        {"ENUM"},
    ),
    "an id with a slip": (refers, lambda text, dice, _: slip(text, dice), {"FOREIGN-KEY"}),
    "nothing where something is asked for": (
        lambda table, item: item.required and item.name not in table.primary_key,
        lambda *_: "",
        {"REQUIRED"},
    ),
    "a number out of its range": (
        lambda _, item: "minimum" in item.constraints and item.type in {"number", "integer"},
        lambda _, __, item: str(float(item.constraints["minimum"]) - 1).removesuffix(".0"),
        {"RANGE"},
    ),
    "a formula": (free, lambda text, *_: f"={text}", {"FORMULA"}),
    "a word for nothing": (free, lambda _, dice, __: dice.choice(["N/A", "unknown", "暂无", "—"]), {"PLACEHOLDER"}),
    "a line break": (free, lambda text, dice, _: put(text, dice, "\n"), {"NEWLINE"}),
    "a character in parts": (free, lambda text, dice, _: put(text, dice, "e\u0301"), {"NFC"}),
}
"""For each kind: in which fields, what becomes of the text, and the codes of which one must be found."""


def put(text: str, dice: random.Random, sign: str) -> str:
    place = dice.randint(1, max(len(text) - 1, 1))
    return f"{text[:place]}{sign}{text[place:]}" if len(text) > 1 else f"{text}{sign}a"


def alike(text: str, dice: random.Random) -> str:
    places = [place for place, sign in enumerate(text) if sign in ALIKE]
    place = dice.choice(places) if places else 0
    return text[:place] + ALIKE.get(text[place], "\u0430") + text[place + 1 :] + ("" if len(text) > 1 else "x")


def wide(text: str) -> str:
    return "".join(chr(ord(sign) + 0xFEE0) if sign.isdigit() else sign for sign in text)


def slip(text: str, dice: random.Random) -> str:
    place = dice.randrange(len(text))
    return f"{text[:place]}qz{text[place + 1 :]}"


def change_cell(kind: str, tables: Tables, dice: random.Random) -> Expected:
    """Put one mistake into one cell."""
    fits, change, codes = KINDS[kind]
    table, row, place = cells(tables, dice, fits)
    item = table.fields[place]
    cell = tables.rows[table.name][row]
    cell[place] = change(cell[place], dice, item)
    return Expected(kind, frozenset(codes), table.name, row, item.name)


def repeat_key(tables: Tables, dice: random.Random) -> list[Expected]:
    """Give a row the key of another one further up."""
    table, row, _ = cells(tables, dice, lambda table, item: (item.name,) == table.primary_key)
    other = dice.randrange(len(tables.rows[table.name]))
    if other == row or (table.name, other) in tables.touched:
        return []
    tables.touched.add((table.name, other))
    place = [item.name for item in table.fields].index(table.primary_key[0])
    tables.rows[table.name][row][place] = tables.rows[table.name][other][place]
    later = max(row, other)
    return [Expected("a key twice", frozenset({"PRIMARY-KEY"}), table.name, later, table.primary_key[0])]


def move_left(tables: Tables, dice: random.Random) -> list[Expected]:
    """Move the cells of a row one column to the left from a number on, as a paste that goes astray does."""
    table, row, place = cells(tables, dice, number)
    cell = tables.rows[table.name][row]
    if place == 0 or cell[place - 1] == cell[place]:
        return []
    cell[place - 1 :] = [*cell[place:], ""]
    return [Expected("cells moved to the left", frozenset(), table.name, row)]


def remove_row(tables: Tables, dice: random.Random) -> list[Expected]:
    """Take out a row that exactly one row of another table refers to."""
    links = [
        (table, key)
        for table in tables.package.tables.values()
        for key in table.foreign_keys
        if len(key.fields) == 1 and key.table != table.name
    ]
    table, key = dice.choice(links)
    other = tables.package.tables[key.table]
    place = [item.name for item in table.fields].index(key.fields[0])
    target = [item.name for item in other.fields].index(key.reference[0])
    named = [row[place] for row in tables.rows[table.name]]
    for gone, row in enumerate(tables.rows[other.name]):
        alone = named.count(row[target]) == 1 and (other.name, gone) not in tables.touched
        user = named.index(row[target]) if alone else None
        if alone and user is not None and (table.name, user) not in tables.touched:
            tables.touched |= {(other.name, gone), (table.name, user)}
            row[target] = f"{row[target]}-gone"
            return [Expected("a row that is gone", frozenset({"FOREIGN-KEY"}), table.name, user, key.fields[0])]
    return []


SPECIAL = {"a key twice": repeat_key, "cells moved to the left": move_left, "a row that is gone": remove_row}


def _cr(lines: list[str], row: int, sign: str) -> list[str]:
    return [*lines[:row], lines[row].rstrip("\n") + sign, *lines[row + 1 :]]


def layouts(text: str, row: int) -> Iterator[tuple[str, bytes, set[str], int | None]]:
    """Give what becomes of a file: kind, bytes, codes, and the line, the `row`-th, on which one must be found.

    The file has at least three lines of one record each.
    """
    lines = text.splitlines(keepends=True)
    line, number_of = lines[row], row + 1
    header = lines[0].rstrip("\n").split(",")

    def joined(middle: str) -> bytes:
        return "".join([*lines[:row], middle, *lines[row + 1 :]]).encode()

    yield "a line that ends in CRLF", joined(line.rstrip("\n") + "\r\n"), {"LINE-END"}, number_of
    yield "a carriage return in a line", joined("\r" + line), {"LINE-END", "CELLS", "CSV"}, number_of
    yield "a byte order mark", b"\xef\xbb\xbf" + text.encode(), {"BOM"}, 1
    yield "a cell too many", joined(line.rstrip("\n") + ",x\n"), {"CELLS"}, number_of
    yield "a cell too few", joined(line.rstrip("\n").rpartition(",")[0] + "\n"), {"CELLS", "CSV"}, number_of
    yield "a column less in the header", "".join([",".join(header[:-1]) + "\n", *lines[1:]]).encode(), {"HEADER"}, 1
    swapped = ",".join([header[1], header[0], *header[2:]]) + "\n"
    yield "a header in another order", "".join([swapped, *lines[1:]]).encode(), {"HEADER"}, 1
    yield "a header between quotation marks", f'"{header[0]}"{text[len(header[0]) :]}'.encode(), {"QUOTED-HEADER"}, 1
    yield "a file cut off", text.encode()[:-2], {"LINE-END"}, len(lines)
    yield "a quotation mark left open", joined('"' + line.replace('"', "")), {"CSV"}, None
    yield "a NUL byte", joined("\0" + line), {"CHARACTER"}, number_of
    yield "a byte that is not UTF-8", joined("@@").replace(b"@@", b"\xff" + line.encode()), {"ENCODING"}, number_of
    yield "an empty row", joined("," * (len(header) - 1) + "\n" + line), {"BLANK-ROW"}, number_of
