"""Why the plan is as it is: binding rows and shadow prices in words, for a plant, a route or an agreement."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy as np
import polars as pl

from teikei.base.errors import Fault, UsageError, did_you_mean
from teikei.industry.routes import routes

if TYPE_CHECKING:
    from teikei.case.case import Case
    from teikei.plan.accounts import Decisions
    from teikei.plan.sets import Floats, PlanProblem
    from teikei.solve.program import CompiledProgram

SMALL = 0.5
NAMED_IN = {"plant": "plants", "platform": "platforms", "technology": "technologies"}


class Explained(Protocol):
    """What an explanation reads of a plan."""

    @property
    def problem(self) -> PlanProblem: ...
    @property
    def made(self) -> Decisions: ...
    @property
    def program(self) -> CompiledProgram: ...
    @property
    def row_duals(self) -> Floats: ...
    @property
    def ship(self) -> pl.DataFrame: ...
    @property
    def decisions(self) -> pl.DataFrame: ...
    @property
    def use(self) -> pl.DataFrame: ...


def explain(solution: Explained, *, plant: str = "", route: str = "", agreement: str = "") -> str:
    """Text for exactly one of the three.

    Raises
    ------
    UsageError
        none or several are asked for, or the name is unknown
    """
    if sum(map(bool, (plant, route, agreement))) != 1:
        raise UsageError(
            Fault(
                "explain",
                "ask for one thing",
                "an answer is about a plant, a route or an agreement",
                'write explain(plant="canton")',
            )
        )
    if plant:
        return _plant(solution, plant)
    return _route(solution, route) if route else _agreement(solution, agreement)


def _plant(solution: Explained, plant: str) -> str:
    problem = solution.problem
    if plant not in problem.plants.names:
        raise UsageError(
            Fault(
                "explain",
                f"no plant {plant!r} belongs to the members",
                "there are no rows to read",
                did_you_mean(plant, list(problem.plants.names), "plants.csv"),
            )
        )
    firms, cars = _names(problem.case, "firms", "firm"), _names(problem.case, "models", "model")
    owners = ", ".join(firms[f] for f in sorted(problem.plants.shares[plant]))
    lines = [f"{_names(problem.case, 'plants', 'plant')[plant]} ({plant}): owned by {owners}"]
    for row in solution.use.filter(pl.col("plant") == plant).iter_rows(named=True):
        use = "closed" if row["use_share"] is None else f"{row['use_share']:.0%}"
        lines.append(
            f"  {row['year']}: {row['units']:,.0f} of {row['capacity_units_per_year']:,.0f} cars ({use})"
        )
    prices = _shadow(solution, "capacity", "plant", plant, "construction")
    lines += [
        f"  one more car of capacity in {years} ({what}) is worth {value} a car"
        for years, what, value in _runs(prices)
    ] or ["  capacity binds in no year: one more car of it is worth nothing"]
    built = (
        solution.ship.filter(pl.col("plant") == plant)
        .group_by("model", "firm")
        .agg(pl.col("units").sum() / problem.years.size)
    )
    lines += [
        f"  builds {cars[r['model']]} for {firms[r['firm']]}: {r['units']:,.0f} a year"
        for r in built.sort("units", descending=True).iter_rows(named=True)
    ]
    started = solution.decisions.filter(pl.col("what").str.ends_with(f" {plant}") | (pl.col("what") == plant))
    for r in started.iter_rows(named=True):
        what = " ".join(cars.get(word, word) for word in str(r["what"]).split() if word != plant)
        lines.append(f"  {r['kind']}: {what or plant} from {r['first_year']}, {r['yearly_m']:,.1f} m a year")
    return "\n".join(lines)


def _names(case: Case, table: str, key: str) -> dict[str, str]:
    """What a reader calls a row of a table, by its id."""
    return dict(case[table].select(key, "name").iter_rows())


def _runs(prices: list[tuple[int, str, float]]) -> list[tuple[str, str, str]]:
    """Years one after the other with nearly the same price, in words: (years, what, price)."""
    found: list[tuple[int, int, str, float, float]] = []
    for year, what, value in prices:
        if found:
            first, last, same, low, high = found[-1]
            if (what, year) == (same, last + 1) and abs(value - high) <= 0.02 * abs(high):
                found[-1] = (first, year, what, min(low, value), max(high, value))
                continue
        found.append((year, year, what, value, value))
    return [
        (
            f"{first}" if first == last else f"{first} to {last}",
            what,
            f"{low:,.0f}" if f"{low:,.0f}" == f"{high:,.0f}" else f"{low:,.0f} to {high:,.0f}",
        )
        for first, last, what, low, high in found
    ]


def _shadow(
    solution: Explained, block: str, label: str, name: str, what: str
) -> list[tuple[int, str, float]]:
    """(year, the row's label ``what``, money a car of that year) where the row binds; undiscounted, from the
    LP at the plan's integers."""
    if not any(rows.name == block for rows in solution.program.rows):
        return []
    rows = solution.program.row_block(block)
    found = []
    # a volume row that several agreements share is labelled with all of them: a+b
    for k in (k for k, named in enumerate(rows.labels[label]) if name in str(named).split("+")):
        dual = float(solution.row_duals[rows.start + k])
        if not np.isfinite(dual):
            continue
        year = int(rows.labels["year"][k])
        weight = float(solution.problem.weights[solution.problem.years == year][0])
        value = dual * 1e6 / weight
        if abs(value) > SMALL:
            found.append((year, str(rows.labels.get(what, [""] * (k + 1))[k]), value))
    return found


def _route(solution: Explained, route: str) -> str:
    parts = [p.strip() for p in route.split(">")]
    ways = solution.problem.routes
    known = [f"{v}>{p}>{m}" for v, p, m in zip(ways.variant, ways.plant, ways.market, strict=True)]
    if len(parts) != 3 or ">".join(parts) not in known:
        raise UsageError(_no_route(solution.problem.case, route, known))
    i = known.index(">".join(parts))
    lines = [f"{parts[0]} from {parts[1]} to {parts[2]}"]
    slot = int(ways.slot[i])
    for t, year in enumerate(solution.problem.years):
        if not ways.allowed[i, t]:
            lines.append(f"  {year}: not permitted")
            continue
        rival = [
            j
            for j in np.flatnonzero(ways.slot == slot)
            if j != i and ways.allowed[j, t] and solution.made.ship[j, t] > SMALL
        ]
        better = max(rival, key=lambda j: ways.margin[j, t], default=None)
        beside = (
            f"; beside {ways.variant[better]} from {ways.plant[better]} at {ways.margin[better, t]:,.0f}"
            if better is not None
            else ""
        )
        lines.append(
            f"  {year}: {solution.made.ship[i, t]:,.0f} cars of a demand of "
            f"{solution.problem.slots.demand[slot, t]:,.0f}, margin {ways.margin[i, t]:,.0f} a car{beside}"
        )
    return "\n".join(lines)


def _no_route(case: Case, route: str, known: list[str]) -> Fault:
    """Why a route is none of the plan's: it does not exist, or its maker may not use the plant."""
    parts = tuple(p.strip() for p in route.split(">"))
    what, why, fix = f"no route {route!r} is permitted", "a route is variant>plant>market", ""
    ways = routes(case).select("variant", "plant", "market", "model", "firm").iter_rows()
    for *way, model, firm in ways:
        if tuple(way) != parts:
            continue
        grants = case["grants"].filter(
            (pl.col("what") == "plant") & (pl.col("resource") == parts[1]) & (pl.col("taker") == firm)
        )
        would = [
            str(row["agreement"])
            for row in grants.iter_rows(named=True)
            if not row["models"] or model in row["models"]
        ]
        why = f"the route exists, but {firm} may not use {parts[1]}, or a platform or technology of the car"
        if would:
            fix = f"plan with an agreement that grants it: {', '.join(sorted(set(would)))}"
        else:
            fix = "no agreement of the case grants it the plant"
    return Fault("explain", what, why, fix or did_you_mean(route, known, "the plan's routes"))


def _agreement(solution: Explained, agreement: str) -> str:
    problem = solution.problem
    if agreement not in problem.book:
        raise UsageError(
            Fault(
                "explain",
                f"{agreement!r} is not in the book of this plan",
                "only what is in force has rows",
                f"plan with it: plan(case, book=[…, {agreement!r}]), or ask advise() for its surplus",
            )
        )
    lines = [
        f"{agreement}: {problem.book.row(agreement)['title']}, usable from "
        f"{problem.book.first_year(agreement)} to {problem.book.last_year(agreement)}"
    ]
    firms, plants = _names(problem.case, "firms", "firm"), _names(problem.case, "plants", "plant")
    cars = _names(problem.case, "models", "model")
    shown: dict[str, str] = {}
    for limit in problem.limits:
        # grants that overlap have a row for each set of models: only then are the models named
        beside = sum((x.taker, x.resource) == (limit.taker, limit.resource) for x in problem.limits) > 1
        named = f" ({', '.join(cars[m] for m in limit.models)})" if beside else ""
        shown["+".join(limit.models)] = named
        if agreement not in limit.agreements:
            continue
        used = solution.made.ship[limit.routes].sum(axis=0)
        table = NAMED_IN.get(limit.what)
        known = _names(problem.case, table, limit.what) if table else {}
        resource = known.get(limit.resource, limit.resource)
        for t, year in enumerate(problem.years):
            least, most = limit.minimum[t], limit.limit[t]
            words = f"{used[t]:,.0f} of {most:,.0f} cars" if np.isfinite(most) else f"{used[t]:,.0f} cars"
            asked = f", at least {least:,.0f}" if least > 0 else ""
            lines.append(f"  {firms[limit.taker]} at {resource} {year}{named}: {words}{asked}")
    for year, models, value in _shadow(solution, "permission", "agreement", agreement, "models"):
        # a row that binds at its minimum has a price of the other sign
        words = "one more car of the limit" if value > 0 else "one car less of the minimum"
        lines.append(f"  {words} in {year}{shown[models]} is worth {abs(value):,.0f} a car")
    lines += [
        f"  {firms[g.guest]} has {g.limit.max():,.0f} cars a year at {plants[g.plant]}, volume and fee given"
        for g in problem.lent
        if g.agreement == agreement
    ]
    return "\n".join(lines)
