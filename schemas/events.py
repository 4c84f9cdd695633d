"""Rules inside one row of events: pandera checks on ibis.

Each function gets pandera's ibis container and gives a boolean column, true for good rows and never NULL.
The interface is told in observations.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis
import pandera.ibis as pa

if TYPE_CHECKING:
    from ibis.expr.types import BooleanValue, StringValue
    from pandera.api.ibis.types import IbisData

HAN = "[一-鿿]"
"""A Chinese character. Written as a range, because engines differ in how they name a script."""

LATIN = "[A-Za-z]"
"""A letter of English text."""


def _not_after(first: StringValue, second: StringValue) -> BooleanValue:
    """Tell whether a date comes not after another one, over the digits that both have; a missing one passes."""
    size = ibis.least(first.length(), second.length())
    return (first.left(size) <= second.left(size)).fill_null(True)


def _begins_then_ends(data: IbisData) -> BooleanValue:
    """An event does not end before it begins; one without an end passes."""
    return _not_after(data.table.happened_on, data.table.happened_to)


def _title_in_both_languages(data: IbisData) -> BooleanValue:
    """title_en is in Latin letters without Chinese characters, title_zh has some."""
    t = data.table
    english = t.title_en.re_search(LATIN) & ~t.title_en.re_search(HAN)
    chinese = t.title_zh.re_search(HAN)
    return english.fill_null(False) & chinese.fill_null(False)


def _what_in_both_languages(data: IbisData) -> BooleanValue:
    """what_en is in Latin letters without Chinese characters, what_zh has some; an empty one passes."""
    t = data.table
    english = t.what_en.re_search(LATIN) & ~t.what_en.re_search(HAN)
    chinese = t.what_zh.re_search(HAN)
    return english.fill_null(True) & chinese.fill_null(True)


RULES = (
    pa.Check(
        _begins_then_ends,
        name="EVENT-ORDER",
        title="happened_to",
        error="an end not before happened_on",
        description="swap the dates, or check them against the source",
    ),
    pa.Check(
        _title_in_both_languages,
        name="EVENT-LANGUAGE-TITLE",
        title="title_zh",
        error="English in title_en, Chinese in title_zh",
        description="look whether the texts stand in each other's column, or one is not translated",
    ),
    pa.Check(
        _what_in_both_languages,
        name="EVENT-LANGUAGE-WHAT",
        title="what_zh",
        error="English in what_en, Chinese in what_zh",
        description="look whether the texts stand in each other's column, or one is not translated",
    ),
)

CHINESE = {
    "EVENT-ORDER": ("不早于 happened_on 的结束日期", "对调两个日期，或对照来源核对"),
    "EVENT-LANGUAGE-TITLE": ("title_en 为英文，title_zh 为中文", "看两种文字是否互换了列，或其中一种尚未翻译"),
    "EVENT-LANGUAGE-WHAT": ("what_en 为英文，what_zh 为中文", "看两种文字是否互换了列，或其中一种尚未翻译"),
}
"""What each rule expects, and the next step, in Chinese."""
