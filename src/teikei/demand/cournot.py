"""Quantity setting with one homogeneous good: plants with rising costs and limits, entry and exit.

    P(Q) + P'(Q) Σ_g κ_fg Q_g = c_i'(q_i) + μ_i,   0 ≤ q_i ≤ limit_i        for every plant i of firm f

Each firm's total is its best answer to the others', found by bisection; firms answer in turn until nobody
moves. Marginal cost c_i' = cost_i + q/slope_i; with slope infinite it is constant.

Source: Cournot (1838); Novshek, Review of Economic Studies 52 (1985); R package antitrust, `Cournot`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import brentq

from teikei.base.errors import ConvergenceError, DemandError, Fault, unknown_names
from teikei.demand.inverse_demand import InverseDemand
from teikei.demand.ownership import Array

ROUNDS, MOVES, CLOSE = 5000, 1e-13, 1e-9


@dataclass(frozen=True)
class Plant:
    """One plant: its firm, marginal cost at zero (money a unit), how far output raises it, and its limit.

    ``slope`` is units by which output must rise for one unit of money of marginal cost.
    """

    name: str
    firm: str
    cost: float = 0.0
    slope: float = float("inf")
    limit: float = float("inf")


@dataclass(frozen=True, eq=False)
class CournotEquilibrium:
    """Quantities that are each firm's best given the others.

    Attributes
    ----------
    plants : as given
    quantities : (plant,) units of the period
    price : money a unit
    profits : {firm: money before fixed cost}
    consumer_surplus : money of the period
    shadow_prices : {plant: money a unit} where the limit binds
    residual : largest gap left in a condition, money a unit
    """

    plants: tuple[Plant, ...]
    quantities: Array
    price: float
    profits: Mapping[str, float]
    consumer_surplus: float
    shadow_prices: Mapping[str, float]
    residual: float

    @property
    def sold(self) -> dict[str, float]:
        """{firm: units of the period}."""
        totals: dict[str, float] = {}
        for plant, units in zip(self.plants, self.quantities.tolist(), strict=True):
            totals[plant.firm] = totals.get(plant.firm, 0.0) + units
        return totals


def cournot(
    demand: InverseDemand, plants: Sequence[Plant], weights: ArrayLike | None = None
) -> CournotEquilibrium:
    """Quantities in equilibrium.

    Parameters
    ----------
    demand : inverse demand
    plants : each with its firm; firms in order of appearance
    weights : (F, F) profit weights κ, rows are who maximises; each firm alone if None

    Raises
    ------
    DemandError    bad costs, slopes, limits or weights
    ConvergenceError    firms' answers keep moving; ``best`` holds the quantities reached

    Examples
    --------
    Two firms with cost 1 and P = 10 − Q: each sells (10 − 1)/3.

    >>> from teikei.demand.inverse_demand import LinearDemand
    >>> found = cournot(LinearDemand(10.0, 1.0), [Plant("a", "x", 1.0), Plant("b", "y", 1.0)])
    >>> found.quantities.round(6), round(found.price, 6)
    (array([3., 3.]), 4.0)
    """
    kappa = _checked(plants, weights)
    firms = tuple(dict.fromkeys(plant.firm for plant in plants))
    own = [[i for i, plant in enumerate(plants) if plant.firm == firm] for firm in firms]
    totals = np.full(len(firms), _first(demand, plants) / len(firms))
    totals = np.minimum(totals, [sum(plants[i].limit for i in group) for group in own])
    moved = np.inf
    for _ in range(ROUNDS):
        before = totals.copy()
        for f, group in enumerate(own):
            totals[f] = _answer(demand, [plants[i] for i in group], totals, f, kappa[f])
        moved = float(np.max(np.abs(totals - before)))
        if moved <= MOVES * max(1.0, float(totals.sum())):
            break
    found = _written(demand, tuple(plants), firms, own, totals, kappa)
    if not found.residual <= 1e-7 * max(1.0, abs(found.price)):
        what = f"after {ROUNDS} rounds a quantity still moves by {moved:.3g}"
        why = "quantities that move are nobody's best"
        fix = "check the weights and costs; see error.best"
        raise ConvergenceError(Fault("cournot", what, why, fix), found)
    return found


def cournot_merger(
    demand: InverseDemand, plants: Sequence[Plant], firms: Iterable[str]
) -> tuple[CournotEquilibrium, CournotEquilibrium]:
    """Before and after the plants of some firms come under one owner, who bears the first firm's name.

    Examples
    --------
    Two of three equal firms lose by merging (Salant, Switzer & Reynolds, 1983): (9/4)² · 2 > (9/3)².

    >>> from teikei.demand.inverse_demand import LinearDemand
    >>> plants = [Plant("a", "x", 1.0), Plant("b", "y", 1.0), Plant("c", "z", 1.0)]
    >>> before, after = cournot_merger(LinearDemand(10.0, 1.0), plants, ["x", "y"])
    >>> round(before.profits["x"] + before.profits["y"], 6), round(after.profits["x"], 6)
    (10.125, 9.0)
    """
    names, known = tuple(dict.fromkeys(firms)), tuple(dict.fromkeys(plant.firm for plant in plants))
    why = "nothing would merge"
    faults = unknown_names(names, known, "cournot, firms", "has no plant", why, "plants")
    if len(names) < 2:
        faults.append(Fault("cournot, firms", "fewer than two", "it takes two to merge", "name another"))
    if faults:
        raise DemandError(faults)
    merged = [replace(plant, firm=names[0]) if plant.firm in names else plant for plant in plants]
    return cournot(demand, plants), cournot(demand, merged)


def settle(
    demand: InverseDemand, plants: Sequence[Plant], fixed_costs: Mapping[str, float]
) -> CournotEquilibrium:
    """An equilibrium of entry: who stays covers its fixed cost, and who is out would not if it came in.

    Firms start outside; the one that would gain most enters, one that makes a loss leaves, until nobody
    moves. Other sets of firms can be equilibria too: who comes first matters (Mankiw & Whinston, RAND
    Journal of Economics 17, 1986).

    Parameters
    ----------
    fixed_costs : {firm: money of the period}; a firm that is not named has none

    Raises
    ------
    DemandError    a firm without plants, a fixed cost below zero, or nobody can cover his
    ConvergenceError    entry and exit repeat themselves
    """
    firms = tuple(dict.fromkeys(plant.firm for plant in plants))
    _check_fixed_costs(firms, fixed_costs)

    def solved(inside: frozenset[str]) -> CournotEquilibrium:
        return cournot(demand, [plant for plant in plants if plant.firm in inside])

    def left(inside: frozenset[str], firm: str) -> float:
        return solved(inside).profits[firm] - fixed_costs.get(firm, 0.0)

    inside: frozenset[str] = frozenset()
    seen = {inside}
    while True:
        losing = {firm: left(inside, firm) for firm in firms if firm in inside}
        gaining = {firm: left(inside | {firm}, firm) for firm in firms if firm not in inside}
        if losing and min(losing.values()) < 0:
            inside = inside - {min(losing, key=lambda firm: losing[firm])}
        elif gaining and max(gaining.values()) > 0:
            inside = inside | {max(gaining, key=lambda firm: gaining[firm])}
        else:
            break
        if inside in seen:
            what = f"entry and exit come back to {', '.join(sorted(inside)) or 'nobody'}"
            why, fix = "no set of firms was found that lasts", "check the fixed costs; try fewer firms"
            raise ConvergenceError(Fault("cournot, entry", what, why, fix), inside)
        seen.add(inside)
    if not inside:
        fault = Fault("cournot, fixed_costs", "nobody can cover his", "no market is left", "check the costs")
        raise DemandError(fault)
    return solved(inside)


def _check_fixed_costs(firms: Sequence[str], fixed_costs: Mapping[str, float]) -> None:
    where = "cournot, fixed_costs"
    faults = unknown_names(fixed_costs, firms, where, "has no plant", "it cannot enter", "plants")
    faults += [
        Fault(where, f"{name}: {cost:g}", "a cost is not below zero", "give it as ≥ 0")
        for name, cost in fixed_costs.items()
        if not cost >= 0
    ]
    if faults:
        raise DemandError(faults)


def _checked(plants: Sequence[Plant], weights: ArrayLike | None) -> Array:
    """Profit weights; DemandError for all that is wrong."""
    faults = []
    if not plants:
        faults.append(Fault("cournot, plants", "there are none", "nobody sells", "give plants"))
    names = [plant.name for plant in plants]
    for plant in plants:
        where = f"cournot, plant {plant.name}"
        if names.count(plant.name) > 1:
            faults.append(Fault(where, "it stands twice", "names tell plants apart", "rename one"))
        if not (np.isfinite(plant.cost) and plant.cost >= 0):
            faults.append(Fault(where, f"cost {plant.cost:g}", "a cost is not below zero", "give ≥ 0"))
        if not (plant.slope > 0 and plant.limit > 0):
            what = f"slope {plant.slope:g}, limit {plant.limit:g}"
            faults.append(Fault(where, what, "marginal cost does not fall, a plant can build", "give > 0"))
    count = len({plant.firm for plant in plants})
    kappa = np.eye(count) if weights is None else np.asarray(weights, dtype=np.float64)
    if kappa.shape != (count, count) or np.any(np.diag(kappa) != 1) or not np.all(kappa >= 0):
        why = "a firm counts its own profit as 1 and nobody's below 0"
        faults.append(Fault("cournot, weights", f"shape {kappa.shape} for {count} firms", why, "give κ"))
    if faults:
        raise DemandError(faults)
    return kappa


def _first(demand: InverseDemand, plants: Sequence[Plant]) -> float:
    """A quantity to start from: where the price is twice the lowest cost, or half of the way down."""
    low = min(plant.cost for plant in plants)
    high = 1.0
    while demand.price(high) > 2 * low + 1e-9 and high < 1e12:
        high *= 2
    return high / 2


def _supply(plants: Sequence[Plant], marginal: float) -> tuple[float, float]:
    """Least and most that plants build at a marginal cost; they differ where one's cost is constant."""
    least = most = 0.0
    for plant in plants:
        if np.isfinite(plant.slope):
            built = min(max(plant.slope * (marginal - plant.cost), 0.0), plant.limit)
            least, most = least + built, most + built
        else:
            least += plant.limit if marginal > plant.cost else 0.0
            most += plant.limit if marginal >= plant.cost else 0.0
    return least, most


