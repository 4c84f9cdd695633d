"""Rules of one reading."""

import pandera.ibis as pa


def _in_sight(data):  # noqa: ANN001, ANN202  ibis containers carry no public type
    """No lamp is seen further than the horizon allows; value is required, so NULL cannot occur."""
    return data.table.value <= 60


RULES = (
    pa.Check(
        _in_sight,
        name="READING-RANGE",
        title="value",
        error="a range of at most 60 nautical miles",
        description="look for a figure in kilometres",
    ),
)
