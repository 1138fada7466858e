"""Block capacity: a plant builds no more than its lines can take, and nothing once it is closed.

    (``capacity``)     Σ ship of constructions S at i + lent + reserved
                           ≤ capacity[i,S,t] (1 − closed by t) + overtime[i,t]
    (``minimum_use``)  Σ ship at i + lent + reserved ≥ minimum_share · capacity (1 − closed)
    (``closing``)      ship[v,i,r,t] ≤ D (1 − closed by t)
    (``overtime_ends``) overtime[i,t] ≤ overtime_share · capacity (1 − closed by t)
    objective − w_t · premium · conversion a car of overtime
    closed[i,e] ∈ {0,1}: from review e on; saves the fixed cost, pays the closing cost once; for good

A set S tighter than the plant also keeps to capacity[i,S,t] (1 + overtime_share), and so do members' cars at
a plant of others.
Rows exist for every set S of constructions that is tighter than the whole plant. ``lent``: cars of guests
that do not plan, at the volume and fee of the agreement; their construction is not known, so they count in
every set. ``reserved``: cars of planning firms that are not members.
"""

from __future__ import annotations

import numpy as np

from teikei.plan.sets import Floats, Ints, PlanProblem
from teikei.solve.program import Columns, Program


class _Entries:
    """Entries of the rows being written: arrays of row, column and value."""

    def __init__(self) -> None:
        self.rows: list[Ints] = []
        self.columns: list[Ints] = []
        self.values: list[Floats] = []

    def put(self, rows: Ints, columns: Ints, values: Floats) -> None:
        self.rows.append(rows)
        self.columns.append(columns)
        self.values.append(values)


def capacity(problem: PlanProblem, program: Program) -> None:
    """Adds the columns ``overtime``, ``lent``, ``closed`` and the rows ``capacity``, ``minimum_use``,
    ``closing``, ``overtime_ends``."""
    overtime = _overtime(problem, program)
    lent = _lent(problem, program)
    closed, closing = _closed(problem, program)
    plants = problem.plants
    years = problem.years.size
    entries = _Entries()
    labels: list[tuple[str, str]] = []
    upper: list[Floats] = []
    built, exists = _built(problem), np.asarray((problem.ship_of >= 0).any(axis=1))
    for plant in plants.names:
        for some, limit in plants.capacity[plant].items():
            route = np.array([k for k, c in built.get(plant, []) if c in some], dtype=np.int64)
            guests = lent.get(plant, [])
            if not exists[route].any() and not guests:
                continue
            base = len(labels) * years
            _fill(entries, problem, program, base, route)
            each = np.arange(base, base + years)
            if plant in overtime:
                entries.put(each, overtime[plant], -np.ones(years))
            for column in guests:
                entries.put(each, column, np.ones(years))
            for e, column_id in closed.get(plant, []):
                shut = np.flatnonzero(problem.years >= e)
                entries.put(base + shut, np.full(shut.size, column_id), limit[shut])
            labels.append((plant, "+".join(sorted(some)) or "any"))
            upper.append(np.maximum(0.0, limit - plants.held(plant, some)))
            if plant in overtime and some != max(plants.capacity[plant], key=len):
                # Overtime of the whole plant cannot all be worked on a few of its lines.
                base = len(labels) * years
                _fill(entries, problem, program, base, route)
                for column in guests:
                    entries.put(np.arange(base, base + years), column, np.ones(years))
                labels.append((plant, "+".join(sorted(some)) + " with overtime"))
                most = limit * (1.0 + plants.overtime_share[plant]) - plants.held(plant, some)
                upper.append(np.maximum(0.0, most))
    _abroad(entries, problem, program, labels, upper)
    if not upper:
        return
    program.add_rows(
        "capacity",
        {
            "plant": np.repeat([plant for plant, _ in labels], years),
            "construction": np.repeat([some for _, some in labels], years),
            "year": np.tile(problem.years, len(labels)),
        },
        upper=np.concatenate(upper),
        rows=np.concatenate(entries.rows),
        columns=np.concatenate(entries.columns),
        values=np.concatenate(entries.values),
    )
    _minimum_use(problem, program, lent, closed)
    if closing is not None:
        _closing(problem, program, closed)
        _overtime_ends(problem, program, overtime, closed)


