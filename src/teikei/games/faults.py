"""What can be wrong with a game: one fault each, gathered, before any work."""

from __future__ import annotations

import os
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from teikei.base.errors import Fault, GameError

FloatArray = NDArray[np.float64]
MOST_PLAYERS = 30


def check_room(n: int, copies: int = 1) -> None:
    """Raise a `GameError` if 2ⁿ doubles, `copies` times, do not fit into this machine's memory, or n > 30."""
    if not 0 <= n <= MOST_PLAYERS:
        raise GameError(too_many(n))
    needed = 8 * copies << n
    try:
        room = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, OSError, ValueError):  # a system that does not say
        return
    if needed > room:
        raise GameError(
            Fault(
                where=f"{n} players",
                what=f"{needed / 1e9:.1f} GB are needed for the values, this machine has {room / 1e9:.1f} GB",
                why="the machine would stand still",
                fix="fewer players, or shapley_sampled and nucleolus_lazy, which ask for few values",
            )
        )


def value_faults(low: FloatArray, high: FloatArray, players: tuple[str, ...], kind: str) -> list[Fault]:
    """Everything wrong with the values, at once; a wrong shape ends the search."""
    if low.ndim != 1 or low.size == 0 or low.size & (low.size - 1):
        return [
            Fault(
                where="low",
                what=f"shape {low.shape}: the number of values is no power of two",
                why="n players have 2ⁿ coalitions, the empty one included",
                fix="2ⁿ values in one row, coalition S at the sum of 2^i over its players i = 0 … n-1",
            )
        ]
    if high.shape != low.shape:
        what = f"{high.shape} high values for {low.shape} low ones"
        return [Fault("high", what, "an interval needs both ends", "give both arrays the same length")]
    n = low.size.bit_length() - 1
    if n > MOST_PLAYERS:
        return [too_many(n)]
    faults = []
    if len(players) != n:
        what = f"{len(players)} names for {n} players"
        faults.append(Fault("players", what, "shares would go to the wrong player", "one name a player"))
    repeated = sorted({player for player in players if players.count(player) > 1})
    if repeated:
        faults.append(doubled(f"player {repeated[0]!r}", "players"))
    if kind not in ("worth", "cost"):
        what = f"kind {kind!r} is not known"
        faults.append(
            Fault("kind", what, "worths and costs are shared in opposite senses", "'worth' or 'cost'")
        )
    for name, held in (("low", low), ("high", high))[: 1 if high is low else 2]:
        faults += _wrong_numbers(name, held)
    if not faults and high is not low and (crossed := np.flatnonzero(low > high)).size:
        at = int(crossed[0])
        what = f"low {low[at]:g} above high {high[at]:g} at mask {at}, and {crossed.size - 1} more"
        faults.append(Fault(f"mask {at}", what, "no value lies inside", "exchange low and high"))
    return faults


def _wrong_numbers(name: str, held: FloatArray) -> list[Fault]:
    faults = []
    # a sum is finite only if every value is (one pass, no temporary); else look which one it is
    with np.errstate(over="ignore"):
        total = held.sum()
    if not np.isfinite(total) and (wrong := np.flatnonzero(~np.isfinite(held))).size:
        at = int(wrong[0])
        what = f"{held[at]} at mask {at}, and {wrong.size - 1} more that are no finite numbers"
        faults.append(
            Fault(f"{name}[{at}]", what, "every share would be spoilt", "give the value, or drop the player")
        )
    if held[0] != 0:
        what = f"the empty coalition has value {held[0]:g}"
        faults.append(
            Fault(
                f"{name}[0]",
                what,
                "nobody could hand it out",
                "subtract it from all values, so that v[0] = 0",
            )
        )
    return faults


def check_names(players: Sequence[str]) -> None:
    """Raise a `GameError` if two players have the same name."""
    repeated = sorted({player for player in players if list(players).count(player) > 1})
    if repeated:
        raise GameError(doubled(f"player {repeated[0]!r}", "players"))


def too_many(n: int) -> Fault:
    """A table with more players than fit."""
    return Fault(
        where=f"{n} players",
        what=f"a table of values holds 0 to {MOST_PLAYERS} players",
        why=f"2^{n} values do not fit",
        fix="fewer players, or shapley_sampled and nucleolus_lazy, which ask for few values",
    )


def unknown(what: str, fix: str) -> Fault:
    """A player or coalition that the game does not have."""
    return Fault("coalition", f"{what} is not in the game", "its value does not exist", fix)


def doubled(what: str, where: str) -> Fault:
    """Something that may stand in a list once only."""
    return Fault(where, f"{what} stands there twice", "one of the two would be lost", "delete one")
