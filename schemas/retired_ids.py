"""Rules inside one row of retired_ids: pandera checks on ibis.

Each function gets pandera's ibis container and gives a boolean column, true for good rows and never NULL.
The interface is told in observations.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandera.ibis as pa

if TYPE_CHECKING:
    from ibis.expr.types import BooleanValue
    from pandera.api.ibis.types import IbisData


def _replaced_by_another(data: IbisData) -> BooleanValue:
    """An id is replaced by another one; one without successor passes."""
    t = data.table
    return (t.replaced_by != t.row_id).fill_null(True)


RULES = (
    pa.Check(
        _replaced_by_another,
        name="RETIRED-SELF",
        title="replaced_by",
        error="another id",
        description="name the successor, or empty the cell",
    ),
)

CHINESE = {
    "RETIRED-SELF": ("另一个标识", "写明继任的标识，或清空该单元格"),
}
"""What each rule expects, and the next step, in Chinese."""
