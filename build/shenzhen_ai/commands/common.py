"""What the verbs share: finding the package, and telling how far they are."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from shenzhen_ai.checks.engine import Engine
    from shenzhen_ai.checks.scope import Scope
    from shenzhen_ai.package import Package
    from shenzhen_ai.problems import Problem, Report
    from shenzhen_ai.wording import Text

SLOW = 1.0
"""Seconds after which a stage says that it took its time."""

package_argument = click.argument("descriptor", required=False, type=click.Path(path_type=Path))


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


def find_package(descriptor: Path | None, *, addresses: bool = False) -> Package:
    """Read the package that is named, else the nearest one upwards from here; `addresses` as `read` has it."""
    from shenzhen_ai.read import find, read

    return read(descriptor or find(), addresses=addresses)


def run_check(  # noqa: PLR0913  each is a choice of its own
    package: Package,
    *,
    no_rules: bool,
    run_python: bool,
    told: Callable[[Sequence[Problem]], None] = lambda _: None,
    engine: Engine | None = None,
    scope: Scope | None = None,
) -> Report:
    """Check a package, telling on the way what takes its time, and problems as they are found."""
    from shenzhen_ai.checks import check as run

    progress = Progress()
    report = run(
        package,
        rules=not no_rules,
        run_python=run_python,
        engine=engine,
        scope=scope,
        progress=progress,
        told=told,
    )
    progress.close()
    return report


def changed_scope(package: Package, base: str) -> tuple[Scope | None, Text]:
    """Give the part of a package that its changes since a revision can have an effect on, and a note that says so.

    Raises:
        UsageError: when git cannot say what changed.
    """
    from shenzhen_ai.checks.scope import scope_of
    from shenzhen_ai.repository import NoRepository, changed
    from shenzhen_ai.wording import say

    try:
        scope = scope_of(package, changed(package.root, base))
    except NoRepository as error:
        raise click.UsageError(str(error)) from error
    if scope is None:
        return None, say("descriptor or history changed since {base}, so everything was checked", base=base)
    if scope.empty:
        return scope, say("no table, schema or rule changed since {base}", base=base)
    names = ", ".join(sorted(scope.changed)) or say("only rules")
    return scope, say("checked is what changed since {base} ({names}) and what that touches", base=base, names=names)
