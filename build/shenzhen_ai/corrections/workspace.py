"""The tables of a package while they are edited: read once, changed in memory, judged beside, then replaced."""

from __future__ import annotations

import csv
import difflib
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from shenzhen_ai.fmt import canonical_text, read_cells, replace

if TYPE_CHECKING:
    from shenzhen_ai.package import Package

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Edit:
    """What a correction does: new texts of files by path, and the cells that differ as (place, old, new)."""

    texts: dict[str, str]
    changes: tuple[tuple[str, str, str], ...]


@dataclass(slots=True)
class Workspace:
    """The tables of a package while corrections are applied; files are read when first needed."""

    package: Package
    on: str
    rows: dict[str, list[Row]] = field(default_factory=dict)
    released: set[tuple[str, str]] | None = None

    def table(self, name: str) -> list[Row]:
        """Give the rows of a table, to be changed in place."""
        if name not in self.rows:
            table = self.package.tables[name]
            self.rows[name] = [
                dict(zip(names, row, strict=True))
                for path in table.paths
                for names, body in [read_cells(table, path, (self.package.root / path).read_bytes())]
                for row in body
            ]
        return self.rows[name]

    def is_released(self, table: str, row_id: str) -> bool:
        """True when the row stands in the record of releases, so that a change of it needs a reason."""
        if self.released is None:
            file = self.package.history / "registry.csv"
            self.released = set()
            if file.is_file():
                with file.open(encoding="utf-8", newline="") as stream:
                    self.released = {(row["table_name"], row["row_id"]) for row in csv.DictReader(stream)}
        return (table, row_id) in self.released

    def texts(self) -> dict[str, str]:
        """Give the text of each file that has been read, in canonical form."""
        return {
            self.package.tables[name].path: canonical_text(self.package.tables[name], (row.values() for row in rows))
            for name, rows in self.rows.items()
        }


def lines_changed(package: Package, texts: dict[str, str]) -> list[str]:
    """Give the lines that differ from the files as they stand: path, then `-` and `+` lines."""
    lines: list[str] = []
    for path, text in sorted(texts.items()):
        old = (package.root / path).read_text(encoding="utf-8").splitlines()
        found = [line for line in difflib.ndiff(old, text.splitlines()) if line[0] in "-+"]
        lines.extend([path, *found] if found else [])
    return lines


def staged(package: Package, texts: dict[str, str], folder: Path) -> Path:
    """Write a copy of the package with these texts to an empty folder, to be checked; give its descriptor."""
    root = package.root
    for source in (package.folder("views"), package.folder("rules"), package.history):
        if source is not None and source.is_dir():
            shutil.copytree(source, folder / source.relative_to(root), dirs_exist_ok=True)
    schemas = [Path(table.schema_path) for table in package.tables.values() if table.schema_path]
    rules = [path.with_suffix(".py") for path in schemas if (root / path).with_suffix(".py").is_file()]
    files = [Path(path) for table in package.tables.values() for path in table.paths]
    for path in (Path("datapackage.json"), *schemas, *rules, *files):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(root / path, folder / path)
    for name, text in texts.items():
        replace(folder / name, text)
    return folder / "datapackage.json"


def write(package: Package, texts: dict[str, str]) -> list[str]:
    """Replace the files whose text differs; give their paths."""
    changed = [path for path, text in sorted(texts.items()) if (package.root / path).read_bytes() != text.encode()]
    for path in changed:
        replace(package.root / path, texts[path])
    return changed
