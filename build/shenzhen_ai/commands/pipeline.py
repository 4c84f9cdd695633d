"""The verbs of the pipeline: each takes the path of a datapackage.json, or finds the nearest one."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from shenzhen_ai._errors import CheckFailed, PackageError
from shenzhen_ai.commands.common import Progress, changed_scope, find_package, package_argument, run_check
from shenzhen_ai.commands.engines import engine_options
from shenzhen_ai.problems import Report
from shenzhen_ai.rendering import Style, closing, one_line, render_github, render_json, render_text
from shenzhen_ai.sarif import render_sarif
from shenzhen_ai.wording import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shenzhen_ai.commands.engines import Choice
    from shenzhen_ai.package import Package
    from shenzhen_ai.problems import Problem

RENDERERS = {"text": render_text, "json": render_json, "github": render_github, "sarif": render_sarif}


@click.command()
@package_argument
@click.option("--format", "form", type=click.Choice(sorted(RENDERERS)), default="text", show_default=True)
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", show_default=True, help="Language of the texts.")
@click.option("--no-rules", is_flag=True, help="Skip the pandera and SQL rules.")
@click.option("--run-python", is_flag=True, help="Run Python rules of a package that is not this checkout.")
@click.option("--changed", is_flag=True, help="Look only at what git says has changed, and at what refers to it.")
@click.option("--since", metavar="REV", help="With that, and what it differs from; HEAD by default.")
@click.option("--parquet", type=click.Path(path_type=Path), help="Write clean tables there as typed Parquet; no rules.")
@engine_options
def check(  # noqa: PLR0913  as many as the verb has options
    descriptor: Path | None,
    form: str,
    lang: str,
    *,
    no_rules: bool,
    run_python: bool,
    changed: bool,
    since: str | None,
    parquet: Path | None,
    engine: Choice,
) -> None:
    """Find everything that is wrong with a package.

    DESCRIPTOR is a datapackage.json; without it the nearest one upwards from here is taken. With --parquet shape,
    schema and keys are judged, and the tables written while they are read. With --engine spark the rows are read and
    judged by Spark, for tables that one machine cannot hold; the answer is the same. With --changed only tables that
    changed, and what refers to them or compares itself with them, are judged.

    Example: shenzhen-ai check --changed
    """
    colour = form == "text" and sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    style = Style(None, lang, colour)
    try:
        package = find_package(descriptor, addresses=engine.spark)
    except PackageError as error:
        click.echo(RENDERERS[form](Report(tuple(error.problems), {}), style))
        sys.exit(1)
    style = Style(package, lang, colour)
    if parquet is not None:
        if engine.spark:
            raise click.UsageError("--parquet is written by DuckDB; with Spark: shenzhen-ai build --engine spark")
        from shenzhen_ai.checks.convert import convert

        report = convert(package, parquet)
        click.echo(RENDERERS[form](report, style))
    else:
        scope, note = changed_scope(package, since or "HEAD") if changed or since else (None, None)
        told = partial(_print, style) if form == "text" else _silent
        with engine.opened() as runner:
            report = run_check(package, no_rules=no_rules, run_python=run_python, told=told, engine=runner, scope=scope)
        if note:
            report = replace(report, notes=(note, *report.notes))
        click.echo(closing(report, style) if form == "text" else RENDERERS[form](report, style))
    sys.exit(0 if report.valid else 1)


def _print(style: Style, problems: Sequence[Problem]) -> None:
    """Show problems as they are found, so that the first ones need not wait for the last."""
    for problem in problems:
        click.echo(one_line(problem, style))
    sys.stdout.flush()


def _silent(problems: Sequence[Problem]) -> None:
    """Show nothing yet."""


@click.command()
@package_argument
@click.option("--check", "only_check", is_flag=True, help="Change nothing; exit 1 when something would change.")
def fmt(descriptor: Path | None, *, only_check: bool) -> None:
    """Put the CSVs of a package in canonical form: order of columns and rows, line ends, blanks. Values stay.

    What a spreadsheet did to cells (TRUE, 12.7 for 12.70, 2587 for 002587, 1E+18, local dates) is put back as the last
    commit has it; what has more than one reading is named and left.

    Example: shenzhen-ai fmt --check
    """
    from shenzhen_ai.fmt import format_package
    from shenzhen_ai.repository import committed

    package = find_package(descriptor)
    done = format_package(package, write=not only_check, before=lambda path: committed(package.root, path))
    for path in done.changed:
        click.echo(f"{'would format' if only_check else 'formatted'} {path}")
    for doubt in done.doubts:
        click.echo(str(doubt))
    if not done.changed and not done.doubts:
        click.echo("every file is in canonical form")
    sys.exit(1 if only_check and done.changed else 0)


@click.command()
@click.argument("version")
@click.argument("descriptor", required=False, type=click.Path(path_type=Path))
@click.option("--schema-version", help="A SemVer number; by default the least that the changes need.")
@click.option("--run-python", is_flag=True, help="Run Python rules of a package that is not this checkout.")
def cut(version: str, descriptor: Path | None, schema_version: str | None, *, run_python: bool) -> None:
    """Enter the tables as they stand in the record of releases, as VERSION (YYYY.M.N).

    Example: shenzhen-ai cut 2026.12.0
    """
    from shenzhen_ai.cut import cut as enter

    package = find_package(descriptor)
    report = run_check(package, no_rules=False, run_python=run_python)
    first = not (package.history / "releases.csv").exists()
    stopping = [problem for problem in report.problems if not (first and problem.code == "HISTORY-MISSING")]
    if stopping:
        raise CheckFailed(stopping)
    release, changes = enter(package, version, schema_version)
    for change in changes:
        click.echo(change)
    click.echo(f"cut {release.version}, schema {release.schema_version}")


@click.command()
@package_argument
@click.option(
    "--out", type=click.Path(path_type=Path), help="Folder of releases; out/release of the package by default."
)
@click.option("--no-rules", is_flag=True, help="Skip the pandera and SQL rules.")
@click.option("--run-python", is_flag=True, help="Run Python rules of a package that is not this checkout.")
@click.option("--quick", is_flag=True, help="Leave out SQLite, the workbook and the zip.")
@engine_options
def build(  # noqa: PLR0913  as many as the verb has options
    descriptor: Path | None, out: Path | None, *, no_rules: bool, run_python: bool, quick: bool, engine: Choice
) -> None:
    """Check a package and make its release: every format, descriptors and checksums.

    Nothing is written when the check finds a problem; the release that was there stays whole. With --engine spark
    tables and views are written as sorted Parquet alone, to out/spark of the package by default.

    Example: shenzhen-ai build --out /tmp/releases
    """
    from shenzhen_ai import database
    from shenzhen_ai.checks import MEMORY
    from shenzhen_ai.compile import compile_package
    from shenzhen_ai.export import export
    from shenzhen_ai.statements import evidence_summary
    from shenzhen_ai.summary import build_lines

    if engine.spark:
        _build_on_spark(find_package(descriptor, addresses=True), out, engine, no_rules=no_rules, run_python=run_python)
        return
    package = find_package(descriptor)
    report = run_check(package, no_rules=no_rules, run_python=run_python)
    if not report.valid:
        raise CheckFailed(report.problems)
    progress = Progress()
    progress("compile")
    con = compile_package(package, database.connect(limit=MEMORY))
    progress("export")
    folder = export(con, package, out or package.root / "out" / "release", quick=quick)
    progress.close()
    for line in build_lines(package, folder, report.rows, evidence_summary(con)):
        click.echo(line)


def _build_on_spark(package: Package, out: Path | None, choice: Choice, *, no_rules: bool, run_python: bool) -> None:
    from shenzhen_ai.spark.build import build as build_on_spark
    from shenzhen_ai.summary import build_lines

    with choice.opened() as engine:
        report = run_check(package, no_rules=no_rules, run_python=run_python, engine=engine)
        if not report.valid:
            raise CheckFailed(report.problems)
        progress = Progress()
        progress("compile and export")
        folder = build_on_spark(engine, package, out or package.root / "out" / "spark")
        progress.close()
    for line in build_lines(package, folder, report.rows, {}):
        click.echo(line)


@click.command()
@package_argument
@click.option("--release", type=click.Path(path_type=Path), help="A release folder; the newest one by default.")
@click.option("--out", type=click.Path(path_type=Path), help="Folder of the site; out/site of the package by default.")
@click.option("--tool", type=click.Choice(["mkdocs", "zensical"]), default="mkdocs", help="What turns pages into HTML.")
@click.option(
    "--since",
    type=click.Path(exists=True, path_type=Path),
    help="Another checkout with its release: only pages that differ.",
)
def site(descriptor: Path | None, release: Path | None, out: Path | None, tool: str, since: Path | None) -> None:
    """Make the site, in English and Chinese, from a release.

    Example: shenzhen-ai site --since ../base --out out/preview
    """
    from shenzhen_ai.load import find_release
    from shenzhen_ai.site.build import build_site
    from shenzhen_ai.summary import site_lines

    package = find_package(descriptor)
    progress = Progress()
    docs = package.root / "docs"
    if since:
        changed = _changed(package, release, since, out or package.root / "out" / "preview")
        click.echo(f"{len(changed)} pages differ; look at changed.html")
        return
    made = build_site(
        find_release(release or package.root / "out" / "release"),
        docs if docs.is_dir() else None,
        out or package.root / "out" / "site",
        progress,
        tool,
    )
    progress.close()
    for line in site_lines(made.folder, made.pages, made.records, made.size):
        click.echo(line)


def _changed(package: Package, release: Path | None, since: Path, out: Path) -> list[str]:
    """Write the pages that differ from those of another checkout."""
    from shenzhen_ai.load import find_release
    from shenzhen_ai.site.changed import write_changed
    from shenzhen_ai.site.preview import Preview

    states = [
        Preview(find_release(found), root / "docs" if (root / "docs").is_dir() else None, out)
        for found, root in (
            (release or package.root / "out" / "release", package.root),
            (since / "out" / "release", since),
        )
    ]
    return write_changed(states[0], states[1], out)


@click.command()
@package_argument
@click.option("--release", type=click.Path(path_type=Path), help="A release folder; the newest one by default.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, help="Port on this machine; 0 takes a free one.")
def serve(descriptor: Path | None, release: Path | None, port: int) -> None:
    """Show the pages while somebody writes: each is made anew when asked for, so an edit shows on reload.

    Example: shenzhen-ai serve --port 8001
    """
    from shenzhen_ai.load import find_release
    from shenzhen_ai.site.preview import Preview, server

    package = find_package(descriptor)
    docs = package.root / "docs"
    found = find_release(release or package.root / "out" / "release")
    preview = Preview(found, docs if docs.is_dir() else None, package.root / "out" / "site")
    with server(preview, port) as running:
        click.echo(f"http://127.0.0.1:{running.server_port}/latest/ (edit {docs}, reload; Ctrl+C ends)")
        running.serve_forever()


@click.command()
@package_argument
def wheel(descriptor: Path | None) -> None:
    """Make dist/*.whl, which carries the newest release.

    Example: shenzhen-ai wheel
    """
    from shenzhen_ai.wheel import make_wheel

    click.echo(make_wheel(find_package(descriptor).root))
