"""The tables of a board paper as plain rows: what its workbook and its page print alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from teikei.deals.board import (
    Yearly,
    by_firm,
    fiscal,
    funding,
    in_all,
    plant_use,
    sold_together,
)
from teikei.industry.money import level
from teikei.report.deal import dates_of
from teikei.report.tables import Cell, Column, Table

if TYPE_CHECKING:
    from teikei.deals.advice import Advice, Advised
    from teikei.deals.board import Signs
    from teikei.report.money import Money
    from teikei.report.names import Names

SIGN = {1: "▲ pays", -1: "▼ does not pay", 0: "■ open"}
WHOLE = (
    " What is started late, such as a platform for cars of the last years, is paid whole, though it earns "
    "beyond the years planned; operating profit bears only its annuities of these years."
)
"""Why cash can be far below profit in one of the last years."""
STRONGEST = 5


@dataclass(frozen=True, slots=True)
class Year:
    """How years are counted: calendar years, or fiscal years from April."""

    april: bool = False

    def of(self, amounts: Yearly) -> Yearly:
        return fiscal(amounts) if self.april else amounts

    def head(self, year: int) -> str:
        """``2027``, or ``FY2027`` for April 2027 to March 2028."""
        return f"FY{year}" if self.april else str(year)

    @property
    def words(self) -> str:
        if not self.april:
            return "calendar years"
        return (
            "fiscal years from April, three quarters of one calendar year and a quarter of the next: of the "
            "first a quarter is planned, of the last three quarters"
        )


def board_tables(
    advice: Advice, money: Money, names: Names, year: Year, signs: Signs | None
) -> tuple[Table, ...]:
    """Every table of the paper, amounts in ``money``.

    Raises
    ------
    UsageError
        the advice signs nothing
    """
    chosen = sold_together(advice)
    made = [
        portfolio_table(advice, chosen, money, names),
        profit_table(advice, money, names, year),
        deals_table(advice, chosen, money, names, year, "profit"),
    ]
    if advice.cash.height:
        made += [
            cash_table(advice, money, names, year),
            deals_table(advice, chosen, money, names, year, "cash"),
            funding_table(advice, chosen, money, names, year),
        ]
    made += [plants_table(advice, names), dates_table(advice, chosen)]
    if signs is not None and signs.scenarios:
        made.append(signs_table(advice, signs, money))
    return (*made, inputs_table(chosen, money, names))


def portfolio_table(advice: Advice, chosen: tuple[Advised, ...], money: Money, names: Names) -> Table:
    """What to sign, with whom, for how much, on which terms."""
    columns = (
        Column("title", "agreement"),
        Column("parties", "with"),
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
    for a in chosen:
        low, high = a.surplus_m or (0.0, 0.0)
        c = a.corridor.by_payer if a.corridor else None
        terms: tuple[Cell, ...] = ("", "", None, None, None)
        if c is not None:
            fee = (c.lowest_m, (c.lowest_m + c.highest_m) / 2.0, c.highest_m)
            terms = (names.firm(c.taker), names.firm(c.giver), *map(money.of_m, fee))
        yearly = level((low + high) / 2.0, advice.case)
        amounts = (money.of_m(low), money.of_m(high), money.of_m(yearly))
        rows.append((a.title, names.parties(a.parties), *amounts, *terms))
    caption = (
        f"Signed together. Amounts in {money.unit}, present value unless “a year”. Each surplus is of one "
        "alone on today's book: they do not add up. Fees are on top of marginal cost; the payer is who pays "
        "for equal parts, and below zero the other side pays; blank where terms are given or more than two "
        "bargain."
    )
    return Table("portfolio", caption, columns, tuple(rows))


def _yearly_columns(years: list[int], year: Year, money: Money, *first: Column) -> tuple[Column, ...]:
    return (*first, *(Column(f"y{y}_m", year.head(y), money.unit, in_caption=True) for y in years))


def _wide(
    rows: list[tuple[tuple[Cell, ...], Yearly]], money: Money
) -> tuple[list[int], list[tuple[Cell, ...]]]:
    years = sorted({y for _, amounts in rows for y in amounts})
    return years, [(*head, *(money.of_m(amounts.get(y, 0.0)) for y in years)) for head, amounts in rows]


def profit_table(advice: Advice, money: Money, names: Names, year: Year) -> Table:
    """Operating profit of every firm without and with the portfolio, and the change."""
    kinds = (("without it", "without_m"), ("with it", "with_m"), ("change", "change_m"))
    by = {column: by_firm(advice.yearly, column) for _, column in kinds}
    rows: list[tuple[tuple[Cell, ...], Yearly]] = []
    for firm in by["change_m"]:
        if max(abs(v) for v in by["change_m"][firm].values()) * money.factor < 0.05:
            continue
        rows += [((names.firm(firm), word), year.of(by[column][firm])) for word, column in kinds]
    years, cells = _wide(rows, money)
    columns = _yearly_columns(years, year, money, Column("firm", "firm"), Column("which", "which"))
    caption = (
        f"Operating profit by firm in {money.unit}, before payments between firms, investment as annuities; "
        f"{year.words}. Firms that the portfolio does not move are left out."
    )
    return Table("profit_by_firm", caption, columns, tuple(cells))


def deals_table(
    advice: Advice, chosen: tuple[Advised, ...], money: Money, names: Names, year: Year, what: str
) -> Table:
    """What each agreement alone changes, year by year: of all planning firms, and of the one that asks."""
    frames = {"profit": "yearly", "cash": "cash"}
    rows: list[tuple[tuple[Cell, ...], Yearly]] = []
    for a in chosen:
        frame = getattr(a, frames[what])
        rows.append(((a.title, "all planning firms"), year.of(in_all(frame, "change_m"))))
        mine = by_firm(frame, "change_m").get(advice.focal)
        if mine:
            rows.append(((a.title, names.firm(advice.focal)), year.of(mine)))
    years, cells = _wide(rows, money)
    columns = _yearly_columns(years, year, money, Column("title", "agreement"), Column("whose", "whose"))
    words = "operating profit" if what == "profit" else "cash, investment when it is spent,"
    caption = (
        f"Change of {words} by each agreement alone on today's book in {money.unit}, before payments "
        f"between firms; {year.words}.{WHOLE if what == 'cash' else ''}"
    )
    return Table(f"{what}_by_agreement", caption, columns, tuple(cells))


def cash_table(advice: Advice, money: Money, names: Names, year: Year) -> Table:
    """Cash of every firm: the change by the portfolio, and its running sum."""
    rows: list[tuple[tuple[Cell, ...], Yearly]] = []
    for firm, amounts in by_firm(advice.cash, "change_m").items():
        counted = year.of(amounts)
        if max(abs(v) for v in counted.values()) * money.factor < 0.05:
            continue
        total, running = 0.0, {}
        for y in sorted(counted):
            total += counted[y]
            running[y] = total
        rows += [((names.firm(firm), "change"), counted), ((names.firm(firm), "summed up"), running)]
    years, cells = _wide(rows, money)
    columns = _yearly_columns(years, year, money, Column("firm", "firm"), Column("which", "which"))
    caption = (
        f"Change of cash by the portfolio in {money.unit}, before payments between firms: what is started is "
        f"paid for when it is spent, and not as an annuity; {year.words}.{WHOLE}"
    )
    return Table("cash_by_firm", caption, columns, tuple(cells))


def funding_table(
    advice: Advice, chosen: tuple[Advised, ...], money: Money, names: Names, year: Year
) -> Table:
    """Peak funding and payback of the portfolio, by firm and by agreement."""
    columns = (
        Column("what", "of"),
        Column("peak_m", "peak funding", money.unit, in_caption=True),
        Column("peak_year", "in"),
        Column("payback_year", "paid back from"),
    )
    lines = [("the portfolio, all planning firms", in_all(advice.cash, "change_m"))]
    lines += [
        (f"the portfolio, {names.firm(f)}", amounts)
        for f, amounts in by_firm(advice.cash, "change_m").items()
    ]
    lines += [(f"{a.title} alone", in_all(a.cash, "change_m")) for a in chosen]
    rows = []
    for what, amounts in lines:
        found = funding(year.of(amounts))
        peak = "" if found.peak_year is None else year.head(found.peak_year)
        back = "nothing to pay back" if found.peak_year is None else "not within the years planned"
        if found.payback_year is not None:
            back = year.head(found.payback_year)
        rows.append((what, money.of_m(found.peak_m), peak, back))
    caption = (
        f"Lowest point of the sum of cash with it less cash without it, in {money.unit}, not discounted, "
        "before payments between firms; paid back from the year in which that sum stays at or above zero."
        f"{WHOLE}"
    )
    return Table("funding", caption, columns, tuple(rows))


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

    def said(ends: tuple[float, float] | None) -> str:
        if ends is None:
            return "no plan"
        low, high = (level(v, advice.case) for v in ends)
        sign = 1 if low > epsilon else -1 if high <= epsilon else 0
        return f"{SIGN[sign]} {money.number((ends[0] + ends[1]) / 2.0)}"

    rows = tuple(
        (advice[a].title, said(advice[a].surplus_m), *(said(worths.get(s)) for s in signs.scenarios))
        for a, worths in signs.surplus_m.items()
    )
    caption = (
        f"Sign and surplus of each alone in every future, {money.unit}, present value; ▲ more than the "
        f"threshold of {money.m(epsilon)} a year, ▼ at most that, ■ not settled."
    )
    return Table("futures", caption, columns, rows)


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
