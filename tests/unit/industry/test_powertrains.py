from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from tests.unit.industry.conftest import bare_engine

from teikei.base.errors import UsageError
from teikei.industry.coefficients import coefficients
from teikei.industry.powertrains import BatteryElectric, Combustion, Electric, Hybrid, sustain
from teikei.industry.wheels import Demand

ENGINE = bare_engine()  # its sweet power is 10 kW; no friction, so fuel is power / 0.4
ELECTRIC = Electric(motor=0.8, battery=0.9, accessories=0.0, regeneration=0.5, fade_from=1.0, fade_over=3.0)
SERIES = Hybrid(
    engine=ENGINE,
    electric=ELECTRIC,
    generator=0.9,
    path=0.0,
    locks_from=np.inf,
    tied=0.0,
    top_pressure=1.4e6,
    floor=(1.0, 1.0),
    cold_start=0.0,
    name="series",
)


def asks(traction: list[float], braking: list[float] | None = None, speed: float = 20.0) -> Demand:
    """Powers at the wheels with a road that takes what is not braked."""
    brakes = np.array(braking or [0.0] * len(traction))
    pulls = np.array(traction)
    return Demand(np.full(len(traction), speed), pulls, brakes, float(pulls.sum() - brakes.sum()), 0.0)


def test_the_engine_runs_where_most_is_asked() -> None:
    off, on = np.array([-3.0, -1.0, 1.0]), np.array([5.0, 7.0, 9.0])
    # 3 are lacking; the first second alone turns −3 into +5: three eighths of it are enough
    assert sustain(off, on, np.array([3.0, 1.0, -1.0])) == pytest.approx([0.375, 0, 0])
    assert sustain(off, on, np.array([1.0, 3.0, -1.0])) == pytest.approx([0, 0.375, 0])
    assert sustain(-off, on, off) == pytest.approx([0, 0, 0])  # it gains without the engine
    assert sustain(off, off + 0.5, off) == pytest.approx([1, 1, 1])  # 1.5 gained where 3 are lacking


def test_the_share_brings_the_battery_back() -> None:
    random = np.random.default_rng(5)
    off, gain = random.normal(-2.0, 3.0, 500), random.uniform(4.0, 9.0, 500)
    share = sustain(off, off + gain, -off)
    assert share.min() >= 0
    assert share.max() <= 1
    assert float(off.sum() + share @ gain) == pytest.approx(0.0, abs=1e-9)
    assert np.count_nonzero((share > 0) & (share < 1)) == 1


def test_battery_car_by_hand() -> None:
    parts = dataclasses.replace(ELECTRIC, accessories=100.0)
    driven = BatteryElectric(parts, charger=0.8).propel(asks([1000.0, 0.0], [0.0, 400.0]), 1.0)
    chain = driven.chain
    # drawn 1000/0.8 + 100 = 1350, then 100 − 0.8 · 200 = −60; the battery loses 1350 (1/0.9 − 1) = 150 and 6
    assert chain.battery == pytest.approx(156.0)
    # it gives 1500 and takes 54: 1446, over 0.8 from the socket
    assert chain.grid == pytest.approx(1446 / 0.8)
    assert chain.motor == pytest.approx(1000 * 0.25 + 200 * 0.2)
    assert (chain.accessories, chain.brakes, chain.cold_start) == pytest.approx((200, 200, 0))
    assert chain.imbalance == pytest.approx(0.0, abs=1e-12)
    assert driven.swing == pytest.approx(1500.0)  # from 0 to −1500, then −1446


def test_regeneration_fades_with_speed() -> None:
    braking = [100.0] * 3
    made = Demand(np.array([1.0, 2.0, 10.0]), np.zeros(3), np.array(braking), 0.0, 0.0)
    # none at 1 m/s, (2 − 1) / 3 at 2 m/s, never above the share of the driven axle
    assert ELECTRIC.braked(made) == pytest.approx([0.0, 100 / 3, 50.0])


