"""Block permission: the volumes of grants.

    (``permission``)  for every taker, resource and set M of models that matters
        least[M,t] ≤ Σ ship of the taker's cars of M that use the resource in t ≤ Σ limits of grants for M

One grant may hold for any model and another for some: the rows of all sets M together hold if and only if the
cars can be shared out among the grants (`plan.volumes`, which also says how far a minimum goes).
That a route exists at all only where everything it needs is owned or granted is settled when the routes are
made (`plan.permits`): AND over what it needs, OR over agreements, until the term ends.
"""

from __future__ import annotations

import numpy as np

from teikei.plan.sets import PlanProblem
from teikei.solve.program import Program


def permission(problem: PlanProblem, program: Program) -> None:
    """Adds the rows ``permission``."""
    rows, columns, lower, upper = [], [], [], []
    labels: list[tuple[str, str, str, str, int]] = []
    for limit in problem.limits:
        ship = problem.ship_of[limit.routes]
        for t in range(problem.years.size):
            mine = ship[:, t][ship[:, t] >= 0]
            if not mine.size or (not np.isfinite(limit.limit[t]) and limit.minimum[t] <= 0):
                continue
            rows.append(np.full(mine.size, len(labels)))
            columns.append(program["ship"].start + mine)
            lower.append(limit.minimum[t] if limit.minimum[t] > 0 else -np.inf)
            upper.append(limit.limit[t])
            names = "+".join(limit.agreements), limit.taker, limit.resource, "+".join(limit.models)
            labels.append((*names, int(problem.years[t])))
    words = ("agreement", "taker", "resource", "models", "year")
    if labels:
        flat = np.concatenate(columns)
        program.add_rows(
            "permission",
            dict(zip(words, zip(*labels, strict=True), strict=True)),
            lower=lower, upper=upper, rows=np.concatenate(rows), columns=flat, values=np.ones(flat.size),
        )  # fmt: skip
