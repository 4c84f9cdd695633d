"""The next step: what was probably meant, else what the schema says to whoever fills the field."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from shenzhen_ai.checks import check
from shenzhen_ai.read import read

if TYPE_CHECKING:
    from pathlib import Path

NUMBER = {"type": "number"}
DAY = {"type": "date"}
PERIOD = {"type": "string", "derive": "period"}
OPEN_DAY = {"type": "string", "derive": "date"}
GUIDED = {
    "type": "string",
    "constraints": {"pattern": "[a-z]{3}(-[a-z]{3}){5,40}[a-z0-9 .,;:]{0,99}"},
    "example": "tom-cat",
    "guideline": "Three letters.",
    "guideline_zh": "三个字母。",
}


def hint(folder: Path, field: dict[str, Any], cell: str, code: str) -> Any:
    schema = {"fields": [{"name": "id", "type": "string"}, {"name": "x", **field}], "primaryKey": "id"}
    resource = {"name": "t", "path": "t.csv", "schema": schema}
    (folder / "datapackage.json").write_text(json.dumps({"resources": [resource]}), encoding="utf-8")
    (folder / "t.csv").write_text(f'id,x\na,"{cell}"\n', encoding="utf-8")
    (problem,) = [problem for problem in check(read(folder)).problems if problem.code == code]
    return problem


@pytest.mark.parametrize(
    ("field", "cell", "code", "near"),
    [
        (NUMBER, "3,600", "TYPE", "3600"),
        (NUMBER, "１２.５", "TYPE", "12.5"),
        (NUMBER, "3600亿", "TYPE", None),
        ({"type": "integer"}, "1,200", "TYPE", "1200"),
        ({"type": "integer"}, "12.5", "TYPE", None),
        ({"type": "boolean", "trueValues": ["true"], "falseValues": ["false"]}, "TRUE", "TYPE", "true"),
        ({"type": "boolean", "trueValues": ["yes"], "falseValues": ["no"]}, "TRUE", "TYPE", None),
        ({"type": "boolean"}, "yes", "TYPE", None),
        (DAY, "2025/3/9", "TYPE", "2025-03-09"),
        (DAY, "2025年3月9日", "TYPE", "2025-03-09"),
        (DAY, "03/09/2025", "TYPE", None),
        (OPEN_DAY, "2025年3月", "DATE", "2025-03"),
        (OPEN_DAY, "2025年13月", "DATE", None),
        (PERIOD, "2025年", "PERIOD", "2025"),
        (PERIOD, "last year", "PERIOD", None),
        ({"type": "string", "constraints": {"enum": ["final", "preliminary"]}}, "finale", "ENUM", "final"),
        ({"type": "string", "constraints": {"enum": ["final", "preliminary"]}}, "x", "ENUM", None),
    ],
)
def test_the_value_that_was_meant_is_named_where_there_is_one(
    tmp_path: Path, field: dict[str, Any], cell: str, code: str, near: str | None
) -> None:
    problem = hint(tmp_path, field, cell, code)

    assert problem.near == near
    assert (f"did you mean {near}?" == problem.hint) is (near is not None)


def test_else_the_guideline_and_example_of_the_schema_say_what_to_do(tmp_path: Path) -> None:
    problem = hint(tmp_path, GUIDED, "T", "PATTERN")

    assert problem.expected == "text such as tom-cat"
    assert problem.hint == "Three letters"
    assert problem.message_in("zh") == "a: 发现：'T'；应为：形如 tom-cat 的文本；三个字母"


def test_a_rule_shows_the_other_fields_that_it_speaks_of(mini: Path) -> None:
    rules = mini / "schemas/readings.py"
    text = rules.read_text(encoding="utf-8").replace(
        "a range of at most 60 nautical miles", "a value that lamp_id allows"
    )
    rules.write_text(text, encoding="utf-8")
    readings = mini / "data/readings.csv"
    readings.write_text(readings.read_text(encoding="utf-8").replace("17.50", "71.5"), encoding="utf-8")

    (problem,) = check(read(mini), run_python=True).problems

    assert problem.found == "'71.5' (lamp_id 'eddystone')"


def test_a_long_value_is_not_compared_with_every_other(tmp_path: Path) -> None:
    field = {"type": "string", "constraints": {"enum": ["final" * 100]}}

    assert hint(tmp_path, field, "finale" * 100, "ENUM").near is None


def test_a_header_names_the_field_that_was_meant(mini: Path) -> None:
    lamps = mini / "data/lamps.csv"
    text = lamps.read_text(encoding="utf-8")
    lamps.write_text(text.replace("name_zh", "nam_zh", 1), encoding="utf-8")
    assert [problem.near for problem in check(read(mini)).problems] == ["name_zh"]

    lamps.write_text(text.replace("lamp_id,name_en", "name_en,lamp_id", 1), encoding="utf-8")
    assert [problem.hint for problem in check(read(mini)).problems] == ["run: shenzhen-ai fmt"]


def test_an_id_that_was_renamed_is_named_before_the_references_to_it(root: Path) -> None:
    bad = root / "tests/bad/ID-VANISHED"
    (problem,) = [problem for problem in check(read(bad)).problems if problem.code == "ID-VANISHED"]

    assert problem.path == "cats.csv"
    assert problem.key == "b"


def test_a_schema_that_cannot_be_read_is_told_once(mini: Path) -> None:
    (mini / "schemas/lamps.json").write_text("{", encoding="utf-8")

    with pytest.raises(Exception, match="PACKAGE-JSON") as caught:
        read(mini)

    assert [problem.code for problem in caught.value.problems] == ["PACKAGE-JSON"]  # type: ignore[attr-defined]
