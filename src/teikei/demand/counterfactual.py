"""What-ifs: named changes of markets, and the prices that follow, many at a time and on several processes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from teikei.base.errors import ConvergenceError, DemandError, Fault, did_you_mean
from teikei.base.jobs import Executor, Job, LocalExecutor
from teikei.base.options import EquilibriumOptions
from teikei.demand.choice import Choice
from teikei.demand.equilibrium import Equilibrium, equilibrium
from teikei.demand.market import Market
from teikei.demand.ownership import Array
from teikei.demand.pricing import known_costs


@dataclass(frozen=True)
class Counterfactual:
    """One change, the same in every market; names that a market does not have change nothing there.

    What an agreement changes are four separate things: whose profit counts (``merge``, ``weights``,
    ``fees``), cost (``costs``, ``tariffs``), quality, and capacity.

    Attributes
    ----------
    name : told apart by it
    merge : groups of firms that become one, under the name of the first; a firm is in one group at most.
        Weights of and on the others are those of the first; `weights` says what else holds after. A fee
        between firms that merge is part of their margin from then on: the product's cost falls by it
    weights : {(who maximises, whose profit): κ} after the merger, e.g. a silent stake
    fees : {(firm, product): money} that a firm earns on each unit of another's product
    costs : {product or firm: relative change of marginal cost}, −0.05 is five per cent less; a product's own
        entry counts before its firm's (by the name before the merger)
    tariffs : {product or firm: share of the price}, instead of what was
    quality : {product or firm: utility added}
    capacities : {plant or product: units}, instead of what was
    drop : products or firms that leave
    fixed : {product: price} that its seller may not change

    Raises
    ------
    DemandError    a firm in two groups
    """

    name: str
    merge: tuple[tuple[str, ...], ...] = ()
    weights: Mapping[tuple[str, str], float] = field(default_factory=dict)
    fees: Mapping[tuple[str, str], float] = field(default_factory=dict)
    costs: Mapping[str, float] = field(default_factory=dict)
    tariffs: Mapping[str, float] = field(default_factory=dict)
    quality: Mapping[str, float] = field(default_factory=dict)
    capacities: Mapping[str, float] = field(default_factory=dict)
    drop: tuple[str, ...] = ()
    fixed: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        merging = Counter(name for group in self.merge for name in set(group))
        faults = [
            Fault(
                f"counterfactual {self.name}, merge",
                f"{name} is in {groups} groups",
                "it has one owner after",
                "make them one group",
            )
            for name, groups in merging.items()
            if groups > 1
        ]
        if faults:
            raise DemandError(faults)

    def names(self) -> set[str]:
        """Every firm, product and plant that it speaks of."""
        pairs = {name for pair in (*self.weights, *self.fees) for name in pair}
        single = {*self.costs, *self.tariffs, *self.quality, *self.capacities, *self.drop, *self.fixed}
        return pairs | single | {name for group in self.merge for name in group}

    def touches(self, market: Market) -> bool:
        """Whether anything changes in that market."""
        here = {*market.products, *market.firms, *(market.plants or ())}
        pairs = [pair for pair in (*self.weights, *self.fees) if set(pair) <= here]
        merged = [group for group in self.merge if len(set(group) & set(market.firms)) > 1]
        single = {*self.costs, *self.tariffs, *self.quality, *self.capacities, *self.drop, *self.fixed}
        return bool(pairs or merged or single & here)

    def applied(self, market: Market, choice: Choice) -> tuple[Market, Choice]:
        """The market and its demand after the change.

        Raises
        ------
        DemandError    nothing is left to sell, or the change makes a market that cannot be
        """
        gone = [name in self.drop or firm in self.drop for name, firm in _pairs(market)]
        if all(gone):
            why = "a market without products has no prices"
            raise DemandError(Fault(f"counterfactual {self.name}", "it drops everything", why, "drop less"))
        if any(gone):
            market, choice = _without(market, choice, np.array(gone))
        changes: dict[str, Any] = {}
        owners, spared = self._owners(market)
        if self.costs or (spared.any() and market.costs is not None):
            relative = _each(market, self.costs, np.zeros(market.count))
            changes["costs"] = known_costs(market) * (1 + relative) - spared
        if self.tariffs:
            changes["tariffs"] = _each(market, self.tariffs, 1 - market.kept)
        if self.capacities:
            known = set(market.products if market.plants is None else market.plants)
            limits = {name: most for name, most in self.capacities.items() if name in known}
            changes["capacities"] = {**(market.capacities or {}), **limits}
        if self.quality:
            choice = choice.better(_each(market, self.quality, np.zeros(market.count)))
        return (market.with_(**changes, **owners) if changes or owners else market), choice

    def _owners(self, market: Market) -> tuple[dict[str, Any], Array]:
        """Firms, weights and fees after mergers and stakes; (J,) fees between firms that merge."""
        new = {firm: group[0] for group in self.merge for firm in group}
        firms = [new.get(firm, firm) for firm in market.firms]
        sellers = tuple(dict.fromkeys(firms))
        here = {pair: share for pair, share in self.weights.items() if set(pair) <= set(sellers)}
        earned: dict[tuple[str, str], float] = {}
        spared = np.zeros(market.count)
        for (firm, product), amount in {**market.fees, **self.fees}.items():
            name = new.get(firm, firm)
            if product not in market.products or name not in sellers:
                continue
            place = market.products.index(product)
            if name == firms[place] and firm != market.firms[place]:
                spared[place] += amount
            else:
                earned[name, product] = earned.get((name, product), 0.0) + amount
        found: dict[str, Any] = {}
        if firms != list(market.firms):
            found["firms"] = firms
        if earned != dict(market.fees):
            found["fees"] = earned
        if here or (found.get("firms") and not np.array_equal(market.kappa, np.eye(len(market.sellers)))):
            weights = _merged_weights(market, new, sellers)
            for (one, other), share in here.items():
                weights[sellers.index(one), sellers.index(other)] = share
            found |= {"weights": weights, "holdings": None}
        return found, spared


def _pairs(market: Market) -> Iterable[tuple[str, str]]:
    return zip(market.products, market.firms, strict=True)


def _each(market: Market, given: Mapping[str, float], otherwise: Array) -> Array:
    """(J,) the number of the product, else of its firm, else what was."""
    found = [
        given.get(name, given.get(firm, old))
        for (name, firm), old in zip(_pairs(market), otherwise, strict=True)
    ]
    return np.array(found, dtype=np.float64)


def _merged_weights(market: Market, new: Mapping[str, str], sellers: Sequence[str]) -> Array:
    """κ between the firms after a merger: that of the group's first firm, and all of its own profit."""
    kappa, old = market.kappa, market.sellers
    heads = [name if name in old else next(f for f in old if new.get(f) == name) for name in sellers]
    places = [old.index(name) for name in heads]
    found = kappa[np.ix_(places, places)].copy()
    np.fill_diagonal(found, 1.0)
    return np.asarray(found)


