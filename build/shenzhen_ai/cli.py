"""The command `shenzhen-ai`: the verbs of `commands`, gathered.

Only the verbs know the order of the stages.

Exit codes: 0 clean, 1 problems, 2 usage.
"""

from __future__ import annotations

import importlib
import pkgutil
from typing import Any

import click

from shenzhen_ai import commands
from shenzhen_ai._errors import PackageError, ShenzhenAIError


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


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="shenzhen-ai")
def main() -> None:
    """Check, build, read and cite the Shenzhen AI open data, or any other Data Package."""


for module in pkgutil.iter_modules(commands.__path__, f"{commands.__name__}."):
    for verb in vars(importlib.import_module(module.name)).values():
        if isinstance(verb, click.Command):
            main.add_command(verb)


if __name__ == "__main__":
    main()
