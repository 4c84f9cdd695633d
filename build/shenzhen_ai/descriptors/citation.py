"""EXPORT: CITATION.cff (1.2.0) and .zenodo.json: how to cite a release, and how Zenodo should archive it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from shenzhen_ai.descriptors.record import Creator, Record


def citation_file(record: Record) -> str:
    """Give CITATION.cff: a data set. JSON texts are YAML texts, so nothing needs escaping."""
    pairs: list[tuple[str, object]] = [
        ("message", "If you use this data, cite it with the version you used."),
        ("type", "dataset"),
        ("title", record.title),
        ("version", record.version),
        ("date-released", record.created),
        ("doi", record.doi),
        ("url", record.address),
        ("repository-code", record.repository),
        ("license", record.licence.get("name")),
        ("abstract", record.text("description")),
        ("authors", [_author(creator) for creator in record.creators]),
        ("keywords", record.keywords),
    ]
    lines = ["cff-version: 1.2.0"]
    lines += [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in pairs if value]
    return "\n".join(lines) + "\n"


def _author(creator: Creator) -> dict[str, str]:
    if creator.family:
        names = {"family-names": creator.family, "given-names": creator.given}
        return {name: text for name, text in names.items() if text}
    return {"name": creator.name}


def zenodo(record: Record) -> dict[str, Any]:
    """Give .zenodo.json: the metadata of a deposit."""
    related = [
        {"identifier": address, "relation": relation, "scheme": "url"}
        for relation, address in (("isDocumentedBy", record.homepage), ("isDerivedFrom", record.repository))
        if address
    ]
    described = {
        "title": record.title,
        "upload_type": "dataset",
        "description": record.description,
        "creators": [{"name": creator.name} for creator in record.creators],
        "access_right": "open",
        "license": record.licence.get("name", "").lower(),
        "version": record.version,
        "publication_date": record.created,
        "language": "eng",
        "keywords": record.keywords,
        "related_identifiers": related,
    }
    return {name: value for name, value in described.items() if value}
