"""The verb for reviewers: what a proposed change means."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from shenzhen_ai.commands.common import Progress, find_package, run_check

if TYPE_CHECKING:
    from shenzhen_ai.package import Package
    from shenzhen_ai.report.effects import Side


@click.command()
@click.argument("base")
@click.argument("descriptor", required=False, type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), help="Folder for comment.md, report.md and report.json.")
@click.option("--lang", type=click.Choice(["en", "zh"]), default="en", show_default=True)
@click.option("--run-python", is_flag=True, help="Run Python rules of a package that is not this checkout.")
def report(base: str, descriptor: Path | None, out: Path | None, lang: str, *, run_python: bool) -> None:
    """Say what changes since BASE (a version, git ref or folder): check, differences, sources, effects on the views.

    Prints the comment for a pull request; --out keeps it, the report in full, and the differences as JSON.

    Example: shenzhen-ai report main --out out/report
    """
    from shenzhen_ai.diff.compare import compare
    from shenzhen_ai.diff.render import to_json
    from shenzhen_ai.diff.snapshots import Snapshot, snapshot
    from shenzhen_ai.report.comment import Findings, comment, sources
    from shenzhen_ai.report.effects import effects
    from shenzhen_ai.view_files import read_views

    package = find_package(descriptor)
    progress = Progress()
    found = run_check(package, no_rules=False, run_python=run_python)
    with ExitStack() as stack:
        old = stack.enter_context(snapshot(base, package.root))
        progress("compare")
        comparison = compare(old, Snapshot(str(package.version), package))
        progress("effects")
        before, after = _compiled(old.package), _compiled(package)
        views = read_views(package) if before and after else []
        findings = Findings(
            found.problems,
            comparison,
            effects(before, after, views) if before and after else None,
            sources(after.con, comparison) if after and package.roles else [],
            comparison.schema[0].split(":", maxsplit=1)[0] if comparison.schema else "none",
            {view.name: {"en": view.texts.get("title", ""), "zh": view.texts.get("title_zh", "")} for view in views},
        )
    progress.close()
    if out:
        out.mkdir(parents=True, exist_ok=True)
        (out / "comment.md").write_text(comment(findings, lang), encoding="utf-8")
        (out / "report.md").write_text(comment(findings, lang, rows=None), encoding="utf-8")
        (out / "report.json").write_text(to_json(comparison), encoding="utf-8")
    click.echo(comment(findings, lang), nl=False)


def _compiled(package: Package) -> Side | None:
    """Compile a state; None for one that is too broken for it, which the check has told."""
    import duckdb

    from shenzhen_ai._errors import PackageError
    from shenzhen_ai.compile import compile_package
    from shenzhen_ai.report.effects import Side

    try:
        return Side(package, compile_package(package))
    except (PackageError, duckdb.Error):
        return None
