"""Fit the coefficients of the road-load model to certified consumption, and write them with their provenance.

    python -m tools.fit_roadload                    fit, write coefficients.csv, print the misses
    python -m tools.fit_roadload --from FILE        take the cars from FILE first (it becomes test_cars.csv)
    python -m tools.fit_roadload --leave-one-out    also fit twenty times without one car and score that car

Stages, each fitting a few coefficients to its own cars and leaving the rest as they are: battery cars (motor,
charger, accessories), petrol cars of the twenty (engine, gears), every third petrol car of half the makes in
petrol_cars_2022.csv (what a turbocharger and stepped gears change), these two again, hybrids (what is left). The other half of the makes is never fitted on. A stage minimises

    Σ over city and highway ( (model / certified − 1) / 4 % )²  +  Σ ( (coefficient − prior) / spread )²

so a coefficient leaves its prior only as far as the cars ask for it; 4 % is how far two cars of one design
are apart. US06 is not fitted.
"""

from __future__ import annotations

import argparse
import csv
import dataclasses
import functools
import io
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.optimize import least_squares

from teikei.industry.certified_cars import FILE as CARS
from teikei.industry.certified_cars import CertifiedCar, Miss, mean_absolute, miss, read_cars
from teikei.industry.coefficients import FILE, Coefficients
from teikei.industry.cycles import data

FLEET_CARS = Path(__file__).with_name("petrol_cars_2022.csv")
NOISE = 0.04
STAGES: dict[str, tuple[str, ...]] = {"BEV": ("BEV",), "ICE": ("ICE",), "HEV and SER": ("HEV", "SER")}
"""Name of a stage -> kinds of the twenty cars it is fitted on."""

FLEET = "fleet"
"""The stage fitted on petrol_cars_2022.csv."""

HEYWOOD = "Heywood 1988, ch. 13: friction mean pressure of petrol engines"
JUDGED = "judgement: typical of cars of 2020-22"


@dataclass(frozen=True)
class Prior:
    """What was believed of a coefficient before it met a car; no spread, no fit."""

    name: str
    unit: str
    value: float
    spread: float | None
    stage: str
    source: str


PRIORS = (
    Prior("indicated_efficiency", "share", 0.42, 0.02, "ICE", "Heywood 1988, ch. 2 and 5: 0.35 to 0.43, higher since"),
    Prior("friction_pressure", "Pa", 120e3, 20e3, "ICE", HEYWOOD),
    Prior("friction_slope", "Pa min", 30.0, None, "", HEYWOOD),
    Prior("rich_from", "share of rated power", 0.7, None, "", JUDGED),
    Prior("rich_loss", "share of fuel at rated power", 0.15, None, "", JUDGED),
    Prior("turbo_factor", "ratio", 1.3, None, "", "judgement: mean pressure of the best line, turbocharged to not"),
    Prior("driving_pressure", "Pa", 800e3, 100e3, "ICE", JUDGED),
    Prior("overdrive", "1/min per km/h", 17.5, 1.1, "ICE", "1,700 to 1,800 1/min at 100 km/h, published gearing"),
    Prior("turbo_driving", "ratio", 1.2, 0.15, FLEET, JUDGED),
    Prior("turbo_speed", "ratio", 1.1, 0.15, FLEET, "judgement: a small engine is kept where its turbine turns"),
    Prior("stepped_speed", "ratio", 1.1, 0.15, FLEET, "judgement: converter and gears that change late"),
    Prior("stepped_load", "ratio", 0.9, 0.15, FLEET, "as stepped_speed"),
    Prior("moving_speed", "1/min", 1100.0, 150.0, "ICE", JUDGED),
    Prior("idle_speed", "1/min", 700.0, None, "", JUDGED),
    Prior("transmission", "share", 0.90, 0.02, "ICE", "0.86 (stepless) to 0.93 (automatic), gear to wheel"),
    Prior("accessories", "W at the crank", 500.0, None, "", JUDGED),
    Prior("cut_off_kmh", "km/h", 7.2, None, "", JUDGED),
    Prior("cold_start", "MJ a litre of displacement", 1.0, 0.4, "ICE", "10 to 20 % more fuel in the first 6 km of the FTP"),
    Prior("motor", "share", 0.88, 0.02, "BEV", "inverter 0.97, motor 0.93, gear 0.97, one way"),
    Prior("battery", "share", 0.97, None, "", "resistance of lithium cells at the mean power of the cycles, one way"),
    Prior("charger", "share", 0.88, 0.01, "BEV", "level 2 charging from socket to battery, 0.86 to 0.90"),
    Prior("electric_accessories", "W", 300.0, 100.0, "BEV", JUDGED),
    Prior("regeneration", "share", 0.95, None, "", "one driven axle, dynamometer"),
    Prior("fade_from", "m/s", 1.0, None, "", JUDGED),
    Prior("fade_over", "m/s", 3.0, None, "", JUDGED),
    Prior("peak_reach", "share", 0.96, 0.02, "HEV and SER", JUDGED),
    Prior("best_pressure", "Pa", 900e3, None, "", "load of best efficiency of Atkinson engines, 8 to 10 bar"),
    Prior("least_speed", "1/min", 1200.0, None, "", JUDGED),
    Prior("generator", "share", 0.92, 0.01, "HEV and SER", "generator 0.95, inverter 0.97"),
    Prior("mechanical", "share", 0.90, 0.02, "HEV and SER", "planetary set with part of the power through both motors"),
    Prior("lock_up", "share", 0.95, 0.02, "HEV and SER", "clutch and one pair of gears"),
    Prior("lock_up_gear", "1/min per km/h", 20.0, 2.0, "HEV and SER", "2,000 1/min at 100 km/h: Honda's overdrive clutch"),
    Prior("lock_up_pressure", "ratio to the best line", 1.15, None, "", JUDGED),
    Prior("lock_up_floor", "ratio to the best line", 0.75, None, "", "judgement: locked, the engine charges the battery rather than turn at low load"),
    Prior("hybrid_cold_start", "MJ a litre of displacement", 1.0, 0.4, "HEV and SER", "as cold_start"),
    Prior("hybrid_regeneration", "share", 0.90, 0.05, "HEV and SER", "limited by the power of a small battery"),
)  # fmt: skip


