"""The comparison gives the sets that two well-known programs give, and nothing that was not edited."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import csv_diff
import daff
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factory import make_package, table
from shenzhen_ai._errors import ShenzhenAIError
from shenzhen_ai.cut import cut
from shenzhen_ai.diff.compare import compare
from shenzhen_ai.diff.snapshots import Snapshot, snapshot
from shenzhen_ai.read import read

if TYPE_CHECKING:
    from collections.abc import Callable

    from shenzhen_ai.diff.values import Comparison
    from shenzhen_ai.load import Release

HEADER = ("id", "one", "two", "three")

Rows = dict[str, tuple[str, ...]]
Sets = tuple[set[str], set[str], set[tuple[str, str, str, str]]]

CELL = st.text(alphabet="ab01 ,\"'->|:.安徽;", max_size=6)
ROWS = st.dictionaries(
    st.from_regex(r"[a-z]{1,2}", fullmatch=True), st.tuples(CELL, CELL, CELL), min_size=1, max_size=12
)


@st.composite
def states(draw: st.DrawFn) -> tuple[Rows, Rows]:
    """A table, and the same after random edits: rows gone, rows added, cells changed."""
    old = draw(ROWS)
    kept = {key: row for key, row in old.items() if draw(st.booleans())}
    edited = {
        key: tuple(draw(CELL) if draw(st.integers(0, 3)) == 0 else cell for cell in row) for key, row in kept.items()
    }
    new = {**draw(ROWS), **edited}
    return old, new


def ours(old: Rows, new: Rows) -> Sets:
    with tempfile.TemporaryDirectory() as place:
        found = []
        for name, rows in (("old", old), ("new", new)):
            package = make_package(Path(place) / name, {"things": table(",".join(HEADER))})
            (package.root / "things.csv").write_text(written(rows), encoding="utf-8")
            found.append(Snapshot(name, package))
        return sets(compare(*found))


def sets(comparison: Comparison) -> Sets:
    rows = [row for table in comparison.tables for row in table.rows]
    cells = {
        (row.row_id, cell.field, cell.old or "", cell.new or "")
        for row in rows
        if row.kind == "changed"
        for cell in row.cells
    }
    return {row.row_id for row in rows if row.kind == "added"}, {r.row_id for r in rows if r.kind == "removed"}, cells


def written(rows: Rows) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([HEADER, *((key, *row) for key, row in rows.items())])
    return text.getvalue()


def by_csv_diff(old: Rows, new: Rows) -> Sets:
    sides = [csv_diff.load_csv(io.StringIO(written(rows)), key="id", dialect="excel") for rows in (old, new)]
    found = csv_diff.compare(*sides)
    cells = {
        (item["key"], field, before, after)
        for item in found["changed"]
        for field, (before, after) in item["changes"].items()
    }
    return {row["id"] for row in found["added"]}, {row["id"] for row in found["removed"]}, cells


def by_daff(old: Rows, new: Rows) -> Sets:
    flags = daff.CompareFlags()
    flags.addPrimaryKey("id")
    flags.ordered = False
    flags.show_unchanged_columns = True
    sides = [daff.PythonTableView([list(HEADER), *([key, *row] for key, row in rows.items())]) for rows in (old, new)]
    out: list[list[object]] = []
    difference = daff.TableDiff(daff.compareTables(*sides, flags).align(), flags)
    difference.setCellBuilder(daff.NestedCellBuilder())
    difference.hilite(daff.PythonTableView(out))
    kinds: dict[str, set[str]] = {"+++": set(), "---": set()}
    cells = set()
    for action, key, *rest in out:
        if action in kinds:
            kinds[str(action)].add(str(key))
        for field, cell in zip(HEADER[1:], rest, strict=True):
            if isinstance(cell, dict):
                cells.add((str(key), field, cell["before"], cell["after"]))
    return kinds["+++"], kinds["---"], cells


@settings(max_examples=40, deadline=None)
@given(states())
def test_random_edits_give_the_sets_of_daff_and_csv_diff(edited: tuple[Rows, Rows]) -> None:
    assert ours(*edited) == by_csv_diff(*edited) == by_daff(*edited)


def states_of(mini: Path, name: str, edit: Callable[[Path], None]) -> Comparison:
    other = mini.parent / name
    shutil.copytree(mini, other)
    edit(other)
    return compare(Snapshot("mini", read(mini)), Snapshot(name, read(other)))


def replace(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_an_edited_copy_shows_the_edits_and_nothing_else(mini: Path) -> None:
    def edit(copy: Path) -> None:
        replace(copy / "data/readings.csv", "asof:2020,17,17 miles", "asof:2020,3000,17 miles")
        replace(copy / "data/lamps.csv", "pharos,Pharos,法罗斯,,,\n", "")

    found = states_of(mini, "edited", edit)

    assert sets(found) == (set(), {"pharos"}, {("eddystone-2020", "value", "17", "3000")})
    assert found.unexplained == 1


def test_a_release_and_its_package_do_not_differ(mini: Path, small_release: Release) -> None:
    states = (Snapshot("package", read(mini)), Snapshot("release", read(small_release.folder)))

    for found in (compare(*states), compare(*reversed(states))):
        assert found.tables == ()
        assert found.schema == ()


def test_a_change_of_decimals_is_seen_between_releases(mini: Path, command: Callable[..., str], tmp_path: Path) -> None:
    """17.50 and 17.5 are written alike in a release; the column of digits tells them apart."""
    command("build", mini, "--run-python", "--out", tmp_path / "one")
    replace(mini / "data/readings.csv", "17.50", "17.5")
    command("build", mini, "--run-python", "--out", tmp_path / "two")
    folders = [next(path for path in (tmp_path / name).iterdir() if path.is_dir()) for name in ("one", "two")]

    found = compare(*(Snapshot(folder.parent.name, read(folder)) for folder in folders))

    assert sets(found)[2] == {("eddystone-2021", "value", "17.50", "17.5")}


def test_reasons_come_from_the_record_whose_lines_are_not_shown_again(mini: Path) -> None:
    def edit(copy: Path) -> None:
        replace(copy / "data/readings.csv", "asof:2020,17,", "asof:2020,18,")
        replace(copy / "data/readings.csv", "eddystone-2021,eddystone,asof:2021,17.50,,true,pilot-book,p:3\n", "")
        with (copy / "data/readings.csv").open("a", encoding="utf-8") as file:
            file.write("pharos-1,pharos,asof:2022,9,9 miles,false,pilot-book,p:4\n")
        with (copy / "data/log.csv").open("a", encoding="utf-8") as file:
            file.write("c1,readings,eddystone-2020,value,17,18,our_error,Misread.,读错。,,,accepted,2026-01-02,\n")
            file.write("c2,readings,eddystone-2020,period,a,b,recoded,Refused.,不改。,,,refused,2026-01-02,\n")
        with (copy / "data/gone.csv").open("a", encoding="utf-8") as file:
            file.write("readings,eddystone-2021,pharos-1,Of another lamp.,2026.3.0\n")

    found = states_of(mini, "edited", edit)
    rows = {row.row_id: row for table in found.tables for row in table.rows}

    assert [table.name for table in found.tables] == ["readings", "log"]
    assert [reason.code for reason in rows["eddystone-2020"].cells[0].reasons] == ["our_error"]
    assert [(reason.code, reason.replaced_by) for reason in rows["eddystone-2021"].reasons] == [("retired", "pharos-1")]
    assert [reason.code for reason in rows["pharos-1"].reasons] == ["new_source"]
    assert set(rows) == {"eddystone-2020", "eddystone-2021", "pharos-1", "c2"}, "a refused report is not a reason"
    assert found.unexplained == 0


def test_fields_and_tables_of_one_side_are_compared_with_nothing(tmp_path: Path) -> None:
    one = make_package(tmp_path / "one", {"a": table("id,x\nr,1"), "gone": table("id\nq")})
    two = make_package(tmp_path / "two", {"a": table("id,y\nr,2"), "new": table("id\np")})

    found = compare(Snapshot("one", one), Snapshot("two", two))

    assert sets(found) == ({"p"}, {"q"}, {("r", "y", "", "2"), ("r", "x", "1", "")})
    assert [change.split(":")[0] for change in found.schema] == ["major", "major", "minor", "minor"]


def test_what_cannot_be_matched_is_said(tmp_path: Path) -> None:
    def keyless(text: str) -> dict[str, object]:
        made = table(text)
        made["schema"]["primaryKey"] = []
        return made

    one = make_package(tmp_path / "one", {"a": table("id,x\nr,1"), "b": keyless("x\n1")})
    two = make_package(tmp_path / "two", {"a": table("id,x\nr,1", key="x"), "b": keyless("x\n1")})

    assert compare(Snapshot("one", one), Snapshot("two", two)).notes == (
        "a is not compared: its primary key changed",
        "b is not compared: it has no primary key",
    )


@pytest.mark.parametrize("text", ["id,x\nr,1\nr,2", "id,x\nr,1,2"])
def test_a_table_that_cannot_be_compared_is_refused_with_the_next_step(tmp_path: Path, text: str) -> None:
    one = Snapshot("one", make_package(tmp_path / "one", {"a": table("id,x\nr,1")}))
    two = Snapshot("two", make_package(tmp_path / "two", {"a": table(text)}))

    with pytest.raises(ShenzhenAIError, match=r"of two.*shenzhen-ai check"):
        compare(one, two)


def git(folder: Path, *arguments: str) -> None:
    name = ["-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "init.defaultBranch=main"]
    subprocess.run(["git", "-C", str(folder), *name, *arguments], check=True, capture_output=True)


@pytest.fixture
def repository(mini: Path) -> Path:
    """The small package in a subfolder of a git repository: two releases and an edit that is not committed."""
    descriptor = mini / "datapackage.json"
    body = json.loads(descriptor.read_text(encoding="utf-8"))
    body["history"] = "data/history"
    descriptor.write_text(json.dumps(body, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    git(mini.parent, "init", "--quiet")
    for version, old, new in (("2026.2.0", "Stands on a reef", "On a reef"), ("2026.3.0", "On a reef", "On rocks")):
        replace(mini / "data/lamps.csv", old, new)
        cut(read(mini), version)
        git(mini.parent, "add", "-A")
        git(mini.parent, "commit", "--quiet", "-m", version)
    replace(mini / "data/lamps.csv", "On rocks", "In the sea")
    return mini


@pytest.mark.parametrize(
    ("old", "new", "texts"),
    [
        ("2026.2.0", "2026.3.0", ("On a reef", "On rocks")),
        ("2026.2.0", "HEAD", ("On a reef", "On rocks")),
        ("HEAD~1", ".", ("On a reef", "In the sea")),
    ],
)
def test_versions_refs_and_folders_can_be_compared(
    repository: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str, texts: tuple[str, str]
) -> None:
    monkeypatch.chdir(repository)
    with snapshot(old, repository) as one, snapshot(new, repository) as two:
        found = compare(one, two)

    assert sets(found)[2] == {("eddystone", "remark_en", *texts)}


def test_a_name_that_is_nothing_says_what_was_tried(repository: Path, tmp_path: Path) -> None:
    with pytest.raises(ShenzhenAIError, match=r"neither a folder .* nor a git ref"), snapshot("--output=x", repository):
        pass
    with (
        pytest.raises(ShenzhenAIError, match=r"no release 2026.9.0 .*no commit recorded it"),
        snapshot("2026.9.0", repository),
    ):
        pass
    shallow = tmp_path / "shallow"
    git(tmp_path, "clone", "--quiet", "--depth", "1", f"file://{repository.parent}", str(shallow))
    with pytest.raises(ShenzhenAIError, match="git fetch --unshallow"), snapshot("2026.2.0", shallow / "mini"):
        pass
