"""Candidate deals as links between players: who signs, with what weight, what is signed, what needs what."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeGuard

import numpy as np

from teikei.base.errors import Fault, GameError, did_you_mean

Party: TypeAlias = "int | str"
"""A player by position (from 0) or by name."""
LinkRef: TypeAlias = "int | str | Sequence[Party]"
"""A link by position (from 0), by name, or by its players where no other link has the same ones."""
NetworkRef: TypeAlias = "int | Iterable[LinkRef]"
"""A network by bit mask (link a ↔ bit a) or by its links."""


@dataclass(frozen=True, init=False)
class Links:
    """Links of two or more players; a network is a set of them, written as a bit mask: link a ↔ bit a.

    Parameters
    ----------
    links : one tuple of players a link, by position from 0 or by name; three or more make a multilateral link
    players : names of all players in the order of the payoffs, or how many there are (named "1" to "n");
        needed if links name players by name
    weights : bargaining weights, one entry a link: numbers that sum to 1 in the order of the link's players,
        or for a pair the weight of the first alone; equal if not given
    names : one name a link; by default its players joined by a dash
    signed : links that cannot be dropped; their terms are part of the payoffs
    needs : link -> links without which it cannot stand; dropping one of those drops it too

    Raises
    ------
    GameError
        all at once: a link with fewer than two players or one twice, an unknown player or link, weights that
        are negative or do not sum to 1, needs that go round in a circle, signed links that need unsigned
        ones.

    Examples
    --------
    >>> links = Links([("a", "b"), ("b", "c")], players=["a", "b", "c"], needs={"b-c": ["a-b"]})
    >>> links.names, links.mask(["b-c"]), links.without(0b11, 0)
    (('a-b', 'b-c'), 2, 0)
    """

    members: tuple[tuple[int, ...], ...]
    weights: tuple[tuple[float, ...], ...]
    players: tuple[str, ...]
    names: tuple[str, ...]
    signed: int
    needs: tuple[int, ...]
    falling: tuple[int, ...]
    named: bool

    def __init__(
        self,
        links: Iterable[Sequence[Party]],
        players: Sequence[str] | int | None = None,
        weights: Sequence[float | Sequence[float]] | None = None,
        names: Sequence[str] | None = None,
        signed: Iterable[LinkRef] = (),
        needs: Mapping[LinkRef, Iterable[LinkRef]] | None = None,
    ) -> None:
        faults: list[Fault] = []
        given = [_parties(a, link, faults) for a, link in enumerate(links)]
        known = _names_of_players(players, given, faults)
        members = tuple(_members(a, link, known, players is not None, faults) for a, link in enumerate(given))
        _set(self, players=known, named=players is not None, members=members)
        _set(self, names=_names_of_links(names, members, known, faults))
        _set(self, weights=_weights(weights, members, self.names, faults))
        if faults:
            raise GameError(faults)
        _set(self, signed=0, needs=(0,) * len(members))
        _set(self, needs=self._read_needs(needs or {}))
        _set(self, falling=tuple(_falling(a, self.needs) for a in range(len(members))))
        _set(self, signed=self.mask(signed))
        lacking = [a for a in self.listed(self.signed) if self.needs[a] & ~self.signed]
        if lacking:
            raise GameError([self._lacks(a) for a in lacking])

    @property
    def n(self) -> int:
        """How many players the links are drawn between."""
        return len(self.players)

    @property
    def full(self) -> int:
        """The network of all links."""
        return (1 << len(self.members)) - 1

    def __len__(self) -> int:
        return len(self.members)

    def listed(self, mask: int) -> list[int]:
        """Positions of the links of a network, ascending."""
        return [a for a in range(len(self.members)) if mask >> a & 1]

    def say(self, mask: int) -> tuple[str, ...]:
        """Names of the links of a network."""
        return tuple(self.names[a] for a in self.listed(mask))

    def of(self, player: int, mask: int) -> list[int]:
        """Positions of a player's links in a network."""
        return [a for a in self.listed(mask) if player in self.members[a]]

    def admits(self, mask: int) -> bool:
        """Whether a network has every signed link, and with each link all that it needs."""
        return mask & self.signed == self.signed and all(
            self.needs[a] & ~mask == 0 for a in self.listed(mask)
        )

    def without(self, mask: int, link: int) -> int:
        """The network less a link and less every link that, directly or in turn, needs it."""
        return mask & ~self.falling[link]

    def position(self, link: LinkRef) -> int:
        """Position of a link given by position, name or players; GameError if there is no such one link."""
        if _whole(link) and 0 <= link < len(self.members):
            return int(link)
        if isinstance(link, str) and link in self.names:
            return self.names.index(link)
        if not _whole(link) and not isinstance(link, (int, str)):
            wanted = {self.player(party) for party in link}
            same = [a for a, who in enumerate(self.members) if set(who) == wanted]
            if len(same) == 1:
                return same[0]
        raise GameError(
            Fault(
                f"link {link!r}",
                f"no one link is {link!r}",
                "a network is a set of the links given",
                did_you_mean(str(link), self.names, "names of the links"),
            )
        )

    def mask(self, network: NetworkRef) -> int:
        """Bit mask of a network given by mask or by its links; GameError if a link is not there."""
        if isinstance(network, (int, np.integer)):
            if 0 <= network <= self.full:
                return int(network)
            raise GameError(
                Fault(
                    f"network {network}",
                    f"mask {network} with {len(self)} links",
                    "a bit beyond the links names no link",
                    f"give a mask from 0 to {self.full}",
                )
            )
        return sum(1 << a for a in {self.position(link) for link in network})

    def weighted(self, weights: Sequence[float | Sequence[float]] | None) -> Links:
        """The same links with other bargaining weights."""
        return Links(
            self.members,
            self.players if self.named else None,
            weights,
            self.names,
            self.listed(self.signed),
            {a: self.listed(mask) for a, mask in enumerate(self.needs) if mask},
        )

    def player(self, party: Party) -> int:
        """Position of a player; GameError if there is no such player."""
        if isinstance(party, str) and party in self.players:
            return self.players.index(party)
        if _whole(party) and 0 <= party < self.n:
            return int(party)
        raise GameError(
            Fault(
                f"player {party!r}",
                f"no player is {party!r}",
                "links are drawn between the players given",
                did_you_mean(str(party), self.players, "players"),
            )
        )

    def _read_needs(self, needs: Mapping[LinkRef, Iterable[LinkRef]]) -> tuple[int, ...]:
        masks = [0] * len(self.members)
        for link, wanted in needs.items():
            masks[self.position(link)] |= self.mask(wanted)
        standing = self.full  # take away, again and again, links whose needs are all gone; a circle stays
        while gone := [a for a in self.listed(standing) if masks[a] & standing == 0]:
            for a in gone:
                standing &= ~(1 << a)
        if standing:
            circle = ", ".join(self.say(standing))
            raise GameError(
                Fault(
                    f"needs of {circle}",
                    f"needs go round in a circle: {circle}",
                    "none of them could be signed or dropped alone",
                    "make them one link",
                )
            )
        return tuple(masks)

    def _lacks(self, a: int) -> Fault:
        return Fault(
            f"link {self.names[a]}",
            f"signed, but {', '.join(self.say(self.needs[a] & ~self.signed))} is not, which it needs",
            "a network without what a link needs cannot stand",
            "sign both or neither",
        )


