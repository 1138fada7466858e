"""Surpluses as bars in SVG: the solver interval as a block at the tip, the input range as a whisker."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from teikei.report.answer import Bar

WIDTH, LABEL, RIGHT, ROW, TOP = 1000, 350, 130, 32, 20
LETTERS = 46
MARKS = {
    "recommended": "M0,-6 L6,5 L-6,5 Z",
    "depends": "M0,-6 L6,0 L0,6 L-6,0 Z",
    "rejected": "M0,6 L6,-5 L-6,-5 Z",
    "undetermined": "M-5,-5 H5 V5 H-5 Z",
}


def surplus_chart(bars: Sequence[Bar], unit: str, day: str) -> str:
    """One row a candidate. Shapes carry the verdict, so that colour is never needed."""
    ends = [v for b in bars for v in (b.low, b.high, b.input_low, b.input_high, 0.0) if v is not None]
    ticks = round_ticks(min(ends), max(ends))
    low, high = ticks[0], ticks[-1]
    span = WIDTH - LABEL - RIGHT

    def x(value: float) -> float:
        return round(LABEL + (min(max(value, low), high) - low) / (high - low) * span, 1)

    bottom = TOP + ROW * len(bars)
    axis = f"{escape(unit)}, present value at {escape(day)}"
    parts = [
        f'<svg class="chart" viewBox="0 0 {WIDTH} {bottom + 42}" role="img"',
        ' aria-labelledby="chart-title chart-text">',
        f'<title id="chart-title">Surplus of each agreement, {axis}</title>',
        '<desc id="chart-text">The table by verdict holds the same figures.</desc>',
    ]
    for tick in ticks:
        kind = "zero" if tick == 0 else "tick"
        parts.append(f'<line class="{kind}" x1="{x(tick)}" x2="{x(tick)}" y1="{TOP - 8}" y2="{bottom}"/>')
        parts.append(
            f'<text class="axis" x="{x(tick)}" y="{bottom + 18}" text-anchor="middle">{tick:,.10g}</text>'
        )
    middle = LABEL + span / 2
    parts.append(f'<text class="axis" x="{middle}" y="{bottom + 37}" text-anchor="middle">{axis}</text>')
    for k, bar in enumerate(bars):
        parts += _row(bar, TOP + ROW * k + ROW / 2 - 4, x)
    return "\n".join([*parts, "</svg>"])


def _row(bar: Bar, y: float, at: Callable[[float], float]) -> list[str]:
    zero, middle = at(0.0), at((bar.low + bar.high) / 2.0)
    title = bar.title if len(bar.title) <= LETTERS else bar.title[: LETTERS - 1].rstrip() + "…"
    kind = bar.verdict.split(" ")[0]
    left, thick = at(bar.low) - 1.5, at(bar.high) - at(bar.low) + 3.0
    spread = [v for v in (bar.input_low, bar.input_high) if v is not None]
    said = f"{bar.title}: {bar.verdict}, surplus {bar.printed}"
    width = max(1.0, abs(middle - zero))
    rows = [
        f'<g class="{kind}"><title>{escape(said)}</title>',
        f'<path class="mark" d="{MARKS[kind]}" transform="translate(10,{y})"/>',
        f'<text class="name" x="24" y="{y + 4}">{escape(title)}</text>',
        f'<rect class="bar" x="{min(zero, middle)}" y="{y - 7}" width="{width:.1f}" height="14"/>',
        f'<rect class="interval" x="{left:.1f}" y="{y - 9}" width="{thick:.1f}" height="18"/>',
    ]
    if spread:
        a, b = at(min(spread)) if bar.input_low is not None else LABEL, at(max(spread))
        rows.append(f'<path class="range" d="M{a},{y} H{b} M{a},{y - 5} V{y + 5} M{b},{y - 5} V{y + 5}"/>')
    rows.append(
        f'<text class="figure" x="{WIDTH - 4}" y="{y + 4}" text-anchor="end">{escape(bar.printed)}</text></g>'
    )
    return rows


def round_ticks(low: float, high: float) -> list[float]:
    """Round values that span ``low`` to ``high``.

    >>> round_ticks(-149.5, 821.0)
    [-200.0, 0.0, 200.0, 400.0, 600.0, 800.0, 1000.0]
    """
    width = max(high - low, 1e-6)
    raw = width / 7.0
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(power * m for m in (1, 2, 2.5, 5, 10) if power * m >= raw)
    first, last = math.floor(low / step), math.ceil(high / step)
    return [round(k * step, 10) for k in range(first, max(last, first + 1) + 1)]
