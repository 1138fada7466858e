"""Block trade: what crossing borders costs.

    objective: − w_t (freight + transit capital + duty + duty on parts) a car, at the rates of each year
    in_quota[q,t] cars inside a preference quota save (normal duty − quota duty) each
    Σ in_quota ≤ the firm's share of the quota, or the whole of it for all members where the table names no
    firm

Duty, preferences by content and freight are worked out in `industry.landed`; a border without a tariff row is
an error.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from teikei.plan.sets import PlanProblem
from teikei.solve.blocks import Ids
from teikei.solve.program import Program


def trade(problem: PlanProblem, program: Program) -> None:
    """Adds the cost of trade to ``ship``, and for quotas the columns ``in_quota`` and rows ``quota``,
    ``quota_ship``."""
    money = problem.routes.money
    route, year = np.nonzero(problem.ship_of >= 0)
    cost = money["freight"] + money["transit"] + money["duty"] + money["parts_duty"]
    program.add_objective(program["ship"].ids, -cost[route, year] * problem.weights[year] / 1e6)
    _quotas(problem, program, route, year)


def _quotas(problem: PlanProblem, program: Program, route: Ids, year: Ids) -> None:
    ways = problem.routes
    saving = ways.quota_saving[route, year]
    at = np.flatnonzero(saving > 0)
    if not at.size:
        return
    table = problem.case["origin_rules"].filter(pl.col("quota_units").is_not_null())
    quota = {(row["rule"], row["quota_firm"]): row["quota_units"] for row in table.iter_rows(named=True)}
    rule = ways.quota_rule[route[at], year[at]]
    brand = ways.firm[route[at]]
    firm = [f if (str(q), str(f)) in quota else "any" for q, f in zip(rule, brand, strict=True)]
    columns = program.add_columns(
        "in_quota",
        {
            "variant": ways.variant[route[at]],
            "plant": ways.plant[route[at]],
            "market": ways.market[route[at]],
            "year": problem.years[year[at]],
        },
        objective=saving[at] * problem.weights[year[at]] / 1e6,
        upper=problem.slots.demand[ways.slot[route[at]], year[at]],
    )
    ship = program["ship"].start + problem.ship_of[route[at], year[at]]
    program.add_rows(
        "quota_ship", {"car": np.arange(at.size)}, upper=0.0,
        rows=np.tile(np.arange(at.size), 2), columns=np.concatenate([columns.ids, ship]),
        values=np.concatenate([np.ones(at.size), -np.ones(at.size)]),
    )  # fmt: skip
    cells = sorted({(str(q), str(f), int(t)) for q, f, t in zip(rule, firm, year[at], strict=True)})
    place = {cell: k for k, cell in enumerate(cells)}
    program.add_rows(
        "quota",
        {
            "rule": [c[0] for c in cells],
            "firm": [c[1] for c in cells],
            "year": [int(problem.years[c[2]]) for c in cells],
        },
        upper=[quota[(q, f)] for q, f, _ in cells],
        rows=[place[(str(q), str(f), int(t))] for q, f, t in zip(rule, firm, year[at], strict=True)],
        columns=columns.ids,
        values=np.ones(at.size),
    )
