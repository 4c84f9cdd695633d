"""All descriptors of a release say the same: title, version, licence, creators, dates, files and their hashes."""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import openpyxl
import pytest
import yaml

from factory import make_package, table
from shenzhen_ai.compile import compile_package
from shenzhen_ai.export import export
from shenzhen_ai.load import Release, find_release

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[2]
LICENCE = "https://creativecommons.org/licenses/by/4.0/"


def people(found: Any) -> list[str]:
    """Give the names in a list of creators, whatever the standard calls a name."""
    return [item if isinstance(item, str) else item["name"] for item in (found if isinstance(found, list) else [found])]


def of_data_package(folder: Path) -> dict[str, Any]:
    body = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    hashes = {
        part["path"]: part.get("hash") for item in body["resources"] for part in (item, item.get("parquet", item))
    }
    return {
        "title": body["title"],
        "version": body["version"],
        "licence": body["licenses"][0]["path"],
        "creators": [item["title"] for item in body["contributors"] if "creator" in item["roles"]],
        "date": body["created"][:10],
        "hashes": {path: digest.removeprefix("sha256:") for path, digest in hashes.items() if digest},
    }


def of_croissant(folder: Path) -> dict[str, Any]:
    body = json.loads((folder / "croissant.json").read_text(encoding="utf-8"))
    return {
        "title": body["alternateName"][0],
        "version": body["version"],
        "licence": body["license"],
        "creators": people(body["creator"]),
        "date": body["datePublished"],
        "hashes": {item["contentUrl"]: item["sha256"] for item in body["distribution"]},
    }


def of_crate(folder: Path) -> dict[str, Any]:
    graph = json.loads((folder / "ro-crate-metadata.json").read_text(encoding="utf-8"))["@graph"]
    entities = {item["@id"]: item for item in graph}
    root = entities["./"]
    return {
        "title": root["name"],
        "version": root["version"],
        "licence": root["license"]["@id"],
        "creators": [entities[item["@id"]]["name"] for item in root["creator"]],
        "date": root["datePublished"],
        "hashes": {item["@id"]: entities[item["@id"]].get("sha256") for item in root["hasPart"]},
    }


def of_datacite(folder: Path) -> dict[str, Any]:
    body = json.loads((folder / "datacite.json").read_text(encoding="utf-8"))
    return {
        "title": body["titles"][0]["title"],
        "version": body["version"],
        "licence": body["rightsList"][0]["rightsUri"],
        "creators": people(body["creators"]),
        "date": next(item["date"] for item in body["dates"] if item["dateType"] == "Issued"),
    }


def of_dcat(folder: Path) -> dict[str, Any]:
    graph = json.loads((folder / "dcat.jsonld").read_text(encoding="utf-8"))["@graph"]
    entities = {item["@id"]: item for item in graph}
    root = next(item for item in graph if item["@type"] == "dcat:Dataset")
    address = root["@id"].removesuffix("#dataset")
    files = [entities[item["@id"]] for item in root["dcat:distribution"]]
    sums = {
        item["dcat:downloadURL"]["@id"].removeprefix(address): entities[item["spdx:checksum"]["@id"]]
        for item in files
        if "spdx:checksum" in item
    }
    return {
        "title": root["dct:title"][0]["@value"],
        "version": root["dcat:version"],
        "licence": root["dct:license"]["@id"],
        "creators": [entities[item["@id"]]["foaf:name"] for item in root["dct:creator"]],
        "date": root["dct:issued"]["@value"],
        "hashes": {path: item["spdx:checksumValue"]["@value"] for path, item in sums.items()},
    }


def of_schema_org(folder: Path) -> dict[str, Any]:
    body = json.loads((folder / "schema-org.jsonld").read_text(encoding="utf-8"))
    address = body["url"]
    return {
        "title": body["name"],
        "version": body["version"],
        "licence": body["license"],
        "creators": people(body["creator"]),
        "date": body["datePublished"],
        "hashes": {item["contentUrl"].removeprefix(address): item.get("sha256") for item in body["distribution"]},
    }


def of_citation(folder: Path) -> dict[str, Any]:
    body = yaml.safe_load((folder / "CITATION.cff").read_text(encoding="utf-8"))
    return {
        "title": body["title"],
        "version": body["version"],
        "licence": {"CC-BY-4.0": LICENCE}[body["license"]],
        "creators": people(body["authors"]),
        "date": str(body["date-released"]),
    }


def of_zenodo(folder: Path) -> dict[str, Any]:
    body = json.loads((folder / ".zenodo.json").read_text(encoding="utf-8"))
    return {
        "title": body["title"],
        "version": body["version"],
        "licence": {"cc-by-4.0": LICENCE}[body["license"]],
        "creators": people(body["creators"]),
        "date": body["publication_date"],
    }


READERS: dict[str, Callable[[Path], dict[str, Any]]] = {
    "croissant.json": of_croissant,
    "ro-crate-metadata.json": of_crate,
    "datacite.json": of_datacite,
    "dcat.jsonld": of_dcat,
    "schema-org.jsonld": of_schema_org,
    "CITATION.cff": of_citation,
    ".zenodo.json": of_zenodo,
}


