"""e-POWER and its rivals in one body: what the model says of each, step by step, and of the claims made.

One crossover of Qashqai's size carries every powertrain, so that differences are those of the powertrain.
Its road load is an estimate (kerb mass and 100 kg, 1,750 kg as e-POWER; 130 N; 0.78 m²): no coast-down figure
of a Qashqai is published. No coefficient was fitted to an e-POWER.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from teikei.base.errors import Fault, UsageError, did_you_mean
from teikei.industry.coefficients import Coefficients, coefficients
from teikei.industry.roadload import (
    Body,
    Vehicle,
    battery_electric,
    combustion,
    drive,
    estimated,
    series_hybrid,
)

SPEEDS = ("wltc", "hwfet", "120")
"""Where technologies are compared: mixed, US highway, motorway."""

LITRES, RATED_KW = 1.5, 116.0
"""KR15DDT of the second generation; the third generation's ZR15DDTe is taken to have the same rated power."""

PEAK_2, PEAK_3 = 0.39, 0.42
"""Peak engine efficiency as published (Denjiha, netdenjd.com/articles/-/317942)."""

MOTORWAY_SPEED, SLOWER = 1790.0, 200.0
"""What the model has the second generation's engine turn at 120 km/h, and how much less the third is said to
turn on the motorway, 1/min (Best Car, bestcarweb.jp/feature/column/1392632)."""

POINT = 0.01
GAPS = (-0.1, 0.15)
"""Gaps below its peak that an engine is tried at, shares of fuel energy."""


@dataclass(frozen=True, slots=True)
class Step:
    """One change from the second to the third generation.

    Attributes
    ----------
    name : words for tables
    basis : published by the maker, or assumed here because nothing is published
    peak : peak engine efficiency after the step
    pressure, parts, battery : factor on the mean pressure at a given power; points added to the efficiency of
        motor and generator, and of the battery
    """

    name: str
    basis: Literal["published", "assumed"]
    peak: float = PEAK_3
    pressure: float = 1.0
    parts: float = 0.0
    battery: float = 0.0


LOWER = MOTORWAY_SPEED / (MOTORWAY_SPEED - SLOWER)
STEPS = (
    Step("second generation", "published", PEAK_2),
    Step("engine 42 % instead of 39 %", "published"),
    Step("engine 200 1/min slower on the motorway", "published", pressure=LOWER),
    Step("motor and generator one point better", "assumed", pressure=LOWER, parts=POINT),
    Step("battery one point better", "assumed", pressure=LOWER, parts=POINT, battery=POINT),
)
"""Each step keeps those before it."""


def crossover(added: float = 0.0) -> Body:
    """The common body, test mass 1,750 kg and what the powertrain ``added`` over e-POWER, kg."""
    return estimated(1750.0 + added, 130.0, 0.78)


def generation(step: Step, with_: Coefficients | None = None, lock_up_kmh: float | None = None) -> Vehicle:
    """e-POWER after a step.

    Parameters
    ----------
    step : one of `STEPS`, or one of your own
    with_ : coefficients of the second generation (default: those fitted)
    lock_up_kmh : speed from which a clutch that e-POWER does not have would lock its engine to the wheels
    """
    w = with_ or coefficients()
    changed = dataclasses.replace(
        w,
        best_pressure=w.best_pressure * step.pressure,
        motor=w.motor + step.parts,
        generator=w.generator + step.parts,
        battery=w.battery + step.battery,
    )
    return Vehicle(step.name, crossover(), series_hybrid(LITRES, RATED_KW, step.peak, lock_up_kmh, changed))


@dataclass(frozen=True, slots=True)
class StepResult:
    """What a step and those before it do on one cycle; ``ratio`` is fuel over the second generation's."""

    step: Step
    cycle: str
    litres_per_100km: float
    ratio: float


def steps(over: Sequence[str] = SPEEDS, with_: Coefficients | None = None) -> tuple[StepResult, ...]:
    """From the second to the third generation of e-POWER, change by change.

    Parameters
    ----------
    over : cycles, or steady speeds in km/h
    with_ : coefficients of the second generation (default: those fitted)

    Examples
    --------
    >>> last = steps(["wltc"])[-1]
    >>> 0.85 < last.ratio < 0.91
    True
    """
    found = []
    for name in over:
        litres = [drive(generation(step, with_), name).litres_per_100km for step in STEPS]
        found += [
            StepResult(step, name, value, value / litres[0])
            for step, value in zip(STEPS, litres, strict=True)
        ]
    return tuple(found)


def off_peak(gap: float, over: str, step: Step = STEPS[-1]) -> float:
    """Fuel of the third generation over the second, if the second's engine stays ``gap`` below its peak.

    The second generation's engine must follow what is asked of it and may sit off its best point; the third
    is said to hold a fixed point. How far off is not published.

    Parameters
    ----------
    gap : share of fuel energy, 0.02 for 37 % instead of 39 %
    over : cycle, or steady speed in km/h
    step : what the third generation is
    """
    lower = dataclasses.replace(STEPS[0], peak=PEAK_2 - gap)
    return drive(generation(step), over).litres_per_100km / drive(generation(lower), over).litres_per_100km


