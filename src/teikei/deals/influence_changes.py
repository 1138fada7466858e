"""How much a row of table changes moves a surplus, estimated with the plans held: million for one unit of its
value."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from teikei.industry.money import rate

if TYPE_CHECKING:
    from collections.abc import Mapping

    from teikei.deals.worth import Surplus
    from teikei.plan.sets import PlanProblem


def per_unit(found: Surplus, key: Mapping[str, str]) -> float:
    """Present value in million of one unit of a change (a share of one, one of the case currency)."""
    if key["change"] == "parts_saving":
        return _bought(found, key)
    return 0.0


def _bought(found: Surplus, key: Mapping[str, str]) -> float:
    """What the firm would pay alone for the parts that it buys with others."""
    plan = found.with_plan
    problem = plan.problem
    years = (problem.years >= found.book.first_year(found.agreement)) & (
        problem.years <= found.book.last_year(found.agreement)
    )
    on, each = _parts_of(problem, key)
    cars = plan.made.ship[on] * each[on] * years
    return float(cars.sum(axis=0) @ problem.weights) / 1e6


def _parts_of(
    problem: PlanProblem, key: Mapping[str, str]
) -> tuple[np.ndarray[tuple[int], np.dtype[np.bool_]], np.ndarray[tuple[int, int], np.dtype[np.float64]]]:
    ways, case = problem.routes, problem.case
    mine = ways.firm == key["firm"]
    if key["what"] != "technology":
        return mine & (getattr(ways, key["what"]) == key["resource"]), ways.money["parts"]
    (row,) = case["technologies"].filter(pl.col("technology") == key["resource"]).iter_rows(named=True)
    uses = np.array([key["resource"] in some for some in ways.technologies], dtype=bool)
    cost = float(row["unit_cost"]) * rate(case, str(row["currency"]))
    return mine & uses, np.full_like(ways.money["parts"], cost)
