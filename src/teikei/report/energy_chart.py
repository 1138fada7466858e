"""Where the energy of a trip goes, as a staircase in SVG: all of it on top, what reaches the road below."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from teikei.industry.energy_chain import LINKS
from teikei.report.chart import round_ticks

if TYPE_CHECKING:
    from teikei.industry.roadload import Trip

WIDTH, LABEL, RIGHT, ROW, TOP = 860, 190, 120, 28, 58
ENGINE = ("cold_start", "engine_heat", "engine_friction")
COLOURS = {"supplied": "#37474f", "engine": "#b0bec5", "path": "#78909c", "use": "#c3002f"}
STYLE = (
    "text{font:13px system-ui,sans-serif;fill:#263238}.title{font-size:16px;font-weight:600}"
    ".tick{stroke:#cfd8dc}.figure,.axis{font-size:12px;fill:#455a64}"
    ".step{stroke:#90a4ae;stroke-dasharray:2 3}"
)


def energy_chart(trip: Trip) -> str:
    """The loss chain of a trip, MJ/100 km: one row a link, each beginning where the one above ends."""
    links = trip.megajoules_per_100km
    whole = sum(links.values())
    ticks = round_ticks(0.0, whole)
    bottom = TOP + ROW * (len(links) + 1)

    def x(value: float) -> float:
        return round(LABEL + value / ticks[-1] * (WIDTH - LABEL - RIGHT), 1)

    title = f"{trip.vehicle}, {trip.cycle}: {consumption(trip)}"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {bottom + 44}" role="img">',
        f"<title>{escape(title)}</title><style>{STYLE}</style>",
        f'<rect width="{WIDTH}" height="{bottom + 44}" fill="#fff"/>',
        f'<text class="title" x="12" y="26">{escape(title)}</text>',
    ]
    for tick in ticks:
        parts.append(f'<line class="tick" x1="{x(tick)}" x2="{x(tick)}" y1="{TOP - 8}" y2="{bottom}"/>')
        parts.append(
            f'<text class="axis" x="{x(tick)}" y="{bottom + 17}" text-anchor="middle">{tick:g}</text>'
        )
    middle = (LABEL + WIDTH - RIGHT) / 2
    parts.append(f'<text class="axis" x="{middle}" y="{bottom + 36}" text-anchor="middle">MJ/100 km</text>')
    came = "fuel" if trip.chain.fuel else "from the socket"
    parts += _row(0, came, (x(0.0), x(whole)), COLOURS["supplied"], f"{whole:.1f}")
    left = whole
    for number, (name, value) in enumerate(links.items(), 1):
        kind = "engine" if name in ENGINE else "use" if name == "road" else "path"
        figure = f"{value:.1f}   {value / whole:.0%}"
        parts += _row(number, LINKS[name], (x(left - value), x(left)), COLOURS[kind], figure)
        left -= value
        if number < len(links):
            y = TOP + ROW * number + 21
            parts.append(f'<line class="step" x1="{x(left)}" x2="{x(left)}" y1="{y}" y2="{y + 14}"/>')
    return "\n".join([*parts, "</svg>", ""])


def _row(number: int, words: str, ends: tuple[float, float], colour: str, figure: str) -> list[str]:
    y = TOP + ROW * number
    width = max(ends[1] - ends[0], 1.0)
    return [
        f'<text x="12" y="{y + 16}">{escape(words)}</text>',
        f'<rect x="{ends[0]}" y="{y + 3}" width="{width:.1f}" height="18" fill="{colour}"/>',
        f'<text class="figure" x="{WIDTH - 12}" y="{y + 16}" text-anchor="end">{figure}</text>',
    ]


def consumption(trip: Trip) -> str:
    """Litres and grams, or kWh, in words."""
    if trip.chain.fuel:
        return f"{trip.litres_per_100km:.2f} l/100 km, {trip.grams_co2_per_km:.0f} g CO2/km"
    return f"{trip.kwh_per_100km:.1f} kWh/100 km from the socket"
