"""A package as a database: who says what, views in their order, comments, and what is refused."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import pytest

from factory import make_package, table
from shenzhen_ai._errors import PackageError
from shenzhen_ai.catalog import catalog
from shenzhen_ai.compile import compile_package, release_version
from shenzhen_ai.read import read
from shenzhen_ai.statements import evidence_summary

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb

ROLES = {"sources": "books", "evidence": "proofs", "overrides": "fixes", "changes": "log", "retired": "gone"}
VIEW = "-- title: V\n-- column cat_id: the cat\n"


def library(folder: Path, **changed: str) -> Any:
    """A package about cats: `cats` with proofs per cell, `weights` with a source of their own."""
    tables = {
        "cats": table(
            changed.get("cats", "cat_id,name,colour\ntom,Tom,grey\nmia,Mia,"),
            fields={"name": {"evidence": "cell"}, "colour": {"evidence": "own"}},
        ),
        "weights": table(
            changed.get(
                "weights",
                "cat_id,year,kilos,unit,lost,book,place\ntom,2024,4.50,kg,,b1,p:1\ntom,2025,5,kg,true,b2,excerpt",
            ),
            key="cat_id,year",
            fields={
                "year": {"evidence": "row", "derive": "period", "title": "Year", "title_zh": "年"},
                "kilos": {"type": "number", "evidence": "row", "digits": True, "unit_field": "unit"},
                "unit": {"evidence": "row"},
                "lost": {"type": "boolean", "evidence": "own"},
            },
            provenance={"source": "book", "locator": "place", "printed_unknown": "lost"},
        ),
        "books": table(
            "book_id,title,publisher,copy,original_issuer,text_id\nb1,One,Press,original,,t1\nb2,Two,Press,excerpt,Vet,t2\nb3,Three,Other,rewritten,Vet,t2"
        ),
        "proofs": table(
            changed.get(
                "proofs",
                "proof_id,table_name,row_id,field,source_id,locator,printed,basis\n"
                "e1,cats,tom,name,b1,p:2,,printed\ne2,cats,mia,name,b3,p:3,,translated\n"
                "e3,weights,tom|2025,*,b3,whole,,printed\ne4,weights,tom|2024,kilos,b3,p:9,,derived",
            )
        ),
        "fixes": table(
            changed.get("fixes", "table_name,row_id,field,printed,used,reason,expect"), key="table_name,row_id,field"
        ),
        "log": table("change_id,table_name,row_id"),
        "gone": table("table_name,row_id", key="table_name,row_id"),
    }
    return make_package(folder, tables, provenance=ROLES, as_of="2026-01-02", created="2026-01-02T00:00:00Z")


def statements(con: duckdb.DuckDBPyConnection, row_id: str) -> list[tuple[str, ...]]:
    return con.execute(
        "SELECT field, value, source_id, locator, basis FROM statements WHERE row_id = ? ORDER BY ALL", [row_id]
    ).fetchall()


def test_a_cell_states_what_its_own_evidence_says(tmp_path: Path) -> None:
    con = compile_package(library(tmp_path))

    assert statements(con, "tom") == [("name", "Tom", "b1", "p:2", "printed")]
    assert statements(con, "mia") == [("name", "Mia", "b3", "p:3", "translated")]


def test_a_row_states_what_its_own_source_and_further_evidence_say(tmp_path: Path) -> None:
    con = compile_package(library(tmp_path))

    assert statements(con, "tom|2024") == [
        ("kilos", "4.50", "b1", "p:1", "printed"),
        ("kilos", "4.50", "b3", "p:9", "derived"),
        ("unit", "kg", "b1", "p:1", "printed"),
        ("year", "2024", "b1", "p:1", "printed"),
    ]


def test_a_number_without_its_wording_is_a_conversion_and_the_rest_of_the_row_is_not(tmp_path: Path) -> None:
    con = compile_package(library(tmp_path))

    assert [row for row in statements(con, "tom|2025") if row[2] == "b2"] == [
        ("kilos", "5", "b2", "excerpt", "converted"),
        ("unit", "kg", "b2", "excerpt", "converted"),
        ("year", "2025", "b2", "excerpt", "printed"),
    ]


def test_the_same_source_and_place_twice_is_one_statement(tmp_path: Path) -> None:
    proofs = (
        "proof_id,table_name,row_id,field,source_id,locator,printed,basis\n"
        "e1,weights,tom|2025,*,b2,excerpt,,printed\ne2,weights,tom|2025,kilos,b2,excerpt,,derived"
    )
    con = compile_package(library(tmp_path, proofs=proofs))

    assert [row[0:2] + row[4:] for row in statements(con, "tom|2025")] == [
        ("kilos", "5", "printed"),
        ("unit", "kg", "printed"),
        ("year", "2025", "printed"),
    ]


def test_a_value_used_in_place_of_the_printed_one_is_our_own(tmp_path: Path) -> None:
    fixes = "table_name,row_id,field,printed,used,reason,expect\nweights,tom|2024,kilos,45,4.50,comma lost,"
    con = compile_package(library(tmp_path, fixes=fixes))

    assert ("kilos", "4.50", "b1", "p:1", "own") in statements(con, "tom|2024")


def test_the_id_of_a_statement_is_a_hash_of_what_it_says(tmp_path: Path) -> None:
    con = compile_package(library(tmp_path))
    ((ident,),) = con.execute("SELECT statement_id FROM statements WHERE row_id = 'mia'").fetchall()

    content = "cats\x1fmia\x1fname\x1fMia\x1fb3\x1fp:3"
    assert ident == hashlib.sha1(content.encode(), usedforsecurity=False).hexdigest()


def test_lineage_leads_to_file_and_document(tmp_path: Path) -> None:
    con = compile_package(library(tmp_path))
    found = con.execute("SELECT file, title, publisher, copy, original_issuer, url FROM lineage WHERE row_id = 'mia'")

    assert found.fetchall() == [("cats.csv", "Three", "Other", "rewritten", "Vet", None)]


def test_copies_of_one_text_are_one_witness(tmp_path: Path) -> None:
    con = compile_package(library(tmp_path))
    found = con.execute(
        "SELECT row_id, source_count, text_count, issuer_count, single_witness FROM support "
        "WHERE field = 'kilos' ORDER BY row_id"
    ).fetchall()

    assert found == [("tom|2024", 2, 2, 2, False), ("tom|2025", 2, 1, 1, True)]


def test_how_good_the_evidence_is(tmp_path: Path) -> None:
    assert evidence_summary(compile_package(library(tmp_path))) == {
        "statements": 12,
        "sourced": 1.0,
        "with a place": 0.5,
        "from excerpts": 0.25,
        "converted": pytest.approx(2 / 12, abs=1e-4),
        "translated by us": pytest.approx(1 / 12, abs=1e-4),
        "from copies": pytest.approx(8 / 12, abs=1e-4),
    }


def test_a_package_without_provenance_has_no_statements(tmp_path: Path) -> None:
    con = compile_package(make_package(tmp_path, {"cats": table("cat_id\ntom")}))

    tables = {
        name for (name,) in con.execute("SELECT table_name FROM duckdb_tables() WHERE schema_name = 'main'").fetchall()
    }
    assert tables == {"cats", "release_info"}
    assert evidence_summary(con) == {}


def test_numbers_keep_the_count_of_their_digits_and_periods_their_days(tmp_path: Path) -> None:
    con = compile_package(library(tmp_path))
    found = con.execute(
        "SELECT CAST(kilos AS VARCHAR), kilos_digits, CAST(year_end AS VARCHAR) FROM weights ORDER BY year"
    )

    assert found.fetchall() == [("4.50000000", 2, "2024-12-31"), ("5.00000000", 0, "2025-12-31")]


def test_the_one_row_about_the_release_is_the_only_today(tmp_path: Path) -> None:
    package = library(tmp_path)
    con = compile_package(package)

    assert con.execute("SELECT version, CAST(as_of AS VARCHAR), created FROM release_info").fetchall() == [
        (release_version(package, con), "2026-01-02", "2026-01-02T00:00:00Z")
    ]


def test_views_come_after_those_they_read_from(tmp_path: Path) -> None:
    views = {"a": VIEW + "SELECT cat_id FROM b", "b": VIEW + "WITH x AS (SELECT cat_id FROM cats) SELECT cat_id FROM x"}
    con = compile_package(make_package(tmp_path, {"cats": table("cat_id\ntom")}, views))

    assert con.execute("SELECT cat_id FROM a").fetchall() == [("tom",)]


def test_comments_stand_on_tables_columns_and_views(tmp_path: Path) -> None:
    cats = table(
        "cat_id,weight\ntom,4", fields={"weight": {"title": "Weight", "description": "On a scale", "unit": "kg"}}
    )
    cats["schema"] |= {"title": "Cats", "description": "All of them."}
    con = compile_package(make_package(tmp_path, {"cats": cats}, {"v": VIEW + "SELECT cat_id FROM cats"}))

    comments = dict(
        con.execute(
            "SELECT table_name || '.' || column_name, comment FROM duckdb_columns() WHERE schema_name = 'main'"
        ).fetchall()
    )
    assert comments["cats.weight"] == "Weight. On a scale. Unit: kg."
    assert comments["v.cat_id"] == "Cat id. The cat."
    assert con.execute("SELECT comment FROM duckdb_tables() WHERE schema_name = 'main'").fetchall()[0] == (
        "Cats. All of them.",
    )


def test_everything_generated_is_described_as_it_is(mini: Path) -> None:
    package = read(mini)
    con = compile_package(package)

    for relation in catalog(con, package):
        columns = [name for name, *_ in con.execute(f'DESCRIBE "{relation.name}"').fetchall()]
        assert list(relation.columns) == columns
        if relation.origin == "generated":
            assert all(field["description"] and field["description_zh"] for field in relation.schema["fields"])


@pytest.mark.parametrize(
    ("views", "found"),
    [
        ({"a": VIEW + "SELECT cat_id FROM b", "b": VIEW + "SELECT cat_id FROM a"}, "a -> b -> a"),
        ({"a": VIEW + "SELECT cat_id FROM a"}, "a -> a"),
        ({"a": VIEW + "SELECT cat_ix AS cat_id FROM cats"}, "cat_ix"),
        ({"a": VIEW + "SELECT cat_id FROM dogs"}, "dogs"),
        ({"a": VIEW + "SELECT cat_id, 1 AS n FROM cats"}, "no meaning of n"),
        ({"a": VIEW + "-- column mane: none\nSELECT cat_id FROM cats"}, "mane"),
        ({"a": VIEW + "-- key: dog\nSELECT cat_id FROM cats"}, "dog"),
        ({"a": VIEW + "SELECT cat_id FROM read_text('/etc/hostname')"}, "read_text"),
        ({"cats": VIEW + "SELECT cat_id FROM cats"}, "'cats'"),
        ({"release_info": VIEW + "SELECT cat_id FROM cats"}, "'release_info'"),
    ],
)
def test_a_view_that_cannot_be_used_is_named_with_the_reason(tmp_path: Path, views: dict[str, str], found: str) -> None:
    package = make_package(tmp_path, {"cats": table("cat_id\ntom")}, views)

    with pytest.raises(PackageError) as error:
        compile_package(package)

    assert found in str(error.value)
    assert "views/" in str(error.value)
