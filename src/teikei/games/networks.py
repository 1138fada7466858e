"""Whether one network holds: nobody adds, drops, or walks out of several links at once."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from teikei.games.answers import Answer, ThreeWay
from teikei.games.linear_form import LinearForm
from teikei.games.links import NetworkRef
from teikei.games.moves import FormationOptions, Kind, Move, moves
from teikei.games.nash_in_nash import open_to_talks, subsets, talks
from teikei.games.network_game import Feasible, LinkSource, NetworkGame, network_game
from teikei.games.network_payoffs import PayoffSource


@dataclass(frozen=True)
class Stability:
    """Whether a network holds.

    Attributes
    ----------
    network, links : mask and names of its links
    stable : yes, no or undetermined; witness: the move that improves or may improve most, margin: less its
        gain
    improving : moves that surely improve
    undetermined : moves whose sign is open
    strong : whether no player gains by dropping any set of its links at the terms agreed; None if not asked.
        Witness: (player, links); margin: what the player loses by it
    evaluations : networks evaluated so far by the payoffs given
    """

    network: int
    links: tuple[str, ...]
    stable: Answer
    improving: tuple[Move, ...]
    undetermined: tuple[Move, ...]
    strong: Answer | None
    evaluations: int

    def __str__(self) -> str:
        said = f"{{{', '.join(self.links)}}} stable: {self.stable.answer}"
        lines = [said, *(f"  improves: {move}" for move in self.improving)]
        return "\n".join([*lines, *(f"  undetermined: {move}" for move in self.undetermined)])


def pairwise_stable(
    payoffs: PayoffSource,
    links: LinkSource,
    network: NetworkRef | None = None,
    transfers: bool = True,
    strong: bool = False,
    swaps: bool = False,
    feasible: Feasible | None = None,
    up_to: int = 12,
) -> Stability:
    """Whether nobody adds or drops a link of g.

    With transfers: Σ_{k∈a} π_k(g) − π_k(g−a) ≥ 0 for every link a in g, and Σ_{k∈a} π_k(g+a) − π_k(g) ≤ 0
    for every other. Without (Jackson & Wolinsky 1996): no party of a link in g gains without it, and of a
    link not in g, if one party gains by it another loses.

    Parameters
    ----------
    payoffs : π(g) before transfers, see `NetworkPayoffs`; networks needed: g and its neighbours, one a link
    links : tuples of players, or `Links` with weights, signed links and needs
    network : the network; all links by default
    transfers : whether the parties of a link may pay each other
    strong : check too that no player gains by dropping any set of its links, at Nash-in-Nash terms (without
        transfers: at none); 2^degree networks a player
    swaps : check swaps too, as `improving_path` does
    feasible : which networks can be, as ``feasible(mask)``
    up_to : of a player with more links, only sets of one and of all are tried; then ``strong`` is at best
        undetermined

    Raises
    ------
    GameError    faults of payoffs and links; a network that cannot be

    Source
    ------
    Jackson & Wolinsky, JET 71 (1996), definition of pairwise stability; with transfers, Bloch & Jackson
    (2007).

    Examples
    --------
    A link that gives one player 3 and costs the other 1 holds only if the first may pay.

    >>> table = {0: [0, 0], 1: [3, -1]}
    >>> pairwise_stable(table, [(0, 1)]).stable.answer
    'yes'
    >>> pairwise_stable(table, [(0, 1)], transfers=False).stable.answer
    'no'
    """
    kinds: tuple[Kind, ...] = ("add", "drop", "swap") if swaps else ("add", "drop")
    options = FormationOptions(transfers=transfers, moves=kinds)
    game = network_game(payoffs, links, None, feasible, options.tolerance)
    mask = game.network(network, game.links.full)
    open_to = moves(game, mask, options)
    improving = tuple(move for move in open_to if move.improves == "yes")
    undetermined = tuple(move for move in open_to if move.improves == "undetermined")
    return Stability(
        network=mask,
        links=game.links.say(mask),
        stable=_answer(open_to),
        improving=improving,
        undetermined=undetermined,
        strong=walk_outs(game, mask, transfers, up_to) if strong else None,
        evaluations=game.payoffs.evaluations,
    )


def _answer(open_to: list[Move]) -> Answer:
    """All moves in one answer: a move that improves is a slack below zero."""
    sure = [move for move in open_to if move.improves == "yes"]
    if sure:
        most = max(sure, key=lambda move: move.gain.low)
        return Answer("no", str(most), -most.gain.low)
    least = max(open_to, key=lambda move: (move.improves == "undetermined", move.gain.high), default=None)
    if least is None:
        return Answer("yes", None, np.inf)
    said: ThreeWay = "undetermined" if least.improves == "undetermined" else "yes"
    return Answer(said, str(least), -least.gain.high)


def walk_outs(
    game: NetworkGame, mask: int, transfers: bool, up_to: int, players: Collection[int] | None = None
) -> Answer:
    """No player gains by dropping any set of its links: π_i(g) − π_i(g−A) ≥ Σ what i pays for A.

    Of a player with more than ``up_to`` links only sets of one and of all are tried; ``players``: who is
    asked (by default all).
    """
    links = game.links
    pays: dict[tuple[int, int], LinearForm] = {}
    if transfers:
        open_to_talks(game, mask)
        pays = talks(game, mask)[1]
    slacks: list[tuple[object, LinearForm]] = []
    skipped: list[str] = []
    for player, name in enumerate(game.players):
        if players is not None and player not in players:
            continue
        own = [a for a in links.of(player, mask) if not links.signed >> a & 1]
        if len(own) > up_to:
            skipped.append(name)
        for several in _sets_tried(own, up_to):
            left = mask
            for a in several:
                left = links.without(left, a)
            if not game.admits(left):
                continue
            loss = LinearForm.payoff(mask, player) - LinearForm.payoff(left, player)
            for a in links.listed(mask & ~left):
                loss -= pays.get((a, player), LinearForm())
            slacks.append(((name, tuple(links.names[a] for a in several)), loss))
    answer = game.hold(slacks)
    if skipped and answer.answer == "yes":
        return Answer("undetermined", f"more than {up_to} links: {', '.join(skipped)}", answer.margin)
    return answer


def _sets_tried(own: list[int], up_to: int) -> list[tuple[int, ...]]:
    """Sets of a player's links that it may drop."""
    if len(own) <= up_to:
        return list(subsets(own, 1))
    return [*((a,) for a in own), tuple(own)]
