"""CHECK, shape: the bytes and the layout of each file, and the signs in its doubtful rows that everybody misreads."""

from __future__ import annotations

import difflib
from collections import Counter
from typing import TYPE_CHECKING

from shenzhen_ai.checks import lookalikes, signs
from shenzhen_ai.checks.context import LIMIT, Context, Places, more
from shenzhen_ai.database import key_sql
from shenzhen_ai.problems import Problem, quoted
from shenzhen_ai.quoting import identifier
from shenzhen_ai.reading import header_faults
from shenzhen_ai.wording import NOTHING, Text, say, verbatim

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shenzhen_ai.files import Fault, File
    from shenzhen_ai.package import Table


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
        problems.extend([problem for fault in file.faults for problem in _fault(table, file, fault)])
        uneven = sum(file.others[kind] for kind in ("short", "extra"))
        kept = sum(fault.kind in {"short", "extra"} for fault in file.faults)
        problems.extend(more("CELLS", file.path, None, kept, kept + uneven))
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
    if table.dialect.encoding == "utf-8":
        saved = say("save the file as UTF-8; spreadsheets call it CSV UTF-8")
    text = verbatim(fault.text)
    unclosed_at = {
        "unexpected end of data": say("a quotation mark that nothing closes"),
        "',' expected after '\"'": say("a quotation mark inside a cell"),
    }
    texts = {
        "bom": ("BOM", say("a byte order mark"), say("UTF-8 without one"), fmt),
        "cr": ("LINE-END", say("a carriage return"), say("lines that end in LF"), fmt),
        "end": ("LINE-END", say("no line end"), say("a last line that ends in LF"), fmt),
        "nul": ("CHARACTER", say("a NUL byte"), say("text"), say("take it out")),
        "missing": ("FILE-MISSING", say("no such file"), say("a CSV file"), absent),
        "encoding": ("ENCODING", say("byte {byte}", byte=text), encoding, saved),
        "csv": ("CSV", unclosed_at.get(fault.text, text), say("CSV of RFC 4180"), unclosed),
        "unpack": ("ENCODING", text, say("a file that can be unpacked"), say("pack it again")),
        "column": ("UNSUPPORTED", text, say("a type that has a text in a CSV"), say("write it as text")),
    }
    types = {"missing": "scheme-error", "encoding": "encoding-error", "unpack": "compression-error"}
    if fault.kind in texts:
        code, found, expected, hint = texts[fault.kind]
        yield Problem(
            code, file.path, fault.line, found=found, expected=expected, hint=hint, type=types.get(fault.kind)
        )
    elif fault.kind == "quoted":
        labels = [field.name for field in table.fields if field.name in fault.cells and signs.header_counts(field)]
        if labels:
            found = say("quotation marks around {names}", names=", ".join(labels))
            yield Problem("QUOTED-HEADER", file.path, 1, labels[0], None, found, say("bare names"), fmt)
    elif fault.kind in {"short", "extra"}:
        kind = "extra-cell" if fault.kind == "extra" else "missing-cell"
        hint = say("a comma inside a cell wants quotation marks around the cell")
        if fault.kind == "short":
            hint = say("look for a comma that was lost, or a row that was broken in two")
        key = fault.cells[0] if fault.cells else None
        found = say("{count} cells", count=fault.count)
        yield Problem(
            "CELLS", file.path, fault.line, None, key, found, say("{count} cells", count=file.width), hint, kind
        )


def _header(table: Table, file: File) -> Iterator[Problem]:
    """Give one problem for a header that does not fit, with what is missing and what is strange."""
    faults = header_faults(table, file.labels)
    if not faults or not file.readable:
        return
    names, header = [field.name for field in table.fields], file.labels or []
    known, given = set(names), set(header)
    missing = [name for name in names if name not in given]
    strange = [name for name in header if name not in known]
    repeated = [name for kind, name in faults if kind == "duplicate-label"]
    parts = [say("without {names}", names=_some(missing))] if missing else []
    parts += [say("with {names}", names=_some([str(quoted(name)) for name in strange]))] if strange else []
    parts += [say("that repeats {names}", names=_some(repeated))] if repeated else []
    how = parts[0] if parts else say("in another order")
    for part in parts[1:]:
        how = say("{one} and {other}", one=how, other=part)
    found, expected = say("a header {how}", how=how), verbatim(_some(names, ",", 2000))
    hint = say("run: shenzhen-ai fmt")
    if parts:
        near = {name: near[0] for name in strange[:20] if (near := difflib.get_close_matches(name, missing, 1))}
        hint = say("did you mean {near}?", near=", ".join(near.values())) if near else NOTHING
    yield Problem("HEADER", file.path, 1, found=found, expected=expected, hint=hint, type=faults[0][0])


def _some(names: list[str], sign: str = ", ", limit: int = 20) -> str:
    """Join names, the first ones of many."""
    return sign.join([*names[:limit], *(["…"] if len(names) > limit else [])])


def cells(context: Context, table: Table, suspects: str) -> list[Problem]:
    """Look at the cells of the suspicious rows for signs that parsers and people disagree on."""
    fields = [field for field in table.fields if field.name in context.present[table.name]]
    rules = {field.name: signs.wanted(table, field) for field in fields}
    doubt = signs.doubt(rules)
    if doubt is None:
        return []
    columns = ", ".join([key_sql(table.primary_key), *map(identifier, rules)])
    rows = context.con.execute(f"SELECT _row, {columns} FROM {suspects} WHERE {doubt} ORDER BY _row")
    found: dict[tuple[str, str], list[tuple[int, str | None, str, Text, Text]]] = {}
    totals: Counter[tuple[str, str]] = Counter()
    latin = _Latin(context, table)
    while batch := rows.fetchmany(10000):
        for row, key, *texts in batch:
            for (name, held), text in zip(rules.items(), texts, strict=True):
                for code, expected, hint in signs.signs(text, held, latin=latin.of(name, text)) if text else ():
                    totals[code, name] += 1
                    group = found.setdefault((code, name), [])
                    if len(group) < LIMIT:
                        group.append((row, key, text, expected, hint))
    problems: list[Problem] = []
    for (code, name), group in found.items():
        for row, key, text, expected, hint in group:
            path, line = context.at(table, row)
            problems.append(Problem(code, path, line, name, key, quoted(text), expected, hint))
        problems.extend(more(code, table.path, name, LIMIT, totals[code, name]))
    return problems


class _Latin:
    """Tells whether a column has Latin letters elsewhere, asked only where a cell is written in another script."""

    def __init__(self, context: Context, table: Table) -> None:
        self.con, self.relation = context.con.cursor(), f"text.{identifier(table.name)}"
        self.kept = {name for name, *_ in self.con.execute(f"DESCRIBE {self.relation}").fetchall()}
        self.known: dict[str, bool] = {}

    def of(self, name: str, text: str) -> bool:
        if name not in self.kept or not lookalikes.IS_OTHER.search(text):
            return False
        if name not in self.known:
            query = f"SELECT 1 FROM {self.relation} WHERE regexp_matches({identifier(name)}, '[A-Za-z]') LIMIT 1"
            self.known[name] = self.con.execute(query).fetchone() is not None
        return self.known[name]
