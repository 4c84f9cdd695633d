"""Charts drawn when the site is built: Vega-Lite specifications that templates write, turned into SVG by vl-convert."""

from __future__ import annotations

import json
import os
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from importlib.util import find_spec
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any

from shenzhen_ai._errors import ExtraMissing

if TYPE_CHECKING:
    from collections.abc import Sequence
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


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart to be drawn.

    Attributes:
        spec: Vega-Lite as JSON text, with its data inline.
        file: where the SVG goes; the specification goes beside it as `.vl.json`.
        title: what a person hears who cannot see it.
    """

    spec: str
    file: Path
    title: str


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
    import vl_convert

    body = json.loads(chart.spec)
    body["config"] = {**CONFIG, **body.get("config", {})}
    svg = vl_convert.vegalite_to_svg(body)
    named = svg.replace("<svg ", f'<svg role="img" aria-label="{_attribute(chart.title)}" ', 1)
    chart.file.parent.mkdir(parents=True, exist_ok=True)
    chart.file.write_text(named, encoding="utf-8")
    text = json.dumps(body, ensure_ascii=False, indent=1) + "\n"
    chart.file.with_suffix(".vl.json").write_text(text, encoding="utf-8")


def _attribute(text: str) -> str:
    return text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
