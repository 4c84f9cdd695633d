"""Judge croissant.json with mlcroissant: validate it, then load every record set. Prints JSON, one item per folder.

Each item has `valid` (the descriptor was accepted), `loaded` (rows by record set; None when one did not load), `error`.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from typing import Any

import mlcroissant


def judge(folder: str) -> dict[str, Any]:
    """Validate and load from inside the folder, as a reader would who unpacked it."""
    os.chdir(folder)
    try:
        data_set = mlcroissant.Dataset(jsonld="croissant.json")
    except Exception as error:  # noqa: BLE001  whatever it raises is its verdict
        return {"valid": False, "loaded": None, "error": str(error)}
    try:
        rows = {item.id: sum(1 for _ in data_set.records(item.id)) for item in data_set.metadata.record_sets}
    except Exception:  # noqa: BLE001  the same
        return {"valid": True, "loaded": None, "error": traceback.format_exc()}
    return {"valid": True, "loaded": rows, "error": ""}


if __name__ == "__main__":
    print(json.dumps([judge(folder) for folder in sys.argv[1:]]))  # noqa: T201  read by the test
