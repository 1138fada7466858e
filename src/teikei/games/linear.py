"""Rules that are linear in the values: exact ranges when the values are intervals."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from teikei.games.allocation import Allocation
from teikei.games.values import CoalitionValues

FloatArray = NDArray[np.float64]
SignedRule = Callable[[FloatArray, FloatArray], FloatArray]


def share_linearly(game: CoalitionValues, rule: SignedRule) -> Allocation:
    """Shares under a linear rule, and their exact ranges.

        φ_i(v) = Σ_S a_i(S) v(S) − Σ_S b_i(S) v(S),   a, b ≥ 0
        low_i  = Σ_S a_i(S) low(S) − Σ_S b_i(S) high(S),   high_i the other way round

    Each bound is reached: at the corner where coalitions with a are low (high) and those with b high (low).

    Parameters
    ----------
    game : values, exact or intervals
    rule : (A, B) → Σ_S a(S) A(S) − Σ_S b(S) B(S), one share a player
    """
    value = rule(game.found, game.found)
    if game.exact:
        return Allocation.plain(game.players, value)
    low, high = rule(game.low, game.high), rule(game.high, game.low)
    # rounding may put a bound above the value by the last digit
    return Allocation(game.players, value, np.minimum(low, value), np.maximum(high, value), certified=True)
