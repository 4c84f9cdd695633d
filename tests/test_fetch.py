"""Older releases come over HTTP once, whole and as their checksums say, or not at all."""

from __future__ import annotations

import functools
import hashlib
import shutil
import subprocess
import sys
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

import shenzhen_ai as sz
from shenzhen_ai._errors import ExtraMissing, ShenzhenAIError
from shenzhen_ai.load import VARIABLE, close

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from shenzhen_ai.load import Release

OLD = "2026.1.0"


class Server(SimpleHTTPRequestHandler):
    """Serves a folder and notes what was asked for."""

    asked: list[str]

    def log_message(self, *_: object) -> None:
        """Note the path of a request."""
        self.asked.append(self.path)


@pytest.fixture
def served(small_release: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Path, list[str]]]:
    """An older release on a server of this machine, and what is asked of it."""
    folder = tmp_path / "downloads" / OLD
    shutil.copytree(small_release.folder, folder)
    descriptor = folder / "datapackage.json"
    descriptor.write_text(descriptor.read_text(encoding="utf-8").replace(small_release.version, OLD), encoding="utf-8")
    lines = [
        f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n"
        for file in (descriptor, folder / small_release.database.name)
    ]
    (folder / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")
    asked: list[str] = []
    handler = type("Handler", (Server,), {"asked": asked})
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(handler, directory=str(tmp_path / "downloads")))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv(VARIABLE, str(small_release.folder))
    monkeypatch.setenv("SHENZHEN_AI_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("SHENZHEN_AI_DOWNLOADS", f"http://127.0.0.1:{server.server_port}/{{version}}")
    yield folder, asked
    close()
    server.shutdown()
    server.server_close()


def test_an_older_release_is_fetched_once_and_then_needs_no_network(
    served: tuple[Path, list[str]], tmp_path: Path
) -> None:
    folder, asked = served

    assert sz.load("lamps", version=OLD).fetchall() == sz.load("lamps").fetchall()
    assert len(asked) == 3
    shutil.rmtree(folder)
    close()
    assert sz.load("readings", version=OLD).count("*").fetchall() == [(2,)]
    assert len(asked) == 3
    assert sorted(path.name for path in (tmp_path / "cache").iterdir()) == [OLD]


def test_sources_can_be_asked_of_an_older_release(served: tuple[Path, list[str]]) -> None:
    del served
    relation = sz.load("readings", version=OLD).filter("reading_id = 'eddystone-2021'")

    assert [source.source_id for source in sz.sources(relation, version=OLD)] == ["pilot-book"]


@pytest.mark.parametrize("name", ["lighthouses.duckdb", "datapackage.json"])
def test_a_file_that_is_not_what_its_sum_says_is_refused(
    served: tuple[Path, list[str]], tmp_path: Path, name: str
) -> None:
    with (served[0] / name).open("ab") as file:
        file.write(b"x")

    with pytest.raises(ShenzhenAIError, match=f"release {OLD} cannot be had.*hash"):
        sz.load("lamps", version=OLD)
    assert list((tmp_path / "cache").iterdir()) == []


def test_a_version_that_is_not_there_is_refused(served: tuple[Path, list[str]], tmp_path: Path) -> None:
    del served
    with pytest.raises(ShenzhenAIError, match=r"release 2020\.1\.0 cannot be had from http"):
        sz.load("lamps", version="2020.1.0")
    assert list((tmp_path / "cache").iterdir()) == []


def test_without_the_library_the_pip_line_is_named(
    served: tuple[Path, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    del served
    monkeypatch.setitem(sys.modules, "pooch", None)

    with pytest.raises(ExtraMissing, match=r"pip install 'shenzhen-ai\[fetch\]'"):
        sz.load("lamps", version=OLD)


def test_the_release_at_hand_needs_neither_library_nor_network(small_release: Release) -> None:
    code = (
        "import sys, socket; sys.modules['pooch'] = None; socket.socket.connect = None\n"
        "import shenzhen_ai as sz; print(len(sz.load('lamps', version=sz.__version__).fetchall()))"
    )
    environment = {VARIABLE: str(small_release.folder), "PATH": ""}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)

    assert done.stdout == "2\n"
