"""READ: a table's files as one relation in SQL: which column is which field, and what stands for no value."""

from __future__ import annotations

import tempfile
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import duckdb

from shenzhen_ai import columnar
from shenzhen_ai.files import Fault, File, look, rewrite
from shenzhen_ai.quoting import identifier, literal

if TYPE_CHECKING:
    from shenzhen_ai.package import Field, Package, Table


class Create(Protocol):
    """Makes a table from the SQL of a relation, and gives its rows."""

    def __call__(self, cells: str, *, plain: bool) -> int:
        """Make it; `plain` says that all signs of the files are visible, composed, and no blank but the space."""


def read_files(package: Package, table: Table, create: Create) -> list[File]:
    """Read the files of a table with one statement, as they lie or, where DuckDB would misread them, rewritten.

    Args:
        package: the package.
        table: the table.
        create: makes a table from a relation that has the cells of each field as text.

    Returns:
        What was found out about each file. Nothing was created when one of them is not readable, or when its header
        does not fit.
    """
    files = [look_at(package, table, path) for path in table.paths]
    if any(not file.readable for file in files):
        return files
    if all(file.direct for file in files):
        if any(unfit(table, file.labels) for file in files):
            return files
        with suppress(duckdb.Error):
            plain = all(file.plain for file in files)
            if create(relation(table, files), plain=plain) == sum(file.rows for file in files):
                return files
    if table.dialect.parquet:
        for file in files:
            file.faults.append(Fault("unpack", text="rows that cannot be read"))
        return files
    with tempfile.TemporaryDirectory(prefix="shenzhen-ai-") as folder:
        for number, file in enumerate(files):
            rewrite(file, table.dialect, nulls(table), Path(folder) / f"{number}.csv")
        if all(file.readable and not unfit(table, file.labels) for file in files):
            create(relation(table, files), plain=False)
    return files


def look_at(package: Package, table: Table, path: str) -> File:
    """Look at a file of a table."""
    if table.dialect.parquet:
        return columnar.look(package.root, path)
    return look(package.root, path, table.dialect, len(table.fields))


def filled(table: Table, field: Field) -> str:
    """Give the SQL of a cell of `relation`, NULL for a value that is missing."""
    cell = identifier(field.name)
    return f"nullif({cell}, '')" if "" in table.missing(field) else cell


def nulls(table: Table) -> list[str]:
    """Give the texts that stand for no value in every field of a table, which the reader then knows."""
    sets = [set(table.missing(field)) for field in table.fields]
    return sorted(set.intersection(*sets)) if sets else []


def unfit(table: Table, labels: list[str] | None) -> bool:
    """Tell whether a header cannot be matched with the fields of a table."""
    return bool(header_faults(table, labels))


def header_faults(table: Table, labels: list[str] | None) -> list[tuple[str, str]]:
    """Give the standard's error type, and the label or field, of each thing in which a header does not fit.

    How far it must fit is up to the schema's `fieldsMatch`; a file without header (None) always does.
    """
    if labels is None:
        return []
    names = [field.name for field in table.fields]
    if not labels:
        return [("blank-header", "")]
    if table.fields_match == "exact":
        faults = [("extra-label", label) for label in labels[len(names) :]]
        faults += [("missing-label", name) for name in names[len(labels) :]]
        seen: set[str] = set()
        for label, name in zip(labels, names, strict=False):
            if not label:
                faults.append(("blank-label", name))
            elif label in seen:
                faults.append(("duplicate-label", name))
            elif label != name:
                faults.append(("incorrect-label", name))
            seen.add(label)
        return faults
    known, times = set(names), Counter(labels)
    faults = [("duplicate-label", label) for label, count in times.items() for _ in range(count - 1)]
    if table.fields_match in {"equal", "superset"}:
        faults += [("extra-label", label) for label in labels if label not in known]
    if table.fields_match == "partial" and not times.keys() & known:
        faults.append(("unmatched-header", ""))
    asked = [field.name for field in table.fields if field.required or field.name in table.primary_key]
    wanted = names if table.fields_match in {"equal", "subset"} else asked
    return faults + [("missing-label", name) for name in wanted if name not in times]


def relation(table: Table, files: list[File]) -> str:
    """Give the SQL of the cells of all files of a table, by name of field, NULL for a value that is missing.

    Where nothing but an empty cell is missing, it may come as an empty text too: `filled` tells.
    """
    common = nulls(table)
    parts = []
    for file in files:
        columns = []
        for place, field in enumerate(table.fields):
            number = place
            if file.labels is not None and table.fields_match != "exact":
                number = file.labels.index(field.name) if field.name in file.labels else -1
            absent = "''" if "" in table.missing(field) else "CAST(NULL AS VARCHAR)"
            cell = f"c{number}" if number >= 0 else absent
            own = [text for text in table.missing(field) if file.rewritten is None or text not in common]
            if own and own != [""] and number >= 0:
                cell = f"CASE WHEN {cell} IN ({', '.join(map(literal, own))}) THEN NULL ELSE {cell} END"
            columns.append(f"{cell} AS {identifier(field.name)}")
        parts.append(f"SELECT {', '.join(columns)} FROM {file.relation(table.dialect)}")
    return " UNION ALL ".join(parts)
