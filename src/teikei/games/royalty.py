"""Royalties instead of lump sums: one rate a link, each the Nash bargain given all others."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar

from teikei.base.errors import Fault, GameError
from teikei.base.options import option
from teikei.games.links import Links, NetworkRef
from teikei.games.network_game import LinkSource

Floats = NDArray[np.float64]
Span = tuple[float, float]
End = tuple[Floats, float]
"""Rates where a start ended, and their residual."""
FEWEST_STARTS = 5


@dataclass(frozen=True, slots=True)
class RoyaltyOptions:
    """How royalty rates are searched for."""

    starts: int = option(
        5, "starting points, at least 5: the ends, the middle, the quarters, then random ones"
    )
    sweeps: int = option(200, "rounds over all links before a start is given up")
    grid: int = option(33, "rates tried per link before the best are refined")
    tolerance: float = option(1e-6, "change of a rate, as a share of its span, that counts as none")
    seed: int = option(0, "seed of the random starting points")

    def __post_init__(self) -> None:
        least = {"starts": FEWEST_STARTS, "sweeps": 1, "grid": 3, "tolerance": 1e-8, "seed": 0}
        faults = [
            Fault(
                f"option {name}",
                f"{name} = {getattr(self, name)}",
                "too little is tried to say anything",
                f"give at least {lowest:g}",
            )
            for name, lowest in least.items()
            if not getattr(self, name) >= lowest
        ]
        if faults:
            raise GameError(faults)


@dataclass(frozen=True)
class RoyaltyPoint:
    """Rates that answer each other.

    Attributes
    ----------
    rates : by link
    residual : largest change of a rate if every link bargained once more; ≤ tolerance × span at a fixed point
    gains : by link, what each party has with it over what it has without, other rates as they are
    payoffs : of all players
    joint, joint_at_zero : Σ payoffs, and the same with all rates zero (lump sums instead): less means that
        rates burn value, more that they soften competition at buyers' cost
    refused : links whose parties do not all gain at any rate; theirs is the rate closest to zero
    starts : how many starting points led here
    """

    rates: dict[str, float]
    residual: float
    gains: dict[str, dict[str, float]]
    payoffs: dict[str, float]
    joint: float
    joint_at_zero: float
    refused: tuple[str, ...]
    starts: int


@dataclass(frozen=True)
class Royalties:
    """All fixed points found; there may be others, or none.

    Attributes
    ----------
    points : fixed points, largest joint payoff first
    unsettled : where starts ended that had not settled when the sweeps were over
    weights : bargaining weights by link
    evaluations : payoffs computed
    """

    points: tuple[RoyaltyPoint, ...]
    unsettled: tuple[RoyaltyPoint, ...]
    weights: dict[str, tuple[float, ...]]
    evaluations: int

    def __str__(self) -> str:
        lines = [f"{len(self.points)} fixed points found, {len(self.unsettled)} starts unsettled"]
        for point in (*self.points, *self.unsettled):
            rates = ", ".join(f"{name} {rate:.6g}" for name, rate in point.rates.items())
            lines.append(f"  {rates} (residual {point.residual:.1e}, {point.starts} starts)")
        return "\n".join(lines)


def royalties(
    payoff: Callable[[int, Floats], Any],
    links: LinkSource,
    spans: Span | Sequence[Span],
    weights: Sequence[float | Sequence[float]] | None = None,
    network: NetworkRef | None = None,
    options: RoyaltyOptions | None = None,
) -> Royalties:
    """r_a maximises Π_k (π_k(g, r) − π_k(g−a, r))^b_k over the rate of link a, all other rates as they are.

    One-dimensional search per link (a grid, then the best rates refined: the product may have several peaks),
    Gauss-Seidel over the links, from several starts. Neither existence nor uniqueness is assured: every
    fixed point found is reported with its residual, and every start that did not settle.

    Parameters
    ----------
    payoff : ``payoff(mask, rates)`` -> (n,) payoffs with the links of `mask` in force; rates (links,), zero
        for links that are not in force
    links : tuples of players, or `Links` with weights and names
    spans : (lowest, highest) rate of all links, or of each
    weights : bargaining weights, see `Links`; equal by default
    network : the links in force; all by default
    options : see `RoyaltyOptions`

    Raises
    ------
    GameError
        faults of links and weights; spans that are empty, not finite, or not one a link; payoffs that are
        not finite

    Source
    ------
    Horn & Wolinsky, RAND 19 (1988): bargains over linear prices that answer each other.

    Examples
    --------
    A monopolist with demand A − p and no cost of its own takes a licence at rate r. It earns (A−r)²/4, the
    licensor r (A−r)/2, together (A² − r²)/4. With equal weights the product is largest at r = A/4.

    >>> def licence(mask, rates):
    ...     q = (8 - rates[0]) / 2 if mask else 0.0
    ...     return [q * q, rates[0] * q]
    >>> (point,) = royalties(licence, [(0, 1)], (0, 8)).points
    >>> round(point.rates["1-2"], 5), round(point.joint_at_zero - point.joint, 5)
    (2.0, 1.0)
    """
    chosen = options or RoyaltyOptions()
    drawn = links if isinstance(links, Links) and weights is None else _drawn(links, weights)
    search = _Search(
        payoff, drawn, _spans(spans, drawn), drawn.mask(drawn.full if network is None else network)
    )
    ends = [search.settle(start, chosen) for start in _starts(search.low, search.high, chosen)]
    points = sorted(
        (search.point(*place) for place in _places(ends, search.high - search.low, chosen.tolerance)),
        key=lambda point: -point.joint,
    )
    return Royalties(
        points=tuple(point for point in points if point.residual <= chosen.tolerance),
        unsettled=tuple(point for point in points if not point.residual <= chosen.tolerance),
        weights=dict(zip(drawn.names, drawn.weights, strict=True)),
        evaluations=search.evaluations,
    )


class _Search:
    """Payoffs at rates, kept; the best rate of one link, and rounds over all."""

    def __init__(
        self, payoff: Callable[[int, Floats], Any], links: Links, spans: tuple[Floats, Floats], mask: int
    ) -> None:
        self.links, self.mask, self._payoff = links, mask, payoff
        self.low, self.high = spans
        self._known: dict[tuple[int, bytes], Floats] = {}
        self.active = links.listed(mask)

    @property
    def evaluations(self) -> int:
        return len(self._known)

    def payoffs(self, mask: int, rates: Floats) -> Floats:
        """π(mask, rates), with the rates of links that are not in force at zero."""
        asked = np.where([mask >> a & 1 for a in range(len(self.links))], rates, 0.0)
        key = (mask, asked.tobytes())
        if key not in self._known:
            found = np.asarray(self._payoff(mask, asked.copy()), dtype=np.float64)
            if found.ndim != 1 or found.size < self.links.n or not np.isfinite(found).all():
                raise GameError(
                    Fault(
                        f"payoffs of network {mask} at rates {asked.tolist()}",
                        f"{found!r:.60} is not one finite number a player",
                        "no bargain can be struck over it",
                        f"return {self.links.n} numbers, or narrow the spans",
                    )
                )
            self._known[key] = found
        return self._known[key]

    def gains(self, link: int, rates: Floats) -> Floats:
        """What each party of a link has with it over what it has without."""
        who = list(self.links.members[link])
        without = self.links.without(self.mask, link)
        return self.payoffs(self.mask, rates)[who] - self.payoffs(without, rates)[who]

    def loss(self, link: int, rates: Floats, rate: float) -> float:
        """−Σ b_k ln gain_k at a rate of one link; infinite where a party that weighs does not gain."""
        tried = rates.copy()
        tried[link] = rate
        total = 0.0
        for gain, weight in zip(self.gains(link, tried), self.links.weights[link], strict=True):
            if gain < 0 or (weight > 0 and gain == 0):
                return math.inf
            total -= weight * math.log(gain) if weight > 0 else 0.0
        return total

    def reply(self, link: int, rates: Floats, grid: int) -> float | None:
        """The rate with the largest Nash product; None if the parties do not all gain at any rate tried."""
        low, high = float(self.low[link]), float(self.high[link])
        tried = np.linspace(low, high, grid) if high > low else np.array([low])
        losses = [self.loss(link, rates, float(rate)) for rate in tried]
        found = [(loss, float(rate)) for loss, rate in zip(losses, tried, strict=True)]
        cells = [
            (k - 1, k + 1)
            for k in range(1, len(tried) - 1)
            if losses[k] < math.inf and losses[k] <= min(losses[k - 1], losses[k + 1])
        ]
        if len(tried) > 1:  # a peak beside an end of the span
            cells += [(0, 1), (len(tried) - 2, len(tried) - 1)]
        found += [self._refined(link, rates, float(tried[i]), float(tried[j])) for i, j in cells]
        loss, rate = min(found)
        return rate if loss < math.inf else None

    def _refined(self, link: int, rates: Floats, low: float, high: float) -> tuple[float, float]:
        def capped(rate: float) -> float:
            return min(self.loss(link, rates, float(rate)), 1e300)  # the search takes no infinity

        best = minimize_scalar(
            capped, bounds=(low, high), method="bounded", options={"xatol": 1e-9 * (high - low)}
        )
        return (float(best.fun) if best.fun < 1e300 else math.inf), float(best.x)

    def settle(self, start: Floats, options: RoyaltyOptions) -> tuple[Floats, float]:
        """Rounds over the links until no rate moves; the rates and the residual, as a share of the spans."""
        rates = start.copy()
        for _ in range(options.sweeps):
            moved = 0.0
            for a in self.active:
                moved = max(moved, self._change(a, rates, options.grid, take=True))
            if moved <= options.tolerance / 10:
                break
        return rates, max(
            (self._change(a, rates, options.grid, take=False) for a in self.active), default=0.0
        )

    def _change(self, link: int, rates: Floats, grid: int, take: bool) -> float:
        answer = self.reply(link, rates, grid)
        if self.high[link] <= self.low[link]:
            return 0.0
        if (
            answer is None
        ):  # refused at every rate: nothing depends on where it stands, but it must stand somewhere
            answer = float(np.clip(0.0, self.low[link], self.high[link]))
        change = abs(answer - float(rates[link])) / float(self.high[link] - self.low[link])
        if take:
            rates[link] = answer
        return change

    def point(self, rates: Floats, residual: float, starts: int) -> RoyaltyPoint:
        """The rates as they are reported."""
        names, players = self.links.names, self.links.players
        payoffs = self.payoffs(self.mask, rates)
        shown = players if len(players) == payoffs.size else tuple(str(p + 1) for p in range(payoffs.size))
        gains = {
            names[a]: dict(
                zip((players[p] for p in self.links.members[a]), self.gains(a, rates).tolist(), strict=True)
            )
            for a in self.active
        }
        return RoyaltyPoint(
            rates={names[a]: float(rates[a]) for a in self.active},
            residual=residual,
            gains=gains,
            payoffs=dict(zip(shown, payoffs.tolist(), strict=True)),
            joint=float(payoffs.sum()),
            joint_at_zero=float(self.payoffs(self.mask, np.zeros_like(rates)).sum()),
            refused=tuple(names[a] for a in self.active if not math.isfinite(self.loss(a, rates, rates[a]))),
            starts=starts,
        )


def _drawn(links: LinkSource, weights: Sequence[float | Sequence[float]] | None) -> Links:
    if isinstance(links, Links):
        return links.weighted(weights)
    return Links(links, None, weights)


def _spans(spans: Span | Sequence[Span], links: Links) -> tuple[Floats, Floats]:
    """(low, high) of all links; a single pair of numbers serves them all."""
    given = np.asarray(spans, dtype=np.float64)
    if given.shape == (2,):
        given = np.tile(given, (len(links), 1))
    if given.shape != (len(links), 2) or not np.isfinite(given).all() or (given[:, 0] > given[:, 1]).any():
        raise GameError(
            Fault(
                "spans",
                f"{spans!r:.80} for {len(links)} links",
                "a rate is searched between a lowest and a highest",
                "give (lowest, highest), finite, once or one a link",
            )
        )
    return given[:, 0], given[:, 1]


def _places(ends: Sequence[End], span: Floats, tolerance: float) -> list[tuple[Floats, float, int]]:
    """(rates, residual, starts) where starts ended, each place once: the rates of its least residual.

    A start that has settled and one that has not are never of one place.
    """
    width = np.maximum(span, np.finfo(float).tiny)
    found: list[tuple[Floats, float, int]] = []
    for rates, residual in ends:
        settled = residual <= tolerance
        for place, (like, least, count) in enumerate(found):
            near = float((np.abs(rates - like) / width).max()) <= 100 * tolerance
            if near and (least <= tolerance) == settled:
                found[place] = (like if least <= residual else rates, min(least, residual), count + 1)
                break
        else:
            found.append((rates, residual, 1))
    return found


def _starts(low: Floats, high: Floats, options: RoyaltyOptions) -> list[Floats]:
    """The ends of the spans, the middle, the quarters, then random points."""
    shares = [0.0, 1.0, 0.5, 0.25, 0.75]
    source = np.random.default_rng(options.seed)
    points = [low + share * (high - low) for share in shares]
    more = options.starts - len(points)
    return points + [low + source.random(low.size) * (high - low) for _ in range(more)]
