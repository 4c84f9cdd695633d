"""Judges a package on DuckDB and on Spark, and puts what they say side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shenzhen_ai.checks import check
from shenzhen_ai.read import read
from shenzhen_ai.spark.engine import SparkEngine

if TYPE_CHECKING:
    from pathlib import Path

    from shenzhen_ai.problems import Report

Said = tuple[list[str], dict[str, int], tuple[str, ...]]


def judged(session: Any, folder: Path) -> tuple[Report, Report]:
    """Give the reports of DuckDB and of Spark."""
    package = read(folder)
    ours = check(package, run_python=True)
    theirs = check(package, run_python=True, engine=SparkEngine(session))
    assert (ours.engine, theirs.engine) == ("duckdb", "spark")
    return ours, theirs


def said(report: Report) -> Said:
    """Give all that a report says: each problem with its code, place, key, texts and the standard's word for it."""
    return sorted(repr(problem) for problem in report.problems), dict(report.rows), report.notes
