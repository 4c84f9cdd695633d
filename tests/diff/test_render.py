"""What people read of a comparison: sentences in the words of the schemas, Markdown that stays harmless and short."""

from __future__ import annotations

import json
import re
import shutil
from html import unescape
from typing import TYPE_CHECKING

import pytest
from markdown_it import MarkdownIt

from factory import make_package, table
from shenzhen_ai.diff.compare import compare
from shenzhen_ai.diff.render import markdown, text, to_json
from shenzhen_ai.diff.snapshots import Snapshot

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from shenzhen_ai.diff.values import Comparison

LOG = "change_id,table_name,row_id,field,old,new,reason,note_en,note_zh,decision"


def town(folder: Path, goals: str, log: str = "") -> Snapshot:
    """A package of plans and their goals, with a record of changes."""
    titles = {"goal_id": {"title": "Goal id"}, "plan_id": {"title": "Plan", "title_zh": "规划"}}
    value = {"type": "number", "title": "Value", "title_zh": "数值", "unit_field": "unit_id"}
    tables = {
        "goals": table(
            f"goal_id,plan_id,text_en,text_zh,value,unit_id\n{goals}",
            fields={**titles, "value": value, "unit_id": {"title": "Unit", "title_zh": "单位"}},
            label="{plan_id}: {text_en}",
            title="Goals",
            title_zh="目标",
            foreignKeys=[
                {"fields": ["plan_id"], "reference": {"resource": "plans", "fields": ["plan_id"]}},
                {"fields": ["unit_id"], "reference": {"resource": "units", "fields": ["unit_id"]}},
            ],
        ),
        "plans": table("plan_id,title_en,title_zh\np1,First plan,第一规划", label="{title_en}", title="Plans"),
        "units": table("unit_id,name_en,name_zh\nfirm,firms,家\nyuan,yuan,元", label="{name_en}", title="Units"),
        "papers": table("paper_id", title="Papers"),
        "log": table(f"{LOG}\n{log}", title="Log"),
    }
    package = make_package(folder, tables, provenance={"sources": "papers", "changes": "log"})
    return Snapshot(folder.name, package)


@pytest.fixture
def found(tmp_path: Path) -> Comparison:
    """One row of each kind, one change explained and one not."""
    old = town(tmp_path / "old", "a,p1,Firms,企业,3000,firm\nb,p1,Output,产出,,yuan\nc,p1,Gone,已删,1,firm")
    new = town(
        tmp_path / "new",
        "a,p1,Firms,企业,3500.50,firm\nb,p1,Output,产出,7,firm\nd,p1,New,新增,1,firm",
        "c1,goals,a,value,3000,3500.50,our_error,Misread.,读错。,accepted",
    )
    return compare(old, new)


def test_text_tells_each_change_in_the_words_of_the_schemas(found: Comparison) -> None:
    assert text(found).splitlines() == [
        "old → new: rows: 1 removed, 2 changed (cells: 3), 1 added; tables: 1",
        "changed cells without a reason: 2",
        "",
        "Goals (goals)",
        "  - gone: goal “Gone” of plan “First plan” [c]",
        "  ~ goal “Firms” of plan “First plan”: Value 3,000 became 3,500.50 (firms) (our error: Misread.) [a]",
        "  ~ goal “Output” of plan “First plan”: Value was empty, is now 7 (firms) (no reason given) [b]",
        "  ~ goal “Output” of plan “First plan”: Unit yuan became firms (no reason given) [b]",
        "  + new: goal “New” of plan “First plan” (a new source was read) [d]",
    ]


def test_text_speaks_chinese(found: Comparison) -> None:
    lines = text(found, "zh").splitlines()

    assert "  ~ 规划“第一规划”的目标“企业”：数值 由 3,000 改为 3,500.50（家）（我方错误：读错。） [a]" in lines
    assert "  ~ 规划“第一规划”的目标“产出”：单位 由 元 改为 家（未说明原因） [b]" in lines


def test_markdown_counts_first_and_shows_what_is_lost_before_what_is_new(found: Comparison) -> None:
    made = markdown(found)

    assert "| Goals `goals` | 1 | 2 | 3 | 1 |" in made
    assert made.index("“Gone”") < made.index("“Firms”") < made.index("“New”")
    assert "**Value** 3,000 became 3,500.50 (firms) (our error: Misread.) `a`" in made


@pytest.mark.parametrize(
    "evil",
    ["a|b", "<img src=x>", "[x](https://e.example)", "@someone", "#12", "**bold**", "`code`", "![i](u)", "a\\b"],
)
def test_markdown_of_cells_is_harmless(tmp_path: Path, evil: str) -> None:
    """Rendered by a Markdown library, a cell is the text that it was and nothing else."""
    old = town(tmp_path / "old", "a,p1,Firms,企业,1,firm")
    new = town(tmp_path / "new", f"a,p1,{evil},企业,1,firm")

    html = MarkdownIt("gfm-like", {"linkify": False}).render(markdown(compare(old, new)))
    line = next(line for line in html.splitlines() if line.startswith("<li>"))

    assert set(re.findall(r"<(\w+)", line)) <= {"li", "strong", "code"}
    assert f"goal “{evil}” of plan" in unescape(re.sub(r"<!-- -->|</?\w+>", "", line))
    assert not re.search(r"[@#]\w", unescape(line))


def test_markdown_is_cut_to_its_budget_and_says_how_much_is_left(tmp_path: Path) -> None:
    rows = "\n".join(f"g{number},p1,Goal {number},目标,1,firm" for number in range(500))
    old = town(tmp_path / "old", "a,p1,Firms,企业,1,firm")
    new = town(tmp_path / "new", f"a,p1,Firms,企业,1,firm\n{rows}")
    found = compare(old, new)

    whole, short = markdown(found), markdown(found, budget=4000)

    assert whole.count("\n- ") == 500
    assert len(short) <= 4000
    shown = short.count("\n- ")
    assert f"*{500 - shown} more not listed here; in full: shenzhen-ai diff old new*" in short.replace("\\_", "_")
    assert "| Goals `goals` |  |  |  | 500 |" in short


def test_json_holds_everything(found: Comparison) -> None:
    body = json.loads(to_json(found))

    assert body["totals"] == {"removed": 1, "changed": 2, "added": 1, "cells": 3}
    (goals,) = body["tables"]
    first = next(row for row in goals["rows"] if row["row_id"] == "a")
    assert first["cells"][0]["old"] == "3000"
    assert first["cells"][0]["reasons"][0]["code"] == "our_error"


def test_the_command_shows_differences_in_each_form(mini: Path, tmp_path: Path, command: Callable[..., str]) -> None:
    other = shutil.copytree(mini, tmp_path / "other")
    file = other / "data/lamps.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("on a reef", "on rocks"), encoding="utf-8")

    assert "Remark" in command("diff", mini, other, "--package", mini)
    assert command("diff", mini, other, "--package", mini, "--format", "markdown").startswith("### ")
    assert json.loads(command("diff", mini, other, "--package", mini, "--format", "json"))["totals"]["cells"] == 1
    assert command("diff", mini, mini, "--package", mini).strip().endswith("no differences")
