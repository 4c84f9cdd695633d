"""What all pages of a release share: its data, the templates and their words, and what the pages ask for."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shenzhen_ai._errors import ExtraMissing
from shenzhen_ai.addresses import anchor
from shenzhen_ai.diff.words import grouped
from shenzhen_ai.explain import Explanation, explanations, of_rule
from shenzhen_ai.site.changes import Change, read_changes
from shenzhen_ai.site.charts import Chart, draw_all, sized
from shenzhen_ai.site.markup import SMALL_POLICY, address, inline
from shenzhen_ai.wording import bilingual

if TYPE_CHECKING:
    import jinja2

    from shenzhen_ai.site.data import Data
    from shenzhen_ai.styles import Reference

LANGUAGES = ("en", "zh")
OWN_TEMPLATES = Path(__file__).parent / "templates"


@dataclass
class Book:
    """A release on its way to pages: Markdown goes to `folder`/<language>/docs, all else to `folder`/shared."""

    data: Data
    docs: Path | None
    folder: Path
    untranslated: set[str] = field(default_factory=set)
    written: dict[str, int] = field(default_factory=dict)
    charts: list[Chart] = field(default_factory=list)
    shown: dict[Path, list[Chart]] = field(default_factory=dict)
    whole_reference: Reference | None = None

    @property
    def codes(self) -> list[Explanation]:
        """The problem codes of the engine, for the page that lists them."""
        return list(explanations().values())

    @property
    def rules(self) -> list[Explanation]:
        """The problem codes of the package's own rules, as the release lists them."""
        return [
            of_rule(
                item["code"],
                item["table"],
                item["field"],
                bilingual(item["expected"], zh=item.get("expected_zh", "")),
                bilingual(item["hint"], zh=item.get("hint_zh", "")),
            )
            for item in self.data.release.descriptor.get("codes", [])
        ]

    @cached_property
    def linked(self) -> dict[str, Any]:
        """What rows are in the words of schema.org, by table: docs/linked.json of the package."""
        return self._own("linked.json")

    def has_page(self, name: str) -> bool:
        """Tell whether the package or we have a page of that name."""
        return f"page-{name}.md.jinja" in self.environment.list_templates()

    @property
    def shared(self) -> Path:
        """Where things go that both languages use."""
        return self.folder / "shared"

    def assets(self, kind: str) -> list[str]:
        """Name the assets of a kind (css, js) that every page loads."""
        folders = [OWN_TEMPLATES / "assets", *([self.docs / "assets"] if self.docs else [])]
        return sorted({file.name for folder in folders for file in folder.glob(f"*.{kind}")} - {"early.js"})

    @cached_property
    def changes(self) -> dict[str, list[Change]]:
        """What changed, by version, the newest first."""
        found: dict[str, list[Change]] = {}
        for change in read_changes(self.data):
            found.setdefault(change.version, []).append(change)
        return dict(reversed(found.items()))

    @cached_property
    def history(self) -> dict[tuple[str, str], list[Change]]:
        """What happened to each row that changed, by table and id, the newest first."""
        found: dict[tuple[str, str], list[Change]] = {}
        for change in (change for changes in self.changes.values() for change in changes):
            found.setdefault((change.row.table, change.row.row_id), []).append(change)
        return found

    @cached_property
    def words(self) -> dict[str, str]:
        """Words of the templates in Chinese: ours, and those of the package's templates."""
        words: dict[str, str] = json.loads((OWN_TEMPLATES / "words.json").read_text(encoding="utf-8"))
        return {**words, **self._own("templates/words.json")}

    @cached_property
    def said(self) -> dict[str, str]:
        """Code words of the package that English says in other words: docs/templates/said.json."""
        return self._own("templates/said.json")

    def _own(self, name: str) -> dict[str, Any]:
        """Give a JSON file of the package's docs, nothing when there is none."""
        file = self.docs / name if self.docs else None
        found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8")) if file and file.is_file() else {}
        return found

    @cached_property
    def environment(self) -> jinja2.Environment:
        """Templates of the package first, then ours; everything is escaped, and a missing name is an error."""
        try:
            import jinja2
        except ImportError as error:
            raise ExtraMissing("jinja2", "site") from error
        folders = [self.docs / "templates", self.docs / "charts"] if self.docs else []
        environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader([*folders, OWN_TEMPLATES]),
            autoescape=lambda name: not (name or "").endswith((".json.jinja", ".txt.jinja")),  # noqa: S701  JSON goes through tojson
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        environment.filters.update(inline=inline, web=address, grouped=grouped)
        environment.globals.update(anchor=anchor, policy=SMALL_POLICY)
        return environment

    def word(self, text: str, language: str) -> str:
        """Give a word of the pages in a language; one that is missing is noted and refused in the end."""
        if language == "en":
            return text
        if text not in self.words:
            self.untranslated.add(text)
        return self.words.get(text, text)

    def draw(self) -> None:
        """Draw the charts that the pages show, and tell these how large they came out."""
        draw_all(self.charts)
        for page, charts in self.shown.items():
            text = page.read_text(encoding="utf-8")
            for chart in charts:
                text = sized(text, chart.file.name, chart.file.read_text(encoding="utf-8"))
            page.write_text(text, encoding="utf-8")
