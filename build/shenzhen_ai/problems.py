"""A problem in the data: a value with a place, what was found, what was expected and the next step.

Problems are never raised. Each check returns a list of them, so that everything is reported at once.
"""

from __future__ import annotations

import dataclasses
import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from shenzhen_ai.codes import CODES, LAST_OF_RULES
from shenzhen_ai.wording import NOTHING, Text, say, verbatim

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence


LONGEST = 200
"""Signs of a value beyond which no near one is looked for: what is that long is no id."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, and where.

    Attributes:
        code: name of the rule, a key of `shenzhen_ai.codes.CODES` or of a rule of the package.
        path: file, relative to the package's folder, with forward slashes.
        line: line of the file, from 1; None when the whole file is meant.
        column: name of the field; None when the whole row is meant.
        key: primary key of the row, values joined by `|`; None when there is none.
        found: what stands there.
        expected: what should stand there.
        hint: the next step.
        type: the standard's own error type (`constraint-error` ...), None for rules beyond the standard.
        letter: the spreadsheet column of the field (A ... Z, AA), where the header of the file tells it.

    >>> texts = quoted("soon"), say("a value"), say("fill the cell")
    >>> print(Problem("TYPE", "sources/a.csv", 4, "due", "T1", *texts))
    sources/a.csv:4:due: [TYPE] T1: found 'soon'; expected a value; fill the cell
    """

    code: str
    path: str
    line: int | None = None
    column: str | None = None
    key: str | None = None
    found: Text = NOTHING
    expected: Text = NOTHING
    hint: Text = NOTHING
    type: str | None = None
    letter: str | None = None

    @property
    def next_step(self) -> Text:
        """The hint; without one the cure of the code, so that nobody is left without a next step."""
        return self.hint or (CODES[self.code].step if self.code in CODES else NOTHING)

    @property
    def near(self) -> str | None:
        """The valid value nearest to what was found, where one is near."""
        near = self.hint.values.get("near")
        return None if near is None else str(near)

    @property
    def place(self) -> str:
        """Path, line and column, as far as they are known, joined by colons."""
        return ":".join(str(part) for part in (self.path, self.line, self.column) if part is not None)

    @property
    def message(self) -> str:
        """The text after the place and the code."""
        return self.message_in("en")

    def message_in(self, language: str) -> str:
        """Give the text after the place and the code in a language."""
        text = say("; ").in_language(language).join(text for _, text in self._parts(language))
        return f"{self.key}: {text}" if self.key else text

    def _parts(self, language: str) -> Iterator[tuple[str, str]]:
        if self.found:
            yield "found", say("found {found}", found=self.found).in_language(language)
        if self.expected:
            yield "expected", say("expected {expected}", expected=self.expected).in_language(language)
        if self.next_step:
            yield "hint", self.next_step.in_language(language)

    def __str__(self) -> str:
        """The one line that a terminal shows."""
        return self.line_in("en")

    def line_in(self, language: str, paint: Callable[[str, str], str] = lambda _, text: text) -> str:
        """Give the one line that a terminal shows, whatever the data holds.

        Args:
            language: `en` or `zh`.
            paint: gives each part of the line (place, code, key, found, expected, hint) its colour.
        """
        place = f"{self.place} ({self.letter})" if self.letter else self.place
        key = f"{paint('key', visible(self.key))}: " if self.key else ""
        texts = say("; ").in_language(language).join(paint(part, visible(text)) for part, text in self._parts(language))
        return f"{paint('place', visible(place))}: {paint('code', visible(f'[{self.code}]'))} {key}{texts}"


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found: the problems, the rows of each table, what was left unchecked, and the engine that ran."""

    problems: tuple[Problem, ...]
    rows: Mapping[str, int]
    notes: tuple[Text, ...] = ()
    evidence: Mapping[str, float] = dataclasses.field(default_factory=dict)
    engine: str = "duckdb"

    @property
    def valid(self) -> bool:
        """True when nothing is wrong."""
        return not self.problems


def visible(text: str) -> str:
    r"""Give a text without signs that steer a terminal or hide in a line; each stands as its escape.

    >>> visible("a\nb\x1b[31m \u200bc")
    'a\\nb\\x1b[31m \\u200bc'
    """
    return "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in text)


def quoted(value: object, limit: int = 80) -> Text:
    r"""Give a value as it is shown in a message: quoted, cut to `limit` characters, control signs escaped.

    >>> quoted("a\tb")
    "'a\\tb'"
    >>> quoted(None)
    'an empty cell'
    """
    if value is None or value == "":
        return say("an empty cell")
    text = str(value)
    if len(text) > limit:
        text = text[: limit - 1] + "…"
    return verbatim(repr(text))


def column_letter(number: int) -> str:
    """Give the name that spreadsheets give to a column, counted from 0.

    >>> [column_letter(number) for number in (0, 25, 26, 701, 702)]
    ['A', 'Z', 'AA', 'ZZ', 'AAA']
    """
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def nearest(value: object, options: Iterable[str], otherwise: Text = NOTHING) -> Text:
    """Give the question whether the nearest one of some values was meant, else another next step.

    >>> nearest("shenzen", ["beijing", "shenzhen"])
    'did you mean shenzhen?'
    """
    text = str(value or "")
    near = difflib.get_close_matches(text, list(options), 1) if len(text) <= LONGEST else []
    return say("did you mean {near}?", near=near[0]) if near else otherwise


def in_order(problems: Iterable[Problem], paths: Sequence[str]) -> list[Problem]:
    """Sort problems by cause: by code, then by file (in the package's order) and line."""
    rank = {path: number for number, path in enumerate(paths)}
    place = {name: number for number, name in enumerate(CODES)}
    own = place[LAST_OF_RULES]

    def order(problem: Problem) -> tuple[int, str, int, str, int]:
        file = rank.get(problem.path, len(rank))
        return place.get(problem.code, own), problem.code, file, problem.path, problem.line or 0

    return sorted(problems, key=order)