def _marginal(plants: Sequence[Plant], total: float) -> float:
    """Marginal cost at which plants together build a total, by bisection; infinite beyond their limits."""
    if total >= sum(plant.limit for plant in plants):
        return float("inf")
    low = min(plant.cost for plant in plants)
    high = low + 1.0
    while _supply(plants, high)[0] <= total:
        high = low + 2 * (high - low)
    for _ in range(200):
        middle = 0.5 * (low + high)
        if middle in (low, high):
            break
        low, high = (low, middle) if _supply(plants, middle)[1] >= total else (middle, high)
    constant = [plant.cost for plant in plants if low <= plant.cost <= high and not np.isfinite(plant.slope)]
    return constant[0] if constant else high


def _answer(demand: InverseDemand, plants: Sequence[Plant], totals: Array, firm: int, row: Array) -> float:
    """Best total of one firm given those of the others."""
    others = float(totals.sum() - totals[firm])
    weighed = float(row @ totals - row[firm] * totals[firm])

    def gain(total: float) -> float:
        everything = others + total
        revenue = demand.price(everything) + demand.slope(everything) * (total + weighed)
        return revenue - _marginal(plants, total)

    if gain(1e-12 * max(1.0, others)) <= 0:
        return 0.0
    most = sum(plant.limit for plant in plants)
    high = max(float(totals[firm]), 1e-6)
    while high < most and gain(high) > 0:
        high *= 2
    if high >= most:
        below = most * (1 - 1e-14)
        if gain(below) >= 0:
            return most
        high = below
    return float(brentq(gain, 0.0 if others > 0 else 1e-12 * high, high, xtol=1e-14, rtol=1e-15))


