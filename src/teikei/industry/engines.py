"""A petrol engine by its Willans line: work and friction over indicated efficiency."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np

from teikei.base.errors import Fault, UsageError
from teikei.industry.coefficients import Coefficients
from teikei.industry.cycles import Speeds

Gearbox = Literal["stepless", "stepped"]

LITRE = 1e-3
TURBO = 75e6
"""Rated power over displacement, W/m³, from which an engine is taken to be turbocharged."""


@dataclass(frozen=True, slots=True)
class Engine:
    """A warm engine. ``fuel = rich(P) · (P + friction(n)) / indicated``, W

    ``friction(n) = (friction_pressure + friction_slope · n) · displacement · n / 120`` for a four-stroke at
    *n* 1/min; ``rich`` is 1 up to the share ``rich_from`` of rated power and rises to ``1 + rich_loss``.

    Attributes
    ----------
    displacement : m³
    rated : W
    indicated : indicated efficiency, share
    friction_pressure, friction_slope : Pa, Pa per 1/min
    least_speed : lowest speed at which it drives a generator or a stepless gear, 1/min
    best_pressure : mean effective pressure of the line along which speed follows power, Pa
    rich_from, rich_loss : shares

    Source
    ------
    Heywood, Internal Combustion Engine Fundamentals (1988), chapters 2 and 13; Guzzella & Sciarretta, Vehicle
    Propulsion Systems (2013), section 3.2 (Willans approximation).
    """

    displacement: float
    rated: float
    indicated: float
    friction_pressure: float
    friction_slope: float
    least_speed: float
    best_pressure: float
    rich_from: float
    rich_loss: float

    def friction(self, speed: Speeds) -> Speeds:
        """Power lost to friction and gas exchange at a speed, W."""
        volume = self.displacement / 120.0
        return (self.friction_pressure + self.friction_slope * speed) * volume * speed

    def line_speed(self, power: Speeds) -> Speeds:
        """Lowest speed that gives the power at ``best_pressure``, not below ``least_speed``, 1/min."""
        return np.maximum(self.least_speed, power * (120.0 / (self.best_pressure * self.displacement)))

    def rich(self, power: Speeds) -> Speeds:
        """Fuel over what the Willans line says: enrichment and late spark near rated power."""
        share = np.maximum(power * (1.0 / self.rated) - self.rich_from, 0.0)
        return 1.0 + share * (self.rich_loss / (1.0 - self.rich_from))

    @property
    def sweet_power(self) -> float:
        """Where speed begins to rise with power: the lowest power at full efficiency, W."""
        return min(self.best_pressure * self.displacement * self.least_speed / 120.0, self.rated)

    def efficiency(self, power: Speeds) -> Speeds:
        """Work over fuel along the line, share."""
        fuel = self.rich(power) * (power + self.friction(self.line_speed(power))) / self.indicated
        return power / fuel

    @property
    def peak(self) -> float:
        """Best efficiency along the line, share."""
        return float(self.efficiency(np.array([self.sweet_power]))[0])


def road_engine(litres: float, rated_kw: float, gearbox: Gearbox, with_: Coefficients) -> Engine:
    """An engine that drives the wheels through gears.

    Indicated efficiency and friction are those fitted to eight petrol cars of 2020–22. A turbocharged engine
    and one in front of stepped gears turn faster and carry less a turn: so the fit to further petrol cars has
    it, though a turbocharged engine could carry more.
    """
    check(litres, rated_kw, None)
    pressure, moving = with_.driving_pressure, with_.moving_speed
    if _turbocharged(litres, rated_kw):
        pressure, moving = pressure * with_.turbo_driving, moving * with_.turbo_speed
    if gearbox == "stepped":
        pressure, moving = pressure * with_.stepped_load, moving * with_.stepped_speed
    return Engine(
        displacement=litres * LITRE,
        rated=rated_kw * 1e3,
        indicated=with_.indicated_efficiency,
        friction_pressure=with_.friction_pressure,
        friction_slope=with_.friction_slope,
        least_speed=moving,
        best_pressure=pressure,
        rich_from=with_.rich_from,
        rich_loss=with_.rich_loss,
    )


def hybrid_engine(litres: float, rated_kw: float, peak: float, with_: Coefficients) -> Engine:
    """An engine whose speed is free of the wheels, from its published peak efficiency.

    On the road it reaches the share ``peak_reach`` of the peak: warm-up, transients and dwelling off the best
    point. ``indicated = peak_reach · peak · (1 + friction / power)`` at the sweet power.
    """
    check(litres, rated_kw, peak)
    pressure = with_.best_pressure * (with_.turbo_factor if _turbocharged(litres, rated_kw) else 1.0)
    lost = (with_.friction_pressure + with_.friction_slope * with_.least_speed) / pressure
    return Engine(
        displacement=litres * LITRE,
        rated=rated_kw * 1e3,
        indicated=with_.peak_reach * peak * (1.0 + lost),
        friction_pressure=with_.friction_pressure,
        friction_slope=with_.friction_slope,
        least_speed=with_.least_speed,
        best_pressure=pressure,
        rich_from=with_.rich_from,
        rich_loss=with_.rich_loss,
    )


def _turbocharged(litres: float, rated_kw: float) -> bool:
    return rated_kw * 1e3 / (litres * LITRE) > TURBO


def check(litres: float, rated_kw: float, peak: float | None) -> None:
    """UsageError for what is no car engine: every fault at once."""
    faults = []
    for name, value, unit in (("displacement", litres, "l"), ("rated power", rated_kw, "kW")):
        if not (math.isfinite(value) and value > 0):
            faults.append(_fault(name, f"{value:g} {unit}", f"give a number of {unit} above 0"))
    if peak is not None and not 0.15 <= peak <= 0.55:
        faults.append(_fault("peak efficiency", f"{peak:g}", "give a share between 0.15 and 0.55, e.g. 0.41"))
    if faults:
        raise UsageError(faults)


def _fault(name: str, value: str, fix: str) -> Fault:
    return Fault(f"engine, {name}", f"{name} of {value}", "no engine of a car is like that", fix)
