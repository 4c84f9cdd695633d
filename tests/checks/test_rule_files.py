"""Rules in Python and SQL: what they find is traced to its line, and one that is broken is a problem with its name."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from shenzhen_ai.checks import check
from shenzhen_ai.read import read

if TYPE_CHECKING:
    from pathlib import Path

    from shenzhen_ai.problems import Problem

HEAD = "import ibis\nimport pandera.ibis as pa\n"
LOW = HEAD + "RULES = (pa.Check(lambda data: data.table.n < 10, name='LOW', title='n', error='less than 10'),)\n"
SQL = "-- code: HIGH\n-- table: t\n-- field: n\n-- expected: less than 10; NULL is passed over\n"
FIELDS: list[dict[str, Any]] = [
    {"name": "id", "type": "string", "constraints": {"required": True}},
    {"name": "n", "type": "number"},
    {"name": "note", "type": "string"},
]


def package(folder: Path, csv: str, *, python: str = "", sql: str = "", **schema: Any) -> Path:
    (folder / "rules").mkdir()
    body = {"fields": FIELDS, "primaryKey": ["id"], **schema}
    (folder / "t.json").write_text(json.dumps(body), encoding="utf-8")
    resource = {"name": "t", "path": "t.csv", "schema": "t.json"}
    described = {"name": "ruled", "rules": "rules", "resources": [resource]}
    (folder / "datapackage.json").write_text(json.dumps(described), encoding="utf-8")
    (folder / "t.csv").write_text(csv, encoding="utf-8")
    if python:
        (folder / "t.py").write_text(python, encoding="utf-8")
    if sql:
        (folder / "rules" / "high.sql").write_text(sql, encoding="utf-8")
    return folder


def found(folder: Path) -> list[Problem]:
    return list(check(read(folder), run_python=True).problems)


def places(folder: Path) -> list[tuple[str, int | None, str | None]]:
    return [(problem.code, problem.line, problem.column) for problem in found(folder) if problem.code != "NEWLINE"]


def test_rows_are_traced_where_the_order_is_not_that_of_the_key_and_cells_hold_line_breaks(tmp_path: Path) -> None:
    rows = 'id,n,note\nz,50,"two\nlines"\nm,1,"three\nlines\nhere"\na,40,plain\nb,,"no\nnumber"\n'
    select = "SELECT t.id AS key, CAST(t.n AS VARCHAR) AS found, NULL AS detail FROM t WHERE t.n >= 10"
    folder = package(tmp_path, rows, python=LOW, sql=SQL + select)

    assert sorted(places(folder)) == [
        ("HIGH", 2, "n"),
        ("HIGH", 7, "n"),
        ("LOW", 2, "n"),
        ("LOW", 7, "n"),
        ("LOW", 8, "n"),
    ]


@pytest.mark.parametrize(
    ("type_", "texts"),
    [
        ("integer", ["007", "+8", "9"]),
        ("number", ["1.50", "2", "3e1"]),
        ("date", ["2025-01-01", "2024-02-29", "1999-12-31"]),
    ],
)
def test_rows_are_traced_by_keys_of_any_type_as_they_are_typed(type_: str, texts: list[str], tmp_path: Path) -> None:
    fields = [{"name": "id", "type": type_}, FIELDS[1], {"name": "part", "type": "integer"}]
    rows = "id,n,part\n" + "".join(f"{text},50,0{place}\n" for place, text in enumerate(texts))
    select = (
        "SELECT CAST(t.id AS VARCHAR) || '|' || CAST(t.part AS VARCHAR) AS key, 'x' AS found, NULL AS detail FROM t"
    )
    folder = package(tmp_path, rows, python=LOW, sql=SQL + select, fields=fields, primaryKey=["id", "part"])

    assert sorted(places(folder)) == [
        *(("HIGH", line, "n") for line in (2, 3, 4)),
        *(("LOW", line, "n") for line in (2, 3, 4)),
    ]


BROKEN = {
    "syntax": "RULES = (",
    "import": "import nothing_of_this_name\nRULES = ()",
    "no rules": "X = 1",
    "rules of another kind": "RULES = 3",
    "no checks": "RULES = ('a', 'b')",
    "without a name": HEAD + "RULES = (pa.Check(lambda data: data.table.n < 10),)",
    "one name twice": LOW + "RULES = RULES + RULES",
    "a wrong column": LOW.replace("table.n", "table.missing"),
    "true for everything": LOW.replace("data.table.n < 10", "True"),
    "a number": LOW.replace("data.table.n < 10", "data.table.n"),
    "nothing": LOW.replace("data.table.n < 10", "None"),
    "an exception": LOW.replace("data.table.n < 10", "1 / 0"),
    "an end of the program": "import sys\nsys.exit(0)",
    "an endless loop": "while True: pass",
    "an endless rule": HEAD
    + "def _run(data):\n    while True:\n        pass\nRULES = (pa.Check(_run, name='SLOW'),)\n",
    "a NUL": "RULES = ()\0",
}


@pytest.mark.parametrize("name", sorted(BROKEN))
def test_a_broken_file_of_python_rules_is_a_problem_with_its_name(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHENZHEN_AI_RULE_SECONDS", "2")
    problems = found(package(tmp_path, "id,n,note\na,50,\n", python=BROKEN[name]))

    assert {(problem.code, problem.path) for problem in problems} == {("RULE-BROKEN", "t.py")}


def test_a_broken_rule_keeps_no_other_one_from_running(tmp_path: Path) -> None:
    more = "RULES = (pa.Check(lambda data: data.table.missing < 10, name='ODD', title='n'), *RULES)\n"
    problems = found(package(tmp_path, "id,n,note\na,50,\n", python=LOW + more))

    assert sorted((problem.code, problem.path) for problem in problems) == [("LOW", "t.csv"), ("RULE-BROKEN", "t.py")]
    assert any(problem.found.startswith("ODD: ") for problem in problems)


def test_a_rule_on_a_table_without_a_key_says_what_is_missing(tmp_path: Path) -> None:
    problems = found(package(tmp_path, "id,n,note\na,50,\n", python=LOW, primaryKey=[]))

    assert [problem.code for problem in problems] == ["RULE-BROKEN"]
    assert "primaryKey" in problems[0].found


@pytest.mark.parametrize(
    "sql",
    [
        "no SQL at all",
        SQL,
        SQL + "SELECT t.missing AS key, 1 AS found, 2 AS detail FROM t",
        SQL + "SELECT 1 AS a",
        SQL + "SELECT id AS key, 'x' AS found, NULL AS detail FROM t) ; DROP TABLE t; SELECT * FROM (SELECT 1 AS key",
        SQL + "COPY t TO 'stolen.csv'",
        SQL + "SELECT content AS key, 'x' AS found, NULL AS detail FROM read_text('/etc/passwd')",
        SQL.replace("table: t", "table: other") + "SELECT 1",
        SQL + "(" * 3000 + "SELECT 1",
    ],
)
def test_a_broken_file_of_sql_is_a_problem_with_its_name(
    sql: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shenzhen_ai.checks.relations.find_spec", lambda _: None)  # a plain install has no sqlglot
    problems = found(package(tmp_path, "id,n,note\na,5,\n", sql=sql))

    assert {(problem.code, problem.path) for problem in problems} == {("RULE-BROKEN", "rules/high.sql")}
    assert not list(tmp_path.glob("stolen*"))


def test_an_endless_query_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shenzhen_ai.checks.relations.find_spec", lambda _: None)
    monkeypatch.setenv("SHENZHEN_AI_RULE_SECONDS", "1")
    select = "SELECT count(*) AS key, 'x' AS found, NULL AS detail FROM range(100000000) a, range(100000000) b"
    problems = found(package(tmp_path, "id,n,note\na,5,\n", sql=SQL + select))

    assert [problem.code for problem in problems] == ["RULE-BROKEN"]
    assert "1 seconds" in problems[0].found


def test_every_rule_of_the_project_says_what_no_value_means(root: Path) -> None:
    words = ("null", "empty", "required", "passed over", "missing", "without")
    silent = [
        file.name
        for file in sorted((root / "schemas/rules").glob("*.sql"))
        if not any(
            word in line.lower()
            for line in file.read_text(encoding="utf-8").splitlines()
            for word in words
            if line.startswith("--") and not line.startswith(("-- expected", "-- hint"))
        )
    ]

    assert silent == []
