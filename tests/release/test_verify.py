"""A download is judged: whole, changed, torn, added to, from a folder, a zip or an address."""

from __future__ import annotations

import hashlib
import http.server
import json
import shutil
import tempfile
import threading
import zipfile
from functools import partial
from typing import TYPE_CHECKING

import duckdb
import pytest

from shenzhen_ai._errors import ShenzhenAIError
from shenzhen_ai.verify import verify

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from shenzhen_ai.load import Release


@pytest.fixture
def folder(small_release: Release, tmp_path: Path) -> Path:
    """A copy of a release, to be changed at will."""
    return shutil.copytree(small_release.folder, tmp_path / "release")


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files without a line for each; what begins with `broken` is answered 500."""

    def do_GET(self) -> None:
        """Answer a request."""
        if "/broken" in self.path:
            self.send_error(500)
        else:
            super().do_GET()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the library's name
        """Say nothing."""


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """Address of a server on this machine for the files of the test."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


def archive(folder: Path) -> Path:
    return next(folder.glob("*.zip"))


def problems(place: Path | str) -> str:
    return "\n".join(verify(place).problems)


def sum_again(folder: Path, name: str) -> None:
    """Put the file's present hash into SHA256SUMS, as someone would who changes both."""
    sums = folder / "SHA256SUMS"
    digest = hashlib.sha256((folder / name).read_bytes()).hexdigest()
    lines = sums.read_text(encoding="utf-8").splitlines()
    changed = [f"{digest}  {name}" if line.endswith(f"  {name}") else line for line in lines]
    sums.write_text("".join(f"{line}\n" for line in changed), encoding="utf-8")


def test_a_release_is_whole_as_folder_zip_and_from_an_address(folder: Path, address: str) -> None:
    whole = verify(folder)
    assert whole.problems == ()
    assert (whole.version, whole.tables) == ("2026.1.0.dev0", 12)
    assert verify(archive(folder)).files == whole.files - 1, "the zip does not hold itself"
    assert verify(f"{address}/release") == whole
    assert verify(f"{address}/release/{archive(folder).name}").problems == ()


def test_every_kind_of_damage_is_named(folder: Path) -> None:
    with (folder / "csv/readings.csv").open("a", encoding="utf-8") as file:
        file.write("x\n")
    (folder / "parquet/lamps.parquet").unlink()
    (folder / "more.txt").write_text("more", encoding="utf-8")

    text = problems(folder)
    assert "csv/readings.csv: found SHA-256 " in text
    assert "datapackage.json says sha256:" in text
    assert "parquet/lamps.parquet: missing" in text
    assert "more.txt: not listed" in text
    assert "lighthouses.duckdb" not in text


def test_one_wrong_byte_in_a_zip_is_named(folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "changed.zip"
    with zipfile.ZipFile(archive(folder)) as old, zipfile.ZipFile(copy, "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            new.writestr(
                entry, content.replace(b"17.5", b"17.6") if entry.filename.endswith("readings.csv") else content
            )

    assert "csv/readings.csv: found SHA-256 " in problems(copy)


def test_a_database_that_differs_is_named_by_table_even_when_its_sum_is_made_anew(folder: Path) -> None:
    with duckdb.connect(str(folder / "lighthouses.duckdb")) as con:
        con.execute("UPDATE readings SET value = 18 WHERE reading_id = 'eddystone-2020'")
    sum_again(folder, "lighthouses.duckdb")

    text = problems(folder)
    assert "table readings: found contents sha256:" in text
    assert "table lamp_readings: found contents" in text, "a view on it"
    assert "table lamps" not in text


def test_a_database_that_is_none_is_named(folder: Path) -> None:
    (folder / "lighthouses.duckdb").write_bytes(b"x" * 20_000)
    sum_again(folder, "lighthouses.duckdb")

    assert "lighthouses.duckdb: DuckDB cannot open it" in problems(folder)


def test_views_of_a_database_reach_no_file(folder: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("reading_id\nsecret\n", encoding="utf-8")
    with duckdb.connect(str(folder / "lighthouses.duckdb")) as con:
        con.execute("DROP TABLE readings CASCADE")
        con.execute(f"CREATE VIEW readings AS SELECT * FROM read_csv('{secret}')")
    sum_again(folder, "lighthouses.duckdb")

    (line,) = [line for line in verify(folder).problems if "table readings" in line]
    assert "disabled" in line


@pytest.mark.parametrize("path", ["../secret", "/etc/passwd", "csv/../../secret", "csv//x"])
def test_sums_that_lead_out_of_the_folder_are_refused(folder: Path, path: str) -> None:
    with (folder / "SHA256SUMS").open("a", encoding="utf-8") as file:
        file.write(f"{'0' * 64}  {path}\n")

    with pytest.raises(ShenzhenAIError, match="inside the release"):
        verify(folder)


def test_a_hash_of_the_contents_that_its_tables_do_not_give_is_named(folder: Path) -> None:
    file = folder / "datapackage.json"
    body = json.loads(file.read_text(encoding="utf-8"))
    for item in body["resources"]:
        if "contentsHash" in item:
            item["contentsHash"] = f"sha256:{'0' * 64}"
    file.write_text(json.dumps(body), encoding="utf-8")
    sum_again(folder, "datapackage.json")

    assert "datapackage.json says contents sha256:0000" in problems(folder)


def test_a_file_that_the_server_has_not_is_missing(folder: Path, address: str) -> None:
    (folder / "csv/lamps.csv").unlink()

    assert problems(f"{address}/release/") == "csv/lamps.csv: missing, but listed in SHA256SUMS"


def test_places_without_a_release_say_so(
    folder: Path, address: str, tmp_path: Path, command: Callable[..., str]
) -> None:
    assert "not a release folder" in command("verify", folder / "csv", exit_code=1)
    assert "neither a folder, nor a zip" in command("verify", folder / "SHA256SUMS", exit_code=1)
    assert "answered 404" in command("verify", f"{address}/nowhere", exit_code=1)
    assert "answered 500" in command("verify", f"{address}/broken", exit_code=1)
    assert "cannot be fetched" in command("verify", "http://127.0.0.1:9/release", exit_code=1)
    (tmp_path / "torn.zip").write_bytes(archive(folder).read_bytes()[:-3000])
    assert "holds no release" in command("verify", tmp_path / "torn.zip", exit_code=1), "the workbook's end is found"


def test_the_command_says_what_it_compared(folder: Path, command: Callable[..., str]) -> None:
    assert command("verify", folder).startswith("whole: release 2026.1.0.dev0, ")
    (folder / "LICENSE").write_text("", encoding="utf-8")

    said = command("verify", folder, exit_code=1)
    assert "LICENSE: found SHA-256 e3b0c442" in said
    assert "1 problem" in said


def zipped(file: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file


def test_a_zip_that_unpacks_to_too_much_or_out_of_its_folder_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    bomb = zipped(tmp_path / "bomb.zip", {"r/SHA256SUMS": b"", "r/x": b"0" * 120_000_000})
    twins = zipped(tmp_path / "twins.zip", {"r/a": b"", "r/A": b""})
    escape = zipped(tmp_path / "escape.zip", {"../../escaped": b"x", "/escaped": b"x", "r/..\\..\\escaped": b"x"})

    for file, said in ((bomb, "more than 100000000 bytes"), (twins, "two files of one name"), (escape, "no release")):
        with pytest.raises(ShenzhenAIError, match=said):
            verify(file)

    assert list(scratch.iterdir()) == []
    assert {path.name for path in tmp_path.iterdir()} == {"bomb.zip", "twins.zip", "escape.zip", "scratch"}
