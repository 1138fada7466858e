"""Access to another firm's chargers: removal of a handicap, capped, and what it costs.

    uplift      u = min(r^ε, cap)            r = stalls reachable with access over without, ε elasticity
    relative    d = own / (s·u + (1 − s))    own = u with access, 1 without; s = share of rivals that have it
    driver      joins if  fee a month < surcharge · price of a kWh · kWh a month

With access while no rival has it sales are u times as high; once all have it access is worth nothing as an
edge, and being without costs 1 − 1/u. Public evidence on ε runs from nothing to 0.84, and r^0.84 at 2.4
times the stalls would be +109 %: the cap, measured for one common standard, is what keeps the figure honest.

Source
------
Elasticity 0.84 (Li, Tong, Xing, Zhou 2017; from memory), 0.35 (Los Angeles County, arXiv 2405.17702), none
(US counties, arXiv 2412.03608); prior 0.2. Cap +20.8 % (J. Li 2019, one uniform standard). Surcharge 33 %,
or 12.99 USD a month (press). The 2.4 times as many fast stalls is an estimate. Willingness to pay 1,500 to
6,500 USD for a car of 100 miles (Muratori et al. 2020); its fall with range as 1/range is judgement.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from teikei.industry.ranges import Range, require

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

RANGE_OF_SURVEY = 100.0
"""Miles of the car for which the willingness to pay was measured."""


def uplift(stalls_ratio: ArrayLike, elasticity: ArrayLike, cap: float) -> NDArray[np.float64]:
    """Factor on demand for electric cars by more stalls: ``min(r^ε, cap)``.

    Parameters
    ----------
    stalls_ratio : stalls reachable with access over those without, at least 1
    elasticity : of sales to stalls, at least 0
    cap : most that the factor can be, at least 1

    >>> uplift(2.4, [0.0, 0.2, 0.35, 0.84], 1.21).round(4)
    array([1.    , 1.1914, 1.21  , 1.21  ])
    """
    r, e = np.asarray(stalls_ratio, dtype=np.float64), np.asarray(elasticity, dtype=np.float64)
    ranges = [Range("stalls_ratio", r, 1.0), Range("elasticity", e, 0.0, 5.0), Range("cap", cap, 1.0)]
    require("industry.charging.uplift", ranges)
    return np.asarray(np.minimum(r**e, cap), dtype=np.float64)


def relative_demand(factor: float, rivals: ArrayLike, *, access: bool) -> NDArray[np.float64]:
    """Own sales of electric cars against the case that nobody has access: ``own / (s·u + 1 − s)``.

    Parameters
    ----------
    factor : the uplift ``u``
    rivals : share ``s`` of rival sales whose cars have access, any shape
    access : whether the own cars have it

    Notes
    -----
    It spreads a market of fixed size: access of everybody leaves everybody where he was. A growing market
    is the cap's own measure and belongs in the demand table.

    >>> relative_demand(1.21, [0.0, 1.0], access=True)
    array([1.21, 1.  ])
    >>> relative_demand(1.21, [0.0, 1.0], access=False).round(4)
    array([1.    , 0.8264])
    """
    share = np.asarray(rivals, dtype=np.float64)
    require("industry.charging.relative_demand", [Range("factor", factor, 1.0), Range("rivals", share, 0, 1)])
    return np.asarray((factor if access else 1.0) / (share * factor + 1.0 - share), dtype=np.float64)


def handicap(factor: float, rivals: ArrayLike) -> NDArray[np.float64]:
    """Share of sales lost by staying out: ``1 − d(without) / d(with) = 1 − 1/u``, whatever the rivals do.

    Whether it shows as an edge gained or a loss avoided depends on the rivals (`relative_demand`); the
    difference that an agreement makes to the firm's own sales is this share of the sales *with* access.

    >>> handicap(1.21, [0.0, 0.5, 1.0]).round(4)
    array([0.1736, 0.1736, 0.1736])
    """
    with_it = relative_demand(factor, rivals, access=True)
    return np.asarray(1.0 - relative_demand(factor, rivals, access=False) / with_it, dtype=np.float64)


def access_gain(
    sales: float,
    factor: float,
    margin: float,
    cost_per_car: float,
    yearly_cost: float = 0.0,
    fee: float = 0.0,
) -> float:
    """What access earns the maker in a year, at sales *without* it.

    ``sales·(u − 1)·margin − sales·u·(cost_per_car + fee) − yearly_cost``

    Parameters
    ----------
    sales : electric cars a year without access
    factor : uplift ``u``
    margin : money per further car sold, before port and fee
    cost_per_car : port and approval, money per car
    yearly_cost : back office and the annuity of its launch, money a year
    fee : to the owner of the chargers, money per car

    Examples
    --------
    20,000 cars, +19 %, margin 2,000, port 60 and 4 M a year:

    >>> round(access_gain(20_000, 1.1914, 2_000, 60, 4e6) / 1e6, 2)
    2.23
    """
    require(
        "industry.charging.access_gain",
        [
            Range("sales", sales, 0.0, unit="cars a year"),
            Range("factor", factor, 1.0),
            Range("margin", margin, unit="money per car"),
            Range("cost_per_car", cost_per_car, unit="money per car"),
            Range("yearly_cost", yearly_cost, 0.0, unit="money a year"),
            Range("fee", fee, unit="money per car"),
        ],
    )
    return sales * (factor - 1.0) * margin - sales * factor * (cost_per_car + fee) - yearly_cost


def highest_fee(
    sales: float, factor: float, margin: float, cost_per_car: float, yearly_cost: float = 0.0
) -> float:
    """The fee per car at which access earns the maker nothing: root of `access_gain`, linear in ``fee``.

    Negative if access does not even pay its own cost.

    >>> round(highest_fee(20_000, 1.1914, 2_000, 60, 4e6), 1)
    93.4
    """
    require("industry.charging.highest_fee", [Range("sales", sales, 0.0, unit="cars a year", above=True)])
    return access_gain(sales, factor, margin, cost_per_car, yearly_cost) / (sales * factor)


def worth_to_driver(range_miles: ArrayLike, at_survey: float = 1500.0) -> NDArray[np.float64]:
    """Worth of access to a driver, money per car: ``at_survey · 100 miles / range`` (judgement).

    >>> worth_to_driver([100, 300])
    array([1500.,  500.])
    """
    miles = np.asarray(range_miles, dtype=np.float64)
    figures = [Range("range_miles", miles, 0.0, unit="miles", above=True), Range("at_survey", at_survey, 0.0)]
    require("industry.charging.worth_to_driver", figures)
    return np.asarray(at_survey * RANGE_OF_SURVEY / miles, dtype=np.float64)


def membership_pays_from(fee: float, price: float, surcharge: float) -> float:
    """kWh a month from which a driver joins: ``fee / (price · surcharge)``.

    Parameters
    ----------
    fee : membership, money a month
    price : member's price, money per kWh
    surcharge : what non-members pay on top, share

    >>> round(membership_pays_from(12.99, 0.45, 0.33), 1)
    87.5
    """
    ranges = [Range("fee", fee, 0.0), Range("price", price, 0.0, above=True)]
    require(
        "industry.charging.membership_pays_from", [*ranges, Range("surcharge", surcharge, 0.0, above=True)]
    )
    return fee / (price * surcharge)
