"""Whoever reads a page, and however: with a screen reader, a keyboard, a telephone, without script, in the dark."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

import chromium
import links

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from chromium import Site

pytestmark = pytest.mark.browser

PAGES = {
    "home": "",
    "tracker": "tracker/",
    "plan": "plans/sz-ai-pioneer-city-2025-2026/",
    "target": "targets/sz-ai-pioneer-city-2025-2026-ai-firms-2026/",
    "indicator": "indicators/ai-firms-not-stated/",
    "firm": "firms/3onedata/",
    "place": "places/shenzhen/",
    "sector": "sectors/",
    "sources": "sources/",
    "source": "sources/people-four-plans-2025/",
    "event": "events/2010-09-28-inovance-chinext/",
    "events": "events/",
    "permalink": "observations/ai-firms-not-stated-beijing-2024/",
    "timeline": "timeline/",
    "plan tree": "plan-tree/",
    "compare": "compare/",
    "changes": "changes/",
    "marks": "marks/",
    "readings": "readings/",
    "section": "browse/",
    "table": "tables/targets/",
    "downloads": "downloads/",
    "dictionary": "dictionary/",
    "guide": "query/",
    "codes": "problems/",
    "find": "find/?q=Shenzhen",
    "console": "console/",
}
"""One page of every template."""

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = {"desktop": {"width": 1280, "height": 900}, "phone": {"width": 390, "height": 844}}
RUN = """async (tags) => {
    const { violations } = await axe.run(document, { runOnly: tags });
    return violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(({ target, failureSummary }) =>
        `${target} ${failureSummary.replace(/\\s+/g, " ")}`).join(" ; ")}`);
}"""


@pytest.fixture(scope="session")
def axe(root: Path) -> str:
    """The text of axe-core."""
    file = root / "tests/browser/node_modules/axe-core/axe.min.js"
    if not file.is_file():
        pytest.fail("axe-core is not installed; get it with: make packages")
    return file.read_text(encoding="utf-8")


def settled(page: Page, name: str) -> Page:
    """Give a page once what its script makes is there."""
    if name == "console":
        expect(page.locator("table.result tbody tr").first).to_be_visible()
        page.locator("[data-part=chart-box] summary").click()
    if name == "find":
        expect(page.locator("ol.found a").first).to_be_visible()
    return page


@pytest.mark.parametrize("language", ["", "zh/"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_in_either_theme_on_any_screen(
    open_page: Callable[..., Page], axe: str, name: str, language: str
) -> None:
    page = settled(open_page(language + PAGES[name]), name)
    page.evaluate(axe)
    found: dict[tuple[str, str], Any] = {}
    for theme in ("light", "dark"):
        for width, size in WIDTHS.items():
            page.set_viewport_size(size)  # type: ignore[arg-type]
            page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
            found[theme, width] = page.evaluate(RUN, WCAG)

    assert not {place: violations for place, violations in found.items() if violations}


@pytest.mark.parametrize("name", PAGES)
def test_no_page_is_wider_than_a_telephone(open_page: Callable[..., Page], name: str) -> None:
    page = settled(open_page(PAGES[name], viewport={"width": 360, "height": 740}), name)

    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("name", sorted(set(PAGES) - {"console", "find"}))
def test_every_page_reads_without_script(open_page: Callable[..., Page], name: str) -> None:
    page = open_page(PAGES[name], java_script_enabled=False)

    expect(page.locator("h1")).to_be_visible()
    assert len(page.locator("main").inner_text()) > 100


def test_the_keyboard_goes_everywhere(open_page: Callable[..., Page]) -> None:
    page = open_page(PAGES["plan"])
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_class("skip")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")

    page = open_page(PAGES["tracker"])
    page.locator("details.menu summary").first.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("details.menu[open] a").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("details.menu summary").first).to_be_focused()
    assert page.locator("details.menu[open]").count() == 0


def test_the_console_is_used_with_the_keyboard_alone(open_page: Callable[..., Page]) -> None:
    page = settled(open_page("console/"), "console")
    editor = page.get_by_role("textbox", name="SQL")
    editor.focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("SELECT 7 AS seven")
    page.keyboard.press("Control+Enter")
    expect(page.locator("table.result tbody td")).to_have_text(["7"])
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Run")).to_be_focused()


def test_every_page_forbids_script_of_its_own_and_other_hosts(site: Site) -> None:
    pages = list(site.folder.parent.rglob("*.html"))
    assert len(pages) > len(PAGES)
    for file in pages:
        text = file.read_text(encoding="utf-8")
        policy = links.Page(text).policy
        assert text.index(policy) < 200, "it counts only for what stands after it"
        assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
        assert "unsafe" not in policy
        assert "http" not in policy


@pytest.mark.parametrize("language", ["", "zh/"])
@pytest.mark.parametrize("name", PAGES)
def test_texts_of_cells_stay_texts(
    open_page: Callable[..., Page], hostile_site: Site, name: str, language: str
) -> None:
    page = open_page(language + PAGES[name], at=hostile_site, viewport={"width": 360, "height": 740})
    if name in {"console", "find"}:
        page.wait_for_timeout(1000)

    assert page.evaluate("window.pwned") is None
    expect(page.locator("h1").first).to_be_visible()
    assert (
        page.locator("main script:not([src]):not([type='application/json']):not([type='application/ld+json'])").count()
        == 0
    )
    assert page.evaluate(ODD) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


ODD = """() => [...document.querySelectorAll("*")].flatMap((element) => [
    ...element.getAttributeNames().filter((name) => name.startsWith("on")),
    ...["href", "src", "action"].map((name) => element.getAttribute(name) ?? "")
        .filter((text) => /^\\s*(javascript|data):/i.test(text)),
])"""
"""Handlers in attributes, and addresses that are none of the web; the watch sees what is loaded from elsewhere."""


def test_a_script_that_got_in_all_the_same_would_not_run(
    browser: Browser, site: Site, serve: Callable[[Path], Site], tmp_path: Path
) -> None:
    text = (site.folder / "find" / "index.html").read_text(encoding="utf-8")
    bad = "<script>pwned = 1</script><img src='nowhere' onerror='pwned = 2'><style>main{display:none}</style>"
    (tmp_path / "index.html").write_text(text.replace("<main", f"{bad}<main"), encoding="utf-8")
    context = browser.new_context()
    served = serve(tmp_path)
    complaints = chromium.follow(context, served.address.removeprefix("http://"))
    page = context.new_page()
    page.goto(served.at(""))

    assert page.evaluate("window.pwned") is None
    expect(page.locator("main")).to_be_visible()
    context.close()
    assert len([complaint for complaint in complaints if "Content Security Policy" in complaint]) == 3
