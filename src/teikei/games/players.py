"""Players by name or place, and sets of them as masks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from teikei.base.errors import Fault, GameError, did_you_mean
from teikei.games.faults import doubled, unknown

Player = str | int


def names_of(players: Sequence[str] | int) -> tuple[str, ...]:
    """Names of players who are given by name, or by their number: then "1" to "n".

    Parameters
    ----------
    players : names, or their number

    Examples
    --------
    >>> names_of(3), names_of(["north", "south"])
    (('1', '2', '3'), ('north', 'south'))
    """
    if isinstance(players, int):
        return tuple(str(i + 1) for i in range(players))
    return tuple(str(one) for one in players)


def position(player: Player, players: Sequence[str]) -> int:
    """Place of a player, 0 for the first: text is a name, a whole number is the place itself.

    Parameters
    ----------
    player : name, or place from 0 to n − 1
    players : (n,) all names

    Raises
    ------
    GameError    no such player

    Examples
    --------
    >>> position("south", ["north", "south"]), position(1, ["north", "south"])
    (1, 1)
    """
    if isinstance(player, (int, np.integer)) and not isinstance(player, bool):
        if 0 <= player < len(players):
            return int(player)
        raise GameError(unknown(f"player at place {player}", f"places go from 0 to {len(players) - 1}"))
    if player not in players:
        raise GameError(unknown(f"player {player!r}", did_you_mean(str(player), players, "players")))
    return list(players).index(str(player))


def mask_of(coalition: Iterable[Player], players: Sequence[str]) -> int:
    """The mask of a set of players; one that is unknown or given twice is an error.

    Parameters
    ----------
    coalition : names or places
    players : (n,) all names

    Examples
    --------
    >>> mask_of(["south"], ["north", "south"])
    2
    """
    mask = 0
    members = list(coalition)
    for player in members:
        bit = 1 << position(player, players)
        if mask & bit:
            raise GameError(doubled(f"player {player!r}", f"coalition {members!r}"))
        mask |= bit
    return mask


def partition_masks(groups: Iterable[Iterable[Player]], players: Sequence[str], where: str) -> list[int]:
    """Masks of groups that hold every player once.

    Parameters
    ----------
    groups : sets of names or places
    players : (n,) all names
    where : what the groups are, for the error

    Raises
    ------
    GameError    a player in no group or in two, or a group without players

    Examples
    --------
    >>> partition_masks([["a", "c"], ["b"]], ["a", "b", "c"], "unions")
    [5, 2]
    """
    # a name or a place alone is a group of one
    masks = [mask_of([one] if isinstance(one, (str, int, np.integer)) else one, players) for one in groups]
    faults = []
    held = 0
    for mask in masks:
        if not mask:
            faults.append(
                Fault(where, "a group without players", "it could not agree to anything", "delete it")
            )
        if held & mask:
            twice = [player for i, player in enumerate(players) if (held & mask) >> i & 1]
            faults.append(doubled(f"player {twice[0]!r}", where))
        held |= mask
    alone = [player for i, player in enumerate(players) if not held >> i & 1]
    if alone:
        what = f"{', '.join(map(repr, alone))} in no group"
        faults.append(
            Fault(where, what, "their share is not defined", "add a group for each, alone if need be")
        )
    if faults:
        raise GameError(faults)
    return masks
