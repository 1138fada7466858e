"""Block cash: off in worths. When on, no member runs out of money.

    (``cash``)  cash_0 + Σ_{u≤t} flow[f,u] + borrow[f,t] − r Σ_{u<t} borrow[f,u] ≥ floor[f]
    0 ≤ borrow[f,t] ≤ limit[f] + short[f]

flow[f,t] is the money of `plan.cash` in the year it is spent, fees of the book between members included;
borrow is debt at the end of a year, with interest a year later. Neither is in the objective: limits forbid
plans and change no plan's worth. ``short`` exists only where no plan keeps the limits, to find how much
credit is lacking.

What sharing saves from a taker's first car on (block scale) is money of the brands, car by car:

    spared[f,k,t] ≤ Σ_{r of f} saving[k,r,t] ship[r,t]                                       (``spared``)
    spared[f,k,t] ≤ S[f,k,t] earned[k,t]                                                     (``spared_then``)
"""

from __future__ import annotations

from typing import Any

import numpy as np

from teikei.plan.cash import fixed_flow, flow_terms
from teikei.plan.sets import Floats, Ints, PlanProblem
from teikei.solve.program import Columns, Program


def cash(problem: PlanProblem, program: Program) -> None:
    """Adds the columns ``borrow`` (``spared``, ``short``) and the rows ``cash``, all in million."""
    if not problem.cash:
        return
    n = problem.years.size
    names = np.repeat([limit.firm for limit in problem.cash], n)
    labels = {"firm": names, "year": np.tile(problem.years, len(problem.cash))}
    most = [np.inf if one.elastic else one.limit_m + one.beyond_m for one in problem.cash]
    borrow = program.add_columns("borrow", labels, upper=np.repeat(most, n))
    spared = _spared(problem, program)
    entries: list[tuple[Ints, Ints, Floats]] = []
    upper: list[Floats] = []
    for k, limit in enumerate(problem.cash):
        base, debts = k * n, borrow.ids[k * n : (k + 1) * n]
        for columns, years, values in flow_terms(problem, program, limit.firm):
            entries += [(base + t, c, -v) for t, c, v in _from_then_on(columns, years, values, n)]
        if limit.firm in spared:
            columns, years = spared[limit.firm]
            held = _from_then_on(columns, years, np.ones(years.size), n)
            entries += [(base + t, c, -v) for t, c, v in held]
        entries.append((base + np.arange(n), debts, -np.ones(n)))
        late, early = np.tril_indices(n, -1)
        entries.append((base + late, debts[early], np.full(late.size, limit.rate)))
        upper.append(limit.opening_m - limit.floor_m + np.cumsum(fixed_flow(problem, limit.firm)))
    rows, ids, values = (np.concatenate(part) for part in zip(*entries, strict=True))
    program.add_rows("cash", labels, upper=np.concatenate(upper), rows=rows, columns=ids, values=values)
    if any(limit.elastic for limit in problem.cash):
        _short(problem, program, borrow)


def _from_then_on(columns: Ints, years: Ints, values: Floats, n: int) -> list[tuple[Ints, Ints, Floats]]:
    """Money of a year counts in the balance of that year and of every later one."""
    found = []
    for t in range(n):
        some = years <= t
        found.append((np.full(int(some.sum()), t), columns[some], values[some]))
    return found


def _spared(problem: PlanProblem, program: Program) -> dict[str, tuple[Ints, Ints]]:
    """Member with a limit -> columns ``spared``, one a saving in doubt and year, and positions of years."""
    if "earned" not in program:
        return {}
    earned = program["earned"]
    cells: list[tuple[str, int, int, Ints, Floats]] = []
    for firm in (limit.firm for limit in problem.cash):
        for k in range(earned.size):
            what, resource = str(earned.labels["what"][k]).split(" ", 1)
            t = int(np.searchsorted(problem.years, int(earned.labels["year"][k])))
            a_car = problem.savings[what, resource][:, t] / 1e6
            mine = (problem.routes.firm == firm) & (problem.ship_of[:, t] >= 0) & (a_car > 0)
            if mine.any():
                cells.append((firm, k, t, np.flatnonzero(mine), a_car[mine]))
    if not cells:
        return {}
    at = [k for _, k, _, _, _ in cells]
    labels: dict[str, Any] = {"firm": [firm for firm, *_ in cells]}
    labels |= {name: values[at] for name, values in earned.labels.items()}
    most = np.array([_largest(problem, route, a_car, t) for _, _, t, route, a_car in cells])
    columns = program.add_columns("spared", labels, upper=most)
    each = np.arange(len(cells))
    cars = [program["ship"].start + problem.ship_of[route, t] for _, _, t, route, _ in cells]
    rows = np.concatenate([each, np.repeat(each, [c.size for c in cars])])
    values = np.concatenate([np.ones(len(cells)), *(-a_car for *_, a_car in cells)])
    program.add_rows(
        "spared", labels, upper=0.0, rows=rows, columns=np.concatenate([columns.ids, *cars]), values=values
    )
    program.add_rows(
        "spared_then", labels, upper=0.0, rows=np.concatenate([each, each]),
        columns=np.concatenate([columns.ids, earned.start + np.array(at)]),
        values=np.concatenate([np.ones(len(cells)), -most]),
    )  # fmt: skip
    found = {}
    for firm in {firm for firm, *_ in cells}:
        places = [n for n, cell in enumerate(cells) if cell[0] == firm]
        found[firm] = columns.start + np.array(places), np.array([cells[n][2] for n in places])
    return found


def _largest(problem: PlanProblem, route: Ints, a_car: Floats, t: int) -> float:
    """Million that a member's cars of a year spare if all demand is met by what spares most."""
    most = np.zeros(problem.slots.demand.shape[0])
    np.maximum.at(most, problem.routes.slot[route], a_car)
    return float(most @ problem.slots.demand[:, t])


def _short(problem: PlanProblem, program: Program, borrow: Columns) -> None:
    """borrow[f,t] − short[f] ≤ limit[f]: how much more credit a plan would need."""
    n = problem.years.size
    short = program.add_columns("short", {"firm": [limit.firm for limit in problem.cash]})
    each = np.arange(borrow.size)
    program.add_rows(
        "credit_line",
        borrow.labels,
        upper=np.repeat([limit.limit_m for limit in problem.cash], n),
        rows=np.concatenate([each, each]),
        columns=np.concatenate([borrow.ids, np.repeat(short.ids, n)]),
        values=np.concatenate([np.ones(borrow.size), -np.ones(borrow.size)]),
    )
