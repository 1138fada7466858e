"""All networks that hold, among all there are or among those that improving paths lead to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from teikei.base.errors import Fault, GameError
from teikei.games.allocation import Allocation
from teikei.games.answers import Answer, ThreeWay
from teikei.games.cycles import ClosedCycle, Ways, closed_cycle, judged_ways, resting_classes
from teikei.games.linear_form import Range
from teikei.games.links import NetworkRef
from teikei.games.moves import (
    Floats,
    FormationOptions,
    Move,
    Step,
    judge,
    moves,
    reach,
    stakes,
    steps,
    through,
)
from teikei.games.network_game import Feasible, LinkSource, NetworkGame, network_game
from teikei.games.network_payoffs import PayoffSource
from teikei.games.paths import Path, walk

Masks = NDArray[np.int64]


@dataclass(frozen=True)
class Totals:
    """Σ π of networks: masks, low and high ends, and the one largest at the middle (first of equals)."""

    masks: NDArray[np.object_]
    low: Floats
    high: Floats
    best: int


@dataclass(frozen=True)
class StableNetwork:
    """A network that no move surely improves.

    Attributes
    ----------
    network, links : mask and names of its links
    stable : yes; or undetermined, if the sign of a move is open
    undetermined : those moves
    payoffs : π before transfers
    loss : Σ π of the best network less Σ π of this one; without end above unless all networks were evaluated
    """

    network: int
    links: tuple[str, ...]
    stable: ThreeWay
    undetermined: tuple[Move, ...]
    payoffs: Allocation
    loss: Range

    def __str__(self) -> str:
        but = "; ".join(str(move) for move in self.undetermined)
        holds = f"stable except undetermined: {but}" if but else "stable"
        return f"{{{', '.join(self.links)}}} {holds}; {self.loss} below the best"


@dataclass(frozen=True)
class StableNetworks:
    """The networks that hold, and the cycles that never do.

    Attributes
    ----------
    stable : networks at rest, best Σ π first
    cycles : closed cycles of improving moves
    efficient, efficient_links : the network of largest Σ π found
    efficiency : whether it surely is the best; witness: the links of the closest other, margin: the distance
    paths : where improving paths from some networks lead: "empty" (signed links alone), "full",
        "efficient", starts
    complete : whether all networks were evaluated, so that no other is stable
    evaluations : networks evaluated so far by the payoffs given
    """

    stable: tuple[StableNetwork, ...]
    cycles: tuple[ClosedCycle, ...]
    efficient: int
    efficient_links: tuple[str, ...]
    efficiency: Answer
    paths: dict[str, Path]
    complete: bool
    evaluations: int

    @property
    def networks(self) -> tuple[int, ...]:
        """Masks of the networks at rest, ascending."""
        return tuple(sorted(found.network for found in self.stable))

    def __str__(self) -> str:
        among = "all networks" if self.complete else "networks that improving paths lead to"
        return "\n".join([f"among {among}:", *map(str, self.stable), *map(str, self.cycles)])


def stable_networks(
    payoffs: PayoffSource,
    links: LinkSource,
    feasible: Feasible | None = None,
    starts: Mapping[str, NetworkRef] | None = None,
    options: FormationOptions | None = None,
) -> StableNetworks:
    """The sinks and closed cycles of the digraph g → g' over improving moves (add, drop, swap).

    Up to `options.enumerate_up_to` links all networks are evaluated, so that every stable one is found;
    beyond that improving paths are followed from the empty network (signed links alone), the full one, the
    one of largest Σ π that climbing finds, and any given.

    Parameters
    ----------
    payoffs : π(g) before transfers, see `NetworkPayoffs`
    links : tuples of players, or `Links` with signed links and needs
    feasible : which networks can be, as ``feasible(mask)``
    starts : further networks to start paths from, by name, e.g. today's
    options : see `FormationOptions`

    Raises
    ------
    GameError    faults of payoffs and links; starts that cannot be; no network that can

    Source
    ------
    Jackson & Watts, SJE 14 (2001); Jackson & Wolinsky, JET 71 (1996) without transfers.

    Examples
    --------
    >>> found = stable_networks({0: [0, 0], 1: [3, -1]}, [(0, 1)])
    >>> print(found)
    among all networks:
    {1-2} stable; 0 below the best
    """
    chosen = options or FormationOptions()
    game = network_game(payoffs, links, None, feasible, chosen.tolerance)
    named = {name: game.network(start, 0) for name, start in (starts or {}).items()}
    complete = len(game.links) <= chosen.enumerate_up_to
    can_be = _all_evaluated(game) if complete else []
    efficient = _largest(game, can_be) if complete else climb(game)
    named = {"empty": game.links.signed, "full": fullest(game), "efficient": efficient, **named}
    ways = _ways(game, np.array(can_be, dtype=np.int64), chosen) if complete else judged_ways(game, chosen)
    paths = {name: walk(game, at, chosen, ways) for name, at in named.items() if game.admits(at)}
    if complete:
        resting, cycles = _at_rest(game, can_be, ways, chosen)
    else:
        resting, cycles = _where_paths_end(paths.values())
        can_be = [mask for mask in game.payoffs.known if game.admits(mask)]
    totals = _totals(game, can_be)
    return StableNetworks(
        stable=_reported(game, resting, totals, chosen, complete),
        cycles=tuple(cycles),
        efficient=totals.best,
        efficient_links=game.links.say(totals.best),
        efficiency=_efficiency(game, totals, complete),
        paths=paths,
        complete=complete,
        evaluations=game.payoffs.evaluations,
    )


def _all_evaluated(game: NetworkGame) -> list[int]:
    """All networks that can be, with their payoffs asked for; GameError if there is none."""
    can_be = [mask for mask in range(game.links.full + 1) if game.admits(mask)]
    if not can_be:
        raise GameError(_nothing())
    game.payoffs.require(can_be)
    for mask in can_be:
        game.payoffs(mask)
    return can_be


def _where_paths_end(paths: Iterable[Path]) -> tuple[list[int], list[ClosedCycle]]:
    """Networks at rest and closed cycles that improving paths lead to, each once."""
    resting, cycles = set(), {}
    for path in paths:
        if path.cycle is None:
            resting.add(path.end)
        else:
            cycles[path.cycle.networks] = path.cycle
    return sorted(resting), list(cycles.values())


def fullest(game: NetworkGame) -> int:
    """A network no link can be added to: links are taken in order, each if the network still can be."""
    mask, grown = game.links.signed, True
    while grown:  # again, because a link may need a later one
        grown = False
        for a in range(len(game.links)):
            if not mask >> a & 1 and game.admits(mask | 1 << a):
                mask, grown = mask | 1 << a, True
    return mask


def climb(game: NetworkGame) -> int:
    """The network that adding, dropping and swapping lead to if each move takes the largest Σ π."""
    at = game.links.signed
    if not game.admits(at):
        raise GameError(_nothing())
    while True:
        ends = [reach(step, at) for step in steps(game.links)]
        around = [end for end in ends if end is not None and game.admits(end)]
        best = _largest(game, [at, *around])
        if best == at:
            return at
        at = best


def _largest(game: NetworkGame, masks: list[int]) -> int:
    """The network of largest Σ π at the middle of the intervals; the first of equals."""
    return max(masks, key=lambda mask: float(sum(end.sum() for end in game.payoffs(mask))))


def _ways(game: NetworkGame, masks: Masks, options: FormationOptions) -> Ways:
    """Where moves lead from each network, all networks judged at once, one kind of step after the other."""
    place = np.full(game.links.full + 1, -1, dtype=np.int64)
    place[masks] = np.arange(masks.size)
    ends = tuple(np.array([game.payoffs(mask)[e] for mask in masks.tolist()]) for e in (0, 1))
    found: dict[int, tuple[list[int], list[int]]] = {mask: ([], []) for mask in masks.tolist()}
    for step in steps(game.links, options.moves, options.rivals):
        tail, head, between = _arrows(step, masks, place, through(step, options))
        at = [(ends[0][rows], ends[1][rows]) for rows in (tail, between, head)]
        before, after = stakes(step, game.links, options, at[0], at[1], at[2])
        verdict = judge(step.kind, before, after, options)[2]
        for kind, sign in ((0, 1), (1, 0)):
            chosen = verdict == sign
            for start, end in zip(masks[tail[chosen]].tolist(), masks[head[chosen]].tolist(), strict=True):
                found[start][kind].append(end)
    return found.__getitem__


def _at_rest(
    game: NetworkGame, can_be: list[int], ways: Ways, options: FormationOptions
) -> tuple[list[int], list[ClosedCycle]]:
    """Networks without certain improvement, and closed cycles, out of all networks that can be."""
    place = {mask: number for number, mask in enumerate(can_be)}
    arrows = [(place[mask], place[end]) for mask in can_be for end in ways(mask)[0]]
    classes = resting_classes(len(can_be), [tail for tail, _ in arrows], [head for _, head in arrows])
    resting = [can_be[members[0]] for members in classes if len(members) == 1]
    rounds = [[can_be[number] for number in members] for members in classes if len(members) > 1]
    return resting, [closed_cycle(game, members, options, ways) for members in rounds]


def _arrows(step: Step, masks: Masks, place: Masks, passing: bool) -> tuple[Masks, Masks, Masks]:
    """(from, to, between) of a step wherever it applies, as places in `masks`."""
    has = masks >> step.link & 1 == 1
    if step.kind == "drop":
        applies = has
    elif step.kind == "add":
        others = step.come & ~(1 << step.link)
        applies = ~has & (masks & others != others) if others else ~has
    else:
        applies = ~has & (masks >> step.swapped & 1 == 1)
    tail = np.flatnonzero(applies)
    head = place[masks[tail] & ~step.go | step.come]
    between = place[masks[tail] & ~step.go] if passing else tail
    can = (head >= 0) & (between >= 0)
    return tail[can], head[can], between[can]


def _totals(game: NetworkGame, masks: list[int]) -> Totals:
    low, high = (np.array([game.payoffs(mask)[end].sum() for mask in masks]) for end in (0, 1))
    return Totals(np.array(masks, dtype=object), low, high, masks[int(np.argmax(low + high))])


def _reported(
    game: NetworkGame, resting: list[int], totals: Totals, options: FormationOptions, complete: bool
) -> tuple[StableNetwork, ...]:
    found = []
    for mask in resting:
        low, high = game.payoffs(mask)
        open_to = tuple(m for m in moves(game, mask, options) if m.improves == "undetermined")
        others = totals.masks != mask
        least = np.max(totals.low[others] - high.sum(), initial=0.0)
        most = np.max(totals.high[others] - low.sum(), initial=0.0)
        found.append(
            StableNetwork(
                network=mask,
                links=game.links.say(mask),
                stable="undetermined" if open_to else "yes",
                undetermined=open_to,
                payoffs=Allocation(game.players, (low + high) / 2, low, high, certified=True),
                loss=Range(float(least), float(most) if complete else np.inf),
            )
        )
    return tuple(sorted(found, key=lambda one: -one.payoffs.total))


def _efficiency(game: NetworkGame, totals: Totals, complete: bool) -> Answer:
    """Whether the best network found is the best at all payoffs within their intervals."""
    mine = totals.masks == totals.best
    if mine.all():
        return Answer("yes" if complete else "undetermined", None, np.inf)
    lead = np.where(mine, np.inf, float(totals.low[mine][0]) - totals.high)
    closest = int(np.argmin(lead))
    sure: ThreeWay = "yes" if complete and lead[closest] >= 0 else "undetermined"
    return Answer(sure, game.links.say(int(totals.masks[closest])), float(lead[closest]))


def _nothing() -> Fault:
    return Fault(
        "feasible", "no network can be", "there is nothing to choose from", "let feasible(mask) allow one"
    )
