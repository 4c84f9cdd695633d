"""One session of Spark for all tests: small, local, without a shuffle to speak of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from shenzhen_ai.spark.session import opened

if TYPE_CHECKING:
    from collections.abc import Iterator

TINY = {
    "spark.master": "local[2]",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.shuffle.partitions": "1",
    "spark.default.parallelism": "1",
    "spark.sql.codegen.wholeStage": "false",
}
"""For tables of a few rows: the plans are those of large ones, the number of tasks is not."""


@pytest.fixture(scope="session")
def session() -> Iterator[Any]:
    with opened(settings=TINY) as spark:
        yield spark
