"""EXPORT: decimals for programs that only know binary floating point, without a digit lost."""

from __future__ import annotations

import math
from decimal import Decimal

DIGITS = 15
"""Significant digits that every IEEE double gives back as they were typed, and that spreadsheets show."""


def exact(value: float | Decimal) -> int | float | None:
    """Give a number as an int or float that is shown with the very digits of `value`; None where there is none.

    >>> exact(Decimal("17.60000000")), exact(Decimal("3600.00")), exact(Decimal("12345678901234567.5"))
    (17.6, 3600, None)
    >>> exact(2**60), exact(1 / 3), exact(float("nan"))
    (None, 0.3333333333333333, None)
    """
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    number = Decimal(value).normalize()
    if len(number.as_tuple().digits) > DIGITS or abs(number) >= 10**DIGITS:
        return None
    return int(number) if number == number.to_integral_value() else float(number)


def plain(value: object) -> str:
    """Give a value as the text that stands in the CSV.

    >>> plain(Decimal("17.60000000")), plain(Decimal("1E+3")), plain(True)
    ('17.6', '1000', 'true')
    """
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal):
        text = f"{value:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    return str(value).replace(" ", "T", 1) if hasattr(value, "hour") and hasattr(value, "year") else str(value)
