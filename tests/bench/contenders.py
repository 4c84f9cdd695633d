"""What is timed: each function takes the folder of a package and gives how many problems, or rows, it found."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bench.generate import NAMES, STATUS

RELEASE = "release"
"""Folder within a package that a contender writes releases to."""

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def ours(folder: Path) -> int:
    """This check, keys and reference included, its own rules for text too."""
    from shenzhen_ai.checks import check
    from shenzhen_ai.read import read

    return len(check(read(folder)).problems)


def ours_parquet(folder: Path) -> int:
    """This check and typed Parquet from one scan."""
    from shenzhen_ai.checks.convert import convert
    from shenzhen_ai.read import read

    return len(convert(read(folder), folder / "parquet").problems)


def floor_text(folder: Path) -> int:
    """DuckDB reads every column as text, and looks at each cell."""
    import duckdb

    columns = ", ".join(f"'{name}': 'VARCHAR'" for name in NAMES)
    looked = ", ".join(f"max(strlen({name}))" for name in NAMES)
    source = f"read_csv('{folder / 'facts.csv'}', columns = {{{columns}}}, header = true, auto_detect = false)"
    return int((duckdb.execute(f"SELECT {looked} FROM {source}").fetchone() or (0,))[0])


def floor_copy(folder: Path) -> int:
    """DuckDB writes the file as Parquet, types guessed, nothing checked."""
    import duckdb

    source, target = folder / "facts.csv", folder / "copy.parquet"
    duckdb.execute(f"COPY (FROM read_csv('{source}')) TO '{target}' (FORMAT parquet, COMPRESSION zstd)")
    return target.stat().st_size


def frictionless(folder: Path) -> int:
    """The standard's own tool."""
    import frictionless as tool

    with contextlib.chdir(folder):
        return sum(len(task.errors) for task in tool.validate("datapackage.json", limit_errors=10**9).tasks)


def _polars(folder: Path) -> Any:
    import polars as pl

    kinds: dict[str, Any] = {
        "firms": pl.Int64,
        "amount": pl.Float64,
        "listed": pl.Boolean,
        "reported_on": pl.Date,
        "entered_at": pl.Datetime,
        "year": pl.Int64,
    }
    overrides = {name: kinds.get(name, pl.String) for name in NAMES}
    return pl.read_csv(folder / "facts.csv", schema_overrides=overrides, try_parse_dates=True)


def pandera_polars(folder: Path) -> int:
    """Types on reading, ranges, words, lengths, pattern and unique key; no reference, no line."""
    import pandera.polars as pa

    columns = {
        "row_id": pa.Column(str, [pa.Check.str_matches(r"^[a-z]-[0-9]+$")], unique=True),
        "city_id": pa.Column(str),
        "firms": pa.Column(int, [pa.Check.in_range(0, 100000)]),
        "amount": pa.Column(float, [pa.Check.ge(0)]),
        "listed": pa.Column(bool),
        "year": pa.Column(int, [pa.Check.ge(1990)]),
        "status": pa.Column(str, [pa.Check.isin(list(STATUS))]),
        "title": pa.Column(str, [pa.Check.str_length(0, 60)]),
    }
    frame = _polars(folder)
    pa.DataFrameSchema(columns).validate(frame, lazy=True)
    return int(frame.height)


def dataframely(folder: Path) -> int:
    """Types on reading, ranges, words, lengths, pattern and unique key; no reference, no line."""
    import dataframely as dy

    class Facts(dy.Schema):
        row_id = dy.String(primary_key=True, regex="^[a-z]-[0-9]+$")
        city_id = dy.String(nullable=False)
        firms = dy.Int64(nullable=True, min=0, max=100000)
        amount = dy.Float64(nullable=True, min=0)
        listed = dy.Bool(nullable=True)
        reported_on = dy.Date(nullable=True)
        entered_at = dy.Datetime(nullable=True)
        year = dy.Int64(nullable=True, min=1990)
        status = dy.String(nullable=False, check=lambda column: column.is_in(list(STATUS)))
        title = dy.String(nullable=False, max_length=60)

    return int(Facts.validate(_polars(folder), cast=True).height)


def pointblank(folder: Path) -> int:
    """Types on reading, ranges, words, pattern and unique key; no reference, no line."""
    import pointblank as pb

    plan = (
        pb.Validate(_polars(folder))
        .col_vals_not_null(["row_id", "city_id", "status", "title"])
        .col_vals_regex("row_id", "^[a-z]-[0-9]+$")
        .col_vals_between("firms", 0, 100000, na_pass=True)
        .col_vals_ge("amount", 0, na_pass=True)
        .col_vals_ge("year", 1990, na_pass=True)
        .col_vals_in_set("status", list(STATUS))
        .rows_distinct(["row_id"])
    )
    return len(plan.interrogate().validation_info)


def ours_release(folder: Path) -> int:
    """The whole build: check, compile, and a release without the formats that take longest."""
    return _command("build", folder, "--out", str(folder / RELEASE), "--quick")


def ours_spark(folder: Path) -> int:
    """The same check on Spark on this machine; fails clearly where Spark or Java is not installed."""
    return _command("check", folder, "--engine", "spark")


def _command(verb: str, folder: Path, *options: str) -> int:
    """Run a verb in this process; 0 when it ends well.

    Raises:
        RuntimeError: with what it printed when it does not.
    """
    from click.testing import CliRunner

    from shenzhen_ai.cli import main

    done = CliRunner().invoke(main, [verb, str(folder / "datapackage.json"), *options])
    if done.exit_code:
        raise RuntimeError(done.output or repr(done.exception)) from done.exception
    return 0


CONTENDERS: dict[str, Callable[[Path], int]] = {
    "floor: every column as text": floor_text,
    "ours: check": ours,
    "floor: COPY to Parquet": floor_copy,
    "ours: check and Parquet": ours_parquet,
    "dataframely": dataframely,
    "pointblank": pointblank,
    "pandera on polars": pandera_polars,
    "frictionless": frictionless,
}
"""What is timed, in the order of the tables."""

ON_BROKEN = {"floor: every column as text", "ours: check", "frictionless"}
"""Those that can be asked about a file with broken cells; the others stop while reading it."""

SMALL = {"frictionless": 1_000_000, "pandera on polars": 10_000_000, "pointblank": 10_000_000}
"""Rows beyond which a contender takes too long to be asked."""


@dataclass(frozen=True, slots=True)
class Scaled:
    """A contender of `make bench-scale`: what it runs, the most rows it is asked about, the folder it writes."""

    run: Callable[[Path], int]
    most: int
    written: str = ""


SCALE: dict[str, Scaled] = {
    "floor: every column as text": Scaled(floor_text, 100_000_000),
    "ours: check": Scaled(ours, 100_000_000),
    "ours: check and Parquet": Scaled(ours_parquet, 100_000_000, "parquet"),
    "ours: release": Scaled(ours_release, 10_000_000, RELEASE),
    "ours: check on Spark": Scaled(ours_spark, 10_000_000),
}
"""What is timed over many rows."""
