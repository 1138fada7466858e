"""Games with externalities: what a coalition makes depends on how the outsiders stand together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import factorial, prod
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from teikei.base.errors import Fault, GameError
from teikei.games.allocation import Allocation
from teikei.games.faults import check_names, check_room
from teikei.games.players import Player, names_of, partition_masks
from teikei.games.shapley import shapley
from teikei.games.values import CoalitionValues, Interval, Kind, read_interval

FloatArray = NDArray[np.float64]
Outsiders = Literal["alone", "merged", "today", "average"]
Blocks = Iterable[Iterable[Player]]
MOST_PARTITIONED = 10


class PartitionValues:
    """v(S; P): the worth of S when the players stand in the partition P, which holds S.

    Parameters
    ----------
    worth : (mask of S, masks of the outsiders' coalitions in rising order) → a value or a pair (low, high);
        asked once for each, and only for what a rule needs
    players : names, or their number
    kind : "worth" or "cost"

    Attributes
    ----------
    evaluations : number of values asked so far

    Examples
    --------
    Two firms that merge leave a third one better off:

    >>> game = PartitionValues(lambda own, outside: 3.0 if len(outside) == 1 else 2.0, 3)
    >>> game.value(1, [6]), game.value(1, [2, 4]), game.evaluations
    ((3.0, 3.0), (2.0, 2.0), 2)
    """

    def __init__(
        self,
        worth: Callable[[int, tuple[int, ...]], Interval],
        players: Sequence[str] | int,
        kind: Kind = "worth",
    ) -> None:
        self.players = names_of(players)
        check_room(len(self.players))
        check_names(self.players)
        self.kind = kind
        self._worth = worth
        self._asked: dict[tuple[int, tuple[int, ...]], tuple[float, float]] = {}

    @property
    def n(self) -> int:
        """Number of players."""
        return len(self.players)

    @property
    def evaluations(self) -> int:
        """Number of values asked so far."""
        return len(self._asked)

    def value(self, mask: int, outside: Iterable[int]) -> tuple[float, float]:
        """(low, high) of v(S; P), P = S and the coalitions `outside`, given as masks."""
        key = (mask, tuple(sorted(outside)))
        if key not in self._asked:
            where = f"coalition {mask}, outsiders {key[1]}"
            self._asked[key] = read_interval(self._worth(*key), where)
        return self._asked[key]

    @classmethod
    def from_table(
        cls,
        table: Mapping[tuple[tuple[str, ...], ...], Sequence[Interval]],
        players: Sequence[str] | None = None,
        kind: Kind = "worth",
    ) -> PartitionValues:
        """Values by partition (a tuple of tuples of names): one value a coalition, in its order.

        Parameters
        ----------
        table : partition → values of its coalitions
        players : names in the order wanted; without them, all names in the table, sorted
        kind : "worth" or "cost"

        Examples
        --------
        >>> duopoly = {(("a",), ("b",)): (1.0, 1.0), (("a", "b"),): (3.0,)}
        >>> PartitionValues.from_table(duopoly).value(3, [])
        (3.0, 3.0)
        """
        names = sorted({one for parts in table for part in parts for one in part})
        names = names if players is None else list(players)
        held: dict[tuple[int, tuple[int, ...]], Interval] = {}
        faults = []
        for parts, worths in table.items():
            masks = partition_masks(parts, names, f"partition {parts}")
            if len(worths) != len(masks):
                what = f"{len(worths)} values for {len(masks)} coalitions"
                faults.append(Fault(f"partition {parts}", what, "which is whose?", "one value a coalition"))
                continue
            for mask, worth in zip(masks, worths, strict=True):
                held[mask, tuple(sorted(other for other in masks if other != mask))] = worth
        if faults:
            raise GameError(faults)

        def look_up(mask: int, outside: tuple[int, ...]) -> Interval:
            if (mask, outside) in held:
                return held[mask, outside]
            shown = [[one for i, one in enumerate(names) if part >> i & 1] for part in (mask, *outside)]
            raise GameError(
                Fault(
                    "from_table", f"no values for the partition {shown}", "the rule needs them", "add its row"
                )
            )

        return cls(look_up, names, kind)


def coalition_game(
    game: PartitionValues, outsiders: Outsiders = "alone", today: Blocks | None = None
) -> CoalitionValues:
    """The coalition values that one rule about the outsiders leaves.

        alone    v(S) = v(S; outsiders one by one)
        merged   v(S) = v(S; outsiders all together)
        today    v(S) = v(S; outsiders in today's blocks, less those who left for S)
        average  v(S) = Σ_P Π_{T∈P outside S} (|T|−1)! / (n−|S|)! · v(S; P)

    The weights of the average are chances of random seating: each outsider in turn sits down beside one that
    sits already, or alone, all with the same chance.

    Parameters
    ----------
    game : worths by partition
    outsiders : "alone", "merged", "today" or "average" (up to 10 players: all partitions)
    today : sets of players that hold each once; needed for "today" only

    Source
    ------
    de Clippel & Serrano 2008, Econometrica 76, 1413-1436 (alone); McQuillin 2009, J. Econ. Theory 144,
    696-721 (merged); Macho-Stadler, Pérez-Castrillo & Wettstein 2007, J. Econ. Theory 135, 339-356 (average).

    Examples
    --------
    >>> game = PartitionValues(lambda own, outside: 3.0 if len(outside) == 1 else 2.0, 3)
    >>> coalition_game(game, "merged").value(1), coalition_game(game, "average").value(1)
    (3.0, 2.5)
    """
    blocks = _checked(game, outsiders, today)
    grand = (1 << game.n) - 1
    low, high = np.zeros(grand + 1), np.zeros(grand + 1)
    for mask in range(1, grand + 1):
        weights = 0
        for weight, outside in _weighted(grand ^ mask, outsiders, blocks):
            bottom, top = game.value(mask, outside)
            low[mask] += weight * bottom
            high[mask] += weight * top
            weights += weight
        low[mask] /= weights
        high[mask] /= weights
    return CoalitionValues(low, None if np.array_equal(low, high) else high, game.players, game.kind)


def externality_free_value(game: PartitionValues) -> Allocation:
    """The externality-free value: the Shapley value when outsiders stand alone.

    Parameters
    ----------
    game : worths by partition

    Source
    ------
    de Clippel & Serrano 2008, Econometrica 76, 1413-1436; Pham Do & Norde 2007, Int. Game Theory Review 9,
    353-360.
    """
    return shapley(coalition_game(game, "alone"))


def mcquillin_value(game: PartitionValues) -> Allocation:
    """McQuillin's value: the Shapley value when all outsiders merge.

    Parameters
    ----------
    game : worths by partition

    Source
    ------
    McQuillin 2009, J. Econ. Theory 144, 696-721.
    """
    return shapley(coalition_game(game, "merged"))


def status_quo_value(game: PartitionValues, today: Blocks) -> Allocation:
    """The Shapley value when outsiders keep today's blocks.

    Parameters
    ----------
    game : worths by partition
    today : sets of players that hold each once
    """
    return shapley(coalition_game(game, "today", today))


def average_value(game: PartitionValues) -> Allocation:
    """The average over all partitions of the outsiders, then the Shapley value.

    Parameters
    ----------
    game : worths by partition; up to 10 players

    Source
    ------
    Macho-Stadler, Pérez-Castrillo & Wettstein 2007, J. Econ. Theory 135, 339-356.
    """
    return shapley(coalition_game(game, "average"))


@dataclass(frozen=True, eq=False)
class ExternalityRisk:
    """How much worths and shares hang on what the outsiders do.

    Attributes
    ----------
    players : (n,) names
    games : coalition values by rule about the outsiders
    shares : Shapley value by rule
    spread : (2ⁿ,) largest less smallest value found of each coalition, over the rules
    low, high : (n,) smallest and largest share of each player over the rules (and over the intervals of each)
    evaluations : number of values asked
    """

    players: tuple[str, ...]
    games: Mapping[Outsiders, CoalitionValues]
    shares: Mapping[Outsiders, Allocation]
    spread: FloatArray
    low: FloatArray
    high: FloatArray
    evaluations: int

    @property
    def most_exposed(self) -> tuple[str, ...]:
        """The coalition whose worth depends most on the outsiders."""
        at = int(np.argmax(self.spread))
        return tuple(player for i, player in enumerate(self.players) if at >> i & 1)


def externality_risk(game: PartitionValues, today: Blocks | CoalitionValues | None = None) -> ExternalityRisk:
    """Worths and Shapley values under each rule about the outsiders, and their spread.

    Parameters
    ----------
    game : worths by partition
    today : today's blocks, or the worths where outsiders stay as they are; without them, that rule is left
        out. The average is left out above 10 players

    Examples
    --------
    >>> game = PartitionValues(lambda own, outside: 3.0 if len(outside) == 1 else 2.0, 3)
    >>> risk = externality_risk(game)
    >>> risk.most_exposed, float(risk.spread[1]), risk.evaluations
    (('1',), 1.0, 10)
    """
    rules: list[Outsiders] = ["alone", "merged"]
    if game.n <= MOST_PARTITIONED:
        rules.append("average")
    games = {rule: coalition_game(game, rule) for rule in rules}
    if today is not None:
        worths = today if isinstance(today, CoalitionValues) else coalition_game(game, "today", today)
        games["today"] = worths
    shares = {rule: shapley(values) for rule, values in games.items()}
    found = np.stack([values.found for values in games.values()])
    return ExternalityRisk(
        game.players,
        games,
        shares,
        found.max(axis=0) - found.min(axis=0),
        np.min([share.low for share in shares.values()], axis=0),
        np.max([share.high for share in shares.values()], axis=0),
        game.evaluations,
    )


def partitions(mask: int) -> Iterator[tuple[int, ...]]:
    """Every partition of the players of a mask, as masks.

    Parameters
    ----------
    mask : the players to part

    Examples
    --------
    >>> list(partitions(0b011))
    [(3,), (1, 2)]
    """
    if not mask:
        yield ()
        return
    lowest = mask & -mask
    others = mask ^ lowest
    rest = others
    while True:  # the others that stand with the lowest player: all of them first, none last
        for further in partitions(others ^ rest):
            yield (lowest | rest, *further)
        if not rest:
            return
        rest = (rest - 1) & others


def _checked(game: PartitionValues, outsiders: str, today: Blocks | None) -> list[int]:
    if outsiders not in ("alone", "merged", "today", "average"):
        what = f"no rule {outsiders!r} about outsiders"
        raise GameError(
            Fault("outsiders", what, "v(S) is not defined", "'alone', 'merged', 'today' or 'average'")
        )
    if outsiders == "average" and game.n > MOST_PARTITIONED:
        what = f"{game.n} players have too many partitions"
        raise GameError(
            Fault("outsiders", what, "each is one value to ask for", "'alone', 'merged' or 'today'")
        )
    if outsiders != "today":
        return []
    if today is None:
        what = "the blocks of today are missing"
        raise GameError(Fault("today", what, "outsiders keep them", "sets of players that hold each once"))
    return partition_masks(today, game.players, "today")


def _weighted(mask: int, outsiders: Outsiders, blocks: list[int]) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Partitions of the outsiders with their weights, not yet divided by their sum."""
    singles = tuple(1 << i for i in range(mask.bit_length()) if mask >> i & 1)
    if outsiders == "alone":
        yield 1, singles
    elif outsiders == "merged":
        yield 1, (mask,) if mask else ()
    elif outsiders == "today":
        yield 1, tuple(block & mask for block in blocks if block & mask)
    else:
        for parts in partitions(mask):
            yield _seatings(parts), parts


def _seatings(parts: Iterable[int]) -> int:
    """Π (|T|−1)!, of |outsiders|! in all."""
    return prod(factorial(part.bit_count() - 1) for part in parts)
