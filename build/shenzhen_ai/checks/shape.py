"""CHECK, shape: the bytes and the layout of each file, before anything is read as data."""

from __future__ import annotations

import codecs
import csv
import io
import re
import unicodedata
from typing import TYPE_CHECKING

from shenzhen_ai.checks.context import LIMIT, Places, more
from shenzhen_ai.problems import Problem, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from shenzhen_ai.package import Package, Table

CELL_LIMIT = 1 << 20
"""Longest cell that is read, in characters."""

INVISIBLE = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00a0\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]"
)
PLACEHOLDER = re.compile(r"(?i)(n/?a|nan|null|none|unknown|tbd|-{1,3}|—+|无|未知|不详|暂无)\Z")
FORMULA = re.compile(r"[=+@\t]|-(?![\d.])")
SPACES = re.compile(r"\s|\u3000")


def check(package: Package, table: Table) -> tuple[list[Problem], Places | None]:
    """Judge the files of a table.

    Returns:
        The problems, and the place of each record; None in its stead when a file cannot be read as a table.
    """
    problems: list[Problem] = []
    places: Places | None = Places()
    for path in table.paths:
        found, rows, starts = _file(package.root / path, path, table)
        problems.extend(found)
        if rows is None:
            places = None
        elif places is not None:
            places.add(path, rows, starts)
    return problems, places


def _file(file: Path, path: str, table: Table) -> tuple[list[Problem], int | None, list[int] | None]:
    try:
        data = file.read_bytes()
    except FileNotFoundError:
        hint = "add the file, or take its resource out of datapackage.json"
        return [Problem("FILE-MISSING", path, found="no such file", expected="a CSV file", hint=hint)], None, None
    problems = list(_bytes(data, path))
    try:
        text = data.removeprefix(codecs.BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        found = f"byte 0x{data[error.start]:02x}"
        problem = Problem("ENCODING", path, line, found=found, expected="UTF-8", hint="save the file as UTF-8")
        return [*problems, problem], None, None
    rows, layout, starts, readable = _layout(text, path, table)
    problems.extend(layout)
    return problems, rows if readable else None, starts


def _bytes(data: bytes, path: str) -> Iterator[Problem]:
    hint = "run: shenzhen-ai fmt"
    if data.startswith(codecs.BOM_UTF8):
        yield Problem("BOM", path, 1, found="a byte order mark", expected="UTF-8 without one", hint=hint)
    if b"\r" in data:
        line = data.count(b"\n", 0, data.index(b"\r")) + 1
        yield Problem("LINE-END", path, line, found="a carriage return", expected="lines that end in LF", hint=hint)
    if data and not data.endswith(b"\n"):
        line = data.count(b"\n") + 1
        yield Problem("LINE-END", path, line, found="no line end", expected="a last line that ends in LF", hint=hint)
    if b"\0" in data:
        line = data.count(b"\n", 0, data.index(b"\0")) + 1
        yield Problem("CHARACTER", path, line, found="a NUL byte", expected="text", hint="take it out")


def _layout(text: str, path: str, table: Table) -> tuple[int, list[Problem], list[int] | None, bool]:
    """Walk the records: header, lengths, and the cells where any sign in the file asks for it."""
    csv.field_size_limit(CELL_LIMIT)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    names = [field.name for field in table.fields]
    problems: list[Problem] = []
    starts: list[int] = []
    readable = True
    before = 0
    try:
        header = next(reader, [])
        if header != names:
            return 0, [_header(path, header, names)], None, False
        before = reader.line_num
        for record in reader:
            line, before = before + 1, reader.line_num
            if len(record) != len(names):
                readable = False
                problems.append(_length(path, line, record, len(names)))
                continue
            starts.append(line)
            problems.extend(_cells(path, line, record, table))
    except csv.Error as error:
        hint = "look for a quotation mark that is not closed or not doubled"
        problems.append(Problem("CSV", path, before + 1, found=str(error), expected="CSV of RFC 4180", hint=hint))
        readable = False
    shifted = any(line != number + 2 for number, line in enumerate(starts))
    return len(starts), _limited(problems), starts if shifted else None, readable


def _header(path: str, header: list[str], names: list[str]) -> Problem:
    missing = [name for name in names if name not in header]
    strange = [name for name in header if name not in names]
    parts = []
    if missing:
        parts.append(f"without {', '.join(missing)}")
    if strange:
        parts.append(f"with {', '.join(map(quoted, strange))}")
    found = f"a header {' and '.join(parts) or 'in another order'}"
    expected = f"{','.join(names)}"
    return Problem("HEADER", path, 1, found=found, expected=expected, type="incorrect-label")


def _length(path: str, line: int, record: list[str], width: int) -> Problem:
    if not any(cell.strip() for cell in record):
        return Problem(
            "BLANK-ROW", path, line, found="an empty line", expected="a row", hint="delete it", type="blank-row"
        )
    kind = "extra-cell" if len(record) > width else "missing-cell"
    hint = "a comma inside a cell wants quotation marks around the cell"
    key = record[0] if record else None
    return Problem("CELLS", path, line, None, key, f"{len(record)} cells", f"{width}", hint, kind)


def _cells(path: str, line: int, record: list[str], table: Table) -> Iterator[Problem]:
    if not any(record):
        yield Problem(
            "BLANK-ROW", path, line, found="only empty cells", expected="a row", hint="delete it", type="blank-row"
        )
        return
    for field, cell in zip(table.fields, record, strict=True):
        if not cell:
            continue
        for code, expected, hint in _signs(
            cell, text=field.type in {"string", "any"} and "enum" not in field.constraints
        ):
            key = record[0]
            yield Problem(code, path, line, field.name, key, quoted(cell), expected, hint)


def _signs(cell: str, *, text: bool) -> Iterator[tuple[str, str, str]]:
    """Give code, expected and hint for each thing about a cell that parsers and people disagree on."""
    if "\n" in cell or "\r" in cell:
        yield "NEWLINE", "a cell on one line", "put a space or a semicolon in its place"
    elif INVISIBLE.search(cell):
        yield "CHARACTER", "visible characters only", "delete the invisible one, or type a plain space"
    if SPACES.match(cell[0]) or SPACES.match(cell[-1]):
        yield "SPACE", "no blank at either end", "run: shenzhen-ai fmt"
    if not unicodedata.is_normalized("NFC", cell):
        yield "NFC", "composed characters (NFC)", "run: shenzhen-ai fmt"
    if text and PLACEHOLDER.match(cell):
        yield "PLACEHOLDER", "an empty cell for what is not known", "empty the cell"
    elif text and FORMULA.match(cell):
        yield "FORMULA", "text that no spreadsheet takes for a formula", "begin the cell with a letter or digit"


def _limited(problems: list[Problem]) -> list[Problem]:
    """Keep the first problems of each rule and field, and say how many more there are."""
    groups: dict[tuple[str, str | None], list[Problem]] = {}
    for problem in problems:
        groups.setdefault((problem.code, problem.column), []).append(problem)
    kept: list[Problem] = []
    for (code, column), group in groups.items():
        kept.extend(group[:LIMIT])
        kept.extend(more(code, group[0].path, column, LIMIT, len(group)))
    return kept
