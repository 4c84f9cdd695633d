"""The command `shenzhen-ai`: one verb is one function, without logic of its own.

Only this module knows the order of the stages.

Exit codes: 0 clean, 1 problems, 2 usage.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from shenzhen_ai._errors import CheckFailed, PackageError, ShenzhenAIError
from shenzhen_ai.problems import RENDERERS, Report

if TYPE_CHECKING:
    from shenzhen_ai.package import Package

SLOW = 1.0
"""Seconds after which a stage says that it took its time."""

package_argument = click.argument("descriptor", required=False, type=click.Path(path_type=Path))


class Group(click.Group):
    """Turns the errors that this package raises on purpose into a text and an exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a verb; problems exit 1, with one line each and no traceback."""
        try:
            return super().invoke(ctx)
        except PackageError as error:
            for problem in error.problems:
                click.echo(str(problem), err=True)
            ctx.exit(1)
        except ShenzhenAIError as error:
            click.echo(f"shenzhen-ai: {error}", err=True)
            ctx.exit(1)


class Progress:
    """Tells on standard error what is under way, and how long each step took."""

    def __init__(self) -> None:
        """Start the clock."""
        self.step: str | None = None
        self.since = time.monotonic()

    def __call__(self, step: str) -> None:
        """Close the step under way and begin the next."""
        self.close()
        self.step, self.since = step, time.monotonic()
        if sys.stderr.isatty():
            click.echo(f"{step} …\r", err=True, nl=False)

    def close(self) -> None:
        """Say how long the last step took, when that was worth a line."""
        seconds = time.monotonic() - self.since
        if self.step and seconds >= SLOW:
            click.echo(f"{self.step}: {seconds:.1f} s", err=True)
        self.step = None


def _package(descriptor: Path | None) -> Package:
    from shenzhen_ai.read import find, read

    return read(descriptor or find())


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="shenzhen-ai")
def main() -> None:
    """Check, build, read and cite the Shenzhen AI open data, or any other Data Package."""


@main.command()
@package_argument
@click.option("--format", "style", type=click.Choice(sorted(RENDERERS)), default="text", show_default=True)
@click.option("--no-rules", is_flag=True, help="Skip the pandera and SQL rules.")
@click.option("--run-python", is_flag=True, help="Run Python rules of a package that is not this checkout.")
def check(descriptor: Path | None, style: str, *, no_rules: bool, run_python: bool) -> None:
    """Find everything that is wrong with a package.

    DESCRIPTOR is a datapackage.json; without it the nearest one upwards from here is taken.

    Example: shenzhen-ai check --format github
    """
    report = _check(_package_or_report(descriptor, style), no_rules=no_rules, run_python=run_python)
    click.echo(RENDERERS[style](report))
    sys.exit(0 if report.valid else 1)


def _package_or_report(descriptor: Path | None, style: str) -> Package:
    """Read the package; one that cannot be read is reported in the style that was asked for."""
    try:
        return _package(descriptor)
    except PackageError as error:
        click.echo(RENDERERS[style](Report(tuple(error.problems), {})))
        sys.exit(1)


def _check(package: Package, *, no_rules: bool, run_python: bool) -> Report:
    from shenzhen_ai.checks import check as run

    progress = Progress()
    report = run(package, rules=not no_rules, run_python=run_python, progress=progress)
    progress.close()
    return report


@main.command()
@package_argument
@click.option("--check", "only_check", is_flag=True, help="Change nothing; exit 1 when something would change.")
def fmt(descriptor: Path | None, *, only_check: bool) -> None:
    """Put the CSVs of a package in canonical form: order of columns and rows, line ends, blanks. Values stay.

    Example: shenzhen-ai fmt --check
    """
    from shenzhen_ai.fmt import format_package

    changed = format_package(_package(descriptor), write=not only_check)
    for path in changed:
        click.echo(f"{'would format' if only_check else 'formatted'} {path}")
    if not changed:
        click.echo("every file is in canonical form")
    sys.exit(1 if only_check and changed else 0)


@main.command()
@click.argument("version")
@click.argument("descriptor", required=False, type=click.Path(path_type=Path))
@click.option("--schema-version", help="A SemVer number; by default the least that the changes need.")
def cut(version: str, descriptor: Path | None, schema_version: str | None) -> None:
    """Enter the tables as they stand in the record of releases, as VERSION (YYYY.M.N).

    Example: shenzhen-ai cut 2026.12.0
    """
    from shenzhen_ai.cut import cut as enter

    package = _package(descriptor)
    report = _check(package, no_rules=False, run_python=False)
    first = not (package.history / "releases.csv").exists()
    stopping = [problem for problem in report.problems if not (first and problem.code == "HISTORY-MISSING")]
    if stopping:
        raise CheckFailed(stopping)
    release, changes = enter(package, version, schema_version)
    for change in changes:
        click.echo(change)
    click.echo(f"cut {release.version}, schema {release.schema_version}")


@main.command()
@package_argument
@click.option(
    "--out", type=click.Path(path_type=Path), help="Folder of releases; out/release of the package by default."
)
@click.option("--no-rules", is_flag=True, help="Skip the pandera and SQL rules.")
@click.option("--run-python", is_flag=True, help="Run Python rules of a package that is not this checkout.")
def build(descriptor: Path | None, out: Path | None, *, no_rules: bool, run_python: bool) -> None:
    """Check a package and make its release: DuckDB, Parquet, CSV, descriptors and checksums.

    Nothing is written when the check finds a problem; the release that was there stays whole.

    Example: shenzhen-ai build --out /tmp/releases
    """
    from shenzhen_ai.compile import compile_package
    from shenzhen_ai.export import export
    from shenzhen_ai.statements import evidence_summary
    from shenzhen_ai.summary import build_lines

    package = _package(descriptor)
    report = _check(package, no_rules=no_rules, run_python=run_python)
    if not report.valid:
        raise CheckFailed(report.problems)
    progress = Progress()
    progress("compile")
    con = compile_package(package)
    progress("export")
    folder = export(con, package, out or package.root / "out" / "release")
    progress.close()
    for line in build_lines(package, folder, report.rows, evidence_summary(con)):
        click.echo(line)


@main.command()
@package_argument
@click.option("--release", type=click.Path(path_type=Path), help="A release folder; the newest one by default.")
@click.option("--out", type=click.Path(path_type=Path), help="Folder of the site; out/site of the package by default.")
def site(descriptor: Path | None, release: Path | None, out: Path | None) -> None:
    """Make the site, in English and Chinese, from a release.

    Example: shenzhen-ai site
    """
    from shenzhen_ai.load import find_release
    from shenzhen_ai.site.build import build_site
    from shenzhen_ai.summary import site_lines

    package = _package(descriptor)
    progress = Progress()
    docs = package.root / "docs"
    made = build_site(
        find_release(release or package.root / "out" / "release"),
        docs if docs.is_dir() else None,
        out or package.root / "out" / "site",
        progress,
    )
    progress.close()
    for line in site_lines(made.folder, made.pages, made.size):
        click.echo(line)


@main.command()
@package_argument
def wheel(descriptor: Path | None) -> None:
    """Make dist/*.whl, which carries the newest release.

    Example: shenzhen-ai wheel
    """
    from shenzhen_ai.wheel import make_wheel

    click.echo(make_wheel(_package(descriptor).root))


@main.command()
@click.argument("table", required=False)
@click.option("--first", is_flag=True, help="Show how to begin.")
def show(table: str | None, *, first: bool) -> None:
    """List the tables of the release, or the fields of one.

    Example: shenzhen-ai show plans
    """
    from shenzhen_ai import show as texts

    click.echo(texts.first_steps() if first else texts.fields(table) if table else texts.tables())


@main.command()
@click.argument("query")
@click.option("--format", "style", type=click.Choice(["text", "csv", "json"]), default="text", show_default=True)
def sql(query: str, style: str) -> None:
    """Run SQL on the release, read-only, without access to files or the network.

    Example: shenzhen-ai sql "SELECT count(*) FROM statements"
    """
    from shenzhen_ai.query import FORMATS, run

    click.echo(FORMATS[style](*run(query)))


@main.command()
@click.argument("table")
@click.argument("row_id", metavar="ID")
@click.argument("field", required=False)
def trace(table: str, row_id: str, field: str | None) -> None:
    """Print every source behind a row, or behind one of its values.

    Example: shenzhen-ai trace plans sz-ai-pioneer-city-2025-2026
    """
    from shenzhen_ai import show as texts
    from shenzhen_ai.trace import trace as find

    click.echo(texts.evidence(find(table, row_id, field)))


@main.command()
@click.option("--style", default="apa", show_default=True, help="apa, bibtex, ris, csl-json or gbt7714.")
@click.option("--table", help="Cite this table.")
@click.option("--id", "row_id", help="Cite this row of the table.")
def cite(style: str, table: str | None, row_id: str | None) -> None:
    """Print a citation of the data set, a table or a row.

    Example: shenzhen-ai cite --style bibtex
    """
    from shenzhen_ai.cite import cite as citation

    click.echo(citation(style, table, row_id))


@main.command()
@click.argument("code", required=False)
@click.option("--lang", type=click.Choice(["en", "zh"]), default="en", show_default=True)
def explain(code: str | None, lang: str) -> None:
    """Say what a problem code means and how to mend it; without CODE, list them all.

    Example: shenzhen-ai explain EVIDENCE-MISSING
    """
    from shenzhen_ai.explain import everything, one

    click.echo(one(code, lang) if code else everything(lang))


if __name__ == "__main__":
    main()
