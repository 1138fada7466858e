"""Twenty cars as certified: what they weigh, how they roll, what they burnt, and what the model says."""

from __future__ import annotations

import csv
import functools
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from teikei.base.errors import CaseError, Fault
from teikei.industry.coefficients import Coefficients
from teikei.industry.cycles import data
from teikei.industry.engines import Gearbox
from teikei.industry.labels import KM_PER_MILE, combined, mpg
from teikei.industry.powertrains import Powertrain
from teikei.industry.roadload import (
    Body,
    Vehicle,
    battery_electric,
    coast_down,
    combustion,
    drive,
    power_split,
    series_hybrid,
)

FILE = "test_cars.csv"
Kind = Literal["ICE", "HEV", "SER", "BEV"]
STEPPED = ("Ford Escape FWD 1.5T", "Hyundai Tucson FWD 2.5")
"""Those of the twenty with stepped automatic gears, by the test-car list; the others are stepless."""


@dataclass(frozen=True, slots=True)
class CertifiedCar:
    """One car of EPA's test-car list; consumption as tested, before the label formula.

    Attributes
    ----------
    name : vehicle
    kind : ICE petrol, HEV power split or parallel, SER series with lock-up clutch, BEV battery
    body : test weight and target coast-down coefficients
    litres, rated_kw, peak, lock_up_kmh : engine; None for a battery car or where there is none
    city, highway, us06 : l/100 km, or kWh/100 km at the socket; None if not tested
    gearbox : of a petrol car
    """

    name: str
    kind: Kind
    body: Body
    litres: float | None
    rated_kw: float
    peak: float | None
    lock_up_kmh: float | None
    city: float
    highway: float
    us06: float | None
    gearbox: Gearbox = "stepless"

    def vehicle(self, with_: Coefficients | None = None) -> Vehicle:
        """The car as the model sees it, with fitted or given coefficients."""
        return Vehicle(self.name, self.body, self._powertrain(with_))

    def _powertrain(self, with_: Coefficients | None) -> Powertrain:
        if self.kind == "BEV" or self.litres is None:
            return battery_electric(with_)
        if self.kind == "ICE" or self.peak is None:
            return combustion(self.litres, self.rated_kw, self.gearbox, with_)
        if self.kind == "HEV":
            return power_split(self.litres, self.rated_kw, self.peak, with_)
        return series_hybrid(self.litres, self.rated_kw, self.peak, self.lock_up_kmh, with_)


@functools.cache
def cars() -> tuple[CertifiedCar, ...]:
    """The twenty cars that come with teikei.

    Examples
    --------
    >>> len(cars()), round(cars()[0].city, 2)
    (20, 5.92)
    """
    return read_cars(data(FILE))


def read_cars(path: Path) -> tuple[CertifiedCar, ...]:
    """Certified cars from a file with the columns of ``test_cars.csv``.

    Parameters
    ----------
    path : CSV in EPA's units: lb, lbf, mph, mpg or kWh a 100 miles; ``gearbox`` may stand in a column

    Raises
    ------
    CaseError
        Rows that cannot be read, all at once.

    Source
    ------
    EPA test-car list, model year 2022.
    """
    faults, found = [], []
    with path.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), 2):
            try:
                found.append(_car(row))
            except (ValueError, KeyError) as wrong:
                fix = "mend the row"
                faults.append(
                    Fault(f"{path.name}:{number}", str(wrong), "the model would not be tested on it", fix)
                )
    if faults:
        raise CaseError(faults)
    return tuple(found)


def _car(row: dict[str, str]) -> CertifiedCar:
    kind = row["powertrain"]
    if kind not in get_args(Kind):
        raise ValueError(f"unknown powertrain {kind!r}")
    petrol = row["unit"] == "mpg"

    def optional(column: str) -> float | None:
        return float(row[column]) if row[column] else None

    def consumed(column: str) -> float | None:
        value = optional(column)
        if value is None:
            return None
        return mpg(value) if petrol else value / KM_PER_MILE

    city, highway = consumed("ftp_or_udds_unadj"), consumed("hwfet_unadj")
    if city is None or highway is None:
        raise ValueError("city or highway figure missing")
    gearbox: Gearbox = (
        "stepped" if row.get("gearbox") == "stepped" or row["vehicle"] in STEPPED else "stepless"
    )
    road = [float(row[column]) for column in ("etw_lb", "A_lbf", "B_lbf_mph", "C_lbf_mph2")]
    return CertifiedCar(
        name=row["vehicle"],
        kind=kind,  # type: ignore[arg-type]
        body=coast_down(*road),
        litres=optional("displ_l"),
        rated_kw=float(row["power_kw"]),
        peak=optional("engine_peak_eff"),
        lock_up_kmh=optional("lockup_kmh"),
        city=city,
        highway=highway,
        us06=consumed("us06"),
        gearbox=gearbox,
    )


@dataclass(frozen=True, slots=True)
class Miss:
    """How far the model is off for one car: ``model / certified − 1``, shares; US06 was never fitted.

    City is the FTP with its cold start; a battery car drives the UDDS warm.
    """

    car: CertifiedCar
    city: float
    highway: float
    combined: float
    us06: float | None


def miss(car: CertifiedCar, with_: Coefficients | None = None, *, us06: bool = True) -> Miss:
    """Model against certificate for one car.

    Parameters
    ----------
    car : as certified
    with_ : coefficients (default: those fitted)
    us06 : drive US06 too, where it was tested
    """
    vehicle = car.vehicle(with_)

    def consumed(over: str) -> float:
        trip = drive(vehicle, over)
        return trip.kwh_per_100km if car.kind == "BEV" else trip.litres_per_100km

    city, highway = consumed("ftp"), consumed("hwfet")
    return Miss(
        car=car,
        city=city / car.city - 1.0,
        highway=highway / car.highway - 1.0,
        combined=combined(city, highway) / combined(car.city, car.highway) - 1.0,
        us06=None if car.us06 is None or not us06 else consumed("us06") / car.us06 - 1.0,
    )


def mean_absolute(misses: Iterable[Miss]) -> tuple[float, float, float]:
    """Mean absolute miss: city, highway, combined, shares."""
    rows = list(misses)
    sums = [sum(abs(getattr(row, name)) for row in rows) for name in ("city", "highway", "combined")]
    return sums[0] / len(rows), sums[1] / len(rows), sums[2] / len(rows)
