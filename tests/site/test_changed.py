"""A preview of a change: the pages that differ, as the site shows them, and no others."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import links

if TYPE_CHECKING:
    from collections.abc import Callable

MINI = Path(__file__).resolve().parents[1] / "mini"


def test_only_pages_that_differ_are_made(tmp_path: Path, command: Callable[..., str]) -> None:
    base = Path(shutil.copytree(MINI, tmp_path / "base"))
    mine = Path(shutil.copytree(MINI, tmp_path / "mine"))
    readings = mine / "data/readings.csv"
    readings.write_text(readings.read_text(encoding="utf-8").replace("asof:2021,17.50", "asof:2021,18.50"), "utf-8")
    for package in (base, mine):
        command("build", package, "--run-python", "--out", package / "out/release")
    said = command("site", mine, "--since", base, "--out", tmp_path / "preview")
    made = {
        file.parent.relative_to(tmp_path / "preview").as_posix() for file in (tmp_path / "preview").rglob("index.html")
    }

    row, source, other = "readings/eddystone-2021", "papers/pilot-book", "papers/harbour-list"
    assert {row, f"zh/{row}", source, f"zh/{source}"} <= made
    assert not {other, "readings/eddystone-2020", "lamps/pharos", "", "marks"} & made
    assert said.startswith(f"{len(made)} pages differ")
    listed = links.Page((tmp_path / "preview/changed.html").read_text(encoding="utf-8")).references
    assert {f"./{path}/index.html" for path in made} <= set(listed)
    page = (tmp_path / "preview" / row / "index.html").read_text(encoding="utf-8")
    assert "18.5" in page
    assert all((tmp_path / "preview" / row / name).is_file() for name in links.Page(page).loaded)


def test_nothing_is_made_of_nothing_changed(tmp_path: Path, command: Callable[..., str]) -> None:
    base = Path(shutil.copytree(MINI, tmp_path / "base"))
    command("build", base, "--run-python", "--out", base / "out/release")

    assert command("site", base, "--since", base, "--out", tmp_path / "preview").startswith("0 pages differ")
