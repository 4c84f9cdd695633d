"""Judge a file of each folder with pyshacl. Arguments: shapes, name of the file, folders. Prints JSON lists of texts.

The context of schema.org is not fetched: its vocabulary is put in its place, which is what it comes to for our terms.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pyshacl
import rdflib

SCHEMA = {
    "@vocab": "http://schema.org/",
    **{name: {"@type": "@id"} for name in ("url", "license", "contentUrl", "codeRepository")},
    **{name: {"@type": "http://schema.org/Date"} for name in ("datePublished", "dateModified")},
}


def graph(file: Path) -> rdflib.Graph:
    """Read RDF, without a network."""
    if file.suffix == ".ttl":
        return rdflib.Graph().parse(file)
    body = json.loads(file.read_text(encoding="utf-8"))
    if body.get("@context") == "https://schema.org/":
        body["@context"] = SCHEMA
    return rdflib.Graph().parse(data=json.dumps(body), format="json-ld", publicID=file.as_uri())


def judge(file: Path, shapes: rdflib.Graph) -> list[str]:
    """Give what the shapes find wrong."""
    try:
        data = graph(file)
    except Exception as error:  # noqa: BLE001  a file that cannot be read is refused
        return [str(error)]
    conforms, _, text = pyshacl.validate(data, shacl_graph=shapes)
    return [] if conforms else [text]


if __name__ == "__main__":
    shapes = rdflib.Graph().parse(sys.argv[1])
    print(json.dumps([judge(Path(folder) / sys.argv[2], shapes) for folder in sys.argv[3:]]))  # noqa: T201  read by the test
