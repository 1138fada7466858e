from __future__ import annotations

import dataclasses
from typing import get_args

import numpy as np
import pytest
from tests.unit.industry.conftest import bare_engine

from teikei.base.errors import UsageError
from teikei.industry.coefficients import coefficients
from teikei.industry.engines import Gearbox, hybrid_engine, road_engine

PLAIN = bare_engine(
    displacement=2e-3, friction_pressure=100e3, friction_slope=20.0, least_speed=1200.0, best_pressure=900e3
)  # rated 100 kW; 40 % of the fuel's heat is indicated work; from 70 % of it on richer, by 15 % at the end


def test_willans_line_by_hand() -> None:
    # (100,000 + 20 · 3000) Pa · 0.002 m³ · 3000 / 120 = 8000 W
    assert PLAIN.friction(np.array([3000.0])) == pytest.approx([8000.0])
    # 900,000 Pa · 0.002 m³ · 1200 / 120 = 18 kW is the sweet power; 36 kW needs twice the speed
    assert PLAIN.sweet_power == pytest.approx(18e3)
    assert PLAIN.line_speed(np.array([1e3, 18e3, 36e3])) == pytest.approx([1200, 1200, 2400])
    # friction at 1200: 124,000 · 0.002 · 10 = 2480 W: 0.4 · 18000 / 20480
    assert PLAIN.peak == pytest.approx(0.4 * 18_000 / 20_480)
    assert PLAIN.efficiency(np.array([18e3])) == pytest.approx([PLAIN.peak])


def test_rich_mixture_near_rated_power() -> None:
    assert PLAIN.rich(np.array([70e3, 85e3, 100e3])) == pytest.approx([1.0, 1.075, 1.15])


def test_a_hybrid_engine_reaches_its_published_peak_but_for_the_road() -> None:
    w = dataclasses.replace(coefficients(), peak_reach=1.0)
    assert hybrid_engine(1.8, 72, 0.40, w).peak == pytest.approx(0.40)
    assert hybrid_engine(1.8, 72, 0.40, dataclasses.replace(w, peak_reach=0.95)).peak == pytest.approx(0.38)


def test_efficiency_falls_to_both_sides_of_the_sweet_power() -> None:
    engine = hybrid_engine(1.5, 116, 0.39, coefficients())
    sweet = engine.sweet_power
    low, best, high = engine.efficiency(np.array([sweet / 3, sweet, engine.rated]))
    assert best > low
    assert best > high


def test_turbochargers_and_gears_change_pressure_and_speed() -> None:
    w = dataclasses.replace(
        coefficients(),
        driving_pressure=800e3,
        moving_speed=1000.0,
        turbo_driving=1.25,
        turbo_speed=1.1,
        stepped_load=0.8,
        stepped_speed=1.2,
        best_pressure=900e3,
        turbo_factor=1.3,
    )
    found = {
        (kw, gearbox): (engine.best_pressure, engine.least_speed)
        for kw in (80, 140)  # 53 and 93 kW a litre
        for gearbox in get_args(Gearbox)
        for engine in [road_engine(1.5, kw, gearbox, w)]
    }
    assert found[80, "stepless"] == pytest.approx((800e3, 1000))
    assert found[80, "stepped"] == pytest.approx((640e3, 1200))
    assert found[140, "stepless"] == pytest.approx((1000e3, 1100))
    assert found[140, "stepped"] == pytest.approx((800e3, 1320))
    assert hybrid_engine(1.5, 140, 0.4, w).best_pressure == pytest.approx(1170e3)


@pytest.mark.parametrize(
    ("litres", "kw", "peak", "faults"),
    [(0, 100, 0.4, 1), (1.5, -1, 0.9, 2), (float("nan"), 100, 0.05, 2), (1.5, float("inf"), 0.4, 1)],
)
def test_no_such_engine(litres: float, kw: float, peak: float, faults: int) -> None:
    with pytest.raises(UsageError) as caught:
        hybrid_engine(litres, kw, peak, coefficients())
    assert len(caught.value.faults) == faults
