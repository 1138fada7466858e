"""The money of a board paper year by year, before and after payments between firms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from teikei.deals.board import Yearly, by_firm, fiscal, funding, in_all
from teikei.report.tables import Cell, Column, Table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from teikei.deals.agenda import Agenda, Payment
    from teikei.report.money import Money
    from teikei.report.names import Names

Rows = list[tuple[tuple[Cell, ...], Yearly]]
LEAST = 0.05
"""Million, as printed, below which a row is left out."""
WHOLE = (
    " What is started late, such as a platform for cars of the last years, is paid whole, though it earns "
    "beyond the years planned; operating profit bears only its annuities of these years."
)
"""Why cash can be far below profit in one of the last years."""
BEFORE, AFTER = "change, before payments", "change, after payments"


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


def less(amounts: Yearly, paid: Yearly) -> Yearly:
    """Amounts less what is paid, year by year.

    >>> less({2027: 5.0}, {2027: 2.0, 2028: 1.0})
    {2027: 3.0, 2028: -1.0}
    """
    return {y: amounts.get(y, 0.0) - paid.get(y, 0.0) for y in sorted({*amounts, *paid})}


def _columns(years: list[int], year: Year, money: Money, *first: Column) -> tuple[Column, ...]:
    return (*first, *(Column(f"y{y}_m", year.head(y), money.unit, in_caption=True) for y in years))


def _wide(rows: Rows, money: Money) -> tuple[list[int], list[tuple[Cell, ...]]]:
    years = sorted({y for _, amounts in rows for y in amounts})
    return years, [(*head, *(money.of_m(amounts.get(y, 0.0)) for y in years)) for head, amounts in rows]


def _moves(amounts: Yearly, money: Money) -> bool:
    return max((abs(v) for v in amounts.values()), default=0.0) * money.factor >= LEAST


def _own_first(firms: Iterable[str], own: str) -> list[str]:
    """Firms by name, the one whose paper it is before them."""
    return sorted(firms, key=lambda firm: (firm != own, firm))


def profit_table(listed: Agenda, money: Money, names: Names, year: Year) -> Table:
    """Operating profit of every firm without and with the list, and the change before and after payments."""
    kinds = (("without it", "without_m"), ("with it, before payments", "with_m"), (BEFORE, "change_m"))
    by = {column: by_firm(listed.advice.yearly, column) for _, column in kinds}
    rows: Rows = []
    for firm in _own_first(by["change_m"], listed.firm):
        paid = listed.paid(firm)
        if not _moves(by["change_m"][firm], money) and not _moves(paid, money):
            continue
        rows += [((names.firm(firm), word), year.of(by[column][firm])) for word, column in kinds]
        after = less(by["change_m"][firm], paid)
        rows.append(((names.firm(firm), AFTER), year.of(after)))
    years, cells = _wide(rows, money)
    columns = _columns(years, year, money, Column("firm", "firm"), Column("which", "which"))
    caption = (
        f"Operating profit by firm in {money.unit}, investment as annuities; {year.words}. Payments are "
        "those between firms in this list. Firms that the list does not move are left out."
    )
    return Table("profit_by_firm", caption, columns, tuple(cells))


def cash_table(listed: Agenda, money: Money, names: Names, year: Year) -> Table:
    """Cash of every firm: the change by the list before and after payments, and the running sum after."""
    rows: Rows = []
    cash = by_firm(listed.advice.cash, "change_m")
    for firm in _own_first(cash, listed.firm):
        amounts = cash[firm]
        before, after = year.of(amounts), year.of(less(amounts, listed.paid(firm)))
        if not _moves(before, money) and not _moves(after, money):
            continue
        total, running = 0.0, {}
        for y in sorted(after):
            total += after[y]
            running[y] = total
        lines = ((BEFORE, before), (AFTER, after), ("summed up, after payments", running))
        rows += [((names.firm(firm), word), counted) for word, counted in lines]
    years, cells = _wide(rows, money)
    columns = _columns(years, year, money, Column("firm", "firm"), Column("which", "which"))
    caption = (
        f"Change of cash by the list in {money.unit}: what is started is paid for when it is spent, and not "
        f"as an annuity; {year.words}.{WHOLE}"
    )
    return Table("cash_by_firm", caption, columns, tuple(cells))


def deals_table(listed: Agenda, money: Money, names: Names, year: Year, what: str) -> Table:
    """What each agreement alone changes, year by year: of all planning firms, and of the one that asks, after
    the payments of the list and before."""
    frames = {"profit": "yearly", "cash": "cash"}
    settled = {one.agreements[0]: one for one in listed.payments if len(one.agreements) == 1}
    firm, case = listed.firm, listed.advice.case
    rows: Rows = []
    for a in listed.chosen:
        frame = getattr(a, frames[what])
        rows.append(((a.title, "all planning firms"), year.of(in_all(frame, "change_m"))))
        mine = by_firm(frame, "change_m").get(firm, {}) if firm else {}
        paid = settled[a.agreement].yearly(case, firm) if a.agreement in settled and firm else {}
        if mine or _moves(paid, money):
            rows.append(((a.title, f"{names.firm(firm)}, after payments"), year.of(less(mine, paid))))
            rows.append(((a.title, f"{names.firm(firm)}, before payments"), year.of(mine)))
    for one in listed.payments if firm else ():
        if len(one.agreements) > 1 and firm in one.pays_m:
            words = f"{names.firm(firm)}, payments of one contract"
            rows.append(((contract(listed, one), words), year.of(less({}, one.yearly(case, firm)))))
    years, cells = _wide(rows, money)
    columns = _columns(years, year, money, Column("title", "agreement"), Column("whose", "whose"))
    words = "operating profit" if what == "profit" else "cash, investment when it is spent,"
    caption = (
        f"Change of {words} by each agreement alone on today's book in {money.unit}; payments are those of "
        f"this list; {year.words}.{WHOLE if what == 'cash' else ''}"
    )
    return Table(f"{what}_by_agreement", caption, columns, tuple(cells))


def funding_table(listed: Agenda, money: Money, names: Names, year: Year) -> Table:
    """Peak funding and payback of the list, by firm after and before payments, and by agreement."""
    columns = (
        Column("what", "of"),
        Column("peak_m", "peak funding", money.unit, in_caption=True),
        Column("peak_year", "in"),
        Column("payback_year", "paid back from"),
    )
    lines = [("the list, all planning firms", in_all(listed.advice.cash, "change_m"))]
    cash = by_firm(listed.advice.cash, "change_m")
    for firm in _own_first(cash, listed.firm):
        lines.append((f"the list, {names.firm(firm)}, after payments", less(cash[firm], listed.paid(firm))))
        lines.append((f"the list, {names.firm(firm)}, before payments", cash[firm]))
    lines += [(f"{a.title} alone, all planning firms", in_all(a.cash, "change_m")) for a in listed.chosen]
    rows = []
    for what, amounts in lines:
        found = funding(amounts)  # at the ends of calendar years, whatever years are printed
        peak = "" if found.peak_year is None else year.head(found.peak_year)
        back = "nothing to pay back" if found.peak_year is None else "not within the years planned"
        if found.payback_year is not None:
            back = year.head(found.payback_year)
        rows.append((what, money.of_m(found.peak_m), peak, back))
    caption = (
        f"Lowest point of the sum of cash with it less cash without it, in {money.unit}, not discounted; "
        f"paid back from the year in which that sum stays at or above zero.{WHOLE}"
    )
    return Table("funding", caption, columns, tuple(rows))


def payments_table(listed: Agenda, money: Money, names: Names) -> Table:
    """Who pays whom for what, contract by contract and summed up by firm."""
    columns = (
        Column("title", "contract"),
        Column("firm", "firm"),
        Column("pays_m", "pays (below zero: is paid)", money.unit, in_caption=True),
        Column("pays_m_per_year", "a year", money.unit, in_caption=True),
        Column("years", "in"),
    )
    rows: list[tuple[Cell, ...]] = []
    for one in listed.payments:
        for firm, amount in sorted(one.pays_m.items(), key=lambda kv: -kv[1]):
            if abs(amount) * money.factor >= LEAST:
                each = one.a_year_m(listed.advice.case, firm)
                years = f"{one.first_year}–{one.last_year}"
                cells = (money.of_m(amount), money.of_m(each), years)
                rows.append((contract(listed, one), names.firm(firm), *cells))
    firms = sorted({f for one in listed.payments for f in one.pays_m}, key=lambda f: -listed.pays_m(f))
    rows += [("all of the list", names.firm(f), money.of_m(listed.pays_m(f)), None, "") for f in firms]
    basis = (
        "as settled in the portfolio (Nash, equal weights, each contract beside all the others)"
        if listed.searched
        else "those that bring the parties of each agreement, valued alone on today's book, to equal parts "
        "of what they gain together"
    )
    caption = (
        f"Payments on top of marginal cost in {money.unit}, present value, and level a year over the "
        f"calendar years in which the contract is in force: {basis}. Given terms of firms that do "
        "not plan are in the profits already."
    )
    return Table("payments", caption, columns, tuple(rows))


def gains_table(listed: Agenda, money: Money, names: Names) -> Table:
    """From the change of profit to the gain after payments, firm by firm, as present value."""
    even = Column("even_m", "even split of equal plans", money.unit, in_caption=True)
    columns = (
        Column("firm", "firm"),
        Column("change_m", "change of profit", money.unit, in_caption=True),
        *([even] if listed.even_m else []),
        Column("pays_m", "pays net", money.unit, in_caption=True),
        Column("after_m", "gain after payments", money.unit, in_caption=True),
    )  # fmt: skip
    change, after = listed.change_m(), listed.after_m()
    firms = sorted(change, key=lambda f: (f != listed.firm, -after[f]))

    def cells(who: str, four: tuple[float, float, float, float]) -> tuple[Cell, ...]:
        kept = four if listed.even_m else (four[0], *four[2:])
        return (who, *(money.of_m(v) for v in kept))

    each = {f: (change[f], listed.even_m.get(f, 0.0), listed.pays_m(f), after[f]) for f in firms}
    rows = [cells(names.firm(f), each[f]) for f in firms if _moves(dict(enumerate(each[f])), money)]
    sums = tuple(sum(each[f][k] for f in firms) for k in range(4))
    rows.append(cells("all planning firms", (sums[0], sums[1], sums[2], sums[3])))
    own = (
        f" All is over the book without the new deals of {names.firm(listed.firm)}; the advice also says "
        "what a partner has over the book without its own new deals only."
        if listed.searched
        else ""
    )
    caption = (
        f"Present value in {money.unit}: the change of operating profit in the printed plans, less payments. "
        f"The sum over all planning firms is what the list is worth.{own}"
    )
    return Table("gains", caption, columns, tuple(rows))


def contract(listed: Agenda, one: Payment) -> str:
    """The agreements of a contract, by title."""
    return " + ".join(listed.advice[a].title for a in one.agreements)
