"""Asks a person at a terminal for a correction, with what the schema says about the field beside each question."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from shenzhen_ai.corrections.answers import Refusal, Refused
from shenzhen_ai.corrections.apply import NEEDED
from shenzhen_ai.corrections.request import LABELS, Correction
from shenzhen_ai.corrections.workspace import Workspace
from shenzhen_ai.package import row_key

if TYPE_CHECKING:
    from shenzhen_ai.package import Package, Table


def ask(package: Package, name: str, row_id: str, field: str | None) -> Correction:
    """Ask for the value, the document and the place in it.

    Raises:
        Refused: for a table, row or field that does not exist.
    """
    workspace = Workspace(package, package.as_of or "")
    table, row = _row(workspace, name, row_id)
    editable = [item.name for item in table.fields if item.evidence in {"row", "cell", "own"}]
    if field is None:
        click.echo("\n".join(f"{item:20} {row[item]}" for item in editable))
        field = click.prompt("field", type=click.Choice(editable), show_choices=False)
    if field not in editable:
        raise Refused("en", [Refusal("unknown-field", {"table": name, "field": field})])
    described = table.field(field)
    click.echo(f"{described.text('title')}: {described.text('description')} {described.text('guideline')}".strip())
    proposed = click.prompt("value", default=row[field], show_default=True)
    if described.evidence == "own":
        return Correction(name, row_id, field, proposed, "", "")
    url = click.prompt("address of the source")
    return Correction(
        name,
        row_id,
        field,
        proposed,
        url,
        click.prompt("place in it (p:3, table:1/row:4, excerpt ...)"),
        printed=click.prompt("figure as printed, with its hedge", default="", show_default=False),
        document={} if _known(workspace, url) else _document(),
    )


def _row(workspace: Workspace, name: str, row_id: str) -> tuple[Table, dict[str, str]]:
    table = workspace.package.tables.get(name)
    if table is None:
        raise Refused("en", [Refusal("unknown-table", {"table": name})])
    for row in workspace.table(name):
        if row_key(table.primary_key, row) == row_id:
            return table, row
    raise Refused("en", [Refusal("unknown-row", {"table": name, "row_id": row_id, "near": "-"})])


def _known(workspace: Workspace, url: str) -> bool:
    roles = workspace.package.roles
    if roles is None or roles.sources is None:
        return True
    return any(url in (row.get("url"), row.get("archived_url")) for row in workspace.table(roles.sources))


def _document() -> dict[str, str]:
    click.echo("this document is new; what is it?")
    return {name: click.prompt(LABELS[name].split(" · ", maxsplit=1)[0].lower()) for name in NEEDED}
