"""READ: what the bytes of a file tell before it is read as a table: lines, line ends, and whether all signs are plain.

Looking at a whole chunk at once is far quicker than looking at each cell: a file in which every sign is plain needs
no cell to be looked at for signs that nobody sees.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

CHUNK = 1 << 22

CONTINUING = bytes(range(0x80, 0xC0))
PLAIN = bytes(
    [
        *range(0x20, 0x7F),
        *range(0xC3, 0xCC),
        *(0xCF, 0xD0, 0xD1, 0xD3, 0xD4, 0xD5),
        *range(0xE4, 0xEA),
        *(0xEB, 0xEC, 0xED),
    ]
)
"""Visible ASCII, and the bytes that begin only visible, composed signs in UTF-8."""

MIXED = {
    b"\xc2": rb"[\x80-\xa0\xad]",
    b"\xe2": rb"\x80[\x80-\x8f\xa8-\xaf]|\x81[\x9f-\xaf]|\x83[\x90-\xbf]|\x84[\xa6\xaa\xab]|\x8c[\xa9\xaa]|\xab\x9c"
    rb"|[\xb3\xb5\xb7]",
    b"\xe3": rb"\x80[\x80\xaa-\xaf]|\x82[\x99\x9a]|\x85\xa4",
    b"\xef": rb"[\xa4-\xac]|\xad[\x80-\x8f]|\xb8[\x80-\x8f\xa0-\xaf]|\xbb\xbf|\xbe\xa0|\xbf[\xb9-\xbd]",
}
"""Bytes that begin the marks of Chinese and English text among others, and what follows them in those others."""

OTHERS = {lead: re.compile(lead + b"(?:" + rest + b")") for lead, rest in MIXED.items()}
EXPECTED = CONTINUING + b"\r\n" + b"".join(MIXED)


@dataclass(slots=True)
class Octets:
    """What was found: lines (a last one without line end too), first lines of CR and NUL, and whether CRs are pairs.

    `plain` is true when every sign is visible and composed (NFC) and no blank but the space of ASCII.
    """

    lines: int = 0
    mark: bool = False
    ended: bool = True
    plain: bool = True
    returns: int = 0
    pairs: int = 0
    first: dict[str, int] = field(default_factory=dict)


def look_at(file: Path) -> Octets:
    """Look at the bytes of a file."""
    found = Octets()
    last = b""
    with file.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            if not last:
                found.mark = chunk.startswith(codecs.BOM_UTF8)
            add(found, chunk, last)
            last = (last + chunk)[-2:]
    if last and last[-1:] not in {b"\n", b"\r"}:
        found.ended = False
        found.lines += 1
    return found


def add(found: Octets, chunk: bytes, before: bytes) -> None:
    """Look at one chunk; `before` are the last bytes of the one before it."""
    rest = chunk.translate(None, PLAIN)
    for kind, sign in (("cr", b"\r"), ("nul", b"\0")):
        if kind not in found.first and sign in rest:
            found.first[kind] = found.lines + chunk.count(b"\n", 0, chunk.find(sign)) + 1
    if "cr" in found.first:
        found.returns += rest.count(b"\r")
        found.pairs += chunk.count(b"\r\n") + (before[-1:] == b"\r" and chunk.startswith(b"\n"))
    found.lines += rest.count(b"\n")
    if found.plain:
        edge = before + chunk[:2]
        strange = any((lead in rest and sign.search(rest)) or sign.search(edge) for lead, sign in OTHERS.items())
        found.plain = not strange and not rest.translate(None, EXPECTED)
