"""EXPORT: croissant.json (Croissant 1.1): files, and for each table and view a record set that loads offline."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from shenzhen_ai.descriptors.record import File, Record, TableFiles

CONTEXT = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    **{
        name: f"cr:{name}"
        for name in (
            *("extract", "field", "fileProperty", "fileObject", "fileSet", "format", "includes", "isLiveDataset"),
            *("jsonPath", "key", "md5", "parentField", "path", "recordSet", "references", "regex", "repeated"),
            *("replace", "samplingRate"),
        )
    },
    "sc": "https://schema.org/",
    **{name: f"cr:{name}" for name in ("separator", "source", "subField", "transform")},
}
"""The context of the standard, as its own tool writes it."""

TYPES = {
    "integer": "sc:Integer",
    "year": "sc:Integer",
    "number": "sc:Float",
    "boolean": "sc:Boolean",
    "date": "sc:Date",
}


def croissant(record: Record) -> dict[str, Any]:
    """Give the descriptor. Files whose bytes vary are left out, since the standard wants a hash of each."""
    licence = record.licence.get("path") or record.licence.get("name")
    described = {
        "name": record.name,
        "alternateName": [record.title],
        "description": record.description,
        "conformsTo": "http://mlcommons.org/croissant/1.1",
        "version": record.version,
        "license": licence,
        "url": record.address or record.repository,
        "datePublished": record.created,
        "dateCreated": record.created,
        "citeAs": record.citation,
        "creator": [{"@type": kind, "name": name} for kind, name in record.authors],
        "publisher": [{"@type": kind, "name": name} for kind, name in record.authors],
        "keywords": record.keywords,
        "inLanguage": record.languages,
    }
    return {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        **{name: value for name, value in described.items() if value},
        "isLiveDataset": False,
        "distribution": [_file(file) for file in record.files if file.sha256],
        "recordSet": [_record_set(table) for table in record.tables],
    }


def _file(file: File) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": file.path,
        "name": file.path,
        "description": file.title,
        "contentUrl": file.path,
        "contentSize": f"{file.bytes} B",
        "encodingFormat": file.mediatype,
        "sha256": file.sha256,
    }


def _record_set(table: TableFiles) -> dict[str, Any]:
    """Give the record set of a table, without `references`: with them the standard's own tool cannot load a view.

    Which column refers to which stands in datapackage.json.
    """
    name = table.relation.name
    key = [{"@id": f"{name}/{column}"} for column in table.relation.schema.get("primaryKey", [])]
    return {
        "@type": "cr:RecordSet",
        "@id": name,
        "name": name,
        "description": table.text("description") or table.text("title") or name,
        **({"key": key} if key else {}),
        "field": [
            {
                "@type": "cr:Field",
                "@id": f"{name}/{field['name']}",
                "name": field["name"],
                "description": field.get("description") or field.get("title") or field["name"],
                "dataType": TYPES.get(str(field.get("type")), "sc:Text"),
                "source": {"fileObject": {"@id": table.csv.path}, "extract": {"column": field["name"]}},
            }
            for field in table.relation.schema["fields"]
        ],
    }
