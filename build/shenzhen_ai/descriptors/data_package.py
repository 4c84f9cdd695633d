"""EXPORT: datapackage.json (Data Package v2), which the site, the wheel and the reader work from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shenzhen_ai.parts import manifest_schema
from shenzhen_ai.rule_files import stated

if TYPE_CHECKING:
    from shenzhen_ai.descriptors.record import File, Record, TableFiles
    from shenzhen_ai.package import Package

ROOMS = ("resources", "views", "rules", "history")
"""Properties of a package that speak of folders which a release does not have."""

FORMATS = {"xlsx": "ooxml"}
"""Formats whose usual name would make the standard's own tool take a file of many tables for one."""


def data_package(record: Record) -> dict[str, Any]:
    """Give the descriptor: the package's own, with its version, the figures of evidence, and the files."""
    package = record.package
    kept = {name: value for name, value in package.descriptor.items() if name not in ROOMS}
    return {
        **kept,
        "name": package.name,
        "version": record.version,
        **({"schema_version": record.schema_version} if record.schema_version else {}),
        **({"evidence": dict(record.evidence)} if record.evidence else {}),
        **({"codes": codes} if (codes := _codes(package)) else {}),
        "resources": [
            *(_table(record, table) for table in record.tables),
            *(_manifest(table, table.manifest) for table in record.tables if table.manifest),
            *(_whole(record, file) for file in record.whole),
        ],
    }


def _codes(package: Package) -> list[dict[str, str | None]]:
    """Give what the rules of the package find, by their codes, in both languages."""
    return [
        {
            "code": rule.code,
            "table": rule.table,
            "field": rule.field,
            **{
                f"{name}{ending}": text.in_language(language)
                for name, text in (("expected", rule.expected), ("hint", rule.hint))
                for ending, language in (("", "en"), ("_zh", "zh"))
            },
        }
        for rule in sorted(stated(package), key=lambda rule: rule.code)
    ]


def _table(record: Record, table: TableFiles) -> dict[str, Any]:
    """Give the resource of a table or view.

    Its file is the CSV; `parquet` holds path, bytes and hash of the same rows as Parquet. `origin` says whether it is
    a `table` of the package, a `view` (its SELECT is in `sql`) or `generated`; `rows` counts.
    """
    relation, licences = table.relation, record.package.descriptor.get("licenses")
    return {
        "name": relation.name,
        "type": "table",
        **{name: value for name, value in relation.resource.items() if name not in {"name", "type"}},
        "origin": relation.origin,
        **_sources(record, relation.name),
        **_file(table.csv),
        "format": "csv",
        "mediatype": table.csv.mediatype,
        "encoding": "utf-8",
        "rows": table.rows,
        "parquet": _parquet(table),
        **({"licenses": licences} if licences and "licenses" not in relation.resource else {}),
        **({"sql": relation.sql} if relation.sql else {}),
        "schema": dict(relation.schema),
    }


def _parquet(table: TableFiles) -> dict[str, Any]:
    """Give the Parquet of a table: one file, or the list of its parts in their order, and their manifest."""
    if table.manifest is None:
        return _file(table.parquet[0])
    size = sum(file.bytes or 0 for file in table.parquet)
    return {"path": [file.path for file in table.parquet], "bytes": size, "manifest": table.manifest.path}


def _manifest(table: TableFiles, file: File) -> dict[str, Any]:
    """Give the resource of the manifest of a table in parts."""
    return {
        "name": file.path.removeprefix("parquet/").removesuffix(".csv"),
        "title": file.title,
        "title_zh": file.title_zh,
        **_file(file),
        "format": "csv",
        "mediatype": file.mediatype,
        "encoding": "utf-8",
        "schema": manifest_schema(table.relation.schema),
    }


def _sources(record: Record, name: str) -> dict[str, Any]:
    """Give the files of a table in the package, from which people edit it; nothing for views."""
    table = record.package.tables.get(name)
    return {"sources": [{"title": path, "path": path} for path in table.paths]} if table else {}


def _whole(record: Record, file: File) -> dict[str, Any]:
    """Give the resource of a file that holds all tables and views."""
    kind = "database" if file.ending == "duckdb" else file.ending
    return {
        "name": f"{record.name}-{kind}",
        "title": file.title,
        "title_zh": file.title_zh,
        "format": FORMATS.get(file.ending, file.ending),
        "mediatype": file.mediatype,
        **_file(file),
    }


def _file(file: File) -> dict[str, Any]:
    """Give path, size and hash; of a file whose bytes vary the hash of its contents alone."""
    if file.sha256 is None:
        return {"path": file.path, "contentsHash": f"sha256:{file.contents}"}
    return {"path": file.path, "bytes": file.bytes, "hash": f"sha256:{file.sha256}"}
