"""What a car consumes: road load and powertrain over a drive cycle, in litres, kWh and g CO2.

Backward: the speed is given, the wheels ask for power, the powertrain finds the energy. Nothing is solved and
nothing is simulated forward, so a cycle takes a fraction of a millisecond.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from teikei.industry.coefficients import Coefficients, coefficients
from teikei.industry.cycles import KMH, Cycle, Fuel, cycle
from teikei.industry.energy_chain import Chain
from teikei.industry.engines import Gearbox, hybrid_engine, road_engine
from teikei.industry.powertrains import BatteryElectric, Combustion, Electric, Hybrid, Powertrain
from teikei.industry.wheels import Body, coast_down, demand, estimated

__all__ = [
    "Body",
    "Cycle",
    "Trip",
    "Vehicle",
    "battery_electric",
    "coast_down",
    "combustion",
    "cycle",
    "drive",
    "estimated",
    "power_split",
    "series_hybrid",
]

JOULES_PER_KWH = 3.6e6
MILLION = 1e6


@dataclass(frozen=True, slots=True)
class Vehicle:
    """A car: what the road asks of it and what drives it.

    Attributes
    ----------
    name : words for tables
    body : mass and coast-down coefficients
    powertrain : see `combustion`, `power_split`, `series_hybrid`, `battery_electric`
    """

    name: str
    body: Body
    powertrain: Powertrain


@dataclass(frozen=True, slots=True)
class Trip:
    """A cycle driven.

    Attributes
    ----------
    vehicle, cycle : names
    metres, top_kmh : length, m, and highest speed, km/h
    chain : where the energy went, J
    fuel : petrol burnt
    engine_on : share of the time with the engine running
    swing_kwh : highest less lowest energy in the battery on the way: a smaller battery could not do it
    """

    vehicle: str
    cycle: str
    metres: float
    top_kmh: float
    chain: Chain
    fuel: Fuel
    engine_on: float
    swing_kwh: float

    @property
    def litres_per_100km(self) -> float:
        """Petrol, l/100 km."""
        return self.chain.fuel / self.fuel.joules_per_litre / self.metres * 1e5

    @property
    def kwh_per_100km(self) -> float:
        """Electricity from the socket, kWh/100 km."""
        return self.chain.grid / JOULES_PER_KWH / self.metres * 1e5

    @property
    def grams_co2_per_km(self) -> float:
        """CO2 at the tailpipe, g/km."""
        return self.litres_per_100km * self.fuel.grams_per_litre / 100.0

    @property
    def megajoules_per_100km(self) -> dict[str, float]:
        """The loss chain, MJ/100 km, without links that are zero."""
        return {
            name: share * self.chain.supplied / self.metres * 1e5 / MILLION
            for name, share in self.chain.shares().items()
        }


def drive(vehicle: Vehicle, over: Cycle | str, fuel: Fuel | None = None) -> Trip:
    """Drive a cycle and account for the energy.

    Parameters
    ----------
    vehicle : body and powertrain
    over : a cycle, its name, or a steady speed in km/h as text
    fuel : petrol, if not the one the cycle's rule prescribes

    Returns
    -------
    Trip. The battery of a hybrid ends as it began; that of an electric car is charged again from the socket.

    Raises
    ------
    UsageError
        No such cycle, or the engine is too weak to keep the battery level.

    Source
    ------
    Backward quasi-static model: Guzzella & Sciarretta, Vehicle Propulsion Systems (2013), chapters 2 to 4.

    Examples
    --------
    >>> car = Vehicle("crossover", estimated(1750, 130, 0.78), series_hybrid(1.5, 116, peak=0.39))
    >>> trip = drive(car, "wltc")
    >>> 4.9 < trip.litres_per_100km < 5.4
    True
    >>> abs(trip.chain.imbalance) < 1e-9
    True
    """
    driven = cycle(over) if isinstance(over, str) else over
    done = vehicle.powertrain.propel(demand(vehicle.body, driven), driven.cold_starts)
    return Trip(
        vehicle=vehicle.name,
        cycle=driven.name,
        metres=driven.metres,
        top_kmh=float(driven.speeds.max()) / KMH,
        chain=done.chain,
        fuel=fuel or driven.fuel,
        engine_on=done.engine_on,
        swing_kwh=done.swing / JOULES_PER_KWH,
    )


def combustion(
    litres: float, rated_kw: float, gearbox: Gearbox = "stepless", with_: Coefficients | None = None
) -> Combustion:
    """A petrol engine and a gearbox.

    Parameters
    ----------
    litres, rated_kw : displacement in l, rated power in kW; above 75 kW/l it is taken to be turbocharged
    gearbox : stepless, or stepped for an automatic or double clutch (manual gears were not fitted)
    with_ : coefficients (default: those fitted)
    """
    w = with_ or coefficients()
    name = "petrol" if gearbox == "stepless" else "petrol, stepped gears"
    return Combustion(road_engine(litres, rated_kw, gearbox, w), w, name)


def battery_electric(with_: Coefficients | None = None) -> BatteryElectric:
    """A battery, a motor and a charger; consumption is counted at the socket.

    Parameters
    ----------
    with_ : coefficients (default: those fitted)
    """
    w = with_ or coefficients()
    return BatteryElectric(Electric.of(w, w.regeneration), w.charger)


def power_split(litres: float, rated_kw: float, peak: float, with_: Coefficients | None = None) -> Hybrid:
    """A full hybrid whose engine always has a mechanical path to the wheels (Toyota, Ford, Hyundai).

    Parameters
    ----------
    litres, rated_kw, peak : displacement in l, rated power in kW, published peak efficiency as a share
    with_ : coefficients (default: those fitted)
    """
    w = with_ or coefficients()
    return _hybrid("hybrid", (litres, rated_kw, peak), w, path=w.mechanical, locks_from=0.0, tied=0.0)


def series_hybrid(
    litres: float,
    rated_kw: float,
    peak: float,
    lock_up_kmh: float | None = None,
    with_: Coefficients | None = None,
) -> Hybrid:
    """A series hybrid (e-POWER), or with a lock-up clutch from a speed on (Honda e:HEV, Outlander PHEV).

    Parameters
    ----------
    litres, rated_kw, peak : displacement in l, rated power in kW, published peak efficiency as a share
    lock_up_kmh : speed from which the engine is locked to the wheels, km/h; None for a pure series drive
    with_ : coefficients (default: those fitted)
    """
    w = with_ or coefficients()
    if lock_up_kmh is None:
        return _hybrid("series hybrid", (litres, rated_kw, peak), w, path=0.0, locks_from=math.inf, tied=0.0)
    locks, tied = lock_up_kmh * KMH, w.lock_up_gear / KMH
    name = f"series hybrid, clutch from {lock_up_kmh:g} km/h"
    return _hybrid(name, (litres, rated_kw, peak), w, path=w.lock_up, locks_from=locks, tied=tied)


def _hybrid(
    name: str,
    of: tuple[float, float, float],
    w: Coefficients,
    *,
    path: float,
    locks_from: float,
    tied: float,
) -> Hybrid:
    engine = hybrid_engine(*of, w)
    return Hybrid(
        engine=engine,
        electric=Electric.of(w, w.hybrid_regeneration),
        generator=w.generator,
        path=path,
        locks_from=locks_from,
        tied=tied,
        top_pressure=w.lock_up_pressure * engine.best_pressure,
        floor=(1.0, w.lock_up_floor if tied else 1.0),
        cold_start=w.hybrid_cold_start * MILLION / 1e-3,
        name=name,
    )
