"""Canonical CSV: the one way this project writes its tables, so that a change of one cell is one changed line."""

from __future__ import annotations

import csv
import io
import os
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from shenzhen_ai._errors import PackageError
from shenzhen_ai.problems import Problem, quoted
from shenzhen_ai.spreadsheets import undo
from shenzhen_ai.wording import say, verbatim

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from shenzhen_ai.package import Package, Table

BLANKS = " \t\r\n\u00a0\u3000\u200b\ufeff"


def write_rows(header: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    r"""Give a table as CSV: UTF-8 text, LF, quotation marks only where RFC 4180 wants them.

    >>> write_rows(["a", "b"], [["1", "x, y"]])
    'a,b\n1,"x, y"\n'
    """
    return "".join(",".join(map(_quote, row)) + "\n" for row in (header, *rows))


def _quote(cell: str) -> str:
    """Put quotation marks around a cell that needs them; Python's writer forgets a lone carriage return."""
    if any(sign in cell for sign in ',"\r\n'):
        return '"' + cell.replace('"', '""') + '"'
    return cell


def clean(cell: str) -> str:
    """Give a cell without blanks at its ends, in composed characters; nothing else about it changes.

    >>> clean("  Shenzhen　")
    'Shenzhen'
    """
    return unicodedata.normalize("NFC", cell).strip(BLANKS)


def read_cells(table: Table, path: str, data: bytes) -> tuple[list[str], list[list[str]]]:
    """Read a file of a table: names in the schema's order, rows as they stand, cells without blanks at their ends.

    Args:
        table: whose file it is.
        path: how problems name the file.
        data: its bytes.

    Raises:
        PackageError: when it cannot be read as this table without losing something.
    """
    try:
        text = data.decode("utf-8-sig")
        records = list(csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=_delimiter(text)))
    except (UnicodeDecodeError, csv.Error) as error:
        raise PackageError([_unread(path, error)]) from error
    names = [field.name for field in table.fields]
    header = [clean(cell) for cell in records[0]] if records else []
    if sorted(header) != sorted(names):
        found = say("a header {how}", how=quoted(",".join(header)))
        raise PackageError([Problem("HEADER", path, 1, found=found, expected=verbatim(",".join(names)))])
    body = [record for record in records[1:] if any(clean(cell) for cell in record)]
    wrong = [number for number, record in enumerate(body, 2) if len(record) != len(names)]
    if wrong:
        found, expected = say("another number of cells"), say("{count} cells", count=len(names))
        raise PackageError([Problem("CELLS", path, number, found=found, expected=expected) for number in wrong])
    order = [header.index(name) for name in names]
    return names, [[clean(record[position]) for position in order] for record in body]


def _unread(path: str, error: Exception) -> Problem:
    return Problem("CSV", path, found=verbatim(error), expected=say("a CSV file in UTF-8"))


def _delimiter(text: str) -> str:
    """Give the sign between cells; spreadsheets of some countries save semicolons or tabs."""
    header = text.split("\n", maxsplit=1)[0]
    return next((sign for sign in ";\t" if sign in header and "," not in header), ",")


def canonical_text(table: Table, rows: Iterable[Iterable[str]]) -> str:
    """Give rows (cells in the schema's order) as the text of a file: sorted by primary key."""
    names = [field.name for field in table.fields]
    keys = [names.index(name) for name in table.primary_key]
    cells = [list(row) for row in rows]
    cells.sort(key=lambda row: [row[position] for position in keys] if keys else row)
    return write_rows(names, cells)


def canonical(package: Package, table: Table, path: str) -> str:
    """Give the text that a file of a table should have: columns in the schema's order, rows by primary key.

    Raises:
        PackageError: when the file cannot be read as this table without losing something.
    """
    _, rows = read_cells(table, path, (package.root / path).read_bytes())
    return canonical_text(table, rows)


@dataclass(frozen=True, slots=True)
class Formatted:
    """What formatting did: the paths that were, or would be, changed, and what it left for a person to look at."""

    changed: list[str]
    doubts: list[Problem]


def format_package(package: Package, *, write: bool, before: Callable[[str], bytes | None] | None = None) -> Formatted:
    """Put the files of a package in canonical form, and undo what a spreadsheet did to their cells.

    Args:
        package: the package.
        write: replace the files; without it they are only compared.
        before: gives the last known bytes of a file by its path, None where there are none.

    Raises:
        PackageError: before anything is written, with every file that cannot be read.
    """
    wanted: dict[str, str] = {}
    problems: list[Problem] = []
    doubts: list[Problem] = []
    for table in package.tables.values():
        for path in () if table.dialect.parquet else table.paths:
            try:
                data = (package.root / path).read_bytes()
                wanted[path], unsure = _mended(table, path, data, before(path) if before else None)
                doubts.extend(unsure)
            except PackageError as error:
                problems.extend(error.problems)
            except OSError as error:
                problems.append(_unread(path, error))
    if problems:
        raise PackageError(problems)
    changed = [path for path, text in wanted.items() if (package.root / path).read_bytes() != text.encode()]
    if write:
        for path in changed:
            replace(package.root / path, wanted[path])
    return Formatted(changed, doubts)


def _mended(table: Table, path: str, data: bytes, before: bytes | None) -> tuple[str, list[Problem]]:
    """Give the canonical text of a file, and the cells that a person must look at."""
    names, rows = read_cells(table, path, data)
    try:
        _, old = read_cells(table, path, before) if before is not None else (names, [])
    except PackageError:
        old = []  # its schema was another then
    mended, doubts = undo(table, rows, old)
    expected = say("the form that the source has")
    hint = say("a spreadsheet may have changed this cell: type it again")
    found = [
        Problem("CELLS", path, doubt.row + 1, doubt.field, None, quoted(doubt.text), expected, hint) for doubt in doubts
    ]
    return canonical_text(table, mended), found


def replace(file: Path, text: str) -> None:
    """Write a file in one step: beside it first, then renamed over it."""
    beside = file.with_name(f".{file.name}.{os.getpid()}.tmp")
    beside.write_bytes(text.encode())
    beside.replace(file)
