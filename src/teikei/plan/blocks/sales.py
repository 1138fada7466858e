"""Block sales: what is sold, where, from which plant.

    ship[v,i,r,t] ≥ 0                                            cars a year
    Σ_{v of slot s, i} ship[v,i,r,t] ≤ D_s,t(g) − Σ_m share[m→s] D_m,t launched[m,t]        (row ``sales``)

D(g) is the demand of the book. The second term, the own optional launches of the same firm, is added by block
launch. Objective: w_t (price − parts − conversion − extra) a car.
"""

from __future__ import annotations

import numpy as np

from teikei.plan.sets import PlanProblem
from teikei.solve.program import Program


def sales(problem: PlanProblem, program: Program) -> None:
    """Adds the columns ``ship`` (million case currency a car in the objective) and the rows ``sales``."""
    ways, money = problem.routes, problem.routes.money
    route, year = np.nonzero(problem.ship_of >= 0)
    demand = problem.slots.demand[ways.slot[route], year]
    before_trade = money["price"] - money["parts"] - money["conversion"] - money["extra"]
    program.add_columns(
        "ship",
        {
            "variant": ways.variant[route],
            "plant": ways.plant[route],
            "market": ways.market[route],
            "year": problem.years[year],
        },
        upper=demand,
        objective=before_trade[route, year] * problem.weights[year] / 1e6,
    )
    cell = ways.slot[route] * problem.years.size + year
    cells, row = np.unique(cell, return_inverse=True)
    slot, at = cells // problem.years.size, cells % problem.years.size
    slots = problem.slots
    program.add_rows(
        "sales",
        {
            "model": slots.model[slot],
            "powertrain": slots.powertrain[slot],
            "market": slots.market[slot],
            "year": problem.years[at],
        },
        upper=slots.demand[slot, at],
        rows=row,
        columns=program["ship"].ids,
        values=np.ones(route.size),
    )
