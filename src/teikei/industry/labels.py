"""From certified consumption to the window sticker: EPA's derived five-cycle formula."""

from __future__ import annotations

from dataclasses import dataclass

from teikei.base.errors import Fault, UsageError

LITRES_PER_GALLON, KM_PER_MILE = 3.785411784, 1.609344
CITY_SHARE = 0.55
"""Share of miles in the city in combined figures."""

ELECTRIC = 0.7
"""Range on the label over range on the dynamometer, unless the maker tests more cycles."""


def mpg(litres_per_100km: float) -> float:
    """Miles per US gallon; its own inverse.

    >>> round(mpg(5.0), 2)
    47.04
    """
    if not litres_per_100km > 0:
        fix = "give litres per 100 km above 0"
        raise UsageError(Fault("label", f"{litres_per_100km:g} l/100 km", "it has no inverse", fix))
    return 100.0 * LITRES_PER_GALLON / KM_PER_MILE / litres_per_100km


@dataclass(frozen=True, slots=True)
class Label:
    """City, highway and combined consumption on the sticker, litres or kWh per 100 km."""

    city: float
    highway: float
    combined: float


def combined(city: float, highway: float) -> float:
    """``0.55 city + 0.45 highway`` of consumptions (the harmonic mean of mpg)."""
    return CITY_SHARE * city + (1.0 - CITY_SHARE) * highway


def petrol_label(city: float, highway: float) -> Label:
    """The sticker from FTP and highway test, l/100 km.

        1/city_mpg = 0.004091 + 1.1601/FTP_mpg,   1/highway_mpg = 0.003191 + 1.2945/HFET_mpg

    Parameters
    ----------
    city, highway : l/100 km as tested, above 0

    Source
    ------
    40 CFR 600.210-12, derived five-cycle coefficients for model years 2017 and later.

    Examples
    --------
    >>> sticker = petrol_label(mpg(39.7), mpg(55.9))  # Nissan Rogue 1.5 turbo
    >>> [round(mpg(value)) for value in (sticker.city, sticker.highway, sticker.combined)]
    [30, 38, 33]
    """
    one = 100.0 * LITRES_PER_GALLON / KM_PER_MILE  # l/100 km of one mile per gallon
    stop = one * (0.004091 + 1.1601 / mpg(city))
    go = one * (0.003191 + 1.2945 / mpg(highway))
    return Label(stop, go, combined(stop, go))


def electric_label(city: float, highway: float) -> Label:
    """The sticker of a battery car: consumption from the socket over 0.7."""
    return Label(city / ELECTRIC, highway / ELECTRIC, combined(city, highway) / ELECTRIC)
