"""The values most used: two independent sources stand behind each, or its note says that no second was found."""

from __future__ import annotations

import csv
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shenzhen_ai.load import Release

LIST = Path(__file__).parent / "key_values.csv"
"""The list: table and row of each value."""

NO_SECOND = ("one independent witness; no second was found", "only one source was found")
"""The words of a note, in lower case, that own up to a single witness."""

VALUES = """
    SELECT 'targets' AS table_name, target_id AS row_id, note, source_id FROM targets
    UNION ALL SELECT 'observations', observation_id, note, source_id FROM observations
    UNION ALL SELECT 'firm_observations', firm_observation_id, note, source_id FROM firm_observations
"""

WITNESSES = f"""
    WITH vals AS ({VALUES}), named AS (
        SELECT table_name, row_id, source_id FROM vals
        UNION ALL SELECT table_name, row_id, source_id FROM evidence WHERE field IN ('*', 'value'))
    SELECT DISTINCT table_name, row_id, coalesce(text_id, source_id), coalesce(original_issuer, publisher, source_id)
    FROM named SEMI JOIN vals USING (table_name, row_id) JOIN sources USING (source_id)
    WHERE NOT regexp_matches(lower(coalesce(reliability_note, '')), 'reword|paraphras')
"""
"""Texts and issuers behind each value; a reworded text is a pointer, not a witness."""

Row = tuple[str, str]


@pytest.fixture(scope="module")
def con(real_release: Release) -> Iterator[duckdb.DuckDBPyConnection]:
    """The released database, read-only."""
    with duckdb.connect(str(real_release.database), read_only=True) as connection:
        yield connection


@pytest.fixture(scope="module")
def key_values() -> list[Row]:
    with LIST.open(encoding="utf-8", newline="") as file:
        return [(row["table_name"], row["row_id"]) for row in csv.DictReader(file)]


@pytest.fixture(scope="module")
def backed(con: duckdb.DuckDBPyConnection) -> set[Row]:
    """The rows that two sources print whose texts differ and whose issuers differ."""
    witnesses: dict[Row, set[tuple[str, str]]] = {}
    for table, row, text, issuer in con.execute(WITNESSES).fetchall():
        witnesses.setdefault((table, row), set()).add((text, issuer))
    return {
        row for row, found in witnesses.items() if any(a[0] != b[0] and a[1] != b[1] for a, b in combinations(found, 2))
    }


@pytest.fixture(scope="module")
def notes(con: duckdb.DuckDBPyConnection) -> dict[Row, str]:
    return {(table, row): (note or "").lower() for table, row, note, _ in con.execute(VALUES).fetchall()}


def test_the_list_names_at_least_150_rows_that_stand(key_values: list[Row], notes: dict[Row, str]) -> None:
    assert len(set(key_values)) == len(key_values) >= 150
    assert set(key_values) - set(notes) == set()


def test_each_has_two_independent_witnesses_or_says_that_it_has_one(
    key_values: list[Row], backed: set[Row], notes: dict[Row, str]
) -> None:
    silent = [row for row in key_values if row not in backed and not any(words in notes[row] for words in NO_SECOND)]

    assert silent == []


def test_none_says_that_it_has_one_where_two_are_found(backed: set[Row], notes: dict[Row, str]) -> None:
    outdated = [row for row in sorted(backed) if any(words in notes[row] for words in NO_SECOND)]

    assert outdated == []


def test_that_many_have_two_at_least(key_values: list[Row], backed: set[Row]) -> None:
    assert len(backed & set(key_values)) >= 84
