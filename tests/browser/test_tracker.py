"""The tracker: narrowed down, sorted, shared by its address, taken away as CSV, and whole without script."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    import chromium

pytestmark = pytest.mark.browser

SHOWN = "table.targets tbody tr:not([hidden])"


def test_filters_narrow_down_and_the_address_keeps_them(open_page: Callable[..., Page]) -> None:
    page = open_page("tracker/")
    everything = page.locator(SHOWN).count()
    page.locator("select[name=plan]").select_option(index=1)
    plan = page.locator("select[name=plan]").input_value()
    narrowed = page.locator(SHOWN)

    assert 0 < narrowed.count() < everything
    assert {row.get_attribute("data-plan") for row in narrowed.all()} == {plan}
    assert page.url.endswith(f"?plan={plan}")
    expect(page.locator(".count")).to_have_text(f"{narrowed.count()} / {everything}")

    page.goto(page.url)
    assert page.locator(SHOWN).count() == narrowed.count() < everything
    page.locator("button[type=reset]").click()
    expect(page.locator(SHOWN)).to_have_count(everything)
    assert "?" not in page.url


def test_a_column_sorts_up_down_and_back(open_page: Callable[..., Page]) -> None:
    page = open_page("tracker/")
    header = page.locator("table.targets th").nth(3)
    header.locator("button").click()
    values = [
        float(cell.get_attribute("data-value") or "-inf") for cell in page.locator(f"{SHOWN} td:nth-child(4)").all()
    ]
    assert values == sorted(values)
    assert len(set(values)) > 2
    expect(header).to_have_attribute("aria-sort", "ascending")

    header.locator("button").click()
    expect(header).to_have_attribute("aria-sort", "descending")
    assert page.url.endswith("?sort=3-")


def test_the_download_holds_the_rows_shown(open_page: Callable[..., Page], site: chromium.Site) -> None:
    page = open_page("tracker/?find=unicorn")
    shown = [row.get_attribute("data-id") for row in page.locator(SHOWN).all()]
    with page.expect_download() as waiting:
        page.locator("a.csv").click()
    text = Path(waiting.value.path()).read_text(encoding="utf-8")
    released = (site.folder / "release/csv/targets_flat.csv").read_text(encoding="utf-8")

    assert shown
    assert [row["target_id"] for row in csv.DictReader(io.StringIO(text))] == shown
    assert set(text.splitlines()) <= set(released.splitlines())


def test_without_script_the_whole_table_stands_there(open_page: Callable[..., Page]) -> None:
    with_script = open_page("tracker/").locator(SHOWN).count()
    page = open_page("tracker/", java_script_enabled=False)

    assert page.locator("table.targets tbody tr").count() == with_script
    expect(page.locator("form.filter")).to_be_hidden()
    page.locator("table.targets tbody a").first.click()
    expect(page.locator("#how-the-verdict-is-reached")).to_be_visible()
