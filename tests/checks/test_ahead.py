"""Small tables are scanned side by side: the same problems in the same order, whatever comes first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factory import make_package, table
from shenzhen_ai.checks import ahead, check

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pytest

    from shenzhen_ai.problems import Problem


def test_tables_side_by_side_and_one_by_one_are_judged_alike(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fields = {"n": {"type": "integer"}, "code": {"constraints": {"pattern": "[a-z]+"}}}
    tables = {f"t{number}": table(f"id,n,code\na,{'x' * (number % 3)},A\na,1,b", fields=fields) for number in range(12)}
    tables["broken"] = table('id\n"a')
    package = make_package(tmp_path, tables)

    def judged() -> tuple[list[str], list[list[str]]]:
        told: list[list[str]] = []

        def tell(problems: Sequence[Problem]) -> None:
            told.append([str(problem) for problem in problems])

        return [str(problem) for problem in check(package, told=tell).problems], told

    together = judged()
    monkeypatch.setattr(ahead, "SMALL", -1)

    assert together == judged()
    assert len(together[0]) > 24


def test_what_two_scans_ask_the_database_at_a_time_is_answered(tmp_path: Path) -> None:
    """Bounds and patterns are tried before a table is read."""

    def fields(number: int) -> dict[str, dict[str, object]]:
        bounds = {f"d{each}": {"type": "date", "constraints": {"minimum": f"20{each:02}-01-01"}} for each in range(20)}
        return {**bounds, "code": {"constraints": {"pattern": f"[a-z]{{{number + 1}}}"}}}

    header, cells = ",".join(f"d{each}" for each in range(20)), ",".join(["2026-01-01"] * 20)
    tables = {
        f"t{number}": table(f"id,code,{header}\nk,{'a' * (number + 1)},{cells}", fields=fields(number))
        for number in range(40)
    }

    assert check(make_package(tmp_path, tables)).valid
