"""Sets of nodes, and what a design must build out of them.

    a flow of scenario k fits into the arcs y if and only if, for every set S,
    Σ_{a leaves S} u_ak y_a ≥ balance_k(S)      (Gale 1957)

All scenarios' rows of one S hold for the same whole y: the strongest cut of them together (`covers.py`) says
what no scenario alone says. Sets are looked for by local search: what y builds out of S, less the fewest arcs
that can carry what must leave it.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from covers import strongest_cut
from instances import Network

Floats = NDArray[np.float64]
Ids = NDArray[np.int64]
Sets = NDArray[np.bool_]

#: Steps of the local search for one set.
STEPS = 40
#: A set is worth a search for a cut while y builds less than this many arcs too many out of it.
CLOSE = 0.8
#: An arc of y at most this is none; whole means as near as this.
NOTHING = 1e-7
#: An arc that is not in y takes part in the search for a cut if its reduced cost is at most this share of the
#: middle fixed cost; the others get weight 1, which holds for every cover that has one of them.
LIKED = 0.35


class Row(NamedTuple):
    """One more row of the program: values · x[columns] ≥ lower."""

    columns: Ids
    values: Floats
    lower: float


@njit(cache=True)
def _spare(
    inside: Any, y: Floats, tail: Any, head: Any, capacity: Floats, order: Any, balance: Floats
) -> float:
    """What y builds out of a set less the fewest arcs that carry, by scenario, what must leave it."""
    fewest = 0
    for k in range(capacity.shape[0]):
        rest = 0.0
        for i in range(inside.size):
            if inside[i]:
                rest += balance[k, i]
        count = 0
        for a in order[k]:
            if rest <= 0.0:
                break
            if inside[tail[a]] and not inside[head[a]]:
                rest -= capacity[k, a]
                count += 1
        fewest = max(fewest, count)
    if fewest == 0:
        return np.inf
    built = 0.0
    for a in range(tail.size):
        if inside[tail[a]] and not inside[head[a]]:
            built += y[a]
    return built - fewest


@njit(cache=True)
def _spare_arcs(
    sets: Any, y: Floats, tail: Any, head: Any, capacity: Floats, order: Any, balance: Floats
) -> Floats:
    spare = np.empty(sets.shape[0])
    for s in range(sets.shape[0]):
        spare[s] = _spare(sets[s], y, tail, head, capacity, order, balance)
    return spare


@njit(cache=True)
def _improve(
    sets: Any, y: Floats, tail: Any, head: Any, capacity: Floats, order: Any, balance: Floats
) -> Floats:
    """Move nodes in or out of each set, in place, while that lowers its spare arcs; these."""
    spare = np.empty(sets.shape[0])
    for s in range(sets.shape[0]):
        inside = sets[s]
        least = _spare(inside, y, tail, head, capacity, order, balance)
        for _ in range(STEPS):
            best = -1
            for i in range(inside.size):
                inside[i] = not inside[i]
                other = _spare(inside, y, tail, head, capacity, order, balance)
                if other < least - 1e-9:
                    least, best = other, i
                inside[i] = not inside[i]
            if best < 0:
                break
            inside[best] = not inside[best]
        spare[s] = least
    return spare


class Cutsets:
    """The sets known so far: each node, all but each, and what the search and the flows have found."""

    def __init__(self, data: Network, capacity: Floats) -> None:
        self.tail, self.head, self.capacity = data.tail, data.head, capacity
        self.balance = data.balance.astype(np.float64)
        self.middle = float(np.median(data.fixed))
        self._net = (data.tail, data.head, capacity, np.argsort(-capacity, axis=1), self.balance)
        self._rng = np.random.default_rng(0)
        self._known: set[bytes] = set()
        nodes, arcs = data.balance.shape[1], data.tail.size
        self.inside: Sets = np.zeros((0, nodes), np.bool_)
        self.leaving, self.fewest = np.zeros((0, arcs)), np.zeros(0)
        each = np.eye(nodes, dtype=np.bool_)
        self.add(np.concatenate([each, ~each]))

    def add(self, sets: Sets) -> None:
        """Take in the sets that are new and that something must leave."""
        fresh = [one for key, one in {one.tobytes(): one for one in sets}.items() if key not in self._known]
        self._known |= {one.tobytes() for one in fresh}
        fresh = [one for one in fresh if ((self.balance @ one) > 0).any()]
        if not fresh:
            return
        more = np.array(fresh)
        # without any arc built, spare arcs are the fewest, less than none
        self.fewest = np.r_[self.fewest, -_spare_arcs(more, np.zeros(self.tail.size), *self._net)]
        self.inside = np.concatenate([self.inside, more])
        leaving = more[:, self.tail] & ~more[:, self.head]
        self.leaving = np.concatenate([self.leaving, leaving.astype(np.float64)])

    def search(self, y: Floats, count: int) -> None:
        """Look for close sets from the ``count`` closest and as many drawn."""
        nodes = self.inside.shape[1]
        drawn = self._rng.random((count, nodes)) < self._rng.random((count, 1))
        closest = np.argsort(self.leaving @ y - self.fewest, kind="stable")[:count]
        tried = np.concatenate([self.inside[closest], drawn])
        spare = _improve(tried, y, *self._net)
        self.add(tried[spare < CLOSE])

    def cuts(
        self, y: Floats, reduced: Floats, lower: Floats, upper: Floats, most: int, fails: int
    ) -> list[Row]:
        """Cuts that y misses, of the closest sets first.

        Parameters
        ----------
        reduced : (arc,) reduced costs at y
        lower, upper : (arc,) arcs held built or not built, as at a node of a tree; the cuts hold everywhere
        most : cuts wanted; fails : searches in vain after which the rest is left
        """
        spare = self.leaving @ y - self.fewest
        close = np.flatnonzero(spare < CLOSE)
        found: list[Row] = []
        vain = 0
        for s in close[np.argsort(spare[close], kind="stable")]:
            row = self.cut(int(s), y, reduced, lower, upper)
            vain = vain + 1 if row is None else 0
            if row is not None:
                found.append(row)
            if len(found) >= most or vain > fails:
                break
        return found

    def cut(self, s: int, y: Floats, reduced: Floats, lower: Floats, upper: Floats) -> Row | None:
        """The cut of one set that y misses by most, if any.

        Of arcs held it says what holds without: one held not built gets weight 1, as a choice with it is no
        cover of the rest; for one held built the right-hand side asks for nothing where it is not built.
        """
        arcs = np.flatnonzero(self.leaving[s])
        built = arcs[lower[arcs] > 0.5]
        needs = self.balance @ self.inside[s] - self.capacity[:, built].sum(axis=1)
        rows = needs > NOTHING
        if not rows.any():
            return None
        needs = needs[rows]
        open_ = arcs[(lower[arcs] < 0.5) & (upper[arcs] > 0.5)]
        amounts = self.capacity[np.ix_(rows, open_)]
        within = y[open_] > NOTHING
        # A mix of covers has no arc that y has not, so that whether y is one is seen in its own arcs.
        mine = np.ascontiguousarray(amounts[:, within])
        if (mine.sum(axis=1) >= needs).all() and strongest_cut(y[open_[within]], mine, needs)[0] == 0.0:
            return None
        tried = within | (reduced[open_] <= LIKED * self.middle)
        if (amounts[:, tried].sum(axis=1) >= needs).all():
            missed, weights = strongest_cut(y[open_[tried]], np.ascontiguousarray(amounts[:, tried]), needs)
            if missed == 0.0:
                return None
        else:  # what y and the liked arcs have does not carry it, so one of the others is built
            weights = np.zeros(int(tried.sum()))
        used = weights > 0
        others = np.setdiff1d(arcs, np.r_[open_[tried], built])
        return Row(
            np.r_[open_[tried][used], others, built],
            np.r_[weights[used], np.ones(others.size), -np.ones(built.size)],
            1.0 - built.size,
        )
