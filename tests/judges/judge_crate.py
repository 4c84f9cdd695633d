"""Judge ro-crate-metadata.json with roc-validator. Prints JSON: for each folder the texts of what it finds wrong.

The validator fetches the context of the standard from the network; here it gets the copy that the package rocrate
carries, and anything else that it asks for is refused.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import requests
import rocrate
from rocrate_validator import models, services

CONTEXT = (Path(rocrate.__file__).parent / "data" / "ro-crate.jsonld").read_bytes()


def answer(_: object, request: requests.PreparedRequest, **__: Any) -> requests.Response:
    """Answer in place of the network."""
    if request.url != "https://w3id.org/ro/crate/1.3/context":
        msg = f"no network for {request.url}"
        raise requests.ConnectionError(msg)
    response = requests.Response()
    response.status_code, response.url, response.request = 200, request.url, request
    response._content = CONTEXT  # noqa: SLF001  how a response is made by hand
    response.headers["Content-Type"] = "application/ld+json"
    return response


def judge(folder: str) -> list[str]:
    """Give the problems that keep a crate from conforming to RO-Crate 1.3."""
    settings = services.ValidationSettings(
        rocrate_uri=Path(folder),
        profile_identifier="ro-crate-1.3",
        requirement_severity=models.Severity.REQUIRED,
        no_cache=True,
    )
    found = services.validate(settings).get_issues()
    return [f"{issue.check.identifier}: {issue.message}" for issue in found]


if __name__ == "__main__":
    requests.adapters.HTTPAdapter.send = answer
    print(json.dumps([judge(folder) for folder in sys.argv[1:]]))  # noqa: T201  read by the test
