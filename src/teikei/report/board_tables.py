"""The tables of a board paper as plain rows: what its workbook and its page print alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teikei.case.scenario import Scenario
from teikei.deals.board import plant_use
from teikei.industry.money import level
from teikei.report.board_money import (
    LEAST,
    Year,
    cash_table,
    deals_table,
    funding_table,
    gains_table,
    payments_table,
    profit_table,
)
from teikei.report.deal import dates_of
from teikei.report.money import Money, rounded
from teikei.report.tables import Cell, Column, Table

if TYPE_CHECKING:
    from teikei.case.case import Case
    from teikei.deals.advice import Advice, Advised
    from teikei.deals.agenda import Agenda
    from teikei.deals.board import Signs
    from teikei.report.names import Names

SIGN = {1: "▲ pays", -1: "▼ does not pay", 0: "■ open"}
STRONGEST = 5
RATE_DUST = 1e-9
"""Relative difference below which two exchange rates are one."""


def board_tables(
    listed: Agenda, money: Money, names: Names, year: Year, signs: Signs | None
) -> tuple[Table, ...]:
    """Every table of the paper, amounts in ``money``."""
    advice, chosen = listed.advice, listed.chosen
    made = [portfolio_table(listed, money, names)]
    if listed.others:
        made.append(others_table(listed, money, names))
    made += [
        payments_table(listed, money, names),
        gains_table(listed, money, names),
        profit_table(listed, money, names, year),
        deals_table(listed, money, names, year, "profit"),
    ]
    if advice.cash.height:
        made += [
            cash_table(listed, money, names, year),
            deals_table(listed, money, names, year, "cash"),
            funding_table(listed, money, names, year),
        ]
    made += [plants_table(advice, names), dates_table(advice, chosen)]
    if signs is not None and signs.scenarios:
        made.append(signs_table(advice, signs, money))
    return (*made, inputs_table(chosen, money, names))


def portfolio_table(listed: Agenda, money: Money, names: Names) -> Table:
    """What to sign, with whom, for how much, within which fees."""
    columns = (
        Column("title", "agreement"),
        Column("parties", "with"),
        Column("verdict", "alone"),
        Column("surplus_low_m", "surplus alone, low", money.unit, in_caption=True),
        Column("surplus_high_m", "surplus alone, high", money.unit, in_caption=True),
        Column("surplus_m_per_year", "surplus a year, level", money.unit, in_caption=True),
        Column("payer", "who pays the fee"),
        Column("payee", "to whom"),
        Column("fee_lowest_m", "lowest fee", money.unit, in_caption=True),
        Column("fee_equal_m", "fee for equal parts", money.unit, in_caption=True),
        Column("fee_highest_m", "highest fee", money.unit, in_caption=True),
    )
    rows = []
    for a in listed.chosen:
        low, high = a.surplus_m or (0.0, 0.0)
        c = a.corridor.by_payer if a.corridor else None
        terms: tuple[Cell, ...] = ("", "", None, None, None)
        if c is not None:
            fee = (c.lowest_m, (c.lowest_m + c.highest_m) / 2.0, c.highest_m)
            terms = (names.firm(c.taker), names.firm(c.giver), *map(money.of_m, fee))
        yearly = level((low + high) / 2.0, listed.advice.case)
        amounts = (money.of_m(low), money.of_m(high), money.of_m(yearly))
        rows.append((a.title, names.parties(a.parties), a.verdict.word, *amounts, *terms))
    firm = f", those that {names.firm(listed.firm)} is a party to" if listed.others else ""
    beside = ", so they are not those of the portfolio" if listed.searched else ""
    caption = (
        f"Signed together{firm}. Amounts in {money.unit}, present value unless “a year”. Each surplus is of "
        "one alone on today's book: they do not add up. Fees here are of each alone, on top of marginal "
        f"cost{beside}; the payer is who pays for equal parts, and below zero the other side pays; blank "
        "where terms are given or more than two bargain. The table of payments has what is paid in "
        "this list, with more than two parties too."
    )
    return Table("portfolio", caption, columns, tuple(rows))


def others_table(listed: Agenda, money: Money, names: Names) -> Table:
    """Agreements of the list that the firm signs nothing of."""
    firm = names.firm(listed.firm)
    columns = (
        Column("title", "agreement"),
        Column("parties", "between"),
        Column("surplus_m", "surplus alone", money.unit, in_caption=True),
        Column("moves_m", f"moves {firm} alone by", money.unit, in_caption=True),
    )
    rows = []
    for a in (listed.advice[name] for name in listed.others):
        low, high = a.surplus_m or (0.0, 0.0)
        gain = a.gains[listed.firm].value if listed.firm in a.gains else 0.0
        shown = gain if abs(gain) * money.factor >= LEAST else 0.0
        cells = (money.of_m((low + high) / 2.0), money.of_m(shown))
        rows.append((a.title, names.parties(a.parties), *cells))
    caption = (
        f"Not for {firm} to sign; they are signed in this list, and its yearly figures hold what they move. "
        f"Amounts in {money.unit}, present value, each alone on today's book, before payments."
    )
    return Table("others", caption, columns, tuple(rows))


def plants_table(advice: Advice, names: Names) -> Table:
    """Use of plants and jobs before and after."""
    unit = "cars a year, mean over the horizon"
    columns = (
        Column("plant", "plant"),
        Column("without_units_per_year", "cars without it", unit, in_caption=True),
        Column("with_units_per_year", "cars with it", unit, in_caption=True),
        Column("use_without", "use without it", "share", in_caption=True),
        Column("use_with", "use with it", "share", in_caption=True),
        Column("jobs_today", "jobs today", "people", in_caption=True),
        Column("jobs_without", "jobs without it", "people", in_caption=True),
        Column("jobs_with", "jobs with it", "people", in_caption=True),
        Column("jobs_floor", "jobs promised", "people", in_caption=True),
    )
    rows = tuple(
        (
            names.thing(p.plant), p.without_units, p.with_units,
            p.without_units / p.capacity if p.capacity > 0 else None,
            p.with_units / p.capacity if p.capacity > 0 else None,
            p.jobs_today, p.jobs_without, p.jobs_with, p.jobs_floor,
        )
        for p in plant_use(advice)
    )  # fmt: skip
    caption = (
        "Plants whose output the portfolio moves: cars a year and use of capacity (above 100%: overtime), "
        "mean over the horizon. Jobs, in people, follow cars at today's people per car; blank where the "
        "tables do not know them."
    )
    return Table("plants", caption, columns, rows)


def dates_table(advice: Advice, chosen: tuple[Advised, ...]) -> Table:
    """Until when each must be decided."""
    columns = (
        Column("decide_by", "decide by"),
        Column("title", "agreement"),
        Column("first_cars", "first cars"),
        Column("dates", "dates"),
    )
    rows = []
    for a in chosen:
        when = a.milestones
        by = str(when.decide_by) if when and when.decide_by else str(advice.case.settings.decision_date)
        start = str(when.start_year) if when and when.start_year else ""
        rows.append((by, a.title, start, dates_of(a, advice)))
    caption = (
        "Last day to decide without losing the first year of use; the decision date where that is due now."
    )
    return Table("dates", caption, columns, tuple(sorted(rows)))


def signs_table(advice: Advice, signs: Signs, money: Money) -> Table:
    """Agreement × future: whether it pays there, with its surplus."""
    titles = dict(advice.case["scenarios"].select("scenario", "title").iter_rows()) if (
        "title" in advice.case["scenarios"].columns
    ) else {}  # fmt: skip
    columns = (
        Column("title", "agreement"),
        Column("central", "as advised"),
        *(Column(s, titles.get(s) or s.replace("_", " ")) for s in signs.scenarios),
    )
    epsilon = advice.options.epsilon_m
    there = {s: future_money(advice.case, s, money) for s in signs.scenarios}

    def said(ends: tuple[float, float] | None, printed: Money) -> str:
        if ends is None:
            return "no plan"
        low, high = (level(v, advice.case) for v in ends)
        sign = 1 if low > epsilon else -1 if high <= epsilon else 0
        return f"{SIGN[sign]} {printed.number((ends[0] + ends[1]) / 2.0)}"

    rows = tuple(
        (
            advice[a].title,
            said(advice[a].surplus_m, money),
            *(said(worths.get(s), there[s]) for s in signs.scenarios),
        )
        for a, worths in signs.surplus_m.items()
    )
    moved = [
        f"“{titles.get(s) or s.replace('_', ' ')}” at {rounded(there[s].factor, 2)}"
        for s in signs.scenarios
        if abs(there[s].factor - money.factor) > RATE_DUST * money.factor
    ]
    home = advice.case.settings.currency
    rates = f" {money.currency} for one {home}, at the rate of each future: {', '.join(moved)}, else "
    rates += f"{rounded(money.factor, 2)}."
    caption = (
        f"Sign and surplus of each alone in every future, {money.unit}, present value; ▲ more than the "
        f"threshold of {money.m(epsilon)} a year, ▼ at most that, ■ not settled.{rates if moved else ''}"
    )
    return Table("futures", caption, columns, rows)


def future_money(case: Case, scenario: str, money: Money) -> Money:
    """The printed currency at the exchange rate of a future: what is earned there is changed there.

    Raises
    ------
    UsageError
        the future takes the rate of the price year away
    """
    if money.currency == case.settings.currency:
        return money
    return Money.of(Scenario.named(case, scenario)(case), money.currency)


def inputs_table(chosen: tuple[Advised, ...], money: Money, names: Names) -> Table:
    """What the portfolio rests on: the inputs that move its agreements most, and where they turn."""
    columns = (
        Column("title", "agreement"),
        Column("input", "input"),
        Column("now", "now"),
        Column("at_low_m", "surplus at its low", money.unit, in_caption=True),
        Column("at_high_m", "surplus at its high", money.unit, in_caption=True),
        Column("turns", "turns the sign"),
    )
    moves = [(a, m) for a in chosen for m in (a.sweep.moves[:STRONGEST] if a.sweep else ())]
    moves.sort(key=lambda one: (not one[1].turns, -one[1].width))
    rows = tuple(
        (
            a.title, names.input(m.input), names.value(m.input, m.input.central),
            money.of_m(m.at_low), money.of_m(m.at_high),
            "; ".join(f"between {names.exactly(m.input, t.start.at)} and {names.exactly(m.input, t.end.at)}"
                      for t in m.turns) or (m.note or "no"),
        )
        for a, m in moves
    )  # fmt: skip
    caption = (
        "The strongest inputs of what is signed, each moved alone; those that turn a sign first. Surplus of "
        f"that agreement alone in {money.unit}, present value."
    )
    return Table("inputs", caption, columns, rows)
