"""What a reporter is told: texts in both languages, in which nothing that a stranger wrote can become markup."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from importlib.resources import files
from typing import TYPE_CHECKING

from shenzhen_ai._errors import ShenzhenAIError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

TEXTS: dict[str, dict[str, str]] = json.loads(
    files("shenzhen_ai").joinpath("corrections/answers.json").read_text(encoding="utf-8")
)
"""Each text by its name, then by language."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason why a correction cannot be made as it stands; `values` fill the places of its text."""

    name: str
    values: Mapping[str, str] = field(default_factory=dict)


class Refused(ShenzhenAIError):
    """A correction that cannot be made as it stands, with every reason; nothing has been changed."""

    def __init__(self, language: str, refusals: Sequence[Refusal]) -> None:
        """Keep the reasons and the language of the answer."""
        super().__init__("; ".join(text(refusal.name, language, refusal.values) for refusal in refusals))
        self.language = language
        self.refusals = tuple(refusals)


def text(name: str, language: str, values: Mapping[str, str] | None = None) -> str:
    """Give a text with its places filled; what fills them stands as code and is cut to 120 characters.

    >>> text("missing", "en", {"label": "Field"})
    'please fill `Field`'
    """
    return TEXTS[name][language].format(**{key: inert(value) for key, value in (values or {}).items()})


def inert(value: str, limit: int = 120) -> str:
    """Give a stranger's text as one line of code in Markdown: no markup, no mention, no link comes of it.

    >>> inert("`@all` <b>[x](y)")
    "`'@all' <b>[x](y)`"
    """
    line = " ".join(value.replace("`", "'").split())
    line = "".join(sign if sign.isprintable() else "�" for sign in line)
    return f"`{line if len(line) <= limit else line[: limit - 1] + '…'}`" if line else "` `"


def refusal_answer(refused: Refused) -> str:
    """Give the answer to a correction that cannot be made as it stands, as Markdown."""
    language = refused.language
    lines = [text("refused", language), ""]
    lines.extend(f"- {text(item.name, language, item.values)}" for item in refused.refusals)
    return "\n".join([*lines, "", text("try-again", language), ""])


def accepted_answer(language: str, changes: Sequence[tuple[str, str, str]]) -> str:
    """Give the answer to a correction that was made, as Markdown.

    Args:
        language: `en` or `zh`.
        changes: place, old and new value of each changed cell.
    """
    lines = [text("accepted", language), ""]
    lines.extend(text("changed", language, {"place": place, "old": old, "new": new}) for place, old, new in changes)
    return "\n".join([*lines, "", text("next", language), ""])
