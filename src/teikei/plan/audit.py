"""All money counted again from the tables and the flows, without the solver and without the program's arrays.

Every amount of the plan is recomputed with table joins: landed cost of each car of each year from
`industry.landed`, tooling, launch and development from what the plan started, fixed costs from the tables,
fees from the terms. The lower end of a worth is the audited value; both agree to 1e-6 relative.
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
    """The recount: ``value_m`` from the tables, ``claimed_m`` from the plan, their relative ``difference``,
    and rule violations in cars or shares (``violations``: words)."""

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
            f"audit {word}: {self.value_m:,.3f} m recounted, {self.claimed_m:,.3f} m claimed "
            f"({self.difference:.1e} relative)"
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
    """Overhead, plants, sales organisations and agreements from the tables; closing and leaving from the
    decisions."""
    problem, case = solution.problem, solution.problem.case
    members, years = set(problem.members), np.array(case.settings.years)
    weights = year_weights(case)
    gone = {
        (row["kind"], row["what"]): row["first_year"]
        for row in solution.decisions.iter_rows(named=True)
        if row["kind"] in ("closed", "left")
    }
    found = dict.fromkeys(("overhead", "plant_fixed", "closing", "market_fixed"), 0.0)
    for row in in_case_currency(case, case["firms"], "overhead_m").iter_rows(named=True):
        if row["firm"] in members:
            found["overhead"] -= row["overhead_m"] * float(weights.sum())
    table = in_case_currency(case, case["plants"], "fixed_cost_m", "closing_cost_m")
    plants = {row["plant"]: row for row in table.iter_rows(named=True)}
    for row in case["plant_owners"].filter(pl.col("firm").is_in(sorted(members))).iter_rows(named=True):
        plant = plants[row["plant"]]
        end = gone.get(("closed", row["plant"]))
        runs = (years <= (plant["closes_after"] or 9999)) & (years < (end or 9999))
        found["plant_fixed"] -= row["share"] * plant["fixed_cost_m"] * float(weights[runs].sum())
        if end is not None:
            found["closing"] -= row["share"] * plant["closing_cost_m"] * float(weights[years == end].sum())
    for row in in_case_currency(case, case["market_presence"], "fixed_cost_m").iter_rows(named=True):
        if row["firm"] in members:
            end = gone.get(("left", f"{row['firm']} {row['market']}"))
            found["market_fixed"] -= row["fixed_cost_m"] * float(weights[years < (end or 9999)].sum())
    found.update(_agreements(solution))
    found.update(_given(solution))
    return found


def _agreements(solution: Audited) -> dict[str, float]:
    """Signing and running of the book, the members' part of the planning parties' equal shares."""
    problem, case = solution.problem, solution.problem.case
    years, weights = np.array(case.settings.years), year_weights(case)
    planning = set(case["firms"].filter(pl.col("role") == "plans")["firm"].to_list())
    found = {"signing": 0.0, "running": 0.0}
    table = in_case_currency(case, case["agreements"], "signing_cost_m", "running_cost_m")
    for row in table.filter(pl.col("agreement").is_in(sorted(problem.book.agreements))).iter_rows(named=True):
        parties = [f for f in row["parties"] if f in planning]
        if not parties:
            continue
        part = sum(f in problem.members for f in parties) / len(parties)
        first, last = problem.book.first_year(row["agreement"]), problem.book.last_year(row["agreement"])
        force = float(weights[(years >= first) & (years <= last)].sum())
        count = max(1, int(((years >= first) & (years <= last)).sum()))
        found["signing"] -= part * annuity(row["signing_cost_m"], case.settings.discount_rate, count) * force
        found["running"] -= part * row["running_cost_m"] * force
    return found


def _given(solution: Audited) -> dict[str, float]:
    """Overtime, quotas, lent capacity and fees with outsiders, as the plan's accounts have them."""
    found: dict[str, float] = {}
    for (account, _, what), amount in solution.amounts.items():
        quota, lent = account == "duty" and what == "quota", account == "conversion" and what
        if account in ("fees", "overtime") or quota or lent:
            name = f"{account}_{what}" if quota or lent else account
            found[name] = found.get(name, 0.0) + float(solution.problem.weights @ amount)
    return found


def _violations(solution: Audited) -> list[str]:
    """Demand, capacity and tooling checked car by car (to half a car)."""
    problem = solution.problem
    found = []
    sold = np.zeros_like(problem.slots.demand)
    np.add.at(sold, problem.routes.slot, solution.made.ship)
    for s, t in np.argwhere(sold > problem.slots.demand + 0.5):
        found.append(
            f"{problem.slots.model[s]} in {problem.slots.market[s]} {problem.years[t]}: "
            f"{sold[s, t]:.0f} sold of {problem.slots.demand[s, t]:.0f}"
        )
    over = solution.use.filter(pl.col("units") > pl.col("capacity_units_per_year") * (1 + 1e-6) + 0.5)
    for row in over.iter_rows(named=True):
        extra = problem.plants.overtime_share[row["plant"]] * row["capacity_units_per_year"]
        if row["units"] > row["capacity_units_per_year"] + extra + 0.5:
            found.append(
                f"{row['plant']} {row['year']}: {row['units']:.0f} built "
                f"on a capacity of {row['capacity_units_per_year']:.0f}"
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
                f"{problem.routes.variant[r]} built at {problem.routes.plant[r]} "
                f"in {problem.years[t]} without tooling"
            )
    return found
