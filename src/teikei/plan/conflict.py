"""When no plan exists: which rows cannot hold together, in the user's words."""

from __future__ import annotations

from teikei.base.errors import Fault, PlanError
from teikei.plan.sets import PlanProblem
from teikei.solve.infeasible import conflict
from teikei.solve.program import CompiledProgram

WORDS = {
    "sales": (
        "cars of {model} ({powertrain}) sold in {market} in {year} cannot exceed demand",
        "raise the demand, or lower what must be built",
    ),
    "ship": (
        "{variant} from {plant} sold in {market} in {year} cannot exceed demand",
        "raise units_per_year in demand.csv, or lower what must be built",
    ),
    "lent": (
        "{agreement} has given volumes at {plant} in {year}",
        "lower minimum_units_per_year in grants.csv",
    ),
    "capacity": (
        "{plant} cannot build more ({construction}) in {year} than its lines take",
        "raise capacity in lines.csv, or lower a minimum",
    ),
    "overtime_ends": ("{plant} works no overtime in {year} once it is closed", "raise capacity in lines.csv"),
    "minimum_use": (
        "{plant} must build at least its minimum in {year}",
        "lower minimum_use_share in plants.csv",
    ),
    "permission": (
        "the volume granted by {agreement} to {taker} at {resource} in {year} "
        "has a minimum or a limit ({models})",
        "lower minimum_units_per_year or raise limit_units_per_year in grants.csv",
    ),
    "tooling": (
        "{what} in {year} must be tooled before it builds",
        "shorten lead_years in tooling.csv, or let the minimum begin later (from_year)",
    ),
    "ramp": (
        "{what} in {year} builds at full rate only after a ramp year of production",
        "raise ramp_share_first_year in tooling.csv, or let the minimum begin later (from_year)",
    ),
    "tooling_plant": ("{what} in {year} builds no more than its plant takes", "raise capacity in lines.csv"),
    "launch": (
        "{what} in {year} must be launched before it sells",
        "let the minimum begin later (from_year)",
    ),
    "development": (
        "{what} in {year} must be developed first",
        "shorten lead_years, or let the minimum begin later",
    ),
    "quota": ("the quota {quota} in {year} is full", "raise quota_units in origin_rules.csv"),
}


def plan_conflict(problem: PlanProblem, program: CompiledProgram) -> PlanError:
    """The error to raise: one fault for each row of a smallest set that cannot hold together."""
    rows = conflict(program)
    faults = []
    for row in rows:
        what, fix = WORDS.get(row.block, (f"{row.block}: {row.text}", "relax this row"))
        try:
            words = what.format(**{k: str(v) for k, v in row.labels.items()})
        except KeyError:
            words = f"{row.block}: {row.text}"
        faults.append(
            Fault(
                f"block {row.block}, row {row.text}",
                words,
                "these cannot hold together: no plan satisfies all of them",
                fix,
            )
        )
    if not faults:
        whose = f"plan of {', '.join(problem.members)}"
        faults.append(
            Fault(
                whose,
                "no plan satisfies the rows",
                "nothing can be built",
                "check minimum volumes and capacities",
            )
        )
    return PlanError(faults)
