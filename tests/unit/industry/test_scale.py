from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest

from teikei.base.errors import CaseError
from teikei.industry.scale import CostCurve, chord, chords, development_per_car, scale_exponent

DRIVE = CostCurve(1200.0, 500_000, 0.15)


def test_exponent_is_what_a_doubling_saves() -> None:
    # 2^−b = 0.85
    assert 2 ** -scale_exponent(0.15) == pytest.approx(0.85)
    assert scale_exponent(0.0) == 0.0


def test_average_falls_by_the_saving_at_every_doubling() -> None:
    # 1,200 · 0.85 = 1,020 and · 0.85² = 867; at half 1,200 / 0.85 = 1,411.76
    assert DRIVE.average([250_000, 500_000, 1_000_000, 2_000_000]) == pytest.approx(
        [1200 / 0.85, 1200, 1020, 867]
    )


def test_nothing_is_saved_beyond_the_end() -> None:
    bought = CostCurve(100.0, 50_000, 0.1, until=100_000)
    assert bought.average([100_000, 200_000]) == pytest.approx([90.0, 90.0])
    # 200,000 at 90 = 18 M
    assert float(bought.total(200_000)) == pytest.approx(18e6)


def test_total_and_marginal() -> None:
    # 2,000,000 at 867 = 1,734 M; marginal (1 − b)·867 with b = −log2 0.85 = 0.234465: 663.72
    assert float(DRIVE.total(2_000_000)) == pytest.approx(1734e6)
    assert float(DRIVE.marginal(2_000_000)) == pytest.approx(663.72, abs=0.01)
    assert float(DRIVE.total(0)) == 0.0
    step = float(DRIVE.total(2_000_001) - DRIVE.total(2_000_000))
    assert step == pytest.approx(float(DRIVE.marginal(2_000_000)), rel=1e-5)


def test_marginal_jumps_up_where_learning_ends() -> None:
    bought = CostCurve(100.0, 50_000, 0.1, until=100_000)
    # b = −log2 0.9 = 0.152003; (1 − b)·90 = 76.32 just below, 90 from the end on
    assert bought.marginal([99_999.9999, 100_000]) == pytest.approx([76.32, 90.0], abs=0.01)


def test_without_learning_a_saving_may_be_a_negative_cost() -> None:
    fewer_computers = CostCurve(-150.0, 7_000_000)
    assert fewer_computers.average([1, 1e7]) == pytest.approx([-150, -150])
    assert chord(fewer_computers, 0, 1000).gap == 0.0


def test_chord_meets_the_cost_at_its_ends() -> None:
    curve = CostCurve(1000.0, 100_000, 0.15)
    line = chord(curve, 100_000, 400_000)
    # 100 M at 100,000; 400,000 · 722.5 = 289 M: slope 189 M / 300,000 = 630, intercept 100 M − 63 M
    assert (line.slope, line.intercept) == pytest.approx((630.0, 37e6))
    volumes = np.linspace(100_000, 400_000, 3001)
    above = curve.total(volumes) - line.at(volumes)
    assert above.min() > -1e-6
    assert above.max() == pytest.approx(line.gap, rel=1e-5)


def test_chord_from_zero_and_beyond_the_end() -> None:
    curve = CostCurve(1000.0, 100_000, 0.15, until=200_000)
    # 200,000 · 850 / 200,000 = 850 from zero; beyond, 850 a car exactly
    assert chord(curve, 0, 200_000).slope == pytest.approx(850.0)
    assert chord(curve, 200_000, 300_000).slope == pytest.approx(850.0)
    assert chord(curve, 200_000, 300_000).gap == 0.0


def test_chord_does_not_cross_the_bend() -> None:
    with pytest.raises(CaseError, match="high is 300000"):
        chord(CostCurve(1000.0, 100_000, 0.15, until=200_000), 100_000, 300_000)
    with pytest.raises(CaseError, match="high is 1000"):
        chord(DRIVE, 1000, 1000)


def test_chords_cover_the_interval_and_tighten() -> None:
    curve = CostCurve(1000.0, 100_000, 0.15, until=400_000)
    few, many = chords(curve, 0, 800_000, 3), chords(curve, 0, 800_000, 12)
    for pieces in (few, many):
        assert (pieces[0].low, pieces[-1].high) == (0, 800_000)
        assert all(a.high == b.low for a, b in pairwise(pieces))
        assert pieces[-2].high == 400_000
        gaps = [piece.gap for piece in pieces[1:-1]]
        assert max(gaps) < 1.15 * min(gaps)
    # the gap falls with the square of the pieces: 12 against 3 makes a sixteenth
    assert many[5].gap == pytest.approx(few[1].gap / 16, rel=0.1)
    assert [piece.high for piece in chords(curve, 500_000, 800_000)] == [800_000]


def test_development_per_car() -> None:
    # 1.5 bn / (5 · 200,000) = 1,500; one follower at 60 % and twice the cars: 2.4 bn / 2 M = 1,200
    assert development_per_car(1.5e9, 200_000, 5) == 1500.0
    assert development_per_car(1.5e9, 400_000, 5, adopters=1, follower_factor=0.6) == 1200.0


def test_wrong_figures_are_named_together() -> None:
    with pytest.raises(CaseError) as error:
        CostCurve(-5.0, 0.0, 0.6)
    assert [fault.where.split(", ")[1] for fault in error.value.faults] == [
        "unit_cost",
        "reference",
        "saving_per_doubling",
        "until",
    ]
    with pytest.raises(CaseError):
        DRIVE.total(-1.0)
    with pytest.raises(CaseError):
        development_per_car(1.0, 0.0, 5)
    with pytest.raises(CaseError):
        CostCurve(1.0, 1.0, math.nan)