def _set(links: Links, **fields: object) -> None:
    for name, value in fields.items():
        object.__setattr__(links, name, value)


def _falling(link: int, needs: Sequence[int]) -> int:
    """The link and all that need it, directly or in turn."""
    gone = 1 << link
    while more := [a for a, needed in enumerate(needs) if needed & gone and not gone >> a & 1]:
        for a in more:
            gone |= 1 << a
    return gone


def _whole(given: Any) -> TypeGuard[int]:
    """Whether something is a whole number, of Python or of an array."""
    return isinstance(given, (int, np.integer)) and not isinstance(given, bool)


def _parties(a: int, link: Any, faults: list[Fault]) -> tuple[Party, ...]:
    """Who stands in a link, as given; a fault if it is no list of players."""
    if isinstance(link, Iterable) and not isinstance(link, str):
        return tuple(link)
    what = f"{link!r} is no list of players"
    faults.append(Fault(f"link {a}", what, "a deal needs two signatures", "give a tuple of players"))
    return ()


def _names_of_players(
    players: Sequence[str] | int | None, links: Sequence[tuple[Party, ...]], faults: list[Fault]
) -> tuple[str, ...]:
    if players is None:
        highest = max((p for link in links for p in link if _whole(p)), default=-1)
        return tuple(str(p + 1) for p in range(highest + 1))
    named = (
        tuple(str(p + 1) for p in range(players))
        if isinstance(players, int)
        else tuple(str(p) for p in players)
    )
    if len(set(named)) < len(named):
        faults.append(
            Fault(
                "players",
                "a name stands twice",
                "a link could mean either",
                "give every player a name of its own",
            )
        )
    return named


