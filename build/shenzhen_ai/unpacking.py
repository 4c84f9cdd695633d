"""READ: the text of a file that may be packed, within limits: nobody vouches for what unpacks to how much.

`SHENZHEN_AI_MAX_UNPACKED` (bytes) and `SHENZHEN_AI_MAX_RATIO` (bytes unpacked for one packed) in the environment set
other limits than those below.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import shutil
import zipfile
import zlib
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import duckdb

from shenzhen_ai.quoting import glob, literal

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_UNPACKED = 20_000_000_000
"""Bytes that one file may unpack to."""

MAX_RATIO = 200
"""Bytes unpacked for one byte packed, beyond the first `FREE`; tables come to 3 to 20."""

FREE = 100_000_000
"""Bytes that any file may unpack to, however small it is packed."""

LINE_LIMIT = 1 << 24
"""Longest line that is read, in characters."""

BATCH = 64
CHUNK = 1 << 18
FAILURES = (OSError, EOFError, zipfile.BadZipFile, zlib.error, lzma.LZMAError, duckdb.Error, RuntimeError)
"""What a file raises that cannot be unpacked."""


class TooMuch(OSError):
    """A file unpacks to more than the limits allow."""


class TooLong(ValueError):
    """A line is longer than `LINE_LIMIT`."""


def limits() -> tuple[int, int]:
    """Give the bytes that one file may unpack to, and the ratio, as the environment sets them."""
    size, ratio = os.environ.get("SHENZHEN_AI_MAX_UNPACKED", ""), os.environ.get("SHENZHEN_AI_MAX_RATIO", "")
    return int(size) if size.isdigit() else MAX_UNPACKED, int(ratio) if ratio.isdigit() else MAX_RATIO


def allowed(packed: int) -> int:
    """Give the bytes that a file of so many may unpack to.

    >>> allowed(1), allowed(10**7)
    (100000000, 2000000000)
    """
    size, ratio = limits()
    return min(size, max(FREE, packed * ratio))


class Bounded(io.RawIOBase):
    """A stream that ends in `TooMuch` when more than so many bytes come out of it."""

    def __init__(self, stream: Any, limit: int, *owners: Any) -> None:
        """Wrap a stream; `owners` are closed after it."""
        self.stream, self.left, self.limit, self.owners = stream, limit, limit, owners

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read as `io.RawIOBase` asks for."""
        data = self.stream.read(len(buffer))
        self.left -= len(data)
        if self.left < 0:
            msg = f"it unpacks to more than {self.limit} bytes (SHENZHEN_AI_MAX_UNPACKED, SHENZHEN_AI_MAX_RATIO)"
            raise TooMuch(msg)
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        """Close what was wrapped."""
        if not self.closed:
            for part in (self.stream, *self.owners):
                part.close()
        super().close()


def measure(source: Path, compression: str | None) -> None:
    """Unpack a file into nothing, so that one that unpacks to too much is refused before anybody reads its records.

    Raises:
        OSError: and the others of `FAILURES`, as `open_text` does.
    """
    if compression is not None:
        with open_bytes(source, compression) as stream:
            while stream.read(CHUNK):
                pass


def open_text(source: Path, compression: str | None, encoding: str) -> IO[str]:
    """Open a file as text, unpacked on the way.

    Raises:
        OSError: and the others of `FAILURES`, now or while it is read, when it is not packed as it says, unpacks to
            more than the limits allow, or is a zip of several files.
    """
    stream = open_bytes(source, compression)
    return io.TextIOWrapper(stream, encoding="utf-8-sig" if encoding == "utf-8" else encoding, newline="")


def open_bytes(source: Path, compression: str | None) -> IO[bytes]:
    """Open a file, unpacked on the way; raises as `open_text` does."""
    limit = allowed(source.stat().st_size)
    if compression == "zip":
        archive = zipfile.ZipFile(source)
        return io.BufferedReader(Bounded(archive.open(only_member(archive)), limit, archive), CHUNK)
    if compression == "zst":
        return io.BufferedReader(Bounded(_Lines(source), limit), CHUNK)
    if compression is None:
        return source.open("rb")
    openers: dict[str, Any] = {"gz": gzip.open, "bz2": bz2.open, "xz": lzma.open}
    return io.BufferedReader(Bounded(openers[compression](source, "rb"), limit), CHUNK)


def only_member(archive: zipfile.ZipFile) -> zipfile.ZipInfo:
    """Give the one file of an archive; which one of several is meant would be a guess.

    Raises:
        OSError: when there are none or several, or when it is encrypted.
    """
    members = [item for item in archive.infolist() if not item.is_dir() and not item.filename.startswith("__MACOSX/")]
    if len(members) != 1 or members[0].flag_bits & 1:
        msg = f"a zip of {len(members)} files" if len(members) != 1 else "a zip that is encrypted"
        raise OSError(msg)
    return members[0]


def extract(file: Path, folder: Path) -> None:
    """Unpack a zip into a folder that it cannot leave, within the limits.

    Raises:
        OSError: when two of its files have one name, in any case, or when it unpacks to more than the limits allow.
    """
    with zipfile.ZipFile(file) as archive:
        names = [item.filename.rstrip("/").lower() for item in archive.infolist()]
        if len(set(names)) < len(names):
            msg = f"two files of one name: {next(name for name in names if names.count(name) > 1)}"
            raise OSError(msg)
        left = allowed(file.stat().st_size)
        for item in archive.infolist():
            target = Path(archive.extract(item, folder)) if item.is_dir() else _target(folder, item.filename)
            if not item.is_dir():
                target.parent.mkdir(parents=True, exist_ok=True)
                stream = Bounded(archive.open(item), left)
                with stream, target.open("wb") as out:
                    shutil.copyfileobj(io.BufferedReader(stream, CHUNK), out)
                left = stream.left


def _target(folder: Path, name: str) -> Path:
    """Give where a file of an archive goes, without what would lead out of the folder."""
    return folder.joinpath(*[part for part in name.replace("\\", "/").split("/") if part not in {"", ".", ".."}])


def lines_of(stream: IO[str]) -> Iterator[str]:
    """Give the lines of a text, none longer than `LINE_LIMIT`.

    Raises:
        TooLong: at the first line that is.
    """
    while line := stream.readline(LINE_LIMIT):
        if len(line) == LINE_LIMIT and line[-1] not in "\r\n":
            msg = f"a line of more than {LINE_LIMIT} characters"
            raise TooLong(msg)
        yield line


class _Lines:
    """The bytes of a zst file by DuckDB, which knows it before Python does: each line as one cell without quotation."""

    def __init__(self, source: Path) -> None:
        self.con = duckdb.connect(config={"memory_limit": "1GB", "threads": 1})
        self.con.execute("SET enable_progress_bar = false")
        options = "auto_detect = false, header = false, delim = '\x01', quote = '', escape = '', nullstr = '\x02'"
        columns = "columns = {'line': 'VARCHAR'}, compression = 'zstd', parallel = false"
        self.rows = self.con.execute(f"FROM read_csv({literal(glob(str(source)))}, {columns}, {options})")
        self.rest = b""

    def read(self, size: int) -> bytes:
        while len(self.rest) < size and (batch := self.rows.fetchmany(BATCH)):
            self.rest += "".join(f"{line}\n" for (line,) in batch).encode()
        given, self.rest = self.rest[:size], self.rest[size:]
        return given

    def close(self) -> None:
        self.con.close()
