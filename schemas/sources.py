"""Rules inside one row of sources: pandera checks on ibis.

Each function gets pandera's ibis container and gives a boolean column, true for good rows and never NULL.
The interface is told in observations.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandera.ibis as pa

if TYPE_CHECKING:
    from ibis.expr.types import BooleanValue
    from pandera.api.ibis.types import IbisData

HAN = "[一-鿿]"
"""A Chinese character. Written as a range, because engines differ in how they name a script."""

LATIN = "[A-Za-z]"
"""A letter of English text."""


def _copy_names_issuer(data: IbisData) -> BooleanValue:
    """Who reposts or translates a whole text knows whose it is; an excerpt or a rewriting may hide it."""
    t = data.table
    return ~t["copy"].isin(["verbatim", "translation"]) | t.original_issuer.notnull()


def _read_after_publication(data: IbisData) -> BooleanValue:
    """Nothing is read before it is published, over the digits of published_on; a missing date passes."""
    t = data.table
    read = t.accessed_on.cast("string").left(t.published_on.length())
    return (t.published_on <= read).fill_null(True)


def _can_be_found(data: IbisData) -> BooleanValue:
    """A reader can find it: by address, archived copy or number; else the note says why not."""
    t = data.table
    return t.url.notnull() | t.archived_url.notnull() | t.document_number.notnull() | t.reliability_note.notnull()


def _checked_after_reading(data: IbisData) -> BooleanValue:
    """It is checked again after it was read, and the next check comes later; missing dates pass."""
    t = data.table
    after = (t.checked_on >= t.accessed_on).fill_null(True)
    later = (t.next_check_due > t.checked_on.fill_null(t.accessed_on)).fill_null(True)
    return after & later


def _translated_titles(data: IbisData) -> BooleanValue:
    """title_zh has Chinese characters, title_en Latin letters; missing ones pass."""
    t = data.table
    return t.title_zh.re_search(HAN).fill_null(True) & t.title_en.re_search(LATIN).fill_null(True)


RULES = (
    pa.Check(
        _copy_names_issuer,
        name="SOURCE-COPY",
        title="original_issuer",
        error="the original issuer of a verbatim copy or translation",
        description="name who issued the text, or call the copy excerpt or rewritten",
    ),
    pa.Check(
        _read_after_publication,
        name="SOURCE-DATES",
        title="accessed_on",
        error="a day of reading not before published_on",
        description="check both dates",
    ),
    pa.Check(
        _can_be_found,
        name="SOURCE-ADDRESS",
        title="url",
        error="an address, an archived copy or a document number",
        description="say in reliability_note why there is none",
    ),
    pa.Check(
        _checked_after_reading,
        name="SOURCE-CHECKS",
        title="checked_on",
        error="accessed_on, then checked_on, then next_check_due",
        description="bring the three dates into order",
    ),
    pa.Check(
        _translated_titles,
        name="SOURCE-TITLES",
        title="title_zh",
        error="Chinese in title_zh, English in title_en",
        description="the titles may stand in each other's column",
    ),
)

CHINESE = {
    "SOURCE-COPY": ("原文照录或译本的原发布者", "写明发布者，或将 copy 改为 excerpt 或 rewritten"),
    "SOURCE-DATES": ("不早于 published_on 的查阅日期", "核对两个日期"),
    "SOURCE-ADDRESS": ("网址、存档副本或文号", "在 reliability_note 中说明为何没有"),
    "SOURCE-CHECKS": ("依次为 accessed_on、checked_on、next_check_due", "理顺三个日期的先后"),
    "SOURCE-TITLES": ("title_zh 为中文，title_en 为英文", "两个标题可能互换了列"),
}
"""What each rule expects, and the next step, in Chinese."""
