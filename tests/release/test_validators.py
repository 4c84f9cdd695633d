"""Every descriptor of a built release is judged by tools that were not written here, which must refuse broken ones.

judges/broken.yaml lists what a judge must refuse, and what it lets pass although it is wrong; a tool that stops
looking, or learns to, fails here. What a judge lets pass is caught by test_descriptors.py or by `verify`.
"""

from __future__ import annotations

import importlib
import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest
import yaml

import judging

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from shenzhen_ai.load import Release

Break = list[str]
"""A file of the release, a text in it, and what stands there instead; an empty text deletes the file."""

pytestmark = pytest.mark.slow


def croissant_errors(folders: Sequence[Path]) -> list[str]:
    return [found["error"] for found in judging.croissant(folders)]


JUDGES: dict[str, Callable[[Sequence[Path]], list[str]]] = {
    "frictionless": judging.frictionless,
    "croissant": croissant_errors,
    "crate": judging.crate,
    "datacite": judging.datacite,
    "dcat.ttl": lambda folders: judging.shapes("dcat", "dcat.ttl", folders),
    "dcat.jsonld": lambda folders: judging.shapes("dcat", "dcat.jsonld", folders),
    "schema.org": lambda folders: judging.shapes("schema_org", "schema-org.jsonld", folders),
    "citation": judging.citation,
}

FIXTURES: dict[str, dict[str, dict[str, Break]]] = yaml.safe_load(
    (judging.JUDGES / "broken.yaml").read_text(encoding="utf-8")
)


def cases(kind: str) -> list[tuple[str, str]]:
    return [(judge, name) for judge, kinds in FIXTURES.items() for name in kinds.get(kind, {})]


@pytest.fixture(scope="module")
def verdicts(small_release: Release, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], dict[str, str]]:
    """Gives what a judge says of the whole release (``), and of each broken copy by its name."""
    said: dict[str, dict[str, str]] = {}

    def ask(judge: str) -> dict[str, str]:
        if judge not in said:
            breaks = {name: change for kind in FIXTURES[judge].values() for name, change in kind.items()}
            folders = [small_release.folder]
            for change in breaks.values():
                folders.append(tmp_path_factory.mktemp("broken") / "release")
                shutil.copytree(small_release.folder, folders[-1], ignore=shutil.ignore_patterns("*.zip"))
                damage(folders[-1], *change)
            said[judge] = dict(zip(["", *breaks], JUDGES[judge](folders), strict=True))
        return said[judge]

    return ask


def damage(folder: Path, name: str, old: str, new: str) -> None:
    file = folder / name
    if not old:
        file.unlink()
        return
    text = file.read_text(encoding="utf-8")
    assert old in text, f"{name} has no {old!r}"
    file.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize("judge", JUDGES)
def test_a_built_release_passes(judge: str, verdicts: Callable[[str], dict[str, str]]) -> None:
    assert verdicts(judge)[""] == ""


@pytest.mark.parametrize(("judge", "name"), cases("refused"))
def test_a_broken_one_is_refused(judge: str, name: str, verdicts: Callable[[str], dict[str, str]]) -> None:
    assert verdicts(judge)[name]


@pytest.mark.parametrize(("judge", "name"), cases("accepted"))
def test_what_a_judge_lets_pass_is_known(judge: str, name: str, verdicts: Callable[[str], dict[str, str]]) -> None:
    assert not verdicts(judge)[name]


def test_every_judge_is_shown_broken_ones() -> None:
    assert set(FIXTURES) == set(JUDGES)
    assert all(len(kinds["refused"]) >= 3 for kinds in FIXTURES.values())


@pytest.mark.parametrize("judge", [judge for judge in JUDGES if judge != "croissant"])
def test_the_release_of_this_project_passes(judge: str, real_release: Release) -> None:
    (said,) = JUDGES[judge]([real_release.folder])

    assert said == ""


@pytest.mark.parametrize("which", ["small_release", "real_release"])
def test_every_record_set_loads_with_all_its_rows(which: str, request: pytest.FixtureRequest) -> None:
    release: Release = request.getfixturevalue(which)
    (found,) = judging.croissant([release.folder])

    assert (found["valid"], found["error"]) == (True, "")
    assert found["loaded"] == {name: release.resource(name)["rows"] for name in release.tables()}


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")
def test_the_two_forms_of_the_catalogue_record_say_the_same(small_release: Release) -> None:
    rdflib = importlib.import_module("rdflib")
    compare = importlib.import_module("rdflib.compare")
    one, two = (rdflib.Graph().parse(small_release.folder / f"dcat.{ending}") for ending in ("ttl", "jsonld"))

    assert compare.isomorphic(one, two)


def test_rocrate_opens_the_crate(small_release: Release) -> None:
    rocrate = importlib.import_module("rocrate.rocrate")
    crate = rocrate.ROCrate(small_release.folder)

    assert crate.name == "Lighthouses"
    described = {item["path"] for item in small_release.descriptor["resources"]}
    described |= {item["parquet"]["path"] for item in small_release.descriptor["resources"] if "parquet" in item}
    assert {entity.id for entity in crate.data_entities} == described


def test_every_term_is_of_schema_org(small_release: Release) -> None:
    """The vocabulary is the one that the package rocrate carries; a term must belong to its type or to one above it."""
    rocrate = importlib.import_module("rocrate")
    file = next(path for path in map(type(small_release.folder), rocrate.__path__)) / "data" / "schema.jsonld"
    known = {item["@id"]: item for item in json.loads(file.read_text(encoding="utf-8"))["@graph"]}

    def names(item: dict[str, Any], key: str) -> list[str]:
        value = item.get(key, [])
        return [entry["@id"] for entry in (value if isinstance(value, list) else [value])]

    def above(kind: str) -> set[str]:
        return {kind}.union(*(above(name) for name in names(known[kind], "rdfs:subClassOf") if name in known))

    def check(value: Any) -> None:
        if isinstance(value, list):
            for item in value:
                check(item)
        elif isinstance(value, dict):
            kinds = above(f"schema:{value['@type']}")
            for name, inner in value.items():
                if not name.startswith("@"):
                    assert set(names(known[f"schema:{name}"], "schema:domainIncludes")) & kinds, name
                    check(inner)

    check(json.loads((small_release.folder / "schema-org.jsonld").read_text(encoding="utf-8")))
