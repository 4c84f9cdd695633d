"""SQL on a release, read-only and without file or network access."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import duckdb

from shenzhen_ai._errors import ShenzhenAIError
from shenzhen_ai.load import attach, find_release

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from shenzhen_ai.load import Release


@contextmanager
def locked(release: Release, threads: int | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """Give a connection to a release that reaches no file and no address beside it and whose settings stay as they are.

    Args:
        release: the release.
        threads: how many compute; as many as the machine has without it.
    """
    with duckdb.connect(":memory:") as con:
        attach(con, release)
        con.execute("SET TimeZone = 'UTC'")
        if threads is not None:
            con.execute(f"SET threads = {int(threads)}")
        con.execute("SET enable_external_access = false")
        con.execute("SET lock_configuration = true")
        yield con


def run(sql: str, path: Path | str | None = None) -> tuple[list[str], list[tuple[object, ...]]]:
    """Run one query on a release.

    Returns:
        The names of the columns, and the rows.

    Raises:
        ShenzhenAIError: with the engine's own message, for SQL that fails or asks for files or the network.
    """
    with locked(find_release(path)) as con:
        try:
            result = con.execute(sql)
            names = [item[0] for item in result.description or []]
            return names, result.fetchall()
        except duckdb.Error as error:
            raise ShenzhenAIError(str(error)) from error


def as_csv(names: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Give a result as CSV, empty for NULL."""
    from shenzhen_ai.fmt import write_rows

    return write_rows(names, [["" if cell is None else str(cell) for cell in row] for row in rows])


def as_text(names: Sequence[str], rows: Sequence[Sequence[object]], width: int = 60) -> str:
    """Give a result as a table for a terminal; Chinese signs count as two columns, long cells are cut."""
    cells = [[_cut("" if cell is None else str(cell), width) for cell in row] for row in [names, *rows]]
    widths = [max(_width(row[column]) for row in cells) for column in range(len(names))]
    lines = [
        "  ".join(cell + " " * (size - _width(cell)) for cell, size in zip(row, widths, strict=True)).rstrip()
        for row in cells
    ]
    lines.insert(1, "  ".join("-" * size for size in widths))
    return "\n".join([*lines, f"({len(rows)} row{'' if len(rows) == 1 else 's'})"])


def _width(text: str) -> int:
    import unicodedata

    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def _cut(text: str, width: int) -> str:
    if _width(text) <= width:
        return text
    kept = ""
    for sign in text:
        if _width(kept + sign) >= width:
            break
        kept += sign
    return f"{kept}…"


def as_json(names: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Give a result as a JSON list of objects; what JSON has no form for is text."""
    import json

    return json.dumps([dict(zip(names, row, strict=True)) for row in rows], ensure_ascii=False, indent=1, default=str)


FORMATS = {"text": as_text, "csv": as_csv, "json": as_json}
"""How a result can be shown."""
