"""The SQL console: DuckDB in the page, from our own files alone."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import shutil
from typing import TYPE_CHECKING
from urllib.parse import quote

import duckdb
import pytest
from playwright.sync_api import expect

from chromium import Site
from servers import Folder, by_ranges
from shenzhen_ai.results import result

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

    from shenzhen_ai.load import Release

pytestmark = pytest.mark.browser

CONSOLE = "console/"
KINDS = """SELECT * FROM (VALUES
    (1, 9007199254740993::BIGINT, 3600.50::DECIMAL(28,8), 0.1::DOUBLE, true, DATE '2026-11-26',
     TIMESTAMP '2026-11-26 07:08:09.5', 'a "b", 深圳', [1, 2]),
    (2, NULL, -0.00000001::DECIMAL(28,8), NULL, false, DATE '1958-05-01', NULL, '', NULL)
) AS t(id, big, exact, float, yes, day, moment, words, list)"""


def ask(page: Page, sql: str) -> None:
    """Run a query as a reader does: by typing it."""
    page.get_by_role("textbox", name="SQL").fill(sql)
    page.get_by_role("button", name="Run").click()


def rows(page: Page) -> list[list[str]]:
    """Give the texts of the result, once there is one."""
    expect(page.locator("#console")).not_to_have_attribute("aria-busy", "true")
    return [row.locator("td").all_inner_texts() for row in page.locator("table.result tbody tr").all()]


def accept(page: Page, name: str) -> None:
    """Take what the editor offers, with the keyboard; it wants to have been seen for a moment."""
    expect(page.get_by_role("option", name=name, exact=True)).to_be_visible()
    page.wait_for_timeout(200)
    page.keyboard.press("Enter")


def saved(page: Page, button: str) -> bytes:
    """Give what a download button gives."""
    with page.expect_download() as download:
        page.get_by_role("button", name=button, exact=True).click()
    return download.value.path().read_bytes()


@pytest.mark.parametrize("language", ["", "zh/"])
def test_every_question_is_answered(open_page: Callable[..., Page], language: str) -> None:
    page = open_page(language + CONSOLE)
    questions = page.locator("[data-part=questions] a")
    expect(page.locator("table.result tbody tr").first).to_be_visible()
    for number in range(questions.count()):
        page.locator("[data-part=table]").evaluate("place => place.replaceChildren()")
        questions.nth(number).click()
        expect(page.locator("table.result tbody tr").first).to_be_visible()


def test_the_schema_browser_shows_every_table_and_writes_names(
    open_page: Callable[..., Page], real_release: Release
) -> None:
    page = open_page(CONSOLE)
    assert sorted(page.locator("[data-table] summary > code").all_inner_texts()) == sorted(real_release.tables())

    page.get_by_label("Filter").fill("document_number")
    expect(page.locator("[data-table=plans]")).to_be_visible()
    expect(page.locator("[data-table=units]")).to_be_hidden()
    page.locator("[data-table=plans] summary").click()
    page.get_by_role("textbox", name="SQL").fill("SELECT ")
    page.locator("[data-table=plans] [data-insert=document_number]").click()
    expect(page.get_by_role("textbox", name="SQL")).to_contain_text("SELECT document_number")


def test_tables_and_columns_are_completed(open_page: Callable[..., Page]) -> None:
    page = open_page(CONSOLE)
    page.get_by_role("textbox", name="SQL").fill("")
    page.keyboard.type("SELECT due FROM target_pro")
    accept(page, "target_progress")
    page.keyboard.type(" WHERE target_progress.verd")
    accept(page, "verdict")

    text = page.get_by_role("textbox", name="SQL").inner_text()
    assert text.replace("\n", " ").strip() == "SELECT due FROM target_progress WHERE target_progress.verdict"


def test_a_result_is_sorted_by_its_columns(open_page: Callable[..., Page]) -> None:
    page = open_page(CONSOLE)
    ask(page, "SELECT * FROM (VALUES (9, 'b'), (10, 'a'), (NULL, 'c')) AS t(number, word)")
    expect(page.get_by_role("button", name="number")).to_be_visible()

    page.get_by_role("button", name="number").click()
    assert [row[0] for row in rows(page)] == ["9", "10", "∅"]
    page.get_by_role("button", name="number").press("Enter")
    assert [row[0] for row in rows(page)] == ["10", "9", "∅"]
    expect(page.get_by_role("columnheader", name="number")).to_have_attribute("aria-sort", "descending")
    page.get_by_role("button", name="word").click()
    assert [row[1] for row in rows(page)] == ["a", "b", "c"]


def test_a_result_is_drawn(open_page: Callable[..., Page]) -> None:
    page = open_page(CONSOLE)
    ask(page, "SELECT * FROM (VALUES ('深圳', 3), ('Shanghai', 4)) AS t(place, value)")
    page.locator("summary", has_text="Chart").click()
    expect(page.locator(".chart rect")).to_have_count(2)
    expect(page.get_by_role("img", name="value / place")).to_be_visible()

    ask(page, "SELECT * FROM (VALUES ('2024', 3), ('2025', 4), ('2026', 5)) AS t(year, value)")
    expect(page.locator(".chart polyline")).to_have_count(1)
    ask(page, "SELECT 'a' AS only, 'b' AS words")
    expect(page.get_by_text("A chart needs two rows")).to_be_visible()


def test_downloads_hold_every_value_exactly(open_page: Callable[..., Page], tmp_path: Path) -> None:
    page = open_page(CONSOLE)
    ask(page, KINDS)
    expect(page.locator("table.result thead")).to_contain_text("exact")

    lines = list(csv.DictReader(io.StringIO(saved(page, "CSV").decode("utf-8"))))
    assert lines[0]["big"] == "9007199254740993"
    assert (lines[0]["exact"], lines[1]["exact"]) == ("3600.5", "-0.00000001")
    assert (lines[0]["words"], lines[0]["moment"]) == ('a "b", 深圳', "2026-11-26 07:08:09.5")
    items = json.loads(saved(page, "JSON"))
    assert items[0]["big"] == "9007199254740993"
    assert (items[0]["float"], items[0]["yes"], items[1]["big"], items[0]["list"]) == (0.1, True, None, [1, 2])
    (tmp_path / "r.parquet").write_bytes(saved(page, "Parquet"))
    file = str(tmp_path / "r.parquet")
    with duckdb.connect() as con:
        stored = con.execute("SELECT * EXCLUDE (list) FROM read_parquet(?) ORDER BY id", [file]).fetchall()
        assert stored == con.execute(f"SELECT * EXCLUDE (list) FROM ({KINDS}) ORDER BY id").fetchall()
        types = dict(
            con.execute("SELECT column_name, column_type FROM (DESCRIBE FROM read_parquet(?))", [file]).fetchall()
        )
    assert (types["exact"], types["day"], types["moment"]) == ("DECIMAL(28,8)", "DATE", "TIMESTAMP")


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT verdict, count(*) AS targets FROM target_progress GROUP BY verdict ORDER BY targets DESC",
        "SELECT plan_en, statement_zh, value, due FROM targets_flat WHERE value IS NOT NULL",
        "SELECT indicator_id, value FROM (SELECT * FROM observations ORDER BY period) ORDER BY value DESC LIMIT 20",
        "SELECT place_id FROM places UNION SELECT plan_id FROM plans LIMIT 30",
        "SELECT 0.1::DOUBLE + 0.2, 1e20::DOUBLE AS b, 1.5e-7::DOUBLE AS c, true AS d, NULL, DATE '2026-01-02' AS f",
    ],
)
def test_a_result_is_cited_with_the_hash_that_the_command_gives(
    open_page: Callable[..., Page], real_release: Release, sql: str
) -> None:
    page = open_page(CONSOLE)
    ask(page, sql)
    expect(page.locator("#console")).not_to_have_attribute("aria-busy", "true")
    page.get_by_role("button", name="Cite this result").click()

    expect(page.locator("[data-part=citation]")).to_contain_text(f"sha256:{result(sql, real_release).digest}.")
    expect(page.locator("[data-part=citation]")).to_contain_text(f"Version {real_release.version}")


def test_an_address_says_the_query(open_page: Callable[..., Page]) -> None:
    page = open_page(f"{CONSOLE}#sql={quote('SELECT 40 + 2 AS answer')}")
    expect(page.locator("table.result tbody td")).to_have_text(["42"])

    ask(page, "SELECT 'x#y&z' AS sign")
    expect(page.locator("table.result tbody td")).to_have_text(["x#y&z"])
    again = open_page(page.url.split("/", 3)[3])
    expect(again.locator("table.result tbody td")).to_have_text(["x#y&z"])


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("SELECT nope FROM targets", "nope"),
        ("SELEC 1", "syntax error"),
        ("SELECT * FROM 'https://elsewhere.example/x.csv'", "disabled"),
        ("DELETE FROM targets", "read-only"),
        ("SET enable_external_access = true", "locked"),
    ],
)
def test_what_cannot_be_done_is_said(open_page: Callable[..., Page], sql: str, said: str) -> None:
    page = open_page(CONSOLE)
    ask(page, sql)

    expect(page.get_by_role("alert")).to_contain_text(said)
    ask(page, "SELECT 1 AS one")
    expect(page.locator("table.result tbody td")).to_have_text(["1"])


def test_a_long_query_is_stopped_and_a_long_result_is_cut(open_page: Callable[..., Page]) -> None:
    page = open_page(CONSOLE)
    ask(page, "SELECT count(*) FROM range(100000000000)")
    page.get_by_role("button", name="Stop").click()
    ask(page, "SELECT range AS number FROM range(300000)")

    expect(page.locator("[data-part=status]")).to_contain_text("the first 100,000")
    assert page.locator("table.result tbody tr").count() == 200
    page.get_by_role("button", name="Show 1000 more").click()
    assert page.locator("table.result tbody tr").count() == 1200


def test_cells_and_names_stay_text(open_page: Callable[..., Page]) -> None:
    page = open_page(CONSOLE)
    ask(page, """SELECT '<img src=x onerror=alert(1)>' AS "<b>name</b>", 'javascript:alert(2)' AS address""")

    expect(page.locator("table.result td").first).to_have_text("<img src=x onerror=alert(1)>")
    assert page.locator("table.result img, table.result b, table.result a").count() == 0


def test_it_is_loaded_only_when_opened(open_page: Callable[..., Page]) -> None:
    page = open_page("")
    loaded = page.evaluate("performance.getEntriesByType('resource').map((entry) => entry.name)")

    assert loaded
    assert not [name for name in loaded if "console" in name or "duckdb" in name]


def test_it_works_unpacked_from_a_zip_in_any_folder(
    open_page: Callable[..., Page], site: Site, serve: Callable[[Path], Site], tmp_path: Path
) -> None:
    archive = shutil.make_archive(str(tmp_path / "site"), "zip", site.folder)
    shutil.unpack_archive(archive, tmp_path / "some where")
    page = open_page(f"zh/{CONSOLE}", at=serve(tmp_path / "some where"))

    expect(page.locator("table.result tbody tr").first).to_be_visible()


@pytest.mark.slow
def test_a_large_database_is_not_downloaded(
    open_page: Callable[..., Page], site: Site, real_release: Release, tmp_path: Path
) -> None:
    """A lookup in two million rows reads a few blocks of the file."""
    large = tmp_path / "large.duckdb"
    shutil.copyfile(real_release.database, large)
    with duckdb.connect(str(large)) as con:
        con.execute("CREATE TABLE big AS SELECT i AS id, sha256(i::VARCHAR) AS words FROM range(2_000_000) t(i)")
    path = f"/release/{real_release.database.name}"
    with by_ranges(Folder(site.folder, also={path: large})) as served:
        page = open_page(CONSOLE, Site(site.folder, served.address.rstrip("/")))
        expect(page.locator("table.result tbody tr").first).to_be_visible()
        opening = [size for name, size in served.taken if name == path]
        served.spent()
        ask(page, "SELECT words FROM big WHERE id = 1234567")
        expect(page.locator("table.result tbody")).to_contain_text(hashlib.sha256(b"1234567").hexdigest())
        lookup = [size for name, size in served.taken if name == path]

    assert large.stat().st_size > 64_000_000
    assert sum(opening) < 10_000_000, "the first question is answered on the way"
    assert 0 < len(lookup) <= 12
    assert sum(lookup) < 2_500_000


def test_engine_and_data_are_on_their_way_before_the_script_of_the_page(open_page: Callable[..., Page]) -> None:
    page = open_page(CONSOLE)
    expect(page.locator("table.result tbody tr").first).to_be_visible()
    asked = page.evaluate(
        "performance.getEntriesByType('resource').map(({ name, startTime, responseEnd, decodedBodySize }) =>"
        " [name.split('/').pop(), startTime, responseEnd, decodedBodySize])"
    )
    first = {name: min(start for other, start, *_ in asked if other == name) for name, *_ in asked}
    script = min(end for name, _, end, _ in asked if name.startswith("part-"))

    assert first["shenzhen-ai.duckdb"] < script
    assert first["main.js"] < first["shenzhen-ai.duckdb"]
    assert next(size for name, *_, size in asked if name == "main.js") < 5_000