def gap_needed(ratio: float, over: str, step: Step = STEPS[-1]) -> float:
    """How far below its peak the second generation must run for the third to use ``ratio`` of its fuel.

    Parameters
    ----------
    ratio : fuel over fuel: 0.85 for 15 % less, 1/1.15 for 15 % farther on a litre
    over : cycle, or steady speed in km/h
    step : what the third generation is

    Returns
    -------
    Share of fuel energy; negative if the changes alone do more.

    Raises
    ------
    UsageError
        No gap within `GAPS` gives that ratio.
    """
    low, high = GAPS
    ends = off_peak(low, over, step), off_peak(high, over, step)
    if not ends[1] <= ratio <= ends[0]:
        said = f"ratios from {ends[1]:.2f} to {ends[0]:.2f}"
        what = f"no gap makes the third generation use {ratio:g} of the second's fuel"
        why = f"peaks of {PEAK_2 - high:.0%} to {PEAK_2 - low:.0%} give {said}"
        raise UsageError(Fault(f"ratio of fuels, {over}", what, why, f"give one of the {said}"))
    for _ in range(40):
        middle = (low + high) / 2.0
        low, high = (middle, high) if off_peak(middle, over, step) > ratio else (low, middle)
    return (low + high) / 2.0


def clutch_gain(kmh: float, peak: float = PEAK_2) -> float:
    """Fuel with a lock-up clutch over fuel without, same engine and body, at a steady speed."""
    with_clutch = Vehicle("clutch", crossover(), series_hybrid(LITRES, RATED_KW, peak, 70.0))
    without = Vehicle("series", crossover(), series_hybrid(LITRES, RATED_KW, peak))
    speed = f"{kmh:g}"
    return drive(with_clutch, speed).litres_per_100km / drive(without, speed).litres_per_100km


def _phev() -> Vehicle:
    return Vehicle("plug-in hybrid, battery empty", crossover(250), series_hybrid(2.36, 94, 0.38, 70.0))


TECHNOLOGIES: dict[str, Callable[[], Vehicle]] = {
    "mhev13": lambda: Vehicle("1.3 turbo petrol", crossover(-150), combustion(1.33, 116)),
    "epower2": lambda: generation(STEPS[0]),
    "epower3": lambda: generation(STEPS[-1]),
    "ehev_h": lambda: Vehicle("Honda e:HEV", crossover(), series_hybrid(2.0, 107, 0.406, 70.0)),
    "phev_mmc": _phev,
    "cmf_ev": lambda: Vehicle("battery car", crossover(150), battery_electric()),
}
"""Technologies the model can drive; masses over e-POWER and engines are in docs/background/epower.md."""

NAMES = {
    "mhev13": "1.3 turbo petrol",
    "epower2": "e-POWER, second generation",
    "epower3": "e-POWER, third generation",
    "ehev_h": "Honda e:HEV",
    "phev_mmc": "plug-in hybrid, battery empty",
    "cmf_ev": "battery car",
}
"""Technologies as printed."""

BASELINES = {
    "epower2": "mhev13",
    "epower3": "epower2",
    "ehev_h": "epower3",
    "phev_mmc": "mhev13",
    "cmf_ev": "mhev13",
}
"""What a technology is compared with, as in the effects of the cases."""

ASSUMED = ("epower3",)
"""Technologies whose figures hold steps that are assumed (`STEPS`)."""


def technology(name: str) -> Vehicle:
    """A technology in the common body.

    Raises
    ------
    UsageError
        The model cannot drive it.
    """
    if name not in TECHNOLOGIES:
        fix = did_you_mean(name, list(TECHNOLOGIES), "teikei.industry.epower")
        why = "the road-load model knows powertrains only"
        raise UsageError(Fault("technology", f"the model cannot drive {name!r}", why, fix))
    return dataclasses.replace(TECHNOLOGIES[name](), name=NAMES[name])


@dataclass(frozen=True, slots=True)
class Said:
    """What the model says of a technology on one cycle.

    Attributes
    ----------
    litres_per_100km, grams_co2_per_km : petrol and CO2 at the tailpipe; of a plug-in with its battery empty
    kwh_per_100km : from the socket; of a plug-in on its battery
    baseline, ratio : what it is compared with, and petrol over its petrol; None without a baseline
    """

    technology: str
    cycle: str
    litres_per_100km: float
    kwh_per_100km: float
    grams_co2_per_km: float
    baseline: str | None
    ratio: float | None


def model_says(name: str, over: Sequence[str] = SPEEDS) -> tuple[Said, ...]:
    """What the model says of a technology, cycle by cycle, in the common body.

    Parameters
    ----------
    name : id in `TECHNOLOGIES`
    over : cycles, or steady speeds in km/h

    Examples
    --------
    >>> wltc, highway, motorway = model_says("epower3")
    >>> 100 < wltc.grams_co2_per_km < 110
    True
    """
    car, baseline = technology(name), BASELINES.get(name)
    plug = Vehicle(car.name, car.body, battery_electric()) if name == "phev_mmc" else car
    rows = []
    for cycle in over:
        trip = drive(car, cycle)
        other = None if baseline is None else drive(technology(baseline), cycle).litres_per_100km
        rows.append(
            Said(
                technology=name,
                cycle=cycle,
                litres_per_100km=trip.litres_per_100km,
                kwh_per_100km=drive(plug, cycle).kwh_per_100km,
                grams_co2_per_km=trip.grams_co2_per_km,
                baseline=baseline,
                ratio=None if other is None else trip.litres_per_100km / other,
            )
        )
    return tuple(rows)
