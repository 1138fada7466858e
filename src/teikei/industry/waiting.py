"""Commit now, wait, or never: a technology that earns only where a rule allows it, and the rule is uncertain.

    P(rule in year t | not before) = hazard, one draw a market, the same for every firm
    act in year a      −F·d^a  and then, market by market, with first car in year a + lead and rule in year τ:
                       −k·n·Σ_{a+lead ≤ s < τ} w_s                   ready cars sold before the rule
                       +g·n·(years of ready cars)·d^τ                those owners activate when it comes
                       +m·n·Σ_{s ≥ max(τ, a+lead)} w_s               cars sold under the rule
    d = 1/(1 + r),  w_s = d^(s + ½)

``Commit`` acts in year 0. ``Wait`` does not act in year 0 and from then on acts in the year in which acting
is worth more than waiting on, found backward over (year, markets open). Its value is never negative: the
option can be left. ``Never`` is 0. The worth of waiting is ``max(wait, 0) − max(commit, 0)``.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from teikei.base.errors import CaseError, Fault
from teikei.industry.ranges import Range, require

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

MOST_HISTORIES = 50_000
"""Histories that are listed one by one: product over markets of the dates the rule can have."""

Open = tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class RuleMarket:
    """Where and when the rule may come.

    Attributes
    ----------
    name : market, as printed
    cars : cars a year that could carry the technology
    hazard : probability a year that the rule comes, given that it has not
    first_year : first year, counted from the decision, in which it can come; 0 with hazard 1 = in force today
    """

    name: str
    cars: float
    hazard: float
    first_year: int = 1

    def __post_init__(self) -> None:
        earliest = 0 if self.hazard == 1.0 else 1
        require(
            f"industry.waiting.RuleMarket {self.name}",
            [
                Range("cars", self.cars, 0.0, unit="cars a year"),
                Range("hazard", self.hazard, 0.0, 1.0, "1/year"),
                Range("first_year", self.first_year, earliest, unit="years: today's law is known"),
            ],
        )

    def arrival(self, horizon: int) -> NDArray[np.float64]:
        """Probability that the rule comes in year 0, 1, …, horizon − 1, or not within it (last entry).

        >>> RuleMarket("us", 1.0, 0.5).arrival(3)
        array([0.  , 0.5 , 0.25, 0.25])
        """
        years = np.arange(horizon) - self.first_year
        found = np.where(years >= 0, self.hazard * (1.0 - self.hazard) ** np.maximum(years, 0), 0.0)
        return np.append(found, 1.0 - found.sum())


@dataclass(frozen=True, slots=True)
class Stake:
    """What acting costs and earns; money in one unit throughout.

    Attributes
    ----------
    fixed_cost : money once, in the year of acting (F)
    margin : money per car sold under the rule, takers and others together (m)
    readiness : money per car for being ready, on every car sold before the rule (k)
    activation : money per ready car sold before the rule, when it comes (g)
    lead_years : from acting to the first car
    horizon : years from the decision that count
    discount_rate : 1/year
    """

    fixed_cost: float
    margin: float
    readiness: float = 0.0
    activation: float = 0.0
    lead_years: int = 2
    horizon: int = 12
    discount_rate: float = 0.08

    def __post_init__(self) -> None:
        require(
            "industry.waiting.Stake",
            [
                Range("fixed_cost", self.fixed_cost, 0.0, unit="money"),
                Range("margin", self.margin, unit="money per car"),
                Range("readiness", self.readiness, 0.0, unit="money per car"),
                Range("activation", self.activation, 0.0, unit="money per car"),
                Range("lead_years", self.lead_years, 0, 30, "years"),
                Range("horizon", self.horizon, 1, 60, "years"),
                Range("discount_rate", self.discount_rate, 0.0, 1.0, "1/year"),
            ],
        )

    def path(self, acted: int, rule: int) -> float:
        """Present value per yearly car in one market, fixed cost apart; ``rule ≥ horizon``: never."""
        d = 1.0 / (1.0 + self.discount_rate)
        w = d ** (np.arange(self.horizon) + 0.5)
        first = min(acted + self.lead_years, self.horizon)
        if rule >= self.horizon:
            return -self.readiness * float(w[first:].sum())
        ready = max(0, rule - first)
        before = -self.readiness * float(w[first:rule].sum()) + self.activation * ready * d**rule
        return before + self.margin * float(w[max(rule, first) :].sum())


@dataclass(frozen=True, slots=True)
class Prospect:
    """What a choice is worth over all histories.

    Attributes
    ----------
    mean : expected present value, money
    loss : probability of a negative one
    low, high : worst and best history of positive probability
    acts : probability of ever acting
    """

    mean: float
    loss: float
    low: float
    high: float
    acts: float


@dataclass(frozen=True, slots=True)
class Waiting:
    """Commit now, wait and never, beside each other.

    Attributes
    ----------
    commit, wait : the two prospects; never is worth 0
    """

    commit: Prospect
    wait: Prospect

    @property
    def worth(self) -> float:
        """``max(wait, 0) − max(commit, 0)``: worth of not deciding today; negative if delay costs more."""
        return max(self.wait.mean, 0.0) - max(self.commit.mean, 0.0)

    @property
    def best(self) -> str:
        """``commit``, ``wait`` or ``never``; of equals the later."""
        if max(self.commit.mean, self.wait.mean) <= 0.0:
            return "never"
        return "commit" if self.commit.mean > self.wait.mean else "wait"


def weigh(stake: Stake, markets: Sequence[RuleMarket]) -> Waiting:
    """Weigh committing now against waiting for the rule, exactly, over every history of arrivals.

    Parameters
    ----------
    stake : costs and earnings
    markets : each with its own draw; draws are independent

    Raises
    ------
    CaseError
        No market, or too many histories to list: the product of possible dates above 50,000.

    Examples
    --------
    One market of one car, three years, no discount. Acting costs 2, a car under the rule earns 1, the rule
    comes in year 1 or 2 with one half each, lead 0. Commit: −2 + 2·½ + 1·¼ = −0.75. Waiting never pays
    either, since at most two cars are left: 0, and never acts.

    >>> stake = Stake(2.0, 1.0, lead_years=0, horizon=3, discount_rate=0.0)
    >>> answer = weigh(stake, [RuleMarket("us", 1.0, 0.5)])
    >>> answer.commit.mean, answer.commit.loss, answer.wait.mean, answer.best
    (-0.75, 0.5, 0.0, 'never')
    """
    dates = [np.flatnonzero(market.arrival(stake.horizon) > 0.0).tolist() for market in markets]
    histories = math.prod(len(of_market) for of_market in dates)
    if not markets or histories > MOST_HISTORIES:
        raise CaseError(
            Fault(
                "industry.waiting.weigh, markets",
                f"{len(markets)} markets over {stake.horizon} years make {histories:,} histories",
                "every history is listed, so that the probability of loss is exact",
                f"give at least one market and at most {MOST_HISTORIES:,} histories",
            )
        )
    tree = _Tree(stake, tuple(markets))
    possible = [(date, tree.chance(date)) for date in product(*dates)]
    commit = [(tree.value(0, date), chance, True) for date, chance in possible]
    wait = []
    for date, chance in possible:
        acted = tree.acts(date)
        worth = 0.0 if acted is None else tree.value(acted, date)
        wait.append((worth, chance, acted is not None))
    return Waiting(_prospect(commit), _prospect(wait))


def _prospect(outcomes: list[tuple[float, float, bool]]) -> Prospect:
    values, chances = np.array([o[0] for o in outcomes]), np.array([o[1] for o in outcomes])
    acts = float(sum(chance for _, chance, acted in outcomes if acted))
    below = float(chances[values < 0.0].sum())
    return Prospect(float(values @ chances), below, float(values.min()), float(values.max()), min(1.0, acts))


@dataclass(frozen=True)
class _Tree:
    """The decision tree: years, and in each which markets are open."""

    stake: Stake
    markets: tuple[RuleMarket, ...]

    @cached_property
    def arrivals(self) -> list[NDArray[np.float64]]:
        return [market.arrival(self.stake.horizon) for market in self.markets]

    @cached_property
    def paths(self) -> NDArray[np.float64]:
        """Present value per yearly car, (year of acting, year of the rule)."""
        years = self.stake.horizon
        return np.array([[self.stake.path(a, tau) for tau in range(years + 1)] for a in range(years)])

    @cached_property
    def per_market(self) -> list[list[tuple[float, float]]]:
        """Expected worth of having acted, (year, market): while the rule is out, and once it is in force."""
        found = []
        for year in range(self.stake.horizon):
            row = []
            for market, chances in zip(self.markets, self.arrivals, strict=True):
                ahead = chances[year + 1 :]
                out = float(self.paths[year, year + 1 :] @ ahead) / ahead.sum() if ahead.sum() > 0 else 0.0
                row.append((market.cars * out, market.cars * float(self.paths[year, year])))
            found.append(row)
        return found

    def chance(self, dates: tuple[int, ...]) -> float:
        return float(np.prod([p[date] for p, date in zip(self.arrivals, dates, strict=True)]))

    def value(self, acted: int, dates: tuple[int, ...]) -> float:
        """Present value of acting in a year in one history."""
        earned = sum(m.cars * self.paths[acted, date] for m, date in zip(self.markets, dates, strict=True))
        return float(earned - self.stake.fixed_cost / (1.0 + self.stake.discount_rate) ** acted)

    def acting(self, year: int, opened: Open) -> float:
        """Expected worth of acting in a year, knowing which markets are open (since when does not matter)."""
        total = -self.stake.fixed_cost / (1.0 + self.stake.discount_rate) ** year
        for worth, is_open in zip(self.per_market[year], opened, strict=True):
            total += worth[is_open]
        return total

    @cached_property
    def waiting(self) -> dict[tuple[int, Open], float]:
        """Worth of not acting in a year, by year and open markets; what acting must beat."""
        states = list(product((False, True), repeat=len(self.markets)))
        found: dict[tuple[int, Open], float] = {}
        for year in reversed(range(self.stake.horizon)):
            for opened in states:
                if year + 1 == self.stake.horizon:
                    found[year, opened] = 0.0
                    continue
                found[year, opened] = sum(
                    chance * max(self.acting(year + 1, then), found[year + 1, then])
                    for then, chance in self.next(year, opened)
                    if chance > 0
                )
        return found

    def next(self, year: int, opened: Open) -> list[tuple[Open, float]]:
        """Open markets of the next year and their probabilities."""
        rates = []
        for market, is_open in zip(self.markets, opened, strict=True):
            can = year + 1 >= market.first_year
            rates.append(1.0 if is_open else market.hazard if can else 0.0)
        states = product((False, True), repeat=len(rates))
        return [
            (then, float(np.prod([r if o else 1.0 - r for r, o in zip(rates, then, strict=True)])))
            for then in states
        ]

    def acts(self, dates: tuple[int, ...]) -> int | None:
        """Year after the first in which the waiting firm acts in one history, or None."""
        for year in range(1, self.stake.horizon):
            opened = tuple(date <= year for date in dates)
            acting = self.acting(year, opened)
            if acting > 0.0 and acting > self.waiting[year, opened]:
                return year
        return None
