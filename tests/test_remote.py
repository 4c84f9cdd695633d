"""A release at an address: opened where it lies, a query reads what it needs."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

import shenzhen_ai as sz
from large import CATS, LIMIT, ROWS, sha
from servers import Folder, by_ranges
from shenzhen_ai._errors import ExtraMissing, ShenzhenAIError
from shenzhen_ai.load import close
from shenzhen_ai.query import run
from shenzhen_ai.remote import _quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from shenzhen_ai.load import Release

LOOKUP = "SELECT * FROM sightings WHERE kind = 'dog' AND number = 31234"


@pytest.fixture
def served(release_in_parts: Path) -> Iterator[Folder]:
    """The same behind a port, with a count of what is taken."""
    with by_ranges(Folder(release_in_parts)) as folder:
        yield folder
    close()


def test_a_lookup_reads_one_part_and_of_that_a_group_of_rows(served: Folder, release_in_parts: Path) -> None:
    con = sz.connect(served.address)
    assert not any(path.endswith(".parquet") for path, _ in served.taken), "opening reads no part"
    _, opening = served.spent()

    assert con.execute(LOOKUP).fetchall() == [("dog", 31_234, sha(31_234))]
    asked = {path for path, _ in served.taken}
    requests, read = served.spent()
    whole = sum(file.stat().st_size for file in (release_in_parts / "parquet/sightings").iterdir())
    con.close()
    assert len(asked) == 1
    assert asked < {f"/parquet/sightings/{file.name}" for file in (release_in_parts / "parquet/sightings").iterdir()}
    assert requests <= 6
    assert read < LIMIT < whole / 3
    assert opening < 400_000


def test_a_key_that_no_part_holds_costs_nothing(served: Folder) -> None:
    con = sz.connect(served.address)
    served.spent()

    assert con.execute("SELECT * FROM sightings WHERE kind = 'emu'").fetchall() == []
    assert con.execute("SELECT * FROM sightings WHERE kind = ? AND number = 1", ["ant"]).fetchall() == []
    assert served.spent() == (0, 0)
    con.close()


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT count(*), sum(number), count(DISTINCT kind) FROM sightings",
        f"SELECT * FROM sightings WHERE kind = 'cat' AND number IN (0, 8191, 8192, {CATS - 1}, {CATS}) ORDER BY ALL",
        f"SELECT * FROM sightings WHERE number BETWEEN {CATS - 5} AND {CATS + 5} ORDER BY ALL",
        f"SELECT max(words) FROM sightings WHERE number >= {ROWS - 1} OR number = 0",
        "SELECT legs, count(*) FROM sightings JOIN kinds USING (kind) GROUP BY ALL",
        "SELECT kind, number FROM sightings WHERE kind > 'cow' ORDER BY number DESC LIMIT 3",
        "SELECT count(*) FROM sightings WHERE kind IS NULL",
    ],
)
def test_answers_are_those_of_the_release_on_this_machine(served: Folder, release_in_parts: Path, sql: str) -> None:
    assert run(sql, served.address) == run(sql, release_in_parts)


def test_every_name_of_a_release_is_there(small_release: Release) -> None:
    with by_ranges(Folder(small_release.folder)) as served:
        con = sz.connect(served.address.rstrip("/"))
        for name in small_release.tables():
            local = sz.connect(small_release.folder)
            assert con.table(name).order("ALL").fetchall() == local.table(name).order("ALL").fetchall()
            local.close()
        con.close()


def test_the_reader_and_the_command_take_an_address(
    served: Folder, command: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHENZHEN_AI_RELEASE", served.address)

    assert sz.tables()[:2] == ["kinds", "sightings"]
    assert sz.table("sightings").filter("number = 7").fetchall() == [("cat", 7, sha(7))]
    assert sha(31_234)[:50] in command("sql", LOOKUP)
    assert served.address in command("show")
    with pytest.raises(ShenzhenAIError, match="is not on this machine"):
        sz.path("sightings")


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM read_parquet('http://127.0.0.1:9/x.parquet')",
        "SELECT * FROM read_csv('release://SHA256SUMS')",
        "CREATE TABLE release.x AS SELECT 1",
        "SET enable_external_access = true",
    ],
)
def test_a_query_reaches_nothing_beside_the_release(served: Folder, sql: str) -> None:
    with pytest.raises(ShenzhenAIError):
        run(sql, served.address)


def test_a_server_without_ranges_is_named(served: Folder) -> None:
    served.whole = True

    with pytest.raises(ShenzhenAIError, match=f"{served.address} cannot be opened by ranges .*open its folder"):
        sz.connect(served.address)


def test_an_address_without_a_release_is_named(served: Folder) -> None:
    with pytest.raises(ShenzhenAIError, match=r"nowhere/datapackage\.json cannot be fetched: HTTP Error 404"):
        sz.connect(f"{served.address}nowhere")


def test_a_manifest_of_other_parts_is_refused(served: Folder, release_in_parts: Path, tmp_path: Path) -> None:
    lines = (release_in_parts / "parquet/sightings-parts.csv").read_text(encoding="utf-8").splitlines()
    (tmp_path / "m.csv").write_text("\n".join([*lines[:-1], ""]), encoding="utf-8")
    served.also["/parquet/sightings-parts.csv"] = tmp_path / "m.csv"

    with pytest.raises(ShenzhenAIError, match="lists other parts than"):
        sz.connect(served.address)


@pytest.mark.parametrize("path", ["../x", "/x", "a/../../x"])
def test_a_path_stays_inside_the_release(path: str) -> None:
    with pytest.raises(ShenzhenAIError, match="leads out of the release"):
        _quoted(path)


def test_what_it_needs_is_named(served: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fsspec.implementations.http", None)

    with pytest.raises(ExtraMissing, match=r"pip install 'shenzhen-ai\[remote\]'"):
        sz.connect(served.address)
