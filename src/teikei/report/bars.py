"""Bars in SVG that a phone, a printer and a reader without colour can read: a label line, then its bars.

Solid: the figure. Hatched: what it was before. Outlined block: a solver interval. Line with ends: a range.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from teikei.report.chart import round_ticks

WIDTH, LEFT, RIGHT = 420, 8, 8
LABEL, BAR, GAP = 15, 12, 12
LETTERS = 60
"""Letters of 12 pixels that fit on a line of `WIDTH`."""
INK, SOFT, LINE, SOLID = "#16202a", "#4c5a68", "#d4dbe2", "#2b4a6b"
DRAWN = {
    "head": f'font-size="11" fill="{SOFT}"',
    "axis": f'font-size="11" fill="{SOFT}"',
    "name": f'fill="{INK}"',
    "figure": f'fill="{INK}" font-weight="600"',
    "tick": f'stroke="{LINE}" fill="none"',
    "zero": f'stroke="{SOFT}" stroke-width="1.5" fill="none"',
    "centre": f'stroke="{INK}" stroke-dasharray="4 3" fill="none"',
    "range": f'stroke="{INK}" stroke-width="1.5" fill="none"',
    "hatch": f'stroke="{SOLID}" stroke-width="2" fill="none"',
    "hatched": f'stroke="{SOLID}"',
    "solid": f'fill="{SOLID}"',
    "interval": f'fill="{SOLID}"',
}
"""How each class looks where the style sheet of the page does not reach the drawing, as in a PDF; elsewhere
that style sheet overrules it."""
CLASS = re.compile(rf'(?<= )class="({"|".join(DRAWN)})"')


@dataclass(frozen=True, slots=True)
class Mark:
    """One bar of a row: ``kind`` solid, hatched, interval or range, from one value to another."""

    kind: str
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Bar:
    """A row: its name, the figure as printed, its bars one under another, and a line of words below."""

    name: str
    figure: str
    marks: tuple[Mark, ...]
    note: str = ""


def bars(name: str, title: str, axis: str, rows: Sequence[Bar], centre: float | None = None) -> str:
    """A drawing; ``name`` tells it from others of the page, ``centre`` is drawn as a dashed line."""
    ends = [0.0, *(v for row in rows for m in row.marks for v in (m.start, m.end))]
    ticks = round_ticks(min(ends), max(ends))
    ticks = thinned(ticks)
    low, high = min(*ends, ticks[0]), max(*ends, ticks[-1])

    def x(value: float) -> float:
        return round(LEFT + (value - low) / (high - low) * (WIDTH - LEFT - RIGHT), 1)

    drawn: list[str] = []
    y = 4.0
    for words in lines_of(title, LETTERS):
        drawn.append(f'<text class="head" x="{LEFT}" y="{y + 11:.0f}">{escape(words)}</text>')
        y += LABEL
    top = y
    y += 8.0
    for row in rows:
        made, y = _row(row, y, x, name)
        drawn += made
    bottom = y
    parts = [
        f'<svg class="bars" viewBox="0 0 {WIDTH} {bottom + 38:.0f}" role="img" font-size="12"',
        f' aria-labelledby="{name}-title">',
        f'<title id="{name}-title">{escape(title)}</title>',
        f'<defs><pattern id="{name}-hatch" width="5" height="5" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><path class="hatch" d="M0,0 V5"/></pattern></defs>',
    ]
    for tick in ticks:
        kind = "zero" if tick == 0 else "tick"
        parts.append(f'<path class="{kind}" d="M{x(tick)},{top:.0f} V{bottom:.0f}"/>')
        anchor = "start" if x(tick) < 24 else "end" if x(tick) > WIDTH - 24 else "middle"
        parts.append(
            f'<text class="axis" x="{x(tick)}" y="{bottom + 14:.0f}" text-anchor="{anchor}">'
            f"{tick:,.10g}</text>"
        )
    if centre is not None:
        parts.append(f'<path class="centre" d="M{x(centre)},{top:.0f} V{bottom:.0f}"/>')
    parts.append(
        f'<text class="axis" x="{WIDTH / 2}" y="{bottom + 31:.0f}" text-anchor="middle">{escape(axis)}</text>'
    )
    return CLASS.sub(lambda m: f"{m[0]} {DRAWN[m[1]]}", "\n".join([*parts, *drawn, "</svg>"]))


def thinned(ticks: list[float]) -> list[float]:
    """At most about six of the ticks, zero always among them where they reach it: bars start there.

    >>> thinned([-750.0, -500.0, -250.0, 0.0, 250.0, 500.0, 750.0])
    [-500.0, 0.0, 500.0]
    """
    if len(ticks) <= 6:
        return ticks
    every = (len(ticks) + 4) // 5
    return ticks[ticks.index(0.0) % every if 0.0 in ticks else 0 :: every]


def _row(row: Bar, y: float, x: Callable[[float], float], name: str) -> tuple[list[str], float]:
    """The row's parts and where the next one starts."""
    parts = [
        f"<g><title>{escape(row.name)}: {escape(row.figure)}</title>",
        f'<text class="figure" x="{WIDTH - RIGHT}" y="{y + 11:.0f}" text-anchor="end">'
        f"{escape(row.figure)}</text>",
    ]
    for words in lines_of(row.name, LETTERS - len(row.figure) - 2):
        parts.append(f'<text class="name" x="{LEFT}" y="{y + 11:.0f}">{escape(words)}</text>')
        y += LABEL
    for mark in row.marks:
        parts.append(_mark(mark, y, x, name))
        y += BAR + 2
    for words in lines_of(row.note, LETTERS) if row.note else ():
        parts.append(f'<text class="axis" x="{LEFT}" y="{y + 11:.0f}">{escape(words)}</text>')
        y += LABEL
    return [*parts, "</g>"], y + GAP


def lines_of(words: str, room: int) -> list[str]:
    """At most two lines of words, each within ``room`` letters; what is left over is cut.

    >>> lines_of("demand of the small car in the north", 16)
    ['demand of the', 'small car in…']
    """
    found = textwrap.wrap(words, max(12, room), max_lines=2, placeholder="…")
    return found or [""]


def _mark(mark: Mark, y: float, x: Callable[[float], float], name: str) -> str:
    a, b = sorted((x(mark.start), x(mark.end)))
    middle = y + BAR / 2
    if mark.kind == "range":
        return f'<path class="range" d="M{a},{middle} H{b} M{a},{middle - 5} v10 M{b},{middle - 5} v10"/>'
    if mark.kind == "interval":
        return f'<rect class="interval" x="{a - 1.5:.1f}" y="{y}" width="{b - a + 3:.1f}" height="{BAR}"/>'
    fill = f' fill="url(#{name}-hatch)"' if mark.kind == "hatched" else ""
    return f'<rect class="{mark.kind}"{fill} x="{a}" y="{y}" width="{max(1.0, b - a):.1f}" height="{BAR}"/>'