def _members(
    a: int, link: tuple[Party, ...], players: tuple[str, ...], given: bool, faults: list[Fault]
) -> tuple[int, ...]:
    where = f"link {a}"
    found = []
    for party in link:
        if isinstance(party, str) and party in players:
            found.append(players.index(party))
        elif _whole(party) and 0 <= party < len(players):
            found.append(int(party))
        else:
            fix = did_you_mean(str(party), players, "players")
            if isinstance(party, str) and not given:
                fix = "give players=[…] in the order of the payoffs"
            faults.append(Fault(where, f"{party!r} is no player", "nobody would sign for it", fix))
    if len(set(found)) < len(found):  # by name here and by position there is twice too
        faults.append(
            Fault(where, f"{link!r} names a player twice", "nobody deals with itself", "name each once")
        )
    if len(link) < 2 and not any(fault.where == where for fault in faults):
        what = f"{link!r} has {'no player' if not link else 'one player only'}"
        faults.append(Fault(where, what, "a deal needs two signatures", "name two players or more"))
    return tuple(found)


def _names_of_links(
    names: Sequence[str] | None,
    members: Sequence[tuple[int, ...]],
    players: tuple[str, ...],
    faults: list[Fault],
) -> tuple[str, ...]:
    if names is not None:
        if len(names) != len(members) or len(set(names)) < len(names):
            faults.append(
                Fault(
                    "names",
                    f"{len(set(names))} different names for {len(members)} links",
                    "every link is known by its name",
                    "give one name a link, each once",
                )
            )
        return tuple(str(name) for name in names)
    plain = ["-".join(players[p] for p in who) for who in members]
    return tuple(
        f"{name} #{plain[:a].count(name) + 1}" if name in plain[:a] else name for a, name in enumerate(plain)
    )


def _weights(
    weights: Sequence[float | Sequence[float]] | None,
    members: Sequence[tuple[int, ...]],
    names: Sequence[str],
    faults: list[Fault],
) -> tuple[tuple[float, ...], ...]:
    if weights is None:
        return tuple(tuple(1 / len(who) for _ in who) for who in members)
    entries = len(weights) if hasattr(weights, "__len__") else 0
    if entries != len(members):
        faults.append(
            Fault(
                "weights",
                f"{weights!r:.60} for {len(members)} links",
                "every link is split by its own weights",
                "give one entry a link",
            )
        )
        return ()
    read = []
    for who, name, entry in zip(members, names, weights, strict=False):
        one = isinstance(entry, (int, float, np.number))
        try:
            given: Any = entry
            shares = (float(given), 1 - float(given)) if one else tuple(map(float, given))
        except (TypeError, ValueError):
            shares = ()  # no numbers: the fault is named below
        if len(who) < 2:  # a fault of the link, already named
            continue
        wrong = len(shares) != len(who) or any(not 0 <= share <= 1 for share in shares)
        if wrong or not math.isclose(sum(shares), 1, abs_tol=1e-9):
            faults.append(
                Fault(
                    f"weights of {name}",
                    f"{entry!r} for {len(who)} players",
                    "weights divide one surplus among those who sign",
                    "give numbers from 0 to 1 that sum to 1, one a player"
                    + (", or for a pair the first one's" if one else ""),
                )
            )
        read.append(shares)
    return tuple(read)
