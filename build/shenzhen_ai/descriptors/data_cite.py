"""EXPORT: datacite.json (DataCite 4.5), from which a DOI can be registered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from shenzhen_ai.descriptors.record import Creator, Record

SCHEMA = "http://datacite.org/schema/kernel-4"


def data_cite(record: Record) -> dict[str, Any]:
    """Give the metadata; `doi` is left out until there is one."""
    titles = [{"title": record.title, "lang": "en"}]
    descriptions = [{"description": record.description, "descriptionType": "Abstract", "lang": "en"}]
    if record.chinese:
        titles.append({"title": record.text("title", "zh"), "titleType": "TranslatedTitle", "lang": "zh"})
        text = {"description": record.text("description", "zh"), "descriptionType": "Abstract", "lang": "zh"}
        descriptions.append(text)
    dates = [("Issued", record.created), ("Valid", record.package.as_of or "")]
    related = [("IsDocumentedBy", record.homepage), ("IsDerivedFrom", record.repository)]
    described = {
        "doi": record.doi,
        "url": record.address,
        "creators": [_creator(creator) for creator in record.creators],
        "titles": titles,
        "publisher": {"name": record.creators[0].name},
        "publicationYear": record.created[:4],
        "types": {"resourceType": "Data package", "resourceTypeGeneral": "Dataset"},
        "language": "en",
        "version": record.version,
        "subjects": [{"subject": word} for word in record.keywords],
        "dates": [{"date": day, "dateType": kind} for kind, day in dates if day],
        "rightsList": [_rights(record)] if record.licence else [],
        "descriptions": descriptions,
        "formats": sorted({file.mediatype for file in record.files}),
        "sizes": [f"{len(record.tables)} tables and views", f"{sum(table.rows for table in record.tables)} rows"],
        "relatedIdentifiers": [
            {"relatedIdentifier": address, "relatedIdentifierType": "URL", "relationType": relation}
            for relation, address in related
            if address
        ],
        "schemaVersion": SCHEMA,
    }
    return {name: value for name, value in described.items() if value}


def _creator(creator: Creator) -> dict[str, Any]:
    if creator.family:
        names = {"familyName": creator.family, "givenName": creator.given}
        return {"name": creator.name, "nameType": "Personal", **{key: text for key, text in names.items() if text}}
    return {"name": creator.name, "nameType": "Organizational"}


def _rights(record: Record) -> dict[str, str]:
    rights = {"rights": record.licence_name, "rightsUri": record.licence.get("path", "")}
    if record.licence.get("name"):
        rights |= {"rightsIdentifier": record.licence["name"], "rightsIdentifierScheme": "SPDX"}
    return {name: value for name, value in rights.items() if value}
