"""What each problem code of the engine means and how to mend it; codes.json holds the texts in both languages.

Codes of a package's own rules stand in its rules.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib.resources import files

from shenzhen_ai.wording import Text, bilingual


@dataclass(frozen=True, slots=True)
class Code:
    """One problem code: the stage that finds it, what it means, the cure and an example, in both languages."""

    stage: str
    meaning: str
    cure: str
    meaning_zh: str
    cure_zh: str
    example: str = ""
    example_zh: str = ""

    @property
    def step(self) -> Text:
        """The cure as the end of a message."""
        return bilingual(self.cure[0].lower() + self.cure[1:].rstrip("."), zh=self.cure_zh.rstrip("。"))


CODES: dict[str, Code] = {
    name: Code(**texts)
    for name, texts in json.loads(files("shenzhen_ai").joinpath("codes.json").read_text(encoding="utf-8")).items()
}
"""Every code that the engine can give, causes before consequences."""

LAST_OF_RULES = "SQL-NOT-PORTABLE"
"""The code after which those of a package's own rules have their place."""