@pytest.fixture(params=["small_release", pytest.param("real_release", marks=pytest.mark.slow)])
def release(request: pytest.FixtureRequest) -> Release:
    """Each release in turn."""
    found: Release = request.getfixturevalue(request.param)
    return found


@pytest.mark.parametrize("name", READERS)
def test_a_descriptor_says_what_datapackage_json_says(release: Release, name: str) -> None:
    truth, said = of_data_package(release.folder), READERS[name](release.folder)
    said["hashes"] = {path: digest for path, digest in said.get("hashes", truth["hashes"]).items() if digest}

    assert said == truth


def test_the_hashes_are_those_of_the_files(release: Release) -> None:
    for path, digest in of_data_package(release.folder)["hashes"].items():
        assert hashlib.sha256((release.folder / path).read_bytes()).hexdigest() == digest


@pytest.mark.parametrize("name", ["datapackage.json", "dcat.ttl", "README.md", *READERS])
def test_no_descriptor_gives_the_bytes_of_what_differs_from_build_to_build(release: Release, name: str) -> None:
    text = (release.folder / name).read_text(encoding="utf-8")
    for file in [release.database, *release.folder.glob("*.zip")]:
        assert hashlib.sha256(file.read_bytes()).hexdigest() not in text
        assert not re.search(rf"\b{file.stat().st_size}\b", text)


def test_the_contents_of_the_database_have_one_hash(release: Release) -> None:
    (item,) = [item for item in release.descriptor["resources"] if "contentsHash" in item]
    graph = json.loads((release.folder / "ro-crate-metadata.json").read_text(encoding="utf-8"))["@graph"]
    (crate,) = [entity["value"] for entity in graph if entity.get("propertyID") == "contents-sha256"]

    assert f"sha256:{crate}" == item["contentsHash"]


def test_the_files_that_hold_everything_say_the_same(release: Release) -> None:
    truth = of_data_package(release.folder)
    expected = (truth["title"], truth["version"])
    name = release.descriptor["name"]
    with duckdb.connect(str(release.database), read_only=True) as con:
        assert con.execute("SELECT title, version FROM release_info").fetchone() == expected
    with closing(sqlite3.connect(release.folder / f"{name}.sqlite")) as lite:
        assert lite.execute("SELECT title, version FROM release_info").fetchone() == expected
    book = openpyxl.load_workbook(release.folder / f"{name}.xlsx", read_only=True)
    assert book["contents"]["A1"].value == " ".join(expected)
    assert book.properties.creator == "; ".join(truth["creators"])
    readme = (release.folder / "README.md").read_text(encoding="utf-8")
    assert readme.startswith(f"# {' '.join(expected)}\n")
    assert (
        f"{'; '.join(truth['creators'])}. ({truth['date'][:4]}). {truth['title']} (Version {truth['version']})"
        in readme
    )


def test_the_citation_file_of_the_repository_says_what_the_package_says() -> None:
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    package = json.loads((ROOT / "datapackage.json").read_text(encoding="utf-8"))

    assert cited["title"] == package["title"]
    assert cited["license"] == package["licenses"][0]["name"]
    assert people(cited["authors"]) == [item["title"] for item in package["contributors"]]
    assert set(cited["keywords"]) <= set(package["keywords"])


def test_a_package_that_says_little_gets_what_can_be_said(tmp_path: Path) -> None:
    package = make_package(tmp_path / "p", {"cats": table("id\na\n")})
    folder = export(compile_package(package), package, tmp_path / "out")

    assert find_release(folder).tables() == ["cats", "release_info"]
    assert not list(folder.glob("dcat.*")), "portals need addresses"
    assert yaml.safe_load((folder / "CITATION.cff").read_text(encoding="utf-8"))["authors"] == [
        {"name": "small contributors"}
    ]


def test_a_person_a_doi_and_a_second_language_reach_every_standard(tmp_path: Path) -> None:
    contributors = [
        {"title": "Ada Lovelace", "familyName": "Lovelace", "givenName": "Ada", "roles": ["creator"]},
        {"title": "Someone else", "roles": ["reviewer"]},
    ]
    properties: dict[str, Any] = {
        "title": "Cats",
        "title_zh": "猫",
        "description": "All of them.",
        "description_zh": "全部的猫。",
        "created": "2026-01-02",
        "homepage": "https://cats.example",
        "doi": "10.5281/zenodo.1",
    }
    package = make_package(tmp_path / "p", {"cats": table("id\na\n")}, contributors=contributors, **properties)
    folder = export(compile_package(package), package, tmp_path / "out", quick=True)
    texts = {name: (folder / name).read_text(encoding="utf-8") for name in (*READERS, "dcat.ttl", "README.md")}

    for name, text in texts.items():
        assert "Lovelace" in text, name
        assert "Someone else" not in text
        assert "10.5281/zenodo.1" in text or name == ".zenodo.json", f"{name}: Zenodo gives the DOI itself"
    for name in ("datacite.json", "dcat.ttl", "dcat.jsonld", "schema-org.jsonld", "README.md"):
        assert "猫" in texts[name]
    assert yaml.safe_load(texts["CITATION.cff"])["authors"] == [{"family-names": "Lovelace", "given-names": "Ada"}]
    assert json.loads(texts["datacite.json"])["creators"][0]["nameType"] == "Personal"
