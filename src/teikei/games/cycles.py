"""Improving moves as a digraph: networks nobody leaves, and closed cycles that never come to rest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from teikei.games.answers import ThreeWay
from teikei.games.moves import FormationOptions, Move, moves
from teikei.games.network_game import NetworkGame

Ways: TypeAlias = "Callable[[int], tuple[Sequence[int], Sequence[int]]]"
"""Masks that moves from a network lead to: those that surely improve, those whose sign is open."""


@dataclass(frozen=True)
class ClosedCycle:
    """Networks that improving moves lead round and round in, and none leads out of.

    Attributes
    ----------
    networks : masks of all of them
    round : moves once round it, each the one of largest gain that stays inside
    links, players : the links that come and go on that round, and who decides on them
    closed : yes; or undetermined if a move whose sign is open may lead out, or not all could be explored
    """

    networks: tuple[int, ...]
    round: tuple[Move, ...]
    links: tuple[str, ...]
    players: tuple[str, ...]
    closed: ThreeWay

    def __str__(self) -> str:
        ways = " → ".join(str(move) for move in self.round)
        sure = "" if self.closed == "yes" else " (closed: undetermined)"
        return f"no rest among {len(self.networks)} networks{sure}: {ways}"


def resting_classes(size: int, tails: Sequence[int], heads: Sequence[int]) -> list[list[int]]:
    """Strongly connected classes of a digraph on 0 … size−1 that no arrow leaves; single nodes are sinks.

    Examples
    --------
    >>> resting_classes(4, [0, 1, 2, 3], [1, 2, 1, 1])  # 0 → 1 ⇄ 2 ← … , 3 → 1
    [[1, 2]]
    """
    arrows = csr_array((np.ones(len(tails)), (np.asarray(tails, int), np.asarray(heads, int))), (size, size))
    _, label = connected_components(arrows, directed=True, connection="strong")
    left = {int(label[tail]) for tail, head in zip(tails, heads, strict=True) if label[tail] != label[head]}
    found: dict[int, list[int]] = {}
    for node, mine in enumerate(label.tolist()):
        if mine not in left:
            found.setdefault(mine, []).append(node)
    return list(found.values())


def judged_ways(game: NetworkGame, options: FormationOptions) -> Ways:
    """Ways found by judging the moves of a network when it is asked about."""

    def ways(mask: int) -> tuple[list[int], list[int]]:
        judged = moves(game, mask, options)
        sure = [move.end for move in judged if move.improves == "yes"]
        return sure, [move.end for move in judged if move.improves == "undetermined"]

    return ways


def closed_cycle(
    game: NetworkGame,
    networks: Iterable[int],
    options: FormationOptions,
    ways: Ways | None = None,
    explored: bool = True,
) -> ClosedCycle:
    """Describe a class of networks that improving moves connect."""
    inside = sorted(networks)
    members = set(inside)
    leads = ways or judged_ways(game, options)
    at, trail, seen = inside[0], list[Move](), dict[int, int]()
    while at not in seen:
        seen[at] = len(trail)
        judged = moves(game, at, options)
        trail.append(best(move for move in judged if move.improves == "yes" and move.end in members))
        at = trail[-1].end
    walk = trail[seen[at] :]
    leaving = any(end not in members for mask in inside for end in leads(mask)[1])
    links = {name for move in walk for name in (move.link, *move.gone)}
    players = {name for move in walk for name in move.parties}
    return ClosedCycle(
        networks=tuple(inside),
        round=tuple(walk),
        links=tuple(name for name in game.links.names if name in links),
        players=tuple(name for name in game.players if name in players),
        closed="yes" if explored and not leaving else "undetermined",
    )


def best(improving: Iterable[Move]) -> Move:
    """The move with the largest gain that is certain; the first of equals."""
    return max(improving, key=lambda move: move.gain.low)
