"""Rules inside one row of indicators: pandera checks on ibis.

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


def _nothing_of_amounts(data: IbisData) -> BooleanValue:
    """Stocks, flows and counts are amounts of their own, not of another indicator."""
    t = data.table
    amount = t.measure.isin(["stock", "flow", "count-cumulative"])
    return ~amount | (t.of_indicator_id.isnull() & t.of_place_id.isnull())


def _not_of_itself(data: IbisData) -> BooleanValue:
    """An indicator is not a part of itself; one that is of nothing passes."""
    t = data.table
    return (t.of_indicator_id != t.indicator_id).fill_null(True)


def _name_in_both_languages(data: IbisData) -> BooleanValue:
    """name_en is in Latin letters without Chinese characters, name_zh has some."""
    t = data.table
    english = t.name_en.re_search(LATIN) & ~t.name_en.re_search(HAN)
    chinese = t.name_zh.re_search(HAN)
    return english.fill_null(False) & chinese.fill_null(False)


def _definition_in_both_languages(data: IbisData) -> BooleanValue:
    """definition_en is in Latin letters without Chinese characters, definition_zh has some."""
    t = data.table
    english = t.definition_en.re_search(LATIN) & ~t.definition_en.re_search(HAN)
    chinese = t.definition_zh.re_search(HAN)
    return english.fill_null(False) & chinese.fill_null(False)


RULES = (
    pa.Check(
        _nothing_of_amounts,
        name="INDICATOR-OF",
        title="of_indicator_id",
        error="no of_indicator_id and no of_place_id for a stock or a flow",
        description="empty them, or call the measure a share, rank or rate",
    ),
    pa.Check(
        _not_of_itself,
        name="INDICATOR-SELF",
        title="of_indicator_id",
        error="another indicator",
        description="name the whole",
    ),
    pa.Check(
        _name_in_both_languages,
        name="INDICATOR-LANGUAGE-NAME",
        title="name_zh",
        error="English in name_en, Chinese in name_zh",
        description="look whether the texts stand in each other's column, or one is not translated",
    ),
    pa.Check(
        _definition_in_both_languages,
        name="INDICATOR-LANGUAGE-DEFINITION",
        title="definition_zh",
        error="English in definition_en, Chinese in definition_zh",
        description="look whether the texts stand in each other's column, or one is not translated",
    ),
)

CHINESE = {
    "INDICATOR-OF": ("存量或流量没有 of_indicator_id 和 of_place_id", "清空两者，或将 measure 改为份额、排名或增速"),
    "INDICATOR-SELF": ("另一个指标", "写明其整体"),
    "INDICATOR-LANGUAGE-NAME": ("name_en 为英文，name_zh 为中文", "看两种文字是否互换了列，或其中一种尚未翻译"),
    "INDICATOR-LANGUAGE-DEFINITION": (
        "definition_en 为英文，definition_zh 为中文",
        "看两种文字是否互换了列，或其中一种尚未翻译",
    ),
}
"""What each rule expects, and the next step, in Chinese."""
