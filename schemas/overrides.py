"""Rules inside one row of overrides: pandera checks on ibis.

Each function gets pandera's ibis container and gives a boolean column, true for good rows and never NULL.
The interface is told in observations.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandera.ibis as pa

if TYPE_CHECKING:
    from ibis.expr.types import BooleanValue
    from pandera.api.ibis.types import IbisData


def _differs_from_print(data: IbisData) -> BooleanValue:
    """An override is needed only where the value differs from print."""
    t = data.table
    return t.printed != t.used


RULES = (
    pa.Check(
        _differs_from_print,
        name="OVERRIDE-SAME",
        title="used",
        error="a value that differs from print",
        description="delete the override",
    ),
)

CHINESE = {
    "OVERRIDE-SAME": ("与原文不同的值", "删去这条覆盖"),
}
"""What each rule expects, and the next step, in Chinese."""
