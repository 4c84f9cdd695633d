"""SPARK, workers: what runs beside the rows. Each worker needs Python, duckdb and pyarrow, nothing of this project.

A function that is made inside another one is carried to the workers whole, so nothing here may refer to this module.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

LINES = "lines.csv"
"""Name under which a worker's SQL reads the lines of a batch."""

CELLS = "cells"
"""Name under which it reads a batch that has its cells already."""

PLACE = ("_f", "_b", "_i")
"""File (a hash of its address), block in it, and number of the record: they tell rows apart and give their order."""


Run = Callable[[Iterator[Any]], Iterator[Any]]
"""What Spark runs on the batches of a part of a frame."""


def of_lines(query: str, columns: tuple[str, ...], *, header: bool) -> Run:
    """Give the function that turns lines into what a query gives for them.

    Args:
        query: SQL that reads `lines.csv` and gives one row for each line, in their order; `_doubt` is never NULL.
        columns: the names of its columns, texts but for `_doubt`.
        header: whether files begin with a header.

    Returns:
        A function for `mapInArrow`: batches of `_f`, `_b`, `_i` and `value` (bytes) in; `_f`, `_b`, `_i`, `_fine` and
        the query's columns out. `_fine` is false for a batch that DuckDB's reader does not take line by line.
    """
    first_lines, judged = _first_lines(), _judged(query, columns)

    def run(batches: Iterator[Any]) -> Iterator[Any]:
        import tempfile

        import duckdb
        import pyarrow

        with tempfile.TemporaryDirectory(prefix="shenzhen-ai-") as folder:
            con = duckdb.connect(config={"threads": 1})
            con.execute("SET autoinstall_known_extensions = false")
            con.execute("SET file_search_path = '" + folder.replace("'", "''") + "'")
            last: tuple[Any, Any] = (None, None)
            for batch in batches:
                place, values = batch.select([0, 1, 2]), batch.column(3).to_pylist()
                for number in reversed(first_lines(batch, last)):
                    if header:
                        del values[number]
                        place = pyarrow.concat_batches([place.slice(0, number), place.slice(number + 1)])
                    else:
                        values[number] = values[number].removeprefix(b"\xef\xbb\xbf")
                if values:
                    yield from judged(con, folder, place, values).to_batches()
                if len(batch):
                    last = (batch.column(0)[-1].as_py(), batch.column(1)[-1].as_py())

    return run


def _first_lines() -> Callable[[Any, tuple[Any, Any]], list[int]]:
    def first_lines(batch: Any, last: tuple[Any, Any]) -> list[int]:
        """Give the places in a batch of the first lines of files; `last` is where the batch before it ended."""
        import pyarrow.compute as pc

        starts = {0} if len(batch) else set()
        for number in (0, 1):
            starts.update(pc.run_end_encode(batch.column(number)).run_ends.to_pylist()[:-1])
        files, blocks = batch.column(0), batch.column(1)
        begun = [place for place in sorted(starts) if blocks[place].as_py() == 0]
        return [place for place in begun if place or (files[0].as_py(), 0) != last]

    return first_lines


def _judged(query: str, columns: tuple[str, ...]) -> Callable[[Any, str, Any, list[bytes]], Any]:
    def judged(con: Any, folder: str, place: Any, values: list[bytes]) -> Any:
        """Give what the query gives for these lines, or a table that says that they are not one record each."""
        from pathlib import Path

        import duckdb
        import pyarrow

        text = b"\n".join(values) + b"\n"
        if b"\r" not in text and b"\0" not in text and b"" not in values:
            Path(folder, "lines.csv").write_bytes(text)
            con.register("place", pyarrow.Table.from_batches([place]))
            try:
                found = con.sql(f"SELECT p.*, true AS _fine, q.* FROM place p POSITIONAL JOIN ({query}) q")
                rows = found.to_arrow_table()
            except duckdb.Error:
                rows = place.slice(0, 0)
            if len(rows) == len(values) and not (rows.column("_i").null_count or rows.column("_doubt").null_count):
                return rows
        types = [pyarrow.bool_() if name == "_doubt" else pyarrow.string() for name in columns]
        nothing = [pyarrow.nulls(len(values), kind) for kind in types]
        fine = pyarrow.array([False] * len(values))
        return pyarrow.table([*place.columns, fine, *nothing], names=[*place.schema.names, "_fine", *columns])

    return judged


def of_cells(query: str) -> Run:
    """Give the function that turns rows into what a query gives for them.

    Args:
        query: SQL that reads `cells`, which has the columns of the frame.
    """

    def run(batches: Iterator[Any]) -> Iterator[Any]:
        import duckdb
        import pyarrow

        con = duckdb.connect(config={"threads": 1})
        con.execute("SET autoinstall_known_extensions = false")
        for batch in batches:
            if len(batch):
                con.register("cells", pyarrow.Table.from_batches([batch]))
                yield from con.sql(query).to_arrow_table().to_batches()

    return run
