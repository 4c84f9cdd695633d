"""A release: what is in the folder, that it is the same everywhere, and that it is whole or not there."""

from __future__ import annotations

import csv
import hashlib
import json
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import jsonschema
import pytest
import yaml

from factory import make_package, table
from shenzhen_ai import database, folders
from shenzhen_ai.compile import compile_package
from shenzhen_ai.cut import cut
from shenzhen_ai.export import export
from shenzhen_ai.folders import staged
from shenzhen_ai.hashes import contents_hash
from shenzhen_ai.read import read

if TYPE_CHECKING:
    from shenzhen_ai.package import Package

BUILD = """
import sys
from pathlib import Path
from shenzhen_ai import database
from shenzhen_ai.compile import compile_package
from shenzhen_ai.export import export
from shenzhen_ai.read import read

package = read(Path(sys.argv[1]))
export(compile_package(package, database.connect(threads=int(sys.argv[3]))), package, Path(sys.argv[2]))
"""


def build(package: Package, out: Path) -> Path:
    return export(compile_package(package), package, out)


def files(folder: Path) -> dict[str, bytes]:
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


@pytest.fixture
def release(mini: Path, tmp_path: Path) -> Path:
    """A release of the small package."""
    return build(read(mini), tmp_path / "out")


@pytest.fixture
def descriptor(release: Path) -> dict[str, Any]:
    """Its datapackage.json."""
    return dict(json.loads((release / "datapackage.json").read_text(encoding="utf-8")))


def test_the_folder_holds_what_was_promised(release: Path, descriptor: dict[str, Any]) -> None:
    names = [item["name"] for item in descriptor["resources"] if item.get("type") == "table"]

    assert release.name == "2026.1.0.dev0"
    assert set(files(release)) == {
        *("lighthouses.duckdb", "lighthouses.sqlite", "lighthouses.xlsx", "lighthouses-2026.1.0.dev0.zip"),
        *("datapackage.json", "croissant.json", "ro-crate-metadata.json", "datacite.json", "dcat.ttl", "dcat.jsonld"),
        *("schema-org.jsonld", "CITATION.cff", ".zenodo.json", "README.md", "LICENSE", "SHA256SUMS", "diff.parquet"),
        *(f"csv/{name}.csv" for name in names),
        *(f"parquet/{name}.parquet" for name in names),
    }
    assert (release.parent / "LATEST").read_text(encoding="utf-8") == "2026.1.0.dev0\n"


def test_a_quick_build_leaves_out_what_takes_longest(mini: Path, tmp_path: Path) -> None:
    package = read(mini)
    whole, quick = build(package, tmp_path / "whole"), export(compile_package(package), package, tmp_path, quick=True)

    left = {"lighthouses.sqlite", "lighthouses.xlsx", "lighthouses-2026.1.0.dev0.zip"}
    assert set(files(whole)) - set(files(quick)) == left
    assert not any(name.split(".", 1)[1] in (quick / "datapackage.json").read_text(encoding="utf-8") for name in left)


