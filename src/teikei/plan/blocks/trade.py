"""Block trade: what crossing borders costs.

    objective: − w_t (freight + transit capital + duty + duty on parts) a car, at the rates of each year
    in_quota[v,i,r,q,t] cars that enter by quota q save (duty outside − duty inside) each
    (``quota``)       Σ in_quota of q in t ≤ places[q,t]
    (``quota_ship``)  Σ_{q in Q} in_quota[v,i,r,q,t] ≤ ship[v,i,r,t] · share of t on which one of Q holds
                      for every set Q of quotas open to a route (one, as a rule)

A quota is a row of origin_rules.csv: a rule at one border, for one firm or any, between two dates; places and
days are those of the part of the year on which it holds (`industry.quotas`). A quota for any firm is taken by
members only: other makers' cars are not in the plan. Duty, preferences by content and freight are worked out
in `industry.landed`; a border without a tariff row is an error.
"""

from __future__ import annotations

import datetime as dt
from itertools import combinations

import numpy as np

from teikei.base.errors import CaseError, Fault
from teikei.industry.quotas import days_in
from teikei.plan.sets import PlanProblem
from teikei.solve.program import Columns, Program

MOST_QUOTAS = 10
"""Most quotas that one route may enter by in a year: their subsets are listed."""


def trade(problem: PlanProblem, program: Program) -> None:
    """Adds the cost of trade to ``ship``, and for quotas the columns ``in_quota`` and rows ``quota``,
    ``quota_ship``.

    Raises
    ------
    CaseError
        so many quotas are open to a car that their combinations cannot be listed
    """
    money = problem.routes.money
    route, year = np.nonzero(problem.ship_of >= 0)
    cost = money["freight"] + money["transit"] + money["duty"] + money["parts_duty"]
    program.add_objective(program["ship"].ids, -cost[route, year] * problem.weights[year] / 1e6)
    if problem.entries.size:
        columns = _in_quota(problem, program)
        _places(problem, program, columns)
        _shipped(problem, program, columns)


def _in_quota(problem: PlanProblem, program: Program) -> Columns:
    ways, entries = problem.routes, problem.entries
    names = np.array([quota.name for quota in entries.quotas])
    return program.add_columns(
        "in_quota",
        {
            "variant": ways.variant[entries.route],
            "plant": ways.plant[entries.route],
            "market": ways.market[entries.route],
            "quota": names[entries.quota],
            "year": problem.years[entries.year],
        },
        objective=entries.saving * problem.weights[entries.year] / 1e6,
        upper=problem.slots.demand[ways.slot[entries.route], entries.year],
    )


def _places(problem: PlanProblem, program: Program, columns: Columns) -> None:
    """``quota``: one row for each quota and year."""
    entries = problem.entries
    cells, row = np.unique(np.stack([entries.quota, entries.year]), axis=1, return_inverse=True)
    held = [entries.quotas[q] for q in cells[0]]
    program.add_rows(
        "quota",
        {"quota": [quota.name for quota in held], "year": problem.years[cells[1]]},
        upper=[quota.places[t] for quota, t in zip(held, cells[1], strict=True)],
        rows=row.reshape(-1),
        columns=columns.ids,
        values=np.ones(entries.size),
    )


def _shipped(problem: PlanProblem, program: Program, columns: Columns) -> None:
    """``quota_ship``: one row for each route, year and set of quotas that could ask for the same cars."""
    entries, ways = problem.entries, problem.routes
    open_to: dict[tuple[int, int], list[int]] = {}
    for k in range(entries.size):
        open_to.setdefault((int(entries.route[k]), int(entries.year[k])), []).append(k)
    labels: list[tuple[str, str, str, str, int]] = []
    triplets: list[tuple[int, int, float]] = []
    for (route, t), mine in open_to.items():
        year = int(problem.years[t])
        if len(mine) > MOST_QUOTAS:
            raise CaseError(_too_many(str(ways.variant[route]), str(ways.market[route]), year, len(mine)))
        length = (dt.date(year + 1, 1, 1) - dt.date(year, 1, 1)).days
        for size in range(1, len(mine) + 1):
            for some in combinations(mine, size):
                days = days_in([entries.days[k] for k in some])
                if size > 1 and days == sum(days_in([entries.days[k]]) for k in some):
                    continue  # they hold on different days: the rows of each say it
                names = "+".join(entries.quotas[entries.quota[k]].name for k in some)
                triplets += [(len(labels), columns.start + k, 1.0) for k in some]
                ship = program["ship"].start + int(problem.ship_of[route, t])
                triplets.append((len(labels), ship, -days / length))
                way = str(ways.variant[route]), str(ways.plant[route]), str(ways.market[route])
                labels.append((*way, names, year))
    rows, ids, values = zip(*triplets, strict=True)
    words = ("variant", "plant", "market", "quota", "year")
    program.add_rows(
        "quota_ship", dict(zip(words, zip(*labels, strict=True), strict=True)),
        upper=0.0, rows=rows, columns=ids, values=values,
    )  # fmt: skip


def _too_many(variant: str, market: str, year: int, count: int) -> Fault:
    return Fault(
        f"origin_rules.csv, {variant} into {market}, {year}",
        f"{count} quotas are open to it, more than {MOST_QUOTAS}",
        "every combination of them limits cars, and so many cannot be listed",
        "write quotas that hold at different dates as one rule with dates, or join equal ones",
    )