def start() -> Coefficients:
    """Every coefficient at its prior."""
    return Coefficients(**{prior.name: prior.value for prior in PRIORS})


def fit(cars: Sequence[CertifiedCar]) -> Coefficients:
    """The coefficients that these cars ask for."""
    found = start()
    for stage in ("BEV", "ICE", FLEET, "ICE", FLEET, "HEV and SER"):
        own = fleet("fit")[::3] if stage == FLEET else [car for car in cars if car.kind in STAGES[stage]]
        found = _fitted(found, own, stage)
    return found


@functools.cache
def fleet(use: str) -> tuple[CertifiedCar, ...]:
    """Petrol cars of the list that are for this use: ``fit`` or ``held_out``."""
    with FLEET_CARS.open(encoding="utf-8", newline="") as file:
        uses = [row["use"] for row in csv.DictReader(file)]
    return tuple(car for car, own in zip(read_cars(FLEET_CARS), uses, strict=True) if own == use)


def _fitted(found: Coefficients, cars: Sequence[CertifiedCar], stage: str) -> Coefficients:
    priors = [prior for prior in PRIORS if prior.stage == stage and prior.spread is not None]

    def moved(steps: npt.NDArray[np.float64]) -> Coefficients:
        pairs = zip(priors, steps, strict=True)
        values = {prior.name: float(prior.value + step * (prior.spread or 0.0)) for prior, step in pairs}
        return dataclasses.replace(found, **values)

    def misses(steps: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        with_ = moved(steps)
        rows = [miss(car, with_, us06=False) for car in cars]
        off = [value / NOISE for row in rows for value in (row.city, row.highway)]
        return np.array([*off, *steps])

    return moved(least_squares(misses, np.zeros(len(priors))).x)


def leave_one_out(cars: Sequence[CertifiedCar]) -> list[Miss]:
    """The miss of every car with coefficients fitted to all others.

    Only the stage that the car is fitted in is done again: no car's miss depends on a stage that comes after
    its own, and no earlier stage has seen it.
    """
    whole, scored = fit(cars), []
    for car in cars:
        stage, kinds = next((name, kinds) for name, kinds in STAGES.items() if car.kind in kinds)
        others = [other for other in cars if other.kind in kinds and other is not car]
        scored.append(miss(car, _fitted(whole, others, stage), us06=False))
    return scored


def as_csv(found: Coefficients) -> str:
    """The file of coefficients."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("coefficient", "value", "unit", "prior", "spread", "fitted_on", "source"))
    for prior in PRIORS:
        value = float(f"{getattr(found, prior.name):.6g}")
        kinds = f"{FLEET_CARS.name}: fit" if prior.stage == FLEET else ";".join(STAGES.get(prior.stage, ()))
        spread = "" if prior.spread is None else f"{prior.spread:g}"
        writer.writerow(
            (prior.name, f"{value:.6g}", prior.unit, f"{prior.value:g}", spread, kinds, prior.source)
        )
    return out.getvalue()


def table(misses: Sequence[Miss]) -> str:
    """Misses in percent, a line a car."""
    lines = [f"{'car':<52}{'kind':<5}{'city':>7}{'highway':>9}{'combined':>10}{'US06':>7}"]
    for row in misses:
        us06 = "" if row.us06 is None else f"{100 * row.us06:+.1f}"
        name = row.car.name
        lines.append(
            f"{name:<52}{row.car.kind:<5}{100 * row.city:>+7.1f}{100 * row.highway:>+9.1f}"
            f"{100 * row.combined:>+10.1f}{us06:>7}"
        )
    city, highway, both = (100 * value for value in mean_absolute(misses))
    lines.append(f"{'mean absolute':<57}{city:>7.1f}{highway:>9.1f}{both:>10.1f}")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> None:
    """Fit, write and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--from", dest="source", type=Path, help="CSV with the columns of test_cars.csv")
    parser.add_argument("--leave-one-out", action="store_true")
    asked = parser.parse_args(arguments)
    cars = read_cars(asked.source or data(CARS))
    if asked.source:
        shutil.copyfile(asked.source, data(CARS))
    found = fit(cars)
    data(FILE).write_text(as_csv(found), encoding="utf-8")
    print(table([miss(car, found) for car in cars]))
    for use in ("fit", "held_out"):
        off = mean_absolute([miss(car, found) for car in fleet(use)])
        shown = ", ".join(f"{100 * value:.1f}" for value in off)
        print(f"petrol cars of the list, {use}: {len(fleet(use))}, mean absolute {shown}")
    if asked.leave_one_out:
        print("\nleave one out")
        print(table(leave_one_out(cars)))


if __name__ == "__main__":
    main()
