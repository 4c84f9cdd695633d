"""Rules inside one row of aliases: pandera checks on ibis.

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


def _script_of_language(data: IbisData) -> BooleanValue:
    """A Chinese name has Chinese characters, an English one has none; tickers are digits in any language."""
    t = data.table
    chinese = t.language.isin(["zh-Hans", "zh-Hant"])
    has = t.name.re_search(HAN)
    return (t.kind == "ticker") | ((~chinese | has) & ((t.language != "en") | ~has))


def _traditional_is_hant(data: IbisData) -> BooleanValue:
    """A name that differs by its script alone is in traditional characters."""
    t = data.table
    return (t.kind != "traditional") | (t.language == "zh-Hant")


RULES = (
    pa.Check(
        _script_of_language,
        name="ALIAS-LANGUAGE",
        title="language",
        error="the language that the name is written in",
        description="zh-Hans or zh-Hant for Chinese characters, en for Latin letters",
    ),
    pa.Check(
        _traditional_is_hant,
        name="ALIAS-TRADITIONAL",
        title="kind",
        error="zh-Hant for the kind traditional",
        description="change kind or language",
    ),
)

CHINESE = {
    "ALIAS-LANGUAGE": ("名称所用文字的语言", "汉字写 zh-Hans 或 zh-Hant，拉丁字母写 en"),
    "ALIAS-TRADITIONAL": ("kind 为 traditional 时语言为 zh-Hant", "改正 kind 或 language"),
}
"""What each rule expects, and the next step, in Chinese."""
