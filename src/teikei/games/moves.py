"""Moves between networks, and who gains by one: add a link, drop one, swap one for another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from teikei.base.errors import Fault, GameError
from teikei.base.options import option
from teikei.games.answers import ThreeWay
from teikei.games.linear_form import Range
from teikei.games.links import Links
from teikei.games.network_game import NetworkGame

Floats: TypeAlias = NDArray[np.float64]
Signs: TypeAlias = NDArray[np.int8]
Ends: TypeAlias = "tuple[Floats, Floats]"
Kind: TypeAlias = Literal["add", "drop", "swap"]
KINDS: tuple[Kind, ...] = ("add", "drop", "swap")
MOST_ENUMERATED = 20
SAID: dict[int, ThreeWay] = {1: "yes", 0: "undetermined", -1: "no"}


@dataclass(frozen=True, slots=True)
class FormationOptions:
    """How networks form: who may pay whom, which moves there are, when to stop."""

    transfers: bool = option(
        True, "the parties of a link may pay each other, so that their joint gain counts"
    )
    moves: tuple[Kind, ...] = option(KINDS, "moves that are tried: add, drop, swap")
    rivals: tuple[tuple[str, str], ...] | None = option(
        None, "pairs of links that may be swapped; None: any two that share a player"
    )
    contested: bool = option(
        False, "a partner that a swap leaves may offer all it gains: the new surplus must exceed the old one"
    )
    tolerance: float = option(1e-9, "gains within this share of the payoffs compared count as nothing")
    enumerate_up_to: int = option(12, "links up to which all networks are evaluated")
    limit: int = option(1000, "networks evaluated in search of a way out of a cycle before that is left open")

    def __post_init__(self) -> None:
        if self.rivals is not None:  # steps are remembered by it
            object.__setattr__(self, "rivals", tuple((one, other) for one, other in self.rivals))
        faults = [
            Fault(
                "option moves",
                f"{move!r} is no move",
                "it would never be tried",
                "choose from add, drop, swap",
            )
            for move in self.moves
            if move not in KINDS
        ]
        faults += [
            Fault(f"option {name}", f"{name} = {getattr(self, name)}", "nothing would hold", "give ≥ 0")
            for name in ("tolerance", "enumerate_up_to", "limit")
            if not getattr(self, name) >= 0
        ]
        if self.enumerate_up_to > MOST_ENUMERATED:
            faults.append(
                Fault(
                    "option enumerate_up_to",
                    f"2^{self.enumerate_up_to} networks",
                    "they would not fit",
                    f"give at most {MOST_ENUMERATED}; beyond that improving paths are followed",
                )
            )
        if faults:
            raise GameError(faults)


@dataclass(frozen=True, slots=True)
class Move:
    """One step from a network to another.

    Attributes
    ----------
    kind : add, drop or swap
    link : the link added or dropped
    gone : links that go with it: the one swapped out, and what needs a link that goes
    come : links that come with it, since it needs them
    parties : players who decide: those of `link`
    start, end : masks before and after
    gain : joint gain of the parties; of a contested swap, the new surplus less the old one; of a drop without
        transfers, the gain of the party that gains most
    improves : whether the parties want it, at all payoffs within their intervals
    """

    kind: Kind
    link: str
    gone: tuple[str, ...]
    parties: tuple[str, ...]
    start: int
    end: int
    gain: Range
    improves: ThreeWay
    come: tuple[str, ...] = ()

    def __str__(self) -> str:
        beside = f" for {', '.join(self.gone)}" if self.kind == "swap" else ""
        beside += f" with {', '.join(self.come)}" if self.come else ""
        also = f" and with it {', '.join(self.gone)}" if self.kind == "drop" and self.gone else ""
        return f"{self.kind} {self.link}{beside}{also} (gain {self.gain})"


@dataclass(frozen=True, slots=True)
class Step:
    """A kind of move, as bits: which links come (those there already stay), which go, who decides, and the
    link a swap gives up."""

    kind: Kind
    link: int
    come: int
    go: int
    parties: tuple[int, ...]
    swapped: int = -1


Order: TypeAlias = "Callable[[Step, int], float]"
"""How promising a step is from a network: the largest is tried first."""
Way: TypeAlias = "tuple[Step, int, float]"
"""A step, the network it leads to, and what it promises."""


@lru_cache(maxsize=64)
def steps(
    links: Links, kinds: tuple[Kind, ...] = KINDS, rivals: tuple[tuple[str, str], ...] | None = None
) -> tuple[Step, ...]:
    """Every move there is: add or drop a link, or swap one for another that shares a player with it. A link
    is added alone, or at once with what it needs and is not there: then the parties of all these decide.

    What shares no player needs no swap: neither side could drop the other's link. With ``rivals`` only those
    pairs are swapped, in both directions.
    """
    listed: list[Step] = []
    every = range(len(links))
    known = None if rivals is None else {frozenset(map(links.position, pair)) for pair in rivals}
    for a in every:
        parties = links.members[a]
        if "drop" in kinds and not links.signed >> a & 1:
            listed.append(Step("drop", a, 0, links.falling[a], parties))
        if "add" in kinds:
            listed.append(Step("add", a, 1 << a, 0, parties))
            if links.needs[a]:
                listed.append(_with_needs(links, a))
        if "swap" in kinds:
            listed += [
                Step("swap", a, 1 << a, links.falling[b], parties, b)
                for b in every
                if b != a
                and not links.signed >> b & 1
                and not links.falling[b] >> a & 1
                and set(parties) & set(links.members[b])
                and (known is None or {a, b} in known)
            ]
    return tuple(listed)


def _with_needs(links: Links, link: int) -> Step:
    """A link added together with all that it needs."""
    come = 1 << link
    while more := [a for a in links.listed(come) if links.needs[a] & ~come]:
        for a in more:
            come |= links.needs[a]
    return Step(
        "add", link, come, 0, tuple(sorted({k for a in links.listed(come) for k in links.members[a]}))
    )


def reach(step: Step, mask: int) -> int | None:
    """The network a step leads to, whether or not it can be; None if the step does not apply."""
    if step.kind == "drop":
        return mask & ~step.go if mask >> step.link & 1 else None
    if mask >> step.link & 1 or (step.kind == "swap" and not mask >> step.swapped & 1):
        return None
    others = step.come & ~(1 << step.link)
    if others and not others & ~mask:
        return None  # all that it needs is there: it is added alone
    return mask & ~step.go | step.come


def judge(kind: Kind, before: Ends, after: Ends, options: FormationOptions) -> tuple[Floats, Floats, Signs]:
    """(low, high, verdict) of the parties' gain; arrays (…, parties) in, (…) out; verdict 1 yes, 0, −1 no.

    With transfers a move improves if Σ_k π_k(after) − π_k(before) > 0. Without (Jackson & Wolinsky 1996):
    adding or swapping if nobody loses and somebody gains, dropping if one party alone gains. The payoffs of
    different players, and of different networks, vary independently, so each verdict is exact.
    """
    low, high = after[0] - before[1], after[1] - before[0]
    noise = options.tolerance * np.max(np.abs([*before, *after]), axis=0)
    if options.transfers:
        low, high, noise = low.sum(axis=-1), high.sum(axis=-1), noise.max(axis=-1)
    low, high = np.where(np.abs(low) <= noise, 0.0, low), np.where(np.abs(high) <= noise, 0.0, high)
    if options.transfers:
        return low, high, _sign(low > 0, high <= 0)
    if kind == "drop":
        sure, never = (low > 0).any(axis=-1), (high <= 0).all(axis=-1)
        return low.max(axis=-1), high.max(axis=-1), _sign(sure, never)
    sure = (low >= 0).all(axis=-1) & (low > 0).any(axis=-1)
    never = (high < 0).any(axis=-1) | (high <= 0).all(axis=-1)
    return low.sum(axis=-1), high.sum(axis=-1), _sign(sure, never)


def stakes(
    step: Step, links: Links, options: FormationOptions, start: Ends, between: Ends, end: Ends
) -> tuple[Ends, Ends]:
    """(before, after) payoffs that a step is judged by; arrays (…, n) of start, passage and end.

    Those of its parties; or, of a contested swap of b for a with transfers, what makes s_a − s_b:
    Σ_{k∈a} π_k(end) + Σ_{k∈b∖a} π_k(between) less Σ_{k∈b} π_k(start) + Σ_{k∈a∖b} π_k(between), between =
    start − b.
    """
    new = list(step.parties)
    if step.kind != "swap" or not (options.contested and options.transfers):
        return (start[0][..., new], start[1][..., new]), (end[0][..., new], end[1][..., new])
    old = list(links.members[step.swapped])
    left, come = [k for k in old if k not in new], [k for k in new if k not in old]
    before = [np.concatenate([start[e][..., old], between[e][..., come]], axis=-1) for e in (0, 1)]
    after = [np.concatenate([end[e][..., new], between[e][..., left]], axis=-1) for e in (0, 1)]
    return (before[0], before[1]), (after[0], after[1])


def _sign(sure: Any, never: Any) -> Signs:
    """1 where sure, −1 where never, 0 elsewhere; arrays or single flags."""
    return np.asarray(sure, dtype=np.int8) - np.asarray(never, dtype=np.int8)


def moves(game: NetworkGame, mask: int, options: FormationOptions) -> list[Move]:
    """All moves from a network to others that can be, judged; each new network costs one evaluation."""
    ways = _open_ways(game, mask, options)
    passed = {mask & ~step.go for step, _ in ways if through(step, options)}
    game.payoffs.require([mask, *(end for _, end in ways), *passed])
    return [_judged(game, step, mask, end, options) for step, end in ways]


def tried(game: NetworkGame, mask: int, options: FormationOptions, order: Order) -> list[Move]:
    """Moves judged one after another, the most promising first, up to the first that surely improves.

    Only that one improves for certain, if any; without one these are all moves there are. Payoffs that are
    worked out side by side are told what is likely to be asked next (`foresee`).
    """
    ways = promising((step, end, order(step, mask)) for step, end in _open_ways(game, mask, options))
    found: list[Move] = []
    for k, (step, end, _) in enumerate(ways):
        foresee(game, mask, ways[k:], options)
        found.append(_judged(game, step, mask, end, options))
        if found[-1].improves == "yes":
            break
    return found


def promising(ways: Iterable[Way]) -> list[Way]:
    """Ways by what they promise, the most first."""
    return sorted(ways, key=lambda way: -way[2])


def foresee(game: NetworkGame, mask: int, ways: Sequence[Way], options: FormationOptions) -> None:
    """Tell payoffs that are worked out side by side which networks are likely to be asked for.

    Of ways sorted by what they promise: if the first promises a gain, where it leads and where the next ones
    lead from there; if not, all, since each will be looked at before a network is found to be at rest.
    """
    if game.payoffs.at_once <= 1:
        return
    asked, at = [mask], mask
    hopeful = [way for way in ways if way[2] > 0]
    for step, end, _ in hopeful[: game.payoffs.at_once] or ways:
        led = reach(step, at) if hopeful else end
        if led is None or not game.admits(led) or not possible(game, step, at, options):
            continue
        asked += [at & ~step.go, led] if through(step, options) else [led]
        at = led if hopeful else mask
    game.payoffs.require(asked)


def _open_ways(game: NetworkGame, mask: int, options: FormationOptions) -> list[tuple[Step, int]]:
    """Steps that apply to a network, with the network they lead to, which can be."""
    listed = steps(game.links, options.moves, options.rivals)
    ways = [(step, end) for step in listed if (end := reach(step, mask)) is not None]
    return [(step, end) for step, end in ways if game.admits(end) and possible(game, step, mask, options)]


def _judged(game: NetworkGame, step: Step, mask: int, end: int, options: FormationOptions) -> Move:
    links, start = game.links, game.payoffs(mask)
    between = game.payoffs(mask & ~step.go) if through(step, options) else start
    before, after = stakes(step, links, options, start, between, game.payoffs(end))
    low, high, verdict = judge(step.kind, before, after, options)
    return Move(
        kind=step.kind,
        link=links.names[step.link],
        gone=links.say(mask & ~end & ~(1 << step.link)),
        parties=tuple(game.players[p] for p in step.parties),
        start=mask,
        end=end,
        gain=Range(float(low), float(high)),
        improves=SAID[int(verdict)],
        come=links.say(end & ~mask & ~(1 << step.link)),
    )


def through(step: Step, options: FormationOptions) -> bool:
    """Whether a step passes a network: a contested swap passes the one without the old link."""
    return step.kind == "swap" and options.contested and options.transfers


def possible(game: NetworkGame, step: Step, mask: int, options: FormationOptions) -> bool:
    """Whether the network that a step passes can be."""
    return not through(step, options) or game.admits(mask & ~step.go)
