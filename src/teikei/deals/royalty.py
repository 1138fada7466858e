"""A royalty a car in place of a fixed fee: what it does to the plan, and which fee does the same without it.

    q_r = cars of the plan in which the payer counts r a car as a cost         paid = Σ_t w_t r q_r,t
    lost = v(g) − v(plan of r, the royalty counted for neither)               [low, high]
    fee between  D_payee(r) + paid − D_payee   and   D_payer − D_payer(r)      apart by what is lost

A fixed fee moves no decision. A royalty is a cost of every car to its payer and of none to both together, so
that cars worth less than the royalty are built elsewhere, later, or not at all, and what they would have
brought is lost to both. Any fee between the two ends leaves both as well off as the royalty or better.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from teikei.agreements.book import Book
from teikei.base.errors import Fault, UsageError
from teikei.base.options import PlanOptions
from teikei.case.case import Case
from teikei.deals.gains import Gain, gains
from teikei.deals.replanned import proposed, replanned, with_terms
from teikei.deals.terms import sides
from teikei.deals.worth import Interval, Surplus
from teikei.industry.money import rate
from teikei.plan.optimise import Memory, plan
from teikei.plan.sets import Floats
from teikei.plan.solution import PlanSolution

OUTSIDE = "paid by the car"
"""Who is paid in the plan: nobody who plans, so that the payer counts it as a cost and nobody as income."""


@dataclass(frozen=True, slots=True)
class Royalty:
    """A royalty tried; million, present value, unless said otherwise.

    Attributes
    ----------
    payer, payee : who pays whom
    per_car : the royalty, case currency a car
    cars, cars_left : a year on which it is due, in the plan without it and with it, (year,)
    paid_m : what is paid in all
    lost_m : what it burns of the surplus of all planning firms, certified for the plan found under it
    after_m : firm -> its gain by the deal with the royalty paid
    least_m, most_m : fixed fees at which the payee, and the payer, is as well off as with the royalty
    same_m : the fixed fee that splits what the two gain in the same parts; None where they do not both gain
    """

    payer: str
    payee: str
    per_car: float
    cars: tuple[float, ...]
    cars_left: tuple[float, ...]
    paid_m: float
    lost_m: Interval
    after_m: dict[str, Gain]
    least_m: Gain
    most_m: Gain
    same_m: float | None


def royalty(
    found: Surplus, per_car: float, payer: str, payee: str, options: PlanOptions, memory: Memory
) -> Royalty:
    """Plan an agreement again with a royalty.

    Parameters
    ----------
    found : the agreement planned without it
    per_car : the royalty, case currency a car
    payer, payee : parties that plan
    options : gap, time, threads
    memory : answers of components solved before
    """
    case = found.book.case
    row = {"payer": payer, "payee": OUTSIDE, "per": "unit", "amount": per_car}
    taxed = replanned(with_terms(case, found.agreement, [row]), found.agreement, options, memory)
    cars = due_on(taxed.with_plan)
    paid = float(taxed.with_plan.problem.weights @ cars) * per_car / 1e6
    before, after = gains(found), gains(taxed)
    kept = {payer: after[payer], payee: after[payee].plus(paid)}
    least, most = kept[payee].less(before[payee]), before[payer].less(kept[payer])
    together = kept[payer].value + kept[payee].value
    both = min(kept[payer].value, kept[payee].value) > 0.0
    whole = before[payer].value + before[payee].value
    same = kept[payee].value / together * whole - before[payee].value if both else None
    free = with_terms(case, found.agreement, [row | {"amount": 0.0}])  # the same plan, its cars counted
    plain = plan(free, None, Book(free, found.book.agreements), options, memory=memory)
    return Royalty(
        payer=payer,
        payee=payee,
        per_car=per_car,
        cars=tuple(due_on(plain).tolist()),
        cars_left=tuple(cars.tolist()),
        paid_m=paid,
        lost_m=_lost(found.with_plan, taxed.with_plan, paid),
        after_m=kept,
        least_m=least,
        most_m=most,
        same_m=same,
    )


def due_on(made: PlanSolution) -> Floats:
    """Cars a year (year,) of a plan on which the royalty is due."""
    problem = made.problem
    cars = np.zeros(problem.years.size)
    for term in problem.payments:
        if term.payee == OUTSIDE:
            ship = made.made.ship[term.routes] * term.years
            cars = cars + (ship if term.carrying is None else ship * term.carrying).sum(axis=0)
    return cars


def _lost(free: PlanSolution, taxed: PlanSolution, paid: float) -> Interval:
    """v(g) less what the plan of the royalty has with the royalty counted for neither: that plan is known, so
    its own bound has no part in it."""
    known = replace(taxed.worth, bound_parts=taxed.worth.value_parts)
    low, high = free.worth.minus(known)
    return low - paid, high - paid


def asked(case: Case, found: Surplus, per_car: float | None) -> tuple[float, str, str] | None:
    """(royalty a car in case currency, payer, payee): the one given, from the taker to the giver of the deal;
    else what terms.csv proposes; None where it proposes none.

    Raises
    ------
    UsageError    a royalty is given of a deal that has other than two parties that plan
    """
    rows = [row for row in proposed(case, found.agreement) if row["per"] == "unit"]
    if per_car is None and not rows:
        return None
    if per_car is None:
        row = rows[0]
        return float(row["amount"]) * rate(case, row["currency"]), row["payer"], row["payee"]
    if rows:
        return per_car, rows[0]["payer"], rows[0]["payee"]
    pair = sides(found)
    if pair is None:
        what = f"{found.agreement!r} has {len(found.parties)} parties that plan"
        fix = "leave --royalty out, or ask for an agreement between two firms that plan"
        raise UsageError(Fault("--royalty", what, "who would pay whom is not known", fix))
    return per_car, pair[1], pair[0]
