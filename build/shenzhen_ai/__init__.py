"""Read, cite and trace the Shenzhen AI open data; the reader loads duckdb and the standard library alone.

>>> import shenzhen_ai as sz
>>> sz.__all__[:4]
['Evidence', 'ShenzhenAIError', 'Source', '__version__']
"""

from __future__ import annotations

from typing import Any

from shenzhen_ai._errors import ShenzhenAIError
from shenzhen_ai.cite import cite
from shenzhen_ai.load import connect, describe, find_release, load, path, table, tables
from shenzhen_ai.references import Source, sources
from shenzhen_ai.trace import Evidence, trace

__all__ = [
    "Evidence",
    "ShenzhenAIError",
    "Source",
    "__version__",
    "cite",
    "connect",
    "describe",
    "load",
    "path",
    "sources",
    "table",
    "tables",
    "trace",
]


def __getattr__(name: str) -> Any:
    """Give `__version__`, the version of the data in the release at hand, when it is asked for."""
    if name == "__version__":
        return find_release().version
    msg = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(msg)
