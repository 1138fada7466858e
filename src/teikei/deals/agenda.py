"""What a board is asked to sign, and what its firms pay each other for it.

The list is the portfolio searched for the firm, if the run holds one, else what is recommended for all
planning firms together.

    payment_k,t = t_k / Σ w_t      over the years t in which the contract is in force
    gain_k = Σ_t w_t change_k,t + even_k − Σ t_k

even: what an even split between equally good plans adds to the profit of the printed one (`deals.booked`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from teikei.agreements.book import Book, agreement_rows
from teikei.base.errors import Fault, UsageError
from teikei.base.options import PlanOptions
from teikei.case.case import Case
from teikei.deals.advice import Advice, Advised
from teikei.deals.board import Yearly, by_firm, sold_together
from teikei.deals.booked import firm_profits
from teikei.deals.coalitions import standing
from teikei.deals.contracts import JOIN
from teikei.deals.sheet_figures import paid_by
from teikei.deals.worth import Interval
from teikei.deals.yearly import accounts_beside, cash_beside, plants_beside
from teikei.industry.money import year_weights
from teikei.plan.optimise import Memory, plan
from teikei.plan.solution import PlanSolution

DUST_M = 1e-6
"""Million below which a payment is none."""


@dataclass(frozen=True, slots=True)
class Payment:
    """One contract of the list: what each firm pays net (negative: is paid), million present value, level
    over the years from ``first_year`` to ``last_year``."""

    agreements: tuple[str, ...]
    pays_m: dict[str, float]
    first_year: int
    last_year: int

    def a_year_m(self, case: Case, firm: str) -> float:
        """What a firm pays in each of those years, million."""
        weights = _weights(case)
        inside = sum(weights[y] for y in self._years(case))
        return self.pays_m.get(firm, 0.0) / inside

    def yearly(self, case: Case, firm: str) -> Yearly:
        """Year -> what a firm pays, million."""
        inside, each = self._years(case), self.a_year_m(case, firm)
        return {y: each if y in inside else 0.0 for y in case.settings.years}

    def _years(self, case: Case) -> list[int]:
        every = list(case.settings.years)
        return [y for y in every if self.first_year <= y <= self.last_year] or every


@dataclass(frozen=True, slots=True, eq=False)
class Agenda:
    """The list of a board.

    Attributes
    ----------
    advice : the advice with the list in place of what is signed together: its worth, accounts, plants, cash
    own : what the firm of the paper is asked to sign; without a firm, all
    others : agreements of the list to which it is no party
    searched : whether the list is the portfolio searched for the firm
    payments : contracts in which money moves between the parties
    even_m : firm -> what the even split between equally good plans adds, million present value
    gain_m : the firm's gain after payments, as searched; None where no portfolio was searched for it
    joint : the list recommended for all planning firms together, and ``joint_m`` its worth
    searched_for : the firm that a portfolio was searched for, blank where there is none
    """

    advice: Advice
    own: tuple[str, ...]
    others: tuple[str, ...]
    searched: bool
    payments: tuple[Payment, ...]
    even_m: dict[str, float] = field(default_factory=dict)
    gain_m: Interval | None = None
    joint: tuple[str, ...] = ()
    joint_m: Interval = (0.0, 0.0)
    searched_for: str = ""

    @property
    def firm(self) -> str:
        """The firm whose board it is; blank for all planning firms."""
        return self.advice.focal

    @property
    def chosen(self) -> tuple[Advised, ...]:
        """What is to be signed, as advised alone."""
        return tuple(self.advice[a] for a in self.own)

    def pays_m(self, firm: str) -> float:
        """What a firm pays net for the whole list (negative: is paid), million present value."""
        return sum(one.pays_m.get(firm, 0.0) for one in self.payments)

    def paid(self, firm: str) -> Yearly:
        """Year -> what it pays net, million."""
        case = self.advice.case
        each = [one.yearly(case, firm) for one in self.payments]
        return {y: sum(one[y] for one in each) for y in case.settings.years}

    def change_m(self) -> dict[str, float]:
        """Firm -> present value of the change of its profit in the printed plans, before payments."""
        weights = _weights(self.advice.case)
        return {
            firm: sum(weights[y] * amount for y, amount in amounts.items())
            for firm, amounts in by_firm(self.advice.yearly, "change_m").items()
        }

    def after_m(self) -> dict[str, float]:
        """Firm -> its gain after payments, million present value."""
        return {
            firm: change + self.even_m.get(firm, 0.0) - self.pays_m(firm)
            for firm, change in self.change_m().items()
        }


def agenda(advice: Advice, search: dict[str, Any] | None, options: PlanOptions | None = None) -> Agenda:
    """The list of a board, with its payments.

    Parameters
    ----------
    advice : with the firm of the paper as ``focal``
    search : the searched portfolio as a saved run holds it, in case currency
    options : gap and time of the two plans that show a portfolio year by year

    Raises
    ------
    UsageError
        there is nothing to sign, or nothing for this firm
    """
    portfolio = (search or {}).get("portfolio")
    whose = str(portfolio["for"]) if portfolio else ""
    if portfolio and whose == advice.focal and portfolio["own"]:
        return _searched(advice, portfolio, options or PlanOptions())
    chosen = sold_together(advice)
    own = tuple(a.agreement for a in chosen if not advice.focal or advice.focal in a.parties)
    if not own:
        raise UsageError(
            Fault(
                "--for",
                f"{advice.focal!r} is a party to none of the {len(chosen)} agreements of the list",
                "its board has nothing to sign",
                "name a party of one of them, or leave --for out",
            )
        )
    return Agenda(
        advice,
        own,
        tuple(a.agreement for a in chosen if a.agreement not in own),
        searched=False,
        payments=tuple(one for a in chosen if (one := _in_equal_parts(a, advice.case)) is not None),
        joint=advice.signed_together,
        joint_m=advice.together_m,
        searched_for=whose,
    )


def _in_equal_parts(a: Advised, case: Case) -> Payment | None:
    """What brings the parties that plan to equal parts of what they gain together, each deal alone."""
    inside = [f for f in a.parties if f in a.gains]
    return _payment((a.agreement,), {f: paid_by(a, f)[0] for f in inside}, case)


def _payment(agreements: tuple[str, ...], pays: dict[str, float], case: Case) -> Payment | None:
    """The payment in its years; None where nobody pays."""
    told = {firm: amount for firm, amount in pays.items() if abs(amount) > DUST_M}
    if not told:
        return None
    book = Book(case, ())
    first = min(book.first_year(a) for a in agreements)
    return Payment(agreements, told, first, max(book.last_year(a) for a in agreements))


def _searched(advice: Advice, portfolio: dict[str, Any], options: PlanOptions) -> Agenda:
    """The firm's portfolio, planned beside the same book without the firm's own deals."""
    case, focal, memory = advice.case, advice.focal, Memory()
    own, whole = tuple(portfolio["own"]), tuple(portfolio["agreements"])
    after = plan(case, None, _book(case, whole), options, memory=memory)
    before = plan(case, None, _book(case, _left(case, whole, own)), options, memory=memory)
    own = tuple(sorted(own, key=lambda a: (-(advice[a].surplus_m or (0.0, 0.0))[0], a)))
    paid = (
        _payment(tuple(link.split(JOIN)), {f: (low + high) / 2.0 for f, (low, high) in pays.items()}, case)
        for link, pays in portfolio["pays_m"].items()
    )
    listed = replace(
        advice,
        signed_together=own,
        together_m=after.worth.minus(before.worth),
        yearly=accounts_beside(after, before),
        plants=plants_beside(after, before),
        cash=cash_beside(after, before),
    )
    low, high = portfolio["gain_m"]
    return Agenda(
        listed,
        own,
        (),
        searched=True,
        payments=tuple(one for one in paid if one is not None),
        even_m=_even(after, before),
        gain_m=(low, high),
        joint=advice.signed_together,
        joint_m=advice.together_m,
        searched_for=focal,
    )


def _left(case: Case, whole: Iterable[str], own: Iterable[str]) -> tuple[str, ...]:
    """What stays of a book without a firm's own deals, and without what needs them."""
    rows, left, gone = agreement_rows(case), set(whole) - set(own), set(own)
    while lost := {a for a in left if gone & set(rows[a]["needs"])}:
        left, gone = left - lost, gone | lost
    return tuple(sorted(left))


def _book(case: Case, agreements: tuple[str, ...]) -> Book:
    """Today's book with some more, less what they take the place of.

    Raises
    ------
    UsageError
        they cannot stand in one book
    """
    book = standing(case, agreements)
    if book is None:
        what = f"{', '.join(agreements)} cannot stand in one book"
        fix = "advise again: the run is of another version"
        raise UsageError(Fault("run.json", what, "the portfolio cannot be planned", fix))
    return book


def _even(after: PlanSolution, before: PlanSolution) -> dict[str, float]:
    """What the even split between equally good plans adds to each firm's change of profit."""
    found: dict[str, float] = {}
    for made, sign in ((after, 1.0), (before, -1.0)):
        for firm, profit in firm_profits(made).items():
            over = (profit.low + profit.high) / 2.0 - made.profit(firm)
            found[firm] = found.get(firm, 0.0) + sign * over
    return found


def _weights(case: Case) -> dict[int, float]:
    """Year -> discount factor."""
    return dict(zip(case.settings.years, year_weights(case).tolist(), strict=True))
