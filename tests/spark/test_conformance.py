"""The same verdicts on Spark as on DuckDB for what the standard's own tool is compared on, and for generated packages.

Many small tables lie in one package, as far as their schemas allow, since a package costs Spark more than a table.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings

from conformance.oracle import write
from conformance.test_differences import COLUMNS
from conformance.test_differences import PACKAGES as DIFFERENT
from conformance.test_frictionless import CASES, PACKAGES
from conformance.test_generated import packages
from spark.comparing import judged, said

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.spark

GENERATED = 200
AT_ONCE = 20
"""Generated packages that are judged as one."""


def columns() -> dict[str, Any]:
    """Give every column of the comparison as a table."""
    tables: dict[str, Any] = {}
    for number, (described, cells) in enumerate(CASES.values()):
        schema = {"fields": [{"name": "id", "type": "integer"}, described]}
        tables[f"c{number}"] = schema, [["id", "value"], *([str(row), cell] for row, cell in enumerate(cells, 1))]
    for number, (_, schema, cells, *_) in enumerate(COLUMNS):
        tables[f"d{number}"] = schema, [["id", "value"], *([str(row), cell] for row, cell in enumerate(cells, 1))]
    return tables


def test_every_column_of_the_comparison_gets_the_same_problems(session: Any, tmp_path: Path) -> None:
    tables = columns()
    ours, theirs = judged(session, write(tmp_path, tables))

    assert len(ours.rows) == len(tables) > 80
    assert said(theirs) == said(ours)


@pytest.mark.parametrize("name", PACKAGES)
def test_every_package_of_the_comparison_gets_the_same_problems(name: str, session: Any, tmp_path: Path) -> None:
    tables, resource = PACKAGES[name]
    ours, theirs = judged(session, write(tmp_path, tables, dict.fromkeys(tables, resource)))

    assert said(theirs) == said(ours)


@pytest.mark.parametrize("number", range(len(DIFFERENT)))
def test_what_the_standards_tool_says_otherwise_is_the_same_here(number: int, session: Any, tmp_path: Path) -> None:
    _, schema, data, dialect, *_ = DIFFERENT[number]
    given_dialect = {"delimiter": ",", "quoteChar": '"', **{key: value for key, value in dialect.items() if value}}
    ours, theirs = judged(session, write(tmp_path, {"t": (schema, data)}, {"t": {"dialect": given_dialect}}))

    assert said(theirs) == said(ours)


def generated() -> Iterator[dict[str, Any]]:
    """Give packages of generated ones, with references as they were drawn."""
    drawn: list[dict[str, Any]] = []

    @settings(max_examples=GENERATED, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(packages())
    def draw(tables: dict[str, Any]) -> None:
        drawn.append(tables)

    draw()
    for start in range(0, GENERATED, AT_ONCE):
        whole: dict[str, Any] = {}
        for number, tables in enumerate(drawn[start : start + AT_ONCE]):
            for name, (schema, records) in tables.items():
                keys = [
                    {**key, "reference": {**key["reference"], "resource": _named(key["reference"]["resource"], number)}}
                    for key in schema.get("foreignKeys", [])
                ]
                whole[_named(name, number)] = ({**schema, "foreignKeys": keys} if keys else schema), records
        yield whole


def _named(name: str, number: int) -> str:
    return f"{name}{number}" if name else ""


@pytest.mark.slow
def test_two_hundred_generated_packages_get_the_same_problems(session: Any, tmp_path: Path) -> None:
    found = 0
    for number, tables in enumerate(generated()):
        ours, theirs = judged(session, write(tmp_path / str(number), tables))
        assert said(theirs) == said(ours), number
        found += len(ours.problems)

    assert found > GENERATED
