"""Improving paths: move after move that its parties want, until nobody moves or it goes round."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from teikei.games.answers import ThreeWay
from teikei.games.cycles import ClosedCycle, Ways, best, closed_cycle, judged_ways, resting_classes
from teikei.games.links import NetworkRef
from teikei.games.moves import FormationOptions, Move, Order, moves, tried
from teikei.games.network_game import Feasible, LinkSource, NetworkGame, network_game
from teikei.games.network_payoffs import PayoffSource


@dataclass(frozen=True)
class Path:
    """Where improving moves lead.

    Attributes
    ----------
    start, end : masks; with a cycle, `end` is a network of it
    steps : the moves taken, all certainly improving
    links : names of the links at the end
    stable : yes if no move improves at the end; no if it lies in a closed cycle; else undetermined
    undetermined : moves at the end whose sign is open: stable except for these
    cycle : the closed cycle it runs into, or None
    revisits : whether the path of largest gains came back to a network and had to be led out
    evaluations : networks evaluated so far by the payoffs given
    """

    start: int
    end: int
    steps: tuple[Move, ...]
    links: tuple[str, ...]
    stable: ThreeWay
    undetermined: tuple[Move, ...]
    cycle: ClosedCycle | None
    revisits: bool
    evaluations: int

    def __str__(self) -> str:
        lines = [str(move) for move in self.steps]
        if self.cycle is not None:
            return "\n".join([*lines, str(self.cycle)])
        except_for = "; ".join(str(move) for move in self.undetermined)
        holds = f"stable except undetermined: {except_for}" if self.undetermined else "stable"
        return "\n".join([*lines, f"{{{', '.join(self.links)}}} is {holds}"])


def improving_path(
    payoffs: PayoffSource,
    links: LinkSource,
    start: NetworkRef | None = None,
    feasible: Feasible | None = None,
    options: FormationOptions | None = None,
    order: Order | None = None,
) -> Path:
    """g₀ → g₁ → …: each step the move with the largest certain gain of those who decide on it.

    Add a link a: Σ_{k∈a} π_k(g+a) − π_k(g) > 0. Drop a (and what needs it): the same sum over g−a. Swap b
    for a where they share a player: the parties of a gain together, net of what they lose by b, payments
    apart; with `contested`, the surplus of a from g−b must exceed that of b, all of which the partner left
    behind would give up to be kept (else who books a profit decides, and two partners may replace each
    other for ever). Only moves that improve at all payoffs within their intervals are taken; those whose
    sign is open are listed. A path of largest gains that comes back to a network is led out by the shortest
    improving path to a network at rest if there is one; else it runs into a closed cycle, and that is
    reported.

    Parameters
    ----------
    payoffs : π(g) before transfers, see `NetworkPayoffs`
    links : tuples of players, or `Links` with signed links and needs
    start : network to start from; by default the signed links alone
    feasible : which networks can be, as ``feasible(mask)``
    options : see `FormationOptions`
    order : ``order(step, mask)``, how promising a step is: each step is then the first certain gain found in
        that order, not the largest, which spares evaluations where one is a plan of seconds

    Raises
    ------
    GameError    faults of payoffs and links; a start that cannot be

    Source
    ------
    Jackson & Watts, SJE 14 (2001): improving paths, closed cycles.

    Examples
    --------
    >>> path = improving_path({0: [0, 0], 1: [3, -1]}, [(0, 1)])
    >>> print(path)
    add 1-2 (gain 2)
    {1-2} is stable
    """
    chosen = options or FormationOptions()
    game = network_game(payoffs, links, None, feasible, chosen.tolerance)
    return walk(game, game.network(start, game.links.signed), chosen, order=order)


def walk(
    game: NetworkGame,
    start: int,
    options: FormationOptions,
    ways: Ways | None = None,
    order: Order | None = None,
) -> Path:
    """The improving path of a bound game from a mask; ways out of cycles are searched in `ways` if known."""

    def look(mask: int) -> list[Move]:
        return moves(game, mask, options) if order is None else tried(game, mask, options, order)

    at, steps, seen = start, list[Move](), {start}
    revisits, cycle = False, None
    while True:
        open_to = look(at)
        improving = [move for move in open_to if move.improves == "yes"]
        if not improving:
            break
        steps.append(best(improving))
        at = steps[-1].end
        if at in seen:
            revisits = True
            way, cycle = led_out(game, _round(steps, at), options, ways or judged_ways(game, options))
            steps += way
            at = way[-1].end if way else at
            open_to = moves(game, at, options)
            break
        seen.add(at)
    undetermined = tuple(move for move in open_to if move.improves == "undetermined")
    stable: ThreeWay = "undetermined" if undetermined else "yes"
    if cycle is not None:
        stable = "no"
    return Path(
        start=start,
        end=at,
        steps=tuple(steps),
        links=game.links.say(at),
        stable=stable,
        undetermined=undetermined if cycle is None else (),
        cycle=cycle,
        revisits=revisits,
        evaluations=game.payoffs.evaluations,
    )


def led_out(
    game: NetworkGame, walked: Sequence[int], options: FormationOptions, ways: Ways
) -> tuple[list[Move], ClosedCycle | None]:
    """Shortest improving path from a cycle walked to a network at rest; or to a closed cycle, and that cycle.

    Networks are explored breadth first from the first one walked, until none is left or more than
    `options.limit` new ones were evaluated; then whether the cycle walked is closed stays open.
    """
    begun = game.payoffs.evaluations
    came: dict[int, int | None] = {walked[0]: None}
    leads: dict[int, Sequence[int]] = {}
    queue = deque([walked[0]])
    while queue and game.payoffs.evaluations - begun <= options.limit:
        at = queue.popleft()
        leads[at] = ways(at)[0]
        if not leads[at]:
            return _way(game, came, at, options), None
        for end in leads[at]:
            if end not in came:
                came[end] = at
                queue.append(end)
    if queue:
        return [], closed_cycle(game, walked, options, ways, explored=False)
    order = list(leads)
    place = {mask: number for number, mask in enumerate(order)}
    arrows = [(place[at], place[end]) for at in order for end in leads[at]]
    classes = resting_classes(len(order), [tail for tail, _ in arrows], [head for _, head in arrows])
    nearest = min(classes, key=min)  # none is a single network: that would be one at rest
    way = [] if 0 in nearest else _way(game, came, order[min(nearest)], options)
    return way, closed_cycle(game, [order[number] for number in nearest], options, ways)


def _way(game: NetworkGame, came: dict[int, int | None], end: int, options: FormationOptions) -> list[Move]:
    """The moves by which the search came to a network."""
    way: list[Move] = []
    while (start := came[end]) is not None:
        judged = moves(game, start, options)
        way.append(best(move for move in judged if move.end == end and move.improves == "yes"))
        end = start
    return way[::-1]


def _round(steps: Sequence[Move], at: int) -> list[int]:
    """The networks since a path was last in this one, this one first."""
    masks = [move.start for move in steps]
    return masks[len(masks) - 1 - masks[::-1].index(at) :]
