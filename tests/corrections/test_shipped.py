"""Reporters are told once the release is out that carries the decision on their report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from click.testing import CliRunner

from shenzhen_ai.cli import main
from shenzhen_ai.corrections.shipped import marker

if TYPE_CHECKING:
    from pathlib import Path

LOG = """change_id,table_name,row_id,field,old,new,reason,note_en,note_zh,issue_ref,credit,decision,decided_on,version
one,readings,eddystone-2021,value,17.50,18,our_error,Another year.,另一年。,17,,accepted,2026-02-03,2026.2.0
two,readings,eddystone-2021,printed,,18 miles,our_error,,,#17,,accepted,2026-02-03,2026.2.0
three,lamps,eddystone,remark_en,,,our_error,`@all` <b>The book says so.,,https://git.lighthouses.example/lighthouses/issues/18,,refused,2026-02-04,2026.2.0
four,lamps,eddystone,remark_en,,,our_error,Too early.,,19,,withdrawn,2026-02-04,2026.1.0
five,lamps,eddystone,remark_en,,,our_error,By letter.,,https://elsewhere.example/issues/20,,refused,2026-02-04,2026.2.0
six,lamps,eddystone,remark_en,,,our_error,,,../../21,,refused,2026-02-04,2026.2.0
seven,lamps,eddystone,remark_en,,,our_error,Not yet out.,,22,,accepted,2026-02-04,
"""


def test_each_report_that_the_version_decides_on_gets_one_answer(mini: Path, tmp_path: Path) -> None:
    (mini / "data/log.csv").write_text(LOG, encoding="utf-8")
    out = tmp_path / "out"

    result = CliRunner().invoke(main, ["shipped", "2026.2.0", str(mini), "--out", str(out)])

    assert result.exit_code == 0, result.output
    assert sorted(file.name for file in out.iterdir()) == ["17.md", "18.md"]
    answer = (out / "17.md").read_text(encoding="utf-8")
    assert answer.startswith(marker("2026.2.0") + "\n")
    assert "- `readings eddystone-2021 value`: `17.50` became `18`; `Another year.`" in answer
    assert "- `readings eddystone-2021 value`：由 `17.50` 改为 `18`；`另一年。`" in answer
    assert "https://lighthouses.example/latest/zh/readings/eddystone-2021/" in answer
    refused = (out / "18.md").read_text(encoding="utf-8")
    assert "stays as it is; `'@all' <b>The book says so.`" in refused


def test_a_version_that_decides_on_none_writes_nothing(mini: Path, tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["shipped", "2026.1.0", str(mini), "--out", str(tmp_path / "out")])

    assert result.stdout.startswith("0 reports")
    assert list((tmp_path / "out").iterdir()) == []
