"""EXPORT: what people read first in a release: README, licence, the head of the workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shenzhen_ai.descriptors.record import Record

LINES = {
    "duckdb": "everything, with comments on tables and columns, for DuckDB 1.1 and later",
    "sqlite": "everything for SQLite; the table `_dictionary` says what every column means",
    "xlsx": "everything for spreadsheets; the sheets `contents` and `dictionary` lead to the others",
}

DESCRIPTORS = {
    "datapackage.json": "what every column means (Data Package v2)",
    "croissant.json": "for machine learning (Croissant 1.1)",
    "ro-crate-metadata.json": "for research archives (RO-Crate 1.3)",
    "datacite.json": "for a DOI (DataCite 4.5)",
    "dcat.ttl`, `dcat.jsonld": "for data portals (DCAT-AP 3)",
    "schema-org.jsonld": "for search engines (schema.org)",
    "CITATION.cff`, `.zenodo.json": "how to cite and archive it",
}

NOTE = (
    "Two builds from the same sources give the same files but for the .duckdb, which may carry random ids, and the zip "
    "that holds it; `datapackage.json` has a hash of the contents of the .duckdb instead."
)


QUERY = """```sql
ATTACH '{name}.duckdb' AS release (READ_ONLY);
USE release;
SELECT * FROM "{first}" LIMIT 5;
```"""


def readme(record: Record) -> str:
    """Give README.md: what this is, how to open it, a first query, the licence, how to cite."""
    relations = [table.relation for table in record.tables]
    first = next((item.name for item in relations if item.origin == "view"), relations[0].name if relations else "")
    listed = "\n".join(
        f"| `{table.relation.name}` | {table.relation.origin} | {table.rows} | {_cell(table.text('title'))} |"
        for table in record.tables
    )
    blocks = [
        f"# {record.title} {record.version}",
        record.text("description"),
        *([f"{record.text('title', 'zh')}：{record.text('description', 'zh')}"] if record.chinese else []),
        "## Open it",
        _files(record),
        NOTE,
        QUERY.format(name=record.name, first=first),
        f"## Tables and views\n\n| name | made by | rows | title |\n|---|---|---:|---|\n{listed}",
        "## Licence",
        f"{record.licence_name}; see `LICENSE`.",
        "## Cite",
        record.citation,
    ]
    return "\n\n".join(block for block in blocks if block) + "\n"


def _files(record: Record) -> str:
    pairs = [(file.path, LINES[file.ending]) for file in record.whole]
    pairs += [
        ("csv/<name>.csv", "UTF-8, comma, empty cell = no value"),
        ("parquet/<name>.parquet", "the same rows with types"),
    ]
    if record.manifests:
        text = "the same of a large table, in parts; `parquet/<name>-parts.csv` says which keys are in which"
        pairs.append(("parquet/<name>/", text))
    if len(record.whole) > 1:
        pairs.append((record.archive, "all other files"))
    pairs += DESCRIPTORS.items()
    pairs.append(("SHA256SUMS", "check all of it with `sha256sum --check SHA256SUMS`"))
    return "\n".join(f"- `{path}`: {text}" for path, text in pairs)


def licence(record: Record) -> str:
    """Give LICENSE: the package's own LICENSE-DATA, else a notice made from the descriptor."""
    file = record.package.root / "LICENSE-DATA"
    if file.is_file():
        return file.read_text(encoding="utf-8")
    title = record.licence.get("title") or record.licence.get("name") or "No licence is stated"
    path = record.licence.get("path", "")
    return f"{title}\n{path}\n" if path else f"{title}\n"


def heading(record: Record) -> list[str]:
    """Give the lines above the contents of a workbook: title and version, licence, how to cite."""
    return [
        f"{record.title} {record.version}",
        *([record.text("title", "zh")] if record.chinese else []),
        record.licence_name,
        record.citation,
    ]


def properties(record: Record) -> dict[str, str]:
    """Give title, author and the rest as office documents name them."""
    return {
        "title": record.title,
        "subject": record.text("description"),
        "author": "; ".join(creator.name for creator in record.creators),
        "comments": record.licence_name,
    }


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
