"""The wheel: build it, look inside, install it alone, query it."""

from __future__ import annotations

import shutil
import subprocess
import venv
import zipfile
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from shenzhen_ai.wheel import make_wheel

if TYPE_CHECKING:
    from shenzhen_ai.load import Release

ROOT = Path(__file__).resolve().parents[1]
CODE = ROOT / "build" / "shenzhen_ai"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory, real_release: Release) -> Path:
    """A wheel with the real release, built from a copy of the checkout."""
    copy = tmp_path_factory.mktemp("checkout") / "copy"
    hidden = shutil.ignore_patterns(".*", "out", "dist", "__pycache__", "_release")
    shutil.copytree(ROOT, copy, ignore=hidden)
    shutil.copytree(real_release.folder.parent, copy / "out" / "release")
    make_wheel(copy)
    assert not (copy / "build/shenzhen_ai/_release").exists()
    return next((copy / "dist").glob("*.whl"))


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The interpreter of an environment that holds the wheel, duckdb and click, and nothing else."""
    folder = tmp_path_factory.mktemp("alone") / "venv"
    venv.create(folder, with_pip=False)
    packages = next(folder.glob("lib/python*/site-packages"))
    for name in ("duckdb", "_duckdb", "click"):
        spec = find_spec(name)
        assert spec is not None
        assert spec.origin is not None
        origin = Path(spec.origin)
        source = origin.parent if origin.name == "__init__.py" else origin
        (packages / source.name).symlink_to(source)
        for metadata in source.parent.glob(f"{name}-*.dist-info"):
            (packages / metadata.name).symlink_to(metadata)
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(packages)
    return folder / "bin" / "python"


def run(python: Path, code: str) -> str:
    done = subprocess.run([python, "-I", "-c", code], capture_output=True, text=True, check=False, cwd="/")
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_every_module_and_every_table_is_inside(wheel: Path, real_release: Release) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    for file in CODE.rglob("*"):
        if file.is_file() and "_release" not in file.parts and "__pycache__" not in file.parts:
            assert f"shenzhen_ai/{file.relative_to(CODE).as_posix()}" in names
    for table in real_release.tables():
        assert f"shenzhen_ai/_release/parquet/{table}.parquet" in names
        assert f"shenzhen_ai/_release/csv/{table}.csv" in names
    assert f"shenzhen_ai/_release/{real_release.database.name}" in names
    assert any(name.endswith("licenses/LICENSE") for name in names)


def test_installed_alone_it_answers(python: Path, real_release: Release) -> None:
    out = run(
        python,
        "import shenzhen_ai as sz; print(sz.__version__); print(sz.table('statements').count('*').fetchall()[0][0])",
    )

    version, count = out.split()
    assert version == real_release.version
    assert int(count) > 10_000


def test_installed_alone_it_loads_nothing_heavy(python: Path) -> None:
    loaded = run(python, "import sys, shenzhen_ai as sz; sz.tables(); print(*sys.modules)").split()

    assert {name.split(".")[0] for name in loaded}.isdisjoint(
        {"pandas", "numpy", "ibis", "pandera", "sqlglot", "jinja2"}
    )


def test_a_missing_extra_is_named_with_its_pip_line(python: Path) -> None:
    out = run(
        python,
        "from click.testing import CliRunner; from shenzhen_ai.cli import main; "
        f"print(CliRunner().invoke(main, ['site', {str(ROOT)!r}]).output)",
    )

    assert "pip install 'shenzhen-ai[site]'" in out


def test_the_check_of_a_plain_install_says_what_it_skipped(python: Path) -> None:
    code = (
        "from click.testing import CliRunner; from shenzhen_ai.cli import main; "
        f"r = CliRunner().invoke(main, ['check', {str(ROOT / 'tests/mini')!r}, '--run-python'{{}}]); "
        "print(r.exit_code, r.output)"
    )

    assert run(python, code.format("")).startswith("1 ")
    assert "RULES-SKIPPED" in run(python, code.format(""))
    assert run(python, code.format(", '--no-rules'")).startswith("0 ")
