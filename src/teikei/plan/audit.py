"""All money counted again from the tables and the flows, without the solver and without the program's arrays.

Every amount of the plan is recomputed with table joins: landed cost of each car of each year from `industry.landed`,
tooling, launch and development from what the plan started, fixed costs from the tables, fees from the terms. The lower end
of a worth is the audited value; both agree to 1e-6 relative.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np
import polars as pl

from teikei.industry.landed import COSTS, landed
from teikei.industry.money import annuity, in_case_currency, year_weights
from teikei.industry.routes import described

if TYPE_CHECKING:
    from teikei.plan.accounts import Decisions, Key
    from teikei.plan.sets import Floats, PlanProblem

TOLERANCE = 1e-6


class Audited(Protocol):
    """What an audit reads of a plan: its flows, decisions and claims."""

    @property
    def problem(self) -> PlanProblem: ...
    @property
    def made(self) -> Decisions: ...
    @property
    def amounts(self) -> dict[Key, Floats]: ...
    @property
    def value(self) -> float: ...
    @property
    def ship(self) -> pl.DataFrame: ...
    @property
    def decisions(self) -> pl.DataFrame: ...
    @property
    def use(self) -> pl.DataFrame: ...


@dataclass(frozen=True, slots=True)
class Audit:
    """The recount: ``value_m`` from the tables, ``claimed_m`` from the plan, their relative ``difference``, and rule
    violations in cars or shares (``violations``: words)."""

    value_m: float
    claimed_m: float
    by_account: dict[str, float]
    violations: tuple[str, ...]

    @property
    def difference(self) -> float:
        return abs(self.value_m - self.claimed_m) / max(1.0, abs(self.claimed_m))

    @property
    def holds(self) -> bool:
        return self.difference <= TOLERANCE and not self.violations

    def __str__(self) -> str:
        word = "agrees" if self.holds else "DISAGREES"
        lines = [
            f"audit {word}: {self.value_m:,.3f} m recounted, {self.claimed_m:,.3f} m claimed ({self.difference:.1e} relative)"
        ]
        return "\n".join([*lines, *self.violations])


def audit(solution: Audited) -> Audit:
    """Recount a plan. See the module for what is recomputed."""
    case, problem = solution.problem.case, solution.problem
    weight = pl.DataFrame({"year": list(case.settings.years), "weight": year_weights(case)})
    found: dict[str, float] = {}
    ship = solution.ship
    keys = ship.select("variant", "plant", "market").unique()
    stack = landed(case, described(case, keys)) if keys.height else None
    if stack is not None:
        factor = [
            (p, int(y), float(f))
            for p, row in problem.parts_factor.items()
            for y, f in zip(problem.years, row, strict=True)
        ]
        factors = pl.DataFrame(
            factor, schema={"platform": pl.String, "year": pl.Int64, "factor": pl.Float64}, orient="row"
        )
        cars = (
            ship.join(stack, on=("variant", "plant", "market", "year"), how="left")
            .join(weight, on="year")
            .join(case["variants"].select("variant", "platform"), on="variant")
            .join(factors, on=("platform", "year"), how="left")
            .with_columns((pl.col("parts") * pl.col("factor").fill_null(1.0)).alias("parts"))
        )
        money = pl.col("units") * pl.col("weight") / 1e6
        found["revenue"] = cars.select((money * pl.col("price")).sum()).item()
        for layer in COSTS:
            found[layer] = -cars.select((money * pl.col(layer)).sum()).item()
    found.update(_starts(solution))
    found.update(_fixed(solution))
    return Audit(sum(found.values()), solution.value, found, tuple(_violations(solution)))


def _starts(solution: Audited) -> dict[str, float]:
    """Tooling, launch and development from the decisions and the tables' costs."""
    case = solution.problem.case
    weights, years = year_weights(case), np.array(case.settings.years)
    discount = case.settings.discount_rate
    tooling = {
        (r["model"], r["plant"]): r
        for r in in_case_currency(case, case["tooling"], "tooling_cost_m", "local_supplier_cost_m").iter_rows(
            named=True
        )
    }
    models = {
        r["model"]: r for r in in_case_currency(case, case["models"], "launch_cost_m").iter_rows(named=True)
    }
    platforms = {
        r["platform"]: r
        for r in in_case_currency(case, case["platforms"], "development_cost_m").iter_rows(named=True)
    }
    technologies = {
        r["technology"]: r
        for r in in_case_currency(case, case["technologies"], "fixed_cost_m").iter_rows(named=True)
    }
    found: dict[str, float] = {}
    for row in solution.decisions.iter_rows(named=True):
        words = row["what"].split(" ")
        if row["decision"] == "tool_up":
            r = tooling[(words[0], words[1])]
            cost, life = r["tooling_cost_m"] + r["local_supplier_cost_m"], r["life_years"]
        elif row["decision"] == "launch":
            cost, life = models[words[0]]["launch_cost_m"], models[words[0]]["life_years"]
        elif row["decision"] in ("develop", "adopt"):
            r = platforms[words[0]]
            part = 1.0 / len(r["owners"]) if row["decision"] == "develop" else r["follower_factor"]
            cost, life = part * r["development_cost_m"], r["life_years"]
        elif row["decision"] == "fit":
            cost, life = technologies[words[0]]["fixed_cost_m"], technologies[words[0]]["life_years"]
        else:
            continue
        pv = -annuity(cost, discount, life) * float(weights[years >= row["first_year"]].sum())
        found[row["kind"]] = found.get(row["kind"], 0.0) + pv
    return found


