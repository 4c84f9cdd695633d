"""The pages of a release: links, languages, provenance, and cells that try to become markup."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

import links
from shenzhen_ai.load import find_release
from shenzhen_ai.site.data import Data
from shenzhen_ai.site.markup import address, inline

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from shenzhen_ai.load import Release

HOSTILE = (
    "</title><script>alert(1)</script> ![x](javascript:alert(2)) "
    '[a](http://evil.example "t") `</td>` {: onload=x } **b**'
)


def test_every_row_of_a_table_with_pages_has_one_in_both_languages(small_site: Path, small_release: Release) -> None:
    data = Data.read(small_release)
    for prefix in ("", "zh/"):
        for table in data.paged():
            for row in data.rows[table]:
                assert (small_site / prefix / table / data.row_id(table, row) / "index.html").is_file()


def test_no_link_is_broken_and_nothing_is_loaded_from_elsewhere(small_site: Path) -> None:
    assert list(links.broken(small_site)) == []
    assert list(links.elsewhere(small_site)) == []


def test_the_link_checker_sees_a_broken_link(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text('<a href="gone/">x</a><a href="#no">y</a><script src="//cdn.example/x.js">')

    assert [text.split(": ")[1] for text in links.broken(tmp_path)] == ["no such page", "no such place on the page"]
    assert list(links.elsewhere(tmp_path)) == ["/ loads //cdn.example/x.js"]


def test_a_value_leads_to_its_source_and_the_source_back(small_site: Path) -> None:
    page = (small_site / "readings/eddystone-2020/index.html").read_text(encoding="utf-8")
    source = (small_site / "papers/harbour-list/index.html").read_text(encoding="utf-8")

    assert 'href="../../papers/harbour-list/#readings-eddystone-2020"' in page
    assert "table:1/row:4" in page
    assert 'id="readings-eddystone-2020"' in source
    assert 'href="../../readings/eddystone-2020/"' in source


def test_languages_are_joined_page_by_page(small_site: Path) -> None:
    english = {path.relative_to(small_site) for path in small_site.rglob("*.html") if "zh" not in path.parts}
    chinese = {path.relative_to(small_site / "zh") for path in (small_site / "zh").rglob("*.html")}

    assert english == chinese
    assert '<html lang="zh"' in (small_site / "zh/index.html").read_text(encoding="utf-8")
    assert "灯塔" in (small_site / "zh/index.html").read_text(encoding="utf-8")


def test_cells_never_become_markup(mini: Path, tmp_path: Path, command: Callable[..., str]) -> None:
    lamps = mini / "data/lamps.csv"
    quoted = '"' + HOSTILE.replace('"', '""') + '"'
    text = lamps.read_text(encoding="utf-8").replace("Stands on a reef", quoted).replace(",Eddystone,", f",{quoted},")
    lamps.write_text(text, encoding="utf-8")
    command("build", mini, "--run-python", "--out", tmp_path / "release")
    command("site", mini, "--release", tmp_path / "release", "--out", tmp_path / "site")

    for file in [*(tmp_path / "site/lamps").rglob("*.html"), *(tmp_path / "site/readings").rglob("*.html")]:
        page = file.read_text(encoding="utf-8")
        assert "<script>alert" not in page
        assert "evil.example&quot;" in page or 'href="http://evil.example' not in page
        assert 'src="javascript' not in page
        assert "onload=x " not in re.sub(r">[^<]*<", "><", page)
    shown = (tmp_path / "site/lamps/eddystone/index.html").read_text(encoding="utf-8")
    assert "&lt;script&gt;alert(1)" in shown


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

    assert data.label("readings", data.rows["readings"][0]) == "Eddystone asof:2020"
    assert data.label("readings", data.rows["readings"][0], "zh") == "埃迪斯通 asof:2020"