def _without(market: Market, choice: Choice, gone: NDArray[np.bool_]) -> tuple[Market, Choice]:
    """The market without some products. The size stays; without an outside good it is what others sold."""
    stay = np.flatnonzero(~gone).tolist()

    def some(names: Sequence[str] | None) -> list[str] | None:
        return None if names is None else [names[j] for j in stay]

    left = set(some(market.products) or ()) | set(some(market.plants) or ())
    sellers = list(dict.fromkeys(some(market.firms) or ()))
    places = [market.sellers.index(name) for name in sellers]
    changes: dict[str, Any] = {
        name: some(getattr(market, name)) for name in ("products", "firms", "nests", "subnests", "plants")
    }
    for name in ("prices", "quantities", "costs", "tariffs"):
        value = getattr(market, name)
        changes[name] = None if value is None else np.asarray(value)[stay]
    changes["capacities"] = {name: most for name, most in (market.capacities or {}).items() if name in left}
    changes["fees"] = {
        pair: amount for pair, amount in market.fees.items() if pair[1] in left and pair[0] in sellers
    }
    if market.weights is not None or market.holdings is not None:
        changes |= {"holdings": None, "weights": market.kappa[np.ix_(places, places)]}
    if not market.outside_good:
        changes["size"] = None
    return market.with_(**changes), choice.only(stay)


