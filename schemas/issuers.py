"""Rules inside one row of issuers: pandera checks on ibis.

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


def _name_in_both_languages(data: IbisData) -> BooleanValue:
    """name_en is in Latin letters without Chinese characters, name_zh has some."""
    t = data.table
    english = t.name_en.re_search(LATIN) & ~t.name_en.re_search(HAN)
    chinese = t.name_zh.re_search(HAN)
    return english.fill_null(False) & chinese.fill_null(False)


RULES = (
    pa.Check(
        _name_in_both_languages,
        name="ISSUER-LANGUAGE-NAME",
        title="name_zh",
        error="English in name_en, Chinese in name_zh",
        description="look whether the texts stand in each other's column, or one is not translated",
    ),
)

CHINESE = {
    "ISSUER-LANGUAGE-NAME": ("name_en 为英文，name_zh 为中文", "看两种文字是否互换了列，或其中一种尚未翻译"),
}
"""What each rule expects, and the next step, in Chinese."""
