"""Bodies of correction issues, as GitHub writes them."""

from __future__ import annotations

from shenzhen_ai.corrections.request import LABELS, NO_RESPONSE

READING = {
    "table": "readings",
    "row_id": "eddystone-2021",
    "field": "value",
    "current": "17.50",
    "version": "2026.1.0",
    "page": "https://lighthouses.example/readings/eddystone-2021/",
    "proposed": "18",
    "source_url": "https://pilots.example/book",
    "locator": "p:4",
    "printed": "18 miles",
    "credit": "",
    "language": "English",
}
"""A good report about the small package: the figure was misread in the document that the row rests on."""


def body(**changes: str) -> bytes:
    """Give READING with changes as the body of an issue; fields that the form leaves empty say so."""
    values = dict.fromkeys(LABELS, "") | READING | changes
    return "\n\n".join(f"### {LABELS[name]}\n\n{value or NO_RESPONSE}" for name, value in values.items()).encode()
