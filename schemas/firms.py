"""Rules inside one row of firms: pandera checks on ibis.

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


def _english_name(data: IbisData) -> BooleanValue:
    """The English name has Latin letters or digits and no Chinese character."""
    name = data.table.name_en
    return name.re_search("[A-Za-z0-9]") & ~name.re_search(HAN)


def _registered_name(data: IbisData) -> BooleanValue:
    """The registered name is Chinese; a missing one passes."""
    return data.table.legal_name_zh.re_search(HAN).fill_null(True)


def _summary_in_both_languages(data: IbisData) -> BooleanValue:
    """summary_en is in Latin letters without Chinese characters, summary_zh has some; an empty one passes."""
    t = data.table
    english = t.summary_en.re_search(LATIN) & ~t.summary_en.re_search(HAN)
    chinese = t.summary_zh.re_search(HAN)
    return english.fill_null(True) & chinese.fill_null(True)


RULES = (
    pa.Check(
        _english_name,
        name="FIRM-NAME-LANGUAGE",
        title="name_en",
        error="an English name in Latin letters",
        description="the names may stand in each other's column",
    ),
    pa.Check(
        _registered_name,
        name="FIRM-LEGAL-NAME",
        title="legal_name_zh",
        error="a registered name in Chinese characters",
        description="the English legal name belongs to aliases",
    ),
    pa.Check(
        _summary_in_both_languages,
        name="FIRM-LANGUAGE-SUMMARY",
        title="summary_zh",
        error="English in summary_en, Chinese in summary_zh",
        description="look whether the texts stand in each other's column, or one is not translated",
    ),
)

CHINESE = {
    "FIRM-NAME-LANGUAGE": ("用拉丁字母书写的英文名称", "两个名称可能互换了列"),
    "FIRM-LEGAL-NAME": ("用汉字书写的注册名称", "英文法定名称请录入 aliases"),
    "FIRM-LANGUAGE-SUMMARY": ("summary_en 为英文，summary_zh 为中文", "看两种文字是否互换了列，或其中一种尚未翻译"),
}
"""What each rule expects, and the next step, in Chinese."""
