"""Rules inside one row of targets: pandera checks on ibis.

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


def _quantified_is_complete(data: IbisData) -> BooleanValue:
    """A quantified target says what its number means; a due date is empty where the plan gives none."""
    t = data.table
    number = t.form.notnull() & t.comparator.notnull() & t.value.notnull() & t.unit_id.notnull()
    return (t.kind != "quantified") | number


def _number_means_quantified(data: IbisData) -> BooleanValue:
    """A target with a number is quantified, and one without has no form, comparator or unit."""
    t = data.table
    bare = t.form.isnull() & t.comparator.isnull() & t.unit_id.isnull()
    return (t.kind == "quantified") | (t.value.isnull() & bare)


def _milestone_has_date(data: IbisData) -> BooleanValue:
    """A milestone is something by a date."""
    t = data.table
    return (t.kind != "milestone") | t.due.notnull()


def _range_is_between(data: IbisData) -> BooleanValue:
    """The form range goes with the comparator between; rows with neither pass."""
    t = data.table
    return (t.form != "range").fill_null(True) | (t.comparator == "between").fill_null(False)


def _growth_in_percent(data: IbisData) -> BooleanValue:
    """Growth is in per cent, per mille or points, multiples in times, ranks in rank; rows without a form pass."""
    t = data.table
    growth = ~t.form.isin(["mean-growth", "yearly-growth"]) | t.unit_id.isin(
        ["percent", "permille", "percentage-point"]
    )
    times = (t.form != "multiply-by") | (t.unit_id == "times")
    rank = (t.form != "rank") | (t.unit_id == "rank")
    return t.form.isnull() | t.unit_id.isnull() | (growth & times & rank).fill_null(True)


def _base_is_whole(data: IbisData) -> BooleanValue:
    """A base value has unit and period; a period alone may stand, for plans that say since when and not from what."""
    t = data.table
    return (t.base_value.notnull() == t.base_unit_id.notnull()) & (t.base_value.isnull() | t.base_period.notnull())


def _statement_in_both_languages(data: IbisData) -> BooleanValue:
    """statement_en is in Latin letters without Chinese characters, statement_zh has some."""
    t = data.table
    english = t.statement_en.re_search(LATIN) & ~t.statement_en.re_search(HAN)
    chinese = t.statement_zh.re_search(HAN)
    return english.fill_null(False) & chinese.fill_null(False)


RULES = (
    pa.Check(
        _wording_or_unknown,
        name="TARGET-PRINTED",
        title="printed",
        error="the printed wording, or printed_unknown true; never both, and no printed_unknown without a figure",
        description="copy the figure from the source, or set printed_unknown",
    ),
    pa.Check(
        _wording_holds_value,
        name="TARGET-DIGITS",
        title="printed",
        error="wording that holds the digits of value",
        description="check value and unit_id against the wording: the unit carries the multiple (亿, million)",
    ),
    pa.Check(
        _wording_holds_upper_value,
        name="TARGET-DIGITS-MAX",
        title="printed",
        error="wording that holds the digits of value_max",
        description="check value_max and unit_id against the wording: the unit carries the multiple (亿, million)",
    ),
    pa.Check(
        _upper_value,
        name="TARGET-MAX",
        title="value_max",
        error="an upper value above the value with between, and none with any other comparator",
        description="say between, or empty value_max",
    ),
    pa.Check(
        _quantified_is_complete,
        name="TARGET-FORM",
        title="form",
        error="form, comparator, value and unit_id for a quantified target",
        description="fill them, or call the target qualitative",
    ),
    pa.Check(
        _number_means_quantified,
        name="TARGET-KIND",
        title="kind",
        error="quantified for a target with a number, form, comparator or unit",
        description="change kind, or empty them",
    ),
    pa.Check(
        _milestone_has_date,
        name="TARGET-MILESTONE",
        title="due",
        error="a due date for a milestone",
        description="fill due, or call the target qualitative",
    ),
    pa.Check(
        _range_is_between,
        name="TARGET-RANGE",
        title="comparator",
        error="between for the form range",
        description="enter both ends, or choose another form",
    ),
    pa.Check(
        _growth_in_percent,
        name="TARGET-UNIT-FORM",
        title="unit_id",
        error="percent for growth, times for multiply-by, rank for rank",
        description="check form and unit_id together",
    ),
    pa.Check(
        _base_is_whole,
        name="TARGET-BASE",
        title="base_value",
        error="value, unit and period of the base together",
        description="fill base_unit_id and base_period, or empty base_value",
    ),
    pa.Check(
        _statement_in_both_languages,
        name="TARGET-LANGUAGE-STATEMENT",
        title="statement_zh",
        error="English in statement_en, Chinese in statement_zh",
        description="look whether the texts stand in each other's column, or one is not translated",
    ),
)

CHINESE = {
    "TARGET-PRINTED": (
        "原文写法，或 printed_unknown 为 true；两者不可并存，没有数字时不写 printed_unknown",
        "从来源抄录数字，或填写 printed_unknown",
    ),
    "TARGET-DIGITS": ("含有 value 数字的原文写法", "对照原文核对 value 和 unit_id：倍数（亿、million）由单位承载"),
    "TARGET-DIGITS-MAX": (
        "含有 value_max 数字的原文写法",
        "对照原文核对 value_max 和 unit_id：倍数（亿、million）由单位承载",
    ),
    "TARGET-MAX": ("comparator 为 between 时上限大于 value，其他情形没有上限", "改为 between，或清空 value_max"),
    "TARGET-FORM": ("量化目标须有 form、comparator、value 和 unit_id", "填写这些字段，或将目标改为定性（qualitative）"),
    "TARGET-KIND": ("有数字、form、comparator 或单位的目标为 quantified", "改正 kind，或清空这些字段"),
    "TARGET-MILESTONE": ("里程碑须有期限", "填写 due，或将目标改为定性（qualitative）"),
    "TARGET-RANGE": ("form 为 range 时 comparator 为 between", "填写上下限，或另选 form"),
    "TARGET-UNIT-FORM": ("增速用 percent，multiply-by 用 times，rank 用 rank", "一并核对 form 和 unit_id"),
    "TARGET-BASE": ("基期的值、单位和时段同时填写", "填写 base_unit_id 和 base_period，或清空 base_value"),
    "TARGET-LANGUAGE-STATEMENT": (
        "statement_en 为英文，statement_zh 为中文",
        "看两种文字是否互换了列，或其中一种尚未翻译",
    ),
}
"""What each rule expects, and the next step, in Chinese."""
