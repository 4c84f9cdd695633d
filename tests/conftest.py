"""Fixtures that more than one test module uses."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from large import build, large_package
from shenzhen_ai.cli import main
from shenzhen_ai.load import Release, find_release

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[1]
TESTS = ROOT / "tests"

collect_ignore = ["judges"]
"""Programs that run in environments of their own; they are not modules of tests."""


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


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the project."""
    return ROOT


@pytest.fixture(scope="session")
def command() -> Callable[..., str]:
    """Runs the command in this process and gives what it printed; another exit code than `exit_code` fails."""

    def run(*arguments: str | Path, exit_code: int = 0) -> str:
        result = CliRunner().invoke(main, [str(argument) for argument in arguments])
        assert result.exit_code == exit_code, f"{result.output}\n{result.exception!r}"
        return result.output

    return run


@pytest.fixture(scope="session")
def small_release(tmp_path_factory: pytest.TempPathFactory, command: Callable[..., str]) -> Release:
    """A release of the small package."""
    out = tmp_path_factory.mktemp("release")
    command("build", TESTS / "mini", "--run-python", "--out", out)
    return find_release(out)


@pytest.fixture(scope="session")
def small_site(tmp_path_factory: pytest.TempPathFactory, command: Callable[..., str], small_release: Release) -> Path:
    """The site of the small package."""
    out = tmp_path_factory.mktemp("site") / "site"
    command("site", TESTS / "mini", "--release", small_release.folder, "--out", out)
    return out / "latest"


@pytest.fixture(scope="session")
def release_in_parts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release with a table in parts."""
    folder = tmp_path_factory.mktemp("parts")
    return build(large_package(folder / "p"), folder / "out")


@pytest.fixture(scope="session")
def real_release(tmp_path_factory: pytest.TempPathFactory, command: Callable[..., str]) -> Release:
    """A release of this project's own data, made anew."""
    out = tmp_path_factory.mktemp("real")
    command("build", ROOT, "--out", out)
    return find_release(out)


@pytest.fixture(scope="session")
def real_site(tmp_path_factory: pytest.TempPathFactory, command: Callable[..., str], real_release: Release) -> Path:
    """The site of this project's own data."""
    out = tmp_path_factory.mktemp("realsite") / "site"
    command("site", ROOT, "--release", real_release.folder, "--out", out)
    return out / "latest"
