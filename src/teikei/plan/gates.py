"""Rows that let cars flow only once something is started: Σ ship ≤ limit · Σ_options share · start.

One row for each (gate, group, year); written tight, per demand row, so that the relaxation is close.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from teikei.plan.sets import Choices, Floats, Ints, PlanProblem
from teikei.solve.program import Columns, Program


@dataclass(frozen=True, slots=True, eq=False)
class Gate:
    """Pairs (route, gate) with the group that shares one limit, and the limit (group, year)."""

    route: Ints
    gate: Ints
    group: Ints
    limit: Floats


def add_starts(program: Program, name: str, problem: PlanProblem, choices: Choices) -> Columns | None:
    """Binary columns of the options, with the present value of their annuities as cost, and one start at most
    each."""
    if not choices.size:
        return None
    cost = choices.paid_m @ problem.weights
    labels = {"what": [" ".join(n[1:-1]) for n in choices.names], "year": [n[-1] for n in choices.names]}
    columns = program.add_columns(name, labels, upper=1.0, objective=-cost, integer=True)
    count = np.bincount(choices.what)
    several = np.flatnonzero(count > 1)
    if several.size:
        place = np.full(count.size, -1)
        place[several] = np.arange(several.size)
        inside = np.flatnonzero(place[choices.what] >= 0)
        what = [labels["what"][int(np.flatnonzero(choices.what == k)[0])] for k in several]
        program.add_rows(
            f"{name}_once", {"what": what}, upper=1.0,
            rows=place[choices.what[inside]], columns=columns.ids[inside], values=np.ones(inside.size),
        )  # fmt: skip
    return columns


def add_gates(
    program: Program, name: str, problem: PlanProblem, choices: Choices, starts: Columns, gate: Gate
) -> None:
    """Σ_{routes of the pair (gate, group)} ship[·,t] ≤ limit[group,t] · Σ_options share[option,t]
    start[option]."""
    ship = problem.ship_of[gate.route]
    exists = (ship >= 0) & np.isfinite(gate.limit[gate.group])
    pair, year = np.nonzero(exists)
    if not pair.size:
        return
    years = problem.years.size
    groups = gate.limit.shape[0]
    cell = (gate.gate[pair] * groups + gate.group[pair]) * years + year
    cells, row = np.unique(cell, return_inverse=True)
    at_year = cells % years
    at_group = (cells // years) % groups
    at_gate = cells // years // groups
    limit = gate.limit[at_group, at_year]
    mine, option = _options(choices, at_gate)
    share = choices.share[option, at_year[mine]]
    mine, option, share = mine[share > 0], option[share > 0], share[share > 0]
    rows, columns, values = [row], [program["ship"].start + ship[pair, year]], [np.ones(pair.size)]
    rows.append(mine)
    columns.append(starts.start + option)
    values.append(-limit[mine] * share)
    what = {k: " ".join(choices.names[i][1:-1]) for i, k in reversed(list(enumerate(choices.what)))}
    program.add_rows(
        name,
        {"what": [what.get(int(g), "?") for g in at_gate], "group": at_group, "year": problem.years[at_year]},
        upper=0.0,
        rows=np.concatenate(rows),
        columns=np.concatenate(columns),
        values=np.concatenate(values),
    )


def _options(choices: Choices, gates: Ints) -> tuple[Ints, Ints]:
    """Every pair (position in ``gates``, option of that gate)."""
    order = np.argsort(choices.what, kind="stable")
    count = np.bincount(choices.what, minlength=int(gates.max()) + 1)
    first = np.cumsum(count) - count
    each = count[gates]
    place = np.repeat(np.arange(gates.size), each)
    along = np.arange(place.size) - np.repeat(np.cumsum(each) - each, each)
    return place, order[first[gates[place]] + along]
