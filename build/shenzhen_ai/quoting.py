"""Names, texts and file names as DuckDB's SQL wants them."""

from __future__ import annotations

import re


def identifier(name: str) -> str:
    """Give a name as a quoted SQL identifier.

    >>> identifier('a"b')
    '"a""b"'
    """
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """Give a text as a SQL string.

    >>> literal("Xi'an")
    "'Xi''an'"
    """
    return "'" + text.replace("'", "''") + "'"


def glob(path: str) -> str:
    """Give a path in which the signs of file patterns stand for themselves.

    >>> glob("a[1].csv")
    'a[[]1].csv'
    """
    return re.sub(r"[*?\[]", r"[\g<0>]", path)
