"""What the road asks of the wheels: coast-down coefficients and mass over a drive cycle."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from teikei.base.errors import Fault, UsageError
from teikei.industry.cycles import KMH, Speeds

if TYPE_CHECKING:
    from teikei.industry.cycles import Cycle

POUND, POUND_FORCE, MPH = 0.45359237, 4.4482216152605, 0.44704
AIR = 1.2
"""Density of air at 20 °C and 100 kPa, kg/m³, as in coast-down rules."""

ROTATING = 1.03
"""Mass that must be accelerated over mass, as wheels and shafts turn: 3 % when not measured (UN GTR 15)."""


@dataclass(frozen=True, slots=True)
class Body:
    """A car without its powertrain, as a chassis dynamometer sees it.

    ``force(v) = constant + linear · v + square · v²``, N

    Attributes
    ----------
    mass : test mass, kg
    constant, linear, square : N, N/(m/s), N/(m/s)²
    """

    mass: float
    constant: float
    linear: float
    square: float

    def __post_init__(self) -> None:
        faults = []
        if not (math.isfinite(self.mass) and self.mass > 0):
            faults.append(_fault("mass", f"{self.mass:g} kg", "give the test mass in kg"))
        # a fitted linear term may be negative; the force itself may not
        speeds = np.linspace(0.0, 130.0 * KMH, 14)
        force = self.constant + self.linear * speeds + self.square * speeds**2
        if not (np.isfinite(force).all() and force.min() >= 0 and force.max() > 0):
            said = f"{self.constant:g} N, {self.linear:g} N/(m/s), {self.square:g} N/(m/s)²"
            faults.append(
                _fault("coast-down", said, "give coefficients whose force is not negative to 130 km/h")
            )
        if faults:
            raise UsageError(faults)


def _fault(field: str, value: str, fix: str) -> Fault:
    return Fault(f"car, {field}", f"{field} of {value}", "no car rolls like that", fix)


def coast_down(etw_lb: float, a_lbf: float, b_lbf_mph: float, c_lbf_mph2: float) -> Body:
    """A body in EPA's units: equivalent test weight in lb, target A, B, C in lbf, lbf/mph, lbf/mph².

    >>> body = coast_down(3750, 27.37, -0.1021, 0.0262)
    >>> round(body.mass), round(body.constant, 1)
    (1701, 121.7)
    """
    return Body(
        etw_lb * POUND, a_lbf * POUND_FORCE, b_lbf_mph * POUND_FORCE / MPH, c_lbf_mph2 * POUND_FORCE / MPH**2
    )


def estimated(mass: float, rolling: float, drag_area: float) -> Body:
    """A body from its rolling force in N and drag area in m²: ``square = ½ · 1.2 kg/m³ · drag_area``."""
    return Body(mass, rolling, 0.0, AIR / 2 * drag_area)


@dataclass(frozen=True, slots=True)
class Demand:
    """Power at the wheels in every second, W.

    Attributes
    ----------
    speed : (second,), mean speed, m/s
    traction : (second,), what the powertrain must bring
    braking : (second,), what must be taken from the wheels
    road : energy that tyres and air take over the cycle, J
    kinetic : rise of the car's kinetic energy from first to last second, J
    """

    speed: Speeds
    traction: Speeds
    braking: Speeds
    road: float
    kinetic: float


def demand(body: Body, cycle: Cycle) -> Demand:
    """Power at the wheels: ``force(v̄) · v̄ + 1.03 · mass · Δv · v̄`` in every second, v̄ its mean speed.

    With the mean speed the second term sums to the change of kinetic energy exactly:
    Σ m Δv v̄ = ½ m (v_end² − v_start²).

    Parameters
    ----------
    body : mass and coast-down coefficients
    cycle : (second,) speeds, m/s

    Returns
    -------
    Demand, W and J
    """
    speeds = cycle.speeds
    mean = (speeds[1:] + speeds[:-1]) / 2
    road = (body.constant + (body.linear + body.square * mean) * mean) * mean
    moved = body.mass * ROTATING
    wheel = road + moved * np.diff(speeds) * mean
    traction = np.maximum(wheel, 0.0)
    return Demand(
        speed=mean,
        traction=traction,
        braking=traction - wheel,
        road=float(road.sum()),
        kinetic=float(moved * (speeds[-1] ** 2 - speeds[0] ** 2) / 2),
    )
