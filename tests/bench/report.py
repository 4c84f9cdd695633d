"""The results as a table and as a chart of cost over rows."""

from __future__ import annotations

import math
from typing import Any

FLOOR = "floor: every column as text"
COPY = "floor: COPY to Parquet"
COLOURS = ("#888888", "#c0392b", "#bbbbbb", "#e67e22", "#2980b9", "#27ae60", "#8e44ad", "#2c3e50")
WIDTH, HEIGHT, EDGE = 760, 420, 60


def table(body: dict[str, Any]) -> str:
    """Give the results as Markdown: time, processor time, memory, and the ratio to the floor of the same file."""
    found = body["machine"]
    versions = ", ".join(f"{name} {number}" for name, number in found["versions"].items() if number)
    lines = [f"{found['date']}, {found['cores']} cores, Python {found['python']}, {versions}", ""]
    lines += ["| rows | file | what | s | x floor | processor s | x floor | MB |", "|---|---|---|---|---|---|---|---|"]
    for result in body["results"]:
        base = next((other for other in body["results"] if _is_base(other, result)), None)
        kind = "1 % broken" if result["broken"] else "clean"
        lines.append(
            f"| {result['rows']:,} | {kind} | {result['name']} | {_times(result, base, 'seconds', 2)} | "
            f"{_times(result, base, 'processor', 1)} | {result['megabytes']} |"
        )
    return "\n".join(lines) + "\n"


def _is_base(other: dict[str, Any], result: dict[str, Any]) -> bool:
    """Tell whether a result is the floor of another one: of the same file, with or without Parquet."""
    floor = COPY if "Parquet" in result["name"] else FLOOR
    return (other["name"], other["rows"], other["broken"]) == (floor, result["rows"], result["broken"])


def _times(result: dict[str, Any], base: dict[str, Any] | None, name: str, places: int) -> str:
    """Give a time and its ratio to the floor, as two cells."""
    if not result["seconds"]:
        return "failed | "
    ratio = f"{result[name] / base[name]:.1f}" if base and base[name] else ""
    return f"{result[name]:.{places}f} | {ratio}"


def chart(results: list[dict[str, Any]]) -> str:
    """Give an SVG of microseconds per row over rows, both on logarithmic scales, one line for each contender."""
    clean = [one for one in results if not one["broken"] and one["seconds"]]
    names = list(dict.fromkeys(one["name"] for one in clean))
    rows = sorted({one["rows"] for one in clean}) or [1]
    costs = [one["seconds"] / one["rows"] * 1e6 for one in clean] or [1.0]
    low, high = math.floor(math.log10(min(costs))), math.ceil(math.log10(max(costs)))
    left, right = math.log10(rows[0]), math.log10(rows[-1])

    def x(number: float) -> float:
        return EDGE + (math.log10(number) - left) / ((right - left) or 1) * (WIDTH - 260 - EDGE)

    def y(cost: float) -> float:
        return HEIGHT - EDGE - (math.log10(cost) - low) / ((high - low) or 1) * (HEIGHT - 2 * EDGE)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" ',
        'font-family="sans-serif" font-size="12">',
        '<rect width="100%" height="100%" fill="white"/>',
        f'<text x="{EDGE}" y="24" font-size="14">Microseconds per row, over rows of ten columns</text>',
    ]
    for power in range(low, high + 1):
        place = y(10**power)
        parts.append(f'<line x1="{EDGE}" x2="{WIDTH - 260}" y1="{place:.1f}" y2="{place:.1f}" stroke="#dddddd"/>')
        parts.append(f'<text x="{EDGE - 8}" y="{place + 4:.1f}" text-anchor="end">{10.0**power:g}</text>')
    parts.extend(
        f'<text x="{x(number):.1f}" y="{HEIGHT - EDGE + 20}" text-anchor="middle">{number:,}</text>' for number in rows
    )
    for place, name in enumerate(names):
        points = [(x(one["rows"]), y(one["seconds"] / one["rows"] * 1e6)) for one in clean if one["name"] == name]
        colour = COLOURS[place % len(COLOURS)]
        line = " ".join(f"{across:.1f},{up:.1f}" for across, up in points)
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts.extend(f'<circle cx="{across:.1f}" cy="{up:.1f}" r="3" fill="{colour}"/>' for across, up in points)
        parts.append(f'<text x="{WIDTH - 245}" y="{60 + 20 * place}" fill="{colour}">{name}</text>')
    return "\n".join([*parts, "</svg>", ""])
