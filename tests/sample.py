"""A release with a few of its records: what a reader meets on one path through the data, and every kind of page."""

from __future__ import annotations

import csv
import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

PLANS = {"sz-ai-pioneer-city-2025-2026", "sz-lowalt-infrastructure-2024-2026"}
FEW = 5
"""So many firms and events."""
POINTERS = [("table_name", "row_id"), ("object_table", "object_id")]

Row = dict[str, str]


def take(release: Path, out: Path) -> None:
    """Copy a release with the records of `PLANS` and what they lead to; its database stays whole."""
    shutil.copytree(release, out)
    tables = {file.stem: read(file) for file in (release / "csv").glob("*.csv")}
    kept = choose(tables)
    for table, rows in tables.items():
        write(out / "csv" / f"{table}.csv", [row for row in rows if whole(row, kept)])


def choose(tables: Mapping[str, list[Row]]) -> dict[str, set[str]]:
    """Give the ids to keep, by table."""
    targets = {row["target_id"]: row["indicator_id"] for row in tables["targets"] if row["plan_id"] in PLANS}
    kept = {
        "plans": PLANS,
        "targets": set(targets),
        "indicators": set(targets.values()),
        "firms": {row["firm_id"] for row in tables["firms"][:FEW]},
        "events": {row["event_id"] for row in tables["events"][:FEW]},
    }
    shown = {row["observation_id"] for row in tables["observations"] if row["indicator_id"] in kept["indicators"]}
    seen = {**kept, "observations": shown}
    cited = {row["source_id"] for row in tables["lineage"] if row["row_id"] in seen.get(row["table_name"], ())}
    return {**kept, "sources": cited}


def whole(row: Row, kept: Mapping[str, set[str]]) -> bool:
    """Tell whether everything that a row names is kept."""
    for table, ids in kept.items():
        key = f"{table.removesuffix('s')}_id"
        if any(name.endswith(key) and row[name] and row[name] not in ids for name in row):
            return False
    return all(
        row[name] in kept[row[table]] for table, name in POINTERS if table in row and name in row and row[table] in kept
    )


def read(file: Path) -> list[Row]:
    """Read a table."""
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def write(file: Path, rows: list[Row]) -> None:
    """Write a table."""
    with file.open(encoding="utf-8") as stream:
        names = next(csv.reader(stream))
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, names, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
