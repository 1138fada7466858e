"""Who builds what because of a deal: a drawing and a grid, cars a year with it and without it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teikei.report.bars import Bar, Mark, bars
from teikei.report.deal import LEFT_OUT
from teikei.report.leaf import Cell, Grid, Section

if TYPE_CHECKING:
    from teikei.deals.deal_sheet import DealSheet
    from teikei.report.names import Names

HOW = (
    "How: cars of this model built at this plant for this market, summed over the years planned ÷ their "
    "number, in the best plan without the agreement and in the best one with it. The plans are worked out, "
    "not read from a row; what they rest on stands under “What it rests on”."
)
SHOWN = 8
"""Changes that are drawn and listed; a saved run's flows.csv holds them all."""


def who_section(made: DealSheet, names: Names) -> Section:
    """Where cars are built without it (hatched) and with it (solid)."""
    rows = list(made.advised.flows.iter_rows(named=True))
    lines = []
    if made.advised.built_at:
        at = ", ".join(f"{names.thing(p)} {cars:,.0f}" for p, cars in made.advised.built_at.items())
        lines.append(f"Cars under it are built at {at} a year, mean of the years from the first cars on.")
    partner = made.audience == "partner"
    if partner:
        lines += _not_shown(made, names, some=bool(rows))
    elif not rows:
        lines.append("No car moves between plants or markets because of it.")
    if not rows:
        return Section("Who builds what", tuple(lines))
    shown = rows[:SHOWN]
    if len(rows) > SHOWN:
        left = "not listed" if partner else "left to the table flows of the saved run"
        more = len(rows) - SHOWN
        lines.append(f"{more} smaller change{'s are' if more > 1 else ' is'} {left}.")
    grid = Grid(
        f"Cars a year, mean over the horizon of the best plans; {LEFT_OUT}",
        ("car", "plant", "market", "without it", "with it", "change"),
        tuple(
            (
                Cell(names.thing(r["model"])),
                Cell(names.thing(r["plant"])),
                Cell(names.thing(r["market"])),
                *(
                    Cell(f"{r[c]:,.0f}", number=True)
                    for c in ("without_units_per_year", "with_units_per_year")
                ),
                Cell(f"{r['change_units_per_year']:+,.0f}", number=True),
            )
            for r in shown
        ),
    ).explained(HOW)
    drawn = [
        Bar(
            f"{names.thing(r['model'])}, {names.thing(r['plant'])} → {names.thing(r['market'])}",
            f"{r['change_units_per_year']:+,.0f}",
            (
                Mark("hatched", 0.0, r["without_units_per_year"]),
                Mark("solid", 0.0, r["with_units_per_year"]),
            ),
        )
        for r in shown
    ]
    drawing = bars("who", "Who builds what: without it (hatched), with it (solid)", "cars a year", drawn)
    return Section("Who builds what", tuple(lines), (grid,), (drawing,))


def _not_shown(made: DealSheet, names: Names, *, some: bool) -> list[str]:
    """Of a partner's sheet: whose cars it leaves out, whether they move or not."""
    lines = []
    if made.reader in made.advised.gains and not some:
        reader = names.firm(made.reader)
        lines.append(f"No car of {reader} moves between plants or markets because of it.")
    others = [f for f in made.advised.parties if f != made.reader]
    return [*lines, f"Cars of {names.parties(others)} are not shown."]
