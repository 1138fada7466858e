"""A plug-in hybrid: how far it drives on electricity, what it burns on average, what the law believes.

    electric share by law    UF(x) = 1 − exp(−Σ_j c_j·(x / d)^j)      x electric range, d distance the law
    sets on average               fuel = (1 − share) · fuel with an empty battery

The law's curve is a fit to trips of drivers; it counted short trips far too kindly, so ``d`` was raised from
800 to 2,200 and then to 4,260 km: the same car's certified CO2 doubles and triples without a bolt being
changed.

Source
------
Regulation (EU) 2017/1151, annex XXI, sub-annex 8, appendix 5, coefficients c_1 to c_10, d = 800 km; 2,200 km
for new types from 2025 and 4,260 km from 2027 by the amendment 2023/443 (distances from memory).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from teikei.industry.ranges import Range, require

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

CURVE = (26.25, -38.94, -631.05, 5964.83, -25094.6, 60380.21, -87517.16, 75513.77, -35748.77, 7154.94)
"""Coefficients c_1 to c_10 of the law's curve."""

DISTANCE = {2017: 800.0, 2025: 2200.0, 2027: 4260.0}
"""First year for new types -> distance d of the curve, km."""

MPG_OF_ONE_LITRE = 235.2146
"""Miles per US gallon of a car that burns one litre over 100 km."""


def electric_share(range_km: ArrayLike, year: int = 2025) -> NDArray[np.float64]:
    """Share of the distance that the law counts as electric, by range and by the year of the type.

    Parameters
    ----------
    range_km : electric range on the WLTC, km, up to the distance of the law
    year : year of type approval, from 2017

    Examples
    --------
    86 km, by the curves of 2017, 2025 and 2027:

    >>> [round(float(electric_share(86, year)), 2) for year in (2024, 2025, 2027)]
    [0.88, 0.61, 0.4]
    """
    first = min(DISTANCE)
    require("industry.plug_in.electric_share", [Range("year", year, first)])
    distance = DISTANCE[max(known for known in DISTANCE if known <= year)]
    km = np.asarray(range_km, dtype=np.float64)
    require("industry.plug_in.electric_share", [Range("range_km", km, 0.0, distance, "km")])
    powers = np.polynomial.polynomial.polyval(km / distance, (0.0, *CURVE))
    return np.asarray(1.0 - np.exp(-powers), dtype=np.float64)


def average_fuel(empty: ArrayLike, share: ArrayLike) -> NDArray[np.float64]:
    """Fuel or CO2 on average: ``(1 − share) · empty``; unit of ``empty`` (l/100 km or g/km).

    Examples
    --------
    The Outlander empties its battery to 26 mpg, 9.05 l/100 km; at electric shares of 0.35, 0.55 and 0.65:

    >>> average_fuel(litres(26.0), [0.35, 0.55, 0.65]).round(2)
    array([5.88, 4.07, 3.17])
    """
    fuel, part = np.asarray(empty, dtype=np.float64), np.asarray(share, dtype=np.float64)
    require("industry.plug_in.average_fuel", [Range("empty", fuel, 0.0), Range("share", part, 0.0, 1.0)])
    return np.asarray((1.0 - part) * fuel, dtype=np.float64)


def litres(miles_per_gallon: float) -> float:
    """l/100 km of miles per US gallon: ``235.2146 / mpg``.

    >>> round(litres(26.0), 3)
    9.047
    """
    require("industry.plug_in.litres", [Range("miles_per_gallon", miles_per_gallon, 0.0, above=True)])
    return MPG_OF_ONE_LITRE / miles_per_gallon


def battery_cost(kwh: float, price: float, usable: float = 1.0) -> float:
    """Money for the pack: ``kwh / usable · price``; price per kWh of the whole pack.

    >>> battery_cost(20.0, 150.0)
    3000.0
    """
    figures = [Range("kwh", kwh, 0.0), Range("price", price, 0.0)]
    figures.append(Range("usable", usable, 0.0, 1.0, above=True))
    require("industry.plug_in.battery_cost", figures)
    return kwh / usable * price
