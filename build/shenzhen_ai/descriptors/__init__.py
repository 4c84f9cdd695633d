"""EXPORT: the texts of a release. Every one of them is made from the same `Record`, one module for each standard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shenzhen_ai.descriptors.citation import citation_file, zenodo
from shenzhen_ai.descriptors.croissant import croissant
from shenzhen_ai.descriptors.data_cite import data_cite
from shenzhen_ai.descriptors.data_package import data_package
from shenzhen_ai.descriptors.dcat import dcat
from shenzhen_ai.descriptors.json_text import dump
from shenzhen_ai.descriptors.ro_crate import ro_crate
from shenzhen_ai.descriptors.schema_org import schema_org
from shenzhen_ai.descriptors.texts import licence, readme

if TYPE_CHECKING:
    from shenzhen_ai.descriptors.record import Record


def files_of(record: Record) -> dict[str, str]:
    """Give the text of each descriptor of a release by its file."""
    return {
        "datapackage.json": dump(data_package(record)),
        "croissant.json": dump(croissant(record)),
        "ro-crate-metadata.json": dump(ro_crate(record)),
        "datacite.json": dump(data_cite(record)),
        **dcat(record),
        "schema-org.jsonld": dump(schema_org(record)),
        "CITATION.cff": citation_file(record),
        ".zenodo.json": dump(zenodo(record)),
        "README.md": readme(record),
        "LICENSE": licence(record),
    }
