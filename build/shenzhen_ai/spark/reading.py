"""SPARK, reading: the files of a table as a frame, one row for each record, judged cell by cell on the workers.

A file whose lines are its records is read by Spark, in as many parts as it likes. Any other one is read here, by the
reader of the check, and handed to Spark.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from shenzhen_ai.checks import keys, quick
from shenzhen_ai.database import count
from shenzhen_ai.files import Fault, File, look, reader
from shenzhen_ai.quoting import identifier
from shenzhen_ai.reading import filled, read_files, relation, unfit
from shenzhen_ai.spark.workers import CELLS, LINES, PLACE, of_cells, of_lines
from shenzhen_ai.unpacking import FAILURES, open_text

if TYPE_CHECKING:
    import duckdb

    from shenzhen_ai.dialect import Dialect
    from shenzhen_ai.package import Package, Table

PACKED = {"gz": ".gz", "bz2": ".bz2"}
"""Ways of packing that Spark unpacks by the ending of the file."""

TAKEN_FOR_PACKED = {".gz", ".bz2", ".zst", ".zstd", ".lz4", ".snappy", ".deflate"}
SIGNS = set("*?[]{}\\:")
"""Signs in a path that Spark takes for a pattern or a scheme."""

NOT_LINES = "lines that are not one record each, in a file that only Spark can open"


@dataclass(slots=True)
class Scanned:
    """A table on Spark.

    Attributes:
        frame: `_f`, `_b`, `_i` (file, block, record), `_doubt`, `f0` ... (the cells by number of field), `k0` ... (what
            keys compare); kept by Spark.
        blocks: file, block, first record, and how many rows come before it.
        rows: how many there are.
        odd: how many of them are doubtful or have no key at all.
    """

    frame: Any
    blocks: list[tuple[int, int, int, int]]
    rows: int
    odd: int


def address(path: str) -> bool:
    """Tell whether a path is an address that only Spark's connectors open.

    >>> address("s3a://bucket/a.csv"), address("data/a.csv")
    (True, False)
    """
    return "://" in path


def scan_table(
    spark: Any, con: duckdb.DuckDBPyConnection, package: Package, table: Table
) -> tuple[list[File], Scanned | None]:
    """Read the files of a table; None in place of the rows when they cannot be read as a table."""
    files = [_look(spark, package, table, path) for path in table.paths]
    if any(not file.readable for file in files):
        return files, None
    far = any(address(file.path) for file in files)
    if all(file.direct for file in files):
        if any(unfit(table, file.labels) for file in files) and (far or table.dialect.compression is None):
            return files, None
        if not any(unfit(table, file.labels) for file in files):
            scanned = _by_lines(spark, package, table, files)
            if scanned is not None:
                return files, scanned
    if far:
        for file in files:
            file.faults.append(Fault("csv", text=NOT_LINES))
        return files, None
    return by_hand(spark, con, package, table)


def keyed(package: Package, table: Table) -> list[int]:
    """Give the numbers of the fields that keys and references compare."""
    named = {*table.primary_key, *(name for key in table.unique_keys for name in key)}
    named.update(field.name for field in table.fields if field.constraints.get("unique"))
    named.update(name for key in table.foreign_keys for name in key.fields)
    for other in package.tables.values():
        named.update(name for key in other.foreign_keys if key.table == table.name for name in key.reference)
    return [number for number, field in enumerate(table.fields) if field.name in named]


def query_of(package: Package, table: Table, cells: str) -> tuple[str, tuple[str, ...]]:
    """Give the SQL that a worker runs on the cells of a batch, and the names of its columns."""
    parts = {"_doubt": "_doubt"}
    parts |= {f"f{number}": identifier(field.name) for number, field in enumerate(table.fields)}
    parts |= {f"k{number}": keys.value_sql(table.fields[number]) for number in keyed(package, table)}
    columns = ", ".join(f"{sql} AS {name}" for name, sql in parts.items())
    asked = quick.doubt(table, plain=False).over(f"SELECT * REPLACE ({_named(table)}) FROM ({cells})")
    return f"SELECT {columns} FROM {asked}", tuple(parts)


def _named(table: Table) -> str:
    """Give the SQL of the cells by name of field, NULL for a value that is missing."""
    return ", ".join(f"{filled(table, field)} AS {identifier(field.name)}" for field in table.fields)


def schema_of(columns: tuple[str, ...]) -> str:
    """Give Spark's schema of what the workers give."""
    kinds = {"_doubt": "boolean"}
    place = ", ".join(f"{name} bigint" for name in PLACE)
    return f"{place}, _fine boolean, " + ", ".join(f"{name} {kinds.get(name, 'string')}" for name in columns)


