"""What a solve gives back: a point, what it is worth, and what nothing can beat."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from teikei.solve.blocks import Floats, Ids

Status = Literal["optimal", "gap", "time_limit", "interrupted", "infeasible", "unbounded", "failed"]

#: Relative gap at or under which a finished solve is called optimal rather than "gap".
OPTIMAL_GAP = 1e-6


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a running solve stands; ``part`` of ``parts`` counts the components of the program."""

    seconds: float
    value: float
    bound: float
    gap: float
    part: int = 1
    parts: int = 1


@dataclass(frozen=True, eq=False)
class ComponentAnswer:
    """One independent part of a program: which columns it has, and what it came to."""

    key: str
    column_ids: Ids
    value: float
    bound: float
    seconds: float
    status: Status
    from_memory: bool = False
    closed: bool = False


@dataclass(frozen=True, eq=False)
class Answer:
    """The outcome of one solve.

    Attributes
    ----------
    status : "optimal" (finished with a gap ≤ 1e-6), "gap" (finished at the gap asked for, which is wider),
        "time_limit", "interrupted", "infeasible", "unbounded", "failed"
    value : the objective recomputed from x; for "max" never above ``bound``, for "min" never below.
        -inf ("max") or +inf ("min") when no point was found
    bound : no feasible point is better than this
    gap : |bound - value| / |value|
    x : (column,), whole where whole numbers were asked for; NaN when no point was found
    row_duals : (row,), d value / d right-hand side. In a "max" a ``≤`` row has a dual ≥ 0 and a ``≥`` row
        one ≤ 0; in a "min" the signs turn. With integer columns: of the LP with those held at x
    reduced_costs : (column,), objective - Aᵀ row_duals, the same way
    asked_gap : the gap that the solve was asked for
    violation : largest violation of a row or bound by x, relative to max(1, |bound|)
    components : the independent parts, when the program was solved part by part
    """

    status: Status
    value: float
    bound: float
    gap: float
    x: Floats
    row_duals: Floats
    reduced_costs: Floats
    seconds: float
    nodes: int = 0
    asked_gap: float = 0.0
    violation: float = 0.0
    components: tuple[ComponentAnswer, ...] = ()

    @property
    def found(self) -> bool:
        """Whether there is a feasible point in ``x``."""
        return bool(np.isfinite(self.value))

    @property
    def finished(self) -> bool:
        """Whether the solve ended by itself, not by the clock or the user."""
        return self.status in ("optimal", "gap", "infeasible", "unbounded")


def relative_gap(value: float, bound: float) -> float:
    """|bound - value| / |value|; 0 when they are equal, infinite when either is missing.

    >>> relative_gap(100.0, 101.0)
    0.01
    """
    if value == bound:
        return 0.0
    if not (np.isfinite(value) and np.isfinite(bound)) or value == 0.0:
        return float("inf")
    return abs(bound - value) / abs(value)


def without_point(
    status: Status, sense: str, shape: tuple[int, int], seconds: float, bound: float | None = None
) -> Answer:
    """An answer that has no point: infeasible, unbounded, failed, or stopped before one was found."""
    rows, columns = shape
    worst = float("-inf") if sense == "max" else float("inf")
    if bound is None:
        bound = worst if status == "infeasible" else -worst
    nothing = np.full(columns, np.nan)
    return Answer(
        status=status,
        value=worst,
        bound=bound,
        gap=float("inf"),
        x=nothing,
        row_duals=np.full(rows, np.nan),
        reduced_costs=nothing,
        seconds=seconds,
    )