def _abroad(
    entries: _Entries,
    problem: PlanProblem,
    program: Program,
    labels: list[tuple[str, str]],
    upper: list[Floats],
) -> None:
    """Members' cars at plants of others: no more than the lines there take."""
    built = _built(problem)
    for plant, sets in problem.plants.abroad.items():
        for some, most in sets.items():
            route = np.array([k for k, c in built.get(plant, []) if c in some], dtype=np.int64)
            if (problem.ship_of[route] >= 0).any():
                _fill(entries, problem, program, len(labels) * problem.years.size, route)
                labels.append((plant, "+".join(sorted(some))))
                upper.append(most)


def _built(problem: PlanProblem) -> dict[str, list[tuple[int, str]]]:
    """Of each plant its routes and their constructions."""
    found: dict[str, list[tuple[int, str]]] = {}
    routes = zip(problem.routes.plant.tolist(), problem.routes.construction.tolist(), strict=True)
    for k, (plant, construction) in enumerate(routes):
        found.setdefault(plant, []).append((k, construction))
    return found


def _fill(entries: _Entries, problem: PlanProblem, program: Program, base: int, route: Ints) -> None:
    """Every car of some routes counts in the row of its year."""
    ship = problem.ship_of[route]
    r, t = np.nonzero(ship >= 0)
    entries.put(base + t, program["ship"].start + ship[r, t], np.ones(r.size))


def _overtime(problem: PlanProblem, program: Program) -> dict[str, Ints]:
    plants = [p for p in problem.plants.names if problem.plants.overtime_share[p] > 0]
    if not plants:
        return {}
    years = problem.years.size
    total = [problem.plants.capacity[p][max(problem.plants.capacity[p], key=len)] for p in plants]
    columns = program.add_columns(
        "overtime",
        {"plant": np.repeat(plants, years), "year": np.tile(problem.years, len(plants))},
        upper=np.concatenate(
            [problem.plants.overtime_share[p] * c for p, c in zip(plants, total, strict=True)]
        ),
        objective=np.concatenate([-problem.plants.overtime_cost[p] * problem.weights / 1e6 for p in plants]),
    )
    return {p: columns.ids[k * years : (k + 1) * years] for k, p in enumerate(plants)}


def _lent(problem: PlanProblem, program: Program) -> dict[str, list[Ints]]:
    if not problem.lent:
        return {}
    years = problem.years.size
    columns = program.add_columns(
        "lent",
        {
            "agreement": np.repeat([guest.agreement for guest in problem.lent], years),
            "plant": np.repeat([guest.plant for guest in problem.lent], years),
            "guest": np.repeat([guest.guest for guest in problem.lent], years),
            "year": np.tile(problem.years, len(problem.lent)),
        },
        lower=np.concatenate([guest.minimum for guest in problem.lent]),
        upper=np.concatenate([guest.limit for guest in problem.lent]),
        objective=np.concatenate(
            [-problem.plants.conversion[guest.plant] * problem.weights / 1e6 for guest in problem.lent]
        ),
    )
    found: dict[str, list[Ints]] = {}
    for k, guest in enumerate(problem.lent):
        found.setdefault(guest.plant, []).append(columns.ids[k * years : (k + 1) * years])
    return found


def _closed(
    problem: PlanProblem, program: Program
) -> tuple[dict[str, list[tuple[int, int]]], Columns | None]:
    """Closing options: plant -> [(review, column)]. Saves the fixed cost from the review on (until an
    announced end)."""
    plants = problem.plants
    options = [
        (plant, int(e))
        for plant in plants.names
        for e in problem.case.settings.reviews
        if (first := plants.may_close_from[plant]) is not None
        and e >= first
        and e <= (plants.closes_after[plant] or 9999)
    ]
    if not options:
        return {}, None
    gain = []
    for plant, e in options:
        own = [s for f, s in plants.shares[plant].items() if f in problem.members]
        weights = problem.weights * np.sum(own, axis=0)
        saved = (problem.years >= e) & (problem.years <= (plants.closes_after[plant] or 9999))
        at = float(weights[problem.years == e].sum())
        gain.append(plants.fixed_m[plant] * float(weights[saved].sum()) - plants.closing_m[plant] * at)
    columns = program.add_columns(
        "closed",
        {"plant": [p for p, _ in options], "review": [e for _, e in options]},
        upper=1.0,
        objective=gain,
        integer=True,
    )
    found: dict[str, list[tuple[int, int]]] = {}
    for k, (plant, e) in enumerate(options):
        found.setdefault(plant, []).append((e, columns.start + k))
    names = sorted(found)
    program.add_rows(
        "closed_once", {"plant": names}, upper=1.0,
        rows=np.repeat(np.arange(len(names)), [len(found[p]) for p in names]),
        columns=[c for p in names for _, c in found[p]], values=np.ones(len(options)),
    )  # fmt: skip
    return found, columns


