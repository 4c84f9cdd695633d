"""The verbs for those who correct the data."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from shenzhen_ai.commands.common import find_package, run_check

if TYPE_CHECKING:
    from shenzhen_ai.corrections.request import Correction
    from shenzhen_ai.corrections.workspace import Edit
    from shenzhen_ai.package import Package

run_python_option = click.option(
    "--run-python", is_flag=True, help="Run Python rules of a package that is not this checkout."
)


@click.command()
@click.argument("descriptor", required=False, type=click.Path(path_type=Path))
@click.option("--issue", required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path), help="The body.")
@click.option("--reference", default="", help="Number of the issue, for the record of changes.")
@click.option("--on", help="The day of the decision, YYYY-MM-DD; `as_of` of the package by default.")
@run_python_option
def correct(descriptor: Path | None, issue: Path, reference: str, on: str | None, *, run_python: bool) -> None:
    """Enter a correction from the body of an issue, and print the answer to its reporter as Markdown.

    The corrected package is checked before a file is touched; what is refused changes nothing and exits 1.

    Example: shenzhen-ai correct --issue body.md --reference 17
    """
    from shenzhen_ai.corrections.answers import Refused, accepted_answer, refusal_answer
    from shenzhen_ai.corrections.request import parse_issue
    from shenzhen_ai.corrections.workspace import write

    package = find_package(descriptor)
    try:
        correction = parse_issue(issue.read_bytes(), reference)
        edit = _checked(package, correction, on, run_python=run_python)
    except Refused as refused:
        click.echo(refusal_answer(refused), nl=False)
        sys.exit(1)
    write(package, edit.texts)
    click.echo(accepted_answer(correction.language, edit.changes), nl=False)


def _checked(package: Package, correction: Correction, on: str | None, *, run_python: bool) -> Edit:
    """Apply a correction in memory and check a copy of the package that has it.

    Raises:
        Refused: when it cannot be made, or the check would find something.
    """
    from shenzhen_ai.checks.rows import trusted
    from shenzhen_ai.corrections.answers import Refusal, Refused
    from shenzhen_ai.corrections.apply import apply
    from shenzhen_ai.corrections.workspace import Workspace, staged
    from shenzhen_ai.read import read

    edit = apply(Workspace(package, on or package.as_of or ""), correction)
    with tempfile.TemporaryDirectory() as folder:
        copy = read(staged(package, edit.texts, Path(folder)))
        report = run_check(copy, no_rules=False, run_python=run_python or trusted(package))
    if not report.valid:
        found = [
            Refusal("check", {"problem": problem.line_in(correction.language)}) for problem in report.problems[:10]
        ]
        raise Refused(correction.language, found)
    return edit


@click.command()
@click.argument("table")
@click.argument("row_id", metavar="ID")
@click.argument("field", required=False)
@run_python_option
def edit(table: str, row_id: str, field: str | None, *, run_python: bool) -> None:
    """Change one cell: asks for the value, the source and the place in it, shows the changed lines, checks, writes.

    Example: shenzhen-ai edit plans sz-ai-pioneer-city-2025-2026 issued_on
    """
    from shenzhen_ai.corrections.answers import Refused
    from shenzhen_ai.corrections.dialogue import ask
    from shenzhen_ai.corrections.workspace import lines_changed, write

    package = find_package(None)
    try:
        made = _checked(package, ask(package, table, row_id, field), None, run_python=run_python)
    except Refused as refused:
        click.echo(f"shenzhen-ai: {refused}", err=True)
        sys.exit(1)
    click.echo("\n".join(lines_changed(package, made.texts)))
    if click.confirm("write this?", default=True):
        click.echo("\n".join(f"wrote {path}" for path in write(package, made.texts)))


@click.command()
@click.argument("version")
@click.argument("descriptor", required=False, type=click.Path(path_type=Path))
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Folder for one NUMBER.md per issue.")
def shipped(version: str, descriptor: Path | None, out: Path) -> None:
    """Write what the reporters are told whose reports VERSION decides on: a file per issue, in both languages.

    The first line of each is a comment that names the version, by which an answer that is there already is known.

    Example: shenzhen-ai shipped 2026.12.0 --out out/shipped
    """
    from shenzhen_ai.corrections.shipped import shipped as answers

    found = answers(find_package(descriptor), version)
    out.mkdir(parents=True, exist_ok=True)
    for number, answer in found.items():
        (out / f"{number}.md").write_text(answer, encoding="utf-8")
    click.echo(f"{len(found)} reports decided on in {version}: {out}")


@click.command("merge-driver")
@click.argument("base", type=click.Path(exists=True, path_type=Path))
@click.argument("ours", type=click.Path(exists=True, path_type=Path))
@click.argument("theirs", type=click.Path(exists=True, path_type=Path))
@click.argument("path")
def merge_driver(base: Path, ours: Path, theirs: Path, path: str) -> None:
    """Merge two edits of a table by key and cell; git calls this with BASE OURS THEIRS PATH.

    The merged file is written over OURS. Exit 1 when both sides changed one cell, each in its way. Git is told of it by
    `git config merge.shenzhen-ai.driver "shenzhen-ai merge-driver %O %A %B %P"`.

    Example: shenzhen-ai merge-driver base.csv ours.csv theirs.csv sources/plans.csv
    """
    from shenzhen_ai.corrections.merge import by_key, merge
    from shenzhen_ai.fmt import read_cells, replace

    package = find_package(None)
    table = next((table for table in package.tables.values() if path in table.paths), None)
    if table is None:
        click.echo(f"shenzhen-ai: {path} is no table of this package; merge it by hand", err=True)
        sys.exit(1)
    sides = [by_key(table, read_cells(table, path, file.read_bytes())[1]) for file in (base, ours, theirs)]
    merged = merge(table, *sides)
    replace(ours, merged.text)
    for conflict in merged.conflicts:
        click.echo(f"{path}: {conflict}", err=True)
    sys.exit(1 if merged.conflicts else 0)
