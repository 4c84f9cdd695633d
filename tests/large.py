"""A package with a table that is released in parts, and its release."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from factory import make_package, table
from shenzhen_ai import database
from shenzhen_ai.compile import compile_package
from shenzhen_ai.export import export

if TYPE_CHECKING:
    from pathlib import Path

    from shenzhen_ai.package import Package

ROWS = 40_000
CATS = 25_000
LIMIT = 400_000


def large_package(folder: Path, limit: int | None = LIMIT) -> Package:
    """Write a package with one large table, whose key has two columns, and a small one."""
    rows = [f"{'cat' if number < CATS else 'dog'},{number},{sha(number)}" for number in range(ROWS)]
    large = table("\n".join(["kind,number,words", *rows]), key="kind,number", fields={"number": {"type": "integer"}})
    small = table("kind,legs\ncat,4\ndog,4")
    more = {} if limit is None else {"part_size": limit}
    tables = {"kinds": small, "sightings": large}
    return make_package(folder, tables, created="2026-01-02T00:00:00Z", homepage="https://cats.example", **more)


def sha(number: int) -> str:
    """Give text that does not pack."""
    return hashlib.sha256(str(number).encode()).hexdigest()


def build(source: Package, out: Path, threads: int = 2) -> Path:
    """Make a release without the formats that take long."""
    return export(compile_package(source, database.connect(threads=threads)), source, out, quick=True)
