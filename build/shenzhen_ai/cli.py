"""The command `shenzhen-ai`: the verbs of `commands`, gathered.

Only the verbs know the order of the stages.

Exit codes: 0 clean, 1 problems, 2 usage.
"""

from __future__ import annotations

from typing import Any

import click

from shenzhen_ai._errors import PackageError, ShenzhenAIError
from shenzhen_ai.commands import compare, correct, pipeline, reader


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


VERBS = (
    pipeline.check,
    pipeline.fmt,
    pipeline.cut,
    pipeline.build,
    pipeline.site,
    pipeline.wheel,
    compare.diff,
    correct.merge_driver,
    reader.show,
    reader.sql,
    reader.trace,
    reader.cite,
    reader.explain,
)
for verb in VERBS:
    main.add_command(verb)


if __name__ == "__main__":
    main()
