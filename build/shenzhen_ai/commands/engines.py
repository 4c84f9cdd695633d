"""What the verbs share: the choice of the engine."""

from __future__ import annotations

import functools
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from shenzhen_ai.checks.engine import Engine


@dataclass(frozen=True, slots=True)
class Choice:
    """The engine that was asked for, and where it runs."""

    name: str
    master: str | None
    remote: str | None

    @property
    def spark(self) -> bool:
        """True when it is Spark."""
        return self.name == "spark"

    @contextmanager
    def opened(self) -> Iterator[Engine]:
        """Open the engine, and end it."""
        if not self.spark:
            from shenzhen_ai.checks.engine import Engine

            yield Engine()
            return
        from shenzhen_ai.spark.engine import SparkEngine
        from shenzhen_ai.spark.session import opened

        with opened(master=self.master, remote=self.remote) as session:
            yield SparkEngine(session)


def engine_options(verb: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that choose the engine; the verb is given `engine`, a `Choice`."""

    @click.option("--engine", type=click.Choice(["duckdb", "spark"]), default="duckdb", show_default=True)
    @click.option("--spark-master", metavar="URL", help="A master such as spark://host:7077; this machine by default.")
    @click.option("--spark-remote", metavar="URL", help="A Spark Connect server such as sc://host:15002.")
    @functools.wraps(verb)
    def chosen(engine: str, spark_master: str | None, spark_remote: str | None, **options: Any) -> Any:
        if engine != "spark" and (spark_master or spark_remote):
            raise click.UsageError("--spark-master and --spark-remote want --engine spark")
        if spark_master and spark_remote:
            raise click.UsageError("give --spark-master or --spark-remote, not both")
        return verb(engine=Choice(engine, spark_master, spark_remote), **options)

    return chosen
