"""EXPORT: all tables and views as one XLSX workbook: contents, dictionary, and a sheet each.

A number is a number where spreadsheets show all of its digits (15), else text. Everything else is text: ids, and
dates of any precision, which a spreadsheet would turn into days. Nothing becomes a formula or a link of its own accord.
"""

from __future__ import annotations

import datetime
import unicodedata
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from shenzhen_ai._errors import ExtraMissing
from shenzhen_ai.formats.dictionary import COLUMNS, dictionary
from shenzhen_ai.formats.numbers import exact, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from shenzhen_ai.catalog import Relation
    from shenzhen_ai.formats.files import Rows

SHEET_ROWS = 1_048_576
SHEET_NAME = 31
CELL = 32_767
"""Limits of the format: rows of a sheet, letters of its name, letters of a cell."""

FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", "_"))
CONTENTS, DICTIONARY = "contents", "dictionary"
WIDTHS = (8, 60)
SAMPLE = 200
"""Rows that a column's width is taken from."""


class Workbook:
    """A workbook under way; the sheets of tables come in the order of `relations`, after contents and dictionary."""

    def __init__(self, file: Path, relations: Sequence[Relation], properties: Mapping[str, str], created: str) -> None:
        """Begin a workbook.

        Args:
            file: where it is written when it is closed.
            relations: all tables and views that will be added.
            properties: title, subject, author, comments, as the format calls them.
            created: ISO day that the file carries, so that the clock does not stand in it.

        Raises:
            ExtraMissing: without XlsxWriter.
        """
        try:
            import xlsxwriter
        except ImportError as error:
            raise ExtraMissing("XlsxWriter", "build") from error
        self.book = xlsxwriter.Workbook(
            file,
            {"in_memory": True, "strings_to_urls": False, "strings_to_formulas": False, "strings_to_numbers": False},
        )
        day = datetime.date.fromisoformat(created or "1980-01-01")
        moment = datetime.datetime(day.year, day.month, day.day, tzinfo=datetime.UTC)
        self.book.set_properties({**properties, "created": moment})
        self.bold = self.book.add_format({"bold": True, "bottom": 1})
        self.link = self.book.get_default_url_format()
        self.relations = list(relations)
        self.names = sheet_names([relation.name for relation in relations])
        self.sheets = {name: self.book.add_worksheet(name) for name in (CONTENTS, DICTIONARY, *self.names.values())}
        self.rows: dict[str, int] = {}

    def add(self, relation: Relation, rows: Rows) -> None:
        """Write the sheet of a table or view; one with more rows than a sheet holds says where they are."""
        sheet = self.sheets[self.names[relation.name]]
        self.rows[relation.name] = len(rows)
        if len(rows) >= SHEET_ROWS:
            sheet.write_string(0, 0, f"{len(rows)} rows are more than a sheet holds: see csv/{relation.name}.csv")
            return
        self._table(sheet, relation.columns, list(rows))

    def close(self, heading: Sequence[str]) -> None:
        """Write contents, under the lines of `heading`, and the dictionary, both with links, and the file."""
        contents = self.sheets[CONTENTS]
        for number, line in enumerate(heading):
            contents.write_string(number, 0, line)
        start = len(heading) + 1
        for column, name in enumerate(("sheet", "table or view", "made by", "rows", "title", "title_zh")):
            contents.write_string(start, column, name, self.bold)
        for number, relation in enumerate(self.relations, start + 1):
            self._link(contents, number, 0, relation.name)
            title, title_zh = (str(_text(relation, name)) for name in ("title", "title_zh"))
            cells = (relation.name, relation.origin, self.rows[relation.name], title, title_zh)
            for column, value in enumerate(cells, 1):
                _write(contents, number, column, value)
        contents.set_column(0, 1, 28)
        contents.set_column(2, 3, 10)
        contents.set_column(4, 5, 40)
        meanings = dictionary(self.relations)
        self._table(self.sheets[DICTIONARY], COLUMNS, meanings)
        for number, row in enumerate(meanings, 1):
            self._link(self.sheets[DICTIONARY], number, 0, str(row[0]))
        self.book.close()

    def _link(self, sheet: Any, row: int, column: int, name: str) -> None:
        sheet.write_url(row, column, f"internal:'{self.names[name]}'!A1", self.link, self.names[name])

    def _table(self, sheet: Any, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        for column, name in enumerate(columns):
            sheet.write_string(0, column, name, self.bold)
            shown = [width(name), *(width(plain(row[column])) for row in rows[:SAMPLE] if row[column] is not None)]
            sheet.set_column(column, column, min(max(*shown, WIDTHS[0]), WIDTHS[1]) + 1)
        for number, row in enumerate(rows, 1):
            for column, value in enumerate(row):
                if value is not None:
                    _write(sheet, number, column, value)
        sheet.freeze_panes(1, 1)
        if rows:
            sheet.autofilter(0, 0, len(rows), len(columns) - 1)


def _write(sheet: Any, row: int, column: int, value: Any) -> None:
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
        return
    number = exact(value) if isinstance(value, int | float | Decimal) else None
    if number is not None:
        sheet.write_number(row, column, number)
        return
    text = value if isinstance(value, str) else plain(value)
    if len(text) > CELL:
        text = f"{text[: CELL - 60]} … {len(text)} letters, more than a cell holds"
    sheet.write_string(row, column, text)


def width(text: str) -> int:
    """Give the columns that a text takes; wide signs count as two.

    >>> width("target"), width("目标")
    (6, 4)
    """
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text[: WIDTHS[1]])


def sheet_names(names: Iterable[str]) -> dict[str, str]:
    """Give a sheet's name for each table: at most 31 letters, none that the format forbids, no two alike.

    >>> sheet_names(["a/b", "A_B", "contents", "x" * 40])["A_B"]
    'A_B_2'
    """
    taken, found = {CONTENTS, DICTIONARY, "history"}, {}
    for name in names:
        stem = name.translate(FORBIDDEN)
        sheet, number = stem[:SHEET_NAME], 1
        while sheet.lower() in taken:
            number += 1
            ending = f"_{number}"
            sheet = stem[: SHEET_NAME - len(ending)] + ending
        taken.add(sheet.lower())
        found[name] = sheet
    return found


def _text(relation: Relation, name: str) -> object:
    return relation.schema.get(name) or relation.resource.get(name) or ""
