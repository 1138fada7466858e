"""Block presence: the sales organisation of a firm in a market.

fixed cost of (f, r) every year, unless the firm may leave:  left[f,r,e] ∈ {0,1} saves it from review e on
ship[v,i,r,t] ≤ D (1 − Σ_{e ≤ t} left[f,r,e])                                                (``presence``)
"""

from __future__ import annotations

import numpy as np

from teikei.plan.sets import PlanProblem
from teikei.solve.program import Program


def presence(problem: PlanProblem, program: Program) -> None:
    """Adds the columns ``left`` and the rows ``left_once`` and ``presence``."""
    pairs = sorted(problem.may_leave)
    if not pairs:
        return
    reviews = problem.case.settings.reviews
    options = [(pair, int(e)) for pair in pairs for e in reviews]
    gain = [
        float((problem.presence_m[pair] * problem.weights)[problem.years >= e].sum()) for pair, e in options
    ]
    columns = program.add_columns(
        "left",
        {
            "firm": [p[0] for p, _ in options],
            "market": [p[1] for p, _ in options],
            "review": [e for _, e in options],
        },
        upper=1.0,
        objective=gain,
        integer=True,
    )
    program.add_rows(
        "left_once",
        {"firm": [p[0] for p in pairs], "market": [p[1] for p in pairs]},
        upper=1.0,
        rows=np.repeat(np.arange(len(pairs)), len(reviews)),
        columns=columns.ids,
        values=np.ones(columns.size),
    )
    rows: list[int] = []
    cols: list[int] = []
    values: list[float] = []
    upper: list[float] = []
    start = program["ship"].start
    for k, (firm, market) in enumerate(pairs):
        for route in np.flatnonzero((problem.routes.firm == firm) & (problem.routes.market == market)):
            for t in np.flatnonzero(problem.ship_of[route] >= 0):
                gone = [
                    columns.start + k * len(reviews) + j
                    for j, e in enumerate(reviews)
                    if problem.years[t] >= e
                ]
                if not gone:
                    continue
                demand = float(problem.slots.demand[problem.routes.slot[route], t])
                row = len(upper)
                upper.append(demand)
                rows += [row] * (1 + len(gone))
                cols += [start + int(problem.ship_of[route, t]), *gone]
                values += [1.0] + [demand] * len(gone)
    if upper:
        program.add_rows(
            "presence", {"row": np.arange(len(upper))}, upper=upper, rows=rows, columns=cols, values=values
        )
