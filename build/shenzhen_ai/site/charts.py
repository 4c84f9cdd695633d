"""Charts drawn when the site is built: Vega-Lite specifications that templates write, turned into SVG by vl-convert."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from shenzhen_ai._errors import ExtraMissing

if TYPE_CHECKING:
    from pathlib import Path

GREY = "#7d8590"
"""Colour of lines and letters: enough contrast on white and on black."""

CONFIG: dict[str, Any] = {
    "background": "transparent",
    "font": "Inter, 'Noto Sans', 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif",
    "view": {"stroke": None},
    "axis": {"labelColor": GREY, "titleColor": GREY, "gridColor": "#88888840", "domainColor": GREY, "tickColor": GREY},
    "legend": {"labelColor": GREY, "titleColor": GREY},
    "text": {"color": GREY},
    "range": {"category": ["#3b82c4", "#d9822b", "#4c9a5e", "#b05cc6", "#c9483b", "#8a8f2d", "#2aa3a3", "#8c6bb1"]},
}


def draw(spec: str, file: Path, title: str) -> None:
    """Write a chart as SVG beside its specification.

    Args:
        spec: Vega-Lite as JSON text, with its data inline.
        file: where the SVG goes; the specification goes beside it as `.vl.json`.
        title: what a person hears who cannot see it.

    Raises:
        ExtraMissing: when vl-convert is not installed.
    """
    try:
        import vl_convert
    except ImportError as error:
        raise ExtraMissing("vl-convert-python", "site") from error
    body = json.loads(spec)
    body["config"] = {**CONFIG, **body.get("config", {})}
    svg = vl_convert.vegalite_to_svg(body)
    named = svg.replace("<svg ", f'<svg role="img" aria-label="{_attribute(title)}" ', 1)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(named, encoding="utf-8")
    file.with_suffix(".vl.json").write_text(json.dumps(body, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _attribute(text: str) -> str:
    return text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
