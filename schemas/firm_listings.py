"""Rules inside one row of firm_listings: pandera checks on ibis.

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


def _not_after(first: StringValue, second: StringValue) -> BooleanValue:
    """Tell whether a date comes not after another one, over the digits that both have; a missing one passes."""
    size = ibis.least(first.length(), second.length())
    return (first.left(size) <= second.left(size)).fill_null(True)


def _listed_then_delisted(data: IbisData) -> BooleanValue:
    """A listing does not end before it begins; one without an end passes."""
    return _not_after(data.table.listed_on, data.table.delisted_on)


def _ticker_fits_exchange(data: IbisData) -> BooleanValue:
    """Tickers have five digits in Hong Kong, six on the mainland, letters in New York."""
    t = data.table
    hong_kong = (t.mic != "XHKG") | t.ticker.re_search("^[0-9]{5}$")
    mainland = ~t.mic.isin(["XSHE", "XSHG", "BJSE", "NEEQ"]) | t.ticker.re_search("^[0-9]{6}$")
    america = ~t.mic.isin(["XNAS", "XNYS"]) | t.ticker.re_search("^[A-Z]{1,5}$")
    return hong_kong & mainland & america


RULES = (
    pa.Check(
        _listed_then_delisted,
        name="LISTING-ORDER",
        title="delisted_on",
        error="an end not before listed_on",
        description="check both dates against the source",
    ),
    pa.Check(
        _ticker_fits_exchange,
        name="LISTING-TICKER",
        title="ticker",
        error="five digits for XHKG, six for the mainland, letters for XNAS and XNYS",
        description="write leading zeros; leave .HK and .SZ away",
    ),
)

CHINESE = {
    "LISTING-ORDER": ("不早于 listed_on 的结束日期", "对照来源核对两个日期"),
    "LISTING-TICKER": ("XHKG 为五位数字，内地为六位数字，XNAS 和 XNYS 为字母", "写出前导零；不写 .HK 和 .SZ"),
}
"""What each rule expects, and the next step, in Chinese."""
