"""This project's own data: valid, canonical, deep enough, and answering the questions it was made for."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pytest

from shenzhen_ai.trace import trace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from shenzhen_ai.load import Release

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def con(real_release: Release) -> Iterator[duckdb.DuckDBPyConnection]:
    """The released database, read-only."""
    with duckdb.connect(str(real_release.database), read_only=True) as connection:
        yield connection


def one(con: duckdb.DuckDBPyConnection, query: str) -> int:
    row = con.execute(query).fetchone()
    assert row is not None
    return int(row[0])


def test_the_files_are_in_canonical_form(command: Callable[..., str]) -> None:
    assert "canonical" in command("fmt", ROOT, "--check")


@pytest.mark.parametrize("descriptor", ["package", "release"])
def test_the_standard_s_own_tool_finds_nothing(descriptor: str, real_release: Release) -> None:
    folder = ROOT if descriptor == "package" else real_release.folder
    done = subprocess.run(
        [str(Path(sys.executable).with_name("frictionless")), "validate", "datapackage.json", "--json"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    report = json.loads(done.stdout)

    assert report["valid"], json.dumps(report["errors"] + [t["errors"][:3] for t in report["tasks"] if not t["valid"]])
    assert len(report["tasks"]) >= len(json.loads((folder / "datapackage.json").read_text())["resources"]) - 1


@pytest.mark.parametrize(
    ("least", "query"),
    [
        (40, "SELECT count(*) FROM plans"),
        (200, "SELECT count(*) FROM targets"),
        (60, "SELECT count(DISTINCT t.target_id) FROM targets t JOIN observations o USING (indicator_id, place_id)"),
        (1700, "SELECT count(*) FROM observations"),
        (20, "SELECT count(DISTINCT place_id) FROM observations"),
        (
            120,
            (
                "SELECT count(*) FROM (FROM observations SELECT 1 GROUP BY indicator_id "
                "HAVING count(DISTINCT period) > 2 OR count(DISTINCT place_id) > 3)"
            ),
        ),
        (60, "SELECT count(*) FROM firms"),
        (80, "SELECT count(*) FROM events"),
        (300, "SELECT count(*) FROM sources"),
        (10_000, "SELECT count(*) FROM statements"),
    ],
)
def test_the_stock_is_deep_enough(con: duckdb.DuckDBPyConnection, least: int, query: str) -> None:
    assert one(con, query) >= least


def test_figures_share_a_vocabulary(con: duckdb.DuckDBPyConnection) -> None:
    assert one(con, "SELECT count(DISTINCT indicator_id) FROM observations") <= 450


def test_few_indicators_rest_on_one_figure(con: duckdb.DuckDBPyConnection) -> None:
    counts = "SELECT count(*) AS n FROM observations GROUP BY indicator_id"

    assert one(con, f"SELECT 100 * count(*) FILTER (n = 1) / count(*) FROM ({counts})") <= 30


def test_no_statement_is_without_a_document_and_a_place(con: duckdb.DuckDBPyConnection) -> None:
    assert one(con, "SELECT count(*) FROM lineage WHERE title IS NULL OR locator IS NULL") == 0


@pytest.mark.parametrize("firm", ["huawei", "tencent", "byd", "dji"])
def test_the_great_firms_are_there(con: duckdb.DuckDBPyConnection, firm: str) -> None:
    assert one(con, f"SELECT count(*) FROM firms WHERE firm_id = '{firm}'") == 1


def test_the_pioneer_city_plan_has_targets_with_progress(con: duckdb.DuckDBPyConnection) -> None:
    query = (
        "SELECT count(*) FROM target_progress p JOIN targets t USING (target_id) "
        "WHERE t.plan_id = 'sz-ai-pioneer-city-2025-2026' AND p.reason IS NOT NULL"
    )
    assert one(con, query) >= 4


def test_the_figures_for_ai_industry_scale_disagree_with_a_label(con: duckdb.DuckDBPyConnection) -> None:
    rows = con.execute("SELECT label FROM disagreements WHERE concept_id LIKE 'ai-industry%'").fetchall()

    assert rows
    assert all(label for (label,) in rows)


def test_trillion_beside_hundred_million_is_rounding_and_a_revision_is_not(con: duckdb.DuckDBPyConnection) -> None:
    query = (
        "SELECT DISTINCT label FROM disagreements WHERE indicator_id = 'gdp' AND place_id = 'shenzhen' "
        "AND {} IN (value, other_value) AND {} IN (value, other_value)"
    )
    assert con.execute(query.format("3.68", "36801.87")).fetchall() in ([("rounding",)], [])
    assert ("rounding",) not in con.execute(query.format("2.767", "2.83")).fetchall()


@pytest.mark.parametrize("table", ["targets", "plans", "firms", "observations"])
def test_every_field_of_a_row_leads_to_a_document(
    real_release: Release, con: duckdb.DuckDBPyConnection, table: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHENZHEN_AI_RELEASE", str(real_release.folder))
    key = real_release.resource(table)["schema"]["primaryKey"][0]
    row = con.execute(f"SELECT {key} FROM {table} ORDER BY 1 LIMIT 1 OFFSET 20").fetchone()
    assert row is not None

    found = trace(table, row[0])

    assert found
    assert all(item.title and item.publisher and item.locator and item.copy for item in found)


def test_one_cell_of_nonsense_is_named_and_the_release_stays(tmp_path: Path, command: Callable[..., str]) -> None:
    copy = tmp_path / "copy"
    copy.mkdir()
    for name in ("datapackage.json", "sources", "schemas", "LICENSE-DATA"):
        source = ROOT / name
        shutil.copytree(source, copy / name) if source.is_dir() else shutil.copy(source, copy / name)
    command("build", copy, "--no-rules")
    before = sorted((file, file.read_bytes()) for file in (copy / "out").rglob("*") if file.is_file())
    lines = (copy / "sources/observations.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    cells = lines[10].split(",")
    cells[6] = "much"
    (copy / "sources/observations.csv").write_text(
        "".join([*lines[:10], ",".join(cells), *lines[11:]]), encoding="utf-8"
    )

    text = command("check", copy, "--no-rules", exit_code=1)
    command("build", copy, "--no-rules", exit_code=1)

    assert "sources/observations.csv:11:value (G): [TYPE]" in text
    assert "found 'much'; expected a number" in text
    assert before == sorted((file, file.read_bytes()) for file in (copy / "out").rglob("*") if file.is_file())
