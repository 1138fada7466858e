"""The portfolio of one firm as lines and as tables: what to sign, who pays, who gains."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teikei.agreements.book import agreement_rows, candidates
from teikei.deals.fees import Fee, fees
from teikei.report.books import (
    CERTIFIED,
    cost_line,
    left_lines,
    many,
    resting_lines,
    stopped_lines,
    titles_of,
)
from teikei.report.given import term_words
from teikei.report.names import Names
from teikei.report.tables import Column, Table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from teikei.deals.portfolio import Portfolio
    from teikei.deals.search import Searched
    from teikei.deals.worth import Interval
    from teikei.report.money import Money

LEAST = 0.05
"""Million of the printed currency that is printed as nothing."""
WITHOUT_OWN = "without all its new deals, those of others as they are"
"""The base of a portfolio gain."""


def portfolio_lines(
    found: Searched,
    money: Money,
    *,
    timed: bool = True,
    given_m: Mapping[str, float] | None = None,
) -> list[str]:
    """What one firm should sign, at which fees, what each deal adds as the last one, which books hold, and
    why the others are left out.

    Parameters
    ----------
    found, money : the search, and the currency to print
    timed : with what it took, which no two runs share
    given_m : agreement -> what the planning firms are paid by given terms with it alone on today's book,
        million, present value
    """
    portfolio = found.portfolio
    if portfolio is None:
        return [*stopped_lines(found), "No portfolio was found."] if found.stopped else []
    names, titles = Names(found.case), titles_of(found)
    firm = names.firm(portfolio.focal)
    today = portfolio.over_today_m[portfolio.focal]
    lines = [
        f"Portfolio for {firm}: {many(len(portfolio.own))}, in a book of {len(portfolio.agreements)} worth "
        f"{money.interval_m(*portfolio.worth_m)} to all over today's book; {firm} has "
        f"{money.interval_m(*today)} more than today after fees."
    ]
    for fee in _fees(found, portfolio):
        said = "; ".join(_paid(fee, found, money, names, given_m or {})) or "no fee"
        lines.append(f"  {' + '.join(titles[a] for a in fee.agreements)}: {said}")
        lines += [f"    as the last one: {money.interval_m(*portfolio.last_m[a])}" for a in fee.agreements]
    if any(high < 0 for _, high in portfolio.last_m.values()):
        lines.append(
            "As the last one: over this book without the deal, or with another that it excludes in its "
            "place, whichever is better for all planning firms together. Below zero the other would bring "
            f"them more together; {firm} has more by this one."
        )
    lines += [*gain_lines(portfolio, money, names), _held(portfolio, names)]
    lines += _tied(found, portfolio, money, names)
    if portfolio.open_to:
        lines.append(f"{len(portfolio.open_to)} other books may be as good for {firm}: intervals overlap.")
    lines += ["", "Where deals are added, dropped and swapped until nobody moves:"]
    lines += [f"  {line}" for line in resting_lines(found, money)]
    lines += ["", *left_lines(found, money, names), *_unplayed(found, portfolio.focal)]
    return [*lines, "", cost_line(found) if timed else CERTIFIED]


def gain_lines(portfolio: Portfolio, money: Money, names: Names) -> list[str]:
    """Gains after fees over today's book, of every planning firm, which add up; then portfolio gains."""
    parties = portfolio.contracts.gains
    more = ", ".join(
        f"{names.firm(f)} {money.interval(*ends)}{'' if f in parties else ' (no party)'}"
        for f, ends in concerned(portfolio.over_today_m, parties, money).items()
    )
    without = ", ".join(f"{names.firm(f)} {money.interval(*ends)}" for f, ends in parties.items())
    return [
        f"Gains after fees over today's book, {money.unit}: {more}; together what the book is worth.",
        f"Gains after fees over this book {WITHOUT_OWN}, {money.unit}: {without}. That is what each "
        "would lose by walking out; each is counted from another book, and they are not added up.",
    ]


def concerned(
    over_today_m: Mapping[str, Interval], parties: Mapping[str, Interval], money: Money
) -> dict[str, Interval]:
    """Firms that are party to the book, and others that it gives or costs more than is printed as nothing."""
    return {
        f: ends
        for f, ends in over_today_m.items()
        if f in parties or max(map(abs, ends)) * money.factor >= LEAST
    }


def _fees(found: Searched, portfolio: Portfolio) -> tuple[Fee, ...]:
    return fees(found.profits, {found.profits.weight: portfolio.contracts}, portfolio.contracts)


def _paid(fee: Fee, found: Searched, money: Money, names: Names, given_m: Mapping[str, float]) -> list[str]:
    """Who pays what under one contract: by the bargain of those who plan, and by given terms."""
    said = [
        f"{names.firm(f)} pays {money.interval_m(*ends)} a year {fee.first_year}–{fee.last_year}"
        for f, ends in fee.pays_m_per_year[found.profits.weight].items()
        if ends[0] + ends[1] > 0.1
    ]
    for a in fee.agreements:
        if given := term_words(found.case, a, names, outside=True):
            alone = given_m.get(a, 0.0)
            worth = f" ({money.m(abs(alone))} present value alone on today's book)" if alone else ""
            said.append(f"given terms: {', '.join(given)}{worth}")
    return said