def _shared_out(plants: Sequence[Plant], total: float) -> tuple[list[float], float]:
    """What each plant builds of a firm's total, cheapest first, and the marginal cost."""
    marginal = _marginal(plants, total)
    built = []
    for plant in plants:
        rising = min(max(plant.slope * (marginal - plant.cost), 0.0), plant.limit)
        constant = plant.limit if marginal > plant.cost else 0.0
        built.append(rising if np.isfinite(plant.slope) else constant)
    rest = total - sum(built)
    for i, plant in enumerate(plants):  # a constant cost that is just met takes what is left, in order
        if not np.isfinite(plant.slope) and plant.cost == marginal and rest > 0:
            built[i] = min(rest, plant.limit)
            rest -= built[i]
    return built, marginal


def _written(
    demand: InverseDemand,
    plants: tuple[Plant, ...],
    firms: tuple[str, ...],
    own: list[list[int]],
    totals: Array,
    kappa: Array,
) -> CournotEquilibrium:
    """All that follows from the firms' totals."""
    everything = float(totals.sum())
    price, slope = demand.price(everything), demand.slope(everything)
    quantities = np.zeros(len(plants))
    profits: dict[str, float] = {}
    shadow: dict[str, float] = {}
    residual = 0.0
    for f, group in enumerate(own):
        built, _ = _shared_out([plants[i] for i in group], float(totals[f]))
        worth = price + slope * float(kappa[f] @ totals)
        for i, units in zip(group, built, strict=True):
            quantities[i] = units
            cost = plants[i].cost + (units / plants[i].slope if np.isfinite(plants[i].slope) else 0.0)
            gap = worth - cost
            if units >= plants[i].limit * (1 - CLOSE):
                if gap > 0:
                    shadow[plants[i].name] = gap
                gap = min(gap, 0.0)
            elif units <= CLOSE * everything:
                gap = max(gap, 0.0)
            residual = max(residual, abs(gap))
            variable = plants[i].cost * units
            variable += units**2 / (2 * plants[i].slope) if np.isfinite(plants[i].slope) else 0.0
            profits[firms[f]] = profits.get(firms[f], 0.0) + price * units - variable
    return CournotEquilibrium(
        plants, quantities, price, profits, demand.consumer_surplus(everything), shadow, residual
    )
