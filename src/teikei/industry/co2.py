"""Fleet CO2: grams above target, penalty, averaging windows, and what pooling is worth.

    excess      e_f = Σ_t registrations[f,t] · (emissions[f,t] − target[f,t])          g/km · cars
    penalty     P(e) = rate · max(e, 0)
    pool value  v(S) = Σ_f P(e_f) − P(Σ_f e_f) = rate · min(deficits, slack) ≥ 0

A pool adds excesses of firms, an averaging window those of years: the same sum along another axis. The price
of a gram inside a pool is the *dual* of its target: the penalty rate if the pool as a whole is above its
target, zero if it is below, anything between if it just meets it. It is never above the rate, and a firm's
technology that saves grams is worth that dual and not the rate.

Source
------
Regulation (EU) 2019/631: targets of article 4, pools of article 6, premium of 95 EUR per gram and car of
article 8; 2025 to 2027 are averaged by the amendment of 2025 (reported). Whether the average weighs years by
registrations was not read in the text; here it does, so that a gram of one year makes good a gram of another.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from teikei.industry.ranges import Range, require

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

EVEN = 1e-9
"""A pool within this part of its gross grams counts as just meeting its target."""


def fleet_target(target: float, slope: float, mass: float, reference_mass: float) -> float:
    """Target of one firm, g/km: ``target + slope · (mass − reference_mass)``; mean mass of its cars, kg.

    >>> fleet_target(93.6, -0.0144, 1600, 1500)
    92.16
    """
    figures = [Range("target", target, 0.0, unit="g/km"), Range("slope", slope, unit="g/km/kg")]
    figures += [Range("mass", mass, 0.0, unit="kg"), Range("reference_mass", reference_mass, 0.0, unit="kg")]
    require("industry.co2.fleet_target", figures)
    return max(0.0, target + slope * (mass - reference_mass))


def windows(valid_from: int, valid_to: int, averaging_years: int) -> tuple[tuple[int, ...], ...]:
    """Years that are settled together: blocks of ``averaging_years`` from the first year of a rule.

    >>> windows(2025, 2027, 3), windows(2028, 2029, 1)
    (((2025, 2026, 2027),), ((2028,), (2029,)))
    """
    require(
        "industry.co2.windows",
        [Range("valid_to", valid_to, valid_from), Range("averaging_years", averaging_years, 1)],
    )
    years = range(valid_from, valid_to + 1)
    return tuple(tuple(years[k : k + averaging_years]) for k in range(0, len(years), averaging_years))


def excess(gap: ArrayLike, registrations: ArrayLike) -> NDArray[np.float64]:
    """Grams above target (negative: slack) of each firm over a window, g/km · cars.

    ``e[f] = Σ_t gap[f,t] · registrations[f,t]``

    Parameters
    ----------
    gap : (firm,) or (firm, year), g/km: fleet average less target
    registrations : same shape or broadcast to it, cars in each year

    Returns
    -------
    (firm,)

    >>> excess([[29, 20, 5], [-10, -10, -10]], [[100], [50]])
    array([ 5400., -1500.])
    """
    gaps, cars = np.asarray(gap, dtype=np.float64), np.asarray(registrations, dtype=np.float64)
    require("industry.co2.excess", [Range("gap", gaps), Range("registrations", cars, 0.0, unit="cars")])
    grams = np.atleast_1d(gaps * cars)
    return grams if grams.ndim == 1 else np.asarray(grams.sum(axis=1))


def penalty(excesses: ArrayLike, rate: float) -> NDArray[np.float64]:
    """Money due for each excess standing alone: ``rate · max(e, 0)``; rate in money per g/km and car."""
    grams = _grams("penalty", excesses, rate)
    return rate * np.maximum(grams, 0.0)


def pool_penalty(excesses: ArrayLike, rate: float) -> float:
    """Money due for a pool: ``rate · max(Σ e, 0)``."""
    return rate * max(0.0, float(np.sum(_grams("pool_penalty", excesses, rate))))


def pool_value(excesses: ArrayLike, rate: float) -> float:
    """Fall of the joint penalty by pooling: ``Σ P(e_f) − P(Σ e_f) = rate · min(Σ max(e, 0), Σ max(−e, 0))``.

    Never negative; zero if nobody has slack (two deficits pooled create nothing) or nobody lacks any.

    Examples
    --------
    Nissan 29 g over on 190,000 cars, BYD 80 g under on 128,000, at 95 EUR; Nissan with Renault at its target:

    >>> pool_value([29 * 190_000, -80 * 128_000], 95) / 1e6
    523.45
    >>> pool_value([29 * 190_000, 0.0], 95)
    0.0
    """
    grams = _grams("pool_value", excesses, rate)
    return rate * min(_over(grams), _under(grams))


@dataclass(frozen=True, slots=True)
class GramPrice:
    """Worth of one g/km of one car inside a pool: from ``low`` to ``high``, money per g/km and car."""

    low: float
    high: float


def gram_price(excesses: ArrayLike, rate: float, resale: float = 0.0) -> GramPrice:
    """The dual of a pool's target: what one gram less would save it.

    Below its target ``resale`` (what slack fetches outside the pool, 0 if nobody buys), above it ``rate``,
    at it anything between: ``resale ≤ λ ≤ rate``.

    Examples
    --------
    >>> gram_price([29.0, -40.0], 95), gram_price([29.0, -20.0], 95), gram_price([29.0, -29.0], 95, resale=30)
    (GramPrice(low=0.0, high=0.0), GramPrice(low=95.0, high=95.0), GramPrice(low=30.0, high=95.0))
    """
    grams = _grams("gram_price", excesses, rate)
    require("industry.co2.gram_price", [Range("resale", resale, 0.0, rate, "money per g/km and car")])
    total, gross = float(grams.sum()), float(np.abs(grams).sum())
    if gross > 0.0 and total > EVEN * gross:
        return GramPrice(float(rate), float(rate))
    if gross > 0.0 and total < -EVEN * gross:
        return GramPrice(float(resale), float(resale))
    return GramPrice(float(resale), float(rate))


@dataclass(frozen=True, slots=True)
class Split:
    """Who pays whom in a pool at one price of a gram.

    Attributes
    ----------
    price : money per g/km and car
    grams : (firm,) grams bought (positive) or sold (negative), g/km · cars; they sum to zero
    payment : (firm,) money paid (positive) or received; sums to zero
    penalty : (firm,) what each still pays for grams that nobody covers
    gain : (firm,) penalty alone less penalty and payment in the pool, less what sold grams would fetch
        outside
    """

    price: float
    grams: NDArray[np.float64]
    payment: NDArray[np.float64]
    penalty: NDArray[np.float64]
    gain: NDArray[np.float64]


def split(excesses: ArrayLike, rate: float, price: float | None = None, resale: float = 0.0) -> Split:
    """Trade the slack of a pool at one price; the shorter side trades fully, the longer in proportion.

    Parameters
    ----------
    excesses : (firm,), g/km · cars
    rate : penalty, money per g/km and car
    price : money per gram; by default midway between what the seller could get outside and the penalty that
        the buyer avoids, ``(resale + rate)/2``: the even split of the surplus
    resale : what slack fetches outside the pool, money per gram

    Notes
    -----
    Gains are never negative for any price from ``resale`` to ``rate``; they sum to ``(rate −
    resale)·traded``, the value of the pool less what the sold grams would have fetched outside. Two firms
    may agree on any of them. With many, only `gram_price` leaves no group a reason to form a pool of its
    own: if slack is plentiful and has several owners they undercut each other down to ``resale``.

    Examples
    --------
    >>> byd = split([29 * 190_000, -80 * 128_000], 95)
    >>> byd.price, (byd.payment / 1e6).round(1), (byd.gain / 1e6).round(1)
    (47.5, array([ 261.7, -261.7]), array([261.7, 261.7]))
    """
    grams = _grams("split", excesses, rate)
    require("industry.co2.split", [Range("resale", resale, 0.0, rate, "money per g/km and car")])
    agreed = (resale + rate) / 2.0 if price is None else price
    require("industry.co2.split", [Range("price", agreed, resale, rate, "money per g/km and car")])
    over, under = _over(grams), _under(grams)
    traded = min(over, under)
    bought = np.where(
        grams > 0,
        grams * (traded / over if over else 0.0),
        grams * (traded / under if under else 0.0),
    )
    left = rate * np.maximum(grams - bought, 0.0) * (grams > 0)
    kept = np.where(grams < 0, -bought * resale, 0.0)
    gain = rate * np.maximum(grams, 0.0) - left - agreed * bought - kept
    return Split(agreed, bought, agreed * bought, left, gain)


def averaging_value(gap: Sequence[float], registrations: Sequence[float], rate: float) -> float:
    """What settling years together saves one firm: `pool_value` along the years.

    Examples
    --------
    Grams over by 29, 10 and −24 on 100,000 cars a year: alone 29 and 10 are fined, together 15 are.

    >>> averaging_value([29, 10, -24], [100_000] * 3, 95) / 1e6
    228.0
    """
    years = excess(gap, registrations)
    return pool_value(years, rate)


def credit_per_car(grams: float, price: float) -> float:
    """What a car of ``grams`` g/km less is worth to its maker's fleet: ``grams · price``, money per car.

    ``price`` is the dual (`gram_price`), never the penalty as such: in a pool below its target it is zero.

    >>> credit_per_car(143 - 102, 95), credit_per_car(143 - 102, 0)
    (3895, 0)
    """
    figures = [Range("grams", grams, unit="g/km"), Range("price", price, 0.0, unit="money per g/km and car")]
    require("industry.co2.credit_per_car", figures)
    return grams * price


def _over(grams: NDArray[np.float64]) -> float:
    return float(np.maximum(grams, 0.0).sum())


def _under(grams: NDArray[np.float64]) -> float:
    return float(np.maximum(-grams, 0.0).sum())


def _grams(verb: str, excesses: ArrayLike, rate: float) -> NDArray[np.float64]:
    grams = np.atleast_1d(np.asarray(excesses, dtype=np.float64))
    figures = [Range("excesses", grams), Range("rate", rate, 0.0, unit="money per g/km and car")]
    require(f"industry.co2.{verb}", figures)
    return grams
