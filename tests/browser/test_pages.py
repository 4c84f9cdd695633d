"""What a reader meets first: two languages, targets, and the way from a value to who says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

PLAN = "plans/sz-ai-pioneer-city-2025-2026/"
TITLES = {"": "Shenzhen AI Roadmap Open Data", "zh/": "深圳人工智能路线图开放数据"}


@pytest.mark.parametrize("language", ["", "zh/"])
def test_home_opens_in_both_languages(open_page: Callable[..., Page], language: str) -> None:
    page = open_page(language)

    expect(page.locator("h1")).to_contain_text(TITLES[language])
    expect(page.locator("html")).to_have_attribute("lang", "zh" if language else "en")


def test_a_plan_shows_its_targets_and_each_leads_to_its_source(open_page: Callable[..., Page]) -> None:
    page = open_page(PLAN)
    rows = page.locator("table.targets tbody tr")
    assert rows.count() >= 3

    rows.first.locator("a.src").first.hover()
    tip = page.locator(".tip")
    expect(tip).to_be_visible()
    tip.locator("a").first.click()
    assert "/sources/" in page.url
    anchor = page.url.split("#")[1]
    expect(page.locator(f"[id='{anchor}']")).to_be_in_viewport()
    page.locator(f"[id='{anchor}'] a").first.click()
    expect(page.locator("h1")).to_be_visible()
