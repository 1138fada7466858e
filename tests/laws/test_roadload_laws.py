"""Laws of the road-load model: energy is kept, batteries return, and worse cars never use less."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from teikei.industry.cycles import E10, Cycle
from teikei.industry.roadload import (
    Body,
    Vehicle,
    battery_electric,
    combustion,
    drive,
    estimated,
    power_split,
    series_hybrid,
)

POWERTRAINS = {
    "petrol": combustion(2.5, 250),  # no drawn cycle asks more of it
    "split": power_split(1.8, 90, 0.4),
    "series": series_hybrid(1.5, 116, 0.39),
    "clutch": series_hybrid(1.5, 116, 0.39, 60),
    "electric": battery_electric(),
}

bodies = st.builds(estimated, st.floats(900, 2200), st.floats(60, 220), st.floats(0.45, 1.0))


@st.composite
def cycles(draw: st.DrawFn) -> Cycle:
    """From standing to standing in up to ten legs, no harder than 2 m/s², to 130 km/h."""
    legs = draw(st.lists(st.tuples(st.floats(0, 36), st.integers(0, 40)), min_size=1, max_size=10))
    speeds = [0.0]
    for target, held in [(12.0, 5), *legs, (0.0, 3)]:
        seconds = max(1, int(np.ceil(abs(target - speeds[-1]) / 1.5)))
        speeds += list(np.linspace(speeds[-1], target, seconds + 1)[1:]) + [target] * held
    return Cycle("legs", np.array(speeds), draw(st.sampled_from([0.0, 0.43, 1.0])), E10)


@pytest.mark.parametrize("kind", POWERTRAINS)
@settings(max_examples=40)
@given(body=bodies, over=cycles())
def test_energy_is_kept_and_the_battery_returns(kind: str, body: Body, over: Cycle) -> None:
    trip = drive(Vehicle(kind, body, POWERTRAINS[kind]), over)
    assert abs(trip.chain.imbalance) < 1e-9
    assert abs(trip.chain.stored) < 1e-9 * trip.chain.supplied
    assert all(value >= 0 for value in trip.chain.shares().values())
    assert 0 <= trip.engine_on <= 1


@pytest.mark.parametrize("kind", POWERTRAINS)
@settings(max_examples=30)
@given(body=bodies, over=cycles(), more=st.floats(1.0, 1.3))
def test_more_drag_never_saves(kind: str, body: Body, over: Cycle, more: float) -> None:
    # at the wheels of a hybrid more drag also means less to brake: nothing is won by that
    worse = dataclasses.replace(body, square=body.square * more)
    before = drive(Vehicle(kind, body, POWERTRAINS[kind]), over).chain.supplied
    assert drive(Vehicle(kind, worse, POWERTRAINS[kind]), over).chain.supplied >= before * (1 - 1e-9)


@settings(max_examples=30)
@given(body=bodies, over=cycles(), peak=st.floats(0.3, 0.42), better=st.floats(0.0, 0.05))
def test_a_better_engine_saves_in_proportion(body: Body, over: Cycle, peak: float, better: float) -> None:
    warm = dataclasses.replace(over, cold_starts=0.0)
    plain = drive(Vehicle("x", body, series_hybrid(1.5, 116, peak)), warm).chain.fuel
    saved = drive(Vehicle("x", body, series_hybrid(1.5, 116, peak + better)), warm).chain.fuel
    assert saved == pytest.approx(plain * peak / (peak + better), rel=1e-9)


@settings(max_examples=30)
@given(body=bodies, over=cycles())
def test_twice_the_road_is_twice_the_energy(body: Body, over: Cycle) -> None:
    twice = Cycle("twice", np.concatenate([over.speeds, over.speeds[1:]]), 2 * over.cold_starts, E10)
    for powertrain in POWERTRAINS.values():
        once = drive(Vehicle("x", body, powertrain), over)
        again = drive(Vehicle("x", body, powertrain), twice)
        assert again.chain.supplied == pytest.approx(2 * once.chain.supplied, rel=1e-9)
