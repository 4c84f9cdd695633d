"""Rules inside one row of second readings: pandera checks on ibis.

Each function gets pandera's ibis container and gives a boolean column, true for good rows and never NULL.
The interface is told in observations.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandera.ibis as pa

if TYPE_CHECKING:
    from ibis.expr.types import BooleanValue
    from pandera.api.ibis.types import IbisData


def _found_what_was_reached(data: IbisData) -> BooleanValue:
    """What was reached says what was found, in which document, and whose; what was not reached says none of it."""
    t = data.table
    reached = t.outcome != "not-reachable"
    return (t.found.notnull() == reached) & (t.witness.notnull() == reached) & (t.source_id.notnull() | ~reached)


def _mended_only_what_differs(data: IbisData) -> BooleanValue:
    """Only a difference is mended; an empty cell counts as false."""
    t = data.table
    return ~t.mended.fill_null(False) | (t.outcome == "differs")


def _difference_is_told(data: IbisData) -> BooleanValue:
    """A difference that was not mended is told in both languages; an empty `mended` counts as false."""
    t = data.table
    open_difference = (t.outcome == "differs") & ~t.mended.fill_null(False)
    return ~open_difference | (t.note_en.notnull() & t.note_zh.notnull())


RULES = (
    pa.Check(
        _found_what_was_reached,
        name="READING-FOUND",
        title="found",
        error="found, witness and source where something was reached, none where nothing was",
        description="say what stands there, or that it could not be reached",
    ),
    pa.Check(
        _mended_only_what_differs,
        name="READING-MENDED",
        title="mended",
        error="true only with differs",
        description="empty it",
    ),
    pa.Check(
        _difference_is_told,
        name="READING-NOTE",
        title="note_en",
        error="a note in both languages on a difference that stays",
        description="mend the row, or say why it stays",
    ),
)

CHINESE = {
    "READING-FOUND": ("查到时填写 found、witness 和 source，未查到时均不填", "写明查到的内容，或写明未能查到"),
    "READING-MENDED": ("仅在 differs 时为 true", "将其清空"),
    "READING-NOTE": ("保留的差异须有两种语言的说明", "改正该行，或说明为何保留"),
}
"""What each rule expects, and the next step, in Chinese."""
