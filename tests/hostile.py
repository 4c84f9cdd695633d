"""A release whose texts try to become markup, script or something that they are not."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import sample

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TEXTS = [
    "</title></textarea></script><script>pwned = 1</script>",
    '"><img src=x onerror="pwned = 2">',
    "javascript:pwned=3",
    "[click](javascript:pwned=4) ![x](https://elsewhere.example/x.png) <https://elsewhere.example>",
    "{{ pwned }} {% raw %} ${pwned} `</code>` {: onload=pwned } | a | b |",
    "data:text/html,<script>pwned = 5</script>",
    "\u202egnp.exe\u2066 \u200f\u0000".replace("\u0000", "\ufffd"),
    "x" * 2_000,
    "<svg onload=pwned=6><style>*{display:none}</style></svg>\n\n# heading\n\n<div>",
]


def poison(release: Path, out: Path) -> None:
    """Copy a release and put such a text into every cell that holds free text, the labels of rows among them.

    The check of the sources would refuse some of them; the site must not rest on that.
    """
    shutil.copytree(release, out)
    descriptor = json.loads((out / "datapackage.json").read_text(encoding="utf-8"))
    tables = {item["name"]: item for item in descriptor["resources"] if item.get("type") == "table"}
    schemas = [item["schema"] for item in tables.values() if item.get("origin", "table") == "table"]
    free = {name for schema in schemas for name in free_fields(schema)}
    free -= {
        field["name"] for schema in schemas for field in schema["fields"] if "enum" in field.get("constraints", {})
    }
    for table in tables:
        file = out / "csv" / f"{table}.csv"
        rows = sample.read(file)
        for number, row in enumerate(rows):
            places = enumerate(name for name in sorted(row) if name in free and row[name])
            row.update({name: TEXTS[(number + place) % len(TEXTS)] for place, name in places})
        sample.write(file, rows)


def free_fields(schema: dict[str, Any]) -> Iterator[str]:
    """Name the fields of a schema that may hold any text: no key, no reference, no word of a list."""
    taken = json.dumps([schema["primaryKey"], schema.get("foreignKeys", [])])
    for field in schema["fields"]:
        name = field["name"]
        known = f'"{name}"' in taken or name in {"table_name", "object_table", "row_id", "object_id", "field", "value"}
        if field["type"] == "string" and not known and not {"enum", "pattern"} & set(field.get("constraints", {})):
            yield name
