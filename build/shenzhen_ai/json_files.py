"""READ: a JSON object from a file that nobody vouches for. What parsers read differently, or choke on, is refused."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

from shenzhen_ai.problems import Problem, quoted
from shenzhen_ai.wording import Text, say, verbatim

if TYPE_CHECKING:
    from pathlib import Path

SIZE = 64_000_000
"""Largest descriptor, schema or dialect that is read, in bytes."""

DEPTH = 100
"""Objects and lists within each other."""


class _Refused(ValueError):
    """JSON that parsers would read, each in its way."""

    def __init__(self, text: Text) -> None:
        super().__init__(text)
        self.text = text


def load_object(root: Path, path: str) -> dict[str, Any] | Problem:
    """Read one JSON object.

    Refused are keys that stand twice, NaN and numbers beyond floating point, NUL and halves of characters in texts,
    more than `DEPTH` levels and more than `SIZE` bytes, and whatever is no regular file.
    """
    wanted = say("a JSON object in UTF-8")
    try:
        value = _loaded(root / path)
    except FileNotFoundError:
        hint = say("correct the path in datapackage.json")
        return Problem("PACKAGE-MISSING", path, found=say("no such file"), expected=say("a JSON file"), hint=hint)
    except RecursionError:
        return Problem("PACKAGE-JSON", path, found=say("more than {count} levels", count=DEPTH), expected=wanted)
    except _Refused as refused:
        return Problem("PACKAGE-JSON", path, found=refused.text, expected=wanted)
    except (OSError, ValueError) as error:
        return Problem("PACKAGE-JSON", path, found=verbatim(error), expected=wanted)
    if isinstance(value, dict):
        return value
    return Problem("PACKAGE-JSON", path, found=say("a JSON {type}", type=type(value).__name__), expected=wanted)


def _loaded(file: Path) -> Any:
    if file.exists() and not file.is_file():
        raise _Refused(say("no regular file"))
    size = file.stat().st_size
    if size > SIZE:
        raise _Refused(say("{size} bytes, more than {limit}", size=size, limit=SIZE))
    text = file.read_text(encoding="utf-8")
    value = json.loads(text, object_pairs_hook=_no_duplicates, parse_constant=_refuse, parse_float=_finite)
    _judge(value)
    return value


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        seen: set[str] = set()
        for name, _ in pairs:
            if name in seen:
                raise _Refused(say("the key {name} stands twice in one object", name=quoted(name)))
            seen.add(name)
    return result


def _refuse(name: str) -> None:
    raise _Refused(say("{name}, which JSON does not have", name=name))


def _finite(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise _Refused(say("the number {number}, which is too large", number=text[:40]))
    return number


def _judge(value: Any) -> None:
    """Refuse texts that no file name, SQL or terminal can hold, and what lies too deep."""
    level = [value]
    for _ in range(DEPTH):
        inner: list[Any] = []
        for item in level:
            texts = item if isinstance(item, dict) else [item]
            for text in texts:
                if isinstance(text, str) and ("\0" in text or not _encodable(text)):
                    raise _Refused(say("a NUL or half a character in {text}", text=verbatim(ascii(text[:40]))))
            inner.extend(item.values() if isinstance(item, dict) else item if isinstance(item, list) else ())
        level = inner
        if not level:
            return
    raise RecursionError


def _encodable(text: str) -> bool:
    return text.isascii() or not any("\ud800" <= sign <= "\udfff" for sign in text)