def _look(spark: Any, package: Package, table: Table, path: str) -> File:
    """Look at a file; the header of one that is packed or far away is its first line, as Spark reads it."""
    dialect = table.dialect
    if not address(path):
        file = look(package.root, path, dialect, len(table.fields))
        name = Path(path).name
        strange = bool(SIGNS & set(str(file.source))) or name.startswith((".", "_"))
        if not file.readable or dialect.compression is None:
            file.direct = file.direct and not strange and Path(path).suffix.lower() not in TAKEN_FOR_PACKED
            return file
        if strange or PACKED.get(dialect.compression) != Path(path).suffix.lower():
            return file
    else:
        file = File(path, Path(path), width=len(table.fields))
    if replace(dialect, compression=None).plain and dialect.compression in {None, *PACKED}:
        _first_line(spark, package, file, table)
    return file


def _first_line(spark: Any, package: Package, file: File, table: Table) -> None:
    dialect = table.dialect
    file.direct, file.rows = True, -1
    if not dialect.header:
        return
    try:
        first = spark.read.text(where(package, file.path), lineSep="\n").head()
        text = first[0].removeprefix("\ufeff") if first else ""
        rows = reader(io.StringIO(text, newline=""), dialect)
        file.labels = next(rows, [])
    except csv.Error:
        file.direct = False
    except Exception as error:  # noqa: BLE001  whatever a connector says is about this address
        far = address(file.path)
        said = str(error) if far else _unpacking(file, dialect) or str(error)
        file.faults.append(Fault("missing" if far else "unpack", text=said.splitlines()[0]))
        return
    file.width = len(file.labels or [])
    file.direct = file.direct and bool(file.labels) and "\r" not in "".join(file.labels or [])


def _unpacking(file: File, dialect: Dialect) -> str:
    """Give what unpacking says of a file of this machine, in the words that the other engine has; "" when it can be."""
    try:
        with open_text(file.source, dialect.compression, dialect.encoding) as stream:
            stream.readline(1000)
    except (UnicodeError, *FAILURES) as error:
        return str(error)
    return ""


def where(package: Package, path: str) -> str:
    """Give the address of a file as Spark takes it."""
    return path if address(path) else str((package.root / path).resolve())


def _by_lines(spark: Any, package: Package, table: Table, files: list[File]) -> Scanned | None:
    """Read files whose lines are their records; None when the workers find that they are not."""
    from pyspark.sql import functions as fn

    groups: dict[tuple[tuple[str, ...], str], list[File]] = {}
    for file in files:
        end = "\r\n" if any(fault.kind == "cr" for fault in file.faults) or table.dialect.line_end == "\r\n" else "\n"
        groups.setdefault((tuple(file.labels or ()), end), []).append(file)
    frames, addresses = [], []
    for (_, end), group in groups.items():
        lines = spark.read.text([where(package, file.path) for file in group], lineSep=end)
        addresses.extend(lines.inputFiles())
        lines = lines.select(
            fn.xxhash64("_metadata.file_path").alias("_f"),
            fn.col("_metadata.file_block_start").alias("_b"),
            fn.monotonically_increasing_id().alias("_i"),
            fn.col("value").cast("binary").alias("value"),
        )
        same = File(LINES, Path(LINES), labels=group[0].labels, width=group[0].width)
        plain = replace(table, dialect=replace(table.dialect, header=False, compression=None))
        query, columns = query_of(package, table, relation(plain, [same]))
        frames.append(lines.mapInArrow(of_lines(query, columns, header=table.dialect.header), schema_of(columns)))
    scanned = kept(table, frames, numbers_of(spark, package, files, addresses))
    found = dict.fromkeys(range(len(files)), 0)
    for number, rows in scanned[1].items():
        found[number] += rows
    expected = all(file.rows in {-1, found[number]} for number, file in enumerate(files))
    if scanned[0] is None or not expected:
        return None
    for number, file in enumerate(files):
        file.rows = found[number]
    return scanned[0]


