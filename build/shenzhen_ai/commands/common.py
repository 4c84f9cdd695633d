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
    from shenzhen_ai.package import Package
    from shenzhen_ai.problems import Problem, Report

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


def run_check(
    package: Package,
    *,
    no_rules: bool,
    run_python: bool,
    told: Callable[[Sequence[Problem]], None] = lambda _: None,
    engine: Engine | None = None,
) -> Report:
    """Check a package, telling on the way what takes its time, and problems as they are found."""
    from shenzhen_ai.checks import check as run

    progress = Progress()
    report = run(package, rules=not no_rules, run_python=run_python, engine=engine, progress=progress, told=told)
    progress.close()
    return report
