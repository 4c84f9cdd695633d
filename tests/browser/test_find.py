"""The search of the site, in both languages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

    import chromium

pytestmark = pytest.mark.browser

PIONEER = "plans/sz-ai-pioneer-city-2025-2026/"
CASES = {
    "a document number": ("深工信〔2025〕43号", PIONEER),
    "a document number as it is typed": ("深工信[2025]43", PIONEER),
    "a ticker": ("688618", "firms/3onedata/"),
    "a synonym": ("vertiports", "indicators/low-altitude-sites-built/"),
    "a Chinese synonym": ("起降点", "indicators/low-altitude-sites-built/"),
    "traditional signs of a simplified title": ("低空基礎設施高質量建設", "plans/sz-lowalt-infrastructure-2024-2026/"),
    "the title in the other case": ("ai PIONEER city plan", PIONEER),
    "an id": ("sz-ai-pioneer-city-2025-2026", PIONEER),
}


@pytest.mark.parametrize("language", ["", "zh/"])
@pytest.mark.parametrize("case", CASES)
def test_what_is_asked_comes_first(open_page: Callable[..., Page], case: str, language: str) -> None:
    asked, wanted = CASES[case]
    page = open_page(f"{language}find/")
    page.locator("#find input").fill(asked)

    link = page.locator("ol.found a").first
    expect(link).to_be_visible()
    assert link.evaluate("link => link.pathname") == f"/{language}{wanted}"


def test_the_box_on_every_page_leads_to_results_that_an_address_keeps(open_page: Callable[..., Page]) -> None:
    page = open_page(f"zh/{PIONEER}")
    page.get_by_role("searchbox", name="搜索").fill("低空 建设")
    page.keyboard.press("Enter")
    page.wait_for_url("**/zh/find/?q=*")
    expect(page.locator("ol.found a").first).to_be_visible()

    again = open_page(page.url.split("/", 3)[3])
    expect(again.locator("ol.found a").first).to_be_visible()
    again.locator("ol.found a").first.click()
    expect(again.locator("h1")).to_contain_text("低空")


@pytest.mark.parametrize(("language", "asked"), [("", "sql console"), ("zh/", "控制台")])
def test_guides_are_found_too(open_page: Callable[..., Page], language: str, asked: str) -> None:
    page = open_page(f"{language}find/")
    page.locator("#find input").fill(asked)

    expect(page.locator("ol.found a").first).to_have_attribute("href", re.compile(f"/{language}console/$"))


def test_nothing_found_is_said_and_words_are_never_markup(open_page: Callable[..., Page]) -> None:
    page = open_page("find/?q=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E%20zzzz")

    expect(page.get_by_role("status")).to_have_text("0 found.")
    assert page.locator("#find img").count() == 0


@pytest.mark.slow
@pytest.mark.parametrize("language", ["", "zh/"])
def test_the_first_query_of_all_records_loads_little(
    open_page: Callable[..., Page], real_site: Path, serve: Callable[[Path], chromium.Site], language: str
) -> None:
    page = open_page(f"{language}find/?q=Shenzhen%20AI", at=serve(real_site))
    expect(page.locator("ol.found a").first).to_be_visible()
    loaded = page.evaluate(
        "performance.getEntriesByType('resource').filter((entry) => entry.name.includes('/assets/find/'))"
        ".map((entry) => entry.encodedBodySize)"
    )

    assert len(loaded) > 3
    assert sum(loaded) <= 300_000


def test_without_script_there_are_lists_instead(open_page: Callable[..., Page]) -> None:
    page = open_page("find/", java_script_enabled=False)
    page.locator("noscript a").first.click()

    expect(page.locator("h1")).to_be_visible()
