"""The references behind the rows at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import shenzhen_ai as sz
from shenzhen_ai._errors import ShenzhenAIError
from shenzhen_ai.load import VARIABLE, close

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shenzhen_ai.load import Release


@pytest.fixture(autouse=True)
def _opened(small_release: Release, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv(VARIABLE, str(small_release.folder))
    yield
    close()


def ids(*found: sz.Source) -> dict[str, int]:
    return {source.source_id: source.rows for source in found}


def test_all_rows_have_all_their_sources_the_most_used_first() -> None:
    found = sz.sources(sz.load("readings"))

    assert ids(*found) == {"pilot-book": 2, "harbour-list": 1}
    assert found[0].source_id == "pilot-book"
    assert found[0].publisher == "Pilots"


def test_a_filter_leaves_the_sources_of_the_rows_that_are_left() -> None:
    assert ids(*sz.sources(sz.load("readings").filter("value > 17.2"))) == {"pilot-book": 1}


def test_columns_taken_away_no_longer_count() -> None:
    lamps = sz.load("lamps").filter("lamp_id = 'eddystone'")

    assert ids(*sz.sources(lamps)) == {"harbour-list": 1, "pilot-book": 1}
    assert ids(*sz.sources(lamps.project("lamp_id, name_en"))) == {"harbour-list": 1}


def test_the_key_that_comes_first_says_whose_rows_they_are() -> None:
    """A reading names its lamp too; its own key stands first, unless the caller says otherwise."""
    readings = sz.load("readings").project("reading_id, lamp_id, value")

    assert ids(*sz.sources(readings, table="lamps")) == {}
    assert ids(*sz.sources(readings)) == {"pilot-book": 2, "harbour-list": 1}


def test_rows_without_their_key_are_refused() -> None:
    with pytest.raises(ShenzhenAIError, match="keep the key of a table"):
        sz.sources(sz.load("readings").aggregate("max(value) AS most"))


def test_pandas_polars_and_arrow_get_the_rows() -> None:
    assert len(sz.load("lamps").df()) == 2
    assert sz.load("lamps").pl().height == 2
    assert sz.load("lamps").arrow().read_all().num_rows == 2
