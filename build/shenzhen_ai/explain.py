"""What problem codes mean: those of the engine, and those that the rules of the nearest package declare."""

from __future__ import annotations

import difflib

from shenzhen_ai._errors import PackageError, UnknownName
from shenzhen_ai.codes import CODES


def one(code: str, language: str = "en") -> str:
    """Give the text about a code.

    Raises:
        UnknownName: when neither the engine nor the package at hand has the code; names the nearest ones.

    >>> print(one("BLANK-ROW"))
    BLANK-ROW (shape)
    A row has nothing in it.
    Delete it.
    """
    known = CODES.get(code.upper())
    if known:
        return f"{code.upper()} ({known.stage})\n{known.text('meaning', language)}\n{known.text('cure', language)}"
    own = _package_codes()
    if code.upper() in own:
        return f"{code.upper()}\n{own[code.upper()]}"
    near = difflib.get_close_matches(code.upper(), [*CODES, *own], 3)
    advice = f"did you mean {', '.join(near)}?" if near else "shenzhen-ai explain lists them all"
    msg = f"no problem code {code!r}; {advice}"
    raise UnknownName(msg)


def everything(language: str = "en") -> str:
    """Give one line for every code of the engine, then for those of the package at hand."""
    lines = [f"{name:18} {code.text('meaning', language)}" for name, code in CODES.items()]
    lines.extend(f"{name:18} {text.splitlines()[0]}" for name, text in sorted(_package_codes().items()))
    return "\n".join(lines)


def _package_codes() -> dict[str, str]:
    """Read the codes of the SQL rules of the nearest package; Python rules are not run for this."""
    from shenzhen_ai.checks.relations import Rule, read_rule
    from shenzhen_ai.read import find, read

    try:
        package = read(find())
    except PackageError:
        return {}
    rules = [read_rule(file, file.name) for file in package.sql_files("rules")]
    return {rule.code: f"{rule.expected}\n{rule.hint}" for rule in rules if isinstance(rule, Rule)}
