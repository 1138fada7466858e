"""Coalition values: the worth or the cost of every set of players, exact or as an interval."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from teikei.base.errors import Fault, GameError
from teikei.games.faults import check_room, doubled, unknown, value_faults
from teikei.games.players import Player, mask_of

FloatArray = NDArray[np.float64]
Kind = Literal["worth", "cost"]
Interval = float | tuple[float, float]


@dataclass(frozen=True, eq=False, init=False, repr=False)
class CoalitionValues:
    """v(S) for every set S of n players:  low[mask] ≤ v(S) ≤ high[mask],  player i is bit i,  v(∅) = 0.

    Attributes
    ----------
    low, high : (2ⁿ,) one array for both if the values are exact. Arrays of doubles are not copied: do not
        change them afterwards. Both are read-only here.
    players : (n,) names; "1" … "n" if none are given
    kind : "worth", or "cost": every rule then shares costs, i.e. works on −cost and gives costs back

    Raises
    ------
    GameError    length no power of two, v(∅) ≠ 0, not a number, low above high, names, more than 30 players

    Examples
    --------
    >>> game = CoalitionValues([0, 1200, 375, 2400], players=("north", "south"))
    >>> game.value(["north", "south"]), game.n, game.exact
    (2400.0, 2, True)
    """

    low: FloatArray
    high: FloatArray
    players: tuple[str, ...]
    kind: Kind

    def __init__(
        self,
        low: ArrayLike,
        high: ArrayLike | None = None,
        players: Sequence[str] | None = None,
        kind: Kind = "worth",
    ) -> None:
        bottom = _array(low, "low")
        top = bottom if high is None or high is low else _array(high, "high")
        n = max(bottom.size.bit_length() - 1, 0)
        names = tuple(str(i + 1) for i in range(n)) if players is None else tuple(map(str, players))
        faults = value_faults(bottom, top, names, kind)
        if faults:
            raise GameError(faults)
        for name, held in (("low", bottom), ("high", top), ("players", names), ("kind", kind)):
            object.__setattr__(self, name, held)

    @property
    def n(self) -> int:
        """Number of players."""
        return len(self.players)

    @property
    def exact(self) -> bool:
        """True if there are no intervals."""
        return self.high is self.low

    @property
    def grand(self) -> int:
        """Mask of all players."""
        return (1 << self.n) - 1

    @property
    def found(self) -> FloatArray:
        """(2ⁿ,) what is reached: low for worths, high for costs. `Allocation.value` is the rule here."""
        return self.low if self.kind == "worth" else self.high

    @property
    def scale(self) -> float:
        """Largest absolute value, 1 if all are zero: tolerances are relative to it."""
        ends = (self.low.min(), self.low.max(), self.high.min(), self.high.max())
        return max(abs(float(end)) for end in ends) or 1.0

    def value(self, coalition: Player | Iterable[Player]) -> float:
        """The value found for a coalition, given as mask or as names."""
        return float(self.found[self.mask(coalition)])

    def interval(self, coalition: Player | Iterable[Player]) -> tuple[float, float]:
        """(low, high) of a coalition, given as mask or as names."""
        mask = self.mask(coalition)
        return float(self.low[mask]), float(self.high[mask])

    def mask(self, coalition: Player | Iterable[Player]) -> int:
        """The mask of a coalition given by names (one name is one player); a mask is checked and returned."""
        if isinstance(coalition, (int, np.integer)):
            if 0 <= coalition <= self.grand:
                return int(coalition)
            raise GameError(unknown(f"mask {coalition}", f"masks go from 0 to {self.grand}"))
        names = [coalition] if isinstance(coalition, str) else list(coalition)
        return mask_of(names, self.players)

    def names(self, mask: int) -> tuple[str, ...]:
        """The players of a mask, in their order."""
        return tuple(player for i, player in enumerate(self.players) if mask >> i & 1)

    def as_worth(self) -> CoalitionValues:
        """The game as one of worths: itself, or −cost with low and high exchanged (copies once)."""
        if self.kind == "worth":
            return self
        low = -self.high
        return CoalitionValues(low, None if self.exact else -self.low, self.players)

    def corner(self, high: NDArray[np.bool_] | bool) -> CoalitionValues:
        """The game without intervals at the corner where the marked coalitions have their high value."""
        if isinstance(high, bool):
            return CoalitionValues(self.high if high else self.low, None, self.players, self.kind)
        return CoalitionValues(np.where(high, self.high, self.low), None, self.players, self.kind)

    @classmethod
    def from_sets(
        cls,
        worths: Mapping[Any, Interval],
        players: Sequence[str] | None = None,
        kind: Kind = "worth",
        missing: float | None = None,
    ) -> CoalitionValues:
        """Values by set of names: frozensets, tuples, or one name; a value or a pair (low, high) each.

        Parameters
        ----------
        worths : value of each coalition; the empty one may be left out. A whole number is the name written so
        players : names in the order wanted; without them, all names in `worths`, sorted, numbers first
        kind : "worth" or "cost"
        missing : value of coalitions that are not listed; None makes them an error

        Examples
        --------
        >>> glove = {("left", "right"): 1.0, "left": 0.0, "right": 0.0}
        >>> CoalitionValues.from_sets(glove).low
        array([0., 0., 0., 1.])
        """
        keys = {
            key: [str(key)] if isinstance(key, (str, int, np.integer)) else [str(one) for one in key]
            for key in worths
        }
        named = {one for key in keys.values() for one in key}
        # numbers in their order, before words
        names = (
            sorted(named, key=lambda one: (not one.isdecimal(), int(one) if one.isdecimal() else 0, one))
            if players is None
            else [str(one) for one in players]
        )
        check_room(len(names), copies=2)
        low = np.full(1 << len(names), np.nan if missing is None else missing)
        low[0] = 0.0
        high = low.copy()
        given = np.zeros(low.size, dtype=bool)
        for key, members in keys.items():
            mask = mask_of(members, names)
            if given[mask]:
                raise GameError(doubled(f"coalition {key!r}", "from_sets"))
            given[mask] = True
            low[mask], high[mask] = read_interval(worths[key], f"coalition {key!r}")
        absent = np.flatnonzero(np.isnan(low) & ~given)
        if absent.size:
            first = [one for i, one in enumerate(names) if absent[0] >> i & 1]
            raise GameError(
                Fault(
                    where="from_sets",
                    what=f"{absent.size} of {low.size} coalitions have no value, the first {first}",
                    why="zero would be a claim about what they can do",
                    fix="give their values, or missing=0.0 if that is what they are worth",
                )
            )
        return cls(low, None if np.array_equal(low, high) else high, names, kind)

    @classmethod
    def from_callable(
        cls,
        worth: Callable[[int], Interval],
        n: int,
        players: Sequence[str] | None = None,
        kind: Kind = "worth",
    ) -> CoalitionValues:
        """Values by calling `worth(mask)` once a non-empty coalition; it gives a value or a pair (low, high).

        Parameters
        ----------
        worth : value of the coalition with this mask
        n : number of players
        players, kind : as for `CoalitionValues`

        Examples
        --------
        >>> CoalitionValues.from_callable(lambda mask: float(mask.bit_count() > 1), 3).low
        array([0., 0., 0., 1., 0., 1., 1., 1.])
        """
        check_room(n, copies=2)
        if players is not None and len(players) != n:
            what = f"{len(players)} names for {n} players"
            raise GameError(
                Fault("players", what, "shares would go to the wrong player", "one name a player")
            )
        low = np.zeros(1 << n)
        high = np.zeros(1 << n)
        for mask in range(1, 1 << n):
            low[mask], high[mask] = read_interval(worth(mask), f"worth({mask})")
        return cls(low, None if np.array_equal(low, high) else high, players, kind)

    def __repr__(self) -> str:
        sort = "exact" if self.exact else "intervals"
        low, high = self.interval(self.grand)
        worth = f"{low:.6g}" if low == high else f"[{low:.6g}, {high:.6g}]"
        return f"CoalitionValues({self.n} players, {self.kind}, {sort}, all together {worth})"


GameLike = CoalitionValues | Mapping[Any, Interval] | ArrayLike


def coalition_values(game: GameLike) -> CoalitionValues:
    """Anything a rule accepts, as `CoalitionValues`.

    Parameters
    ----------
    game : CoalitionValues; a dict from sets of names to values or (low, high); an array of 2ⁿ values by mask;
        or two such arrays (low, high), one below the other

    Raises
    ------
    GameError    as `CoalitionValues`

    Examples
    --------
    >>> coalition_values([0, 0, 0, 1]).players
    ('1', '2')
    """
    if isinstance(game, CoalitionValues):
        return game
    if isinstance(game, Mapping):
        return CoalitionValues.from_sets(game)
    values = _array(game, "values")
    if values.ndim == 2 and values.shape[0] == 2:
        return CoalitionValues(values[0], values[1])
    return CoalitionValues(values)


def _array(given: ArrayLike, name: str) -> FloatArray:
    """Doubles side by side, read-only; copied only if they are not so already."""
    try:
        held = np.ascontiguousarray(np.asarray(given, dtype=np.float64)).view()
    except (TypeError, ValueError) as wrong:
        raise GameError(
            Fault(
                name,
                f"values that are no numbers: {wrong}",
                "nothing can be shared",
                "one number a coalition",
            )
        ) from None
    held.flags.writeable = False
    return held


def read_interval(given: object, where: str) -> tuple[float, float]:
    """(low, high) of a value given as a number or as a pair, whatever else it is: a `GameError`.

    Parameters
    ----------
    given : what a dict or a function has for a coalition
    where : which coalition, for the error

    Raises
    ------
    GameError    neither a finite number nor a pair of them with low ≤ high

    Examples
    --------
    >>> read_interval(3, "worth(1)"), read_interval([1, 2], "worth(2)")
    ((3.0, 3.0), (1.0, 2.0))
    """
    try:
        ends = np.asarray(given, dtype=np.float64)
    except (TypeError, ValueError):
        ends = np.empty((0, 0))
    low, high = (float(ends), float(ends)) if ends.ndim == 0 else ends if ends.shape == (2,) else (1.0, 0.0)
    if not (np.isfinite(low) and np.isfinite(high) and low <= high):
        what = f"{given!r:.60} is no number or interval"
        raise GameError(Fault(where, what, "every share would be spoilt", "a finite value, or (low, high)"))
    return float(low), float(high)