def portfolio_tables(found: Searched, money: Money) -> tuple[Table, ...]:
    """The portfolio as tables: a row an agreement and party, and a row a planning firm; none without one."""
    portfolio = found.portfolio
    if portfolio is None:
        return ()
    names, titles = Names(found.case), titles_of(found)
    value, year = (
        f"{money.unit}, present value at {found.case.settings.decision_date}",
        f"{money.unit} a year",
    )
    pays = (
        Column("agreement", "agreement"),
        Column("title", "title"),
        Column("contract", "settled as one contract with"),
        Column("firm", "firm"),
        Column("pays_low_m", "pays for the contract (below zero: is paid), low end", value),
        Column("pays_high_m", "pays for the contract, high end", value),
        Column("pays_low_m_per_year", "pays in each of the years it is paid, low end", year),
        Column("pays_high_m_per_year", "pays in each of the years it is paid, high end", year),
        Column("first_year", "first year paid", "year"),
        Column("last_year", "last year paid", "year"),
        Column("given_terms", "given terms, paid beside it"),
        Column("last_low_m", "as the last one, low end", value),
        Column("last_high_m", "as the last one, high end", value),
    )
    gains = (
        Column("firm", "firm"),
        Column("name", "name"),
        Column("party", "party to an agreement of the book"),
        Column("over_today_low_m", "gain after fees over today's book, low end", value),
        Column("over_today_high_m", "gain after fees over today's book, high end", value),
        Column("over_without_own_low_m", f"gain after fees over this book {WITHOUT_OWN}, low end", value),
        Column("over_without_own_high_m", f"gain after fees over this book {WITHOUT_OWN}, high end", value),
    )
    firm, scale = names.firm(portfolio.focal), money.factor
    rows = []
    for fee in _fees(found, portfolio):
        yearly = fee.pays_m_per_year[found.profits.weight]
        for a in fee.agreements:
            others = " + ".join(titles[b] for b in fee.agreements if b != a)
            given = "; ".join(term_words(found.case, a, names, outside=True))
            last = _ends(portfolio.last_m[a], scale)
            for f, ends in fee.pays_m[found.profits.weight].items():
                paid = (*_ends(ends, scale), *_ends(yearly[f], scale), fee.first_year, fee.last_year)
                rows.append((a, titles[a], others, f, *paid, given, *last))
    parties = portfolio.contracts.gains
    own = [
        (f, names.firm(f), f in parties, *_ends(ends, scale), *_ends(parties.get(f), scale))
        for f, ends in portfolio.over_today_m.items()
    ]
    return (
        Table("portfolio", f"What {firm} signs in its portfolio, and who pays", pays, tuple(rows)),
        Table("portfolio_gains", f"Who gains by the portfolio of {firm}", gains, tuple(own)),
    )


def _ends(ends: Interval | None, factor: float) -> tuple[float | None, float | None]:
    return (None, None) if ends is None else (ends[0] * factor, ends[1] * factor)


def _unplayed(found: Searched, firm: str) -> list[str]:
    """How many of the firm's candidates no book was tried with."""
    rows, tried = agreement_rows(found.case), {*found.profits.agreements, *found.profits.left_out}
    others = [a for a in candidates(found.case) if firm in rows[a]["parties"] and a not in tried]
    if not others:
        return []
    said = "does not pay alone, or was" if len(others) == 1 else "do not pay alone, or were"
    return [f"Tried in no book: {many(len(others))} that {said} not asked for; `teikei stable` tries all."]


def _held(portfolio: Portfolio, names: Names) -> str:
    """Whether a firm would rather drop some of its deals."""
    firms = ", ".join(names.firm(f) for f in portfolio.contracts.gains if f != portfolio.focal)
    said = {
        "yes": f"No partner ({firms}) would be better off without any set of its deals.",
        "no": f"A partner would be better off without some deals: {portfolio.partners.witness}.",
        "undetermined": "Whether a partner would be better off without some deals is open: "
        f"{portfolio.partners.witness}.",
    }[portfolio.partners.answer if firms else "yes"]
    part = [names.firm(f) for f in portfolio.in_part]
    also = f" Of {', '.join(part)}, each deal alone and all at once were tried." if part else ""
    return (said if firms else "There is no partner that plans.") + also


def _tied(found: Searched, portfolio: Portfolio, money: Money, names: Names) -> list[str]:
    """Firms whose profit in this book hangs on which of many equally good plans is taken."""
    booked = found.profits.at(found.profits.mask(portfolio.agreements))
    spread = {f: (most - least) / 2 for f, (least, most) in booked.within.items() if most - least > 2.0}
    said = ", ".join(f"{names.firm(f)} ±{money.number(half)}" for f, half in spread.items())
    if not said:
        return []
    return [f"Equally good plans split differently, evenly here; by other plans, {money.unit}: {said}."]
