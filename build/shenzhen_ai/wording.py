"""Texts for people that can be shown in another language: a template and what fills it, which together read as English.

A `Text` is a `str`, so whoever knows nothing of languages has plain English. The templates of this package have their
Chinese in messages.json; texts of a package's own rules bring theirs along. What has no translation stays as it is.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

LANGUAGES = ("en", "zh")


class Text(str):
    """An English text that knows its template, or its translations; `in_language` gives it in another language."""

    __slots__ = ("others", "template", "values")

    template: str
    values: Mapping[str, object]
    others: Mapping[str, str]

    def __new__(cls, text: str, template: str, values: Mapping[str, object], others: Mapping[str, str]) -> Text:  # noqa: PYI034  the class is final in use
        """Keep the English text and what the others are made of; `say`, `verbatim` and `bilingual` call this."""
        made = super().__new__(cls, text)
        made.template, made.values, made.others = template, values, others
        return made

    def __getnewargs__(self) -> tuple[str, str, Mapping[str, object], Mapping[str, str]]:  # type: ignore[override]
        """Give what a copy is made of."""
        return str(self), self.template, self.values, self.others

    def in_language(self, language: str) -> str:
        """Give the text in a language, in English where it has no other.

        >>> say("{value}, as on line {line}", value=say("no value"), line=3).in_language("zh")
        '没有值，与第 3 行相同'
        """
        if language in self.others:
            return self.others[language]
        template = templates(language).get(self.template, self.template) if self.template else ""
        if not template:
            return str(self)
        return template.format(**{name: told(value, language) for name, value in self.values.items()})


def say(template: str, /, **values: object) -> Text:
    """Fill a template; its Chinese must stand in messages.json.

    >>> say("{count} cells", count=3)
    '3 cells'
    """
    return Text(template.format(**values), template, values, {})


def verbatim(text: object) -> Text:
    """Give a text that is the same in every language: a value, names, what another program says.

    >>> verbatim("a,b").in_language("zh")
    'a,b'
    """
    return Text(str(text), "", {}, {})


def bilingual(text: str, **others: str) -> Text:
    """Give a text that brings its translations along, by language; empty ones do not count.

    >>> bilingual("a cat", zh="一只猫").in_language("zh")
    '一只猫'
    """
    return Text(text, "", {}, {language: other for language, other in others.items() if other})


def told(value: object, language: str) -> object:
    """Give a value in a language when it is a text; any other as it is."""
    return value.in_language(language) if isinstance(value, Text) else value


@cache
def templates(language: str) -> Mapping[str, str]:
    """Give the templates of a language by the English ones; none for English itself."""
    if language != "zh":
        return {}
    text = files("shenzhen_ai").joinpath("messages.json").read_text(encoding="utf-8")
    return {str(english): str(chinese) for english, chinese in json.loads(text).items()}


NOTHING = verbatim("")
"""No text at all."""
