"""READ: the files of a table as DuckDB reads them. A file that it would read otherwise than the standard is rewritten.

A plain file (UTF-8, a comma, quotation marks doubled) is looked at as bytes only, and left to DuckDB. Any other one,
and any whose rows turn out to be of unequal length, is walked record by record with Python's `csv` into a temporary
file in which every cell is quoted and a cell that is not there is empty.
"""

from __future__ import annotations

import codecs
import csv
import itertools
import operator
from array import array
from collections import Counter
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Any

from shenzhen_ai.octets import look_at
from shenzhen_ai.quoting import glob, literal
from shenzhen_ai.unpacking import FAILURES, LINE_LIMIT, TooLong, lines_of, measure, open_text

if TYPE_CHECKING:
    from pathlib import Path

    from shenzhen_ai.dialect import Dialect

CELL_LIMIT = 1 << 20
"""Longest cell that is read, in characters."""

CHUNK = 1 << 22
KEPT = 50
"""Rows too long or too short that are kept one by one."""

SHOWN = 200
PADDED = 200_000_000
"""Cells that short rows of one file may lack in all."""

NOTHING = "\x01\x02"
"""Stands for no text at all where DuckDB wants to know what is written for NULL."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something about bytes or layout: `kind` says what, `cells` what stands there, `count` how many cells do."""

    kind: str
    line: int | None = None
    cells: tuple[str, ...] = ()
    text: str = ""
    count: int = 0


@dataclass(slots=True)
class File:
    """One file of a table as it was looked at; `rewritten` is the file to read in its stead.

    Of rows that are too long or too short the first `KEPT` are in `faults`, the rest are counted in `others`.
    `plain` is true when its bytes hold no sign that nobody sees, and no other blank than the space. Of a Parquet file
    `columns` has the SQL of each column as text, and `relation_of_columns` what they are read from.
    """

    path: str
    source: Path
    labels: list[str] | None = None
    width: int = 0
    rows: int = 0
    starts: array[int] | None = None
    faults: list[Fault] = field(default_factory=list)
    direct: bool = False
    plain: bool = False
    rewritten: Path | None = None
    others: Counter[str] = field(default_factory=Counter)
    padded: int = 0
    columns: list[str] = field(default_factory=list)
    relation_of_columns: str = ""

    @property
    def readable(self) -> bool:
        """True when the records of the file can be told apart."""
        return not any(fault.kind in {"missing", "encoding", "csv", "unpack", "column"} for fault in self.faults)

    def relation(self, dialect: Dialect) -> str:
        """Give the SQL that reads the file: columns c0, c1 ... as text.

        In a rewritten file what is missing in every field is NULL. In one that is read as it lies nothing is, since
        DuckDB lets cells too many pass when they are empty or hold what it takes for NULL.
        """
        if self.columns:
            cells = ", ".join(f"{sql} AS c{number}" for number, sql in enumerate(self.columns))
            return f"(SELECT {cells} FROM {self.relation_of_columns})"
        columns = ", ".join(f"'c{number}': 'VARCHAR'" for number in range(self.width))
        sizes = f"max_line_size = {LINE_LIMIT}, buffer_size = {2 * LINE_LIMIT}"
        common = f"auto_detect = false, strict_mode = true, null_padding = false, {sizes}"
        if self.rewritten is not None:
            return (
                f"read_csv({literal(glob(str(self.rewritten)))}, columns = {{{columns}}}, header = false, delim = ',', "
                f"quote = '\"', escape = '\"', nullstr = '', allow_quoted_nulls = false, parallel = false, {common})"
            )
        quote = literal(dialect.quote)
        return (
            f"read_csv({literal(glob(str(self.source)))}, columns = {{{columns}}}, header = {dialect.header}, "
            f"delim = {literal(dialect.delimiter)}, quote = {quote}, escape = {quote}, "
            f"nullstr = {literal(NOTHING)}, {common})"
        )


def look(root: Path, path: str, dialect: Dialect, width: int) -> File:
    """Look at the bytes and the header of a file, without reading its records.

    Args:
        root: the package's folder.
        path: the file in it.
        dialect: how it is written.
        width: number of the schema's fields, for a file without header.
    """
    file = File(path, root / path, width=width)
    if not file.source.is_file():
        file.faults.append(Fault("missing"))
        return file
    file.direct = dialect.plain
    if dialect.plain:
        _bytes(file, dialect)
    if file.direct:
        _header(file, dialect)
    return file


def _bytes(file: File, dialect: Dialect) -> None:
    """Count the lines, and name what parsers disagree on: byte order mark, carriage return, NUL, no last line end."""
    octets = look_at(file.source)
    if octets.mark:
        file.faults.append(Fault("bom", 1))
    if "cr" in octets.first and dialect.line_end not in {"\r\n", "\r"}:
        file.faults.append(Fault("cr", octets.first["cr"]))
    if not octets.ended:
        file.faults.append(Fault("end", octets.lines))
    if "nul" in octets.first:
        file.faults.append(Fault("nul", octets.first["nul"]))
    file.rows = octets.lines - int(dialect.header)
    file.plain = octets.plain
    paired = not octets.returns or octets.returns == octets.pairs == octets.lines
    file.direct = "nul" not in octets.first and paired


def _header(file: File, dialect: Dialect) -> None:
    """Read the first record of a plain file."""
    if not dialect.header:
        return
    try:
        with file.source.open(encoding="utf-8-sig", newline="") as stream:
            file.labels = next(reader(stream, dialect), [])
            stream.seek(0)
            _quoted(file, dialect, stream.readline())
    except (UnicodeDecodeError, csv.Error, TooLong):
        file.direct = False
        return
    file.width = len(file.labels)
    file.direct = bool(file.labels)


