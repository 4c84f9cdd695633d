"""EXPORT: ro-crate-metadata.json (RO-Crate 1.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from shenzhen_ai.descriptors.record import File, Record

VERSION = "1.3"
NAME = "ro-crate-metadata.json"
CONTENTS = "#contents"
"""Name of the entity that holds the hash of what the database contains."""


def ro_crate(record: Record) -> dict[str, Any]:
    """Give the crate: the data set, its files, licence and makers, each an entity of one flat graph."""
    profile = f"https://w3id.org/ro/crate/{VERSION}"
    makers = [
        {"@id": creator.address or f"#creator-{number}", "@type": kind, "name": creator.name}
        for number, (creator, (kind, _)) in enumerate(zip(record.creators, record.authors, strict=True), 1)
    ]
    licence = {
        "@id": record.licence.get("path") or "#licence",
        "@type": "CreativeWork",
        "name": record.licence_name,
        **({"identifier": record.licence["name"]} if record.licence.get("name") else {}),
    }
    entities = [
        {
            "@id": NAME,
            "@type": "CreativeWork",
            "about": {"@id": "./"},
            "conformsTo": {"@id": profile},
        },
        _root(record, makers, licence),
        licence,
        *makers,
        *(_file(file) for file in record.files),
        {
            "@id": CONTENTS,
            "@type": "PropertyValue",
            "name": "SHA-256 of the contents of all tables and views",
            "propertyID": "contents-sha256",
            "value": record.contents,
        },
    ]
    return {"@context": f"{profile}/context", "@graph": entities}


def _root(record: Record, makers: list[dict[str, Any]], licence: dict[str, Any]) -> dict[str, Any]:
    who = [{"@id": maker["@id"]} for maker in makers]
    described = {
        "name": record.title,
        "description": record.description,
        "datePublished": record.created,
        "version": record.version,
        "license": {"@id": licence["@id"]},
        "creator": who,
        "author": who,
        "publisher": who[:1],
        "keywords": ", ".join(record.keywords),
        "url": record.address,
        "codeRepository": record.repository,
        "inLanguage": record.languages,
        "identifier": f"https://doi.org/{record.doi}" if record.doi else record.address,
        "hasPart": [{"@id": file.path} for file in record.files],
    }
    return {"@id": "./", "@type": "Dataset", **{name: value for name, value in described.items() if value}}


def _file(file: File) -> dict[str, Any]:
    described = {
        "@id": file.path,
        "@type": "File",
        "name": file.title,
        "encodingFormat": file.mediatype,
    }
    if file.sha256 is None:
        return {**described, "identifier": {"@id": CONTENTS}}
    return {**described, "contentSize": str(file.bytes), "sha256": file.sha256}
