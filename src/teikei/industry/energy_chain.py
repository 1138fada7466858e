"""Where the energy goes: from tank or socket to road and brakes, every loss counted by its own formula."""

from __future__ import annotations

from dataclasses import dataclass

LINKS: dict[str, str] = {
    "charger": "charger",
    "cold_start": "cold start",
    "engine_heat": "engine: heat",
    "engine_friction": "engine: friction",
    "generator": "generator",
    "battery": "battery",
    "motor": "motor and inverter",
    "gears": "gears and clutch",
    "accessories": "accessories",
    "brakes": "brakes and overrun",
    "road": "tyres, bearings and air",
}
"""Where energy can go, in the order in which it does -> words for tables; the road comes last."""


@dataclass(frozen=True, slots=True)
class Chain:
    """Energies over one cycle, J; all positive except ``kinetic`` and ``stored``, which may have either sign.

    Attributes
    ----------
    fuel, grid : what goes in
    charger, cold_start, engine_heat, engine_friction, generator, battery, motor, gears, accessories, brakes,
    road : what is lost on the way, and what the road takes
    kinetic : rise of the car's own motion
    stored : rise of the energy in the battery
    """

    fuel: float = 0.0
    grid: float = 0.0
    charger: float = 0.0
    cold_start: float = 0.0
    engine_heat: float = 0.0
    engine_friction: float = 0.0
    generator: float = 0.0
    battery: float = 0.0
    motor: float = 0.0
    gears: float = 0.0
    accessories: float = 0.0
    brakes: float = 0.0
    road: float = 0.0
    kinetic: float = 0.0
    stored: float = 0.0

    @property
    def supplied(self) -> float:
        """Fuel and grid, J."""
        return self.fuel + self.grid

    @property
    def spent(self) -> float:
        """Everything that goes out or stays, J."""
        return float(sum(getattr(self, name) for name in LINKS) + self.kinetic + self.stored)

    @property
    def imbalance(self) -> float:
        """``(supplied − spent) / supplied``: zero but for rounding; no loss is what is left over."""
        return (self.supplied - self.spent) / self.supplied

    def shares(self) -> dict[str, float]:
        """Link -> share of what was supplied, without links that are zero."""
        return {name: getattr(self, name) / self.supplied for name in LINKS if getattr(self, name)}
