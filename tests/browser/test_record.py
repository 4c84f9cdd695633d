"""What a reader does with a record: the other language, a citation to copy, a correction with its fields filled."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

import shenzhen_ai

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Locator, Page

    from shenzhen_ai.load import Release

pytestmark = pytest.mark.browser

TARGET = "sz-ai-pioneer-city-2025-2026-ai-firms-2026"
OBSERVATION = "ai-firms-not-stated-beijing-2024"
STYLES = {"APA": "apa", "BibTeX": "bibtex", "RIS": "ris", "CSL-JSON": "csl-json", "GB/T 7714": "gbt7714"}


@pytest.mark.parametrize(
    "path", ["", "tracker/", f"targets/{TARGET}/", f"observations/{OBSERVATION}/", "plan-tree/", "query/", "changes/"]
)
def test_the_switch_leads_to_the_same_page_in_the_other_language_and_back(
    open_page: Callable[..., Page], path: str
) -> None:
    page = open_page(path)
    title = page.locator("h1").inner_text()
    page.locator("a.other").click()
    page.wait_for_url(f"**/zh/{path}")
    expect(page.locator("html")).to_have_attribute("lang", "zh")
    expect(page.locator("h1")).not_to_have_text(title)

    page.locator("a.other").click()
    page.wait_for_url(lambda address: "/zh/" not in address)
    assert urlsplit(page.url).path == f"/{path}"
    expect(page.locator("h1")).to_have_text(title)


@pytest.mark.parametrize("language", ["", "zh/"])
def test_a_citation_is_copied_in_every_style(
    open_page: Callable[..., Page], small: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setenv("SHENZHEN_AI_RELEASE", str(small))
    page = open_page(f"{language}targets/{TARGET}/", permissions=["clipboard-read", "clipboard-write"])
    page.locator("details.take summary").click()
    blocks = page.locator("details.take h3")
    expect(blocks).to_have_text([*STYLES, "SQL", "Python", "R"])

    for number, style in enumerate(STYLES.values()):
        page.locator("details.take button.copy").nth(number).click()
        expect(page.locator("details.take button.copy").nth(number)).to_have_text("已复制" if language else "Copied")
        assert page.evaluate("navigator.clipboard.readText()") == shenzhen_ai.cite(style, "targets", TARGET).strip()


def asked(link: Locator) -> dict[str, str]:
    """Give the fields of the form that a link fills."""
    return {name: texts[0] for name, texts in parse_qs(urlsplit(link.get_attribute("href") or "").query).items()}


@pytest.mark.parametrize("language", ["", "zh/"])
@pytest.mark.parametrize(("table", "row_id"), [("targets", TARGET), ("observations", OBSERVATION)])
def test_the_link_to_a_correction_fills_the_form(
    open_page: Callable[..., Page], real_release: Release, table: str, row_id: str, language: str
) -> None:
    page = open_page(f"{language}{table}/{row_id}/")
    fields = asked(page.locator("p.mend a").first)

    assert fields["page"].endswith(f"/{real_release.version}/{language}{table}/{row_id}/")
    assert (fields["template"], fields["table"], fields["row_id"], fields["version"]) == (
        "correction.yml",
        table,
        row_id,
        real_release.version,
    )


def test_the_pencil_beside_a_value_names_the_field_and_what_stands_there(open_page: Callable[..., Page]) -> None:
    page = open_page(f"targets/{TARGET}/")
    pencil = page.get_by_role("link", name="Suggest a correction: Value", exact=True)
    pencil.focus()

    expect(pencil).to_have_attribute("href", re.compile("current=3000"))
    fields = asked(pencil)
    assert (fields["field"], fields["current"], fields["row_id"]) == ("value", "3000", TARGET)


def test_the_name_of_a_field_leads_to_what_it_means(open_page: Callable[..., Page]) -> None:
    page = open_page(f"zh/targets/{TARGET}/")
    page.locator("tr[data-field=value] th a").click()

    page.wait_for_url("**/zh/tables/targets/#value")
    expect(page.locator("tr#value")).to_be_in_viewport()


def test_home_leads_to_what_changed(open_page: Callable[..., Page]) -> None:
    for language in ("", "zh/"):
        page = open_page(language)
        page.locator("main a[href$='changes/']").first.click()
        page.wait_for_url(f"**/{language}changes/")
        expect(page.locator("h1")).to_be_visible()
