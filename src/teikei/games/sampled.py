"""The Shapley value from few coalition values, when each of them is costly."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb

import numpy as np
from numpy.typing import NDArray
from scipy.stats import t as student

from teikei.base.errors import Fault, GameError
from teikei.games.allocation import Allocation
from teikei.games.faults import check_names
from teikei.games.players import names_of
from teikei.games.shapley import shapley
from teikei.games.values import CoalitionValues, Interval, Kind, read_interval

FloatArray = NDArray[np.float64]
FEWEST_PER_PLAYER = 4


@dataclass(frozen=True, eq=False)
class Sample:
    """What a sampled Shapley value rests on.

    Attributes
    ----------
    evaluations : number of coalition values asked (the empty coalition is not)
    exact : all of them were asked, so that nothing is estimated
    confidence : chance that all true shares lie inside their ranges at once; estimated from the residuals,
        not proved
    standard_error : (n,) estimated, of each share
    seed : of the draw
    """

    evaluations: int
    exact: bool
    confidence: float
    standard_error: FloatArray
    seed: int


def shapley_sampled(
    worth: Callable[[int], Interval],
    players: Sequence[str] | int,
    budget: int,
    seed: int = 0,
    confidence: float = 0.95,
    kind: Kind = "worth",
) -> Allocation:
    """The Shapley value estimated from at most `budget` coalition values.

    The value is the regression of v on membership with Σ_i φ_i = v(N) and weights 1/(C(n,s) s (n−s)).
    Coalitions are drawn by their leverage in it, 1/C(n,s): every size alike. Each comes with its complement,
    none twice; a size that fits whole is asked whole. Since φ depends on each pair only through
    y(S) = (v(S) − v(N∖S) + v(N))/2, a pair is one observation. Additive games are exact at any budget.

    The error of the shares comes from the residuals (each enlarged by its leverage, as if left out), size by
    size with the correction for draws without replacement; ranges are ± t times it, for all shares at once.

    Parameters
    ----------
    worth : value of the coalition with this mask, or a pair (low, high); asked once a coalition
    players : names, or their number; any number
    budget : most values asked; from 2ⁿ − 1 on, the exact Shapley value, below at least 4n
    seed : of the draw
    confidence : chance that all true shares lie inside their ranges at once
    kind : "worth" or "cost"

    Returns
    -------
    Allocation, certified only if exact; `.certificate` is a `Sample`. With pairs (low, high) the ranges hold
    both the error and the exact signed bounds of the regression.

    Raises
    ------
    GameError    the budget is too small, or a value is no number

    Source
    ------
    Musco & Witter 2025, Provably accurate Shapley value estimation via leverage score sampling, ICLR; error:
    MacKinnon & White 1985, J. Econometrics 29, 305-325 (HC3), and Cochran, Sampling Techniques, ch. 5.

    Examples
    --------
    >>> share = shapley_sampled(lambda mask: float(mask.bit_count() ** 2), 12, budget=100)
    >>> share.certificate.evaluations, bool(np.allclose(share.value, 12))
    (99, True)
    """
    names = names_of(players)
    n = len(names)
    everything = (1 << n) - 1
    if budget >= everything:
        game = CoalitionValues.from_callable(worth, n, names, kind)
        exact = shapley(game)
        report = Sample(everything, True, 1.0, np.zeros(n), seed)
        return Allocation(exact.players, exact.value, exact.low, exact.high, True, report)
    _check(n, budget, confidence)
    check_names(names)
    draw = np.random.default_rng(seed)
    pairs = (budget - 1) // 2
    drawn = [(s, _draw(n, s, k, draw)) for s, k in _allot(n, pairs)]
    return _estimate(_Asked(worth, kind), drawn, names, confidence, seed)


class _Asked:
    """Values asked, as (found, low, high), counted."""

    def __init__(self, worth: Callable[[int], Interval], kind: Kind) -> None:
        self.worth, self.kind, self.count = worth, kind, 0

    def __call__(self, mask: int) -> FloatArray:
        low, high = read_interval(self.worth(mask), f"mask {mask}")
        self.count += 1
        return np.array([low if self.kind == "worth" else high, low, high], dtype=np.float64)


def _estimate(
    asked: _Asked, drawn: list[tuple[int, list[int]]], names: tuple[str, ...], confidence: float, seed: int
) -> Allocation:
    n = len(names)
    everything = (1 << n) - 1
    grand = asked(everything)
    member, target, below, above, weight, stratum = _observe(asked, drawn, n, grand)
    # membership less its mean: the part of the shares that adds up to nothing
    spread = member - member.mean(axis=1, keepdims=True)
    root = np.sqrt(weight)
    inverse = np.linalg.pinv(spread * root[:, None], rcond=1e-10)  # (n, pairs)
    if np.linalg.matrix_rank(spread, tol=1e-8) < n - 1:
        raise _too_small(n, 2 * len(weight) + 1)
    even = member.mean(axis=1)
    shares = grand[0] / n + inverse @ (root * (target - even * grand[0]))

    fitted = grand[0] * even + spread @ (shares - grand[0] / n)
    leverage = np.einsum("ki,ik->k", spread * root[:, None], inverse)
    residual = (target - fitted) / np.maximum(1 - leverage, 0.05)
    error = np.sqrt(_variance(inverse * root, residual, stratum, drawn, n))
    freedom = max(len(weight) - (n - 1), 1)
    reach = float(student.ppf(1 - (1 - confidence) / (2 * n), freedom)) * error

    # the estimate is linear in the values: signed bounds, as for the Shapley value itself
    effect = inverse * root
    on_grand = 1 / n + effect @ (0.5 - even)
    up = np.maximum(effect, 0) @ above + np.minimum(effect, 0) @ below
    down = np.maximum(effect, 0) @ below + np.minimum(effect, 0) @ above
    top = np.maximum(on_grand * grand[1], on_grand * grand[2])
    bottom = np.minimum(on_grand * grand[1], on_grand * grand[2])
    low = np.minimum(shares, bottom + down) - reach
    high = np.maximum(shares, top + up) + reach
    report = Sample(asked.count, False, confidence, error, seed)
    return Allocation(names, shares, low, high, False, report)


def _observe(
    asked: _Asked, drawn: list[tuple[int, list[int]]], n: int, grand: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray, FloatArray, NDArray[np.int64]]:
    """Membership (pairs, n), y(S), range of (v(S) − v(N∖S))/2, weight and size of every pair drawn."""
    everything = (1 << n) - 1
    member, target, below, above, weight, stratum = [], [], [], [], [], []
    for size, masks in drawn:
        chance = len(masks) / _pairs_of(n, size)
        for mask in masks:
            own, other = asked(mask), asked(everything ^ mask)
            member.append([mask >> i & 1 for i in range(n)])
            target.append((own[0] - other[0] + grand[0]) / 2)
            below.append((own[1] - other[2]) / 2)
            above.append((own[2] - other[1]) / 2)
            weight.append(1 / (comb(n, size) * size * (n - size) * chance))
            stratum.append(size)
    scale = max(weight)
    return (
        np.array(member, dtype=np.float64),
        np.array(target),
        np.array(below),
        np.array(above),
        np.array(weight) / scale,
        np.array(stratum),
    )


def _variance(
    effect: FloatArray,
    residual: FloatArray,
    stratum: NDArray[np.int64],
    drawn: list[tuple[int, list[int]]],
    n: int,
) -> FloatArray:
    """(n,) Σ over sizes of (1 − m/M) m/(m−1) Σ_pairs (effect · residual)²; nothing from sizes asked whole."""
    total = np.zeros(n)
    for size, masks in drawn:
        few, all_pairs = len(masks), _pairs_of(n, size)
        moved = effect[:, stratum == size] * residual[stratum == size]
        total += (1 - few / all_pairs) * few / max(few - 1, 1) * (moved**2).sum(axis=1)
    return total


def _pairs_of(n: int, size: int) -> int:
    """Number of pairs (S, N∖S) with |S| = size ≤ n/2."""
    return comb(n, size) // (2 if 2 * size == n else 1)


def _allot(n: int, pairs: int) -> list[tuple[int, int]]:
    """(size, number of pairs) by leverage: every size alike, half for n/2; what does not fit is spread."""
    room = {size: _pairs_of(n, size) for size in range(1, n // 2 + 1)}
    allotted = dict.fromkeys(room, 0)
    left = min(pairs, sum(room.values()))
    while left:
        open_sizes = [size for size in room if allotted[size] < room[size]]
        share = {size: (0.5 if 2 * size == n else 1.0) for size in open_sizes}
        whole = sum(share.values())
        given = 0
        for size in open_sizes:
            more = min(int(left * share[size] / whole), room[size] - allotted[size])
            allotted[size] += more
            given += more
        if not given:  # fewer than sizes: the small coalitions first, which are easiest to read
            for size in open_sizes[:left]:
                allotted[size] += 1
                given += 1
        left -= given
    return [(size, number) for size, number in allotted.items() if number]


def _draw(n: int, size: int, number: int, draw: np.random.Generator) -> list[int]:
    """Masks of `number` different coalitions of this size, no two of them complements, at random."""
    if _pairs_of(n, size) <= max(4 * number, 64):
        every = combinations(range(n), size)
        # at n/2 the one with player 1 stands for its pair
        masks = [sum(1 << i for i in one) for one in every if 2 * size < n or one[0] == 0]
        return [masks[k] for k in sorted(draw.choice(len(masks), number, replace=False))]
    found: dict[int, None] = {}
    while len(found) < number:
        mask = sum(1 << int(i) for i in draw.choice(n, size, replace=False))
        if 2 * size == n and not mask & 1:
            mask ^= (1 << n) - 1
        found[mask] = None
    return list(found)


def _check(n: int, budget: int, confidence: float) -> None:
    if not 0 < confidence < 1:
        what = f"confidence {confidence} is not between 0 and 1"
        raise GameError(Fault("confidence", what, "no range would follow", "e.g. 0.95"))
    if budget < FEWEST_PER_PLAYER * n:
        raise _too_small(n, budget)


def _too_small(n: int, budget: int) -> GameError:
    return GameError(
        Fault(
            where="budget",
            what=f"{budget} values for {n} players",
            why="the shares, or their error, could not be told from them",
            fix=f"at least {FEWEST_PER_PLAYER * n}, or {(1 << n) - 1} for the exact shares",
        )
    )
