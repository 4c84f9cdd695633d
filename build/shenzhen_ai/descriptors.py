"""EXPORT: the texts of a release: its datapackage.json, how to cite it, how to open it, its licence."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from shenzhen_ai.catalog import Relation
    from shenzhen_ai.package import Package

ROOMS = ("resources", "views", "rules", "history")
"""Properties of a package that speak of folders which a release does not have."""


def datapackage(
    package: Package,
    version: str,
    resources: Sequence[Mapping[str, Any]],
    evidence: Mapping[str, float],
) -> dict[str, Any]:
    """Give the descriptor of a release: the package's own, with its version, the figures of evidence, and files."""
    kept = {name: value for name, value in package.descriptor.items() if name not in ROOMS}
    quality = {"evidence": dict(evidence)} if evidence else {}
    return {**kept, "name": package.name, "version": version, **quality, "resources": list(resources)}


def table_resource(
    package: Package, relation: Relation, rows: int, csv: Mapping[str, Any], parquet: Mapping[str, Any]
) -> dict[str, Any]:
    """Give the resource of a table or view.

    Its file is the CSV; `parquet` holds path, bytes and hash of the same rows as Parquet. `origin` says whether it is
    a `table` of the package, a `view` (its SELECT is in `sql`) or `generated`; `rows` counts.
    """
    licences = package.descriptor.get("licenses")
    return {
        "name": relation.name,
        "type": "table",
        **{name: value for name, value in relation.resource.items() if name not in {"name", "type"}},
        "origin": relation.origin,
        **csv,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "rows": rows,
        "parquet": dict(parquet),
        **({"licenses": licences} if licences and "licenses" not in relation.resource else {}),
        **({"sql": relation.sql} if relation.sql else {}),
        "schema": dict(relation.schema),
    }


def database_resource(package: Package, file: str, contents: str) -> dict[str, Any]:
    """Give the resource of the database; its bytes differ from build to build, so only its contents are hashed."""
    return {
        "name": f"{package.name}-database",
        "title": "All tables and views as one DuckDB database",
        "title_zh": "全部表和视图的 DuckDB 数据库",
        "path": file,
        "format": "duckdb",
        "mediatype": "application/vnd.duckdb",
        "contentsHash": f"sha256:{contents}",
    }


KINDS = {
    "sqlite": ("sqlite", "application/vnd.sqlite3", "SQLite database", "SQLite 数据库"),
    "xlsx": (
        "ooxml",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "workbook for spreadsheets",
        "电子表格工作簿",
    ),
}
"""Format, media type and words for the files that hold everything, by their ending.

A workbook is not called `xlsx`: the standard's own tool would take it for one table and read its first sheet.
"""


def whole_resource(package: Package, file: Mapping[str, Any]) -> dict[str, Any]:
    """Give the resource of a file that holds all tables and views; `file` has its path, bytes and hash."""
    ending = str(file["path"]).rsplit(".", 1)[1]
    kind, media, words, words_zh = KINDS[ending]
    return {
        "name": f"{package.name}-{ending}",
        "title": f"All tables and views as one {words}",
        "title_zh": f"全部表和视图的 {words_zh}",
        "format": kind,
        "mediatype": media,
        **file,
    }


def properties(package: Package) -> dict[str, str]:
    """Give title, author and the rest as office documents name them."""
    return {
        "title": _title(package),
        "subject": package.text("description"),
        "author": "; ".join(creators(package)),
        "comments": str(_licence(package).get("title") or _licence(package).get("name") or ""),
    }


def heading(package: Package, version: str) -> list[str]:
    """Give the lines above the contents of a workbook: title and version, licence, how to cite."""
    lines = [f"{_title(package)} {version}", package.text("title", "zh") if _chinese(package) else ""]
    return [*(line for line in lines if line), licence_name(package), cited(package, version)]


def licence_name(package: Package) -> str:
    """Give the licence by its name in full."""
    return str(_licence(package).get("title") or _licence(package).get("name") or "no licence stated")


def cited(package: Package, version: str) -> str:
    """Give the line that cites a release."""
    return (
        f"{'; '.join(creators(package))} ({created(package)[:4]}). {_title(package)} (Version {version}) "
        f"[Data set]. {package.descriptor.get('homepage', '')}".strip()
    )


