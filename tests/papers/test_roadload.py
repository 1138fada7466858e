"""The road-load model against certificates, published figures of e-POWER, and FASTSim 3.

Sources: EPA test-car list 2022; WLTC figures of Qashqai e-POWER (CompleteCar.ie 14218: 116 and 102 g/km at
the change of generation, 119 g at launch); 143 g/km of its 1.3 mild hybrid; FASTSim 3.1.0 (NREL, Apache-2.0).
"""

from __future__ import annotations

from typing import Any

import pytest
from tools.fit_roadload import fleet, leave_one_out

from teikei.industry.certified_cars import cars, mean_absolute, miss
from teikei.industry.coefficients import coefficients
from teikei.industry.cycles import EPA_GASOLINE
from teikei.industry.epower import STEPS, clutch_gain, gap_needed, model_says, steps
from teikei.industry.roadload import (
    Cycle,
    Vehicle,
    battery_electric,
    combustion,
    cycle,
    drive,
    estimated,
    series_hybrid,
)


def test_the_twenty_cars_within_five_percent() -> None:
    misses = [miss(car) for car in cars()]
    city, highway, both = mean_absolute(misses)
    assert len(misses) == 20
    assert both <= 0.05
    assert max(city, highway) <= 0.05
    # the one bad figure is known: the Outlander plug-in with an empty battery, in the city
    worst = max(misses, key=lambda one: abs(one.city))
    assert "Outlander PHEV" in worst.car.name
    assert worst.city == pytest.approx(-0.165, abs=0.02)


def test_us06_that_was_never_fitted() -> None:
    rows = [one.us06 for one in map(miss, cars()) if one.us06 is not None]
    assert len(rows) == 7
    assert sum(map(abs, rows)) / 7 <= 0.08


def test_cars_left_out_of_the_fit_within_six_percent() -> None:
    assert mean_absolute(leave_one_out(cars()))[2] <= 0.06


def test_petrol_cars_of_makes_never_fitted_within_six_percent() -> None:
    city, highway, both = mean_absolute([miss(car) for car in fleet("held_out")])
    assert both <= 0.06
    assert city <= 0.085  # worst: small turbocharged engines in the city
    assert highway <= 0.065


def test_e_power_on_the_wltc() -> None:
    second, third = (model_says(name, ["wltc"])[0] for name in ("epower2", "epower3"))
    assert 4.9 <= second.litres_per_100km <= 5.4
    assert second.grams_co2_per_km == pytest.approx(117.5, abs=1.5)  # published 116 to 119
    assert third.grams_co2_per_km == pytest.approx(102, rel=0.05)
    mild = model_says("mhev13", ["wltc"])[0]
    assert mild.grams_co2_per_km == pytest.approx(143, rel=0.07)


def test_note_e_power_on_the_three_phases_of_japan() -> None:
    # published 28.4 km/l (limo.media 30569); the body is guessed: kerb mass and 110 kg, 100 N, 0.66 m²
    note = Vehicle("Note", estimated(1340, 100, 0.66), series_hybrid(1.2, 60, 0.38))
    japan = Cycle("wltc without its last phase", cycle("wltc").speeds[:1478], 1.0, EPA_GASOLINE)
    assert 100 / drive(note, japan).litres_per_100km == pytest.approx(28.4, rel=0.05)


@pytest.mark.parametrize("over", ["wltc", "hwfet", "120"])
def test_third_over_second_generation(over: str) -> None:
    found = steps([over])
    assert 0.85 <= found[-1].ratio <= 0.91
    published = [one.ratio for one in found if one.step.basis == "published"][-1]
    assert 0.92 <= published <= 0.94  # what is published explains 6 to 8 %


@pytest.mark.parametrize("over", ["hwfet", "120"])
def test_the_claim_of_fifteen_percent_needs_more_than_is_published(over: str) -> None:
    # on less fuel and on more kilometres; with all steps, and with the published ones alone
    assert 0.02 < gap_needed(0.85, over) < 0.03
    assert 0.01 < gap_needed(1 / 1.15, over) < 0.02
    assert 0.025 < gap_needed(0.85, over, STEPS[2]) < 0.04


def test_a_lock_up_clutch_beats_the_series_drive_above_100() -> None:
    assert all(clutch_gain(speed) < 1 for speed in range(101, 150, 4))
    assert clutch_gain(120) < 0.97
    assert clutch_gain(140) < 0.93


COMBUSTION = {
    # displacement and rated power: FASTSim's files give the power, the makers the displacement
    "2012_Ford_Fusion.yaml": (2.5, 130.5),
    "2026_Chrysler_Pacifica_Select.yaml": (3.6, 211.1),
}
BATTERY = (
    "2016 Nissan Leaf 30 kWh thrml.yaml",
    "2020 Chevrolet Bolt EV thrml.yaml",
    "2022 Tesla Model 3 RWD thrml.yaml",
    "2022_Renault_Zoe_ZE50_R135.yaml",
)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("name", [*COMBUSTION, *BATTERY])
@pytest.mark.parametrize("over", ["udds", "hwfet"])
def test_fastsim_says_much_the_same(name: str, over: str) -> None:
    # it says 4 to 10 % more than we for petrol cars and −10 to +8 % for battery cars (battery, not socket)
    fastsim: Any = pytest.importorskip("fastsim", reason="fastsim is not installed: group crosscheck")
    theirs = fastsim.Vehicle.from_resource(name)
    told = theirs.to_dict()
    chassis, mass = told["chassis"], told["mass_kilograms"]
    body = estimated(
        mass,
        chassis["wheel_rr_coef"] * mass * 9.81,
        chassis["drag_coef"] * chassis["frontal_area_square_meters"],
    )
    drove = fastsim.SimDrive(theirs, fastsim.Cycle.from_resource(f"{over}.csv"))
    drove.walk()
    (parts,) = drove.to_dict()["veh"]["pt_type"].values()
    if name in COMBUSTION:
        ours = drive(Vehicle(name, body, combustion(*COMBUSTION[name], "stepped")), over).chain.fuel
        energy = parts["fc"]["state"]["energy_fuel_joules"]
    else:
        grid = drive(Vehicle(name, body, battery_electric()), over).chain.grid
        ours = grid * coefficients().charger
        energy = parts["res"]["state"]["energy_out_chemical_joules"]
    assert drove.to_dict()["veh"]["state"]["dist_meters"] == pytest.approx(cycle(over).metres, rel=0.01)
    assert ours == pytest.approx(energy, rel=0.12)
