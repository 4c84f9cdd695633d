"""EXPORT: schema-org.jsonld: the data set as search engines read it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from shenzhen_ai.descriptors.record import File, Record


def schema_org(record: Record) -> dict[str, Any]:
    """Give the data set with its files; the pages of the site may carry it as it is."""
    makers = [{"@type": kind, "name": name} for kind, name in record.authors]
    described = {
        "@id": f"{record.address}#dataset" if record.address else "",
        "name": record.title,
        "alternateName": record.text("title", "zh") if record.chinese else "",
        "description": record.description,
        "url": record.address,
        "identifier": f"https://doi.org/{record.doi}" if record.doi else record.address,
        "version": record.version,
        "datePublished": record.created,
        "dateModified": record.created,
        "license": record.licence.get("path") or record.licence.get("name"),
        "creator": makers,
        "publisher": makers[0],
        "keywords": record.keywords,
        "inLanguage": record.languages,
        "isAccessibleForFree": True,
        "citation": record.citation,
        "distribution": [_file(record, file) for file in record.files if record.address],
    }
    return {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        **{name: value for name, value in described.items() if value},
    }


def _file(record: Record, file: File) -> dict[str, Any]:
    described = {
        "@type": "DataDownload",
        "name": file.title,
        "contentUrl": f"{record.address}{file.path}",
        "encodingFormat": file.mediatype,
    }
    return {**described, **({"contentSize": f"{file.bytes} B", "sha256": file.sha256} if file.sha256 else {})}