def _minimum_use(
    problem: PlanProblem,
    program: Program,
    lent: dict[str, list[Ints]],
    closed: dict[str, list[tuple[int, int]]],
) -> None:
    plants = [p for p in problem.plants.names if problem.plants.minimum_share[p] > 0]
    entries: list[tuple[int, int, float]] = []
    lower: list[float] = []
    labels: list[tuple[str, int]] = []
    start = program["ship"].start
    for plant in plants:
        capacity_of = problem.plants.capacity[plant]
        whole = capacity_of[max(capacity_of, key=len)]
        least = problem.plants.minimum_share[plant] * whole - problem.plants.held(plant)
        ship = problem.ship_of[problem.routes.plant == plant]
        for t in np.flatnonzero(least > 0):
            row = len(lower)
            lower.append(float(least[t]))
            labels.append((plant, int(problem.years[t])))
            entries += [(row, start + int(column), 1.0) for column in ship[:, t][ship[:, t] >= 0]]
            entries += [(row, int(guest[t]), 1.0) for guest in lent.get(plant, [])]
            shut = [column for e, column in closed.get(plant, []) if problem.years[t] >= e]
            entries += [(row, column, float(least[t])) for column in shut]
    if lower:
        program.add_rows(
            "minimum_use",
            {"plant": [plant for plant, _ in labels], "year": [year for _, year in labels]},
            lower=lower,
            rows=[row for row, _, _ in entries],
            columns=[column for _, column, _ in entries],
            values=[value for _, _, value in entries],
        )


def _closing(problem: PlanProblem, program: Program, closed: dict[str, list[tuple[int, int]]]) -> None:
    """ship[v,i,r,t] + D_r,t Σ closed ≤ D_r,t: tighter than the capacity row alone."""
    entries = _Entries()
    upper: list[Floats] = []
    count = 0
    for plant, options in closed.items():
        here = np.flatnonzero(problem.routes.plant == plant)
        shut = problem.years[None, :] >= np.array([e for e, _ in options])[:, None]
        route, t = np.nonzero((problem.ship_of[here] >= 0) & shut.any(axis=0))
        demand = problem.slots.demand[problem.routes.slot[here[route]], t]
        row = count + np.arange(route.size)
        entries.put(row, program["ship"].start + problem.ship_of[here[route], t], np.ones(route.size))
        for (_, column), from_then in zip(options, shut, strict=True):
            late = from_then[t]
            entries.put(row[late], np.full(int(late.sum()), column), demand[late])
        upper.append(demand)
        count += route.size
    if count:
        program.add_rows(
            "closing",
            {"row": np.arange(count)},
            upper=np.concatenate(upper),
            rows=np.concatenate(entries.rows),
            columns=np.concatenate(entries.columns),
            values=np.concatenate(entries.values),
        )


def _overtime_ends(
    problem: PlanProblem,
    program: Program,
    overtime: dict[str, Ints],
    closed: dict[str, list[tuple[int, int]]],
) -> None:
    """overtime + most Σ closed ≤ most: no guest's car is built on overtime in a closed plant."""
    entries: list[tuple[int, int, float]] = []
    upper: list[float] = []
    labels: list[tuple[str, int]] = []
    for plant in sorted(closed.keys() & overtime.keys()):
        lines = problem.plants.capacity[plant]
        most = problem.plants.overtime_share[plant] * lines[max(lines, key=len)]
        for t, year in enumerate(problem.years.tolist()):
            shut = [column for e, column in closed[plant] if year >= e]
            if shut and most[t] > 0:
                row = len(upper)
                entries.append((row, int(overtime[plant][t]), 1.0))
                entries += [(row, column, float(most[t])) for column in shut]
                upper.append(float(most[t]))
                labels.append((plant, year))
    if upper:
        program.add_rows(
            "overtime_ends",
            {"plant": [plant for plant, _ in labels], "year": [year for _, year in labels]},
            upper=upper,
            rows=[row for row, _, _ in entries],
            columns=[column for _, column, _ in entries],
            values=[value for _, _, value in entries],
        )
