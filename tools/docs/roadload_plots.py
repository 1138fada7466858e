"""Draw the pictures of docs/background/epower.md from the model.

    python -m tools.docs.roadload_plots           write docs/assets/epower-*.svg anew

The pictures are committed; a test compares the figures in them with what the model says.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from teikei.industry.epower import LITRES, PEAK_2, RATED_KW, STEPS, crossover, off_peak
from teikei.industry.powertrains import Powertrain
from teikei.industry.roadload import Vehicle, combustion, drive, series_hybrid
from teikei.report.chart import round_ticks

ASSETS = Path(__file__).resolve().parents[2] / "docs" / "assets"
WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 800, 400, 64, 250, 46, 56
STYLE = (
    "text{font:13px system-ui,sans-serif;fill:#263238}.title{font-size:15px;font-weight:600}"
    ".axis{font-size:12px;fill:#455a64}.tick{stroke:#cfd8dc}polyline{fill:none;stroke-width:2.2}"
)
COLOURS = ("#c3002f", "#1565c0", "#607d8b", "#90a4ae")
DASHES = ("", "7 4", "2 3", "10 3 2 3")
SPEEDS = tuple(range(40, 145, 5))
GAPS = tuple(number / 400 for number in range(13))


@dataclass(frozen=True)
class Line:
    """A named line of a picture; dashes tell lines apart without colour."""

    name: str
    points: tuple[tuple[float, float], ...]


def clutch() -> list[Line]:
    """Litres a 100 km by steady speed: series, the same with a clutch from 70 km/h, petrol."""
    cars: dict[str, Powertrain] = {
        "series (e-POWER)": series_hybrid(LITRES, RATED_KW, PEAK_2),
        "with lock-up clutch": series_hybrid(LITRES, RATED_KW, PEAK_2, 70.0),
        "petrol and gears": combustion(LITRES, RATED_KW),
    }
    return [
        Line(
            name,
            tuple(
                (float(v), drive(Vehicle(name, crossover(), car), str(v)).litres_per_100km) for v in SPEEDS
            ),
        )
        for name, car in cars.items()
    ]


def motorway() -> list[Line]:
    """Fuel the third generation saves, %, by how many points the second stays below its peak."""
    wanted = {
        "120 km/h, all steps": ("120", STEPS[-1]),
        "HWFET, all steps": ("hwfet", STEPS[-1]),
        "120 km/h, published only": ("120", STEPS[2]),
    }
    lines = [
        Line(name, tuple((100 * gap, 100 * (1 - off_peak(gap, over, step))) for gap in GAPS))
        for name, (over, step) in wanted.items()
    ]
    return [*lines, Line("claim: 15 % less fuel", ((0.0, 15.0), (100 * GAPS[-1], 15.0)))]


def picture(title: str, x_axis: str, y_axis: str, lines: Sequence[Line]) -> str:
    """Lines over two axes, as SVG; every point carries its figures."""
    across = round_ticks(*_ends(lines, 0))
    up = round_ticks(*_ends(lines, 1))

    def at(point: tuple[float, float]) -> tuple[float, float]:
        x = LEFT + (point[0] - across[0]) / (across[-1] - across[0]) * (WIDTH - LEFT - RIGHT)
        y = HEIGHT - BOTTOM - (point[1] - up[0]) / (up[-1] - up[0]) * (HEIGHT - TOP - BOTTOM)
        return round(x, 1), round(y, 1)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">',
        f"<title>{escape(title)}</title><style>{STYLE}</style>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        f'<text class="title" x="{LEFT}" y="24">{escape(title)}</text>',
        *_axes(across, up, at),
        f'<text class="axis" x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 14}" text-anchor="middle">'
        f"{escape(x_axis)}</text>",
        f'<text class="axis" transform="translate(16,{(TOP + HEIGHT - BOTTOM) / 2}) rotate(-90)"'
        f' text-anchor="middle">{escape(y_axis)}</text>',
    ]
    for number, line in enumerate(lines):
        ends = " ".join(f"{x},{y}" for x, y in map(at, line.points))
        figures = " ".join(f"{x:g},{y:.4g}" for x, y in line.points)
        stroke = f'stroke="{COLOURS[number]}" stroke-dasharray="{DASHES[number]}"'
        parts.append(
            f'<polyline points="{ends}" {stroke} data-name="{escape(line.name)}" data-points="{figures}"/>'
        )
        y = TOP + 10 + 22 * number
        edge = WIDTH - RIGHT + 14
        parts.append(f'<polyline points="{edge},{y} {edge + 34},{y}" {stroke}/>')
        parts.append(f'<text x="{edge + 42}" y="{y + 4}">{escape(line.name)}</text>')
    return "\n".join([*parts, "</svg>", ""])


def _ends(lines: Sequence[Line], axis: int) -> tuple[float, float]:
    values = [point[axis] for line in lines for point in line.points]
    return min(values), max(values)


def _axes(
    across: list[float], up: list[float], at: Callable[[tuple[float, float]], tuple[float, float]]
) -> list[str]:
    parts = []
    for tick in across:
        x, y = at((tick, up[0]))
        parts.append(f'<text class="axis" x="{x}" y="{y + 18}" text-anchor="middle">{tick:g}</text>')
    for tick in up:
        x, y = at((across[0], tick))
        parts.append(f'<line class="tick" x1="{x}" x2="{WIDTH - RIGHT}" y1="{y}" y2="{y}"/>')
        parts.append(f'<text class="axis" x="{x - 8}" y="{y + 4}" text-anchor="end">{tick:g}</text>')
    return parts


PICTURES: dict[str, tuple[str, str, str, Callable[[], list[Line]]]] = {
    "epower-clutch.svg": (
        "A clutch past the generator, by steady speed",
        "km/h, steady",
        "l/100 km",
        clutch,
    ),
    "epower-motorway.svg": (
        "What the third e-POWER saves, by how far the second is off its peak",
        "points of engine efficiency below 39 % at motorway load",
        "fuel saved, %",
        motorway,
    ),
}
"""File -> title, axes, lines."""


def main() -> None:
    """Write every picture."""
    for name, (title, x_axis, y_axis, lines) in PICTURES.items():
        (ASSETS / name).write_text(picture(title, x_axis, y_axis, lines()), encoding="utf-8")


if __name__ == "__main__":
    main()
