"""Measures of technologies that a published claim may name, for the column ``measure`` of claims.csv."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teikei.industry import driver_assistance, epower
from teikei.industry.driver_assistance import Package, TakeCurve
from teikei.industry.money import rate
from teikei.industry.technology import Known
from teikei.industry.units import Figure, Kind

if TYPE_CHECKING:
    from teikei.industry.base_year import BaseYear


def fuel_saved(_: BaseYear, technology: str, speed: float = 0.0) -> Figure:
    """Fuel that a powertrain saves against what it takes the place of: ``1 − ratio`` of `epower.model_says`.

    At a steady speed in km/h, or on the WLTC if none is given; both cars in one common body, batteries level.
    """
    if technology not in epower.TECHNOLOGIES:
        return Figure(None, Kind.SHARE, f"the road-load model cannot drive {technology}")
    (said,) = epower.model_says(technology, [f"{speed:g}" if speed else "wltc"])
    if said.ratio is None:
        return Figure(None, Kind.SHARE, f"{technology} takes the place of nothing the model knows")
    return Figure(1.0 - said.ratio, Kind.SHARE)


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
