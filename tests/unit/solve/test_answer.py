"""Answers: the gap, and what an answer without a point says."""

from __future__ import annotations

import math

import numpy as np
import pytest

from teikei.solve.answer import relative_gap, without_point


@pytest.mark.parametrize(
    ("value", "bound", "gap"),
    [(100, 101, 0.01), (-100, -99, 0.01), (5, 5, 0), (0, 0, 0), (0, 1, math.inf), (-math.inf, 3, math.inf)],
)
def test_gap_is_relative_to_the_value(value: float, bound: float, gap: float) -> None:
    assert relative_gap(value, bound) == pytest.approx(gap)


@pytest.mark.parametrize(("sense", "worst"), [("max", -math.inf), ("min", math.inf)])
def test_an_answer_without_a_point(sense: str, worst: float) -> None:
    infeasible = without_point("infeasible", sense, (2, 3), 0.1)
    assert (infeasible.value, infeasible.bound) == (worst, worst)
    assert not infeasible.found
    assert infeasible.finished
    assert np.isnan(infeasible.x).all()
    assert infeasible.x.shape == (3,)
    assert infeasible.row_duals.shape == (2,)
    late = without_point("time_limit", sense, (2, 3), 0.1)
    assert (late.value, late.bound) == (worst, -worst)
    assert not late.finished
    assert without_point("time_limit", "max", (2, 3), 0.1, 7.0).bound == 7