def _fixed(solution: Audited) -> dict[str, float]:
    """Fixed costs, overtime, lent capacity, agreements and fees with outsiders."""
    problem = solution.problem
    found: dict[str, float] = {}
    for (account, _, what), amount in solution.amounts.items():
        quota = account == "duty" and what == "quota"
        lent = account == "conversion" and what
        if (
            account
            in (
                "plant_fixed",
                "closing",
                "market_fixed",
                "overhead",
                "signing",
                "running",
                "fees",
                "overtime",
            )
            or quota
            or lent
        ):
            name = f"{account}_{what}" if quota or lent else account
            found[name] = found.get(name, 0.0) + float(problem.weights @ amount)
    return found


def _violations(solution: Audited) -> list[str]:
    """Demand, capacity and tooling checked car by car (to half a car)."""
    problem = solution.problem
    found = []
    sold = np.zeros_like(problem.slots.demand)
    np.add.at(sold, problem.routes.slot, solution.made.ship)
    for s, t in np.argwhere(sold > problem.slots.demand + 0.5):
        found.append(
            f"{problem.slots.model[s]} in {problem.slots.market[s]} {problem.years[t]}: {sold[s, t]:.0f} sold of {problem.slots.demand[s, t]:.0f}"
        )
    over = solution.use.filter(pl.col("units") > pl.col("capacity_units_per_year") * (1 + 1e-6) + 0.5)
    for row in over.iter_rows(named=True):
        extra = problem.plants.overtime_share[row["plant"]] * row["capacity_units_per_year"]
        if row["units"] > row["capacity_units_per_year"] + extra + 0.5:
            found.append(
                f"{row['plant']} {row['year']}: {row['units']:.0f} built on a capacity of {row['capacity_units_per_year']:.0f}"
            )
    started: dict[tuple[int, int], bool] = {}
    for option, value in enumerate(solution.made.block("tool_up")):
        for t in np.flatnonzero(problem.tools.share[option] > 0):
            key = (int(problem.tools.what[option]), int(t))
            started[key] = started.get(key, False) or value > 0.5
    for r, t in np.argwhere(solution.made.ship > 0.5):
        gate = int(problem.tool_of[r])
        if gate >= 0 and not started.get((gate, int(t)), False):
            found.append(
                f"{problem.routes.variant[r]} built at {problem.routes.plant[r]} in {problem.years[t]} without tooling"
            )
    return found
