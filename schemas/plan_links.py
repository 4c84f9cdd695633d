"""Rules inside one row of plan_links: pandera checks on ibis.

Each function gets pandera's ibis container and gives a boolean column, true for good rows and never NULL.
The interface is told in observations.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandera.ibis as pa

if TYPE_CHECKING:
    from ibis.expr.types import BooleanValue
    from pandera.api.ibis.types import IbisData


def _another_plan(data: IbisData) -> BooleanValue:
    """A plan relates to another plan; both ids are required."""
    t = data.table
    return t.plan_id != t.to_plan_id


RULES = (
    pa.Check(
        _another_plan,
        name="PLAN-LINK-SELF",
        title="to_plan_id",
        error="another plan",
        description="a plan does not relate to itself",
    ),
)

CHINESE = {
    "PLAN-LINK-SELF": ("另一份规划", "规划不能与自身关联"),
}
"""What each rule expects, and the next step, in Chinese."""