def test_hash_bytes_and_rows_are_those_of_the_files(release: Path, descriptor: dict[str, Any]) -> None:
    for item in descriptor["resources"]:
        for entry in (item, item.get("parquet", item)):
            if entry["path"].endswith(".duckdb"):
                continue
            content = (release / entry["path"]).read_bytes()
            assert entry["bytes"] == len(content)
            assert entry["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        if item.get("type") != "table":
            continue
        with (release / item["path"]).open(encoding="utf-8", newline="") as stream:
            assert len(list(csv.DictReader(stream))) == item["rows"]


def test_the_database_promises_its_contents_not_its_bytes(descriptor: dict[str, Any]) -> None:
    (item,) = [item for item in descriptor["resources"] if item["path"].endswith(".duckdb")]
    tables = [item for item in descriptor["resources"] if item.get("type") == "table"]

    assert not {"hash", "bytes"} & set(item)
    assert item["contentsHash"] == f"sha256:{contents_hash(tables)}"


def test_the_sums_are_those_of_the_files(release: Path) -> None:
    done = subprocess.run(
        ["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=release, capture_output=True, check=False
    )
    listed = [line.split("  ")[1] for line in (release / "SHA256SUMS").read_text(encoding="utf-8").splitlines()]

    assert done.returncode == 0
    assert listed == sorted(set(files(release)) - {"SHA256SUMS"})


def test_the_standard_s_own_tool_finds_nothing(release: Path) -> None:
    frictionless = Path(sys.executable).with_name("frictionless")
    done = subprocess.run(
        [str(frictionless), "validate", "datapackage.json", "--json"],
        cwd=release,
        capture_output=True,
        text=True,
        check=False,
    )

    assert json.loads(done.stdout)["valid"], done.stdout


def test_the_database_has_tables_views_and_comments_under_any_name(release: Path) -> None:
    with duckdb.connect() as con:
        con.execute(f"ATTACH '{release / 'lighthouses.duckdb'}' AS anything (READ_ONLY)")
        con.execute("USE anything")
        ((tags,),) = con.execute("SELECT tags FROM duckdb_databases() WHERE database_name = 'anything'").fetchall()
        assert tags["storage_version"].startswith("v1.0.0")
        assert con.execute("SELECT count(*) FROM lamp_readings").fetchall() == [(2,)]
        assert con.execute("SELECT count(*) > 10 FROM statements").fetchall() == [(True,)]
        views = con.execute("SELECT view_name, comment FROM duckdb_views() WHERE NOT internal ORDER BY 1").fetchall()
        assert [name for name, _ in views] == ["lamp_readings", "lineage", "support"]
        assert all(comment for _, comment in views)
        ((bare,),) = con.execute(
            "SELECT count(*) FROM duckdb_columns() WHERE database_name = 'anything' AND comment IS NULL"
        ).fetchall()
        assert bare == 0
    assert not list(release.glob("*.wal"))


def test_parquet_and_csv_hold_the_rows_in_the_order_of_keys_or_of_what_people_look_up(release: Path) -> None:
    with duckdb.connect() as con:
        for name, key in (("readings", "reading_id"), ("lineage", "table_name, row_id, field, source_id")):
            ids = con.execute(f"SELECT {key} FROM '{release}/parquet/{name}.parquet'").fetchall()
            with (release / f"csv/{name}.csv").open(encoding="utf-8", newline="") as stream:
                rows = [tuple(row[part] for part in key.split(", ")) for row in csv.DictReader(stream)]
            assert rows == ids == sorted(ids)


def test_cells_of_a_csv_are_plain(tmp_path: Path) -> None:
    text = 'cat_id,weight,born,seen,note\na,3600.50,2024-01-02,true,"x, ""y"""\nb,12,,,\nc,0.00000001,,false,#z'
    cats = table(
        text,
        fields={
            "weight": {"type": "number"},
            "born": {"type": "date"},
            "seen": {"type": "boolean", "trueValues": ["true"], "falseValues": ["false"]},
        },
    )
    folder = build(make_package(tmp_path / "p", {"cats": cats}), tmp_path / "out")

    assert (folder / "csv/cats.csv").read_text(encoding="utf-8").replace('"#z"', "#z") == (
        'cat_id,weight,born,seen,note\na,3600.5,2024-01-02,true,"x, ""y"""\nb,12,,,\nc,0.00000001,,false,#z\n'
    )


def test_schemas_are_inlined_with_the_columns_that_were_made(descriptor: dict[str, Any]) -> None:
    readings = next(item for item in descriptor["resources"] if item["name"] == "readings")
    fields = {field["name"]: field for field in readings["schema"]["fields"]}

    assert fields["period_end"]["type"] == "date"
    assert fields["value_digits"]["derived_from"] == "value"
    assert fields["value"]["unit"] == "nautical mile"
    assert readings["origin"] == "table"
    assert readings["licenses"][0]["name"] == "CC-BY-4.0"
    assert "SELECT" in next(item for item in descriptor["resources"] if item["name"] == "lamp_readings")["sql"]
    assert descriptor["provenance"]["sources"] == "papers"
    assert descriptor["evidence"]["sourced"] == 1.0
    assert not {"views", "rules", "history"} & set(descriptor)


def test_the_citation_file_is_of_a_data_set(release: Path) -> None:
    cited = yaml.safe_load((release / "CITATION.cff").read_text(encoding="utf-8"))
    schema = {
        "required": ["cff-version", "message", "title", "authors", "type", "version", "date-released"],
        "properties": {"authors": {"minItems": 1, "items": {"required": ["name"]}}, "type": {"const": "dataset"}},
    }

    jsonschema.validate(cited, schema)
    assert "doi" not in cited
    assert cited["version"] == "2026.1.0.dev0"


def test_a_released_version_is_carried_until_something_changes(mini: Path, tmp_path: Path) -> None:
    body = json.loads((mini / "datapackage.json").read_text(encoding="utf-8"))
    (mini / "datapackage.json").write_text(json.dumps({**body, "history": "data/history"}), encoding="utf-8")
    cut(read(mini), "2026.2.0")
    assert build(read(mini), tmp_path / "out").name == "2026.2.0"

    readings = mini / "data/readings.csv"
    readings.write_text(readings.read_text(encoding="utf-8").replace("17.50", "17.6"), encoding="utf-8")
    folder = build(read(mini), tmp_path / "out")

    assert folder.name == "2026.2.1.dev0"
    assert json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))["version"] == "2026.2.1.dev0"
    with duckdb.connect(str(folder / "lighthouses.duckdb"), read_only=True) as con:
        assert con.execute("SELECT version FROM release_info").fetchall() == [("2026.2.1.dev0",)]


