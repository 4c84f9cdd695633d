"""The same rows in a release by Spark as by DuckDB: every table, view and generated table, in the same types."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from conftest import ROOT, TESTS
from shenzhen_ai import database
from shenzhen_ai.catalog import catalog
from shenzhen_ai.checks import check
from shenzhen_ai.compile import compile_package
from shenzhen_ai.read import read
from shenzhen_ai.spark.build import build
from shenzhen_ai.spark.engine import SparkEngine
from spark.comparing import said

if TYPE_CHECKING:
    from pathlib import Path

    from shenzhen_ai.package import Package

pytestmark = [pytest.mark.spark, pytest.mark.slow]


def differing(package: Package, folder: Path) -> dict[str, tuple[Any, ...]]:
    """Give what differs, by table: types, or the numbers of rows that only DuckDB and only Spark has."""
    con = compile_package(package)
    found: dict[str, tuple[Any, ...]] = {}
    try:
        for relation in catalog(con, package):
            name = database.identifier(relation.name)
            theirs = f"read_parquet('{folder}/parquet/{relation.name}/*.parquet')"
            kinds = [con.execute(f"DESCRIBE SELECT * FROM {source}").fetchall() for source in (name, theirs)]
            types = [[(column, kind.replace("HUGEINT", "BIGINT")) for column, kind, *_ in rows] for rows in kinds]
            only = [
                database.count(con, f"(SELECT * FROM {one} EXCEPT ALL SELECT * FROM {other})")
                for one, other in ((name, theirs), (theirs, name))
            ]
            if types[0] != types[1]:
                found[relation.name] = (set(types[0]) ^ set(types[1]),)
            elif any(only):
                found[relation.name] = tuple(only)
    finally:
        con.close()
    return found


@pytest.mark.parametrize("root", [TESTS / "mini", ROOT], ids=["lighthouses", "this data set"])
def test_the_check_is_clean_and_every_row_of_the_release_is_the_same(root: Path, session: Any, tmp_path: Path) -> None:
    package = read(root)
    engine = SparkEngine(session)
    theirs = check(package, run_python=True, engine=engine)
    folder = build(engine, package, tmp_path)

    assert theirs.valid
    assert said(theirs) == said(check(package, run_python=True))
    assert differing(package, folder) == {}
    body = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert body["engine"] == "spark"
    assert len(body["resources"]) > len(package.tables)
    assert all(resource["path"] for resource in body["resources"])
