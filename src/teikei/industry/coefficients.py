"""Coefficients of the road-load model: few, fitted on certified cars, each with where it comes from."""

from __future__ import annotations

import csv
import dataclasses
import functools
import math
from dataclasses import dataclass

from teikei.base.errors import CaseError, Fault
from teikei.industry.cycles import data

FILE = "coefficients.csv"


@dataclass(frozen=True, slots=True)
class Coefficients:
    """One value for all cars; `roadload_data/coefficients.csv` has prior, unit and source of each.

    Pressures are mean effective pressures in Pa, engine speeds in 1/min, efficiencies of one pass.
    """

    indicated_efficiency: float
    friction_pressure: float
    friction_slope: float
    rich_from: float
    rich_loss: float
    turbo_factor: float
    driving_pressure: float
    overdrive: float
    turbo_driving: float
    turbo_speed: float
    stepped_speed: float
    stepped_load: float
    moving_speed: float
    idle_speed: float
    transmission: float
    accessories: float
    cut_off_kmh: float
    cold_start: float
    motor: float
    battery: float
    charger: float
    electric_accessories: float
    regeneration: float
    fade_from: float
    fade_over: float
    peak_reach: float
    best_pressure: float
    least_speed: float
    generator: float
    mechanical: float
    lock_up: float
    lock_up_gear: float
    lock_up_pressure: float
    lock_up_floor: float
    hybrid_cold_start: float
    hybrid_regeneration: float


@dataclass(frozen=True, slots=True)
class Sourced:
    """One row of the file: the value, what was believed before, and what it was fitted on.

    Attributes
    ----------
    value, unit : as `Coefficients` takes it
    prior, spread : belief before the fit and its standard deviation; no spread means it was not fitted
    fitted_on : cars of ``test_cars.csv``, or blank
    source : of the prior
    """

    value: float
    unit: str
    prior: float
    spread: float | None
    fitted_on: str
    source: str


@functools.cache
def sourced() -> dict[str, Sourced]:
    """Every coefficient with its provenance.

    Raises
    ------
    CaseError
        Rows that are missing, unknown or no numbers: all at once.
    """
    faults, rows = [], {}
    names = [field.name for field in dataclasses.fields(Coefficients)]
    with data(FILE).open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), 2):
            name = row["coefficient"]
            try:
                spread = float(row["spread"]) if row["spread"] else None
                rows[name] = Sourced(
                    float(row["value"]),
                    row["unit"],
                    float(row["prior"]),
                    spread,
                    row["fitted_on"],
                    row["source"],
                )
            except ValueError as wrong:
                faults.append(_fault(f"{FILE}:{number}", f"{name}: {wrong}"))
    faults += [_fault(FILE, f"no coefficient {name!r}") for name in names if name not in rows]
    faults += [_fault(FILE, f"unknown coefficient {name!r}") for name in rows if name not in names]
    faults += [_fault(FILE, f"{name} is not finite") for name in rows if not math.isfinite(rows[name].value)]
    if faults:
        raise CaseError(faults)
    return rows


def _fault(where: str, what: str) -> Fault:
    return Fault(where, what, "no car can be driven", "run python -m tools.fit_roadload")


@functools.cache
def coefficients() -> Coefficients:
    """The fitted coefficients.

    >>> 0.85 < coefficients().motor < 0.95
    True
    """
    return Coefficients(**{name: row.value for name, row in sourced().items()})
