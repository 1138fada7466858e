from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from teikei.base.errors import UsageError
from teikei.industry.coefficients import coefficients
from teikei.industry.cycles import E10, EPA_GASOLINE, Cycle
from teikei.industry.roadload import (
    Vehicle,
    battery_electric,
    combustion,
    drive,
    estimated,
    power_split,
    series_hybrid,
)

BODY = estimated(1750, 130, 0.78)
POWERTRAINS = {
    "petrol": combustion(1.5, 116),
    "split": power_split(1.5, 116, 0.39),
    "series": series_hybrid(1.5, 116, 0.39),
    "clutch": series_hybrid(1.5, 116, 0.39, 70),
    "electric": battery_electric(),
}


@pytest.mark.parametrize("kind", POWERTRAINS)
@pytest.mark.parametrize("over", ["ftp", "hwfet", "us06", "wltc", "120"])
def test_energy_balances_and_the_battery_ends_as_it_began(kind: str, over: str) -> None:
    trip = drive(Vehicle(kind, BODY, POWERTRAINS[kind]), over)
    assert abs(trip.chain.imbalance) < 1e-9
    assert abs(trip.chain.stored) < 1e-9 * trip.chain.supplied
    assert all(value >= 0 for value in trip.chain.shares().values())
    assert sum(trip.megajoules_per_100km.values()) == pytest.approx(
        trip.chain.supplied / 1e6 / trip.metres * 1e5
    )


def test_units() -> None:
    trip = drive(Vehicle("x", BODY, POWERTRAINS["series"]), "120")
    # 20 km; a litre of E10 holds 31.04 MJ and gives 2274 g
    litres = trip.chain.fuel / 31.042e6
    assert trip.litres_per_100km == pytest.approx(litres / 20 * 100)
    assert trip.grams_co2_per_km == pytest.approx(litres * 2273.9 / 20, rel=1e-4)
    assert trip.kwh_per_100km == 0.0
    plug = drive(Vehicle("x", BODY, POWERTRAINS["electric"]), "120")
    assert plug.kwh_per_100km == pytest.approx(plug.chain.grid / 3.6e6 / 20 * 100)
    assert (plug.litres_per_100km, plug.grams_co2_per_km) == (0.0, 0.0)


def test_motorway_by_hand() -> None:
    # 120 km/h: (130 + 0.468 · 33.33²) N · 33.33 m/s = 21.67 kW at the wheels
    w = coefficients()
    trip = drive(Vehicle("x", BODY, POWERTRAINS["electric"]), "120")
    wheels = (130 + 0.468 * (120 / 3.6) ** 2) * 120 / 3.6
    socket = (wheels / w.motor + w.electric_accessories) / w.battery / w.charger
    assert wheels == pytest.approx(21_667, abs=1)
    assert trip.kwh_per_100km == pytest.approx(socket / 1e3 / 120 * 100)


def test_the_rule_says_which_petrol() -> None:
    car = Vehicle("x", BODY, POWERTRAINS["petrol"])
    assert drive(car, "ftp").fuel is EPA_GASOLINE
    assert drive(car, "wltc").fuel is E10
    other = drive(car, "wltc", EPA_GASOLINE)
    assert other.chain == drive(car, "wltc").chain
    assert other.litres_per_100km < drive(car, "wltc").litres_per_100km


def test_a_cold_start_costs_by_the_cycle() -> None:
    car = Vehicle("x", BODY, POWERTRAINS["series"])
    cold, warm = drive(car, "ftp"), drive(car, "udds")
    w = coefficients()
    extra = 0.43 * w.hybrid_cold_start * 1e6 * 1.5
    assert cold.chain.fuel - warm.chain.fuel == pytest.approx(extra)
    assert cold.chain.cold_start == pytest.approx(extra)


def test_a_clutch_that_never_closes_is_a_series_drive() -> None:
    never = Vehicle("x", BODY, series_hybrid(1.5, 116, 0.39, 249))
    assert drive(never, "wltc").chain == drive(Vehicle("x", BODY, POWERTRAINS["series"]), "wltc").chain


def test_own_coefficients_and_own_cycle() -> None:
    better = dataclasses.replace(coefficients(), motor=0.95)
    ramp = Cycle("ramp", np.array([*np.linspace(0, 25, 26), *np.linspace(25, 0, 26)]), 0.0, E10)
    now = drive(Vehicle("x", BODY, battery_electric()), ramp)
    then = drive(Vehicle("x", BODY, battery_electric(better)), ramp)
    assert then.kwh_per_100km < now.kwh_per_100km
    assert then.cycle == "ramp"


def test_too_weak_an_engine_is_an_error() -> None:
    with pytest.raises(UsageError) as caught:
        drive(Vehicle("x", BODY, series_hybrid(0.6, 20, 0.39)), "130")
    assert "battery loses" in caught.value.faults[0].what
