"""Block development: a platform is developed or adopted, a technology fitted, before a car uses it.

    developed[k,f,e] ∈ {0,1}, at most one start;  cost: annuity in every year of use
    Σ ship of slot s that uses k in t ≤ D_s,t Σ_e share[e,t] developed[k,f,e]          (``development``)

An owner pays the development of a platform that is still to come (owners in equal parts, and all of them
before any car uses it, whoever has cars on it); a taker pays
follower_factor × development, a partner in its development ``joining_cost`` × development (a badge twin of
the owner's own car pays nothing here: its engineering is its launch); a licensee pays the fixed cost of
fitting the technology. A taker adopts only what its owners develop: adopt ≤ Σ develop of each by then
(``follow``).
"""

from __future__ import annotations

import numpy as np

from teikei.plan.gates import Gate, add_gates, add_starts
from teikei.plan.sets import PlanProblem
from teikei.solve.program import Columns, Program


def development(problem: PlanProblem, program: Program) -> None:
    """Adds the columns ``developed`` and the rows ``developed_once``, ``development`` and ``follow``."""
    starts = add_starts(program, "developed", problem, problem.developments)
    if starts is None:
        return
    route = np.array([i for i, _ in problem.development_of], dtype=np.int64)
    what = np.array([k for _, k in problem.development_of], dtype=np.int64)
    gate = Gate(route, what, problem.routes.slot[route], problem.slots.demand)
    add_gates(program, "development", problem, problem.developments, starts, gate)
    _follow(problem, program, starts)


def _follow(problem: PlanProblem, program: Program, starts: Columns) -> None:
    """adopt[k, taker, e] ≤ Σ develop[k, owner, e'] usable by the same year, for every owner that is a
    member."""
    names = problem.developments.names
    developing: dict[str, dict[str, list[int]]] = {}
    for j, name in enumerate(names):
        if name[0] == "develop":
            developing.setdefault(name[1], {}).setdefault(name[2], []).append(j)
    rows: list[int] = []
    columns: list[int] = []
    values: list[float] = []
    labels: list[str] = []
    for j, name in enumerate(names):
        for options in developing.get(name[1], {}).values() if name[0] == "adopt" else ():
            row = len(labels)
            labels.append(" ".join(name[1:-1]))
            rows.append(row)
            columns.append(starts.start + j)
            values.append(1.0)
            for owner in options:
                if problem.developments.first_year[owner] <= problem.developments.first_year[j]:
                    rows.append(row)
                    columns.append(starts.start + owner)
                    values.append(-1.0)
    if labels:
        program.add_rows(
            "follow",
            {"what": labels, "row": np.arange(len(labels))},
            upper=0.0,
            rows=rows,
            columns=columns,
            values=values,
        )
