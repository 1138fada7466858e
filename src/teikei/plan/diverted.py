"""What launches at least take from other cars, when it is still open which of them there will be.

    Σ ship of model k in t + Σ_m share[m→k] U_m,t (r_m on_sale[m,t] + (1 − r_m) on_sale[m,t−1])  ≤  D_k,t

U what launch m sells before anything is taken from it, r the smallest share that a tooling of it lets
through in its first year: a launch sells no less than U r in the year in which it comes, and U from then on.
Where its volume depends on the book in other ways (several powertrains, charging access), its cars sold stand
for it. Where launches together could take more than D, their shares are scaled down to it: that holds for
what is left, whatever part of them comes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from teikei.case.case import Case
from teikei.plan.access import ELECTRIC
from teikei.plan.sets import Floats, PlanProblem
from teikei.solve.program import Program

ACCESS = "charging_access"
Term = tuple[int, float]


@dataclass(frozen=True, slots=True, eq=False)
class Diversion:
    """The rows ``diverted`` of a plan before diversion; ``sale``: column ``on_sale`` by model and year."""

    problem: PlanProblem
    case: Case
    pool: Sequence[str]
    sale: Mapping[tuple[str, int], int]

    def add(self, program: Program) -> None:
        """Adds the rows; one a model, market and year of which a launch takes something."""
        problem = self.problem
        brought = {m for m, _ in self.sale}
        taking: dict[tuple[str, str], list[tuple[str, float]]] = {}
        for row in self.case["diversion"].iter_rows(named=True):
            if row["model"] in brought and row["share"] > 0:
                taking.setdefault((row["to"], row["market"]), []).append((row["model"], float(row["share"])))
        labels: dict[str, list[Any]] = {"model": [], "market": [], "year": []}
        terms: list[list[Term]] = []
        upper: list[float] = []
        for (model, market), movers in taking.items():
            base = self.most(model, market)
            could = np.asarray(sum(share * self.most(m, market) for m, share in movers))
            for t in range(problem.years.size):
                here = self.sold(program, model, market, t)
                if not here or base[t] <= 0 or could[t] <= 0:
                    continue
                scale = min(1.0, float(base[t] / could[t]))
                lost = [
                    (i, v * share * scale)
                    for m, share in movers
                    for i, v in self.taken(program, m, market, t)
                ]
                terms.append([*((i, 1.0) for i in here), *lost])
                upper.append(float(base[t]))
                for name, value in zip(labels, (model, market, int(problem.years[t])), strict=True):
                    labels[name].append(value)
        if upper:
            rows = np.repeat(np.arange(len(terms)), [len(row) for row in terms])
            columns, values = zip(*(term for row in terms for term in row), strict=True)
            program.add_rows("diverted", labels, upper=upper, rows=rows, columns=columns, values=values)

    def taken(self, program: Program, model: str, market: str, t: int) -> list[Term]:
        """Cars that a launch sells at least, as a sum of columns."""
        if not self.steady(model):
            return [(i, 1.0) for i in self.sold(program, model, market, t)]
        units, ramp, slots = float(self.most(model, market)[t]), self.ramp(model), self.problem.slots
        if int(self.problem.years[t]) == slots.launched[model] and slots.ramps[model] > 0:
            units /= slots.ramps[model]  # that of a full year
        now, before = self.sale.get((model, t)), self.sale.get((model, t - 1))
        found = [] if now is None else [(now, units * ramp)]
        return found + ([] if before is None else [(before, units * (1.0 - ramp))])

    def sold(self, program: Program, model: str, market: str, t: int) -> list[int]:
        ways = self.problem.routes
        at = self.problem.ship_of[(ways.model == model) & (ways.market == market), t]
        return [int(i) for i in program["ship"].start + at[at >= 0]]

    def most(self, model: str, market: str) -> Floats:
        """Cars a year (year,) that a model sells in a market before anything is taken from it."""
        slots = self.problem.slots
        return np.asarray(slots.demand[(slots.model == model) & (slots.market == market)].sum(axis=0))

    def steady(self, model: str) -> bool:
        """Whether a launch's volume is the same in every book that has it."""
        slots = self.problem.slots
        drives = {str(p) for p in slots.powertrain[slots.model == model]}
        access = any(self.problem.book.kind(a).name == ACCESS for a in self.pool)
        return len(drives) == 1 and not (access and ELECTRIC in drives)

    def ramp(self, model: str) -> float:
        """The smallest share of a first year that any tooling of a model lets through."""
        rows = self.case["tooling"].filter(self.case["tooling"]["model"] == model).iter_rows(named=True)
        return min(
            (1.0 if row["status"] == "tooled" else float(row["ramp_share_first_year"]) for row in rows),
            default=0.0,
        )
