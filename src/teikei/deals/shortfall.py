"""A deal when fewer of its cars are wanted than were planned: what each party then has, and what it owes.

    with it, without it: demand for the deal's cars × (1 − drop), every yes/no decision as it was signed
    D_f' = π_f(with) − π_f(without)                     before money
    missing_t = max(0, committed_t − q_t')              q: cars a year under the deal, q': those still built
    fixed fee   due all the same                        D_f' − fee_f
    fee a car   fee_f / Σ w q on cars built             D_f' − fee_f Σ w q' / Σ w q
    shortfall payment                                   share · fee_f Σ w missing / Σ w q

Plants are tooled and programmes begun, so that no plan may take them back; volumes may move, to other plants
too. With all planned cars committed, a fee a car with its shortfall payment is the fixed fee again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from teikei.base.errors import PlanError
from teikei.base.options import ClauseOptions, PlanOptions
from teikei.case.case import Case
from teikei.deals.gains import Gain, gains
from teikei.deals.replanned import proposed, replanned
from teikei.deals.worth import Interval, Surplus
from teikei.industry.money import rate
from teikei.plan.constants import routes_under
from teikei.plan.optimise import Memory
from teikei.plan.problem import planning_firms
from teikei.plan.sets import Floats, Ints

TRACE = 1e-3
"""Share of demand that always stays: a car that nobody buys is not launched, and what was begun for it would
be no part of the plan."""


@dataclass(frozen=True, slots=True)
class Shortfall:
    """Million, present value, unless said otherwise.

    Attributes
    ----------
    drop : share of demand that stays away
    models : the cars of the deal, fewer of which are wanted
    planned, left, committed, missing : cars a year under the deal (year,): planned, still built, committed
        to, short of that
    surplus_m : what the deal still brings all planning firms, certified for the decisions as signed
    before_m, left_m : party that plans -> its gain before money, as planned and with fewer cars
    fee_m : party -> the fixed fee it pays (negative: is paid), due all the same
    by_car_m : what it pays if the fee is a car and nothing is committed
    owed_m : what it owes besides, for the missing cars, if the fee is a car and volumes are committed
    given_owed_m : firm -> what it owes on missing cars by take-or-pay rows of terms.csv whose payer or payee
        does not plan
    anew : with its decisions held, the plan without the deal could not keep a minimum volume that another
        agreement has, so it was free to decide anew: what the deal brings is then understated
    """

    drop: float
    models: tuple[str, ...]
    planned: tuple[float, ...]
    left: tuple[float, ...]
    committed: tuple[float, ...]
    missing: tuple[float, ...]
    surplus_m: Interval
    before_m: dict[str, Gain]
    left_m: dict[str, Gain]
    fee_m: dict[str, float]
    by_car_m: dict[str, float]
    owed_m: dict[str, float]
    given_owed_m: dict[str, float]
    anew: bool = False

    def after_m(self, firm: str) -> dict[str, Gain]:
        """What a party keeps with fewer cars, by terms: ``fixed``, ``car``, ``committed``."""
        left, by_car = self.left_m[firm], self.by_car_m[firm]
        return {
            "fixed": left.plus(-self.fee_m[firm]),
            "car": left.plus(-by_car),
            "committed": left.plus(-by_car - self.owed_m[firm]),
        }


def shortfall(
    found: Surplus, pays_m: Mapping[str, float], chosen: ClauseOptions, options: PlanOptions, memory: Memory
) -> Shortfall | None:
    """Plan a deal again with less demand for its cars; None if the plan builds no car under it.

    Parameters
    ----------
    found : the deal as planned
    pays_m : party that plans -> what it pays by a fixed fee, million present value, negative: is paid
    chosen : how much less, and how much is committed
    options : gap, time, threads
    memory : answers of components solved before

    Raises whatever `plan` raises.
    """
    planned = found.units
    if planned.max(initial=0.0) < 0.5:
        return None
    case, models = found.book.case, models_under(found)
    moved = with_fewer(case, found.agreement, models, chosen.drop)
    signed = found.with_plan.choices
    try:
        kept, anew = (signed, found.without_plan.choices), False
        again = replanned(moved, found.agreement, options, memory, kept)
    except PlanError:  # volumes granted by others may have a minimum that the plan without it cannot keep so
        again, anew = replanned(moved, found.agreement, options, memory, (signed, {})), True
    left = again.units
    least, share = committed_cars(found, planned, chosen.committed)
    missing = np.maximum(0.0, least - left)
    weights = found.with_plan.problem.weights
    whole = float(weights @ planned)
    before, fewer = gains(found), gains(again)
    fee = {f: pays_m.get(f, 0.0) for f in found.parties}
    return Shortfall(
        drop=chosen.drop,
        models=models,
        planned=tuple(planned.tolist()),
        left=tuple(left.tolist()),
        committed=tuple(least.tolist()),
        missing=tuple(missing.tolist()),
        surplus_m=again.alone,
        before_m={f: before[f] for f in found.parties},
        left_m={f: fewer[f] for f in found.parties},
        fee_m=fee,
        by_car_m={f: m * float(weights @ left) / whole for f, m in fee.items()},
        owed_m={f: share * m * float(weights @ missing) / whole for f, m in fee.items()},
        given_owed_m=given_owed(case, again, left),
        anew=anew,
    )


def committed_cars(found: Surplus, planned: Floats, committed: float | None) -> tuple[Floats, float]:
    """Cars a year (year,) that are committed to, and the part of the fee due on missing ones: what terms.csv
    says between parties that plan, all planned cars where it says nothing; a share of those if one is given,
    the whole fee then due."""
    if committed is not None:
        return committed * planned, 1.0
    rows = [r for r in proposed(found.book.case, found.agreement) if r["minimum_units"] is not None]
    if not rows:
        return planned, 1.0
    share = rows[0]["shortfall_share"]
    inside = _years_of(rows[0], found.with_plan.problem.years) & (planned > 0.5)
    return np.where(inside, rows[0]["minimum_units"], 0.0), 1.0 if share is None else float(share)


def _years_of(row: Mapping[str, Any], years: Ints) -> NDArray[np.bool_]:
    """(year,) in which a row of terms.csv holds."""
    return np.asarray((years >= (row["from_year"] or 0)) & (years <= (row["to_year"] or 9999)))


def models_under(found: Surplus) -> tuple[str, ...]:
    """Models that the plan builds under the deal."""
    made = found.with_plan
    under = routes_under(found.book, found.agreement, list(made.problem.needs), made.problem.members)
    built = [i for i in under if made.made.ship[i].max(initial=0.0) > 0.5]
    return tuple(sorted({str(made.problem.routes.model[i]) for i in built}))


def with_fewer(case: Case, agreement: str, models: tuple[str, ...], drop: float) -> Case:
    """The case with less demand for some models, and fewer cars of guests that do not plan under the deal."""
    left = max(1.0 - drop, TRACE)
    demand = pl.when(pl.col("model").is_in(models)).then(left).otherwise(1.0)
    guests = (pl.col("agreement") == agreement) & ~pl.col("taker").is_in(planning_firms(case))
    limit = pl.when(guests).then(left).otherwise(1.0)
    return case.with_(
        demand=case["demand"].with_columns(pl.col("units_per_year") * demand),
        grants=case["grants"].with_columns(pl.col("limit_units_per_year") * limit),
    )


def given_owed(case: Case, again: Surplus, left: Floats) -> dict[str, float]:
    """Firm -> what it owes (negative: is owed) by rows of terms.csv with a take-or-pay volume and an end that
    does not plan: amount · shortfall_share · Σ w max(0, minimum − cars), over the years of the row."""
    firms, problem = planning_firms(case), again.with_plan.problem
    book, owed = again.book, dict[str, float]()
    inside = (problem.years >= book.first_year(again.agreement)) & (
        problem.years <= book.last_year(again.agreement)
    )
    rows = case["terms"].filter((pl.col("agreement") == again.agreement) & (pl.col("per") == "unit"))
    for row in rows.iter_rows(named=True):
        if row["minimum_units"] is None or {row["payer"], row["payee"]} <= set(firms):
            continue
        share = 1.0 if row["shortfall_share"] is None else row["shortfall_share"]
        due = inside & _years_of(row, problem.years)
        cars = float(problem.weights @ (np.maximum(0.0, row["minimum_units"] - left) * due))
        amount = row["amount"] * rate(case, row["currency"]) * share * cars / 1e6
        owed[row["payer"]] = owed.get(row["payer"], 0.0) + amount
        owed[row["payee"]] = owed.get(row["payee"], 0.0) - amount
    return owed
