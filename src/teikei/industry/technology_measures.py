"""Measures of technologies that a published claim may name, for the column ``measure`` of claims.csv."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teikei.industry import driver_assistance
from teikei.industry.driver_assistance import Package, TakeCurve
from teikei.industry.money import rate
from teikei.industry.technology import Known
from teikei.industry.units import Figure, Kind

if TYPE_CHECKING:
    from teikei.industry.base_year import BaseYear


def option_price(base: BaseYear, technology: str) -> Figure:
    """Price of an option at which its maker earns most, hardware on the cars of takers only.

    Mean and spread of what buyers would pay are the effects ``option_mu`` and ``option_s``, hardware the unit
    cost, the fee what the agreement that grants the technology pays its owner for a car; see
    `driver_assistance.best_price`.
    """
    known = Known(base.case, technology)
    mean, spread = known.effect("option_mu", "logit"), known.effect("option_s", "logit")
    if mean is None or spread is None:
        return Figure(None, Kind.MONEY_PER_CAR, f"effects.csv has no option_mu and option_s of {technology}")
    fee = known.fee
    package = Package(0.0 if fee is None else fee.value, known.unit_cost.value)
    price = driver_assistance.best_price(package, TakeCurve(mean.value, spread.value))
    return Figure(price * rate(base.case, known.currency), Kind.MONEY_PER_CAR)