def test_many_rows_in_any_order_and_on_any_number_of_threads_give_the_same_bytes(tmp_path: Path) -> None:
    rows = [f"{number:06d},{number % 7},name {number}" for number in range(200_000)]
    made = []
    for name, threads, listed in (("one", 1, rows), ("two", 4, rows[::-1])):
        package = make_package(tmp_path / name, {"cats": table("\n".join(["cat_id,kind,name", *listed]))})
        con = compile_package(package, database.connect(threads=threads))
        made.append(files(export(con, package, tmp_path / f"out-{name}", quick=True)))

    assert {name for name in made[0] if made[0][name] != made[1][name]} <= {"small.duckdb", "SHA256SUMS"}


def test_a_build_that_fails_leaves_the_old_release_whole(
    mini: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    before = files(build(read(mini), out))
    monkeypatch.setattr("shenzhen_ai.descriptors.readme", lambda *_, **__: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        build(read(mini), out)

    assert files(out / "2026.1.0.dev0") == before
    assert sorted(item.name for item in out.iterdir()) == [".lock", "2026.1.0.dev0", "LATEST", "releases.json"]


@pytest.mark.parametrize("after", [0.0, 0.3, 0.5, 0.7, 0.9, 1.1])
def test_a_build_that_is_killed_leaves_the_old_release_whole(mini: Path, tmp_path: Path, after: float) -> None:
    out = tmp_path / "out"
    build(read(mini), out)
    before = set(files(out / "2026.1.0.dev0"))

    process = subprocess.Popen([sys.executable, "-c", BUILD, str(mini), str(out), "1"])
    time.sleep(after)
    process.send_signal(signal.SIGKILL)
    process.wait()

    assert set(files(out / "2026.1.0.dev0")) == before
    assert (
        subprocess.run(
            ["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=out / "2026.1.0.dev0", check=False
        ).returncode
        == 0
    )
    build(read(mini), out)
    assert sorted(item.name for item in out.iterdir()) == [".lock", "2026.1.0.dev0", "LATEST", "releases.json"]


def test_where_folders_cannot_be_exchanged_a_kill_between_is_mended_by_the_next_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folders, "_exchange", lambda *_: False)
    for text in ("one", "two"):
        with staged(tmp_path, "v1") as stage:
            (stage / "file").write_text(text, encoding="utf-8")
    assert files(tmp_path / "v1") == {"file": b"two"}

    (tmp_path / "v1").rename(tmp_path / ".v1.old")
    with pytest.raises(RuntimeError), staged(tmp_path, "v2"):
        raise RuntimeError

    assert files(tmp_path / "v1") == {"file": b"two"}
    assert not (tmp_path / "v2").exists()
