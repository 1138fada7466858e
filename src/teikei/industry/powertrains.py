"""Four ways of driving the wheels: combustion, battery, hybrid with a mechanical path, series hybrid.

Each takes the power at the wheels second by second and gives back the energy of every link. The engine of a
hybrid runs in those seconds in which most is asked, for as long as the battery needs to end as it began.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from teikei.base.errors import Fault, UsageError
from teikei.industry.coefficients import Coefficients
from teikei.industry.cycles import KMH, Speeds
from teikei.industry.energy_chain import Chain
from teikei.industry.engines import LITRE, Engine

if TYPE_CHECKING:
    from teikei.industry.wheels import Demand

MEGAJOULE_PER_LITRE = 1e6 / LITRE
ROUNDING = 1e-9
"""A lack of energy below this share of what the wheels take is rounding."""


@dataclass(frozen=True, slots=True)
class Driven:
    """What a powertrain did over a cycle.

    Attributes
    ----------
    chain : energies, J
    engine_on : share of the time with the engine running
    swing : highest less lowest energy in the battery on the way, J
    """

    chain: Chain
    engine_on: float
    swing: float


class Powertrain(Protocol):
    """Anything that can turn the wheels."""

    @property
    def name(self) -> str:
        """Words for tables."""
        ...

    def propel(self, demand: Demand, cold_starts: float) -> Driven:
        """Energies of a cycle."""
        ...


def sustain(off: Speeds, on: Speeds, asked: Speeds) -> Speeds:
    """Share of each second in which the engine runs, so that the battery ends as it began.

        Σ θ·on + (1 − θ)·off = 0,   θ = 1 where most is asked, 0 where least, a part in one second between

    Parameters
    ----------
    off, on : (second,)   what the battery gains with the engine off and on, J; on > off
    asked : (second,)   order in which seconds are taken, highest first

    Returns
    -------
    (second,), shares; all 1 if the battery loses even so, all 0 if it gains without the engine
    """
    order = np.argsort(-asked, kind="stable")
    gained = np.cumsum((on - off)[order])
    need = -float(off.sum())
    share = np.ones(len(off))
    last = int(np.searchsorted(gained, need))
    if last < len(off):
        share[order[last:]] = 0.0
        before = float(gained[last - 1]) if last else 0.0
        at = order[last]
        share[at] = max(need - before, 0.0) / float(on[at] - off[at])
    return share


def _swing(gain: Speeds) -> float:
    """Highest less lowest energy in the battery, the start included, from its gains (second,), J.

    >>> _swing(np.array([-1500.0, 54.0]))
    1500.0
    """
    stored = np.cumsum(gain)
    return float(max(stored.max(), 0.0) - min(stored.min(), 0.0))


@dataclass(frozen=True, slots=True)
class Combustion:
    """Engine and gears. ``fuel = rich · (traction / transmission + accessories + friction(n)) / indicated``

    The engine turns at the highest of idle or moving speed, overdrive · v, and the speed its power needs
    along its line. Braking above the cut-off speed burns nothing: the wheels turn the engine. No battery
    helps it, so that it must give the highest power asked.
    """

    engine: Engine
    with_: Coefficients
    name: str = "petrol"

    def propel(self, demand: Demand, cold_starts: float) -> Driven:
        """Energies of a cycle."""
        engine, w = self.engine, self.with_
        power = demand.traction * (1.0 / w.transmission) + w.accessories
        if (most := float(power.max())) > engine.rated * (1.0 + ROUNDING):
            raise UsageError(_overloaded(engine, most))
        moving = np.where(demand.speed > 0.5, engine.least_speed, w.idle_speed)
        gear = w.overdrive / KMH * demand.speed
        lifted = power * (120.0 / (engine.best_pressure * engine.displacement))
        friction = engine.friction(np.maximum(np.maximum(moving, gear), lifted))
        burning = (demand.braking <= 0.0) | (demand.speed <= w.cut_off_kmh * KMH)
        rich = engine.rich(power)
        fuel = burning * rich * (power + friction) / engine.indicated
        heat = fuel * (1.0 - engine.indicated / rich)
        cold = cold_starts * w.cold_start * MEGAJOULE_PER_LITRE * engine.displacement
        chain = Chain(
            fuel=float(fuel.sum()) + cold,
            cold_start=cold,
            engine_heat=float(heat.sum()),
            engine_friction=float(friction @ burning),
            gears=float(demand.traction.sum()) * (1.0 / w.transmission - 1.0),
            accessories=w.accessories * float(burning.sum()),
            brakes=float(demand.braking.sum()),
            road=demand.road,
            kinetic=demand.kinetic,
        )
        return Driven(chain, float(burning.mean()), 0.0)


@dataclass(frozen=True, slots=True)
class Electric:
    """What drives the wheels from the battery, and brings braking energy back to it.

    Attributes
    ----------
    motor : efficiency of motor, inverter and gear, one way
    battery : efficiency of battery, one way
    accessories : W
    regeneration : share of braking that reaches the motor at speed; it fades out below
        ``fade_from + fade_over``, m/s, and is none at ``fade_from``
    """

    motor: float
    battery: float
    accessories: float
    regeneration: float
    fade_from: float
    fade_over: float

    @classmethod
    def of(cls, w: Coefficients, regeneration: float) -> Electric:
        """From coefficients."""
        return cls(w.motor, w.battery, w.electric_accessories, regeneration, w.fade_from, w.fade_over)

    def braked(self, demand: Demand) -> Speeds:
        """Braking power that reaches the motor, W."""
        fade = np.clip((demand.speed - self.fade_from) * (1.0 / self.fade_over), 0.0, self.regeneration)
        return demand.braking * fade

    def lost(self, drawn: Speeds) -> Speeds:
        """Lost in the battery when this is drawn from its clamps, W; what it gains is ``−drawn − lost``.

        ``drawn·(1/η − 1)``, and ``|drawn|·(1 − η)`` when charging.
        """
        return np.maximum(drawn * (1.0 / self.battery - 1.0), drawn * (self.battery - 1.0))


@dataclass(frozen=True, slots=True)
class BatteryElectric:
    """Battery, motor and charger. ``drawn = traction/η_m + accessories − η_m·braked``, charged again."""

    electric: Electric
    charger: float
    name: str = "electric"

    def propel(self, demand: Demand, cold_starts: float) -> Driven:  # noqa: ARG002
        """Energies of a cycle; a cold start costs nothing here (tests are at 20 to 30 °C)."""
        parts = self.electric
        braked = parts.braked(demand)
        drawn = demand.traction * (1.0 / parts.motor) + parts.accessories - braked * parts.motor
        lost = parts.lost(drawn)
        gain = -drawn - lost
        used = -float(gain.sum())
        traction, caught = float(demand.traction.sum()), float(braked.sum())
        chain = Chain(
            grid=used / self.charger,
            charger=used * (1.0 / self.charger - 1.0),
            battery=float(lost.sum()),
            motor=traction * (1.0 / parts.motor - 1.0) + caught * (1.0 - parts.motor),
            accessories=parts.accessories * len(drawn),
            brakes=float(demand.braking.sum()) - caught,
            road=demand.road,
            kinetic=demand.kinetic,
        )
        return Driven(chain, 0.0, _swing(gain))


@dataclass(frozen=True, slots=True)
class Hybrid:
    """Engine, generator, motor, battery, with or without a mechanical path; charge-sustaining.

    With the engine off the motor drives: ``drawn = traction/η_m + accessories − η_m·braked``. With it on:

    - *mechanical path*: ``P = max(traction/η_x + accessories/η_g, sweet)``; what the wheels do not take goes
      through the generator, ``η_g``, and what the engine cannot give comes from the motor;
    - *series*: the generator brings ``η_g · P``, ``P = max(drawn/η_g, sweet)``; the battery takes the rest;
    - *clutch*: a series drive whose engine is locked to the wheels above ``locks_from``, its speed tied to
      theirs, as long as it can carry them alone; it then runs at a good load and charges.

    ``P`` never exceeds rated power. Which seconds have the engine on: `sustain`.

    Attributes
    ----------
    engine : along its line, or tied to the wheels
    electric : motor, battery, accessories
    generator : efficiency, share
    path : efficiency of the mechanical path, share
    locks_from : m/s; 0 for a path that is always there (power split), infinite for pure series
    tied : 1/min per m/s when locked to the wheels, 0 when the engine's speed stays free
    top_pressure : highest mean effective pressure when locked, Pa
    floor : least engine power over the sweet power when free; least load over the best line when locked
    cold_start : J a litre of displacement
    """

    engine: Engine
    electric: Electric
    generator: float
    path: float
    locks_from: float
    tied: float
    top_pressure: float
    floor: tuple[float, float]
    cold_start: float
    name: str

    def propel(self, demand: Demand, cold_starts: float) -> Driven:
        """Energies of a cycle.

        Raises
        ------
        UsageError
            The engine cannot keep up even when it always runs.
        """
        parts, engine = self.electric, self.engine
        braked = parts.braked(demand)
        off_drawn = demand.traction * (1.0 / parts.motor) + parts.accessories - braked * parts.motor
        power, joined, drawn, friction = self._running(demand, off_drawn)
        on_drawn = off_drawn + drawn
        off_lost, on_lost = parts.lost(off_drawn), parts.lost(on_drawn)
        off, on = -off_drawn - off_lost, -on_drawn - on_lost
        share = sustain(off, on, off_drawn)
        gain = off + share * (on - off)
        stored = float(gain.sum())
        lack = -stored
        if lack > ROUNDING * float(np.abs(off_drawn).sum()):
            raise UsageError(_too_weak(engine, lack / len(gain)))
        rich = engine.rich(power)
        fuel = rich * (power + friction) * (1.0 / engine.indicated)
        cold = cold_starts * self.cold_start * engine.displacement
        burnt = float(fuel @ share)
        by_path = float(joined @ share)
        by_motor = float(demand.traction.sum()) - by_path * self.path
        generated = float(power @ share) - by_path
        caught = float(braked.sum())
        chain = Chain(
            fuel=burnt + cold,
            cold_start=cold,
            engine_heat=float((fuel * (1.0 - engine.indicated / rich)) @ share),
            engine_friction=float(friction @ share),
            generator=generated * (1.0 - self.generator),
            battery=float(off_lost.sum()) + float((on_lost - off_lost) @ share),
            motor=by_motor * (1.0 / parts.motor - 1.0) + caught * (1.0 - parts.motor),
            gears=by_path * (1.0 - self.path),
            accessories=parts.accessories * len(gain),
            brakes=float(demand.braking.sum()) - caught,
            road=demand.road,
            kinetic=demand.kinetic,
            stored=stored,
        )
        return Driven(chain, float(share.mean()), _swing(gain))

    def _running(self, demand: Demand, off_drawn: Speeds) -> tuple[Speeds, Speeds, Speeds, Speeds]:
        """With the engine on: its power, its part down the path, the change of drawn, its friction; W."""
        engine, parts = self.engine, self.electric
        free, locked = self.floor
        sweet = engine.sweet_power
        power = np.clip(off_drawn * (1.0 / self.generator), free * sweet, engine.rated)
        speed = engine.line_speed(power)
        joined = np.zeros_like(power)
        if self.path > 0:
            wanted = demand.traction * (1.0 / self.path)
            carried = wanted + parts.accessories / self.generator
            there = (demand.traction > 0.0) & (demand.speed > self.locks_from)
            if self.tied > 0:
                turning = np.maximum(self.tied * demand.speed, 1.0)
                full = turning * (engine.displacement / 120.0)
                good = np.minimum(locked * engine.best_pressure * full, engine.rated)
                direct = np.maximum(carried, good)
                # what the engine cannot carry at the wheels' speed leaves the clutch open
                there &= direct <= np.minimum(self.top_pressure * full, engine.rated)
            else:
                direct = np.clip(carried, locked * sweet, engine.rated)
                turning = engine.line_speed(direct)
            power = np.where(there, direct, power)
            speed = np.where(there, turning, speed)
            joined = np.where(there, np.minimum(wanted, direct), 0.0)
        drawn = -self.generator * (power - joined) - joined * (self.path / parts.motor)
        return power, joined, drawn, engine.friction(speed)


def _too_weak(engine: Engine, lack: float) -> Fault:
    return Fault(
        where=f"engine of {engine.rated / 1e3:.0f} kW",
        what=f"the battery loses {lack / 1e3:.1f} kW on average though the engine always runs",
        why="a consumption that empties the battery is not one that can be kept up",
        fix="give a stronger engine, a lighter car or a slower cycle",
    )


def _overloaded(engine: Engine, most: float) -> Fault:
    return Fault(
        where=f"engine of {engine.rated / 1e3:.0f} kW",
        what=f"the cycle asks {most / 1e3:.1f} kW of it",
        why="the car could not be driven like that, so that its consumption has no meaning",
        fix="give a stronger engine, a lighter car or a slower cycle",
    )
