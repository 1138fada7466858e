from __future__ import annotations

import numpy as np
import pytest

from teikei.base.errors import UsageError
from teikei.industry.cycles import cycle
from teikei.industry.epower import (
    BASELINES,
    MOTORWAY_SPEED,
    SLOWER,
    STEPS,
    TECHNOLOGIES,
    clutch_gain,
    gap_needed,
    generation,
    model_says,
    off_peak,
    steps,
)
from teikei.industry.powertrains import Hybrid
from teikei.industry.wheels import demand


def test_the_engine_alone_gives_what_its_efficiency_says() -> None:
    # at a steady speed fuel is work over efficiency: 39 / 42
    first, engine, *_ = steps(["120"])
    assert first.ratio == 1.0
    assert engine.ratio == pytest.approx(39 / 42)


def test_each_step_keeps_those_before() -> None:
    for over in ("wltc", "120"):
        ratios = [found.ratio for found in steps([over])]
        assert (
            np.diff(ratios).max() <= 1e-9
        )  # a steady speed never uses the battery: the last step does nothing
    assert {found.step.basis for found in steps(["wltc"])} == {"published", "assumed"}


def test_the_third_generation_turns_200_slower_on_the_motorway() -> None:
    def turns(number: int) -> float:
        car = generation(STEPS[number])
        assert isinstance(car.powertrain, Hybrid)
        electric, engine = car.powertrain.electric, car.powertrain.engine
        drawn = demand(car.body, cycle("120")).traction[:1] / electric.motor + electric.accessories
        return float(engine.line_speed(drawn / car.powertrain.generator)[0])

    assert turns(0) == pytest.approx(MOTORWAY_SPEED, abs=10)
    assert turns(1) - turns(2) == pytest.approx(SLOWER, abs=2)


def test_off_its_peak_the_second_generation_loses_more() -> None:
    gains = [off_peak(gap, "hwfet") for gap in (0.0, 0.01, 0.02, 0.03)]
    assert np.diff(gains).max() < 0
    assert gains[0] == pytest.approx(steps(["hwfet"])[-1].ratio)


@pytest.mark.parametrize("over", ["hwfet", "120"])
def test_the_gap_that_a_claim_needs_gives_the_claim(over: str) -> None:
    gap = gap_needed(0.87, over)
    assert off_peak(gap, over) == pytest.approx(0.87, abs=1e-9)
    assert gap_needed(0.95, over) < 0 < gap_needed(0.85, over)


@pytest.mark.parametrize("ratio", [0.5, 1.5, float("nan")])
def test_a_claim_that_no_gap_reaches_is_said(ratio: float) -> None:
    with pytest.raises(UsageError):
        gap_needed(ratio, "120")


def test_what_the_model_says_of_a_technology() -> None:
    for name in TECHNOLOGIES:
        said = model_says(name, ["wltc", "120"])
        assert [row.cycle for row in said] == ["wltc", "120"]
        for row in said:
            assert (row.technology, row.baseline) == (name, BASELINES.get(name))
            assert (row.ratio is None) == (name not in BASELINES)
    plug = model_says("phev_mmc", ["wltc"])[0]
    assert plug.litres_per_100km > 0
    assert plug.kwh_per_100km > 0
    car = model_says("cmf_ev", ["wltc"])[0]
    assert (car.litres_per_100km, car.ratio) == (0.0, 0.0)
    third, second = model_says("epower3", ["wltc"])[0], model_says("epower2", ["wltc"])[0]
    assert third.ratio == pytest.approx(third.litres_per_100km / second.litres_per_100km)


def test_what_it_cannot_drive() -> None:
    with pytest.raises(UsageError) as caught:
        model_says("epower")
    assert "epower" in caught.value.faults[0].fix


def test_the_clutch_gains_more_the_faster_one_drives() -> None:
    gains = [clutch_gain(speed) for speed in (60, 110, 120, 130, 140)]
    assert gains[0] == 1.0  # it is open
    assert np.diff(gains).max() < 0
