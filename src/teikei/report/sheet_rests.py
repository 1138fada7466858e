"""What a deal sheet rests on: the strongest inputs with range, source and break-even, and every row named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teikei.report.deal import between
from teikei.report.evidence import row_words
from teikei.report.leaf import Cell, Grid, Section
from teikei.report.sheet_drawings import drawing_of_inputs

if TYPE_CHECKING:
    from teikei.deals.deal_sheet import DealSheet, Swing
    from teikei.report.money import Money
    from teikei.report.names import Names


HOW = (
    "How: the surplus with this input alone at its low, or at its high, all others as now; decisions "
    "elsewhere held, so it is not proved. Its row and source stand in the last column."
)


def rests_section(made: DealSheet, money: Money, names: Names) -> Section:
    """The five strongest inputs, then the rows behind all figures."""
    grids = [inputs_grid(made, money, names)] if made.swings else []
    lines = [_how_moved(made, names)]
    rows = tuple(dict.fromkeys(c for f in made.figures.values() for c in f.rests))
    listed = Grid(
        "Rows behind the figures of this sheet",
        ("row", "known as", "source"),
        tuple(_row(row_words(c, names), c.confidence, "; ".join(c.sources) or "no source") for c in rows),
    )
    drawing = drawing_of_inputs(made, money, names) if made.audience == "ours" else ""
    drawings = (drawing,) if drawing else ()
    return Section("What it rests on", tuple(lines), (*grids, *((listed,) if rows else ())), drawings)


def _how_moved(made: DealSheet, names: Names) -> str:
    """How inputs are moved; of a partner's sheet, whose are not shown."""
    if made.audience == "partner":
        hidden = names.parties(f for f in made.advised.parties if f != made.reader)
        return f"What the contract itself says stands without a range. Figures of {hidden} are not shown."
    if not made.swings:
        return "No input with a low and a high moves it."
    return (
        "Each input moves alone between its low and its high; a break-even is read at a few values and "
        "closed in between two: at least so many there are."
    )


def _row(words: str, confidence: str, sources: str) -> tuple[Cell, ...]:
    head = words.split(f", {confidence}, ")[0]
    return Cell(head), Cell(confidence), Cell(sources)


def inputs_grid(made: DealSheet, money: Money, names: Names) -> Grid:
    """Input, its values, and on our own sheet the surplus at both ends and where it turns."""
    ours = made.audience == "ours"
    heads: tuple[str, ...] = ("input", "low, now, high; or now", "known as", "source")
    if ours:
        heads = ("input", "low, now, high", "surplus at low", "at high", "turns", "known as", "source")
    return Grid(
        "The strongest inputs" + (f"; surplus in {money.unit}, present value" if ours else ""),
        heads,
        tuple(_input(s, money, names, ours=ours) for s in made.swings),
    ).explained(HOW)


def _input(swing: Swing, money: Money, names: Names, *, ours: bool) -> tuple[Cell, ...]:
    move, item = swing.move, swing.move.input
    ends = (item.low, item.central, item.high) if item.low < item.high else (item.central,)
    values = ", ".join(names.value(item, v) for v in ends)
    known = Cell(swing.cell.confidence if swing.cell else "")
    source = Cell(
        "; ".join(swing.cell.sources) or "no source" if swing.cell else "",
        (f"Row: {row_words(swing.cell, names)}",) if swing.cell else (),
    )
    first = (Cell(names.input(item)), Cell(values))
    if not ours:
        return (*first, known, source)
    turns = " and ".join(between(t, item, names) for t in move.turns) or "no"
    if move.note:
        turns = f"{turns}; {move.note}"
    reads = (Cell(money.number(move.at_low), number=True), Cell(money.number(move.at_high), number=True))
    return (*first, *reads, Cell(turns), known, source)
