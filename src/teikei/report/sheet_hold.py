"""Will a deal hold, is it clear of listed thresholds, and what was rejected beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teikei.agreements.book import agreement_rows, excluding
from teikei.report.answer import reason
from teikei.report.leaf import Cell, Grid, Section

if TYPE_CHECKING:
    from teikei.deals.deal_sheet import DealSheet
    from teikei.deals.worth import Interval
    from teikei.report.money import Money
    from teikei.report.names import Names

STANDING = ("recommended", "depends")
"""Verdicts of what could be signed."""
COLOURS = {
    "green": "Green: no listed threshold crossed; not legal advice.",
    "amber": "Amber: ask counsel.",
    "red": "Red: barred from every searched book.",
}


def hold_section(made: DealSheet, money: Money, names: Names) -> Section:
    """Who would leave, what leaving costs, what it stands on, who could take a partner's place."""
    standing, rows = made.standing, agreement_rows(made.case)
    lines = []
    if standing.keeps_m:
        lines.append(_leaves(made, money, names))
    if standing.notice_months is not None or standing.exit_cost_m is not None:
        notice = (
            "no notice" if standing.notice_months is None else f"{standing.notice_months:.0f} months' notice"
        )
        cost = (
            "no exit cost"
            if standing.exit_cost_m is None
            else f"{money.m(standing.exit_cost_m)} to leave early"
        )
        lines.append(f"The tables say {notice} and {cost}.")
    if standing.needs:
        lines.append(f"It stands on: {', '.join(rows[a]['title'] for a in standing.needs)}.")
    if standing.needed_by:
        lines.append(f"On it stand: {', '.join(rows[a]['title'] for a in standing.needed_by)}.")
    if made.audience == "ours":
        lines += _replaced(made, money, names)
    return Section("Will it hold", tuple(lines or ["Nothing in the tables says how it could end."]))


def _leaves(made: DealSheet, money: Money, names: Names) -> str:
    standing = made.standing
    keeps = "; ".join(f"{names.firm(f)} {money.interval(*ends)}" for f, ends in standing.keeps_m.items())
    if standing.leaves == "nobody":
        return f"At equal parts nobody would rather be without it ({keeps} {money.unit})."
    if standing.leaves == "everybody":
        return (
            f"The parties together gain nothing by it ({keeps} {money.unit}): no payment between them makes "
            "all of them stay."
        )
    return (
        f"Undetermined: what each keeps at equal parts may be above or below zero ({keeps} {money.unit}); "
        "volumes fixed in the contract would decide it."
    )


def _replaced(made: DealSheet, money: Money, names: Names) -> list[str]:
    """Agreements that could be signed instead, and whether a partner has more by them."""
    found = []
    mine = made.advised.surplus_m or (0.0, 0.0)
    for name in made.standing.instead:
        other = made.advice[name]
        if other.surplus_m is None or not set(other.parties) & set(made.advised.parties):
            continue
        same = set(other.parties) == set(made.advised.parties)
        if same and excluding(made.advice.case, made.advised.agreement, name):
            word = "the same parties could sign it instead, not beside this one"
        elif same:
            word = "the same parties could sign it too, or instead"
        elif other.surplus_m[0] > mine[1]:
            word = "is worth more alone, so a partner may rather have it"
        elif other.surplus_m[1] < mine[0]:
            word = "is worth less alone"
        else:
            word = "may be worth more or less"
        found.append(
            f"The same plant, car or buyers are wanted by “{other.title}” ({names.parties(other.parties)}), "
            f"{money.interval_m(*other.surplus_m)}: {word}."
        )
    return found or ["No other valued agreement wants the same plant, car or buyers."]


def screen_section(made: DealSheet, names: Names) -> Section:
    """Antitrust, as a colour with its number and what would clear it."""
    one = made.screen
    lines = [COLOURS[one.colour]]
    where = f"{market_words(one.market, names)}: " if one.market else ""
    lines.append(f"What decided: {where}{names.firms_in(one.number)}." if one.number else "")
    if one.clears and one.colour != "green":
        lines.append(f"What would clear it: {one.clears}.")
    if one.note:
        lines.append(f"The case says: {one.note}.")
    if one.source:
        lines.append(f"Rule: {one.source}.")
    lines.append("A screen says where to look, never that something is allowed.")
    return Section("Antitrust screen", tuple(line.replace("..", ".") for line in lines if line))


def market_words(market: str, names: Names) -> str:
    """A market of a screen (``SEGMENT in TERRITORY``) as printed: ``compact SUV, United States``."""
    segment, _, territory = market.partition(" in ")
    said = segment.replace("_", " ").replace("suv", "SUV")
    return f"{said}, {names.thing(territory)}" if territory else said


def alternatives_section(made: DealSheet, money: Money, names: Names) -> Section:
    """Other agreements of its parties in the same answer: those that surely bring more on today's book, those
    that do not, and why."""
    parties, low, high = set(made.advised.parties), *(made.advised.surplus_m or (0.0, 0.0))
    beside = [
        a
        for a in made.advice.advised
        if a.agreement != made.advised.agreement
        and (a.agreement in made.standing.instead or len(parties & set(a.parties)) > 1)
    ]
    better = [a for a in beside if a.surplus_m and a.surplus_m[0] > high and a.verdict.word in STANDING]
    short = [
        a for a in beside if a not in better and a.verdict.word in ("rejected", "undetermined", "depends")
    ]
    lines = [
        f"More than this one, alone on today's book: “{a.title}” ({names.parties(a.parties)}), "
        f"{money.interval_m(*a.surplus_m)}, {a.verdict.word}."
        for a in better
        if a.surplus_m
    ]
    if not short:
        valued = sum(a.surplus_m is not None for a in made.advice.advised)
        none = "None was valued beside it: `teikei advise CASE --out FOLDER` values them all."
        if valued > 1:
            none = f"None of the {valued} agreements valued falls short in its place."
        return Section("Alternatives", (*lines, none))
    grid = Grid(
        f"Alternatives that fell short; surplus alone on today's book, {money.unit}, present value",
        ("agreement", "parties", "verdict", "surplus", "against this one", "why"),
        tuple(
            (
                Cell(a.title),
                Cell(names.parties(a.parties)),
                Cell(a.verdict.word),
                Cell(money.interval(*a.surplus_m) if a.surplus_m else "not valued", number=True),
                Cell(_against(a.surplus_m, (low, high))),
                Cell(reason(a, made.advice, money, names)),
            )
            for a in short
        ),
    ).explained("How: best joint plan with that agreement alone, less the best one without it.")
    return Section("Alternatives", tuple(lines), (grid,))


def _against(one: Interval | None, mine: Interval) -> str:
    """Whether a surplus is more or less than that of the sheet; both are on today's book."""
    if one is None:
        return ""
    return "less" if one[1] < mine[0] else "more" if one[0] > mine[1] else "as much, or open"
