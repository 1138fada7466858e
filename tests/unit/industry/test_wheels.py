from __future__ import annotations

import numpy as np
import pytest

from teikei.base.errors import UsageError
from teikei.industry.cycles import E10, Cycle, cycle
from teikei.industry.wheels import Body, coast_down, demand, estimated


def test_power_by_hand() -> None:
    # 1000 kg, 100 N + 2 N/(m/s) v + 0.5 N/(m/s)² v²; to 10 m/s in a second, one steady, to a stop in one
    made = demand(Body(1000, 100, 2, 0.5), Cycle("own", np.array([0.0, 10.0, 10.0, 0.0]), 0.0, E10))
    # mean speeds 5, 10, 5; force 100 + 10 + 12.5 = 122.5 and 100 + 20 + 50 = 170;
    # 1030 kg · 10 m/s² · 5 m/s = 51500 W
    road = [122.5 * 5, 170 * 10, 122.5 * 5]
    assert made.traction == pytest.approx([road[0] + 51_500, road[1], 0.0])
    assert made.braking == pytest.approx([0.0, 0.0, 51_500 - road[2]])
    assert made.road == pytest.approx(sum(road))
    assert made.kinetic == 0.0


def test_what_the_wheels_take_is_road_motion_and_brakes() -> None:
    body = estimated(1500, 120, 0.7)
    for name in ("udds", "us06", "wltc"):
        made = demand(body, cycle(name))
        spent = made.road + made.kinetic + made.braking.sum()
        assert made.traction.sum() == pytest.approx(spent, rel=1e-12)


def test_motion_gained_is_counted() -> None:
    made = demand(Body(1000, 100, 0, 0), Cycle("own", np.array([0.0, 20.0]), 0.0, E10))
    assert made.kinetic == pytest.approx(0.5 * 1030 * 400)


def test_units_of_the_test_car_list() -> None:
    # 3750 lb = 1700.97 kg; 27.37 lbf = 121.75 N; 0.0262 lbf/mph² = 0.58315 N/(m/s)²
    body = coast_down(3750, 27.37, -0.1021, 0.0262)
    assert (body.mass, body.constant) == pytest.approx((1700.97, 121.75), abs=0.01)
    assert body.linear == pytest.approx(-0.1021 * 4.448222 / 0.44704)
    assert body.square == pytest.approx(0.58315, abs=1e-4)


def test_drag_area() -> None:
    assert estimated(1500, 120, 0.75).square == pytest.approx(0.45)  # ½ · 1.2 · 0.75


@pytest.mark.parametrize(
    ("values", "faults"),
    [
        ((0, 100, 0, 0.5), 1),
        ((-5, 100, 0, -0.5), 2),
        ((1500, float("nan"), 0, 0.5), 1),
        ((1500, 10, -5, 0.01), 1),
        ((1500, 0, 0, 0), 1),
        ((float("inf"), 100, 0, 0.5), 1),
    ],
)
def test_no_such_car(values: tuple[float, float, float, float], faults: int) -> None:
    with pytest.raises(UsageError) as caught:
        Body(*values)
    assert len(caught.value.faults) == faults
