"""The verbs for those who correct the data."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from shenzhen_ai.commands.common import find_package


@click.command("merge-driver")
@click.argument("base", type=click.Path(exists=True, path_type=Path))
@click.argument("ours", type=click.Path(exists=True, path_type=Path))
@click.argument("theirs", type=click.Path(exists=True, path_type=Path))
@click.argument("path")
def merge_driver(base: Path, ours: Path, theirs: Path, path: str) -> None:
    """Merge two edits of a table by key and cell; git calls this with BASE OURS THEIRS PATH.

    The merged file is written over OURS. Exit 1 when both sides changed one cell, each in its way.

    Example: git config merge.shenzhen-ai.driver 'shenzhen-ai merge-driver %O %A %B %P'
    """
    from shenzhen_ai.corrections.merge import by_key, merge
    from shenzhen_ai.fmt import read_cells, replace

    package = find_package(None)
    table = next((table for table in package.tables.values() if path in table.paths), None)
    if table is None:
        click.echo(f"shenzhen-ai: {path} is no table of this package; merge it by hand", err=True)
        sys.exit(1)
    sides = [by_key(table, read_cells(table, path, file.read_bytes())[1]) for file in (base, ours, theirs)]
    merged = merge(table, *sides)
    replace(ours, merged.text)
    for conflict in merged.conflicts:
        click.echo(f"{path}: {conflict}", err=True)
    sys.exit(1 if merged.conflicts else 0)