def dump(value: object) -> str:
    """Give a value as JSON, in the order of its keys, with a newline at the end."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def citation(package: Package, version: str) -> str:
    """Give CITATION.cff (1.2.0): a data set, without a DOI. JSON texts are YAML texts, so nothing needs escaping."""
    pairs: list[tuple[str, object]] = [
        ("message", "If you use this data, cite it with the version you used."),
        ("type", "dataset"),
        ("title", _title(package)),
        ("version", version),
        ("date-released", created(package)),
        ("url", package.descriptor.get("homepage")),
        ("repository-code", package.descriptor.get("repository")),
        ("license", _licence(package).get("name")),
        ("abstract", package.text("description")),
    ]
    lines = ["cff-version: 1.2.0"]
    lines += [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in pairs if value]
    lines += ["authors:", *(f"  - name: {json.dumps(name, ensure_ascii=False)}" for name in creators(package))]
    keywords = package.descriptor.get("keywords") or []
    if keywords:
        lines += ["keywords:", *(f"  - {json.dumps(word, ensure_ascii=False)}" for word in keywords)]
    return "\n".join(lines) + "\n"


def creators(package: Package) -> list[str]:
    """Name those whom the descriptor lists as creators; the package's title where it lists none."""
    found = [
        str(item["title"])
        for item in package.descriptor.get("contributors", [])
        if "creator" in item.get("roles", [item.get("role", "creator")])
    ]
    return found or [f"{_title(package)} contributors"]


def readme(
    package: Package, version: str, relations: Iterable[Relation], rows: Mapping[str, int], *, quick: bool = False
) -> str:
    """Give README.md: what this is, how to open it, a first query, the licence, how to cite."""
    database = f"{package.name}.duckdb"
    relations = list(relations)
    first = next((item.name for item in relations if item.origin == "view"), relations[0].name)
    listed = "\n".join(
        f"| `{item.name}` | {item.origin} | {rows[item.name]} | {_cell(item.schema.get('title') or '')} |"
        for item in relations
    )
    blocks = [
        f"# {_title(package)} {version}",
        package.text("description"),
        *([f"{package.text('title', 'zh')}：{package.text('description', 'zh')}"] if _chinese(package) else []),
        "## Open it",
        _files(package.name, version, quick=quick),
        f"```sql\nATTACH '{database}' AS release (READ_ONLY);\nUSE release;\nSELECT * FROM \"{first}\" LIMIT 5;\n```",
        f"## Tables and views\n\n| name | made by | rows | title |\n|---|---|---:|---|\n{listed}",
        "## Licence",
        f"{licence_name(package)}; see `LICENSE`.",
        "## Cite",
        cited(package, version),
    ]
    return "\n\n".join(block for block in blocks if block) + "\n"


def _files(name: str, version: str, *, quick: bool) -> str:
    lines = [
        f"- `{name}.duckdb`: everything, with comments on tables and columns, for DuckDB 1.0 and later",
        "- `csv/<name>.csv`: UTF-8, comma, empty cell = no value",
        "- `parquet/<name>.parquet`: the same rows with types",
    ]
    if not quick:
        lines += [
            f"- `{name}.sqlite`: everything for SQLite; the table `_dictionary` says what every column means",
            f"- `{name}.xlsx`: everything for spreadsheets; the sheets `contents` and `dictionary` lead to the others",
            f"- `{name}-{version}.zip`: all other files",
        ]
    lines += [
        "- `datapackage.json`: what every column means (Data Package v2)",
        "- `SHA256SUMS`: check all of it with `sha256sum --check SHA256SUMS`",
    ]
    note = (
        "Two builds from the same sources give the same files but for the .duckdb, which carries random ids, and the "
        "zip that holds it; `datapackage.json` has a hash of the contents of the .duckdb instead."
    )
    return "\n".join([*lines, "", note])


def licence(package: Package) -> str:
    """Give LICENSE: the package's own LICENSE-DATA, else a notice made from the descriptor."""
    file = package.root / "LICENSE-DATA"
    if file.is_file():
        return file.read_text(encoding="utf-8")
    stated = _licence(package)
    title, path = stated.get("title") or stated.get("name") or "No licence is stated", stated.get("path", "")
    return f"{title}\n{path}\n" if path else f"{title}\n"


def _licence(package: Package) -> Mapping[str, str]:
    listed = package.descriptor.get("licenses") or [{}]
    return dict(listed[0])


def _title(package: Package) -> str:
    return package.text("title") or package.name


def created(package: Package) -> str:
    """Give the day of the data, ISO form; empty when the package names none."""
    return str(package.descriptor.get("created") or package.as_of or "")[:10]


def _chinese(package: Package) -> bool:
    return bool(package.descriptor.get("title_zh") and package.descriptor.get("description_zh"))


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
