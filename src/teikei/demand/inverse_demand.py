"""Prices at which a homogeneous good is sold, as functions of all that is sold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from teikei.base.errors import DemandError, Fault


class InverseDemand(Protocol):
    """Price at which a quantity is sold."""

    def price(self, quantity: float) -> float:
        """Money a unit."""
        ...

    def slope(self, quantity: float) -> float:
        """Change of the price with the quantity, below zero."""
        ...

    def consumer_surplus(self, quantity: float) -> float:
        """Money of the period that buyers have above what they pay, up to a constant."""
        ...


@dataclass(frozen=True)
class LinearDemand:
    """P = top − fall · Q, both above zero; below zero beyond top / fall, where nobody with a cost sells.

    >>> LinearDemand(10.0, 0.25).price(8.0)
    8.0
    """

    top: float
    fall: float

    def __post_init__(self) -> None:
        _positive({"top": self.top, "fall": self.fall})

    def price(self, quantity: float) -> float:
        """Money a unit."""
        return self.top - self.fall * quantity

    def slope(self, quantity: float) -> float:  # noqa: ARG002  # the same everywhere
        """−fall."""
        return -self.fall

    def consumer_surplus(self, quantity: float) -> float:
        """½ fall Q²."""
        return 0.5 * self.fall * quantity**2


@dataclass(frozen=True)
class IsoelasticDemand:
    """P = scale · Q^(−1/elasticity), elasticity above 1 so that a single seller has a best price."""

    scale: float
    elasticity: float

    def __post_init__(self) -> None:
        _positive({"scale": self.scale, "elasticity − 1": self.elasticity - 1})

    def price(self, quantity: float) -> float:
        """Money a unit."""
        return float(self.scale * max(quantity, 1e-300) ** (-1 / self.elasticity))

    def slope(self, quantity: float) -> float:
        """Change of the price with the quantity."""
        return -self.price(quantity) / (self.elasticity * max(quantity, 1e-300))

    def consumer_surplus(self, quantity: float) -> float:
        """∫ P − P Q."""
        return self.price(quantity) * quantity / (self.elasticity - 1)


def _positive(values: Mapping[str, float]) -> None:
    faults = [
        Fault(f"inverse demand, {name}", f"it is {value:g}", "the price falls and is above zero", "give > 0")
        for name, value in values.items()
        if not (value > 0 and np.isfinite(value))
    ]
    if faults:
        raise DemandError(faults)
