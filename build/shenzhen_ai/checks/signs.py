"""CHECK, signs: what cells hold that nobody sees or everybody misreads, and which of these rules hold for which field.

Every rule has a name by which the property `checks` of a field turns it on or off:
`{"name": "title", "type": "string", "checks": {"formula": false, "fullWidth": true}}`.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from shenzhen_ai.checks import lookalikes
from shenzhen_ai.problems import quoted
from shenzhen_ai.quoting import identifier, literal
from shenzhen_ai.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from shenzhen_ai.package import Field, Table
    from shenzhen_ai.wording import Text

_HIDDEN = (
    r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\x{a0}\x{ad}\x{34f}\x{61c}\x{115f}\x{1160}\x{17b4}\x{17b5}\x{180e}"
    r"\x{200b}-\x{200f}\x{2028}-\x{202e}\x{2060}-\x{206f}\x{3164}\x{feff}\x{ffa0}\x{fff9}-\x{fffd}\x{e0001}\x{e0020}-\x{e007f}"
)
INVISIBLE = re.compile(f"[{lookalikes.python_class(_HIDDEN)}]")
PLACEHOLDER = re.compile(r"(?i)(n/?a|nan|null|none|unknown|tbd|-{1,3}|—+|无|未知|不详|暂无)\Z")
FORMULA = re.compile(r"[=+@\t]|-(?!\.?\d([eE]-?\d|[^-+*/^&=(|!<>])*\Z)")
"""A cell that a spreadsheet runs; a minus before a number and its unit is none."""

SPACES = re.compile(r"\s|\u3000")

COMPOSED = r"\p{M}\x{340}\x{341}\x{374}\x{37e}\x{387}\x{958}-\x{95f}\x{1100}-\x{11ff}\x{1f00}-\x{1fff}\x{2000}-\x{200a}"
RARE = r"\x{2126}\x{212a}\x{212b}\x{2329}\x{232a}\x{2adc}\x{f900}-\x{fb4f}\x{1d100}-\x{1d1ff}\x{2f800}-\x{2fa1f}"
HIDDEN = (
    rf"[{_HIDDEN}\n\r\t{COMPOSED}{RARE}\x{{9dc}}-\x{{9df}}\x{{a33}}-\x{{a5e}}\x{{b5c}}-\x{{b5d}}\x{{f43}}-\x{{fb9}}]"
)
"""What may be invisible or not composed, in RE2; a cell without any of it is neither."""

ENDS = r"\x{3000}\x{1680}\x{2000}-\x{200a}\x{202f}\x{205f}"

PLAIN = re.compile(r"(?:\[(?:[A-Za-z0-9]-[A-Za-z0-9]|[A-Za-z0-9])+\]|[A-Za-z0-9])(?![?*{])[A-Za-z0-9\[\](){}?*+,|-]*")
"""A pattern that begins with a letter or digit and has nothing but visible ASCII after it."""

OPEN = re.compile(r"[^\x00-\x7f]|\[\^|(?<!\\)\.|\\[pPSWDx]")
"""A pattern that may let any letter through, and so says nothing of a code."""

ADDRESS = re.compile(r"\^?\(?(https?|ftp|mailto|doi|10)\b")
"""The beginning of a pattern of addresses."""

WORDS = ("na", "n/a", "nan", "null", "none", "unknown", "tbd")
WRITTEN = {
    *("number", "integer", "boolean", "date", "time", "datetime", "year", "yearmonth", "duration", "geopoint"),
}
"""Types whose values have a form of their own, in ASCII."""


ALIKE = frozenset({"lookAlike", "fullWidth", "sign"})
NONE: frozenset[str] = frozenset()


def wanted(table: Table, field: Field) -> frozenset[str]:
    """Name the rules of this module that hold for a field: those of its kind, as its property `checks` changes them."""
    rules = {"space", "character", "nfc", "newline"}
    pattern = field.constraints.get("pattern")
    text = _free_text(field)
    if text:
        rules |= {"placeholder"} if pattern is not None else {"placeholder", "formula"}
    form = field.format != "default" and text
    code = pattern is not None and (not OPEN.search(str(pattern)) or bool(ADDRESS.match(str(pattern))))
    if field.type in WRITTEN or form or code:
        rules |= {"lookAlike", "fullWidth", "sign"}
    elif text and field.name in _keys(table):
        rules |= {"lookAlike", "fullWidth"}
    asked = field.descriptor.get("checks", {})
    return frozenset(
        (rules | {name for name, on in asked.items() if on}) - {name for name, on in asked.items() if not on}
    )


def header_counts(field: Field) -> bool:
    """Tell whether quotation marks around the name of a field in the header are named."""
    return bool(field.descriptor.get("checks", {}).get("quotedHeader", True))


def _keys(table: Table) -> set[str]:
    """Name the fields by which rows are told apart or refer to each other."""
    keys = [table.primary_key, *table.unique_keys, *(key.fields for key in table.foreign_keys)]
    return {name for key in keys for name in key} | {
        field.name for field in table.fields if field.constraints.get("unique")
    }


def unseen(field: Field) -> bool:
    """Tell whether a cell that passes type and constraints may still hold what `signs` looks for in every text."""
    if not _free_text(field):
        return False
    pattern = str(field.constraints.get("pattern", "."))
    if "|" in pattern or not PLAIN.fullmatch(pattern):
        return True
    cased = [form for word in WORDS for form in (word, word.upper(), word.title())]
    return any(re.fullmatch(pattern, word) for word in cased)


def disguisable(field: Field) -> bool:
    """Tell whether a cell that passes type and constraints may still hold letters that are not of ASCII."""
    pattern = field.constraints.get("pattern")
    return (
        _free_text(field) and field.format not in {"uuid", "binary"} and bool(pattern is None or OPEN.search(pattern))
    )


def _free_text(field: Field) -> bool:
    """Tell whether a field holds text that neither its type nor a list of words has judged."""
    return field.type in {"string", "any"} and "enum" not in field.constraints


def doubt(rules: Mapping[str, frozenset[str]]) -> str | None:
    """Give quick SQL that is true for every row in which `signs` finds something, else seldom.

    Args:
        rules: what holds for each field, by its name.
    """
    texts = [name for name, names in rules.items() if names - ALIKE]
    codes = [name for name, names in rules.items() if names & ALIKE]
    parts = [*([any_sign(texts)] if texts else []), *([lookalikes.any_lookalike(codes)] if codes else [])]
    return " OR ".join(parts) or None


def unjudged(table: Table) -> dict[str, frozenset[str]]:
    """Give the rules of each field that neither its type nor its constraints have answered already."""
    found: dict[str, frozenset[str]] = {}
    for field in table.fields:
        rules = wanted(table, field)
        found[field.name] = (rules - ALIKE if unseen(field) else NONE) | (rules & ALIKE if disguisable(field) else NONE)
    return found


def any_sign(names: list[str]) -> str:
    """Give quick SQL that is true for every row in which one of these cells breaks a rule of every text.

    The cells are joined by NUL, which is looked for among the bytes of the file.
    """
    joined = f"concat_ws(chr(0), {', '.join(map(identifier, names))})"
    word = _re2(PLACEHOLDER.pattern)
    hidden = HIDDEN.replace(r"\x00-\x08", r"\x01-\x08")
    pattern = rf"(^|\x00)([\s{ENDS}=+@\-]|{word}($|\x00))|[\s{ENDS}]($|\x00)|{hidden}"
    return f"regexp_matches({joined}, {literal(pattern)})"


def _re2(pattern: str) -> str:
    return pattern.removesuffix(r"\Z").replace("(?i)(", "(?i:", 1)


def signs(cell: str, rules: frozenset[str], *, latin: bool = False) -> Iterator[tuple[str, Text, Text]]:
    """Give code, expected and hint for each thing about a cell that parsers and people disagree on.

    Args:
        cell: its text.
        rules: the names of those that hold.
        latin: the other cells of the column are Latin.
    """
    fmt = say("run: shenzhen-ai fmt")
    if "newline" in rules and ("\n" in cell or "\r" in cell):
        yield "NEWLINE", say("a cell on one line"), say("put a space or a semicolon in its place")
    if "character" in rules and (found := INVISIBLE.search(cell)):
        hint = say("delete {sign}, or type a plain space", sign=lookalikes.named(found[0]))
        yield "CHARACTER", say("visible characters only"), hint
    if "space" in rules and (SPACES.match(cell[0]) or SPACES.match(cell[-1])):
        yield "SPACE", say("no blank at either end"), fmt
    if "nfc" in rules and not unicodedata.is_normalized("NFC", cell):
        yield "NFC", say("composed characters (NFC)"), fmt
    if "placeholder" in rules and PLACEHOLDER.match(cell):
        yield "PLACEHOLDER", say("an empty cell for what is not known"), say("empty the cell")
    elif "formula" in rules and FORMULA.match(cell):
        hint = say("begin the cell with a letter or digit")
        yield "FORMULA", say("text that no spreadsheet takes for a formula"), hint
    if not cell.isascii():
        yield from _alike(cell, rules, latin=latin)


def _alike(cell: str, rules: frozenset[str], *, latin: bool) -> Iterator[tuple[str, Text, Text]]:
    hint = say("{sign} is a look-alike", sign=lookalikes.named(cell))
    form = lookalikes.wide(cell) if "fullWidth" in rules else None
    if form is not None:
        yield "FULL-WIDTH", say("ASCII letters, digits and signs: {text}", text=quoted(form)), hint
    other = lookalikes.disguised(cell, signs="sign" in rules, latin=latin) if "lookAlike" in rules else None
    if other is not None:
        yield "LOOK-ALIKE", say("Latin letters and signs: {text}", text=quoted(other)), hint
