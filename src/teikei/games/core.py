"""The core: sharings that no coalition can better, and how much it would take.

    core = { x : x(N) = v(N), x(S) ≥ v(S) for all S };        excess  e(S, x) = v(S) − x(S)

With intervals a verdict holds for all values inside: the core shrinks as any v(S) rises and as v(N) falls,
so the worst and the best corner decide, and what lies between is undetermined.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from teikei.base.errors import Fault, GameError
from teikei.games.answers import Answer, ThreeWay
from teikei.games.least_core import corner_of, solve_least_core
from teikei.games.loops import Floats
from teikei.games.scan import most_over
from teikei.games.values import CoalitionValues, GameLike, coalition_values

#: An inequality is violated beyond this, relative to the largest value.
TOLERANCE = 1e-9


@dataclass(frozen=True, eq=False)
class Excesses:
    """What each coalition misses at a sharing; negative if it gets more than it is worth.

    Attributes
    ----------
    players : (n,) names
    low, high : (2ⁿ,) e(S, x) = v(S) − x(S) by mask, or x(S) − c(S) for costs
    """

    players: tuple[str, ...]
    low: Floats
    high: Floats

    def largest(self, count: int = 5) -> list[tuple[tuple[str, ...], float, float]]:
        """The coalitions that miss most: names, lowest and highest excess. Neither empty nor all together.

        Parameters
        ----------
        count : how many
        """
        order = np.argsort(-self.high, kind="stable")
        masks = [int(mask) for mask in order[: count + 2] if 0 < mask < self.high.size - 1][:count]
        return [
            (
                tuple(name for i, name in enumerate(self.players) if mask >> i & 1),
                float(self.low[mask]),
                float(self.high[mask]),
            )
            for mask in masks
        ]


def excesses(game: GameLike, x: ArrayLike) -> Excesses:
    """Excess of every coalition at a sharing.        e(S, x) = v(S) − x(S)

    Parameters
    ----------
    game : coalition values, or anything that `coalition_values` takes
    x : (n,) shares; what each pays if the game is one of costs

    Raises
    ------
    GameError    one share a player is needed

    Examples
    --------
    >>> excesses([0, 1, 0, 4], [1, 3]).largest(2)
    [(('1',), 0.0, 0.0), (('2',), -3.0, -3.0)]
    """
    given, worth, shares = _as_worths(game, x)
    paid = np.zeros(1)
    for share in shares:
        paid = np.concatenate([paid, paid + share])
    low = worth.low - paid
    return Excesses(given.players, low, low if worth.exact else worth.high - paid)


def in_core(game: GameLike, x: ArrayLike) -> Answer:
    """Whether a sharing is in the core, with the coalition that misses most.

    Parameters
    ----------
    game : coalition values, or anything that `coalition_values` takes
    x : (n,) shares; what each pays if the game is one of costs

    Returns
    -------
    yes, no or undetermined; the witness is the most violated or tightest coalition, the margin its slack
    x(S) − v(S)

    Raises
    ------
    GameError    one share a player is needed

    Examples
    --------
    >>> in_core([0, 1, 0, 4], [0.5, 3.5])
    Answer(answer='no', witness=('1',), margin=-0.5)
    """
    _, worth, shares = _as_worths(game, x)
    tolerance = TOLERANCE * worth.scale
    total, everyone = float(shares.sum()), worth.players
    low, high = worth.interval(worth.grand)
    off = max(low - total, total - high)
    if off > tolerance:
        return Answer("no", everyone, -off)
    if worth.n < 2:
        return Answer("yes" if high - low <= tolerance else "undetermined", everyone, low - high)
    mask, best = most_over(worth.low, shares)
    if best > tolerance:
        return Answer("no", worth.names(int(mask)), -best)
    if not worth.exact:
        mask, best = most_over(worth.high, shares)
    if high - low > tolerance and high - low >= best:
        return Answer("undetermined", everyone, low - high)
    return Answer("yes" if best <= tolerance else "undetermined", worth.names(int(mask)), -best)


def core_is_empty(game: GameLike) -> Answer:
    """Whether no sharing satisfies every coalition, with the balanced collection that shows it.

    Parameters
    ----------
    game : coalition values, or anything that `coalition_values` takes

    Returns
    -------
    yes (for all values inside the intervals), no (for none) or undetermined. The witness gives weights δ_S
    with Σ_{S∋i} δ_S = 1 for every player; the margin is v(N) − Σ δ_S v(S), for costs Σ δ_S c(S) − c(N):
    negative if empty

    Source
    ------
    Bondareva 1963; Shapley 1967, Naval Research Logistics Quarterly 14, 453-460.

    Examples
    --------
    >>> core_is_empty([0, 0, 0, 1, 0, 1, 1, 1])        # a majority of three
    Answer(answer='yes', witness={('1', '2'): 0.5, ('1', '3'): 0.5, ('2', '3'): 0.5}, margin=-0.5)
    """
    worth = coalition_values(game).as_worth()
    if worth.n < 2:
        return Answer("no", {worth.players: 1.0}, np.inf)
    tolerance = TOLERANCE * worth.scale
    worst = solve_least_core(corner_of(worth, "worst"))
    if worst.margin >= -tolerance:
        return Answer("no", worst.balanced, worst.margin)
    if worth.exact:
        return Answer("yes", worst.balanced, worst.margin)
    best = solve_least_core(corner_of(worth, "best"))
    if best.margin < -tolerance:
        return Answer("yes", best.balanced, best.margin)
    return Answer("undetermined", worst.balanced, worst.margin)


def is_balanced(game: GameLike) -> Answer:
    """Whether every balanced collection of coalitions is worth at most v(N), i.e. the core is not empty.

    Parameters
    ----------
    game : coalition values, or anything that `coalition_values` takes

    Returns
    -------
    the answer of `core_is_empty` turned round, with the same witness and margin

    Source
    ------
    Bondareva 1963; Shapley 1967, as for `core_is_empty`.

    Examples
    --------
    >>> is_balanced([0, 0, 0, 0, 0, 1, 1, 1]).answer        # the third player is needed for anything
    'yes'
    """
    empty = core_is_empty(game)
    turned: dict[ThreeWay, ThreeWay] = {"yes": "no", "no": "yes", "undetermined": "undetermined"}
    return Answer(turned[empty.answer], empty.witness, empty.margin)


def _as_worths(game: GameLike, x: ArrayLike) -> tuple[CoalitionValues, CoalitionValues, Floats]:
    """The game, the game as worths, and the shares as worths."""
    given = coalition_values(game)
    try:
        shares = np.array(x, dtype=np.float64)
    except (TypeError, ValueError):  # of an Allocation it is the `value` that is meant
        shares = np.empty((0, 0))
    if shares.shape != (given.n,) or not np.isfinite(shares).all():
        raise GameError(
            Fault(
                where="x",
                what=f"{x!r:.60} for {given.n} players",
                why="excesses need the share of every player",
                fix="one finite number a player, in the order of game.players; of an Allocation its .value",
            )
        )
    return (given, given.as_worth(), -shares) if given.kind == "cost" else (given, given, shares)
