"""Verbs that set one state of the data against another."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import click


@click.command()
@click.argument("old")
@click.argument("new", default=".")
@click.option("--format", "style", type=click.Choice(["text", "markdown", "json"]), default="text", show_default=True)
@click.option("--lang", type=click.Choice(["en", "zh"]), default="en", show_default=True)
@click.option(
    "--package",
    type=click.Path(path_type=Path),
    help="The package whose versions and git refs are meant; by default the nearest.",
)
def diff(old: str, new: str, style: str, lang: str, package: Path | None) -> None:
    """Show which rows and cells differ between two states, and why, in the words of the field.

    OLD and NEW are versions, git refs, or folders of a package or of a release; NEW is the checkout by default. Exits 0
    whether or not there are differences.

    Example: shenzhen-ai diff 2026.11.0 main
    """
    from shenzhen_ai.diff.compare import compare
    from shenzhen_ai.diff.render import RENDERERS
    from shenzhen_ai.diff.snapshots import snapshot
    from shenzhen_ai.read import find

    with ExitStack() as stack:
        root = find(package or ".").parent
        states = [stack.enter_context(snapshot(name, root)) for name in (old, new)]
        click.echo(RENDERERS[style](compare(*states), lang))
