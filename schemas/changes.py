"""Rules inside one row of changes: pandera checks on ibis.

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


def _decision_has_date(data: IbisData) -> BooleanValue:
    """A decision has its date, and a date its decision."""
    t = data.table
    return t.decision.notnull() == t.decided_on.notnull()


def _change_is_one(data: IbisData) -> BooleanValue:
    """An accepted change of one cell changes it: old and new differ. Whole rows and open reports pass."""
    t = data.table
    cell = (t.decision == "accepted").fill_null(False) & (t.field != "*").fill_null(False)
    return ~cell | (t.old.fill_null("") != t.new.fill_null(""))


def _note_in_both_languages(data: IbisData) -> BooleanValue:
    """note_en is in Latin letters without Chinese characters, note_zh has some; an empty one passes."""
    t = data.table
    english = t.note_en.re_search(LATIN) & ~t.note_en.re_search(HAN)
    chinese = t.note_zh.re_search(HAN)
    return english.fill_null(True) & chinese.fill_null(True)


RULES = (
    pa.Check(
        _decision_has_date,
        name="CHANGE-DECISION",
        title="decided_on",
        error="decision and decided_on together",
        description="fill both, or neither",
    ),
    pa.Check(
        _change_is_one,
        name="CHANGE-SAME",
        title="new",
        error="a value that differs from old",
        description="enter what the cell held before and holds now",
    ),
    pa.Check(
        _note_in_both_languages,
        name="CHANGE-LANGUAGE-NOTE",
        title="note_zh",
        error="English in note_en, Chinese in note_zh",
        description="look whether the texts stand in each other's column, or one is not translated",
    ),
)

CHINESE = {
    "CHANGE-DECISION": ("decision 与 decided_on 同时填写", "两者都填，或都不填"),
    "CHANGE-SAME": ("与 old 不同的值", "填写该单元格此前与现在的值"),
    "CHANGE-LANGUAGE-NOTE": ("note_en 为英文，note_zh 为中文", "看两种文字是否互换了列，或其中一种尚未翻译"),
}
"""What each rule expects, and the next step, in Chinese."""
