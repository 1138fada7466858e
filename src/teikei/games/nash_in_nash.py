"""Nash-in-Nash: what the parties of every link pay each other, given all other deals and their terms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, combinations
from typing import TypeAlias

import numpy as np

from teikei.base.errors import Fault, GameError
from teikei.games.allocation import Allocation
from teikei.games.answers import Answer, ThreeWay
from teikei.games.linear_form import LinearForm, Range
from teikei.games.links import NetworkRef
from teikei.games.network_game import Feasible, LinkSource, NetworkGame, network_game
from teikei.games.network_payoffs import PayoffSource

ByParty: TypeAlias = "dict[tuple[int, int], LinearForm]"


@dataclass(frozen=True)
class Deal:
    """Terms of one link.

    Attributes
    ----------
    link : its name
    weights : bargaining weights of its parties
    surplus : s = Σ_k D_k, what the parties gain together (less what they pay for links that need this one)
    before : D_k = π_k(g) − π_k(g − link), what each gains before any payment
    pays : what each pays to the others (negative: receives); sums to zero
    after : b_k s, what each gains after payments
    agreed : whether s ≥ 0 at all payoffs within their intervals
    """

    link: str
    weights: tuple[float, ...]
    surplus: Range
    before: Allocation
    pays: Allocation
    after: Allocation
    agreed: ThreeWay

    def __str__(self) -> str:
        paid = ", ".join(f"{who} pays {amount:g}" for who, amount in self.pays.as_dict().items())
        return f"{self.link}: surplus {self.surplus}; {paid}"


@dataclass(frozen=True)
class Dropped:
    """A link whose parties lose by it: no payment between them makes both gain.

    Attributes
    ----------
    link, also : its name, and the links that fell with it because they need it
    surplus : the negative surplus in the network it was dropped from
    network : that network, as a mask
    side_payment : whether the players who are no party to it gain enough by it to pay for it
    payers : their gains, where they surely gain: the link stands only if they pay for it (make them parties
        of it)
    """

    link: str
    also: tuple[str, ...]
    surplus: Range
    network: int
    side_payment: ThreeWay
    payers: dict[str, Range]

    def __str__(self) -> str:
        payers = ", ".join(f"{who} (gains {gain})" for who, gain in self.payers.items())
        needs = f"; needs a side payment by {payers}" if self.side_payment != "no" and payers else ""
        return f"{self.link}: dropped, surplus {self.surplus}{needs}"


@dataclass(frozen=True)
class NashInNash:
    """Transfers of all links of a network, and what every player has after them.

    Attributes
    ----------
    network, links : the network whose links are all worth having, as a mask and by name
    deals : terms of every link that is not signed already
    payoffs : u_i = π_i(g) − Σ what i pays
    dropped : links that were given up, in order
    unique : whether every surplus is ≥ 0, so that these transfers exist and no others do; margin = least
        surplus
    margins : whether marginal contributions are weakly decreasing (see `decreasing_margins`); None if not
        asked
    evaluations : networks evaluated so far by the payoffs given
    """

    network: int
    links: tuple[str, ...]
    deals: tuple[Deal, ...]
    payoffs: Allocation
    dropped: tuple[Dropped, ...]
    unique: Answer
    margins: Answer | None
    evaluations: int

    def __getitem__(self, link: str) -> Deal:
        return {deal.link: deal for deal in self.deals}[link]

    def __str__(self) -> str:
        return "\n".join(map(str, [*self.deals, *self.dropped, self.payoffs]))


def nash_in_nash(
    payoffs: PayoffSource,
    links: LinkSource,
    weights: Sequence[float | Sequence[float]] | None = None,
    network: NetworkRef | None = None,
    feasible: Feasible | None = None,
    margins_up_to: int = 0,
) -> NashInNash:
    """t_k = D_k − b_k s for every party k of every link a of g:   D_k = π_k(g) − π_k(g−a),   s = Σ_k D_k.

    Each link maximises the product of its parties' gains, Π (D_k − t_k)^b_k, all other links and their
    terms as they are. Those terms cancel in D, so that there is nothing to iterate: for a pair, the first
    pays the second t = (1−b) D_1 − b D_2, and each keeps its weight's part of s. Where links need a, their
    payments are lost with a and count in D. A link with certainly negative surplus is dropped, the worst
    first, and all others are computed anew, because every D changes; it is never clamped at zero. Signed
    links are not bargained over.

    Parameters
    ----------
    payoffs : π(g) before transfers, see `NetworkPayoffs`; with intervals, all results are exact bounds
    links : tuples of players, or `Links`
    weights : bargaining weights, see `Links`; equal by default
    network : the network to start from; all links by default
    feasible : which networks can be, as ``feasible(mask)``
    margins_up_to : check decreasing margins of players with up to this many links (2^links networks each;
        0: none)

    Raises
    ------
    GameError
        faults of payoffs, links and weights; a network that cannot be; a link that cannot be left out alone
        because feasible(mask) says no (state what needs it in `Links`).

    Source
    ------
    Horn & Wolinsky, RAND 19 (1988); Collard-Wexler, Gowrisankaran & Lee, JPE 127 (2019), lump-sum prices.
    Theirs is a market of two sides; where firms deal on all sides, as carmakers do, it is an axiom plus the
    checks reported.

    Examples
    --------
    Alone each makes 10; together the first makes 16 and the second 12. The surplus is 8, so the first pays 2.

    >>> terms = nash_in_nash({0: [10, 10], 1: [16, 12]}, [(0, 1)])
    >>> print(terms["1-2"])
    1-2: surplus 8; 1 pays 2, 2 pays -2
    >>> terms.payoffs.as_dict()
    {'1': 14.0, '2': 14.0}
    """
    game = network_game(payoffs, links, weights, feasible)
    mask, dropped = _worth_having(game, game.network(network, game.links.full))
    gains, pays = talks(game, mask)
    deals = tuple(_deal(game, mask, a, gains, pays) for a in bargained(game, mask))
    shares = [after_transfers(mask, player, pays) for player in range(len(game.players))]
    return NashInNash(
        network=mask,
        links=game.links.say(mask),
        deals=deals,
        payoffs=allocation(game, game.players, shares),
        dropped=dropped,
        unique=_unique(deals),
        margins=_margins(game, mask, margins_up_to) if margins_up_to else None,
        evaluations=game.payoffs.evaluations,
    )


def _worth_having(game: NetworkGame, mask: int) -> tuple[int, tuple[Dropped, ...]]:
    """The network left when links whose parties certainly lose by them are given up, the worst first."""
    dropped: list[Dropped] = []
    while True:
        open_to_talks(game, mask)
        gains, _ = talks(game, mask)
        surpluses = {a: game.bounds(surplus(game, gains, a)) for a in bargained(game, mask)}
        worst = min(surpluses, key=lambda a: surpluses[a].high, default=-1)
        if worst < 0 or surpluses[worst].high >= 0:
            return mask, tuple(dropped)
        dropped.append(_dropped(game, mask, worst, surplus(game, gains, worst)))
        mask = game.links.without(mask, worst)


def _unique(deals: Sequence[Deal]) -> Answer:
    """Whether every surplus is ≥ 0 at all payoffs; the link of the least."""
    least = min(deals, key=lambda deal: deal.surplus.low, default=None)
    if least is None:
        return Answer("yes", None, np.inf)
    sure = least.surplus.low >= 0
    return Answer("yes" if sure else "undetermined", least.link, least.surplus.low)


def bargained(game: NetworkGame, mask: int) -> list[int]:
    """Links of a network that are not signed yet."""
    return game.links.listed(mask & ~game.links.signed)


def open_to_talks(game: NetworkGame, mask: int) -> None:
    """GameError if a network without one of its links cannot be or a table lacks it; evaluates nothing."""
    outside = {a: game.links.without(mask, a) for a in bargained(game, mask)}
    faults = [
        Fault(
            f"link {game.links.names[a]}",
            f"network {left} without it cannot be",
            "a payment is what a party has with the link over what it has without",
            "say in Links which links need it, or let feasible(mask) allow that network",
        )
        for a, left in outside.items()
        if not game.admits(left)
    ]
    if faults:
        raise GameError(faults)
    game.payoffs.require([mask, *outside.values()])


def gain(game: NetworkGame, mask: int, link: int, player: int) -> LinearForm:
    """D = π_player(g) − π_player(g − link)."""
    return LinearForm.payoff(mask, player) - LinearForm.payoff(game.links.without(mask, link), player)


def talks(game: NetworkGame, mask: int) -> tuple[ByParty, ByParty]:
    """What every party of every link stands to gain, and what it pays: (link, player) -> sum of payoffs.

    gain_k = D_k − T_k, where T_k is what k pays for links that need this one: if talks fail, those fall too
    and their payments with them. Links that nothing needs come first. pays_k = gain_k − b_k Σ_j gain_j.
    """
    links = game.links
    gains: ByParty = {}
    pays: ByParty = {}
    for a in sorted(bargained(game, mask), key=lambda a: links.falling[a].bit_count()):
        for k in links.members[a]:
            gains[a, k] = gain(game, mask, a, k)
            for b in links.listed(mask & links.falling[a]):
                gains[a, k] -= pays.get((b, k), LinearForm())
        joint = surplus(game, gains, a)
        for k, weight in zip(links.members[a], links.weights[a], strict=True):
            pays[a, k] = gains[a, k] - joint * weight
    return gains, pays


def surplus(game: NetworkGame, gains: ByParty, link: int) -> LinearForm:
    """s = Σ_k gain_k over the parties of a link."""
    total = LinearForm()
    for player in game.links.members[link]:
        total += gains[link, player]
    return total


def after_transfers(mask: int, player: int, paid: ByParty) -> LinearForm:
    """u = π_player(g) − all it pays."""
    form = LinearForm.payoff(mask, player)
    for (_, payer), amount in paid.items():
        if payer == player:
            form -= amount
    return form


def allocation(game: NetworkGame, players: Sequence[str], forms: Sequence[LinearForm]) -> Allocation:
    """Sums of payoffs as an allocation: exact bounds, and the value at the middle of the intervals."""
    ends = [form.bounds(game.payoffs) for form in forms]
    value = np.array([end.middle for end in ends])
    return Allocation(
        tuple(players),
        value,
        np.array([e.low for e in ends]),
        np.array([e.high for e in ends]),
        certified=True,
    )


def decreasing_margins(
    payoffs: PayoffSource,
    links: LinkSource,
    network: NetworkRef | None = None,
    feasible: Feasible | None = None,
    up_to: int = 10,
) -> Answer:
    """Whether π_i(g) − π_i(g−A) ≥ Σ_{a∈A} D_i(a) for every player i and every set A of its links (WCDMC).

    With it, and a surplus ≥ 0 on every link, immediate agreement at Nash-in-Nash prices is an equilibrium
    of the talks; complements (a platform of use only with the plant) violate it: then make them one link.

    Parameters
    ----------
    payoffs, links, network, feasible : as for `nash_in_nash`; pass the same `NetworkPayoffs` to share its
        cache
    up_to : players with more links in g are left out, and the answer is then at best undetermined

    Returns
    -------
    Answer, with (player, links) of the tightest set as witness and its slack as margin.

    Source
    ------
    Collard-Wexler, Gowrisankaran & Lee, JPE 127 (2019), weak conditional decreasing marginal contributions.

    Examples
    --------
    Two licences that are of use only together: 0 with one, 6 with both; the first loses 6 without either.

    >>> both = {0: [0, 0, 0], 1: [0, 0, 0], 2: [0, 0, 0], 3: [6, 0, 0]}
    >>> decreasing_margins(both, [(0, 1), (0, 2)]).answer
    'no'
    """
    game = network_game(payoffs, links, None, feasible)
    mask = game.network(network, game.links.full)
    open_to_talks(game, mask)
    return _margins(game, mask, up_to)


def _margins(game: NetworkGame, mask: int, up_to: int) -> Answer:
    slacks: list[tuple[object, LinearForm]] = []
    skipped = []
    for player, name in enumerate(game.players):
        own = [a for a in game.links.of(player, mask) if not game.links.signed >> a & 1]
        if len(own) > up_to:
            skipped.append(name)
            continue
        for several in subsets(own, 2):
            form = _slack(game, mask, player, several)
            if form is not None:
                slacks.append(((name, tuple(game.links.names[a] for a in several)), form))
    answer = game.hold(slacks)
    if skipped and answer.answer != "no":
        return Answer("undetermined", f"more than {up_to} links: {', '.join(skipped)}", answer.margin)
    return answer


def subsets(links: Sequence[int], least: int) -> Iterator[tuple[int, ...]]:
    """Sets of at least so many of the links, small ones first."""
    return chain.from_iterable(combinations(links, size) for size in range(least, len(links) + 1))


def _slack(game: NetworkGame, mask: int, player: int, several: Sequence[int]) -> LinearForm | None:
    """π_i(g) − π_i(g−A) − Σ D_i; None if one of A needs another of A, or g−A cannot be."""
    left = mask
    for a in several:
        if any(b != a and game.links.falling[a] >> b & 1 for b in several):
            return None
        left = game.links.without(left, a)
    if not game.admits(left):
        return None
    form = LinearForm.payoff(mask, player) - LinearForm.payoff(left, player)
    for a in several:
        form -= gain(game, mask, a, player)
    return form


def _deal(game: NetworkGame, mask: int, link: int, gains: ByParty, pays: ByParty) -> Deal:
    """Terms of a link as they are reported."""
    links, parties = game.links, game.links.members[link]
    names = tuple(game.players[p] for p in parties)
    joint = surplus(game, gains, link)
    ends = game.bounds(joint)
    return Deal(
        link=links.names[link],
        weights=links.weights[link],
        surplus=ends,
        before=allocation(game, names, [gain(game, mask, link, p) for p in parties]),
        pays=allocation(game, names, [pays[link, p] for p in parties]),
        after=allocation(game, names, [joint * weight for weight in links.weights[link]]),
        agreed="yes" if ends.low >= 0 else "undetermined",
    )


def _dropped(game: NetworkGame, mask: int, link: int, joint: LinearForm) -> Dropped:
    """A link given up, and whether players who are no party to it would rather pay for it."""
    gains = {
        player: gain(game, mask, link, player)
        for player in range(len(game.players))
        if player not in game.links.members[link]
    }
    ends = {player: game.bounds(form) for player, form in gains.items()}
    sure = best = joint
    for player, form in gains.items():
        sure = sure + form if ends[player].low > 0 else sure
        best = best + form if ends[player].high > 0 else best
    enough = game.bounds(sure).low >= 0
    left = game.links.without(mask, link)
    return Dropped(
        link=game.links.names[link],
        also=game.links.say(mask & ~left & ~(1 << link)),
        surplus=game.bounds(joint),
        network=mask,
        side_payment="yes" if enough else "no" if game.bounds(best).high < 0 else "undetermined",
        payers={game.players[player]: one for player, one in ends.items() if one.low > 0},
    )