def _quoted(file: File, dialect: Dialect, line: str) -> None:
    """Note the labels that stand between quotation marks without need."""
    if not dialect.quote or dialect.quote not in line:
        return
    cells = line.strip("\r\n").split(dialect.delimiter)
    labels = [label for label in file.labels or [] if f"{dialect.quote}{label}{dialect.quote}" in cells]
    if labels:
        file.faults.append(Fault("quoted", 1, tuple(labels)))


def reader(stream: IO[str], dialect: Dialect) -> Any:
    """Give the reader of records as the standard has them."""
    csv.field_size_limit(CELL_LIMIT)
    return csv.reader(
        lines_of(stream),
        strict=True,
        delimiter=dialect.delimiter,
        quotechar=dialect.quote or None,
        quoting=csv.QUOTE_MINIMAL if dialect.quote else csv.QUOTE_NONE,
        doublequote=dialect.double_quote,
        escapechar=dialect.escape,
        skipinitialspace=dialect.skip_space,
    )


def rewrite(file: File, dialect: Dialect, missing: list[str], target: Path) -> None:
    """Walk the records of a file into `target`, noting where each begins and which are too long or too short."""
    file.rows, file.starts, file.rewritten, file.padded = 0, array("q"), None, 0
    file.others.clear()
    kept = [fault for fault in file.faults if fault.kind in {"bom", "cr", "end", "nul", "quoted"}]
    file.faults = kept
    absent = {*missing, *([dialect.null] if dialect.null is not None else [])}
    try:
        measure(file.source, dialect.compression)
        stream = open_text(file.source, dialect.compression, dialect.encoding)
        with stream, target.open("w", encoding="utf-8", newline="") as out:
            _walk(file, dialect, stream, out, absent)
    except UnicodeDecodeError as error:
        file.faults.append(Fault("encoding", _line_of(file, dialect), text=f"0x{error.object[error.start]:02x}"))
    except (UnicodeError, *FAILURES) as error:
        file.faults.append(Fault("unpack", text=str(error).splitlines()[0]))
    else:
        file.rewritten = target
    if file.starts is not None and not any(map(operator.sub, file.starts, itertools.count(1 + int(dialect.header)))):
        file.starts = None


def _walk(file: File, dialect: Dialect, stream: IO[str], out: IO[str], absent: set[str]) -> None:
    records = reader(stream, dialect)
    first = max(dialect.header_rows) if dialect.header else 0
    headers: list[list[str]] = []
    before, number = 0, 0
    try:
        for record in records:
            number += 1
            line, before = before + 1, records.line_num
            comment = dialect.comment is not None and record and record[0].startswith(dialect.comment)
            if comment or number in dialect.comment_rows:
                continue
            if dialect.header and number in dialect.header_rows:
                headers.append(record)
                if number == first:
                    _labels(file, headers, dialect)
            if number > first:
                _record(file, line, record, out, absent)
    except (csv.Error, TooLong) as error:
        file.faults.append(Fault("csv", before + 1, text=str(error)))
    if dialect.header and file.labels is None:
        _labels(file, headers, dialect)


def _labels(file: File, headers: list[list[str]], dialect: Dialect) -> None:
    """Join the header rows, one below the other; a label that repeats the one above it is joined once."""
    labels = list(headers[0]) if headers else []
    above = list(labels)
    for row in headers[1:]:
        for place, label in enumerate(row):
            if place >= len(labels):
                labels.append(label)
                above.append(label)
            elif label != above[place]:
                labels[place] = dialect.header_join.join([labels[place], label])
                above[place] = label
    if labels:
        labels[0] = labels[0].removeprefix("\ufeff")
    file.labels = labels
    file.width = len(labels)


def _uneven(file: File, kind: str, line: int, record: list[str]) -> None:
    """Note a row of another length; the cells that it lacks may not become more than the disk holds."""
    seen = sum(fault.kind == kind for fault in file.faults) if not file.others[kind] else KEPT
    if seen < KEPT:
        file.faults.append(Fault(kind, line, tuple(cell[:SHOWN] for cell in record[:1]), count=len(record)))
    else:
        file.others[kind] += 1
    file.padded += max(file.width - len(record), 0)
    if file.padded > PADDED:
        msg = f"more than {PADDED} cells too few"
        raise TooLong(msg)


def _record(file: File, line: int, record: list[str], out: IO[str], absent: set[str]) -> None:
    """Write a record with as many cells as the header has, and note when it had others."""
    if len(record) != file.width:
        blank = all(cell in absent for cell in record)
        kind = "blank" if blank else "extra" if len(record) > file.width else "short"
        _uneven(file, kind, line, record)
        record = [] if blank else record[: file.width]
    if any("\0" in cell for cell in record) and not any(fault.kind == "nul" for fault in file.faults):
        file.faults.append(Fault("nul", line))
    cells = ["" if cell in absent else '"' + cell.replace('"', '""') + '"' for cell in record]
    if file.starts is not None:
        file.starts.append(line)
    file.rows += 1
    out.write(",".join([*cells, *[""] * (file.width - len(cells))]) + "\n")


def _line_of(file: File, dialect: Dialect) -> int | None:
    """Give the line of the first byte that is not of the encoding."""
    with open_text(file.source, dialect.compression, dialect.encoding) as text:
        data: IO[bytes] = text.buffer  # type: ignore[attr-defined]
        decoder, number = codecs.getincrementaldecoder(dialect.encoding)(), 1
        while line := data.readline(CHUNK):
            try:
                decoder.decode(line)
            except UnicodeError:
                return number
            number += line.endswith(b"\n")
    return None
