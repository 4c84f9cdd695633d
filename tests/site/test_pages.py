"""The pages of a release: links, languages, provenance, and cells that try to become markup."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import links
import shenzhen_ai
from shenzhen_ai.addresses import row_path
from shenzhen_ai.load import find_release
from shenzhen_ai.site.book import Book
from shenzhen_ai.site.charts import Chart, svg
from shenzhen_ai.site.data import Data
from shenzhen_ai.site.markup import address, inline
from shenzhen_ai.site.page import Page

if TYPE_CHECKING:
    from collections.abc import Callable

    from shenzhen_ai.load import Release

ROOT = Path(__file__).resolve().parents[2]
HOSTILE = (
    "</title><script>alert(1)</script> ![x](javascript:alert(2)) "
    '[a](http://evil.example "t") `</td>` {: onload=x } **b**'
)


def test_every_row_has_an_address_in_both_languages(small_site: Path, small_release: Release) -> None:
    data = Data.read(small_release)
    tables = [name for name in data.resources if data.key(name) and not data.is_view(name)]
    assert set(data.paged()) < set(tables)
    for prefix in ("", "zh/"):
        for table in tables:
            for row in data.rows[table]:
                assert (small_site / prefix / row_path(table, data.row_id(table, row)) / "index.html").is_file()


def test_a_permalink_says_its_language_and_leads_on(small_site: Path) -> None:
    for prefix, language in (("", "en"), ("zh/", "zh")):
        page = (small_site / prefix / "proofs/e1/index.html").read_text(encoding="utf-8")
        assert f"<html class=permalink lang={language}>" in page
        assert len(page) < 3000


def test_no_link_is_broken_and_nothing_is_loaded_from_elsewhere(small_site: Path) -> None:
    assert list(links.broken(small_site.parent)) == []
    assert list(links.elsewhere(small_site.parent)) == []


def test_versions_stand_side_by_side_and_the_newest_is_latest(
    small_site: Path, small_release: Release, tmp_path: Path, command: Callable[..., str]
) -> None:
    older = Path(shutil.copytree(small_release.folder, tmp_path / "release"))
    descriptor = json.loads((older / "datapackage.json").read_text(encoding="utf-8"))
    (older / "datapackage.json").write_text(json.dumps({**descriptor, "version": "0.9.0"}), encoding="utf-8")
    site = Path(shutil.copytree(small_site.parent, tmp_path / "site"))
    command("site", ROOT / "tests/mini", "--release", older, "--out", site)

    assert json.loads((site / "versions.json").read_text(encoding="utf-8")) == [small_release.version, "0.9.0"]
    assert "0.9.0" in (site / "0.9.0/index.html").read_text(encoding="utf-8")
    assert f"Version {small_release.version}" in (site / "latest/index.html").read_text(encoding="utf-8")
    assert "../0.9.0/" in links.Page((site / "versions/index.html").read_text(encoding="utf-8")).references
    assert list(links.broken(site)) == []


def test_the_link_checker_sees_a_broken_link(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text('<a href="gone/">x</a><a href="#no">y</a><script src="//cdn.example/x.js">')

    assert [text.split(": ")[1] for text in links.broken(tmp_path)] == ["no such page", "no such place on the page"]
    assert list(links.elsewhere(tmp_path)) == ["/ loads //cdn.example/x.js"]


@pytest.mark.slow
def test_zensical_makes_the_same_site_of_the_same_folder(
    small_site: Path, small_release: Release, tmp_path: Path, command: Callable[..., str]
) -> None:
    command(
        "site", ROOT / "tests/mini", "--release", small_release.folder, "--out", tmp_path / "site", "--tool", "zensical"
    )
    other = tmp_path / "site/latest"

    assert list(links.broken(tmp_path / "site")) == []
    assert {file.relative_to(other) for file in other.rglob("*.html")} == {
        file.relative_to(small_site) for file in small_site.rglob("*.html")
    }
    for name in ("zh/index.html", "readings/eddystone-2020/index.html", "tables/lamps/index.html"):
        mine, theirs = ((folder / name).read_text(encoding="utf-8") for folder in (small_site, other))
        assert links.text(theirs) == links.text(mine)


def test_a_value_leads_to_its_source_and_the_source_back(small_site: Path) -> None:
    text = (small_site / "readings/eddystone-2020/index.html").read_text(encoding="utf-8")
    page, source = links.Page(text), links.Page((small_site / "papers/harbour-list/index.html").read_text("utf-8"))

    assert "../../papers/harbour-list/#readings-eddystone-2020" in page.references
    assert "table:1/row:4" in text
    assert "readings-eddystone-2020" in source.anchors
    assert "../../readings/eddystone-2020/" in source.references


def test_a_value_that_another_statement_contradicts_is_marked_and_no_other(small_release: Release) -> None:
    rival = {
        "readings": [{"a": "eddystone-2020", "b": "x", "why": "same"}, {"a": "eddystone-2021", "b": "y", "why": "no"}]
    }
    data = Data.read(
        small_release,
        [{"table": "readings", "view": "rivals", "columns": ["a", "b"], "fields": ["value"], "where": {"why": "same"}}],
    )
    data.rows = {
        **data.rows,
        "rivals": rival["readings"],
        "fixes": [{"table_name": "lamps", "row_id": "eddystone", "field": "lit_on"}],
    }
    page = Page(Book(data, None, small_release.folder), "en", "")

    def disputed(table: str, row_id: str, name: str | None = None) -> bool:
        return "disputed" in page.marks(table, row_id, name)

    assert disputed("readings", "eddystone-2020", "value")
    assert disputed("readings", "eddystone-2020")
    assert not disputed("readings", "eddystone-2020", "period")
    assert not disputed("readings", "eddystone-2021")
    assert disputed("lamps", "eddystone", "lit_on")
    assert not disputed("lamps", "eddystone", "name_en")


def test_values_alike_in_their_sources_carry_these_once(small_release: Release) -> None:
    data = Data.read(small_release)
    row = data.get("readings", "eddystone-2020")
    assert row
    page = Page(Book(data, None, small_release.folder), "en", "readings/eddystone-2020/")
    lines = list(page.facts("readings", row, skip=["reading_id"]))

    derived = {item["name"] for item in data.schemas["readings"]["fields"] if "derived_from" in item}
    names = [name for name in row if row[name] and name not in {"reading_id", *derived}]
    assert [line.field["name"] for line in lines] == names
    assert [line.marks for line in lines] == [page.marks("readings", "eddystone-2020", name) for name in names]
    sources = [line.marks for line in lines for _ in range(line.span)]
    assert sources == [line.marks for line in lines if line.marks]
    assert max(line.span for line in lines) > 1


def test_languages_are_joined_page_by_page(small_site: Path) -> None:
    english = {path.relative_to(small_site) for path in small_site.rglob("*.html") if "zh" not in path.parts}
    chinese = {path.relative_to(small_site / "zh") for path in (small_site / "zh").rglob("*.html")}

    assert english == chinese
    assert "<html lang=zh>" in (small_site / "zh/index.html").read_text(encoding="utf-8")
    assert "灯塔" in (small_site / "zh/index.html").read_text(encoding="utf-8")


def test_cells_never_become_markup(mini: Path, tmp_path: Path, command: Callable[..., str]) -> None:
    lamps = mini / "data/lamps.csv"
    quoted = '"' + HOSTILE.replace('"', '""') + '"'
    text = lamps.read_text(encoding="utf-8").replace("Stands on a reef", quoted).replace(",Eddystone,", f",{quoted},")
    lamps.write_text(text, encoding="utf-8")
    command("build", mini, "--run-python", "--out", tmp_path / "release")
    command("site", mini, "--release", tmp_path / "release", "--out", tmp_path / "site")

    for file in (tmp_path / "site/latest").rglob("*.html"):
        page = links.Page(file.read_text(encoding="utf-8"))
        assert all(source.endswith((".js", "application/json", "application/ld+json")) for source in page.scripts), file
        assert not page.handlers, file
        assert not [href for href in page.references if href.startswith(("javascript:", "http://evil"))], file
    shown = (tmp_path / "site/latest/lamps/eddystone/index.html").read_text(encoding="utf-8")
    assert "&lt;script>alert(1)" in shown


@pytest.mark.parametrize("text", ["# h", "1. x", "- x", "a|b", "<b>", "*x*", "_x_", "`x`", "[a](b)", "![a](b)", "\\*"])
def test_inline_text_leaves_no_sign_to_markdown(text: str) -> None:
    assert not re.search(r"[#|<>*_`\[\]()!\\]", re.sub(r"&#\d+;", "", str(inline(text))))
    assert not re.match(r"[-\d]", str(inline(text)))


@pytest.mark.parametrize(
    "text", ["javascript:alert(1)", "data:text/html,x", "//x.example", 'http://x"onclick=y', "ftp://x"]
)
def test_only_web_addresses_become_links(text: str) -> None:
    assert address(text) == ""


def test_labels_follow_references_and_languages(small_release: Release) -> None:
    data = Data.read(find_release(small_release.folder))

    assert data.label("readings", data.rows["readings"][0]) == "Eddystone as of 2020"
    assert data.label("readings", data.rows["readings"][0], "zh") == "埃迪斯通 截至2020"


def test_a_record_offers_what_cite_gives(
    small_site: Path, small_release: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHENZHEN_AI_RELEASE", str(small_release.folder))
    twin = json.loads((small_site / "readings/eddystone-2020.json").read_text(encoding="utf-8"))
    page = links.Page((small_site / "zh/readings/eddystone-2020/index.html").read_text(encoding="utf-8"))

    assert "../../../readings/eddystone-2020.json" in page.references
    assert twin["citation"] == shenzhen_ai.cite("apa", "readings", "eddystone-2020")
    with shenzhen_ai.connect() as con:
        assert (
            con.execute(twin["sql"]).fetchall()
            == con.execute("SELECT * FROM readings WHERE reading_id = 'eddystone-2020'").fetchall()
        )
    assert twin["row"] == {name: text for name, text in twin["row"].items() if text}
    assert {item["source_id"] for item in twin["statements"]} == set(twin["sources"])
    assert twin["sources"]["harbour-list"]["title"]


def test_a_page_says_in_schema_org_what_it_is(small_site: Path) -> None:
    def said(path: str) -> dict[str, object]:
        text = (small_site / path / "index.html").read_text(encoding="utf-8")
        found: dict[str, object] = json.loads(text.split("<script type=application/ld+json>")[1].split("</script>")[0])
        return found

    assert said("")["@type"] == "Dataset"
    assert said("tables/lamps")["distribution"][0]["contentUrl"].endswith("release/csv/lamps.csv")  # type: ignore[index]
    row = said("zh/lamps/eddystone")
    assert (row["@type"], row["identifier"], row["inLanguage"]) == ("CreativeWork", "eddystone", "zh")
    for name in ("cards/site.en.png", "cards/lamps.zh.png", "llms.txt", "feeds/all.atom", "../robots.txt"):
        assert (small_site / name).stat().st_size > 60
    assert "/latest/lamps/eddystone/</loc>" in (small_site.parent / "sitemap.xml").read_text(encoding="utf-8")


def test_a_text_of_any_length_is_drawn_short() -> None:
    values = [{"a": f"{number}深x" * 10_000, "b": number} for number in range(5)]
    spec = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "data": {"values": values},
        "mark": "bar",
        "encoding": {"y": {"field": "a", "type": "nominal"}, "x": {"field": "b", "type": "quantitative"}},
    }
    drawn = svg(Chart(json.dumps(spec), Path("x.svg"), "title", "description"))

    assert "3深x3深x" in drawn
    assert max(len(text) for text in re.findall(r">([^<]*)<", drawn)) < 200
