"""What it costs to check, convert and release many rows: `python -m bench.scale --out FOLDER [--rows 1000000 ...]`.

Every contender runs in a process of its own, at sizes that it is meant for. A release of the largest table that was
released is then served on this machine, and the bytes that a lookup of one row takes from it are counted.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench.__main__ import machine, made, run
from bench.contenders import RELEASE, SCALE
from bench.generate import NAMES
from bench.report import chart

ROWS = (1_000_000, 10_000_000, 100_000_000)
LOOKUP = 1_000_000
"""Bytes that may be read to open a release at an address and to look up a row by its key, where a table is in parts."""

BOUND = 4_295
"""Megabytes that a contender may take: 4 GiB."""


def main() -> None:
    """Time the contenders, count what a lookup takes, and write results.json, results.md and cost.svg."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--rows", type=int, nargs="+", default=ROWS)
    parser.add_argument("--only", nargs="+", default=list(SCALE), choices=list(SCALE))
    parser.add_argument(
        "--data", type=Path, help="where tables are made, and used again; a folder that is removed by default"
    )
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    body: dict[str, Any] = {"machine": machine(), "results": [], "lookup": None}
    with tempfile.TemporaryDirectory(prefix="bench-scale-") as scratch:
        for rows in sorted(given.rows):
            folder = made(given.data or Path(scratch), rows, "clean")
            for name in [name for name in given.only if rows <= SCALE[name].most]:
                body["results"].append(measured(name, folder, rows))
                sys.stderr.write(f"{body['results'][-1]}\n")
                write(given.out, body)
            if (folder / RELEASE).is_dir():
                body["lookup"] = lookup(folder / RELEASE, rows)
                write(given.out, body)
                shutil.rmtree(folder / RELEASE)
    if (
        body["lookup"]
        and body["lookup"]["parts"] > 1
        and sum(body["lookup"][name][1] for name in ("open", "key")) > LOOKUP
    ):
        sys.exit(f"a lookup by key took more than {LOOKUP:,} bytes: {body['lookup']}")


def measured(name: str, folder: Path, rows: int) -> dict[str, Any]:
    """Run a contender once; add the bytes of Parquet that it leaves behind."""
    found = {"name": name, "rows": rows, "broken": False, **run(name, folder)}
    place = folder / SCALE[name].written if SCALE[name].written else None
    files = [file for file in place.rglob("*.parquet") if file.is_file()] if place and place.is_dir() else []
    found["parquet"] = sum(file.stat().st_size for file in files)
    if place and place.name != RELEASE:
        shutil.rmtree(place, ignore_errors=True)
    return found


def lookup(releases: Path, rows: int) -> dict[str, Any]:
    """Count what it takes to open a release at an address and to look up one row, by its key and in the database."""
    import shenzhen_ai as sz
    from servers import Folder, by_ranges

    folder = releases / (releases / "LATEST").read_text(encoding="utf-8").strip()
    wanted = f"r-{rows * 7 // 9}"
    found: dict[str, Any] = {"rows": rows, "parts": len(list((folder / "parquet").rglob("facts/*.parquet"))) or 1}
    found["parquet"] = sum(file.stat().st_size for file in (folder / "parquet").rglob("*.parquet"))
    found["database"] = next(folder.glob("*.duckdb")).stat().st_size
    with by_ranges(Folder(folder)) as served:
        con = sz.connect(served.address)
        found["open"] = served.spent()
        for name, table in (("key", "facts"), ("key in the database", "release.facts")):
            answer = con.execute(f"SELECT * FROM {table} WHERE row_id = ?", [wanted]).fetchall()
            if len(answer) != 1 or len(answer[0]) != len(NAMES):
                msg = f"{wanted}: found {answer}, expected one row"
                raise RuntimeError(msg)
            found[name] = served.spent()
        con.close()
    return found


def write(out: Path, body: dict[str, Any]) -> None:
    """Write what is known so far."""
    (out / "results.json").write_text(json.dumps(body, indent=1) + "\n", encoding="utf-8")
    (out / "results.md").write_text(table(body), encoding="utf-8")
    (out / "cost.svg").write_text(chart(body["results"]), encoding="utf-8")


def table(body: dict[str, Any]) -> str:
    """Give the results as Markdown."""
    found = body["machine"]
    lines = [f"{found['date']}, {found['cores']} cores, Python {found['python']}", ""]
    lines += [
        "| rows | what | s | processor s | rows a processor second | MB | Parquet MB |",
        "|---|---|---|---|---|---|---|",
    ]
    for one in body["results"]:
        if one["seconds"]:
            speed, parquet = round(one["rows"] / one["processor"]), one["parquet"] / 1e6
            over = " (beyond the bound)" if one["megabytes"] > BOUND else ""
            cells = (
                f"{one['seconds']:.1f} | {one['processor']:.1f} | {speed:,} | {one['megabytes']}{over} | {parquet:.0f}"
            )
        else:
            cells = "failed | | | |"
        lines.append(f"| {one['rows']:,} | {one['name']} | {cells} |")
    taken = body["lookup"]
    if taken:
        lines += ["", f"From an address, {taken['rows']:,} rows, {taken['parts']} parts of Parquet, "]
        lines[-1] += f"{taken['parquet'] / 1e6:.0f} MB, database of {taken['database'] / 1e6:.0f} MB:"
        lines += ["", "| what | requests | bytes |", "|---|---|---|"]
        lines += [
            f"| {name} | {taken[name][0]} | {taken[name][1]:,} |" for name in ("open", "key", "key in the database")
        ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
