"""Rules inside one row of commentary: pandera checks on ibis.

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


def _about_in_both_languages(data: IbisData) -> BooleanValue:
    """about_en is in Latin letters without Chinese characters, about_zh has some."""
    t = data.table
    english = t.about_en.re_search(LATIN) & ~t.about_en.re_search(HAN)
    chinese = t.about_zh.re_search(HAN)
    return english.fill_null(False) & chinese.fill_null(False)


def _argument_in_both_languages(data: IbisData) -> BooleanValue:
    """argument_en is in Latin letters without Chinese characters, argument_zh has some."""
    t = data.table
    english = t.argument_en.re_search(LATIN) & ~t.argument_en.re_search(HAN)
    chinese = t.argument_zh.re_search(HAN)
    return english.fill_null(False) & chinese.fill_null(False)


RULES = (
    pa.Check(
        _about_in_both_languages,
        name="COMMENT-LANGUAGE-ABOUT",
        title="about_zh",
        error="English in about_en, Chinese in about_zh",
        description="look whether the texts stand in each other's column, or one is not translated",
    ),
    pa.Check(
        _argument_in_both_languages,
        name="COMMENT-LANGUAGE-ARGUMENT",
        title="argument_zh",
        error="English in argument_en, Chinese in argument_zh",
        description="look whether the texts stand in each other's column, or one is not translated",
    ),
)

CHINESE = {
    "COMMENT-LANGUAGE-ABOUT": ("about_en 为英文，about_zh 为中文", "看两种文字是否互换了列，或其中一种尚未翻译"),
    "COMMENT-LANGUAGE-ARGUMENT": (
        "argument_en 为英文，argument_zh 为中文",
        "看两种文字是否互换了列，或其中一种尚未翻译",
    ),
}
"""What each rule expects, and the next step, in Chinese."""
