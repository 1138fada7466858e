"""Surpluses as bars in SVG: the solver interval as a block at the tip, the input range as a whisker.

Drawn wide, with the names at the left of the bars, and narrow, for a phone, with each name above its bar.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from teikei.report.answer import Bar

MARKS = {
    "recommended": "M0,-6 L6,5 L-6,5 Z",
    "depends": "M0,-6 L6,0 L0,6 L-6,0 Z",
    "rejected": "M0,6 L6,-5 L-6,-5 Z",
    "undetermined": "M-5,-5 H5 V5 H-5 Z",
}
NAME = 24
"""Where a name starts, right of its mark."""
LINE = 16
"""From one line of a name to the next."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Sizes of a drawing, in its own units; ``name`` tells it from another one of the same page.

    Attributes
    ----------
    width, left, right : the whole, and what is kept free on both sides of the bars
    row : height of a row's bar with its gap
    letters : of a name that fit on a line beside the figure
    steps : intervals of the axis, about
    stacked : names stand above the bars, not left of them
    """

    name: str
    width: int
    left: int
    right: int
    row: int
    letters: int
    steps: int
    stacked: bool = False


WIDE = Layout("wide", 1000, 390, 130, 24, 53, 7)
NARROW = Layout("narrow", 360, 22, 22, 30, 46, 4, stacked=True)
TOP = 20


def surplus_chart(bars: Sequence[Bar], unit: str, day: str, layout: Layout = WIDE) -> str:
    """One row a candidate. Shapes carry the verdict, so that colour is never needed."""
    ends = [v for b in bars for v in (b.low, b.high, b.input_low, b.input_high, 0.0) if v is not None]
    ticks = round_ticks(min(ends), max(ends), layout.steps)
    low, high = ticks[0], ticks[-1]
    span = layout.width - layout.left - layout.right

    def x(value: float) -> float:
        return round(layout.left + (min(max(value, low), high) - low) / (high - low) * span, 1)

    rows: list[str] = []
    y = float(TOP)
    for bar in bars:
        made, y = _row(bar, y, x, layout)
        rows += made
    bottom = round(y)
    axis = f"{escape(unit)}, present value at {escape(day)}"
    title, text = f"chart-title-{layout.name}", f"chart-text-{layout.name}"
    parts = [
        f'<svg class="chart {layout.name}" viewBox="0 0 {layout.width} {bottom + 42}" role="img"',
        f' aria-labelledby="{title} {text}">',
        f'<title id="{title}">Surplus of each agreement, {axis}</title>',
        f'<desc id="{text}">The table by verdict holds the same figures.</desc>',
    ]
    for tick in ticks:
        kind, at = "zero" if tick == 0 else "tick", x(tick)
        parts.append(f'<line class="{kind}" x1="{at}" x2="{at}" y1="{TOP - 8}" y2="{bottom}"/>')
        parts.append(
            f'<text class="axis" x="{at}" y="{bottom + 18}" text-anchor="middle">{tick:,.10g}</text>'
        )
    middle = layout.left + span / 2
    parts.append(f'<text class="axis" x="{middle}" y="{bottom + 37}" text-anchor="middle">{axis}</text>')
    return "\n".join([*parts, *rows, "</svg>"])


def _row(bar: Bar, top: float, at: Callable[[float], float], layout: Layout) -> tuple[list[str], float]:
    """The row's parts and where the next one starts."""
    kind = bar.verdict.split(" ")[0]
    said = f"{bar.title}: {bar.verdict}, surplus {bar.printed}"
    lines = _lines(bar, layout)
    first = top + 12.0 if layout.stacked else top + layout.row / 2
    rows = [
        f'<g class="{kind}"><title>{escape(said)}</title>',
        f'<path class="mark" d="{MARKS[kind]}" transform="translate(10,{first - 4})"/>',
        *(
            f'<text class="name" x="{NAME}" y="{first + LINE * k}">{escape(line)}</text>'
            for k, line in enumerate(lines)
        ),
        f'<text class="figure" x="{layout.width - 4}" y="{first}" text-anchor="end">'
        f"{escape(bar.printed)}</text>",
    ]
    if layout.stacked:
        top += LINE * len(lines)
    return [*rows, *_marks(bar, top + layout.row / 2 - 4, at, layout), "</g>"], top + layout.row


def _lines(bar: Bar, layout: Layout) -> list[str]:
    """The name, cut to one line left of its bar, or to two above it and beside the figure."""
    if not layout.stacked:
        return [
            bar.title if len(bar.title) <= layout.letters else bar.title[: layout.letters - 1].rstrip() + "…"
        ]
    room = max(12, layout.letters - len(bar.printed) - 2)
    return textwrap.wrap(bar.title, room, max_lines=2, placeholder="…") or [""]


def _marks(bar: Bar, y: float, at: Callable[[float], float], layout: Layout) -> list[str]:
    """Bar, solver interval and input range, around ``y``."""
    zero, middle = at(0.0), at((bar.low + bar.high) / 2.0)
    left, thick = at(bar.low) - 1.5, at(bar.high) - at(bar.low) + 3.0
    spread = [v for v in (bar.input_low, bar.input_high) if v is not None]
    width = max(1.0, abs(middle - zero))
    drawn = [
        f'<rect class="bar" x="{min(zero, middle)}" y="{y - 7}" width="{width:.1f}" height="14"/>',
        f'<rect class="interval" x="{left:.1f}" y="{y - 9}" width="{thick:.1f}" height="18"/>',
    ]
    if spread:
        a, b = at(min(spread)) if bar.input_low is not None else layout.left, at(max(spread))
        drawn.append(f'<path class="range" d="M{a},{y} H{b} M{a},{y - 5} V{y + 5} M{b},{y - 5} V{y + 5}"/>')
    return drawn


def round_ticks(low: float, high: float, steps: int = 7) -> list[float]:
    """Round values that span ``low`` to ``high``, in about ``steps`` steps.

    >>> round_ticks(-149.5, 821.0)
    [-200.0, 0.0, 200.0, 400.0, 600.0, 800.0, 1000.0]
    """
    width = max(high - low, 1e-6)
    raw = width / steps
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(power * m for m in (1, 2, 2.5, 5, 10) if power * m >= raw)
    first, last = math.floor(low / step), math.ceil(high / step)
    return [round(k * step, 10) for k in range(first, max(last, first + 1) + 1)]
