"""Where a surplus passes the threshold while one input moves.

A surplus is a difference of two maxima and can pass the threshold several times. It is read on a grid of
values of the input; wherever two neighbours lie on opposite sides, the change is closed in by halving, on
round values, and both ends are then valued in full. Between neighbours on the same side there may be more
changes: the number found is the least there are.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from teikei.deals.inputs import Input
    from teikei.deals.worth import Interval

BRACKET = 0.05
"""Width, as a share of low to high, below which a change of sign is closed in no further."""
PROOFS = 8
"""Most full valuations spent on the changes of one input."""

Valued = Callable[[float], "Interval | None"]


@dataclass(frozen=True, slots=True)
class Reading:
    """The surplus (million, present value) with an input at a value: [``low``, ``high``].

    ``certified``: the whole case was planned with every decision free. Otherwise decisions on cars that the
    agreement does not move were held on a slice of the case, and the interval holds for those plans only.
    ``held``: the figure found with them held, where a proof of the sign alone left the interval wide.
    """

    at: float
    low: float
    high: float
    certified: bool = False
    held: float | None = None

    @property
    def middle(self) -> float:
        """The figure to print: the held one as far as the interval lets it stand, else the middle.

        >>> Reading(1.0, 10.0, 90.0, certified=True, held=12.0).middle
        12.0
        """
        return (self.low + self.high) / 2.0 if self.held is None else min(max(self.held, self.low), self.high)

    def sign(self, threshold_m: float) -> int:
        """1 where it is surely above the threshold, −1 surely not above, 0 not known.

        >>> [Reading(1.0, 3.0, 5.0).sign(t) for t in (2.0, 4.0, 5.0)]
        [1, 0, -1]
        """
        return int(self.low > threshold_m) - int(self.high <= threshold_m)


@dataclass(frozen=True, slots=True)
class Turn:
    """The surplus is on one side of the threshold at ``start`` and on the other at ``end``; start.at <
    end.at."""

    start: Reading
    end: Reading

    @property
    def certified(self) -> bool:
        """Both signs are proved, for these inputs and the one moved."""
        return self.start.certified and self.end.certified


def grid_of(item: Input, *, fine: bool = False) -> tuple[float, ...]:
    """Values at which an input is read, ascending: low, central, high, with ``fine`` a round one between
    each."""
    ends = sorted({item.low, item.central, item.high})
    if not fine:
        return tuple(ends)
    step = round_step(item.high - item.low)
    middles = [nearest(low, high, (low + high) / 2.0, step) for low, high in pairwise(ends)]
    return tuple(sorted({*ends, *(m for m in middles if m is not None)}))


def round_step(width: float) -> float:
    """The largest of 1, 2, 5 × 10^k that is at most `BRACKET` × width: values are tried on its multiples.

    >>> round_step(0.5), round_step(1943.0)
    (0.02, 50.0)
    """
    most = BRACKET * width
    power = 10.0 ** math.floor(math.log10(most))
    return max(float(f"{m * power:.6g}") for m in (1, 2, 5) if m * power <= most * (1 + 1e-9))


def nearest(low: float, high: float, wanted: float, step: float) -> float | None:
    """The multiple of ``step`` nearest to ``wanted`` that is strictly between ``low`` and ``high``; None if
    none is.

    >>> nearest(0.2, 0.4, 0.391, 0.02), nearest(0.2, 0.21, 0.205, 0.02)
    (0.38, None)
    """
    spare = 1e-9 * step
    first, last = math.floor((low + spare) / step) + 1, math.ceil((high - spare) / step) - 1
    if first > last:
        return None
    return float(f"{min(max(round(wanted / step), first), last) * step:.12g}")


def changes(readings: Iterable[Reading], threshold_m: float) -> list[tuple[Reading, Reading]]:
    """Neighbours on opposite sides of the threshold, ascending; readings without a sign are passed over."""
    signed = [r for r in sorted(readings, key=lambda r: r.at) if r.sign(threshold_m)]
    return [(a, b) for a, b in pairwise(signed) if a.sign(threshold_m) != b.sign(threshold_m)]


def turns_of(
    readings: Iterable[Reading], step: float, tries: int, value: Valued, fully: Valued, threshold_m: float
) -> tuple[tuple[Reading, ...], tuple[Turn, ...]]:
    """All readings made, ascending, and every change of sign on the grid of ``readings``, closed in and
    proved.

    Parameters
    ----------
    readings : the surplus on the grid
    step, tries : values tried between two are multiples of ``step``, at most ``tries`` for each change
    value : the surplus at a value of the input, decisions elsewhere held; None where no plan is left
    fully : the same with every decision free, on the whole case

    Both ends of a change are valued again with ``fully``. Where that gives another sign, held values between
    the grid are dropped and the search goes on with ``fully``, `PROOFS` times at most in all; a change that
    is not proved by then is returned as it is, not certified.
    """
    search = _Search({r.at: r for r in readings}, step, tries, value, fully, threshold_m)
    closed = set[tuple[float, float]]()
    grid = set(search.known)
    while True:
        pair = next((p for p in search.changes() if (p[0].at, p[1].at) not in closed), None)
        if pair is None:
            break
        start, end = search.narrowed(pair)
        if search.prove(start) and search.prove(end):
            closed.add((start.at, end.at))
        else:
            search.known = {at: r for at, r in search.known.items() if r.certified or at in grid}
            search.value = None
    found = tuple(search.known[at] for at in sorted(search.known))
    return found, tuple(Turn(*pair) for pair in search.changes())


@dataclass(slots=True)
class _Search:
    """Readings of one input so far; ``value`` None: only full valuations are trusted. ``spent``: how many
    were made."""

    known: dict[float, Reading]
    step: float
    tries: int
    value: Valued | None
    fully: Valued
    threshold_m: float
    spent: int = 0

    def changes(self) -> list[tuple[Reading, Reading]]:
        return changes(self.known.values(), self.threshold_m)

    def read(self, at: float) -> Reading | None:
        """The surplus at a value, certified where held plans are not trusted any more."""
        if self.value is not None:
            worth, certified = self.value(at), False
        elif self.spent >= PROOFS:
            return None
        else:
            self.spent += 1
            worth, certified = self.fully(at), True
        return None if worth is None else Reading(at, *worth, certified)

    def narrowed(self, pair: tuple[Reading, Reading]) -> tuple[Reading, Reading]:
        """The change closed in on multiples of ``step``, near where the line through both ends passes the
        threshold, until they are neighbours or the tries are used up."""
        start, end = pair
        for _ in range(self.tries):
            at = nearest(start.at, end.at, _crossing(start, end, self.threshold_m), self.step)
            here = None if at is None else self.read(at)
            if here is None:
                break
            self.known[here.at] = here
            side = here.sign(self.threshold_m)
            if not side:
                break
            if side == start.sign(self.threshold_m):
                start = here
            else:
                end = here
        return start, end

    def prove(self, end: Reading) -> bool:
        """Value an end of a change in full, if that may still be spent; False where its sign was another."""
        if end.certified or self.spent >= PROOFS:
            return True
        self.spent += 1
        worth = self.fully(end.at)
        if worth is None:
            return True
        self.known[end.at] = Reading(end.at, *worth, certified=True, held=end.middle)
        return self.known[end.at].sign(self.threshold_m) == end.sign(self.threshold_m)


def _crossing(start: Reading, end: Reading, threshold_m: float) -> float:
    """Where the line through two readings passes the threshold, kept off both ends by a fifth."""
    rise = end.middle - start.middle
    part = (threshold_m - start.middle) / rise if abs(rise) > 1e-12 else 0.5
    return start.at + (end.at - start.at) * min(0.8, max(0.2, part))
