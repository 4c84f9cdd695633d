"""Charts drawn when the site is built: Vega-Lite specifications that templates write, turned into SVG by vl-convert."""

from __future__ import annotations

import json
import os
import re
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from html import escape
from importlib.util import find_spec
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any

from shenzhen_ai._errors import ExtraMissing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

INK = "#010203"
"""Colour of lines and letters in specifications as drawn; in the SVG it becomes the colour of the theme."""

STYLE = "<style>svg{color:#3d444d}@media(prefers-color-scheme:dark){svg{color:#c5ccd6}}</style>"
"""An image follows the scheme of the page that shows it, or of the system where it stands alone."""

CONFIG: dict[str, Any] = {
    "background": "transparent",
    "font": "Inter, 'Noto Sans', 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif",
    "view": {"stroke": None},
    "axis": {"labelColor": INK, "titleColor": INK, "gridColor": "#88888855", "domainColor": INK, "tickColor": INK},
    "legend": {"labelColor": INK, "titleColor": INK},
    "text": {"color": INK},
    "range": {
        "category": [
            *("#3b82c4", "#d9822b", "#4c9a5e", "#b05cc6", "#c9483b", "#8a8f2d", "#2aa3a3", "#8c6bb1"),
            *("#7a869a", "#c2649a", "#9c6b3f", "#5aa9e6", "#e0a458", "#6fbf73"),
        ]
    },
}


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart to be drawn.

    Attributes:
        spec: Vega-Lite as JSON text, with its data inline.
        file: where the SVG goes; the specification goes beside it as `.vl.json`.
        title: what it is called.
        desc: what it shows, for a person who cannot see it.
    """

    spec: str
    file: Path
    title: str
    desc: str


def draw_all(charts: Sequence[Chart]) -> None:
    """Draw charts, on all processors: one takes about 0.1 s, and a release has hundreds.

    Raises:
        ExtraMissing: when vl-convert is not installed.
    """
    if not charts:
        return
    if find_spec("vl_convert") is None:
        raise ExtraMissing("vl-convert-python", "site")
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as pool:
        list(pool.map(draw, charts, chunksize=8))


def draw(chart: Chart) -> None:
    """Write a chart as SVG beside its specification."""
    chart.file.parent.mkdir(parents=True, exist_ok=True)
    chart.file.write_text(svg(chart), encoding="utf-8")
    text = json.dumps(json.loads(chart.spec), ensure_ascii=False, separators=(",", ":")) + "\n"
    chart.file.with_suffix(".vl.json").write_text(text, encoding="utf-8")


def svg(chart: Chart) -> str:
    """Give a chart as SVG: with title and description, in the colours of the theme, without what scripts would use."""
    import vl_convert

    body: dict[str, Any] = shortened(json.loads(chart.spec))
    body["config"] = {**CONFIG, **body.get("config", {})}
    drawn = vl_convert.vegalite_to_svg(body).replace(INK, "currentColor")
    head = f"<title>{escape(chart.title)}</title><desc>{escape(chart.desc)}</desc>{STYLE}"
    named = re.sub(r"<svg ([^>]*)>", lambda match: f"<svg {match[1]}>{head}", drawn, count=1)
    named = re.sub(r' (class|aria-\w+|role)="[^"]*"|(?<=\d\.\d\d)\d+', "", named)
    return named.replace("<svg ", '<svg role="img" ', 1)


def sized(page: str, name: str, drawn: str) -> str:
    """Give a page whose image of that file name says how large it is, so that nothing moves when it comes.

    >>> sized('<img src="../charts/a.svg" alt="">', "a.svg", '<svg role="img" width="30" height="20">')
    '<img src="../charts/a.svg" width="30" height="20" alt="">'
    """
    size = re.search(r'<svg [^>]*?\b(width="\d+)[^>]*?\b(height="\d+)', drawn)
    said = f' {size[1]}" {size[2]}"' if size else ""
    return page.replace(f'/{name}"', f'/{name}"{said}')


LONGEST = 120
"""Signs of a text in a drawing: no axis has room for more, and measuring a text takes time for each of its signs."""


def shortened(value: Any) -> Any:
    """Give a specification whose texts are no longer than a drawing has room for.

    >>> shortened({"values": ["x" * 500, 1]}) == {"values": ["x" * 120 + "…", 1]}
    True
    """
    if isinstance(value, dict):
        return {name: shortened(item) for name, item in value.items()}
    if isinstance(value, list):
        return [shortened(item) for item in value]
    return f"{value[:LONGEST]}…" if isinstance(value, str) and len(value) > LONGEST else value
