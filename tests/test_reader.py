"""What `import shenzhen_ai as sz` gives, on a release of the small package."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

import shenzhen_ai as sz
from shenzhen_ai._errors import ReleaseMissing, ShenzhenAIError, UnknownName
from shenzhen_ai.load import VARIABLE, close, find_release
from shenzhen_ai.query import as_text, run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from shenzhen_ai.load import Release


@pytest.fixture(autouse=True)
def _opened(small_release: Release, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv(VARIABLE, str(small_release.folder))
    yield
    close()


def test_all_names_that_are_offered_exist() -> None:
    assert sorted(sz.__all__, key=str) == sorted(set(sz.__all__))
    for name in sz.__all__:
        assert getattr(sz, name) is not None


def test_tables_views_and_generated_tables_are_there() -> None:
    assert {"lamps", "readings", "papers", "lamp_readings", "statements", "lineage", "support"} <= set(sz.tables())


def test_a_table_is_a_relation_with_exact_decimals() -> None:
    assert [str(value) for (value,) in sz.table("readings").project("value").fetchall()] == [
        "17.00000000",
        "17.50000000",
    ]


def test_a_path_is_a_file_for_any_tool() -> None:
    assert sz.path("lamps").suffix == ".parquet"
    assert sz.path("lamps", "csv").read_text(encoding="utf-8").startswith("lamp_id,")


def test_describe_gives_unit_and_meaning() -> None:
    value = next(field for field in sz.describe("readings") if field["name"] == "value")
    assert value["unit"] == "nautical mile"


def test_trace_leads_from_value_to_document() -> None:
    found = sz.trace("readings", "eddystone-2020", "value")

    assert [(item.publisher, item.locator, item.copy, item.basis) for item in found] == [
        ("Harbour office", "table:1/row:4", "original", "printed"),
        ("Pilots", "p:2", "excerpt", "printed"),
    ]


def test_a_value_without_wording_is_said_to_be_perhaps_converted() -> None:
    assert [item.basis for item in sz.trace("readings", "eddystone-2021", "value")] == ["converted"]


@pytest.mark.parametrize(
    ("call", "text"),
    [
        (lambda: sz.table("lamp"), "there are lamps"),
        (lambda: sz.path("lamps", "xls"), "csv and parquet"),
        (lambda: sz.trace("lamps", "eddiston"), "did you mean eddystone"),
        (lambda: sz.trace("lamps", "eddystone", "colour"), "there are lamp_id"),
        (lambda: sz.cite("chicago"), "there are apa, bibtex"),
    ],
)
def test_an_unknown_name_is_answered_with_known_ones(call: Callable[[], object], text: str) -> None:
    with pytest.raises(UnknownName, match=text):
        call()


def test_citations_name_creator_version_and_address_and_no_doi() -> None:
    for style in ("apa", "bibtex", "ris", "csl-json", "gbt7714"):
        text = sz.cite(style)
        assert "Lighthouse contributors" in text
        assert sz.__version__ in text
        assert "https://lighthouses.example/" in text
        assert "doi" not in text.lower()
    assert json.loads(sz.cite("csl-json", "lamps", "pharos"))[0]["title"] == "Pharos [lamps: pharos]. In Lighthouses"


def test_sql_is_read_only_and_reaches_no_file(small_release: Release) -> None:
    assert run("SELECT count(*) AS n FROM lamps") == (["n"], [(2,)])
    for query in (
        "DROP TABLE lamps",
        f"SELECT * FROM read_text('{small_release.folder}/README.md')",
        "COPY lamps TO '/tmp/lamps.csv'",
        "SET enable_external_access = true",
        "INSTALL httpfs",
    ):
        with pytest.raises(ShenzhenAIError):
            run(query)


def test_a_result_lines_up_chinese() -> None:
    lines = as_text(["name", "n"], [["灯塔", 1], ["ab", 22]]).splitlines()
    assert lines[2:4] == ["灯塔  1", "ab    22"]


def test_without_a_release_the_error_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(ReleaseMissing, match="make release"):
        find_release(tmp_path)


def test_the_newest_of_several_releases_is_the_one_built_last(small_release: Release) -> None:
    assert find_release(small_release.folder.parent).version == small_release.version


def test_the_command_runs_as_a_module(small_release: Release) -> None:
    environment = {**os.environ, VARIABLE: str(small_release.folder)}
    done = subprocess.run(
        [sys.executable, "-m", "shenzhen_ai", "trace", "lamps", "eddystone"],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )

    assert "lit_on = 1882-05" in done.stdout
    assert "https://pilots.example/book" in done.stdout
