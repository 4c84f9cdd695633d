"""EXPORT: JSON as every descriptor is written: in the order of its keys, for people too."""

from __future__ import annotations

import json


def dump(value: object) -> str:
    """Give a value as JSON with a newline at the end.

    >>> print(dump({"b": "目标", "a": []}), end="")
    {
      "b": "目标",
      "a": []
    }
    """
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
