"""What is documented is what is there: verbs, options, codes, tables, the commands of the guides."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

from shenzhen_ai.cli import main
from shenzhen_ai.codes import CODES

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[1]
VERBS = sorted(main.commands)
TEXTS = ["README.md", "README.zh.md", "CONTRIBUTING.md", "docs/en/query.md", "docs/zh/query.md"]


def rows(language: str) -> dict[str, str]:
    """Give the lines of the table of verbs, by verb."""
    text = (ROOT / "docs" / language / "commands.md").read_text(encoding="utf-8")
    return dict(re.findall(r"^\| `([\w-]+)` (\|.*)$", text, re.MULTILINE))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_verb_is_documented_and_no_other(language: str) -> None:
    assert sorted(rows(language)) == VERBS


@pytest.mark.parametrize("verb", VERBS)
def test_every_option_of_a_verb_is_documented_in_both_languages(verb: str) -> None:
    options = {
        name
        for parameter in main.commands[verb].params
        if isinstance(parameter, click.Option)
        for name in parameter.opts
        if name.startswith("--")
    }
    for language in ("en", "zh"):
        assert set(re.findall(r"--[a-z-]+", rows(language)[verb])) == options


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help_and_an_example(verb: str, command: Callable[..., str]) -> None:
    text = command(verb, "--help")

    assert f"Example: shenzhen-ai {verb}" in " ".join(text.split())


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_code_is_explained_in_both_languages(code: str, command: Callable[..., str]) -> None:
    assert CODES[code].meaning in command("explain", code)
    assert CODES[code].meaning_zh in command("explain", code, "--lang", "zh")


@pytest.mark.parametrize("rule", sorted((ROOT / "schemas" / "rules").glob("*.sql")), ids=lambda file: file.stem)
def test_every_rule_of_the_package_is_explained(rule: Path, command: Callable[..., str]) -> None:
    header = dict(re.findall(r"^-- (code|expected|hint): (.*)$", rule.read_text(encoding="utf-8"), re.MULTILINE))

    assert header["expected"] in command("explain", header["code"])


def test_an_unknown_code_is_answered_with_near_ones(command: Callable[..., str]) -> None:
    assert "EVIDENCE-MISSING" in command("explain", "EVIDENCE-MISING", exit_code=1)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_page_of_one_language_has_its_twin(language: str) -> None:
    other = {"en": "zh", "zh": "en"}[language]
    mine = {file.relative_to(ROOT / "docs" / language) for file in (ROOT / "docs" / language).rglob("*.md")}

    assert mine == {file.relative_to(ROOT / "docs" / other) for file in (ROOT / "docs" / other).rglob("*.md")}


def test_every_table_has_schema_and_source_of_its_own_name() -> None:
    for resource in json.loads((ROOT / "datapackage.json").read_text(encoding="utf-8"))["resources"]:
        assert resource["schema"] == f"schemas/{resource['name']}.json"
        assert resource["path"] == f"sources/{resource['name']}.csv"


@pytest.mark.parametrize("schema", sorted((ROOT / "schemas").glob("*.json")), ids=lambda file: file.stem)
def test_every_field_is_described_in_both_languages(schema: Path) -> None:
    body = json.loads(schema.read_text(encoding="utf-8"))
    for item in [body, *body["fields"]]:
        for name in ("title", "description"):
            assert item[name], (item, name)
            assert re.search(r"[一-鿿]", item[f"{name}_zh"]), item
    for field in body["fields"]:
        assert field["guideline"]
        assert field["guideline_zh"]
        assert field["example"] not in {None, ""}


@pytest.mark.parametrize("name", TEXTS)
def test_the_queries_of_the_guides_run(
    name: str, real_release: object, command: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHENZHEN_AI_RELEASE", str(real_release.folder))  # type: ignore[attr-defined]
    text = (ROOT / name).read_text(encoding="utf-8")
    queries = re.findall(r'shenzhen-ai sql "([^"]+)"', text) + re.findall(
        r"^\|[^|]*\| `(SELECT [^`]+)` \|", text, re.MULTILINE
    )
    for query in queries:
        assert command("sql", query)
    for table, row_id in re.findall(r"shenzhen-ai trace (\w+) ([\w-]+)", text):
        assert "[" in command("trace", table, row_id)
    for table, row_id in re.findall(r'sz\.trace\("(\w+)", "([\w-]+)"', text):
        assert "[" in command("trace", table, row_id)
