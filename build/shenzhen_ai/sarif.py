"""Reports as SARIF 2.1.0, which code scanning services and editors read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from shenzhen_ai.explain import home

if TYPE_CHECKING:
    from shenzhen_ai.explain import Explanation
    from shenzhen_ai.problems import Problem, Report
    from shenzhen_ai.rendering import Style

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
TAGS = {"en": "en-US", "zh": "zh-CN"}


def render_sarif(report: Report, style: Style) -> str:
    """Give the report as one run of SARIF; the codes that were found are its rules, paths are those of the package."""
    from importlib.metadata import version

    codes = style.explained(report)
    driver = {
        "name": "shenzhen-ai check",
        "version": version("shenzhen-ai"),
        **({"informationUri": home()} if home() else {}),
        "language": TAGS[style.language],
        "rules": [_rule(item, style.language) for _, item in codes.values()],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(problem, list(codes).index(problem.code), style.language) for problem in report.problems],
        "invocations": [
            {
                "executionSuccessful": True,
                "toolExecutionNotifications": [
                    {"level": "note", "message": {"text": note.in_language(style.language)}} for note in report.notes
                ],
            }
        ],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2)


def _rule(item: Explanation, language: str) -> dict[str, Any]:
    meaning = item.meaning.in_language(language) or item.code
    cure = item.cure.in_language(language) or meaning
    link = item.link(language)
    return {
        "id": item.code,
        "shortDescription": {"text": meaning},
        "fullDescription": {"text": meaning},
        "help": {"text": cure},
        **({"helpUri": link} if link else {}),
        "defaultConfiguration": {"level": "error"},
        "properties": {"tags": [item.stage]},
    }


def _result(problem: Problem, rule: int, language: str) -> dict[str, Any]:
    region = {"region": {"startLine": problem.line}} if problem.line is not None else {}
    place = {"artifactLocation": {"uri": quote(problem.path), "uriBaseId": "%SRCROOT%"}, **region}
    named = (("object", problem.key), ("member", problem.column))
    logical = [{"name": name, "kind": kind} for kind, name in named if name]
    fingerprint = "|".join((problem.code, problem.path, problem.key or "", problem.column or ""))
    return {
        "ruleId": problem.code,
        "ruleIndex": rule,
        "level": "error",
        "message": {"text": problem.message_in(language)},
        "locations": [{"physicalLocation": place, **({"logicalLocations": logical} if logical else {})}],
        "partialFingerprints": {"row/v1": fingerprint},
        "properties": {
            name: value
            for name, value in (("letter", problem.letter), ("near", problem.near), ("type", problem.type))
            if value is not None
        },
    }
