"""The verbs that judge a release: whether it is whole, and whether it comes out of the history again."""

from __future__ import annotations

import sys
from pathlib import Path

import click


@click.command()
@click.argument("place")
def verify(place: str) -> None:
    """Check a release against SHA256SUMS, and its database against the hashes of the descriptor.

    PLACE is a release folder, the zip of one, or the http(s) address of either; only an address touches the network.

    Example: shenzhen-ai verify shenzhen-ai-2026.11.0.zip
    """
    from shenzhen_ai.verify import verify as judge

    verdict = judge(place)
    for problem in verdict.problems:
        click.echo(problem)
    size = f"release {verdict.version}, {verdict.files} files, {verdict.tables} tables and views"
    count = len(verdict.problems)
    click.echo(f"{count} problem{'s' if count != 1 else ''}: {size}" if count else f"whole: {size}")
    sys.exit(1 if count else 0)


@click.command()
@click.argument("version")
@click.argument("descriptor", required=False, type=click.Path(path_type=Path))
@click.option(
    "--out", type=click.Path(path_type=Path), help="Folder to build in; out/rebuilt of the package by default."
)
@click.option(
    "--release",
    type=click.Path(path_type=Path),
    help="The release to compare files with, or its folder of releases; out/release of the package by default.",
)
@click.option("--run-python", is_flag=True, help="Run Python rules of a package that carries no pipeline of its own.")
def rebuild(version: str, descriptor: Path | None, out: Path | None, release: Path | None, *, run_python: bool) -> None:
    """Make a published release again from the git history, and compare it with the record and with a folder.

    Example: shenzhen-ai rebuild 2026.11.0
    """
    from shenzhen_ai.commands.common import find_package
    from shenzhen_ai.rebuild import rebuild as make

    package = find_package(descriptor)
    places = [release, release / version] if release else [package.root / "out" / "release" / version]
    published = next((place for place in places if (place / "SHA256SUMS").is_file()), None)
    made = make(package, version, out or package.root / "out" / "rebuilt", published, run_python=run_python)
    for problem in made.problems:
        click.echo(problem)
    beside = f"{made.files} files as in {published}" if published else "no release folder to compare files with"
    differing = f"{len(made.problems)} differ, of {made.tables} tables and {made.files} files"
    click.echo(f"rebuilt {version} from {made.commit[:12]}: {made.folder}")
    click.echo(differing if made.problems else f"{made.tables} tables as on record, {beside}")
    sys.exit(1 if made.problems else 0)
