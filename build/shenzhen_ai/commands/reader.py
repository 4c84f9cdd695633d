"""The verbs that read a release."""

from __future__ import annotations

import click


@click.command()
@click.argument("table", required=False)
@click.option("--first", is_flag=True, help="Show how to begin.")
def show(table: str | None, *, first: bool) -> None:
    """List the tables of the release, or the fields of one.

    Example: shenzhen-ai show plans
    """
    from shenzhen_ai import show as texts

    click.echo(texts.first_steps() if first else texts.fields(table) if table else texts.tables())


@click.command()
@click.argument("query")
@click.option("--format", "style", type=click.Choice(["text", "csv", "json"]), default="text", show_default=True)
def sql(query: str, style: str) -> None:
    """Run SQL on the release, read-only, without access to files or the network.

    Example: shenzhen-ai sql "SELECT count(*) FROM statements"
    """
    from shenzhen_ai.query import FORMATS, run

    click.echo(FORMATS[style](*run(query)))


@click.command()
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


@click.command()
@click.option("--style", default="apa", show_default=True, help="apa, bibtex, ris, csl-json, gbt7714, or any of CSL.")
@click.option("--table", help="Cite this table.")
@click.option("--id", "row_id", help="Cite this row of the table.")
@click.option("--field", help="Cite this value of the row, with its sources.")
@click.option("--sql", help="Cite the result of this query.")
@click.option("--all-versions", is_flag=True, help="Cite the data set as such.")
def cite(  # noqa: PLR0913  one option for each thing that can be cited
    style: str, table: str | None, row_id: str | None, field: str | None, sql: str | None, *, all_versions: bool
) -> None:
    """Print a citation of the data set, a table, a row, a value with its source, or the result of a query.

    Example: shenzhen-ai cite --style bibtex
    """
    from shenzhen_ai.cite import cite as citation

    click.echo(citation(style, table, row_id, field, sql, version=not all_versions))


@click.command()
@click.argument("code", required=False)
@click.option("--lang", type=click.Choice(["en", "zh"]), default="en", show_default=True)
def explain(code: str | None, lang: str) -> None:
    """Say what a problem code means and how to mend it; without CODE, list them all.

    Example: shenzhen-ai explain EVIDENCE-MISSING
    """
    from shenzhen_ai.explain import everything, one

    click.echo(one(code, lang) if code else everything(lang))
