"""Large tables: Parquet in sorted parts, with a manifest that descriptor, checksums and verify know."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import pytest

from large import LIMIT, ROWS, build, large_package
from shenzhen_ai._errors import PackageError
from shenzhen_ai.load import find_release
from shenzhen_ai.load import path as path_of
from shenzhen_ai.parts import read_parts
from shenzhen_ai.site.data import Data
from shenzhen_ai.verify import verify

MANIFEST = "parquet/sightings-parts.csv"


@pytest.fixture
def release(release_in_parts: Path, tmp_path: Path) -> Path:
    """A copy of it, to be changed at will."""
    subprocess.run(["cp", "-r", release_in_parts, tmp_path / "release"], check=True)
    return tmp_path / "release"


def resource(folder: Path, name: str) -> dict[str, Any]:
    body = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    return dict(next(item for item in body["resources"] if item["name"] == name))


def test_a_table_beyond_the_limit_lies_in_parts_in_the_order_of_its_key(release_in_parts: Path) -> None:
    parts = read_parts((release_in_parts / MANIFEST).read_text(encoding="utf-8"))
    files = sorted((release_in_parts / "parquet/sightings").iterdir())

    assert len(parts) > 3
    assert [release_in_parts / part.path for part in parts] == files
    assert not (release_in_parts / "parquet/sightings.parquet").exists()
    assert (release_in_parts / "parquet/kinds.parquet").is_file()
    with duckdb.connect() as con:
        whole = con.execute(f"SELECT * FROM '{release_in_parts}/csv/sightings.csv'").fetchall()
        rows = []
        for part, file in zip(parts, files, strict=True):
            assert part.bytes == file.stat().st_size <= LIMIT
            assert part.sha256 == hashlib.sha256(file.read_bytes()).hexdigest()
            found = con.execute(f"SELECT * FROM '{file}'").fetchall()
            assert part.rows == len(found)
            ends = [(str(row[0]), str(row[1])) for row in (found[0], found[-1])]
            assert [part.first, part.last] == ends
            rows += found
    assert rows == whole == sorted(whole)
    assert len(rows) == ROWS


def test_a_table_within_the_limit_stays_one_file(tmp_path: Path) -> None:
    folder = build(large_package(tmp_path / "p", None), tmp_path / "out")

    assert resource(folder, "sightings")["parquet"]["path"] == "parquet/sightings.parquet"
    assert (folder / "parquet/sightings.parquet").is_file()
    assert not (folder / MANIFEST).exists()


def test_the_parts_are_the_same_whatever_the_number_of_threads(release_in_parts: Path, tmp_path: Path) -> None:
    again = build(large_package(tmp_path / "p"), tmp_path / "out", threads=1)
    texts = [(folder / "SHA256SUMS").read_text(encoding="utf-8") for folder in (release_in_parts, again)]
    one, other = ([line for line in text.splitlines() if "/sightings" in line] for text in texts)

    assert one == other
    assert sum("parquet/sightings/" in line for line in one) > 3


def test_descriptors_name_the_parts_and_the_standard_s_own_tool_reads_the_manifest(release_in_parts: Path) -> None:
    paths = [part.path for part in read_parts((release_in_parts / MANIFEST).read_text(encoding="utf-8"))]
    size = sum((release_in_parts / path).stat().st_size for path in paths)
    frictionless = str(Path(sys.executable).with_name("frictionless"))
    command = [frictionless, "validate", "datapackage.json", "--json"]
    done = subprocess.run(command, cwd=release_in_parts, capture_output=True, text=True, check=False)
    checked = {task["name"]: task["stats"] for task in json.loads(done.stdout)["tasks"]}

    assert json.loads(done.stdout)["valid"], done.stdout
    assert checked["sightings-parts"]["rows"] == len(paths)
    assert resource(release_in_parts, "sightings")["parquet"] == {"path": paths, "bytes": size, "manifest": MANIFEST}
    listed = (release_in_parts / "SHA256SUMS").read_text(encoding="utf-8")
    for path in [*paths, MANIFEST]:
        assert f"  {path}\n" in listed
        for name in ("croissant.json", "ro-crate-metadata.json", "schema-org.jsonld", "dcat.ttl"):
            assert path in (release_in_parts / name).read_text(encoding="utf-8"), name
    assert MANIFEST.replace("sightings", "<name>") in (release_in_parts / "README.md").read_text(encoding="utf-8")


def test_a_release_in_parts_is_whole(release_in_parts: Path) -> None:
    assert verify(release_in_parts).problems == ()


def seal(folder: Path) -> None:
    """Write SHA256SUMS anew, as someone would who changes a release and its sums."""
    lines = [
        f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.relative_to(folder).as_posix()}\n"
        for file in sorted(folder.rglob("*"))
        if file.is_file() and file.name != "SHA256SUMS"
    ]
    (folder / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("last_number", "3", "rows with keys outside of those it names"),
        ("first_kind", "cow", "rows with keys outside of those it names"),
        ("rows", "7", "7 rows, found"),
        ("bytes", "7", "7 bytes, found"),
        ("sha256", "00", "SHA256SUMS says"),
        ("path", "parquet/kinds.parquet", "lists other parts than datapackage.json"),
        ("rows", "many", "not a manifest of parts"),
        ("first_number", "many", "cannot be read as the schema says"),
    ],
)
def test_a_manifest_that_would_hide_rows_is_found(release: Path, column: str, value: str, said: str) -> None:
    header, first, *rest = (release / MANIFEST).read_text(encoding="utf-8").splitlines()
    cells = dict(zip(header.split(","), first.split(","), strict=True)) | {column: value}
    (release / MANIFEST).write_text("\n".join([header, ",".join(cells.values()), *rest, ""]), encoding="utf-8")
    seal(release)

    found = [line for line in verify(release).problems if not line.startswith("datapackage.json")]
    assert any(said in line for line in found), found


def test_a_release_without_its_manifest_is_not_whole(release: Path) -> None:
    (release / MANIFEST).unlink()
    seal(release)

    assert any("names it as manifest of sightings" in line for line in verify(release).problems)


@pytest.mark.parametrize("limit", [0, -1, True, "64 MB", 1.5])
def test_a_limit_that_is_none_is_refused(tmp_path: Path, limit: Any) -> None:
    source = large_package(tmp_path / "p", limit)

    with pytest.raises(PackageError, match="a whole number of bytes above zero"):
        build(source, tmp_path / "out")


def test_pages_lead_to_the_manifest(release_in_parts: Path) -> None:
    data = Data.read(find_release(release_in_parts))

    assert data.parquet("sightings") == MANIFEST
    assert data.parquet("kinds") == "parquet/kinds.parquet"


def test_the_reader_gives_the_folder_of_parts(release_in_parts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHENZHEN_AI_RELEASE", str(release_in_parts))

    with duckdb.connect() as con:
        assert con.execute(f"SELECT count(*) FROM '{path_of('sightings')}/*.parquet'").fetchall() == [(ROWS,)]
