"""The drawings of a deal sheet: gains before and after money, intervals and ranges, inputs that move it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teikei.report.bars import Bar, Mark, bars
from teikei.report.deal import between
from teikei.report.evidence import printed

if TYPE_CHECKING:
    from teikei.deals.deal_sheet import DealSheet, Swing
    from teikei.report.money import Money
    from teikei.report.names import Names


def _axis(made: DealSheet, money: Money) -> str:
    return f"{money.unit}, present value at {made.case.settings.decision_date}"


def drawing_of_gains(made: DealSheet, money: Money, names: Names) -> str:
    """Each party before money (hatched) and after it (solid)."""
    rows = []
    for firm in made.advised.parties:
        before, after = made.figures.get(f"gain {firm}"), made.figures.get(f"part {firm}")
        if before is None:
            continue
        marks = [Mark("hatched", 0.0, before.value * money.factor)]
        figure = money.number(before.value)
        if after is not None:
            marks.append(Mark("solid", 0.0, after.value * money.factor))
            figure = f"{figure} → {money.number(after.value)}"
        rows.append(Bar(names.firm(firm), figure, tuple(marks)))
    if not rows:
        return ""
    return bars("gains", "Gains before money (hatched) and after it (solid)", _axis(made, money), rows)


def drawing_of_intervals(made: DealSheet, money: Money, names: Names) -> str:
    """Solver interval of the surplus, its input range, and ranges of gains over equally good plans."""
    surplus, inputs = made.figures["surplus"], made.figures.get("input range")
    rows = [
        Bar(
            "surplus, certified for these inputs",
            printed(surplus, money),
            (Mark("interval", surplus.low * money.factor, surplus.high * money.factor),),
        )
    ]
    if inputs is not None:
        ends = (inputs.low * money.factor, inputs.high * money.factor)
        rows.append(
            Bar("surplus as inputs move", money.ends(inputs.low, inputs.high), (Mark("range", *ends),))
        )
    rows += [
        Bar(
            f"gain of {names.firm(f)}, over equally good plans",
            printed(figure, money),
            (Mark("range", figure.low * money.factor, figure.high * money.factor),),
        )
        for f in made.advised.parties
        if (figure := made.figures.get(f"gain {f}")) is not None
    ]
    return bars("intervals", "How sure the figures are", _axis(made, money), rows)


def drawing_of_inputs(made: DealSheet, money: Money, names: Names) -> str:
    """The strongest inputs: the surplus at the low of each and at its high; dashed: at central inputs."""
    sweep = made.advised.sweep
    rows = [_swing(s, made, money, names) for s in made.swings if s.move.ends]
    if not rows or sweep is None:
        return ""
    return bars(
        "inputs",
        "Surplus at the low and the high of each strong input; dashed: at central inputs",
        _axis(made, money),
        rows,
        centre=sweep.central * money.factor,
    )


def _swing(swing: Swing, made: DealSheet, money: Money, names: Names) -> Bar:
    move, item = swing.move, swing.move.input
    ends = [
        (made.surplus.value if made.surplus else 0.0) if v is None else v for v in (move.at_low, move.at_high)
    ]
    turns = " and ".join(between(t, item, names) for t in move.turns)
    return Bar(
        names.input(item),
        f"{money.number(move.at_low)} … {money.number(move.at_high)}",
        (Mark("solid", ends[0] * money.factor, ends[1] * money.factor),),
        f"turns {turns}" if turns else "",
    )
