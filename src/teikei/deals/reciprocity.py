"""How far two firms give each other what they take: before money, in kind, and what each would lose.

in-kind share = 1 − |t| / (D_i⁺ + D_j⁺)     1: no cheque needed; 0: one side gains nothing but money
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from teikei.deals.contracts import Contracts
from teikei.deals.profits import Profits
from teikei.deals.worth import Interval
from teikei.games.linear_form import LinearForm

SWAP = 0.05
"""A bundle is a swap if what is paid is at most this share of its surplus."""
MOST = 10
"""Contracts between two firms of which every set is tried."""


@dataclass(frozen=True, slots=True)
class Reciprocity:
    """Two firms and all deals between them in a book; million, present value.

    Attributes
    ----------
    firms : i and j
    agreements : between them, in contracts
    before_m : what each has more by all of them, before money
    pays_m : what i pays j for all of them (negative: is paid)
    after_m : what each has more, after that
    in_kind : share of the gains that needs no cheque, at the middle of the intervals
    even_before, even_after : 1 − |D_i − D_j| / (|D_i| + |D_j|): 1 even, 0 one-sided
    swap : the fewest contracts that need almost no cheque; none if there is no such bundle
    swap_pays_m : what i pays j in it
    depends_m : what each loses if the other leaves with all its new deals, those with third firms too
    """

    firms: tuple[str, str]
    agreements: tuple[str, ...]
    before_m: dict[str, Interval]
    pays_m: Interval
    after_m: dict[str, Interval]
    in_kind: float
    even_before: float
    even_after: float
    swap: tuple[str, ...]
    swap_pays_m: float | None
    depends_m: dict[str, Interval]


def reciprocity(profits: Profits, found: Contracts) -> tuple[Reciprocity, ...]:
    """Every pair of planning firms with a contract of their own in a settled book."""
    links, network = found.game.links, found.terms.network
    pairs: dict[tuple[int, int], list[int]] = {}
    for k in links.listed(network):
        who = [p for p in links.members[k] if links.players[p] in profits.firms]
        if len(who) == 2:
            pairs.setdefault((min(who), max(who)), []).append(k)
    return tuple(_between(found, pair, own) for pair, own in sorted(pairs.items()))


def _between(found: Contracts, pair: tuple[int, int], own: Sequence[int]) -> Reciprocity:
    game, network = found.game, found.terms.network
    i, j = (game.players[p] for p in pair)
    paid = {k: _paid(found, k, i) for k in own}
    left = network
    for k in own:
        left = game.links.without(left, k)
    before = {game.players[p]: _difference(found, network, left, p) for p in pair}
    pays = (sum(p[0] for p in paid.values()), sum(p[1] for p in paid.values()))
    after = {i: (before[i][0] - pays[1], before[i][1] - pays[0])}
    after[j] = (before[j][0] + pays[0], before[j][1] + pays[1])
    swap, cheque = _smallest_swap(found, own, paid)
    return Reciprocity(
        firms=(i, j),
        agreements=tuple(a for k in own for a in found.groups[k]),
        before_m=before,
        pays_m=pays,
        after_m=after,
        in_kind=in_kind(_middle(before[i]), _middle(before[j]), _middle(pays)),
        even_before=even(_middle(before[i]), _middle(before[j])),
        even_after=even(_middle(after[i]), _middle(after[j])),
        swap=swap,
        swap_pays_m=cheque,
        depends_m={i: _dependence(found, pair[0], pair[1]), j: _dependence(found, pair[1], pair[0])},
    )


def in_kind(one: float, other: float, paid: float) -> float:
    """1 − |t| / (D_i⁺ + D_j⁺), from 0 to 1; 0 where nobody gains before money.

    >>> in_kind(6.0, 4.0, 1.0), in_kind(-1.0, 4.0, 2.5), in_kind(-1.0, -1.0, 0.0)
    (0.9, 0.375, 0.0)
    """
    gained = max(one, 0.0) + max(other, 0.0)
    return max(0.0, 1.0 - abs(paid) / gained) if gained > 0 else 0.0


def even(one: float, other: float) -> float:
    """1 − |D_i − D_j| / (|D_i| + |D_j|); 1 where neither gains nor loses.

    >>> even(5.0, 5.0), even(5.0, 0.0), even(3.0, 1.0)
    (1.0, 0.0, 0.5)
    """
    whole = abs(one) + abs(other)
    return 1.0 - abs(one - other) / whole if whole > 0 else 1.0


def _middle(ends: Interval) -> float:
    return (ends[0] + ends[1]) / 2


def _paid(found: Contracts, k: int, firm: str) -> Interval:
    pays = found.terms[found.game.links.names[k]].pays
    at = pays.players.index(firm)
    return float(pays.low[at]), float(pays.high[at])


def _difference(found: Contracts, more: int, less: int, player: int) -> Interval:
    ends = found.game.bounds(LinearForm.payoff(more, player) - LinearForm.payoff(less, player))
    return ends.low, ends.high


def _dependence(found: Contracts, player: int, other: int) -> Interval:
    """What a player loses before money if the other drops all its contracts."""
    left = found.terms.network
    for k in found.game.links.of(other, left):
        left = found.game.links.without(left, k)
    return _difference(found, found.terms.network, left, player)


def _smallest_swap(
    found: Contracts, own: Sequence[int], paid: dict[int, Interval]
) -> tuple[tuple[str, ...], float | None]:
    """The fewest contracts whose payments nearly cancel; of equally few, those with the largest surplus. Of
    more than `MOST` the largest are tried."""
    surplus = {k: _middle(tuple(found.terms[found.game.links.names[k]].surplus)) for k in own}  # type: ignore[arg-type]
    few = sorted(own, key=lambda k: -surplus[k])[:MOST]
    for size in range(1, len(few) + 1):
        swaps = []
        for several in combinations(few, size):
            cheque, whole = sum(_middle(paid[k]) for k in several), sum(surplus[k] for k in several)
            if whole > 0 and abs(cheque) <= SWAP * whole:
                swaps.append((whole, several, cheque))
        if swaps:
            _, several, cheque = max(swaps, key=lambda swap: swap[0])
            return tuple(a for k in several for a in found.groups[k]), cheque
    return (), None