@dataclass(frozen=True, eq=False)
class Outcome:
    """What a counterfactual leads to in one market.

    Attributes
    ----------
    counterfactual, market : their names
    equilibrium : None if nothing changes there, or if no prices were found
    failure : why no prices were found; empty otherwise
    """

    counterfactual: str
    market: str
    equilibrium: Equilibrium | None
    failure: str = ""


def equilibria(
    markets: Sequence[tuple[Market, Choice]],
    counterfactuals: Sequence[Counterfactual],
    options: EquilibriumOptions | None = None,
    executor: Executor | None = None,
) -> list[Outcome]:
    """Every counterfactual in every market, one job a market; a failure in one does not stop the others.

    Outcomes come counterfactual by counterfactual, in the order of the markets. A market that a
    counterfactual does not touch is not solved. Each search starts from the observed prices.

    Parameters
    ----------
    markets : with costs, and the demand of each; names must differ
    counterfactuals : names must differ
    options : of each `equilibrium`
    executor : e.g. ``LocalExecutor(workers=2)``; in this process if None

    Raises
    ------
    DemandError    two of one name, or a name in a counterfactual that no market knows
    """
    _check(markets, counterfactuals)
    chosen = options or EquilibriumOptions()
    # the largest markets first, so that no process is left with one at the end
    order = sorted(range(len(markets)), key=lambda n: -markets[n][0].count)
    jobs = [
        Job(str(n), _solve_market, (*markets[n], tuple(counterfactuals), chosen))
        for n in order
        if any(one.touches(markets[n][0]) for one in counterfactuals)
    ]
    answers: dict[int, list[Outcome]] = {}
    for key, answer in (executor or LocalExecutor()).run(jobs):
        answers[int(key)] = answer
    found = []
    for place, one in enumerate(counterfactuals):
        for number, (market, _) in enumerate(markets):
            solved = answers.get(number)
            found.append(solved[place] if solved else Outcome(one.name, market.name, None))
    return found


def _check(markets: Sequence[tuple[Market, Choice]], counterfactuals: Sequence[Counterfactual]) -> None:
    known = {
        name for market, _ in markets for name in (*market.products, *market.firms, *(market.plants or ()))
    }
    faults = []
    for what, names in (
        ("markets", [market.name for market, _ in markets]),
        ("counterfactuals", [one.name for one in counterfactuals]),
    ):
        twice = sorted({name for name in names if names.count(name) > 1})
        why = "answers are told apart by name"
        faults += [Fault(what, f"{name} stands twice", why, "rename one") for name in twice]
    for one in counterfactuals:
        new = {group[0] for group in one.merge if group}
        for name in sorted(one.names() - known - new):
            fix = did_you_mean(name, sorted(known), "the markets")
            faults.append(
                Fault(f"counterfactual {one.name}", f"no market knows {name}", "it would do nothing", fix)
            )
    if faults:
        raise DemandError(faults)


def _solve_market(
    market: Market, choice: Choice, counterfactuals: Sequence[Counterfactual], options: EquilibriumOptions
) -> list[Outcome]:
    """All counterfactuals of one market; runs in any process."""
    found = []
    for one in counterfactuals:
        if not one.touches(market):
            found.append(Outcome(one.name, market.name, None))
            continue
        try:
            changed, demand = one.applied(market, choice)
            fixed = {name: price for name, price in one.fixed.items() if name in changed.products}
            found.append(Outcome(one.name, market.name, equilibrium(changed, demand, options, fixed=fixed)))
        except (DemandError, ConvergenceError) as error:
            found.append(Outcome(one.name, market.name, None, str(error)))
    return found
