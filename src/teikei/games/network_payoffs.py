"""Payoffs of networks: a table or a costly function, asked once a network, every evaluation counted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from teikei.base.errors import Fault, GameError

Floats: TypeAlias = NDArray[np.float64]
PayoffSource: TypeAlias = "NetworkPayoffs | Callable[[int], Any] | Mapping[int, Any] | Sequence[Any] | Floats"


class NetworkPayoffs:
    """π(g): what every player earns in network g before transfers, as one number or a low/high pair.

    Whatever asks for a network's payoffs goes through here; the first answer is kept, so a network is
    evaluated at most once however many questions share the object, and `evaluations` says how many were.

    Parameters
    ----------
    payoffs : one of
        a function ``payoff(mask)``,
        a mapping from mask to payoffs, or
        an array (2^L, n), or for intervals a pair (low, high) of such arrays.
        The payoffs of a network are one array (n,), or a pair (low, high) of arrays (n,).
    players : names of the players, or how many there are; by default as many as the payoffs have, named "1"
        to "n"
    ahead : told, of a function, which networks are about to be asked for, so that it can work on several side
        by side

    Attributes
    ----------
    at_once : how many networks a function works on side by side once they are told `ahead`

    Raises
    ------
    GameError
        payoffs of the wrong length, not finite, or low above high: of a table all at once, before any work;
        of a function when it returns them.

    Examples
    --------
    >>> payoffs = NetworkPayoffs({0: [0, 0], 1: ([1, 2], [1, 3])})
    >>> [array.tolist() for array in payoffs(1)], payoffs.evaluations
    ([[1.0, 2.0], [1.0, 3.0]], 1)
    """

    def __init__(
        self,
        payoffs: PayoffSource,
        players: Sequence[str] | int | None = None,
        ahead: Callable[[Iterable[int]], None] | None = None,
    ) -> None:
        self.at_once = 1
        self._ahead = ahead
        self._known: dict[int, tuple[Floats, Floats]] = {}
        self._ask: Callable[[int], Any] | None = None
        self._table: dict[int, tuple[Floats, Floats]] = {}
        self._width: int | None = None
        self._least = 0
        self._names: tuple[str, ...] | None = None
        if isinstance(payoffs, NetworkPayoffs):
            raise TypeError("these are NetworkPayoffs already")  # a second cache would count anew
        if players is not None:
            names = tuple(str(p + 1) for p in range(players)) if isinstance(players, int) else tuple(players)
            self._names, self._width = names, len(names)
        if callable(payoffs):
            self._ask = payoffs
            return
        faults: list[Fault] = []
        for mask, given in _rows(payoffs):
            self._read(mask, given, self._table, faults)
        if not self._table and not faults:
            faults.append(
                Fault("payoffs", "an empty table", "no network has payoffs", "give a row a network")
            )
        if faults:
            raise GameError(faults)

    def __call__(self, mask: int) -> tuple[Floats, Floats]:
        """(low, high) payoffs of a network, arrays (n,) that must not be written to; asked at most once."""
        if mask not in self._known:
            if self._ask is None:
                self.require([mask])
                self._known[mask] = self._table[mask]
            else:
                faults: list[Fault] = []
                self._read(mask, self._ask(mask), self._known, faults)
                if faults:
                    raise GameError(faults)
        return self._known[mask]

    @property
    def evaluations(self) -> int:
        """Networks whose payoffs were asked for so far."""
        return len(self._known)

    @property
    def known(self) -> tuple[int, ...]:
        """Masks of the networks asked for so far."""
        return tuple(self._known)

    @property
    def players(self) -> tuple[str, ...] | None:
        """Names of the players; None before a function without names has been asked once."""
        if self._names is None and self._width is not None:
            return tuple(str(p + 1) for p in range(self._width))
        return self._names

    @property
    def named(self) -> bool:
        """Whether names were given."""
        return self._names is not None

    @property
    def networks(self) -> int | None:
        """How many networks a table holds; None for a function."""
        return len(self._table) if self._ask is None else None

    def expect(self, n: int) -> None:
        """Payoffs of fewer than n players are a fault from now on: links are drawn between so many."""
        self._least = max(self._least, n)

    def require(self, masks: Iterable[int]) -> None:
        """GameError, all at once, for networks that a table lacks; a function is told what is to come."""
        if self._ask is not None:
            if self._ahead is not None:
                self._ahead(mask for mask in masks if mask not in self._known)
            return
        lacking = [mask for mask in masks if mask not in self._table]
        if lacking:
            shown = ", ".join(map(str, lacking[:8])) + (", …" if len(lacking) > 8 else "")
            raise GameError(
                Fault(
                    f"payoffs of network {shown}",
                    f"the table has no row for {len(lacking)} of the networks needed",
                    "a surplus compares payoffs of two networks",
                    "add the rows, or say with feasible(mask) that these networks cannot be",
                )
            )

    def _read(
        self, mask: int, given: Any, into: dict[int, tuple[Floats, Floats]], faults: list[Fault]
    ) -> None:
        where = f"payoffs of network {mask}"
        try:
            array = np.array(given, dtype=np.float64)
        except (TypeError, ValueError):
            array = np.empty((0, 0, 0))
        pair = array.ndim == 2 and array.shape[0] == 2
        width = self._width if self._width is not None else array.shape[-1] if array.ndim else 0
        if not (array.ndim == 1 or pair) or array.shape[-1] != width or width == 0:
            what = f"{given!r:.60} is not one number a player" + (f", {width} in all" if width else "")
            faults.append(
                Fault(where, what, "every player needs its payoff", "give an array, or a pair (low, high)")
            )
            return
        if width < self._least:
            what = f"{width} payoffs, but links are drawn between {self._least} players"
            why = "a player without payoff has nothing to bargain over"
            faults.append(Fault(where, what, why, "give one payoff a player, or links between those alone"))
            return
        self._width = width
        low, high = (array[0], array[1]) if pair else (array, array)
        for text, wrong in (("not finite", ~np.isfinite(low + high)), ("low above high", low > high)):
            if wrong.any():
                who = ", ".join(str(p + 1) for p in np.flatnonzero(wrong))
                faults.append(
                    Fault(
                        where,
                        f"{text} for player {who}",
                        "no surplus can be taken from it",
                        "give numbers, low ≤ high",
                    )
                )
                return
        array.setflags(write=False)
        into[mask] = (low, high)


def _rows(payoffs: Any) -> Iterable[tuple[int, Any]]:
    """(mask, payoffs) of a table however it was given."""
    if isinstance(payoffs, Mapping):
        wrong = [
            mask
            for mask in payoffs
            if not isinstance(mask, (int, np.integer)) or isinstance(mask, bool) or mask < 0
        ]
        if wrong:
            raise GameError(
                [
                    Fault(
                        f"payoffs, key {mask!r}",
                        f"{mask!r} is no bit mask",
                        "a network is read off its bits",
                        "use whole numbers",
                    )
                    for mask in wrong
                ]
            )
        return [(int(mask), given) for mask, given in payoffs.items()]
    if isinstance(payoffs, np.ndarray):
        intervals = payoffs.ndim == 3 and len(payoffs) == 2
    else:
        intervals = isinstance(payoffs, tuple) and len(payoffs) == 2 and _deep(payoffs[0])
    if not intervals:
        return list(enumerate(payoffs))
    low, high = payoffs
    if len(low) != len(high):
        raise GameError(
            Fault(
                "payoffs",
                f"{len(low)} rows of low and {len(high)} of high",
                "each network has both ends",
                "give arrays of the same shape",
            )
        )
    return list(enumerate(zip(low, high, strict=True)))


def _deep(rows: Any) -> bool:
    """Whether something is an array of arrays."""
    return isinstance(rows, (np.ndarray, Sequence)) and len(rows) > 0 and np.ndim(rows[0]) == 1
