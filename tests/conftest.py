"""Fixtures that more than one test module uses."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
TESTS = ROOT / "tests"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let `pytest --update-golden` rewrite the expected texts; the diff is then for review."""
    parser.addoption("--update-golden", action="store_true", help="rewrite expected texts")


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    """True when expected texts are to be rewritten."""
    return bool(request.config.getoption("--update-golden"))


@pytest.fixture
def mini(tmp_path: Path) -> Path:
    """A copy of the small package on another subject, to be changed at will."""
    return Path(shutil.copytree(TESTS / "mini", tmp_path / "mini"))


@pytest.fixture
def root() -> Path:
    """The folder of the project."""
    return ROOT
