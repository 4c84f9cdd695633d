"""READ: how the files of a resource are written: signs of the CSV, encoding, compression. Frozen values."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

ENDINGS = {".gz": "gz", ".zip": "zip", ".zst": "zst", ".bz2": "bz2", ".xz": "xz"}
FORMATS = {"csv", "tsv", "txt", "parquet", ""}
OTHER_KINDS = ("property", "itemType", "itemKeys", "sheetNumber", "sheetName", "table")
"""Properties of Table Dialect that speak of JSON, workbooks and databases."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """The Table Dialect of a CSV resource, with the standard's defaults; or that it is Parquet. Nothing is guessed."""

    delimiter: str = ","
    quote: str = '"'
    double_quote: bool = True
    escape: str | None = None
    line_end: str | None = None
    header: bool = True
    header_rows: tuple[int, ...] = (1,)
    header_join: str = " "
    comment: str | None = None
    comment_rows: tuple[int, ...] = ()
    skip_space: bool = False
    null: str | None = None
    encoding: str = "utf-8"
    compression: str | None = None
    unsupported: tuple[str, ...] = ()
    parquet: bool = False

    @property
    def plain(self) -> bool:
        """True when DuckDB's reader and the standard read such a file alike, so that nothing has to be rewritten."""
        signs = len(self.delimiter) == 1 and len(self.quote) <= 1 and self.double_quote and self.escape is None
        rows = self.comment is None and not self.comment_rows and self.header_rows == (1,)
        text = self.encoding == "utf-8" and self.compression is None
        return signs and rows and text and not self.skip_space


def read_dialect(resource: Mapping[str, Any], dialect: Mapping[str, Any], path: str) -> Dialect:
    """Give the dialect of a resource.

    Args:
        resource: its descriptor.
        dialect: the dialect's descriptor, `{}` when there is none; what v1 calls `csv` may lie inside.
        path: its first file.

    >>> read_dialect({}, {"delimiter": ";"}, "a.csv").delimiter
    ';'
    >>> read_dialect({}, {}, "a.tsv.gz").compression
    'gz'
    """
    inner = dialect.get("csv")
    given = {**dialect, **(inner if isinstance(inner, dict) else {})}
    ending = PurePosixPath(path).suffix.lower()
    compression = resource.get("compression") or ENDINGS.get(ending)
    kind = str(
        resource.get("format") or PurePosixPath(path.removesuffix(ending if ending in ENDINGS else "")).suffix[1:]
    )
    rows = given.get("headerRows", [1])
    encoding, strange = _encoding(str(resource.get("encoding") or "utf-8"))
    return Dialect(
        delimiter=str(given.get("delimiter", "\t" if kind.lower() == "tsv" else ",")),
        quote=str(given.get("quoteChar", '"') or ""),
        double_quote=bool(given.get("doubleQuote", True)) if given.get("escapeChar") else True,
        escape=given.get("escapeChar") or None,
        line_end=given.get("lineTerminator"),
        header=bool(given.get("header", True)) and rows not in (False, []) and kind.lower() != "parquet",
        header_rows=tuple(int(row) for row in rows) if isinstance(rows, list) and rows else (1,),
        header_join=str(given.get("headerJoin", " ")),
        comment=given.get("commentChar") or None,
        comment_rows=tuple(int(row) for row in given.get("commentRows", []) or []),
        skip_space=bool(given.get("skipInitialSpace", False)),
        null=given.get("nullSequence"),
        encoding=encoding,
        compression=str(compression) if compression else None,
        unsupported=(*strange, *_unsupported(given, kind, compression)),
        parquet=kind.lower() == "parquet",
    )


def _encoding(name: str) -> tuple[str, tuple[str, ...]]:
    try:
        found = codecs.lookup(name)
        "a".encode(name)
    except (LookupError, UnicodeError, ValueError):
        return "utf-8", (f"encoding {name}",)
    return found.name, ()


def _unsupported(given: Mapping[str, Any], kind: str, compression: object) -> list[str]:
    """Name what a dialect asks for that is not a CSV."""
    found = [f"dialect {name}" for name in OTHER_KINDS if given.get(name) is not None]
    if kind.lower() not in FORMATS:
        found.append(f"format {kind}")
    if compression and compression not in ENDINGS.values():
        found.append(f"compression {compression}")
    if given.get("lineTerminator") not in (None, "\n", "\r\n", "\r"):
        found.append("dialect lineTerminator")
    signs = [str(given[name]) for name in ("delimiter", "quoteChar", "escapeChar", "commentChar") if given.get(name)]
    found.extend(f"dialect {sign!r} of several signs" for sign in signs if len(sign) > 1)
    single = [sign for sign in signs if len(sign) == 1]
    if len(set(single)) < len(single) or set(single) & {"\n", "\r"} or given.get("delimiter") == "":
        found.append("dialect whose signs do not differ from each other and from line ends")
    return found
