"""CHECK, ahead: small tables are scanned two at a time, before they are asked for; large ones use all cores themselves.

Most of what a small table costs is the planning of one statement, which takes one core.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING

from shenzhen_ai.checks.support import unreadable

if TYPE_CHECKING:
    from concurrent.futures import Future
    from typing import Self

    from shenzhen_ai.checks.context import Context
    from shenzhen_ai.checks.engine import Engine
    from shenzhen_ai.files import File
    from shenzhen_ai.package import Table

SMALL = 4_000_000
"""Bytes up to which a table is small."""

WORKERS = 2


class Ahead:
    """The scans of one run; a context manager, which waits for those that were begun."""

    def __init__(self, context: Context, engine: Engine) -> None:
        """Begin with the small tables, in their order."""
        self.context, self.engine = context, engine
        self.pool = ThreadPoolExecutor(WORKERS)
        tables = context.package.tables.values() if engine.side_by_side else ()
        self.begun: dict[str, Future[list[File]]] = {
            table.name: self.pool.submit(self._scan, table)
            for table in tables
            if not unreadable(table) and _size(context, table) <= SMALL
        }

    def __enter__(self) -> Self:
        """Give itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Begin no further scan, and wait for those under way."""
        self.pool.shutdown(cancel_futures=True)

    def scan(self, table: Table) -> list[File]:
        """Give what was found out about the files of a table, which is then scanned."""
        if table.name in self.begun:
            return self.begun[table.name].result()
        return self.engine.scan(self.context, table)

    def _scan(self, table: Table) -> list[File]:
        return self.engine.scan(replace(self.context, con=self.context.con.cursor()), table)


def _size(context: Context, table: Table) -> int:
    files = [context.package.root / path for path in table.paths]
    return sum(file.stat().st_size for file in files if file.is_file())