def test_series_hybrid_by_hand() -> None:
    driven = SERIES.propel(asks([4000.0] * 10), 0.0)
    # off: 4000/0.8 = 5000 drawn, 5000/0.9 lost to the store; on: 10 kW make 9000, 4000 over, 3600 stored
    share = (5000 / 0.9) / (5000 / 0.9 + 3600)
    assert driven.engine_on == pytest.approx(share)
    assert driven.chain.fuel == pytest.approx(10 * share * 10_000 / 0.4)
    assert driven.chain.generator == pytest.approx(10 * share * 1000)
    assert driven.chain.motor == pytest.approx(10 * 1000)
    assert driven.chain.battery == pytest.approx(10 * (share * 400 + (1 - share) * (5000 / 0.9 - 5000)))
    assert driven.chain.stored == pytest.approx(0.0, abs=1e-9)
    assert driven.chain.imbalance == pytest.approx(0.0, abs=1e-12)


def test_a_series_hybrid_follows_what_is_above_the_sweet_power() -> None:
    driven = SERIES.propel(asks([14_400.0] * 5), 0.0)
    # 14,400 / 0.8 / 0.9 = 20 kW: twice the sweet power, all the time, past the battery
    assert driven.engine_on == pytest.approx(1.0)
    assert driven.chain.fuel == pytest.approx(5 * 20_000 / 0.4)
    assert driven.chain.battery == pytest.approx(0.0, abs=1e-9)


def test_power_split_by_hand() -> None:
    split = dataclasses.replace(SERIES, path=0.8, locks_from=0.0)
    driven = split.propel(asks([8000.0] * 4), 0.0)
    # 8000 / 0.8 = 10 kW is just the sweet power: all down the path
    assert driven.chain.fuel == pytest.approx(4 * 10_000 / 0.4)
    assert driven.chain.gears == pytest.approx(4 * 2000)
    assert (driven.chain.motor, driven.chain.generator) == pytest.approx((0, 0))
    # 4000 take 5 kW of the 10: the other 5 kW charge 4500 · 0.9 = 4050; off costs 5000/0.9
    driven = split.propel(asks([4000.0] * 4), 0.0)
    assert driven.engine_on == pytest.approx((5000 / 0.9) / (5000 / 0.9 + 4050))
    assert driven.chain.imbalance == pytest.approx(0.0, abs=1e-12)


def test_the_clutch_stays_open_below_its_speed_and_above_its_load() -> None:
    # 100 1/min per m/s: 2000 1/min at 20 m/s; top load 1.4 MPa · 0.001 · 2000 / 120 = 23.3 kW
    clutch = dataclasses.replace(SERIES, path=0.8, locks_from=15.0, tied=100.0)
    locked = clutch.propel(asks([16_000.0] * 3), 0.0)  # 16 / 0.8 = 20 kW
    assert locked.chain.fuel == pytest.approx(3 * 20_000 / 0.4)
    assert locked.chain.gears == pytest.approx(3 * 4000)
    for ask in (asks([16_000.0] * 3, speed=14.9), asks([24_000.0] * 3)):
        assert clutch.propel(ask, 0.0).chain == SERIES.propel(ask, 0.0).chain


def test_the_clutch_opens_where_the_engine_would_pass_its_rated_power() -> None:
    # at 40 m/s the top load is 1.4 MPa · 0.001 · 4000 / 120 = 46.7 kW, above what the engine is rated for
    engine = dataclasses.replace(ENGINE, rated=30e3)
    clutch = dataclasses.replace(SERIES, engine=engine, path=0.8, locks_from=15.0, tied=100.0)
    fast = asks([24_500.0, 1000.0], speed=40.0)  # 24.5 / 0.8 = 30.6 kW down the path
    assert clutch._running(fast, fast.traction / 0.8)[0][0] == pytest.approx(30e3)
    assert clutch._running(fast, fast.traction / 0.8)[1][0] == 0.0
    slower = asks([23_900.0], speed=40.0)  # 29.9 kW: locked
    assert clutch._running(slower, slower.traction / 0.8)[1][0] == pytest.approx(29_875.0)


