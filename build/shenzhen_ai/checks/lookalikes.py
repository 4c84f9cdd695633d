"""CHECK, look-alikes: letters, digits and signs that are not the ASCII ones they look like.

They are looked for where something is written in a fixed form: numbers, dates, ids, codes, addresses. In prose they
are right: a Chinese title has full-width signs, and a Greek name Greek letters. Letters are those of Unicode's own list
of confusable characters (confusables.txt), as far as one letter looks like one letter of ASCII.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from shenzhen_ai.quoting import identifier, literal

LETTERS = dict(
    zip(
        "ЅІЈАВЕКМНОРСТУХЬагеорсухѕіјѡѴѵҮүһҽӀӏԁԌԛԜԝꙇ"
        "ͿΑΒΕΖΗΙΚΜΝΟΡΤΥΧαγινορσυϒϜϱϲϳϹϺᴦι"
        "ՍՏՕագզհոռսցքօ"
        "ᎠᎡᎢᎥᎩᎪᎫᎬᎳᎷᎻᎽᏀᏂᏃᏏᏒᏔᏕᏙᏚᏞᏟᏢᏦᏧᏳᏴꭵꮁꮃꮓꮩꮪꮯ"
        "ⲅⲎⲒⲔⲘⲚⲞⲟⲢⲣⲤⲥⲦⲨⲬⳐ"
        "ꓐꓑꓒꓓꓔꓖꓗꓙꓚꓜꓝꓟꓠꓡꓢꓣꓦꓧꓪꓫꓬꓮꓰꓲꓳꓴ"
        "ɑɡ",
        "SIJABEKMHOPCTYXbareopcyxsijwVvYyheIidGqWwi"
        "JABEZHIKMNOPTYXayivopouYFpcjCMri"
        "USOwqqhnnugfo"
        "DRTiYAJEWMHYGhZbRWSVSLCPKdGBirwzvsc"
        "rHIKMNOoPpCcTYXL"
        "BPdDTGKJCZFMNLSRVHWXYAElOU"
        "ag",
        strict=True,
    )
)
"""Cyrillic, Greek, Armenian, Cherokee, Coptic, Lisu and phonetic letters, and those of ASCII that they look like."""

SIGNS = dict(zip("‐‑‒–—―−﹘﹣‘’′⁄∕∶", "-" * 9 + "'" * 3 + "//:", strict=True))
"""Signs that look like ASCII ones where a number or code is meant."""

SCRIPTS = (
    r"\x{251}\x{261}\x{370}-\x{52f}\x{531}-\x{588}\x{13a0}-\x{13fd}\x{1c80}-\x{1c88}\x{1d26}-\x{1d2b}\x{1f00}-\x{1fff}"
    r"\x{2c80}-\x{2cff}\x{a4d0}-\x{a4fd}\x{a640}-\x{a69b}\x{ab70}-\x{abbf}"
)
"""The scripts of those letters, as a class of RE2."""

DIGITS = (
    "660 6f0 7c0 966 9e6 a66 ae6 b66 be6 c66 ce6 d66 de6 e50 ed0 f20 1040 1090 17e0 1810 1946 19d0 1a80 1a90 1b50 1bb0 "
    "1c40 1c50 a620 a8d0 a900 a9d0 a9f0 aa50 abf0 104a0 10d30 11066 110f0 11136 111d0 112f0 11450 114d0 11650 116c0 "
    "11730 118e0 11950 11c50 11d50 11da0 16a60 16ac0 16b50 1e140 1e2f0 1e950 1fbf0"
)
"""The zeros of the scripts that have digits of their own; their nine others follow."""

WIDE = r"\x{ff01}-\x{ff5e}\x{1d400}-\x{1d7ff}\x{2160}-\x{217f}" + "".join(
    rf"\x{{{zero}}}-\x{{{int(zero, 16) + 9:x}}}" for zero in DIGITS.split()
)
"""Full-width signs, letters of mathematics, Roman numerals, digits of other scripts; as a class of RE2."""


def python_class(ranges: str) -> str:
    """Give a class of RE2 in the words of Python."""
    return re.sub(r"\\x\{(\w+)\}", lambda code: re.escape(chr(int(code[1], 16))), ranges)


IS_WIDE = re.compile(f"[{python_class(WIDE)}]")
IS_OTHER = re.compile(f"[{python_class(SCRIPTS)}]")
WORD = re.compile(r"[^\W\d_]+")
LATIN = re.compile("[A-Za-z]")


def any_lookalike(names: list[str]) -> str:
    """Give quick SQL that is true for a row where one of these cells may hold what this module finds."""
    joined = identifier(names[0]) if len(names) == 1 else f"concat_ws(chr(0), {', '.join(map(identifier, names))})"
    ascii_only = f"strlen({joined}) = length({joined})"
    pattern = literal("[" + SCRIPTS + WIDE + "".join(rf"\x{{{ord(sign):x}}}" for sign in SIGNS) + "]")
    return f"(CASE WHEN {ascii_only} THEN false ELSE regexp_matches({joined}, {pattern}) END)"


def narrow(text: str) -> str:
    """Give a text with ASCII letters, digits and signs in place of full-width ones and digits of other scripts.

    >>> narrow("３６００")
    '3600'
    """
    return IS_WIDE.sub(lambda found: _narrow(found[0]), text)


def plain(text: str) -> str:
    """Give a text with everything that only looks like ASCII put into ASCII, as people read it.

    >>> plain("sz–аi")  # noqa: RUF002  the letter is Cyrillic
    'sz-ai'
    """
    return "".join(LETTERS.get(sign) or SIGNS.get(sign, sign) for sign in narrow(text))


def wide(text: str) -> str | None:
    """Give the ASCII form of a text that has full-width signs or digits of another script; None when it has none."""
    return narrow(text) if IS_WIDE.search(text) else None


def disguised(text: str, *, signs: bool, latin: bool) -> str | None:
    """Give the ASCII form of a text that is written with letters of another script; None when it is not.

    Args:
        text: the cell.
        signs: look for dashes and quotation marks as well.
        latin: other cells of its column are Latin, so that one without any Latin letter is strange.
    """
    others = IS_OTHER.findall(text)
    alike = all(letter in LETTERS for letter in others)
    if others and alike and (latin or LATIN.search(text)):
        return plain(text)
    if any(LATIN.search(word) and IS_OTHER.search(word) for word in WORD.findall(text)):
        return plain(text)
    return plain(text) if signs and any(sign in SIGNS for sign in text) else None


def named(text: str) -> str:
    """Name the first letter or sign that is not what it looks like.

    >>> named("аi")  # noqa: RUF002
    'U+0430 CYRILLIC SMALL LETTER A'
    """
    sign = next((sign for sign in text if IS_OTHER.match(sign) or sign in SIGNS or IS_WIDE.match(sign)), text[:1])
    return f"U+{ord(sign):04X} {unicodedata.name(sign, '')}".strip()


@cache
def _narrow(sign: str) -> str:
    digit = unicodedata.digit(sign, None)
    return str(digit) if digit is not None else unicodedata.normalize("NFKC", sign)
