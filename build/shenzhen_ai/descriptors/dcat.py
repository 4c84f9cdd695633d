"""EXPORT: dcat.jsonld and dcat.ttl (DCAT-AP 3): a catalogue record for data portals, the same statements twice.

Everything has an address, also what the standard leaves without one, so that the order of the statements is settled.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shenzhen_ai._errors import ExtraMissing
from shenzhen_ai.descriptors.json_text import dump

if TYPE_CHECKING:
    from shenzhen_ai.descriptors.record import File, Record

EU = "http://publications.europa.eu/resource/authority"
IANA = "https://www.iana.org/assignments/media-types"
STABLE = f"{EU}/planned-availability/STABLE"
LANGUAGES = {"en": f"{EU}/language/ENG", "zh": f"{EU}/language/ZHO"}
FORMATS = {"csv": "CSV", "parquet": "PARQUET", "xlsx": "XLSX", "zip": "ZIP"}
"""File types of the European list of names; the others have none there."""

CONTEXT: dict[str, Any] = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "dcatap": "http://data.europa.eu/r5r/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def dcat(record: Record) -> dict[str, str]:
    """Give both files by name; none for a package without a homepage, since portals need addresses.

    Raises:
        ExtraMissing: without rdflib.
    """
    if not record.homepage:
        return {}
    entities = _graph(record)
    return {"dcat.jsonld": dump({"@context": CONTEXT, "@graph": entities}), "dcat.ttl": _turtle(entities)}


def _turtle(entities: list[dict[str, Any]]) -> str:
    """Give the same statements as Turtle."""
    try:
        import rdflib
    except ImportError as error:
        raise ExtraMissing("rdflib", "build") from error
    graph = rdflib.Graph()
    for prefix, space in CONTEXT.items():
        graph.bind(prefix, space)
    for entity in entities:
        subject = rdflib.URIRef(entity["@id"])
        graph.add((subject, rdflib.RDF.type, rdflib.URIRef(_expanded(entity["@type"]))))
        for name, values in entity.items():
            for value in [] if name.startswith("@") else values if isinstance(values, list) else [values]:
                graph.add((subject, rdflib.URIRef(_expanded(name)), _node(value)))
    return str(graph.serialize(format="turtle"))


def _node(value: str | dict[str, str]) -> Any:
    """Give a value of JSON-LD as RDF: an address, a text in a language, or a text of a type."""
    import rdflib

    if isinstance(value, str):
        return rdflib.Literal(value)
    if "@id" in value:
        return rdflib.URIRef(_expanded(value["@id"]))
    kind = value.get("@type")
    datatype = rdflib.URIRef(_expanded(kind)) if kind else None
    return rdflib.Literal(value["@value"], lang=value.get("@language"), datatype=datatype, normalize=False)


def _expanded(name: str) -> str:
    """Give an address in full.

    >>> _expanded("dct:title"), _expanded("https://a.example/")
    ('http://purl.org/dc/terms/title', 'https://a.example/')
    """
    prefix, _, rest = name.partition(":")
    return f"{CONTEXT[prefix]}{rest}" if prefix in CONTEXT else name


def _graph(record: Record) -> list[dict[str, Any]]:
    data_set, agent = f"{record.address}#dataset", f"{record.address}#publisher"
    makers = [
        {"@id": f"{record.address}#creator-{number}", "@type": "foaf:Agent", "foaf:name": creator.name}
        for number, creator in enumerate(record.creators, 1)
    ]
    licence = record.licence.get("path") or f"{record.address}#licence"
    files = [item for file in record.files for item in _distribution(record, file, licence)]
    archive = _archive(record, licence)
    parts = [item for item in (*files, *archive) if item["@type"] == "dcat:Distribution"]
    described = {
        "@id": data_set,
        "@type": "dcat:Dataset",
        "dct:title": _both(record, "title"),
        "dct:description": _both(record, "description"),
        "dct:identifier": record.doi or record.address,
        "dct:publisher": {"@id": agent},
        "dct:creator": [{"@id": maker["@id"]} for maker in makers],
        "dct:issued": _day(record.created),
        "dct:modified": _day(record.created),
        "dct:language": [{"@id": LANGUAGES[language]} for language in record.languages],
        "dct:license": {"@id": licence},
        "dct:accessRights": {"@id": f"{EU}/access-right/PUBLIC"},
        "dcat:version": record.version,
        "dcat:landingPage": {"@id": f"{record.homepage}/"},
        "dcat:contactPoint": {"@id": f"{record.address}#contact"},
        "dcat:keyword": record.keywords,
        "dcat:distribution": [{"@id": part["@id"]} for part in parts],
    }
    return [
        {name: value for name, value in described.items() if value},
        {"@id": agent, "@type": "foaf:Agent", "foaf:name": record.creators[0].name},
        *makers,
        {"@id": licence, "@type": "dct:LicenseDocument", "dct:title": record.licence_name},
        *_surroundings(record),
        *files,
        *archive,
    ]


def _surroundings(record: Record) -> list[dict[str, Any]]:
    """Give what the data set refers to: whom to ask, and the kinds of the addresses that stand in it."""
    return [
        {
            "@id": f"{record.address}#contact",
            "@type": "vcard:Kind",
            "vcard:fn": record.creators[0].name,
            "vcard:hasURL": {"@id": f"{record.homepage}/"},
        },
        {"@id": STABLE, "@type": "skos:Concept", "skos:prefLabel": {"@value": "stable", "@language": "en"}},
        {"@id": f"{EU}/access-right/PUBLIC", "@type": "dct:RightsStatement"},
        *({"@id": LANGUAGES[language], "@type": "dct:LinguisticSystem"} for language in record.languages),
        {"@id": f"{record.homepage}/", "@type": "foaf:Document"},
    ]


def _distribution(record: Record, file: File, licence: str) -> list[dict[str, Any]]:
    """Give a file and, where its bytes are the same in every build, its checksum."""
    address = f"{record.address}{file.path}"
    described: dict[str, Any] = {
        "@id": f"{record.address}#{file.path}",
        "@type": "dcat:Distribution",
        "dct:title": [{"@value": file.title, "@language": "en"}, {"@value": file.title_zh, "@language": "zh"}],
        "dcat:accessURL": {"@id": address},
        "dcat:downloadURL": {"@id": address},
        "dcat:mediaType": {"@id": f"{IANA}/{file.mediatype}"},
        "dct:license": {"@id": licence},
        "dcatap:availability": {"@id": STABLE},
    }
    about: list[dict[str, Any]] = [{"@id": f"{IANA}/{file.mediatype}", "@type": "dct:MediaType"}]
    if file.ending in FORMATS:
        kind = f"{EU}/file-type/{FORMATS[file.ending]}"
        described["dct:format"] = {"@id": kind}
        about.append({"@id": kind, "@type": "dct:MediaTypeOrExtent"})
    if file.sha256:
        checksum = f"{described['@id']}-sha256"
        described["dcat:byteSize"] = {"@value": str(file.bytes), "@type": "xsd:nonNegativeInteger"}
        described["spdx:checksum"] = {"@id": checksum}
        about.append(
            {
                "@id": checksum,
                "@type": "spdx:Checksum",
                "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
                "spdx:checksumValue": {"@value": file.sha256, "@type": "xsd:hexBinary"},
            }
        )
    return [described, *about]


def _archive(record: Record, licence: str) -> list[dict[str, Any]]:
    """Give the zip, which is there whenever the workbook is."""
    zipped = record.zipped
    return _distribution(record, zipped, licence) if zipped else []


def _both(record: Record, name: str) -> list[dict[str, str]]:
    texts = [("en", record.title if name == "title" else record.description)]
    texts += [("zh", record.text(name, "zh"))] if record.chinese else []
    return [{"@value": text, "@language": language} for language, text in texts]


def _day(day: str) -> dict[str, str] | None:
    return {"@value": day, "@type": "xsd:date"} if day else None