def numbers_of(spark: Any, package: Package, files: list[File], addresses: list[str]) -> dict[int, int]:
    """Give the number of a file by the hash of its address."""
    from pyspark.sql import functions as fn

    if len(files) == 1:
        return {}
    known = {where(package, file.path): number for number, file in enumerate(files)}
    named = {text: known[_plain(text, known)] for text in addresses}
    named |= {text.replace(":///", ":/", 1): number for text, number in named.items()}
    hashed = spark.createDataFrame([(text,) for text in named], "text string").select("text", fn.xxhash64("text"))
    return {code: named[text] for text, code in hashed.collect()}


def _plain(text: str, known: dict[str, int]) -> str:
    """Give the path or address that Spark shows as this address."""
    return text if text in known else unquote(urlsplit(text).path)


def kept(table: Table, frames: list[Any], numbers: dict[int, int]) -> tuple[Scanned | None, dict[int, int]]:
    """Have Spark keep the rows, and count them by block; also the rows of each file, by number."""
    from functools import reduce

    from pyspark import StorageLevel
    from pyspark.sql import functions as fn

    frame = reduce(lambda left, right: left.unionByName(right), frames).persist(StorageLevel.MEMORY_AND_DISK)
    empty = [fn.col(f"f{number}") for number, field in enumerate(table.fields) if field.name in table.primary_key]
    odd = fn.col("_doubt") | (fn.coalesce(*empty).isNull() if empty else fn.lit(False))  # noqa: FBT003  a column of SQL
    blocks = (
        frame.groupBy("_f", "_b")
        .agg(fn.min("_i"), fn.count("*"), fn.count_if(~fn.col("_fine")), fn.count_if(odd))
        .collect()
    )
    ordered = sorted(blocks, key=lambda block: (numbers[block[0]] if numbers else 0, block[1]))
    rows: dict[int, int] = {}
    bases, total = [], 0
    for code, place, first, many, _, _ in ordered:
        bases.append((code, place, first, total))
        total += many
        number = numbers[code] if numbers else 0
        rows[number] = rows.get(number, 0) + many
    if any(block[4] for block in blocks):
        frame.unpersist()
        return None, rows
    return Scanned(frame, bases, total, sum(block[5] for block in blocks)), rows


def by_hand(
    spark: Any, con: duckdb.DuckDBPyConnection, package: Package, table: Table
) -> tuple[list[File], Scanned | None]:
    """Read files with the reader of the check, and hand the cells to Spark."""
    named = [f"{filled(table, field)} AS f{number}" for number, field in enumerate(table.fields)]
    back = [f"f{number} AS {identifier(field.name)}" for number, field in enumerate(table.fields)]

    def create(cells: str, *, plain: bool) -> int:  # noqa: ARG001  plain or not, every cell is kept
        con.execute(
            "CREATE OR REPLACE TABLE text._by_hand AS SELECT 0::BIGINT AS _f, 0::BIGINT AS _b, "
            f"row_number() OVER () AS _i, {', '.join(named)} FROM ({cells})"
        )
        return count(con, "text._by_hand")

    con.execute("DROP TABLE IF EXISTS text._by_hand")
    files = read_files(package, table, create)
    if any(not file.readable or unfit(table, file.labels) for file in files):
        return files, None
    cells = spark.createDataFrame(con.cursor().sql("SELECT * FROM text._by_hand").to_arrow_table())
    place = ", ".join(PLACE)
    query, columns = query_of(package, table, f"SELECT {place}, {', '.join(back)} FROM {CELLS}")
    query = query.replace("SELECT ", f"SELECT {place}, true AS _fine, ", 1)
    scanned, _ = kept(table, [cells.mapInArrow(of_cells(query), schema_of(columns))], {})
    return files, scanned
