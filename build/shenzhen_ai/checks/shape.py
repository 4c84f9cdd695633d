"""CHECK, shape: the bytes and the layout of each file, and what cells hold that nobody sees or everybody misreads."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from shenzhen_ai.checks.context import LIMIT, Context, Places, more
from shenzhen_ai.problems import Problem, quoted
from shenzhen_ai.quoting import identifier, literal
from shenzhen_ai.reading import header_faults
from shenzhen_ai.wording import Text, say, verbatim

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shenzhen_ai.files import Fault, File
    from shenzhen_ai.package import Field, Table

_HIDDEN = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\x{a0}\x{ad}\x{200b}-\x{200f}\x{2028}-\x{202e}\x{2060}-\x{2069}\x{feff}"
INVISIBLE = re.compile("[" + re.sub(r"\\x\{(\w+)\}", lambda code: chr(int(code[1], 16)), _HIDDEN) + "]")
PLACEHOLDER = re.compile(r"(?i)(n/?a|nan|null|none|unknown|tbd|-{1,3}|—+|无|未知|不详|暂无)\Z")
FORMULA = re.compile(r"[=+@\t]|-(?![\d.])")
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

WORDS = ("na", "n/a", "nan", "null", "none", "unknown", "tbd")


def unseen(field: Field) -> bool:
    """Tell whether a cell that passes the constraints of a text field may still hold what `signs` looks for."""
    pattern = str(field.constraints.get("pattern", "."))
    if "|" in pattern or not PLAIN.fullmatch(pattern):
        return True
    cased = [form for word in WORDS for form in (word, word.upper(), word.title())]
    return any(re.fullmatch(pattern, word) for word in cased)


def any_sign(names: list[str]) -> str:
    """Give quick SQL that is true for every row in which `signs` finds something in one of these cells, else seldom.

    The cells are joined by NUL, which is looked for among the bytes of the file.
    """
    joined = f"concat_ws(chr(0), {', '.join(map(identifier, names))})"
    word = _re2(PLACEHOLDER.pattern)
    hidden = HIDDEN.replace(r"\x00-\x08", r"\x01-\x08")
    pattern = rf"(^|\x00)([\s{ENDS}=+@\-]|{word}($|\x00))|[\s{ENDS}]($|\x00)|{hidden}"
    return f"regexp_matches({joined}, {literal(pattern)})"


def _re2(pattern: str) -> str:
    return pattern.removesuffix(r"\Z").replace("(?i)(", "(?i:", 1)


def free_text(field: Field) -> bool:
    """Tell whether a field holds text that neither its type nor a list of words has judged."""
    return field.type in {"string", "any"} and "enum" not in field.constraints


def layout(context: Context, table: Table, files: list[File]) -> tuple[list[Problem], bool]:
    """Say what is wrong with bytes, header and lengths of rows.

    Returns:
        The problems, and whether the files can be read as a table; `context.places` then knows where each row is.
    """
    problems: list[Problem] = []
    places: Places | None = Places(header=table.dialect.header)
    whole = True
    for file in files:
        unfitting = list(_header(table, file))
        problems.extend(unfitting)
        problems.extend(_limited([problem for fault in file.faults for problem in _fault(table, file, fault)]))
        if not file.readable or unfitting:
            places = None
        elif places is not None:
            places.add(file.path, file.rows, file.starts)
        whole = whole and not any(fault.kind in {"short", "extra"} for fault in file.faults)
    if places is not None:
        context.places[table.name] = places
    return problems, whole and places is not None


def _fault(table: Table, file: File, fault: Fault) -> Iterator[Problem]:
    fmt = say("run: shenzhen-ai fmt")
    encoding = verbatim("UTF-8" if table.dialect.encoding == "utf-8" else table.dialect.encoding)
    absent = say("add the file, or take its resource out of datapackage.json")
    unclosed = say("look for a quotation mark that is not closed or not doubled")
    saved = say("save the file as {encoding}", encoding=encoding)
    text = verbatim(fault.text)
    texts = {
        "bom": ("BOM", say("a byte order mark"), say("UTF-8 without one"), fmt),
        "cr": ("LINE-END", say("a carriage return"), say("lines that end in LF"), fmt),
        "end": ("LINE-END", say("no line end"), say("a last line that ends in LF"), fmt),
        "nul": ("CHARACTER", say("a NUL byte"), say("text"), say("take it out")),
        "missing": ("FILE-MISSING", say("no such file"), say("a CSV file"), absent),
        "encoding": ("ENCODING", say("byte {byte}", byte=text), encoding, saved),
        "csv": ("CSV", text, say("CSV of RFC 4180"), unclosed),
        "unpack": ("ENCODING", text, say("a file that can be unpacked"), say("pack it again")),
    }
    types = {"missing": "scheme-error", "encoding": "encoding-error", "unpack": "compression-error"}
    if fault.kind in texts:
        code, found, expected, hint = texts[fault.kind]
        yield Problem(
            code, file.path, fault.line, found=found, expected=expected, hint=hint, type=types.get(fault.kind)
        )
    elif fault.kind in {"short", "extra"}:
        kind = "extra-cell" if fault.kind == "extra" else "missing-cell"
        hint = say("a comma inside a cell wants quotation marks around the cell")
        key = fault.cells[0] if fault.cells else None
        found = say("{count} cells", count=len(fault.cells))
        yield Problem("CELLS", file.path, fault.line, None, key, found, verbatim(file.width), hint, kind)


def _header(table: Table, file: File) -> Iterator[Problem]:
    """Give one problem for a header that does not fit, with what is missing and what is strange."""
    faults = header_faults(table, file.labels)
    if not faults or not file.readable:
        return
    names, header = [field.name for field in table.fields], file.labels or []
    missing = [name for name in names if name not in header]
    strange = [name for name in header if name not in names]
    repeated = [name for kind, name in faults if kind == "duplicate-label"]
    parts = [say("without {names}", names=", ".join(missing))] if missing else []
    parts += [say("with {names}", names=", ".join(map(quoted, strange)))] if strange else []
    parts += [say("that repeats {names}", names=", ".join(repeated))] if repeated else []
    how = parts[0] if parts else say("in another order")
    for part in parts[1:]:
        how = say("{one} and {other}", one=how, other=part)
    found, expected = say("a header {how}", how=how), verbatim(",".join(names))
    yield Problem("HEADER", file.path, 1, found=found, expected=expected, type=faults[0][0])


def cells(context: Context, table: Table, suspects: str) -> list[Problem]:
    """Look at the cells of the suspicious rows for signs that parsers and people disagree on."""
    fields = [field for field in table.fields if field.name in context.present[table.name]]
    names = [field.name for field in fields]
    columns = ", ".join(map(identifier, names))
    rows = context.con.execute(f"SELECT _row, {columns} FROM {suspects} WHERE {any_sign(names)} ORDER BY _row")
    found: dict[tuple[str, str], list[tuple[int, str | None, str, Text, Text]]] = {}
    totals: dict[tuple[str, str], int] = {}
    while batch := rows.fetchmany(10000):
        for row, *texts in batch:
            for field, text in zip(fields, texts, strict=True):
                for code, expected, hint in signs(text, text=free_text(field)) if text else ():
                    totals[code, field.name] = totals.get((code, field.name), 0) + 1
                    group = found.setdefault((code, field.name), [])
                    if len(group) < LIMIT:
                        group.append((row, texts[0], text, expected, hint))
    problems: list[Problem] = []
    for (code, name), group in found.items():
        for row, key, text, expected, hint in group:
            path, line = context.at(table, row)
            problems.append(Problem(code, path, line, name, key, quoted(text), expected, hint))
        problems.extend(more(code, table.path, name, LIMIT, totals[code, name]))
    return problems


def signs(cell: str, *, text: bool) -> Iterator[tuple[str, Text, Text]]:
    """Give code, expected and hint for each thing about a cell that parsers and people disagree on."""
    fmt = say("run: shenzhen-ai fmt")
    if "\n" in cell or "\r" in cell:
        yield "NEWLINE", say("a cell on one line"), say("put a space or a semicolon in its place")
    elif INVISIBLE.search(cell):
        yield "CHARACTER", say("visible characters only"), say("delete the invisible one, or type a plain space")
    if SPACES.match(cell[0]) or SPACES.match(cell[-1]):
        yield "SPACE", say("no blank at either end"), fmt
    if not unicodedata.is_normalized("NFC", cell):
        yield "NFC", say("composed characters (NFC)"), fmt
    if text and PLACEHOLDER.match(cell):
        yield "PLACEHOLDER", say("an empty cell for what is not known"), say("empty the cell")
    elif text and FORMULA.match(cell):
        hint = say("begin the cell with a letter or digit")
        yield "FORMULA", say("text that no spreadsheet takes for a formula"), hint


def _limited(problems: list[Problem]) -> list[Problem]:
    """Keep the first problems of each rule and say how many more there are."""
    groups: dict[str, list[Problem]] = {}
    for problem in problems:
        groups.setdefault(problem.code, []).append(problem)
    kept: list[Problem] = []
    for code, group in groups.items():
        kept.extend(group[:LIMIT])
        kept.extend(more(code, group[0].path, None, LIMIT, len(group)))
    return kept
