"""Keys in order: whatever stands twice is found, in any order of rows, and what rises needs no table of keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb
from hypothesis import example, given, settings
from hypothesis import strategies as st

from factory import make_package, table
from shenzhen_ai.checks import check, keys, ordered

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

KEY = st.tuples(st.sampled_from(["a", "b", None, ""]), st.integers(0, 12).map(str) | st.none())
ROWS = st.lists(KEY, max_size=30) | st.lists(KEY, max_size=30).map(lambda rows: sorted(rows, key=repr))


def found(rows: list[tuple[str | None, ...]]) -> tuple[set[int], set[int]] | None:
    """Give the rows that may repeat a key, and those that do."""
    con = duckdb.connect()
    con.execute("CREATE TABLE t (_row BIGINT, a VARCHAR, b VARCHAR)")
    if rows:
        con.executemany("INSERT INTO t VALUES (?, ?, ?)", [(number, *row) for number, row in enumerate(rows)])
    asked = ordered.doubles(con, "t", ["a", "b"])
    twice = {number for number, row in enumerate(rows) if any(row) and rows.count(row) > 1}
    if asked is None:
        return None
    return {row for (row,) in con.execute(f"SELECT _row FROM t WHERE {asked}").fetchall()}, twice


@settings(deadline=None, max_examples=300)
@example([("a", str(number)) for number in range(20)] + [("a", "19")])
@example([("a", "1"), ("a", "50"), *(("a", str(number)) for number in range(2, 60))])
@given(ROWS)
def test_every_row_that_stands_twice_is_among_those_that_may(rows: list[tuple[str | None, ...]]) -> None:
    answer = found(rows)

    if answer is not None:
        perhaps, twice = answer
        assert twice <= perhaps


def test_keys_that_rise_as_texts_or_as_numbers_are_seen_to_differ() -> None:
    assert found([("a", str(number)) for number in range(200)]) == (set(), set())
    assert found([(f"{number:03}", "x") for number in range(200)]) == (set(), set())
    assert found([("a", str(number % 7)) for number in range(200)]) is None


def test_one_row_out_of_order_asks_only_for_its_like() -> None:
    rows = [("a", str(number)) for number in range(200)]

    assert found([*rows[:150], rows[20], *rows[150:]]) == ({20, 149, 150}, {20, 150})


def test_the_check_finds_repeated_keys_in_a_large_file_in_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [f"k-{number}" for number in range(2000)]
    lines[1500:1500] = ["k-7", "k-1499"]
    package = make_package(tmp_path, {"t": table("id\nk")})
    (tmp_path / "t.csv").write_text("\n".join(["id", *lines]) + "\n", encoding="utf-8")
    few = [str(problem) for problem in check(package).problems]
    monkeypatch.setattr(keys, "MANY", 1)

    assert [str(problem) for problem in check(package).problems] == few
    assert [problem.line for problem in check(package).problems] == [1502, 1503]
