"""A second count of a plan: all money and every rule, from the case, the book and the plan's long tables.

Neither the solver nor the program's arrays are asked. Demand, dates, grants, quotas, sharing and fees are
worked out again from the tables (`plan.audit.money`, `plan.audit.rules`, `plan.audit.volumes`); of the plan
only its long tables are read. The lower end of a worth is the audited value; both agree to 1e-6 relative.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np
import polars as pl

from teikei.industry.money import year_weights
from teikei.plan.audit.cash import out_of_money
from teikei.plan.audit.co2 import over_pools
from teikei.plan.audit.demand import demand_of, guests_of
from teikei.plan.audit.money import Count, accounts_of
from teikei.plan.audit.quotas import over_quotas
from teikei.plan.audit.records import Begun, Handed, Lease, Records
from teikei.plan.audit.rules import (
    broken,
    closed_or_left,
    too_early,
    undeveloped,
    unfollowed,
    unlaunched,
    unoffered,
    unpermitted,
    unramped,
    untooled,
)
from teikei.plan.audit.volumes import (
    out_of_lease,
    over_demand,
    over_grants,
    over_lines,
    over_own_use,
    under_grants,
    under_use,
)

if TYPE_CHECKING:
    from teikei.plan.accounts import Key
    from teikei.plan.sets import Floats, PlanProblem

TOLERANCE = 1e-6


class Audited(Protocol):
    """What an audit reads of a plan: what was asked (case, book, members, options), its tables, and its
    claims (``value`` and ``amounts``)."""

    @property
    def problem(self) -> PlanProblem: ...
    @property
    def amounts(self) -> dict[Key, Floats]: ...
    @property
    def value(self) -> float: ...
    @property
    def ship(self) -> pl.DataFrame: ...
    @property
    def decisions(self) -> pl.DataFrame: ...
    @property
    def lent(self) -> pl.DataFrame: ...
    @property
    def in_quota(self) -> pl.DataFrame: ...
    @property
    def credits(self) -> pl.DataFrame: ...
    @property
    def cash(self) -> pl.DataFrame: ...


@dataclass(frozen=True, slots=True)
class Audit:
    """The recount: ``value_m`` from the tables, ``claimed_m`` from the plan, their relative ``difference``.

    ``by_account`` is the recount by account, in million. ``violations`` says in words which rules the plan
    breaks and which account of which firm differs from the plan's own by more than 1e-6 of the worth.
    """

    value_m: float
    claimed_m: float
    by_account: dict[str, float]
    violations: tuple[str, ...]

    @property
    def difference(self) -> float:
        return abs(self.value_m - self.claimed_m) / max(1.0, abs(self.claimed_m))

    @property
    def holds(self) -> bool:
        return self.difference <= TOLERANCE and not self.violations

    def __str__(self) -> str:
        word = "agrees" if self.holds else "DISAGREES"
        lines = [
            f"audit {word}: {self.value_m:,.3f} m recounted, {self.claimed_m:,.3f} m claimed "
            f"({self.difference:.1e} relative)"
        ]
        return "\n".join([*lines, *self.violations])


def audit(solution: Audited) -> Audit:
    """Recount a plan.

    Money: every account of every firm (present value, million). Rules: demand, permission, grants and their
    minima, quotas, CO2 pools, lines, minimum use, closing, tooling, ramps, development, launches, lead times,
    whole decisions; under cash limits, every member's money by year.
    """
    records = records_of(solution)
    demand = demand_of(records)
    guests = guests_of(records, demand)
    count = Count(records, demand, guests)
    accounts = accounts_of(count)
    by_account: dict[str, float] = {}
    for (account, _), amount in accounts.items():
        if account != "transfers":
            by_account[account] = by_account.get(account, 0.0) + amount
    found = [
        *(said for rule in RULES for said in rule(records)),
        *(said for rule in DEMAND_RULES for said in rule(records, demand)),
        *(said for rule in OUTPUT_RULES for said in rule(records, guests)),
        *_differing(solution, accounts),
        *(out_of_money(count, solution.cash) if solution.problem.options.cash_limits else ()),
    ]
    return Audit(sum(by_account.values()), solution.value, by_account, tuple(found))


RULES = (
    broken,
    too_early,
    unfollowed,
    unoffered,
    unpermitted,
    untooled,
    undeveloped,
    unlaunched,
    closed_or_left,
    over_grants,
    over_own_use,
    out_of_lease,
    over_quotas,
    over_pools,
)
DEMAND_RULES = (over_demand, unramped, under_grants)
OUTPUT_RULES = (over_lines, under_use)


def records_of(solution: Audited) -> Records:
    """The tables that a recount stands on: the case, the book, and the plan's own long tables."""
    problem = solution.problem
    begun = tuple(
        Begun(row["kind"], row["decision"], tuple(row["what"].split(" ")), row["first_year"], row["taken"])
        for row in solution.decisions.iter_rows(named=True)
    )
    lent = solution.lent.select("agreement", "plant", "guest", "year", "units").iter_rows()
    return Records(
        case=problem.case,
        book=problem.book,
        members=frozenset(problem.members),
        diversion=problem.options.diversion,
        ship=solution.ship,
        begun=begun,
        lent=tuple(Lease(*row) for row in lent),
        in_quota=solution.in_quota,
        handed=tuple(Handed(*row) for row in solution.credits.iter_rows()),
    )


def _differing(solution: Audited, counted: Mapping[tuple[str, str], float]) -> Iterator[str]:
    """Accounts whose present value the plan states otherwise."""
    weights = np.asarray(year_weights(solution.problem.case))
    claimed: dict[tuple[str, str], float] = {}
    for (account, firm, _), amount in solution.amounts.items():
        key = (account, firm)
        claimed[key] = claimed.get(key, 0.0) + float(weights @ amount)
    most = TOLERANCE * max(1.0, abs(solution.value))
    for key in sorted(set(claimed) | set(counted)):
        mine, theirs = counted.get(key, 0.0), claimed.get(key, 0.0)
        if abs(mine - theirs) > most:
            yield f"{key[0]} of {key[1]}: {mine:,.3f} m recounted, {theirs:,.3f} m claimed"
