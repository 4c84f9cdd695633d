"""Rules inside one row of instruments: pandera checks on ibis.

Each function gets pandera's ibis container and gives a boolean column, true for good rows and never NULL.
The interface is told in observations.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis
import pandera.ibis as pa

if TYPE_CHECKING:
    from ibis.expr.types import BooleanValue
    from pandera.api.ibis.types import IbisData

HAN = "[一-鿿]"
"""A Chinese character. Written as a range, because engines differ in how they name a script."""

LATIN = "[A-Za-z]"
"""A letter of English text."""


def _wording_or_unknown(data: IbisData) -> BooleanValue:
    """A row with a figure has its wording or says that it is unknown, never both; one without knows its wording."""
    t = data.table
    unknown = t.printed_unknown.fill_null(False)
    figure = t.value.notnull() | t.share.notnull()
    return (figure & (t.printed.notnull() != unknown)) | (~figure & ~unknown)


def _wording_holds_a_figure(data: IbisData) -> BooleanValue:
    """The wording holds value or share as a number of its own (50 is not in 最高500万元), commas aside."""
    t = data.table
    wording = t.printed.replace(",", "").replace("，", "")
    found = ibis.literal(False)
    for figure in (t.value, t.share):
        digits = figure.abs().cast("string").re_replace("[.]?0+$", "")
        zeros = ibis.ifelse(digits.contains("."), "0*", "([.]0+)?")
        number = ibis.literal("(^|[^0-9.])0*") + digits.replace(".", "[.]") + zeros + "([^0-9.]|[.][^0-9]|[.]?$)"
        found = found | wording.re_search(number).fill_null(False)
    return t.printed.isnull() | found


def _value_is_complete(data: IbisData) -> BooleanValue:
    """Value, comparator and unit stand together, or none of them."""
    t = data.table
    return (t.value.notnull() == t.unit_id.notnull()) & (t.value.notnull() == t.comparator.notnull())


def _what_in_both_languages(data: IbisData) -> BooleanValue:
    """what_en is in Latin letters without Chinese characters, what_zh has some."""
    t = data.table
    english = t.what_en.re_search(LATIN) & ~t.what_en.re_search(HAN)
    chinese = t.what_zh.re_search(HAN)
    return english.fill_null(False) & chinese.fill_null(False)


def _beneficiary_in_both_languages(data: IbisData) -> BooleanValue:
    """beneficiary_en is in Latin letters without Chinese characters, beneficiary_zh has some; an empty one passes."""
    t = data.table
    english = t.beneficiary_en.re_search(LATIN) & ~t.beneficiary_en.re_search(HAN)
    chinese = t.beneficiary_zh.re_search(HAN)
    return english.fill_null(True) & chinese.fill_null(True)


RULES = (
    pa.Check(
        _wording_or_unknown,
        name="INSTRUMENT-PRINTED",
        title="printed",
        error="the printed wording, or printed_unknown true; never both, and no printed_unknown without a figure",
        description="copy the figure from the source, or set printed_unknown",
    ),
    pa.Check(
        _wording_holds_a_figure,
        name="INSTRUMENT-DIGITS",
        title="printed",
        error="wording that holds the digits of value or share",
        description="check value, unit_id and share against the wording",
    ),
    pa.Check(
        _value_is_complete,
        name="INSTRUMENT-VALUE",
        title="value",
        error="value, comparator and unit_id together",
        description="fill all three, or none; a share of cost goes to share alone",
    ),
    pa.Check(
        _what_in_both_languages,
        name="INSTRUMENT-LANGUAGE-WHAT",
        title="what_zh",
        error="English in what_en, Chinese in what_zh",
        description="look whether the texts stand in each other's column, or one is not translated",
    ),
    pa.Check(
        _beneficiary_in_both_languages,
        name="INSTRUMENT-LANGUAGE-BENEFICIARY",
        title="beneficiary_zh",
        error="English in beneficiary_en, Chinese in beneficiary_zh",
        description="look whether the texts stand in each other's column, or one is not translated",
    ),
)

CHINESE = {
    "INSTRUMENT-PRINTED": (
        "原文写法，或 printed_unknown 为 true；两者不可并存，没有数字时不写 printed_unknown",
        "从来源抄录数字，或填写 printed_unknown",
    ),
    "INSTRUMENT-DIGITS": ("含有 value 或 share 数字的原文写法", "对照原文核对 value、unit_id 和 share"),
    "INSTRUMENT-VALUE": ("value、comparator 和 unit_id 同时填写", "三者都填，或都不填；费用占比只填 share"),
    "INSTRUMENT-LANGUAGE-WHAT": ("what_en 为英文，what_zh 为中文", "看两种文字是否互换了列，或其中一种尚未翻译"),
    "INSTRUMENT-LANGUAGE-BENEFICIARY": (
        "beneficiary_en 为英文，beneficiary_zh 为中文",
        "看两种文字是否互换了列，或其中一种尚未翻译",
    ),
}
"""What each rule expects, and the next step, in Chinese."""
