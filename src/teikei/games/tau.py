"""The tau value and the Gately point: shares between what a player can claim and what it can be held to."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from teikei.base.errors import Fault, UndefinedError
from teikei.games.allocation import Allocation
from teikei.games.corners import sampled_range
from teikei.games.folds import player_maxima
from teikei.games.values import CoalitionValues, GameLike, coalition_values

FloatArray = NDArray[np.float64]
RELATIVE_TOLERANCE = 1e-9


def tau_value(game: GameLike, samples: int = 16, seed: int = 0) -> Allocation:
    """The tau value: the efficient point between utopia M and minimal rights m.

        M_i = v(N) − v(N∖i),   m_i = max_{S∋i} v(S) − Σ_{j∈S∖i} M_j,   τ = m + α (M − m),   Σ τ_i = v(N)

    Parameters
    ----------
    game : worths or costs of the coalitions, exact or as intervals
    samples, seed : random corners, when the values are intervals

    Returns
    -------
    Allocation; with intervals the range seen at corners, not certified

    Raises
    ------
    UndefinedError    the game is not quasi-balanced: m ≤ M and Σ m ≤ v(N) ≤ Σ M must hold

    Source
    ------
    Tijs 1981, Bounds for the core and the τ-value, in Game Theory and Mathematical Economics, 123-132.

    Examples
    --------
    >>> tau_value([0, 0, 0, 2, 0, 2, 3, 5]).value
    array([1.25 , 1.875, 1.875])
    """
    return _on_worths(coalition_values(game), _tau, samples, seed)


def gately(game: GameLike, samples: int = 16, seed: int = 0) -> Allocation:
    """The Gately point: every player would lose the same for each unit that the others lose if it left.

        x_i = v(i) + (v(N) − Σ_j v(j)) · (M_i − v(i)) / Σ_j (M_j − v(j)),   M_i = v(N) − v(N∖i)

    Parameters
    ----------
    game : worths or costs of the coalitions, exact or as intervals
    samples, seed : random corners, when the values are intervals

    Returns
    -------
    Allocation; with intervals the range seen at corners, not certified

    Raises
    ------
    UndefinedError    together the players make no more than alone; or one adds less to all others than it
        makes alone, or none adds more: then no imputation makes the propensities equal

    Source
    ------
    Gately 1974, Int. Econ. Review 15, 195-208.

    Examples
    --------
    >>> gately([0, 0, 0, 4, 0, 0, 3, 6]).value.round(3)
    array([1.636, 3.273, 1.091])
    """
    return _on_worths(coalition_values(game), _gately, samples, seed)


def utopia(game: CoalitionValues) -> FloatArray:
    """What each player adds to all the others.        M_i = v(N) − v(N∖i)

    Parameters
    ----------
    game : values; with intervals, those found

    Examples
    --------
    >>> utopia(CoalitionValues([0, 0, 0, 2, 0, 2, 3, 5]))
    array([2., 3., 3.])
    """
    without = [game.grand ^ (1 << i) for i in range(game.n)]
    return np.asarray(game.found[-1] - game.found[without])


def _on_worths(game: CoalitionValues, rule, samples: int, seed: int) -> Allocation:  # type: ignore[no-untyped-def]
    found = sampled_range(game.as_worth(), rule, samples, seed)
    return found if game.kind == "worth" else found.negated()


def _tau(game: CoalitionValues) -> FloatArray:
    top = utopia(game)
    bottom = player_maxima(game.low, top) + top
    worth = float(game.low[-1])
    tiny = RELATIVE_TOLERANCE * game.scale * max(game.n, 1)
    if np.any(bottom > top + tiny) or bottom.sum() > worth + tiny or worth > top.sum() + tiny:
        raise UndefinedError(
            Fault(
                where="tau_value",
                what=f"not quasi-balanced: rights {bottom.sum():g}, worth {worth:g}, utopia {top.sum():g}",
                why="no efficient point lies between minimal rights and utopia",
                fix="use the nucleolus, which every game with an imputation has",
            )
        )
    room = float((top - bottom).sum())
    part = 0.0 if room <= tiny else (worth - float(bottom.sum())) / room
    return np.asarray(bottom + part * (top - bottom))


def _gately(game: CoalitionValues) -> FloatArray:
    alone = np.asarray(game.low[[1 << i for i in range(game.n)]])
    claims = utopia(game) - alone
    surplus = float(game.low[-1] - alone.sum())
    tiny = RELATIVE_TOLERANCE * game.scale * max(game.n, 1)
    if surplus <= tiny or claims.sum() <= tiny or np.any(claims < -tiny):
        raise UndefinedError(
            Fault(
                where="gately",
                what=f"surplus {surplus:g}, what the players add beyond their own {claims.tolist()}",
                why="no imputation gives all players the same propensity to disrupt",
                fix="use the nucleolus or the Shapley value",
            )
        )
    return np.asarray(alone + surplus * claims / claims.sum())
