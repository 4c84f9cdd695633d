"""Run the benchmark: `python -m bench --out FOLDER [--rows 100000 1000000 ...]` in the folder tests."""

from __future__ import annotations

import argparse
import contextlib
import datetime
import json
import os
import platform
import re
import subprocess
import sys
import tempfile
import time
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from bench.contenders import CONTENDERS, ON_BROKEN, SCALE, SMALL
from bench.generate import generate
from bench.report import chart, table

ROWS = (100_000, 1_000_000, 10_000_000)
LIBRARIES = ("duckdb", "frictionless", "polars", "dataframely", "pointblank", "pandera")


def main() -> None:
    """Time every contender in a process of its own, the ones that are compared one after the other."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--rows", type=int, nargs="+", default=ROWS)
    parser.add_argument("--only", nargs="+", default=list(CONTENDERS), choices=list(CONTENDERS))
    parser.add_argument("--repeat", type=int, default=2)
    parser.add_argument("--one", help=argparse.SUPPRESS)
    parser.add_argument("--make", choices=["clean", "broken"], help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.make:
        generate(given.folder, given.rows[0], broken=given.make == "broken")
        return
    if given.one:
        begin = time.perf_counter()
        found = (CONTENDERS.get(given.one) or SCALE[given.one].run)(given.folder)
        answer = {"seconds": time.perf_counter() - begin, "found": found, "beside": beside()}
        sys.stdout.write(json.dumps(answer) + "\n")
        return
    given.out.mkdir(parents=True, exist_ok=True)
    results = []
    with tempfile.TemporaryDirectory(prefix="bench-") as data:
        for rows in given.rows:
            for broken in (False, True):
                folder = made(Path(data), rows, "broken" if broken else "clean")
                names = [
                    name for name in given.only if rows <= SMALL.get(name, rows) and (not broken or name in ON_BROKEN)
                ]
                for name in names:
                    results.append(best(name, folder, rows, given.repeat, broken=broken))
                    sys.stderr.write(f"{results[-1]}\n")
    body = {"machine": machine(), "results": results}
    (given.out / "results.json").write_text(json.dumps(body, indent=1) + "\n", encoding="utf-8")
    (given.out / "results.md").write_text(table(body), encoding="utf-8")
    (given.out / "cost.svg").write_text(chart(results), encoding="utf-8")


def made(data: Path, rows: int, kind: str) -> Path:
    """Generate a package in a process of its own, so that its memory does not count for what is timed."""
    command = [sys.executable, "-m", "bench", "--out", ".", "--make", kind, "--folder", str(data), "--rows", str(rows)]
    subprocess.run(command, cwd=Path(__file__).parents[1], check=True)
    return data / f"{rows}-{kind}"


def best(name: str, folder: Path, rows: int, repeat: int, *, broken: bool) -> dict[str, Any]:
    """Run a contender some times and keep the fastest run."""
    runs = [run(name, folder) for _ in range(1 if name == "frictionless" else repeat)]
    return {"name": name, "rows": rows, "broken": broken, **min(runs, key=lambda one: one["seconds"] or 0)}


def run(name: str, folder: Path) -> dict[str, Any]:
    """Run a contender in a process of its own: wall time inside it, its processor time and its largest memory."""
    command = [sys.executable, "-m", "bench", "--out", ".", "--one", name, "--folder", str(folder)]
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(command, stdout=out, cwd=Path(__file__).parents[1])
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        lines = out.read().decode().splitlines()
    answer = json.loads(lines[-1]) if process.returncode == 0 and lines else {"seconds": None, "found": None}
    memory = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    seconds, more = answer.pop("beside", (0, 0))
    return {**answer, "processor": usage.ru_utime + usage.ru_stime + seconds, "megabytes": round((memory + more) / 1e6)}


def beside() -> tuple[float, int]:
    """Give processor seconds and largest memory of the processes that this one started and that still run (Linux)."""
    processes = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            words = stat.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
            processes[int(stat.parent.name)] = (int(words[1]), int(words[11]) + int(words[12]), stat.parent)
    ours = {os.getpid()}
    while more := {pid for pid, (parent, *_) in processes.items() if parent in ours} - ours:
        ours |= more
    seconds, memory = 0.0, 0
    for _, ticks, place in (processes[pid] for pid in ours - {os.getpid()} if pid in processes):
        with contextlib.suppress(OSError):
            found = re.search(r"VmHWM:\s+(\d+)", (place / "status").read_text(encoding="utf-8"))
            seconds, memory = seconds + ticks / os.sysconf("SC_CLK_TCK"), memory + int(found[1] if found else 0) * 1024
    return seconds, memory


def machine() -> dict[str, Any]:
    """Name date, machine and versions."""
    found = {}
    for library in LIBRARIES:
        try:
            found[library] = version(library)
        except PackageNotFoundError:
            found[library] = None
    today = datetime.datetime.now(tz=datetime.UTC).date().isoformat()
    return {"date": today, "cores": os.cpu_count(), "python": platform.python_version(), "versions": found}


if __name__ == "__main__":
    main()
