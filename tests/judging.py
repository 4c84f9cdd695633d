"""Judges that were not written here, each in a process of its own, two in environments of their own."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).resolve().parents[1]
JUDGES = ROOT / "tests" / "judges"
ALONE = ("cffconvert", "roc-validator")
"""Judges whose libraries cannot be installed beside the others."""


def environment(tool: str) -> Path:
    """Give the programs of a judge that cannot live with the others; `make test` sets it up, else this does."""
    folder = Path(sys.prefix) / "judges" / tool
    lock = ROOT / "requirements" / f"{tool}.txt"
    mark = folder / "locked.txt"
    if not mark.is_file() or mark.read_text(encoding="utf-8") != lock.read_text(encoding="utf-8"):
        for command in (
            ["venv", "--quiet", "--clear", "--python", sys.executable, str(folder)],
            ["pip", "install", "--quiet", "--require-hashes", "--python", str(folder), "--requirement", str(lock)],
        ):
            done = subprocess.run([sys.executable, "-m", "uv", *command], capture_output=True, text=True, check=False)
            if done.returncode:
                pytest.fail(f"{tool} cannot be set up; run: make judges\n{done.stderr}")
        mark.write_text(lock.read_text(encoding="utf-8"), encoding="utf-8")
    return folder / "bin"


def told(judge: str, *arguments: str | Path, python: Path | str = sys.executable) -> list[Any]:
    """Give what a judge's script says of each folder."""
    command = [str(python), str(JUDGES / f"{judge}.py"), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    return list(json.loads(done.stdout.splitlines()[-1]))


def frictionless(folders: Sequence[Path]) -> list[str]:
    """Give what the standard's own tool says of each datapackage.json; nothing for a good one."""
    found = []
    for folder in folders:
        command = [str(Path(sys.executable).with_name("frictionless")), "validate", "datapackage.json", "--json"]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        found.append("" if done.returncode == 0 and json.loads(done.stdout)["valid"] else done.stdout + done.stderr)
    return found


def croissant(folders: Sequence[Path]) -> list[dict[str, Any]]:
    """Give what mlcroissant says of each croissant.json, and how many rows each record set gave."""
    return told("judge_croissant", *folders)


def crate(folders: Sequence[Path]) -> list[str]:
    """Give what roc-validator says of each crate; nothing for a good one."""
    return ["\n".join(found) for found in told("judge_crate", *folders, python=environment("roc-validator") / "python")]


def datacite(folders: Sequence[Path]) -> list[str]:
    """Give what DataCite's schema says of each datacite.json; nothing for a good one."""
    return ["\n".join(found) for found in told("judge_datacite", *folders)]


def shapes(name: str, file: str, folders: Sequence[Path]) -> list[str]:
    """Give what the shapes in judges/ say of a file of each folder; nothing for a good one."""
    return ["\n".join(found) for found in told("judge_shapes", JUDGES / f"{name}.shapes.ttl", file, *folders)]


def citation(folders: Sequence[Path]) -> list[str]:
    """Give what cffconvert says of each CITATION.cff; nothing for a good one."""
    tool = environment("cffconvert") / "cffconvert"
    found = []
    for folder in folders:
        command = [str(tool), "--validate", "--infile", str(folder / "CITATION.cff")]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        found.append("" if done.returncode == 0 else done.stdout + done.stderr)
    return found
