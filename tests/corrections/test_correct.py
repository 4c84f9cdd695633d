"""A report becomes changed lines, or a polite answer and nothing else."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pytest
import yaml
from click.testing import CliRunner

from issue_bodies import body
from shenzhen_ai.cli import main
from shenzhen_ai.corrections.answers import inert
from shenzhen_ai.corrections.request import LABELS, REQUIRED
from shenzhen_ai.cut import cut
from shenzhen_ai.read import read

if TYPE_CHECKING:
    from pathlib import Path

SENT = ("table", "row_id", "field", "current", "version", "page", "proposed", "source_url", "locator")


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def files(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def correct(folder: Path, data: bytes, exit_code: int = 0) -> str:
    issue = folder.parent / "issue.md"
    issue.write_bytes(data)
    result = CliRunner().invoke(
        main, ["correct", str(folder), "--issue", str(issue), "--reference", "17", "--on", "2026-02-03", "--run-python"]
    )
    assert result.exit_code == exit_code, f"{result.output}\n{result.exception!r}"
    return result.stdout


@pytest.fixture
def released(mini: Path) -> Path:
    """The small package after its first release."""
    descriptor = json.loads((mini / "datapackage.json").read_text(encoding="utf-8"))
    (mini / "datapackage.json").write_text(json.dumps(descriptor | {"history": "history"}), encoding="utf-8")
    cut(read(mini), "2026.1.0")
    return mini


def test_one_line_changes_and_the_record_says_why(released: Path) -> None:
    before = files(released)

    answer = correct(released, body())

    after = files(released)
    assert {name for name in before if before[name] != after[name]} == {"data/readings.csv", "data/log.csv"}
    old, new = (set(item["data/readings.csv"].decode().splitlines()) for item in (before, after))
    assert old - new == {"eddystone-2021,eddystone,asof:2021,17.50,,true,pilot-book,p:3"}
    assert new - old == {"eddystone-2021,eddystone,asof:2021,18,18 miles,false,pilot-book,p:4"}
    log = {row["field"]: row for row in rows(released / "data/log.csv")}
    assert sorted(log) == ["printed", "value", "whereabouts", "wording_lost"]
    assert (log["value"]["old"], log["value"]["new"], log["value"]["reason"]) == ("17.50", "18", "our_error")
    assert (log["value"]["issue_ref"], log["value"]["decided_on"], log["value"]["version"]) == ("17", "2026-02-03", "")
    assert "`readings eddystone-2021 value`: `17.50` became `18`" in answer


def test_another_document_becomes_the_source_of_the_row(released: Path) -> None:
    correct(released, body(source_url="https://lights.example/list", locator="table:2/row:1"))

    (row,) = [row for row in rows(released / "data/readings.csv") if row["reading_id"] == "eddystone-2021"]
    assert (row["value"], row["paper_id"], row["whereabouts"]) == ("18", "harbour-list", "table:2/row:1")
    assert {row["reason"] for row in rows(released / "data/log.csv")} == {"new_source"}


def test_a_cell_with_evidence_of_its_own_gets_new_evidence(released: Path) -> None:
    correct(
        released,
        body(
            table="lamps",
            row_id="eddystone",
            field="lit_on",
            current="1882-05",
            proposed="1882-06",
            source_url="https://lights.example/list",
            locator="p:2",
        ),
    )

    proofs = [row for row in rows(released / "data/proofs.csv") if row["field"] == "lit_on"]
    assert [(row["source_id"], row["locator"]) for row in proofs] == [("harbour-list", "p:2")]


def test_a_new_document_is_entered_when_the_report_says_what_it_is(released: Path) -> None:
    url = "https://new.example/paper?id=1"
    refused = correct(released, body(source_url=url), exit_code=1)
    assert f"`{LABELS['title']}, {LABELS['publisher']}, {LABELS['publisher_kind']}, {LABELS['copy']}`" in refused

    correct(
        released,
        body(source_url=url, title="A new list", publisher="Harbour", publisher_kind="government", copy="original"),
    )

    (paper,) = [row for row in rows(released / "data/papers.csv") if row["url"] == url]
    assert paper["title"] == "A new list"
    assert paper["paper_id"].startswith("new-example-")


@pytest.mark.parametrize("url", ["https://new.example/", "https://lights.example/list"])
def test_what_more_than_one_document_says_is_for_a_person(released: Path, url: str) -> None:
    document = {"title": "N", "publisher": "N", "publisher_kind": "news", "copy": "original"}

    answer = correct(released, body(row_id="eddystone-2020", current="17", source_url=url, **document), exit_code=1)

    assert "`2` documents on record say `17`" in answer


def test_a_value_that_the_check_would_refuse_changes_nothing(released: Path) -> None:
    before = files(released)

    answer = correct(released, body(proposed="eighteen", printed="eighteen miles"), exit_code=1)

    assert files(released) == before
    assert "the check would find: `data/readings.csv:3:value (D): [TYPE]" in answer


def test_the_answer_is_in_the_reporter_s_language(released: Path) -> None:
    assert correct(released, body(language="中文", current="16"), exit_code=1).startswith("感谢您的报告")
    assert "您看到的是 `16`" in correct(released, body(language="中文", current="16"), exit_code=1)


def test_the_form_has_the_labels_that_are_read(root: Path) -> None:
    form = yaml.safe_load((root / ".github/ISSUE_TEMPLATE/correction.yml").read_text(encoding="utf-8"))
    fields = {item["id"]: item for item in form["body"] if "id" in item}

    assert {name: item["attributes"]["label"] for name, item in fields.items()} == LABELS
    assert tuple(fields)[: len(SENT)] == SENT
    assert {name for name, item in fields.items() if item.get("validations", {}).get("required")} == set(REQUIRED)


HOSTILE = {
    "empty": b"",
    "not-utf8": body().replace(b"18 miles", b"\xff\xfe"),
    "utf-16": body().decode().encode("utf-16"),
    "nul": body(proposed="1\x008"),
    "huge": body(proposed="1" * 1_000_000),
    "long-value": body(proposed="1" * 5_000),
    "many-headings": b"### x\n\n1\n\n" * 1_900,
    "heading-twice": body() + f"\n\n### {LABELS['row_id']}\n\npharos".encode(),
    "no-form": "你好 <script>alert(1)</script>".encode(),
    "shell": body(proposed="$(rm -rf ~); `id`; ${{ secrets.TOKEN }}"),
    "sql": body(row_id="x'; DROP TABLE readings; --"),
    "path-table": body(table="../../etc/passwd"),
    "path-row": body(row_id="../data/lamps.csv"),
    "path-field": body(field="../value"),
    "foreign-table": body(table="targets"),
    "foreign-id": body(row_id="eddystone"),
    "two-witnesses": body(row_id="eddystone-2020", current="17"),
    "key-field": body(field="reading_id", current="eddystone-2020", proposed="mine"),
    "source-field": body(field="paper_id", current="pilot-book", proposed="harbour-list"),
    "formula": body(proposed="=HYPERLINK(1)", printed="=1"),
    "newline": body(proposed="18\n### Row"),
    "csv-break": body(proposed='18","x'),
    "bidi": body(proposed="18\u202e"),
    "zero-width": body(proposed="1\u200b8"),
    "javascript-url": body(source_url="javascript:alert(1)"),
    "file-url": body(source_url="file:///etc/passwd"),
    "url-with-blank": body(source_url="https://x.example/ onmouseover=1"),
    "markdown": body(row_id="[x](https://evil.example) ![y](https://evil.example/p.png)"),
    "mention": body(row_id="@everyone `</code>` <img src=x onerror=1>"),
    "details": body(row_id="<details><summary>x</summary>"),
    "template": body(row_id="{table} {0.__class__}"),
    "wrong-current": body(current="99"),
    "same": body(proposed="17.50"),
}


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_a_hostile_body_does_no_harm_and_gets_a_polite_answer(released: Path, name: str) -> None:
    before = files(released)

    answer = correct(released, HOSTILE[name], exit_code=1)

    assert files(released) == before
    assert answer.startswith(("Thank you for the report.", "感谢您的报告"))
    assert len(answer) < 10_000
    outside = "".join(part for number, part in enumerate(answer.split("`")) if number % 2 == 0)
    assert not any(sign in outside for sign in ("<", "@", "](", "evil", "${{"))


def test_a_strangers_text_stays_one_span_of_code() -> None:
    assert inert("a`b\n``c") == "`a'b ''c`"
    assert inert("") == "` `"
    assert len(inert("x" * 500)) == 122
