"""Rules inside one row of firm_observations: pandera checks on ibis.

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


def _wording_or_unknown(data: IbisData) -> BooleanValue:
    """A row with a figure has its wording or says that it is unknown, never both; one without knows its wording."""
    t = data.table
    unknown = t.printed_unknown.fill_null(False)
    figure = t.value.notnull()
    return (figure & (t.printed.notnull() != unknown)) | (~figure & ~unknown)


def _wording_holds_value(data: IbisData) -> BooleanValue:
    """The wording holds the value as a number of its own (260 is not in 超2600家), commas and sign aside."""
    t = data.table
    wording = t.printed.replace(",", "").replace("，", "")
    digits = t.value.abs().cast("string").re_replace("[.]?0+$", "")
    zeros = ibis.ifelse(digits.contains("."), "0*", "([.]0+)?")
    number = ibis.literal("(^|[^0-9.])0*") + digits.replace(".", "[.]") + zeros + "([^0-9.]|[.][^0-9]|[.]?$)"
    return t.value.isnull() | t.printed.isnull() | wording.re_search(number).fill_null(False)


def _wording_holds_upper_value(data: IbisData) -> BooleanValue:
    """The wording holds the upper value as a number of its own (260 is not in 超2600家), commas and sign aside."""
    t = data.table
    wording = t.printed.replace(",", "").replace("，", "")
    digits = t.value_max.abs().cast("string").re_replace("[.]?0+$", "")
    zeros = ibis.ifelse(digits.contains("."), "0*", "([.]0+)?")
    number = ibis.literal("(^|[^0-9.])0*") + digits.replace(".", "[.]") + zeros + "([^0-9.]|[.][^0-9]|[.]?$)"
    return t.value_max.isnull() | t.printed.isnull() | wording.re_search(number).fill_null(False)


def _upper_value(data: IbisData) -> BooleanValue:
    """An upper value stands exactly with between, and above the value; a row without a comparator has none."""
    t = data.table
    between = (t.comparator == "between").fill_null(False)
    above = (t.value_max > t.value).fill_null(False)
    return (between & above) | (~between & t.value_max.isnull())


def _words_of_inferred_year(data: IbisData) -> BooleanValue:
    """A period ends in a question mark exactly when the words of the source stand beside it."""
    t = data.table
    return t.period.endswith("?") == t.period_printed.notnull()


RULES = (
    pa.Check(
        _wording_or_unknown,
        name="FIRM-OBS-PRINTED",
        title="printed",
        error="the printed wording, or printed_unknown true; never both, and no printed_unknown without a figure",
        description="copy the figure from the source, or set printed_unknown",
    ),
    pa.Check(
        _wording_holds_value,
        name="FIRM-OBS-DIGITS",
        title="printed",
        error="wording that holds the digits of value",
        description="check value and unit_id against the wording: the unit carries the multiple (亿, million)",
    ),
    pa.Check(
        _wording_holds_upper_value,
        name="FIRM-OBS-DIGITS-MAX",
        title="printed",
        error="wording that holds the digits of value_max",
        description="check value_max and unit_id against the wording: the unit carries the multiple (亿, million)",
    ),
    pa.Check(
        _upper_value,
        name="FIRM-OBS-MAX",
        title="value_max",
        error="an upper value above the value with between, and none with any other comparator",
        description="say between, or empty value_max",
    ),
    pa.Check(
        _words_of_inferred_year,
        name="FIRM-OBS-PERIOD-WORDS",
        title="period_printed",
        error="the words of the source when the year is inferred, and only then",
        description="quote them in period_printed, or take the ? away",
    ),
)

CHINESE = {
    "FIRM-OBS-PRINTED": (
        "原文写法，或 printed_unknown 为 true；两者不可并存，没有数字时不写 printed_unknown",
        "从来源抄录数字，或填写 printed_unknown",
    ),
    "FIRM-OBS-DIGITS": ("含有 value 数字的原文写法", "对照原文核对 value 和 unit_id：倍数（亿、million）由单位承载"),
    "FIRM-OBS-DIGITS-MAX": (
        "含有 value_max 数字的原文写法",
        "对照原文核对 value_max 和 unit_id：倍数（亿、million）由单位承载",
    ),
    "FIRM-OBS-MAX": ("comparator 为 between 时上限大于 value，其他情形没有上限", "改为 between，或清空 value_max"),
    "FIRM-OBS-PERIOD-WORDS": ("年份为推断时（且仅在此时）填写来源的原话", "在 period_printed 中引用原话，或去掉 ?"),
}
"""What each rule expects, and the next step, in Chinese."""
