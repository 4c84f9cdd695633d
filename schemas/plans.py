"""Rules inside one row of plans: pandera checks on ibis.

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


def _adopted_then_issued(data: IbisData) -> BooleanValue:
    """A plan is adopted before it is issued."""
    return _not_after(data.table.adopted_on, data.table.issued_on)


def _force_begins_then_ends(data: IbisData) -> BooleanValue:
    """A plan comes into force before it goes out of force."""
    return _not_after(data.table.in_force_from, data.table.in_force_to)


def _title_origin_given(data: IbisData) -> BooleanValue:
    """A plan with titles in both languages says whose the translated one is."""
    t = data.table
    return t.title_zh.isnull() | t.title_origin.notnull()


def _title_in_both_languages(data: IbisData) -> BooleanValue:
    """title_en is in Latin letters without Chinese characters, title_zh has some; an empty one passes."""
    t = data.table
    english = t.title_en.re_search(LATIN) & ~t.title_en.re_search(HAN)
    chinese = t.title_zh.re_search(HAN)
    return english.fill_null(True) & chinese.fill_null(True)


def _summary_in_both_languages(data: IbisData) -> BooleanValue:
    """summary_en is in Latin letters without Chinese characters, summary_zh has some; an empty one passes."""
    t = data.table
    english = t.summary_en.re_search(LATIN) & ~t.summary_en.re_search(HAN)
    chinese = t.summary_zh.re_search(HAN)
    return english.fill_null(True) & chinese.fill_null(True)


RULES = (
    pa.Check(
        _adopted_then_issued,
        name="PLAN-DATES",
        title="issued_on",
        error="a day of issue not before adopted_on",
        description="check both dates against the source",
    ),
    pa.Check(
        _force_begins_then_ends,
        name="PLAN-FORCE",
        title="in_force_to",
        error="an end not before in_force_from",
        description="check both dates against the source",
    ),
    pa.Check(
        _title_origin_given,
        name="PLAN-TITLE-ORIGIN",
        title="title_origin",
        error="official, press or ours for a plan with two titles",
        description="say whose the English title is",
    ),
    pa.Check(
        _title_in_both_languages,
        name="PLAN-LANGUAGE-TITLE",
        title="title_zh",
        error="English in title_en, Chinese in title_zh",
        description="look whether the texts stand in each other's column, or one is not translated",
    ),
    pa.Check(
        _summary_in_both_languages,
        name="PLAN-LANGUAGE-SUMMARY",
        title="summary_zh",
        error="English in summary_en, Chinese in summary_zh",
        description="look whether the texts stand in each other's column, or one is not translated",
    ),
)

CHINESE = {
    "PLAN-DATES": ("不早于 adopted_on 的发布日期", "对照来源核对两个日期"),
    "PLAN-FORCE": ("不早于 in_force_from 的结束日期", "对照来源核对两个日期"),
    "PLAN-TITLE-ORIGIN": ("有两种标题的规划填写 official、press 或 ours", "写明英文标题出自何处"),
    "PLAN-LANGUAGE-TITLE": ("title_en 为英文，title_zh 为中文", "看两种文字是否互换了列，或其中一种尚未翻译"),
    "PLAN-LANGUAGE-SUMMARY": ("summary_en 为英文，summary_zh 为中文", "看两种文字是否互换了列，或其中一种尚未翻译"),
}
"""What each rule expects, and the next step, in Chinese."""
