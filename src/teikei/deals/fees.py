"""The terms of a book: fixed yearly fees at Nash-in-Nash under several weights, and what leaving costs.

    t_k = D_k − b_k s          present value that party k pays (negative: receives)
    fee a year = t_k / Σ w_t   over the years in which the deal is in force

Cars and parts change hands at marginal cost (already in the accounts), so that a fee moves no decision.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from teikei.agreements.book import Book, agreement_rows
from teikei.agreements.kinds import KINDS
from teikei.case.case import Case
from teikei.deals.booked import firm_profits
from teikei.deals.contracts import Contracts, contracts
from teikei.deals.profits import Profits
from teikei.deals.terms import exit_cost_m
from teikei.deals.worth import Interval
from teikei.games.allocation import Allocation
from teikei.industry.money import year_weights
from teikei.plan.optimise import plan

WEIGHTS = (0.3, 0.5, 0.7)


@dataclass(frozen=True, slots=True)
class Fee:
    """Terms of one contract; million, intervals all through. First key: the weight of its first party.

    Attributes
    ----------
    agreements : one, or several that are settled as a bundle
    parties : that bargain or have given terms
    first_year, last_year : years in which the fee is paid
    surplus_m : what the parties gain together
    before_m : firm -> what it gains before money
    pays_m, pays_m_per_year : weight -> firm -> what it pays to the others, present value and a year in force
    after_m : weight -> firm -> what it keeps
    """

    agreements: tuple[str, ...]
    parties: tuple[str, ...]
    first_year: int
    last_year: int
    surplus_m: Interval
    before_m: dict[str, Interval]
    pays_m: dict[float, dict[str, Interval]]
    pays_m_per_year: dict[float, dict[str, Interval]]
    after_m: dict[float, dict[str, Interval]]


@dataclass(frozen=True, slots=True)
class Leaving:
    """What a firm loses by ending one agreement of a book, all others as they are; million, present value.

    ``loses_m`` before money; ``fee_m`` what it would no longer pay (negative: no longer be paid), 0 for one
    signed before; ``exit_cost_m`` from the tables, None where they say nothing;
    ``net_m`` = loses − fee + exit cost.
    """

    agreement: str
    firm: str
    notice_months: float | None
    exit_cost_m: float | None
    loses_m: Interval
    fee_m: Interval
    net_m: Interval


@dataclass(frozen=True, slots=True, eq=False)
class Terms:
    """Fees of the new deals of a book, and what leaving each deal costs whom; ``dropped``: deals whose
    parties lose by them."""

    book: tuple[str, ...]
    fees: tuple[Fee, ...]
    leaving: tuple[Leaving, ...]
    dropped: tuple[str, ...]


def terms(profits: Profits, book: Sequence[str], weights: Sequence[float] = WEIGHTS) -> Terms:
    """Fees of every new deal of a book at each weight, and the loss by leaving.

    Parameters
    ----------
    profits : what every firm earns in a book
    book : agreements beyond today's
    weights : bargaining weights of the first planning party of a deal
    """
    settled = {b: contracts(profits, book, b) for b in weights}
    middle = settled[min(weights, key=lambda b: abs(b - 0.5))]
    return Terms(
        book=middle.agreements,
        fees=fees(profits, settled, middle),
        leaving=(*_leaving_new(profits, middle), *_leaving_signed(profits, middle.agreements)),
        dropped=tuple(one.link for one in middle.terms.dropped),
    )


def fees(profits: Profits, settled: Mapping[float, Contracts], middle: Contracts) -> tuple[Fee, ...]:
    """The fee of every deal of ``middle``, with those of the same deal as ``settled`` at each weight."""
    standing = middle.game.links.listed(middle.terms.network)
    return tuple(_fee(profits, settled, middle, k) for k in standing)


def _fee(profits: Profits, settled: Mapping[float, Contracts], middle: Contracts, k: int) -> Fee:
    group = middle.groups[k]
    deals = {b: _deal_of(found, group) for b, found in settled.items()}
    at = {b: found for b, found in deals.items() if found is not None}
    deal = next(iter(at.values()))
    book = profits.book(profits.mask(middle.agreements))
    first = min(book.first_year(a) for a in group)
    last = max(book.last_year(a) for a in group)
    years = np.array(profits.case.settings.years)
    inside = (years >= first) & (years <= last)
    weight = float(year_weights(profits.case)[inside if inside.any() else slice(None)].sum())
    pays = {b: intervals(d.pays) for b, d in at.items()}
    return Fee(
        agreements=group,
        parties=deal.before.players,
        first_year=first,
        last_year=last,
        surplus_m=(deal.surplus.low, deal.surplus.high),
        before_m=intervals(deal.before),
        pays_m=pays,
        pays_m_per_year={
            b: {f: (low / weight, high / weight) for f, (low, high) in paid.items()}
            for b, paid in pays.items()
        },
        after_m={b: intervals(d.after) for b, d in at.items()},
    )


def _deal_of(found: Contracts, group: tuple[str, ...]) -> Any:
    """The deal of a group at another weight; None if there it is bundled otherwise or does not stand."""
    by_group = {found.groups[found.game.links.position(d.link)]: d for d in found.terms.deals}
    return by_group.get(group)


def intervals(found: Allocation) -> dict[str, Interval]:
    """Player -> (low, high)."""
    ends = zip(found.players, found.low.tolist(), found.high.tolist(), strict=True)
    return {who: (low, high) for who, low, high in ends}


def _leaving_new(profits: Profits, found: Contracts) -> list[Leaving]:
    made = []
    for deal in found.terms.deals:
        group = found.groups[found.game.links.position(deal.link)]
        for firm, loses in intervals(deal.before).items():
            if firm in profits.firms:
                fee = intervals(deal.pays)[firm]
                made.append(_leaving(profits.case, group, firm, loses, fee, intervals(deal.after)[firm]))
    return made


def _leaving(
    case: Case,
    group: tuple[str, ...],
    firm: str,
    loses: Interval,
    fee: Interval,
    keeps: Interval,
) -> Leaving:
    costs = [cost for a in group if (cost := exit_cost_m(case, a)) is not None]
    rows = agreement_rows(case)
    notices = [rows[a]["notice_months"] for a in group if rows[a]["notice_months"] is not None]
    cost = float(sum(costs))
    return Leaving(
        agreement=" + ".join(group),
        firm=firm,
        notice_months=max(notices, default=None),
        exit_cost_m=cost if costs else None,
        loses_m=loses,
        fee_m=fee,
        net_m=(keeps[0] + cost, keeps[1] + cost),
    )


def _leaving_signed(profits: Profits, chosen: Sequence[str]) -> list[Leaving]:
    """Agreements in force that can be ended by notice and that the plan values, ended one at a time."""
    case, mask = profits.case, profits.mask(chosen)
    rows, book = agreement_rows(case), profits.book(mask)
    low, high = profits.payoffs(mask)
    made = []
    for name in sorted(book.agreements & profits.today.agreements):
        row = rows[name]
        if row["notice_months"] is None or not KINDS[row["kind"]].planned or _stands_under(book, name):
            continue
        ended = plan(case, None, book.without(name), profits.options, memory=profits.memory)
        left = firm_profits(ended, profits.ranges)
        for k, firm in enumerate(profits.firms):
            if firm in row["parties"]:
                loses = (float(low[k]) - left[firm].high, float(high[k]) - left[firm].low)
                made.append(_leaving(case, (name,), firm, loses, (0.0, 0.0), loses))
    return made


def _stands_under(book: Book, name: str) -> bool:
    """Whether another agreement of the book needs it."""
    return any(name in book.row(other)["needs"] for other in book.agreements)
