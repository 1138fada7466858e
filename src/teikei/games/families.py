"""Families of games from the literature, as coalition values or network payoffs."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
from numba import njit
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import linear_sum_assignment

from teikei.base.errors import Fault, GameError
from teikei.games.faults import check_room
from teikei.games.partition_values import PartitionValues
from teikei.games.values import CoalitionValues

FloatArray = NDArray[np.float64]
Links = tuple[tuple[int, ...], ...]


def subset_sums(amounts: ArrayLike) -> FloatArray:
    """Sum of the amounts of every set of players.        sums[mask] = Σ_{i in mask} amounts[i]

    Parameters
    ----------
    amounts : (n,) one amount a player

    Returns
    -------
    (2ⁿ,)

    Examples
    --------
    >>> subset_sums([1, 10])
    array([ 0.,  1., 10., 11.])
    """
    sums = np.zeros(1)
    for amount in np.asarray(amounts, dtype=np.float64):
        sums = np.concatenate([sums, sums + amount])
    return sums


def sizes(n: int) -> NDArray[np.int64]:
    """(2ⁿ,) number of players of every mask.

    Parameters
    ----------
    n : number of players
    """
    return subset_sums(np.ones(n)).astype(np.int64)


def bankruptcy(estate: float, claims: Sequence[float]) -> CoalitionValues:
    """What is left of an estate for S when all others are paid in full.   v(S) = max(0, E − Σ_{j∉S} d_j)

    Parameters
    ----------
    estate : E, what there is
    claims : (n,) d, what each player claims

    Source
    ------
    O'Neill 1982; Aumann & Maschler 1985, J. Econ. Theory 36, 195-213.

    Examples
    --------
    >>> bankruptcy(200, [100, 200, 300]).value(["2", "3"])
    100.0
    """
    check_room(len(claims), copies=2)
    claimed = subset_sums(claims)
    left = np.maximum(0.0, estate - (claimed[-1] - claimed))
    left[0] = 0.0  # nobody takes nothing, also when the estate exceeds all claims
    return CoalitionValues(left)


def weighted_majority(quota: float, weights: Sequence[float]) -> CoalitionValues:
    """A vote.        v(S) = 1 if Σ_{i∈S} w_i ≥ q, else 0

    Parameters
    ----------
    quota : q > 0
    weights : (n,) votes of each player

    Examples
    --------
    >>> weighted_majority(51, [50, 49, 1]).low
    array([0., 0., 0., 1., 0., 1., 0., 1.])
    """
    check_room(len(weights), copies=2)
    return CoalitionValues((subset_sums(weights) >= quota).astype(np.float64))


def airport(costs: Sequence[float]) -> CoalitionValues:
    """One runway, long enough for the largest user.        c(S) = max_{i∈S} c_i, a game of costs

    Parameters
    ----------
    costs : (n,) cost of the runway that each player needs

    Source
    ------
    Littlechild & Owen 1973, Management Science 20, 370-372.

    Examples
    --------
    >>> airport([1, 2, 3]).value(["1", "2"])
    2.0
    """
    check_room(len(costs), copies=2)
    needed = np.zeros(1)
    for cost in costs:
        needed = np.concatenate([needed, np.maximum(needed, cost)])
    return CoalitionValues(needed, kind="cost")


def glove(left: int, right: int) -> CoalitionValues:
    """Pairs of gloves.        v(S) = min(|S ∩ L|, |S ∩ R|)

    Parameters
    ----------
    left, right : number of players with a left glove (the first players) and with a right one

    Source
    ------
    Shapley & Shubik 1969, J. Econ. Theory 1, 9-25.

    Examples
    --------
    >>> glove(1, 2).low
    array([0., 0., 0., 1., 0., 1., 0., 1.])
    """
    check_room(left + right, copies=3)
    holds_left = np.arange(left + right) < left
    return CoalitionValues(np.minimum(subset_sums(holds_left), subset_sums(~holds_left)))


def assignment(gains: ArrayLike) -> CoalitionValues:
    """Sellers and buyers, each in at most one pair.        v(S) = best matching inside S, of some or all

    Parameters
    ----------
    gains : (rows, columns) gain of each pair; the rows are the first players, the columns the others

    Source
    ------
    Shapley & Shubik 1971, Int. J. Game Theory 1, 111-130.

    Examples
    --------
    >>> assignment([[5, 8], [7, 6]]).value(15)
    15.0
    """
    table = np.maximum(np.asarray(gains, dtype=np.float64), 0.0)  # nobody has to pair at a loss
    rows, columns = table.shape
    check_room(rows + columns)
    values = np.zeros(1 << (rows + columns))
    for mask in range(1, values.size):
        chosen = np.array([bool(mask >> i & 1) for i in range(rows + columns)])
        part = table[np.ix_(chosen[:rows], chosen[rows:])]
        if part.size:
            values[mask] = part[linear_sum_assignment(part, maximize=True)].sum()
    return CoalitionValues(values)


def random_game(kind: int, n: int, seed: int) -> CoalitionValues:
    """A random game of Benedek, Fliege & Nguyen: the very numbers of their test files.

    r is drawn by the C library of their compiler: s ← 214013 s + 2531011 mod 2³², r = ⌊s/2¹⁶⌋ mod 2¹⁵, with
    s = seed at first. Single players are worth 0. Type 1: v(N) = r mod 201 + 100 (n−2), then r mod 100|S| + 1
    in the order of masks. Type 2: r mod 50n + 1, N included. Type 4: r mod n + 1. Type 3: v(N) = 1, and each
    set that lacks one or two players is worth 1 with chance 0.9, else 0.

    Parameters
    ----------
    kind : type 1, 2, 3 or 4
    n : number of players, at least 2
    seed : s, as in the name of the test file's generator

    Source
    ------
    Benedek, Fliege & Nguyen 2021, Math. Programming 190, 135-170; test files of their code.

    Examples
    --------
    >>> random_game(4, 3, 1).low        # r = 41, 18467, 6334, 26500, as every program of that compiler draws
    array([0., 0., 0., 3., 0., 3., 2., 2.])
    """
    if kind not in (1, 2, 3, 4) or n < 2:
        what = f"no random game of type {kind} with {n} players"
        raise GameError(
            Fault("random_game", what, "it would not be that of the test files", "type 1 to 4, n ≥ 2")
        )
    check_room(n)
    values = np.zeros(1 << n)
    _draw(values, kind, n, seed)
    return CoalitionValues(values)


@njit(cache=True)
def _draw(values: FloatArray, kind: int, n: int, seed: int) -> None:
    state = np.uint32(seed)
    grand = values.size - 1

    if kind == 3:
        values[grand] = 1
        state = np.uint32(state * np.uint32(214013) + np.uint32(2531011))
        for i in range(n):
            if ((state >> np.uint32(16)) & np.uint32(0x7FFF)) % 10 < 9:
                values[grand ^ (1 << i)] = 1
            state = np.uint32(state * np.uint32(214013) + np.uint32(2531011))
            for j in range(i + 1, n):
                if ((state >> np.uint32(16)) & np.uint32(0x7FFF)) % 10 < 9:
                    values[grand ^ (1 << i) ^ (1 << j)] = 1
                state = np.uint32(state * np.uint32(214013) + np.uint32(2531011))
        return

    last = grand
    if kind == 1:
        state = np.uint32(state * np.uint32(214013) + np.uint32(2531011))
        values[grand] = ((state >> np.uint32(16)) & np.uint32(0x7FFF)) % 201 + 100 * (n - 2)
        last = grand - 1
    for mask in range(1, last + 1):
        size = 0
        rest = mask
        while rest:
            rest &= rest - 1
            size += 1
        if size == 1:
            continue
        state = np.uint32(state * np.uint32(214013) + np.uint32(2531011))
        drawn = (state >> np.uint32(16)) & np.uint32(0x7FFF)
        span = 100 * size if kind == 1 else (50 * n if kind == 2 else n)
        values[mask] = drawn % span + 1


def all_links(n: int) -> Links:
    """Every pair of n players, in the order (0, 1), (0, 2) … (n−2, n−1); link k is bit k of a network.

    Parameters
    ----------
    n : number of players
    """
    return tuple(combinations(range(n), 2))


def connections(n: int, decay: float, cost: float) -> tuple[Links, FloatArray]:
    """Friends of friends.        u_i(g) = Σ_{j≠i} δ^{distance(i,j)} − c · degree(i)

    Parameters
    ----------
    n : number of players
    decay : δ between 0 and 1, what a step of distance leaves of a benefit
    cost : c, what each end of a link pays

    Returns
    -------
    links, and the payoffs (networks, players): row = network as a bit mask over the links

    Source
    ------
    Jackson & Wolinsky 1996, J. Econ. Theory 71, 44-74, section 3.1.

    Examples
    --------
    >>> links, payoffs = connections(3, 0.5, 0.1)
    >>> payoffs[0b011]        # 1-2 and 1-3: the centre 2 (0.5 − 0.1), the others 0.5 + 0.25 − 0.1
    array([0.8 , 0.65, 0.65])
    """
    links = all_links(n)
    payoffs = np.zeros((1 << len(links), n))
    for network in range(len(payoffs)):
        distance = np.full((n, n), np.inf)
        np.fill_diagonal(distance, 0)
        for k, (i, j) in enumerate(links):
            if network >> k & 1:
                distance[i, j] = distance[j, i] = 1
        degree = (distance == 1).sum(axis=1)
        for k in range(n):
            distance = np.minimum(distance, distance[:, k : k + 1] + distance[k])
        payoffs[network] = (decay**distance).sum(axis=1) - 1 - cost * degree
    return links, payoffs


def coauthors(n: int) -> tuple[Links, FloatArray]:
    """Joint projects that share the authors' time.    u_i(g) = Σ_{j linked to i} 1/n_i + 1/n_j + 1/(n_i n_j)

    Parameters
    ----------
    n : number of players; n_i is the number of links of i, and u_i = 0 without links

    Returns
    -------
    links, and the payoffs (networks, players), as for `connections`

    Source
    ------
    Jackson & Wolinsky 1996, J. Econ. Theory 71, 44-74, section 3.2.

    Examples
    --------
    >>> coauthors(2)[1][1]        # one link: 1 + 1 + 1 each
    array([3., 3.])
    """
    links = all_links(n)
    payoffs = np.zeros((1 << len(links), n))
    for network in range(len(payoffs)):
        joined = [link for k, link in enumerate(links) if network >> k & 1]
        degree = np.bincount([i for link in joined for i in link], minlength=n)
        for i, j in joined:
            gain = 1 / degree[i] + 1 / degree[j] + 1 / (degree[i] * degree[j])
            payoffs[network, [i, j]] += gain
    return links, payoffs


def cournot(intercept: float, costs: Sequence[float]) -> PartitionValues:
    """Quantity competition; a coalition is one firm with its lowest cost.    p = a − Q,  profit = (p − c)²

    Firms that would not sell are dropped, the dearest first, until all sell: p = (a + Σ c)/(m + 1).

    Parameters
    ----------
    intercept : a
    costs : (n,) marginal cost of each player

    Source
    ------
    textbook; as a game with externalities, e.g. Bloch 1996, Games and Economic Behavior 14, 90-123.

    Examples
    --------
    Alone p = (1 + 0.2 + 0.4)/3; merged p = (1 + 0.2)/2:

    >>> duopoly = cournot(1, [0.2, 0.4])
    >>> round(duopoly.value(1, [2])[0], 6), round(duopoly.value(3, [])[0], 6)
    (0.111111, 0.16)
    """
    paid = list(costs)

    def lowest(mask: int) -> float:
        return min(cost for i, cost in enumerate(paid) if mask >> i & 1)

    def profit(mask: int, outside: tuple[int, ...]) -> float:
        own, selling = lowest(mask), sorted(map(lowest, (mask, *outside)))
        while selling:
            price = (intercept + sum(selling)) / (len(selling) + 1)
            if price > selling[-1]:
                return max(price - own, 0.0) ** 2
            selling.pop()
        return 0.0

    return PartitionValues(profit, len(paid))
