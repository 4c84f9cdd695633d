"""CHECK, limits: how long one rule of a package may take; `SHENZHEN_AI_RULE_SECONDS` in the environment sets it."""

from __future__ import annotations

import os
import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    import duckdb

SECONDS = 300
"""Seconds that one rule may take."""


class TooSlow(Exception):
    """A rule takes longer than it may."""


def seconds() -> int:
    """Give the seconds that one rule may take, as the environment sets them."""
    given = os.environ.get("SHENZHEN_AI_RULE_SECONDS", "")
    return int(given) if given.isdigit() and int(given) else SECONDS


@contextmanager
def limited(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """End what runs inside after a time: queries on a connection, and Python where the system has alarms.

    Raises:
        TooSlow: when it was ended.
    """
    allowed, done, late = seconds(), threading.Event(), threading.Event()

    def watch() -> None:
        if not done.wait(allowed):
            late.set()
        while not done.wait(0.2):
            con.interrupt()

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    alarmed = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
    before: Any = signal.signal(signal.SIGALRM, _ring) if alarmed else None
    if alarmed:
        signal.setitimer(signal.ITIMER_REAL, allowed, 1)
    try:
        yield
    except Exception as error:
        if late.is_set():
            msg = f"more than {allowed} seconds"
            raise TooSlow(msg) from error
        raise
    finally:
        if alarmed:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)
        done.set()
        watcher.join()


def _ring(*_: object) -> None:
    msg = f"more than {seconds()} seconds"
    raise TooSlow(msg)
