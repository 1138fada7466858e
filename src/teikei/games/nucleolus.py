"""The nucleolus and its relatives: the sharing whose largest complaints are as small as they can be.

    e(S, x) = v(S) − x(S);    the vector of all excesses, largest first, is least in the lexicographic order

over the sharings that give nobody less than alone (nucleolus), or over all sharings (prenucleolus); with
e(S, x) / |S| for the per-capita nucleolus. Every answer carries the certificate that proves it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from teikei.base.errors import ConvergenceError, Fault, UndefinedError
from teikei.games.allocation import Allocation
from teikei.games.certificate import Certificate
from teikei.games.corners import SampledRange, adversarial_corners
from teikei.games.loops import Floats, Ids
from teikei.games.scan import largest_absolute
from teikei.games.sequential import solve_sequence
from teikei.games.table import RESOLUTION, examine_levels, solve_table
from teikei.games.values import CoalitionValues, GameLike, coalition_values


@dataclass(frozen=True)
class Rule:
    """Which nucleolus: over which sharings, and by which complaint."""

    name: str
    bounded: bool
    per_head: bool


NUCLEOLUS = Rule("nucleolus", True, False)
PRENUCLEOLUS = Rule("prenucleolus", False, False)
PER_CAPITA = Rule("per_capita_nucleolus", True, True)


def nucleolus(game: GameLike, samples: int = 16, seed: int = 0) -> Allocation:
    """The nucleolus: nobody gets less than alone, and the largest complaints are as small as they can be.

    Parameters
    ----------
    game : coalition values, or anything that `coalition_values` takes
    samples : random corners tried if the values are intervals, beside `adversarial_corners`
    seed : of those corners

    Returns
    -------
    shares with a `Certificate`; for intervals the shares at the values found, and the range seen over
    corners with a `SampledRange`, not certified

    Raises
    ------
    UndefinedError      the single players are worth more than all together
    ConvergenceError    no sharing could be certified; `best` is the last one

    Source
    ------
    Schmeidler 1969, SIAM J. Appl. Math. 17, 1163-1170.

    Examples
    --------
    >>> print(nucleolus([0, 0, 0, 0, 0, 100, 200, 300]))        # an estate of 300, claims of 100, 200, 300
    1  50
    2  100
    3  150
    """
    return _share(coalition_values(game), NUCLEOLUS, samples, seed)


def prenucleolus(game: GameLike, samples: int = 16, seed: int = 0) -> Allocation:
    """The nucleolus over all sharings of v(N), also those that give a player less than alone.

    Parameters
    ----------
    game, samples, seed : as for `nucleolus`

    Raises
    ------
    ConvergenceError    no sharing could be certified; `best` is the last one

    Source
    ------
    Sobolev 1975; Maschler, Peleg & Shapley 1979, Math. Oper. Res. 4, 303-338.

    Examples
    --------
    >>> prenucleolus([0, 0, 0, 10, 0, 0, 0, 2]).value
    array([ 3.,  3., -4.])
    """
    return _share(coalition_values(game), PRENUCLEOLUS, samples, seed)


def per_capita_nucleolus(game: GameLike, samples: int = 16, seed: int = 0) -> Allocation:
    """The nucleolus with complaints per head, e(S, x) / |S|: what is missing is shared by those who miss it.

    Parameters
    ----------
    game, samples, seed : as for `nucleolus`

    Raises
    ------
    UndefinedError      the single players are worth more than all together
    ConvergenceError    no sharing could be certified; `best` is the last one

    Source
    ------
    Grotte 1970; Young 1985, Int. J. Game Theory 14, 65-72.

    Examples
    --------
    >>> per_capita_nucleolus([0, 0, 0, 0, 0, 9, 10, 12]).value.round(4)
    array([ 0.6667,  1.1667, 10.1667])
    """
    return _share(coalition_values(game), PER_CAPITA, samples, seed)


def _share(game: CoalitionValues, rule: Rule, samples: int, seed: int) -> Allocation:
    if game.kind == "cost":
        return _share(game.as_worth(), rule, samples, seed).negated()
    if game.exact or np.array_equal(game.low, game.high):
        value, certificate = solve_worths(game.low, game.players, rule)
        return Allocation.plain(game.players, value, certificate)
    value, certificate = solve_worths(game.found, game.players, rule)
    low, high = value.copy(), value.copy()
    corners = undefined = 0
    for corner in adversarial_corners(game, samples, seed):
        corners += 1
        try:
            other, _ = solve_worths(corner.low, game.players, rule)
        except UndefinedError:
            undefined += 1
            continue
        low, high = np.minimum(low, other), np.maximum(high, other)
    return Allocation(game.players, value, low, high, False, SampledRange(corners, undefined, certificate))


def solve_worths(values: Floats, players: tuple[str, ...], rule: Rule) -> tuple[Floats, Certificate]:
    """Shares and certificate for plain worths.

    Parameters
    ----------
    values : (2ⁿ,) worths, read-only
    players : (n,) names
    rule : which nucleolus

    Raises
    ------
    UndefinedError, ConvergenceError    as for `nucleolus`
    """
    n = len(players)
    if rule.bounded:
        _check_imputation(values, n, rule)
    if n < 2:
        return values[1:].copy(), _certificate(values, values[1:], players, rule, _no_levels(n), 0)
    x, certificate = solve_table(values, players, rule.bounded, rule.per_head, n)
    if certificate is not None and certificate.holds:
        return x, certificate
    resolution = RESOLUTION * (largest_absolute(values) or 1.0)
    again = solve_sequence(values, rule.bounded, rule.per_head, resolution)
    levels = again.excess, again.masks, again.kinds, again.weights
    certificate = _certificate(values, again.x, players, rule, levels, again.programs)
    if not certificate.holds:
        raise _uncertified(Allocation.plain(players, again.x, certificate), rule)
    return again.x, certificate


Lists = tuple[Floats, Ids, Ids, Floats]


def _no_levels(n: int) -> Lists:
    """None is needed for one player."""
    none = np.zeros((0, n + 1), np.int64)
    return np.zeros(0), none, none, np.zeros((0, n + 1))


def _certificate(
    values: Floats, x: Floats, players: tuple[str, ...], rule: Rule, levels: Lists, programs: int
) -> Certificate:
    """The certificate of levels that the loops did not find."""
    figures, tolerance = examine_levels(values, x, rule.bounded, rule.per_head, levels)
    return Certificate(
        players, *levels, *figures, tolerance, 0, programs, 0, "highs" if programs else "simplex"
    )


def _check_imputation(values: Floats, n: int, rule: Rule) -> None:
    alone, together = float(values[1 << np.arange(n)].sum()), float(values[-1])
    if alone > together and alone > together + RESOLUTION * largest_absolute(values):
        raise UndefinedError(
            Fault(
                where=rule.name,
                what=f"alone the players are worth {alone:.10g}, together {together:.10g}",
                why="no sharing gives everyone at least what he has alone",
                fix="prenucleolus needs no such sharing; or ask optimal_partition who should work together",
            )
        )


def _uncertified(best: Allocation, rule: Rule) -> ConvergenceError:
    certificate = best.certificate
    what = (
        f"no certified sharing: balance {certificate.balance:.1e}, rank {certificate.rank} of {best.n}, "
        f"breach {certificate.breach:.1e}"
    )
    return ConvergenceError(
        Fault(
            where=rule.name,
            what=what,
            why="the shares at hand may not be the nucleolus",
            fix="round the values: differences near 1e-10 of the largest one cannot be told apart",
        ),
        best,
    )
