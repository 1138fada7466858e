"""The least core: the smallest subsidy to every coalition under which some sharing satisfies all.

ε = min_x max_{∅≠S≠N} v(S) − x(S)    over x(N) = v(N);    the core is not empty if and only if ε ≤ 0
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from teikei.base.errors import Fault, GameError
from teikei.games.allocation import Allocation
from teikei.games.certificate import Certificate
from teikei.games.loops import Floats
from teikei.games.nucleolus import PRENUCLEOLUS, solve_worths
from teikei.games.table import solve_table
from teikei.games.values import CoalitionValues, GameLike, coalition_values


@dataclass(frozen=True, eq=False)
class LeastCore:
    """The least core.

    Attributes
    ----------
    epsilon : ε at the values found; above 0 it is what every coalition must be paid, or fined, to stay
    low, high : range of ε over all values inside the intervals, certified; = epsilon for plain values
    allocation : one sharing in the least core at the values found (the prenucleolus is another)
    weights : δ_S ≥ 0 with Σ_{S∋i} δ_S = 1 for every player: the coalitions that keep ε from falling
    """

    epsilon: float
    low: float
    high: float
    allocation: Allocation
    weights: dict[tuple[str, ...], float]


@dataclass(frozen=True, eq=False)
class FirstLevel:
    """ε of plain worths with its proof: a sharing that reaches it and weights under which none is below."""

    epsilon: float
    x: Floats
    balanced: dict[tuple[str, ...], float]
    margin: float
    certificate: Certificate


def least_core(game: GameLike) -> LeastCore:
    """The least ε for which some sharing leaves no coalition with an excess above ε.

    Parameters
    ----------
    game : coalition values, or anything that `coalition_values` takes; at least two players

    Returns
    -------
    ε, its certified range over the intervals, and a sharing

    Raises
    ------
    ConvergenceError    no ε could be certified

    Source
    ------
    Maschler, Peleg & Shapley 1979, Math. Oper. Res. 4, 303-338.

    Examples
    --------
    >>> majority = least_core([0, 0, 0, 1, 0, 1, 1, 1])
    >>> round(majority.epsilon, 3), majority.allocation.value.round(3)
    (0.333, array([0.333, 0.333, 0.333]))
    """
    given = coalition_values(game)
    worth = given.as_worth()
    found = solve_least_core(worth.corner(False))
    low = high = found.epsilon
    if not worth.exact:
        low = solve_least_core(corner_of(worth, "best")).epsilon
        high = solve_least_core(corner_of(worth, "worst")).epsilon
    allocation = Allocation(worth.players, found.x, found.x, found.x, worth.exact, found.certificate)
    if given.kind == "cost":
        allocation = allocation.negated()
    return LeastCore(found.epsilon, low, high, allocation, found.balanced)


def corner_of(worth: CoalitionValues, which: Literal["worst", "best"]) -> CoalitionValues:
    """The corner where ε is highest (every coalition but N high), or lowest.

    Parameters
    ----------
    worth : a game of worths
    which : "worst" or "best" for those who want to stay together
    """
    if worth.exact:
        return worth
    values = (worth.high if which == "worst" else worth.low).copy()
    values[-1] = worth.low[-1] if which == "worst" else worth.high[-1]
    return CoalitionValues(values, None, worth.players)


def solve_least_core(game: CoalitionValues) -> FirstLevel:
    """ε of a game of plain worths with at least two players, certified.

    Parameters
    ----------
    game : exact worths

    Raises
    ------
    GameError           fewer than two players
    ConvergenceError    no ε could be certified
    """
    values, n, players = game.low, game.n, game.players
    if n < 2:
        raise GameError(
            Fault(
                "least_core",
                f"{n} players",
                "there is no coalition between none and all",
                "at least two players",
            )
        )
    x, certificate = solve_table(values, players, bounded=False, per_head=False, depth=1)
    if certificate is None or not certificate.sound:
        x, certificate = solve_worths(values, players, PRENUCLEOLUS)
    first = certificate.levels[0]
    kappa = -first.earlier[players]
    balanced = {names: weight / kappa for names, weight in first.coalitions.items()}
    return FirstLevel(first.excess, x, balanced, -first.excess / kappa, certificate)
