"""Judge datacite.json with the schema of the package datacite. Prints JSON: for each folder what is wrong."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from datacite import schema45


def judge(folder: str) -> list[str]:
    """Give the messages of the schema."""
    body = json.loads((Path(folder) / "datacite.json").read_text(encoding="utf-8"))
    return [error.message for error in schema45.validator.iter_errors(body)]


if __name__ == "__main__":
    print(json.dumps([judge(folder) for folder in sys.argv[1:]]))  # noqa: T201  read by the test