def test_a_locked_engine_turns_with_the_wheels() -> None:
    rubbing = dataclasses.replace(ENGINE, friction_pressure=60e3)
    clutch = dataclasses.replace(SERIES, engine=rubbing, path=0.8, locks_from=15.0, tied=100.0)
    driven = clutch.propel(asks([16_000.0] * 3), 0.0)
    assert driven.chain.engine_friction == pytest.approx(3 * 60e3 * 1e-3 * 2000 / 120)  # 1 kW at 2000 1/min
    # the floor: at least the best line's 20 kW at this speed, what is over charges and the engine rests
    half = clutch.propel(asks([8_000.0] * 3), 0.0)
    assert half.engine_on < 1
    assert half.chain.imbalance == pytest.approx(0.0, abs=1e-12)


def test_an_engine_that_cannot_keep_up_is_said() -> None:
    weak = dataclasses.replace(SERIES, engine=dataclasses.replace(ENGINE, rated=20e3))
    with pytest.raises(UsageError) as caught:
        weak.propel(asks([20_000.0] * 5), 0.0)
    # 25 kW drawn, 18 made: 7/0.9 = 7.8 kW from the store
    assert "7.8 kW" in caught.value.faults[0].what


def test_a_cold_start_burns_by_the_litre_of_displacement() -> None:
    warm = dataclasses.replace(SERIES, cold_start=2e9)  # 2 MJ a litre
    more = warm.propel(asks([4000.0] * 3), 0.5).chain
    assert more.cold_start == pytest.approx(1e6)  # half a start of one litre
    assert more.fuel - SERIES.propel(asks([4000.0] * 3), 0.0).chain.fuel == pytest.approx(1e6)


def test_petrol_car_by_hand() -> None:
    w = dataclasses.replace(
        coefficients(),
        transmission=0.8,
        accessories=500.0,
        overdrive=18.0,
        idle_speed=600.0,
        cut_off_kmh=7.2,
        cold_start=2.0,
    )
    engine = dataclasses.replace(ENGINE, friction_pressure=120e3, least_speed=1200.0)
    powers = Demand(
        np.array([20.0, 10.0, 0.0, 1.0]),
        np.array([7600.0, 0.0, 0.0, 0.0]),
        np.array([0.0, 500.0, 0.0, 90.0]),
        7010.0,
        0.0,
    )
    driven = Combustion(engine, w).propel(powers, 1.0)
    # pulling: 7600/0.8 + 500 = 10 kW at max(1200, 18 · 72 = 1296, 1000): 120 kPa · 1 l · 1296 / 120 = 1296 W;
    # overrun at 10 m/s burns nothing; standing 500 + 600 W; braking at 1 m/s, below the cut-off, 500 + 1200 W
    work = (10_000 + 1296) + (500 + 600) + (500 + 1200)
    assert driven.chain.fuel == pytest.approx(work / 0.4 + 2e6)
    assert driven.chain.engine_friction == pytest.approx(1296 + 600 + 1200)
    assert driven.chain.accessories == pytest.approx(1500)
    assert driven.chain.gears == pytest.approx(9500 - 7600)
    assert driven.chain.brakes == pytest.approx(590)
    assert driven.engine_on == pytest.approx(0.75)
    assert driven.chain.imbalance == pytest.approx(0.0, abs=1e-12)


def test_a_petrol_engine_that_cannot_give_the_power_is_said() -> None:
    w = dataclasses.replace(coefficients(), transmission=0.8, accessories=500.0)
    weak = Combustion(dataclasses.replace(ENGINE, rated=9e3), w)
    with pytest.raises(UsageError) as caught:
        weak.propel(asks([7600.0, 100.0]), 0.0)  # 7.6 / 0.8 + 0.5 = 10 kW
    assert "10.0 kW" in caught.value.faults[0].what
    strong = Combustion(dataclasses.replace(ENGINE, rated=10e3), w)
    assert strong.propel(asks([7600.0, 100.0]), 0.0).chain.fuel > 0
