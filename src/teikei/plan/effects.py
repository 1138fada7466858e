"""What one agreement does by itself, and small questions about a plan that several of them ask.

Used by the bound over all books (`plan.ceiling`, `plan.signing`).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from teikei.plan.accounts import choice_keys
from teikei.plan.sets import PlanProblem
from teikei.plan.sharing import Resource
from teikei.solve.program import CompiledProgram

Key = tuple[str, ...]
Account = tuple[str, str, str]


@dataclass(frozen=True, slots=True, eq=False)
class Effect:
    """What one agreement does by itself: to the objective of a car on a route and of a dated start
    (``gains``), and to each constant, by account, firm and what it is for (``constants``, present value,
    million)."""

    gains: dict[Key, float]
    constants: dict[Account, float]

    def fixed_m(self, members: Collection[str]) -> float:
        """Its constants of some firms together."""
        return sum(amount for (_, firm, _), amount in self.constants.items() if firm in members)


def named(problem: PlanProblem, compiled: CompiledProgram) -> dict[Key, int]:
    """Columns of cars and of dated starts by what they are."""
    ship = compiled.block("ship")
    names = zip(*(ship.labels[n].tolist() for n in ("variant", "plant", "market", "year")), strict=True)
    found: dict[Key, int] = {("ship", *map(str, key)): ship.start + k for k, key in enumerate(names)}
    return found | choice_keys(problem, compiled)


def shared_by(problem: PlanProblem, agreement: str) -> set[Resource]:
    """Platforms and technologies that an agreement shares, with a saving."""
    granted = {(p.what, p.resource) for p in problem.book.permits if p.agreement == agreement}
    return granted & set(problem.parts_factor)


def on_any(problem: PlanProblem, resources: Collection[Resource]) -> NDArray[np.bool_]:
    """(route,) whether a car is on one of some platforms, or has one of some technologies."""
    ways = problem.routes
    cars = zip(ways.platform.tolist(), ways.technologies, strict=True)
    return np.array(
        [
            ("platform", p) in resources or any(("technology", t) in resources for t in some)
            for p, some in cars
        ],
        dtype=bool,
    )
