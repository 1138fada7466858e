"""Fleets of a plan as a table: where each stands against its CO2 target, and what a gram is worth to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from teikei.plan.fleets import GRAMS, handed_over

if TYPE_CHECKING:
    from teikei.plan.accounts import Decisions
    from teikei.plan.sets import Floats, PlanProblem
    from teikei.solve.program import CompiledProgram

FLEETS = {
    "firm": pl.String,
    "market": pl.String,
    "customs_class": pl.String,
    "first_year": pl.Int64,
    "last_year": pl.Int64,
    "units_per_year": pl.Float64,
    "gap_g_per_km": pl.Float64,
    "pooled_kg_per_km": pl.Float64,
    "excess_kg_per_km": pl.Float64,
    "penalty_m": pl.Float64,
    "price_per_g": pl.Float64,
}


def fleet_table(
    problem: PlanProblem, made: Decisions, program: CompiledProgram, row_duals: Floats
) -> pl.DataFrame:
    """One row a fleet and window; see `plan.solution.PlanSolution.fleets`."""
    ways = problem.routes
    pooled: dict[tuple[str, str, str, int], float] = {}
    for (one, t), value in zip(handed_over(problem), made.block("credit"), strict=False):
        for firm, sign in ((one.taker, 1.0), (one.giver, -1.0)):
            key = (firm, one.market, one.customs_class, t)
            pooled[key] = pooled.get(key, 0.0) + sign * float(value)
    rows: list[dict[str, Any]] = []
    for k, (fleet, excess) in enumerate(zip(problem.fleets, made.block("excess"), strict=True)):
        mine = (ways.firm == fleet.firm) & (ways.market == fleet.market)
        mine &= ways.co2_class == fleet.customs_class
        cars = made.ship[mine][:, fleet.years]
        grams = float((cars * (ways.co2[mine][:, None] - fleet.reference[fleet.years])).sum())
        last = int(fleet.years[-1])
        dual = abs(float(row_duals[program.row_block("co2").start + k]))
        rows.append(
            {
                "firm": fleet.firm,
                "market": fleet.market,
                "customs_class": fleet.customs_class,
                "first_year": int(problem.years[fleet.years[0]]),
                "last_year": int(problem.years[last]),
                "units_per_year": float(cars.sum()) / fleet.years.size,
                "gap_g_per_km": grams / cars.sum() if cars.sum() > 0 else None,
                "pooled_kg_per_km": pooled.get((fleet.firm, fleet.market, fleet.customs_class, last), 0.0),
                "excess_kg_per_km": float(excess),
                "penalty_m": float(excess) * fleet.penalty * GRAMS / 1e6,
                "price_per_g": dual / problem.weights[last] * 1e6 / GRAMS,
            }
        )
    return pl.DataFrame(rows, schema=FLEETS)
