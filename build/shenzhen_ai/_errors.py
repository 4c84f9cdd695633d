"""Errors that this package raises, in a leaf module so that every other module may import it.

ShenzhenAIError
├── PackageError      a descriptor cannot be read as a Data Package
├── CheckFailed       a build was refused because the check found problems
├── ReleaseMissing    no release is at hand to open
├── ExtraMissing      a heavy library is not installed; the text names the pip line
└── UnknownName       a table, row or field that the release does not have (also a KeyError)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shenzhen_ai.problems import Problem


class ShenzhenAIError(Exception):
    """Anything that this package raises on purpose."""


class PackageError(ShenzhenAIError):
    """The descriptor or a schema cannot be used; `problems` says where and why."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        """Keep the problems, and show them as the text of the error."""
        self.problems = list(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class CheckFailed(PackageError):
    """The check found problems, so nothing was built."""


class ReleaseMissing(ShenzhenAIError):
    """No release was found in any of the places that are looked into."""


class ExtraMissing(ShenzhenAIError):
    """A library of an extra is not installed.

    >>> str(ExtraMissing("pandera", "build"))
    "pandera is not installed; run: pip install 'shenzhen-ai[build]'"
    """

    def __init__(self, library: str, extra: str) -> None:
        """Name the library that is missing and the extra that brings it."""
        super().__init__(f"{library} is not installed; run: pip install 'shenzhen-ai[{extra}]'")


class UnknownName(ShenzhenAIError, KeyError):
    """A name that is not in the release; the text lists near or valid ones."""

    def __str__(self) -> str:
        """Give the message as it was written, without the quotes of KeyError."""
        return str(self.args[0])
