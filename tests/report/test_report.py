"""From a report by a reader to a pull request that a reviewer can judge: the whole way, on a repository of our own."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from issue_bodies import body
from shenzhen_ai.cut import cut
from shenzhen_ai.read import read

if TYPE_CHECKING:
    from collections.abc import Callable

HERE = Path(__file__).parent


def git(folder: Path, *arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=folder, capture_output=True, text=True, check=True).stdout


@pytest.fixture
def upstream(mini: Path, tmp_path: Path) -> Path:
    """A bare repository whose main branch holds the small package after its first release."""
    descriptor = json.loads((mini / "datapackage.json").read_text(encoding="utf-8"))
    (mini / "datapackage.json").write_text(json.dumps(descriptor | {"history": "history"}), encoding="utf-8")
    cut(read(mini), "2026.1.0")
    git(mini, "init", "-q", "-b", "main")
    git(mini, "add", "-A")
    git(mini, "-c", "user.name=Test", "-c", "user.email=test@example.org", "commit", "-qm", "First release")
    git(tmp_path, "clone", "-q", "--bare", str(mini), "upstream.git")
    shutil.rmtree(mini)
    return tmp_path / "upstream.git"


def clone(upstream: Path, name: str) -> Path:
    git(upstream.parent, "clone", "-q", str(upstream), name)
    folder = upstream.parent / name
    git(folder, "config", "user.name", "Test")
    git(folder, "config", "user.email", "test@example.org")
    return folder


def test_an_issue_becomes_a_branch_and_a_comment(
    upstream: Path, command: Callable[..., str], *, update_golden: bool
) -> None:
    bot = clone(upstream, "bot")
    (upstream.parent / "issue.md").write_bytes(body(credit="A reader"))
    git(bot, "switch", "-q", "-c", "corrections")
    command("correct", bot, "--issue", upstream.parent / "issue.md", "--reference", "17", "--on", "2026-02-03",
            "--run-python")  # fmt: skip
    git(bot, "commit", "-qam", "Correct readings eddystone-2021 value")
    git(bot, "push", "-q", "origin", "corrections")

    reviewer = clone(upstream, "reviewer")
    git(reviewer, "switch", "-q", "corrections")
    changed = git(reviewer, "diff", "--numstat", "main...corrections").split("\n")
    assert changed == ["4\t0\tdata/log.csv", "1\t1\tdata/readings.csv", ""]
    assert "valid" in command("check", reviewer, "--run-python")
    command("report", "origin/main", reviewer, "--run-python", "--out", upstream.parent / "report")

    text = (upstream.parent / "report" / "comment.md").read_text(encoding="utf-8")
    golden = HERE / "comment.md"
    if update_golden:
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")
    assert json.loads((upstream.parent / "report" / "report.json").read_text(encoding="utf-8"))["totals"]["cells"] == 4


def test_a_state_too_broken_to_compile_is_reported_all_the_same(upstream: Path, command: Callable[..., str]) -> None:
    folder = clone(upstream, "broken")
    file = folder / "schemas" / "views" / "lamp_readings.sql"
    file.write_text(file.read_text(encoding="utf-8").replace("r.value", "r.nothing"), encoding="utf-8")
    readings = folder / "data" / "readings.csv"
    readings.write_text(readings.read_text(encoding="utf-8").replace(",17,", ",many,"), encoding="utf-8")

    text = command("report", "origin/main", folder, "--run-python")

    assert "**Check:** problems: " in text
    assert "\\[TYPE\\]" in text
    assert "cannot be compiled" in text


def test_a_long_report_is_cut_and_the_full_one_is_not(upstream: Path, command: Callable[..., str]) -> None:
    folder = clone(upstream, "long")
    rows = "".join(
        f"eddystone-{year},eddystone,asof:{year},{year % 40},{year % 40} miles,false,harbour-list,p:{year}\n"
        for year in range(3000, 5000)
    )
    file = folder / "data" / "readings.csv"
    file.write_text(file.read_text(encoding="utf-8") + rows, encoding="utf-8")

    command("report", "origin/main", folder, "--run-python", "--out", folder / "out")

    text = (folder / "out" / "comment.md").read_text(encoding="utf-8")
    full = (folder / "out" / "report.md").read_text(encoding="utf-8")
    assert len(text) < 65_536
    assert "more in the attached report" in text
    assert text.startswith("<!-- shenzhen-ai report -->\n")
    assert full.count("- reading “asof:") == 2000


def test_the_report_speaks_chinese(upstream: Path, command: Callable[..., str]) -> None:
    folder = clone(upstream, "zh")
    readings = folder / "data" / "readings.csv"
    readings.write_text(
        readings.read_text(encoding="utf-8").replace(",17.50,,true", ",18,18 miles,false"), encoding="utf-8"
    )

    text = command("report", "origin/main", folder, "--run-python", "--lang", "zh")

    assert "## 此次修改的影响" in text
    assert "由 17.50 改为 18" in text
    assert "17.5 → 18" in text
