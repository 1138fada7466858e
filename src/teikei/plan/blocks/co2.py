"""Block co2: fleets against their target, and the pools that count them together.

    excess[f,r,τ] ≥ Σ_{t in τ} Σ_v (g_v − reference_f,r,t) ship[v,·,r,t] / 1000 − Σ credit in + Σ credit out
                                                                                             (``co2``)
    credit[a,g→f,r,τ] ≤ what the pool's grant lets the partner hand over in τ
    Σ_f credit[a,g→f,r,τ] ≤ slack of an outside partner g in τ                               (``slack``)

Both in kg/km: grams a km times cars, over 1000. Objective: − w 1000 penalty excess, at the weight of the
window's last year. The dual of a row ``co2`` is the price of a gram, between 0 and the penalty
(`plan.fleets` has the reference; `industry.co2` the arithmetic of one pool by itself).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from teikei.plan.fleets import GRAMS, handed_over, slack_of, window
from teikei.plan.sets import Credit, Fleet, PlanProblem
from teikei.solve.program import Columns, Program


def co2(problem: PlanProblem, program: Program) -> None:
    """Adds the columns ``excess`` and ``credit`` (kg/km) and the rows ``co2`` and ``slack``."""
    if not problem.fleets:
        return
    last = [int(fleet.years[-1]) for fleet in problem.fleets]
    weights = problem.weights[last]
    excess = program.add_columns(
        "excess",
        {
            "firm": [fleet.firm for fleet in problem.fleets],
            "market": [fleet.market for fleet in problem.fleets],
            "customs_class": [fleet.customs_class for fleet in problem.fleets],
            "year": problem.years[last],
        },
        objective=-weights * np.array([fleet.penalty for fleet in problem.fleets]) * GRAMS / 1e6,
    )
    held = handed_over(problem)
    credit = _credits(problem, program, held)
    rows, columns, values = [], [], []
    for k, fleet in enumerate(problem.fleets):
        at, ids, grams = _cars(problem, program, fleet)
        rows += [k] * (at + 1)
        columns += [*ids, int(excess.ids[k])]
        values += [*grams, -1.0]
    place = {(f.firm, f.market, f.customs_class, int(f.years[-1])): k for k, f in enumerate(problem.fleets)}
    for j, (one, t) in enumerate(held):
        for firm, sign in ((one.taker, -1.0), (one.giver, 1.0)):
            row = place.get((firm, one.market, one.customs_class, t))
            if row is not None and credit is not None:
                rows.append(row)
                columns.append(int(credit.ids[j]))
                values.append(sign)
    program.add_rows("co2", excess.labels, upper=0.0, rows=rows, columns=columns, values=values)
    if credit is not None:
        _slack(problem, program, held, credit)


def _cars(problem: PlanProblem, program: Program, fleet: Fleet) -> tuple[int, list[int], list[float]]:
    """Columns ``ship`` of a fleet in its window, and the kg/km that one car adds."""
    ways = problem.routes
    mine = (ways.firm == fleet.firm) & (ways.market == fleet.market) & (ways.co2_class == fleet.customs_class)
    ids: list[int] = []
    grams: list[float] = []
    for t in fleet.years:
        here = np.flatnonzero(mine & (problem.ship_of[:, t] >= 0))
        ids += (program["ship"].start + problem.ship_of[here, t]).tolist()
        grams += ((ways.co2[here] - fleet.reference[t]) / GRAMS).tolist()
    return len(ids), ids, grams


def _credits(problem: PlanProblem, program: Program, held: list[tuple[Credit, int]]) -> Columns | None:
    if not held:
        return None
    most = [float(one.limit[window(problem, one, t).years].sum()) for one, t in held]
    return program.add_columns(
        "credit",
        {
            "agreement": [one.agreement for one, _ in held],
            "giver": [one.giver for one, _ in held],
            "taker": [one.taker for one, _ in held],
            "market": [one.market for one, _ in held],
            "customs_class": [one.customs_class for one, _ in held],
            "year": [int(problem.years[t]) for _, t in held],
        },
        upper=most,
    )


def _slack(problem: PlanProblem, program: Program, held: list[tuple[Credit, int]], credit: Columns) -> None:
    """What one outside partner hands to all its takers in a window."""
    slack = slack_of(problem.case)
    groups: dict[tuple[str, str, str, int], list[int]] = {}
    for j, (one, t) in enumerate(held):
        if one.giver not in problem.members:
            groups.setdefault((one.giver, one.market, one.customs_class, t), []).append(j)
    rows, columns, upper = [], [], []
    labels: dict[str, list[Any]] = {"giver": [], "market": [], "customs_class": [], "year": []}
    for i, (key, some) in enumerate(groups.items()):
        grams, cars = slack[key[:3]]
        longest = max(window(problem, *held[j]).years.size for j in some)
        upper.append(max(0.0, grams * cars / GRAMS) * longest)
        rows += [i] * len(some)
        columns += [int(credit.ids[j]) for j in some]
        for name, value in zip(labels, (*key[:3], int(problem.years[key[3]])), strict=True):
            labels[name].append(value)
    if upper:
        program.add_rows("slack", labels, upper=upper, rows=rows, columns=columns, values=np.ones(len(rows)))
