"""The record of releases: what was published stays, and versions say how far things moved."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from shenzhen_ai._errors import ShenzhenAIError
from shenzhen_ai.checks import check
from shenzhen_ai.cut import cut
from shenzhen_ai.read import read
from shenzhen_ai.schema_version import refuse_understated, step

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def released(mini: Path) -> Path:
    """The small package after its first release."""
    descriptor = mini / "datapackage.json"
    body = json.loads(descriptor.read_text(encoding="utf-8"))
    body["history"] = "data/history"
    descriptor.write_text(json.dumps(body, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    cut(read(mini), "2026.2.0")
    return mini


def codes(folder: Path) -> list[str]:
    return [problem.code for problem in check(read(folder), run_python=True).problems]


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_cut_package_is_valid_and_carries_the_version(released: Path) -> None:
    assert codes(released) == []
    assert read(released).version == "2026.2.0"


def test_a_row_that_was_released_cannot_vanish(released: Path) -> None:
    edit(released / "data/readings.csv", "eddystone-2021,eddystone,asof:2021,17.50,,true,pilot-book,p:3\n", "")

    assert codes(released) == ["ID-VANISHED"]


def test_a_retired_id_needs_a_line_with_the_reason(released: Path) -> None:
    edit(released / "data/readings.csv", "eddystone-2021,eddystone,asof:2021,17.50,,true,pilot-book,p:3\n", "")
    with (released / "data/gone.csv").open("a", encoding="utf-8") as file:
        file.write("readings,eddystone-2021,,misread,2026.3.0\n")

    assert codes(released) == []


def test_the_history_folder_cannot_vanish(released: Path) -> None:
    shutil.rmtree(released / "data/history")

    assert codes(released) == ["HISTORY-MISSING"] * 3


def test_a_changed_row_wants_a_reason(released: Path) -> None:
    edit(released / "data/readings.csv", "17.50", "17.6")
    assert codes(released) == ["CHANGE-NO-REASON"]

    with (released / "data/log.csv").open("a", encoding="utf-8") as file:
        file.write("c1,readings,eddystone-2021,value,17.50,17.6,our_error,,,,,accepted,2026-01-02,\n")
    assert codes(released) == []


CHANGE = "{id},readings,eddystone-2021,{field},{old},{new},our_error,,,,,{decision},2026-01-02,\n"


def log(folder: Path, *changes: tuple[str, str, str], decision: str = "accepted") -> None:
    """Enter changes of one row: field, old value, new value."""
    lines = [
        CHANGE.format(id=f"c{number}", field=field, old=old, new=new, decision=decision)
        for number, (field, old, new) in enumerate(changes)
    ]
    file = folder / "data/log.csv"
    file.write_text(file.read_text(encoding="utf-8").splitlines()[0] + "\n" + "".join(lines), encoding="utf-8")


def test_the_old_values_lead_back_to_the_released_row(released: Path) -> None:
    edit(released / "data/readings.csv", "17.50,,true", "17.7,17.7 miles,false")

    log(released, ("value", "17.50", "17.7"))
    assert codes(released) == ["CHANGE-WRONG-OLD"], "two more fields changed"
    log(released, ("value", "17.5", "17.7"), ("printed", "", "17.7 miles"), ("wording_lost", "true", "false"))
    assert codes(released) == ["CHANGE-WRONG-OLD"], "a value as it was never printed"
    log(released, ("value", "17.50", "17.7"), ("printed", "", "17.7 miles"), ("wording_lost", "true", "false"))
    assert codes(released) == []


def test_a_field_that_changed_twice_leads_back_to_its_first_value(released: Path) -> None:
    edit(released / "data/readings.csv", "17.50", "17.7")

    log(released, ("value", "17.50", "17.6"), ("value", "17.6", "17.7"))
    assert codes(released) == []
    log(released, ("value", "17.6", "17.7"), ("value", "17.50", "17.6"))
    assert codes(released) == ["CHANGE-WRONG-OLD"]


def test_a_field_that_is_not_there_is_named(released: Path) -> None:
    edit(released / "data/readings.csv", "17.50", "17.7")
    log(released, ("range", "17.50", "17.7"))

    (problem,) = check(read(released), run_python=True).problems
    assert problem.code == "CHANGE-WRONG-OLD"
    assert "readings has no field 'range'" in problem.expected


@pytest.mark.parametrize("decision", ["refused", "withdrawn"])
def test_a_change_that_was_not_taken_explains_nothing(released: Path, decision: str) -> None:
    edit(released / "data/readings.csv", "17.50", "17.6")
    log(released, ("value", "17.50", "17.6"), decision=decision)

    assert codes(released) == ["CHANGE-NO-REASON"]


def test_a_field_that_the_schema_lost_leads_back_as_well(released: Path) -> None:
    schema = released / "schemas/readings.json"
    body = json.loads(schema.read_text(encoding="utf-8"))
    body["fields"] = [field for field in body["fields"] if field["name"] != "printed"]
    body["provenance"].pop("printed", None)
    schema.write_text(json.dumps(body, ensure_ascii=False), encoding="utf-8")
    edit(released / "data/readings.csv", "value,printed,", "value,")
    edit(released / "data/readings.csv", "17,17 miles,", "17,")
    edit(released / "data/readings.csv", "17.50,,", "17.50,")
    assert codes(released) == ["CHANGE-NO-REASON"], "the other row never had a value there"

    with (released / "data/log.csv").open("a", encoding="utf-8") as file:
        file.write("c1,readings,eddystone-2020,printed,17 miles,,schema,,,,,accepted,2026-01-02,\n")
    assert codes(released) == []


def test_the_version_is_not_for_hands(released: Path) -> None:
    edit(released / "datapackage.json", "2026.2.0", "2026.9.0")

    assert codes(released) == ["VERSION"]


def test_ids_keep_their_first_version(released: Path) -> None:
    with (released / "data/lamps.csv").open("a", encoding="utf-8") as file:
        file.write("zeebrugge,,,,,\n")
    cut(read(released), "2026.3.0")

    registry = (released / "data/history/registry.csv").read_text(encoding="utf-8")

    assert "lamps,pharos,2026.2.0,2026.3.0," in registry
    assert "lamps,zeebrugge,2026.3.0,2026.3.0," in registry


@pytest.mark.parametrize("version", ["2026.2.0", "2026.1.9", "2026.13.0", "v2026.3.0"])
def test_a_version_that_does_not_go_up_writes_nothing(released: Path, version: str) -> None:
    before = {file: file.read_bytes() for file in released.rglob("*") if file.is_file()}

    with pytest.raises(ShenzhenAIError):
        cut(read(released), version)

    assert before == {file: file.read_bytes() for file in released.rglob("*") if file.is_file()}


def schemas(**fields: str) -> dict[str, object]:
    return {"schemas": {"a": {"fields": [{"name": name, "type": kind} for name, kind in fields.items()]}}, "views": {}}


def view(*columns: str) -> dict[str, Any]:
    head = "".join(f"-- column {name}: it\n" for name in columns)
    return {"schemas": {}, "views": {"v": f"-- key: x\n{head}SELECT {', '.join(columns)} FROM a"}}


def unit(name: str) -> dict[str, Any]:
    return {"schemas": {"a": {"fields": [{"name": "x", "type": "number", "unit": name}]}}, "views": {}}


@pytest.mark.parametrize(
    ("old", "new", "level"),
    [
        (schemas(x="string"), schemas(x="string"), "none"),
        (schemas(x="string"), schemas(x="string", y="string"), "minor"),
        (schemas(x="string", y="string"), schemas(x="string"), "major"),
        (schemas(x="string"), schemas(x="integer"), "major"),
        (schemas(x="string"), {"schemas": {}, "views": {}}, "major"),
        (schemas(x="string"), {**schemas(x="string"), "views": {"v": "SELECT 1"}}, "minor"),
        (view("x"), view("x"), "none"),
        (view("x"), view("x") | {"views": {"v": view("x")["views"]["v"] + " WHERE true"}}, "patch"),
        (view("x"), view("x", "y"), "minor"),
        (view("x", "y"), view("x"), "major"),
        (view("x"), {"schemas": {}, "views": {}}, "major"),
        (view("x"), {"schemas": {}, "views": {"v": view("x")["views"]["v"].replace("key: x", "key: y")}}, "major"),
        (unit("km"), unit("mile"), "major"),
    ],
)
def test_the_step_of_the_schema_version(old: dict[str, object], new: dict[str, object], level: str) -> None:
    assert step(old, new)[0] == level


def test_an_understated_schema_version_is_refused() -> None:
    with pytest.raises(ShenzhenAIError, match=r"at least 2\.0\.0 is needed"):
        refuse_understated("1.1.0", "2.0.0", ["major: field a.x is gone"])


def test_cut_refuses_a_number_that_understates_and_lists_what_changed(
    released: Path, command: Callable[..., str]
) -> None:
    (released / "schemas/readings.py").unlink()
    view_file = released / "schemas/views/lamp_readings.sql"
    edit(view_file, "-- column value: range in nautical miles\n-- column_zh value: 射程（海里）\n", "")
    edit(view_file, "l.name_en, r.value", "l.name_en")
    edit(released / "schemas/lamps.json", '"title": "Lighthouses"', '"title": "Lights"')
    before = {file: file.read_bytes() for file in released.rglob("*") if file.is_file()}

    said = command("cut", "2026.3.0", released, "--schema-version", "1.1.0", exit_code=1)
    assert "schema version 1.1.0 understates the change, at least 2.0.0 is needed" in said
    assert "major: column lamp_readings.value is gone" in said
    assert "patch: texts or keys of lamps changed" in said
    assert before == {file: file.read_bytes() for file in released.rglob("*") if file.is_file()}
    assert "cut 2026.3.0, schema 2.0.0" in command("cut", "2026.3.0", released)


def test_a_build_between_releases_reports_and_refuses_nothing(
    released: Path, tmp_path: Path, command: Callable[..., str]
) -> None:
    build = ("build", released, "--run-python", "--quick", "--out", tmp_path / "out")
    assert "between releases" not in command(*build)
    edit(released / "schemas/readings.json", '"unit": "nautical mile"', '"unit": "metre"')

    said = command(*build)
    assert "release 2026.2.1.dev0" in said
    assert "between releases: 2026.2.0 was the last, schema 1.0.0" in said
    assert "the next needs schema 2.0.0 at least:\n  major: the unit of readings.value changed" in said
    body = json.loads((tmp_path / "out/2026.2.1.dev0/datapackage.json").read_text(encoding="utf-8"))
    assert (body["version"], body["schema_version"]) == ("2026.2.1.dev0", "2.0.0")


def test_releases_json_lists_what_is_on_record_with_the_files_that_are_there(
    released: Path, tmp_path: Path, command: Callable[..., str]
) -> None:
    out = tmp_path / "out"
    command("build", released, "--run-python", "--out", out)
    with (released / "data/papers.csv").open("a", encoding="utf-8") as file:
        file.write("almanac,Almanac,Office,original,,t-3,https://almanac.example/,2024,en,\n")
    with (released / "data/proofs.csv").open("a", encoding="utf-8") as file:
        file.write("e9,lamps,pharos,name_en,almanac,p:1,,printed\n")
    cut(read(released), "2026.3.0")
    command("build", released, "--run-python", "--quick", "--out", out)

    body = json.loads((out / "releases.json").read_text(encoding="utf-8"))
    newest, first = body["releases"]
    assert [newest["version"], first["version"]] == ["2026.3.0", "2026.2.0"]
    assert (first["date"], first["schema_version"]) == ("2026-01-02", "1.0.0")
    assert first["address"] == "https://lighthouses.example/2026.2.0/"
    assert len(first["tables"]) == 7
    for release in body["releases"]:
        sums = (out / release["version"] / "SHA256SUMS").read_text(encoding="utf-8")
        assert "".join(f"{item['sha256']}  {item['path']}\n" for item in release["files"]) == sums
        for item in release["files"]:
            assert (out / release["version"] / item["path"]).stat().st_size == item["bytes"]
    shutil.rmtree(out / "2026.2.0")
    command("build", released, "--run-python", "--quick", "--out", out)
    assert "files" not in json.loads((out / "releases.json").read_text(encoding="utf-8"))["releases"][1]
