"""Threats of replacement: who can sign with another instead pays no more than that would cost it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from teikei.games.allocation import Allocation
from teikei.games.answers import Answer, ThreeWay
from teikei.games.linear_form import LinearForm, Range
from teikei.games.links import NetworkRef, Party
from teikei.games.nash_in_nash import ByParty, Dropped, after_transfers, nash_in_nash, talks
from teikei.games.network_game import Feasible, LinkSource, NetworkGame, network_game
from teikei.games.network_payoffs import PayoffSource


@dataclass(frozen=True)
class Threat:
    """A player may sign another link instead.

    Attributes
    ----------
    player, by : who threatens, with which link
    limit : the most it then pays for the link at stake: t_OO
    """

    player: str
    by: str
    limit: Range


@dataclass(frozen=True)
class ThreatenedDeal:
    """Terms of one link under threats.

    Attributes
    ----------
    link : its name
    nash : what each party pays without threats
    pays : what each pays with them
    threats : all there are
    binding : whether a threat changes the payment
    holds : whether some payment satisfies both parties and all threats; if not, one of them signs elsewhere.
        Witness: the parties and links that stand against each other; margin: what is left between them
    """

    link: str
    nash: Allocation
    pays: Allocation
    threats: tuple[Threat, ...]
    binding: ThreeWay
    holds: Answer


@dataclass(frozen=True)
class ReplacementTerms:
    """Nash-in-Nash with threat of replacement.

    Attributes
    ----------
    network, links : mask and names of the links in force
    deals : terms of every link that is not signed already
    payoffs : what every player has after transfers; bounds hold, but need not be attained where a threat
        may bind
    dropped : links given up because their parties lose by them
    evaluations : networks evaluated so far by the payoffs given
    extra : how many of them for the threats alone
    """

    network: int
    links: tuple[str, ...]
    deals: tuple[ThreatenedDeal, ...]
    payoffs: Allocation
    dropped: tuple[Dropped, ...]
    evaluations: int
    extra: int

    def __getitem__(self, link: str) -> ThreatenedDeal:
        return {deal.link: deal for deal in self.deals}[link]


def replacement_terms(
    payoffs: PayoffSource,
    links: LinkSource,
    weights: Sequence[float | Sequence[float]] | None = None,
    network: NetworkRef | None = None,
    feasible: Feasible | None = None,
    by: Iterable[Party] | None = None,
    rivals: Iterable[tuple[str, str]] | None = None,
) -> ReplacementTerms:
    """i pays j   t = min(t_Nash, t_OO),   t_OO = π_i(g) − π_i(g−a+c) − Σ_{k∈c∖i} [π_k(g−a+c) − π_k(g−a)].

    If i replaced j's link a by c, the other parties of c would sign at terms that leave them as well off as
    without: t_OO makes i indifferent between a at t_OO and c at those terms. Of several replacements the
    best counts. j's threats bound the payment from the other side. Threats concern links of two players; a
    replacement is a link outside g with i but not j, such that g−a+c can be. Other terms stay as they are.

    Parameters
    ----------
    payoffs : π(g) before transfers, see `NetworkPayoffs`
    links : tuples of players, or `Links`; those outside the network are the replacements
    weights : bargaining weights, see `Links`; equal by default
    network : the network in force; all links by default
    feasible : which networks can be, as ``feasible(mask)``
    by : players who can threaten; all by default (in Ho & Lee only the insurer)
    rivals : pairs of links of which one can replace the other; all by default

    Raises
    ------
    GameError    as `nash_in_nash`

    Source
    ------
    Ho & Lee, AER 109 (2019), Nash-in-Nash with threat of replacement.

    Examples
    --------
    A maker gains 12 with plant 1 and 10 with plant 2, which cost their owners 2 each. Alone with plant 1 it
    would pay 7; since plant 2 would do the job for 2 it pays 4, and the better plant keeps its advantage of
    2.

    >>> table = {0: [10, 0, 0], 1: [22, -2, 0], 2: [20, 0, -2]}
    >>> terms = replacement_terms(table, [(0, 1), (0, 2)], network=1, feasible=lambda mask: mask != 3)
    >>> terms["1-2"].nash["1"], terms["1-2"].pays["1"], terms.extra
    (7.0, 4.0, 1)
    """
    game = network_game(payoffs, links, weights, feasible)
    plain = nash_in_nash(game.payoffs, game.links, None, network, feasible)
    mask = plain.network
    gains, pays = talks(game, mask)
    threatening = range(len(game.players)) if by is None else {game.links.player(party) for party in by}
    known = None if rivals is None else {frozenset(map(game.links.position, pair)) for pair in rivals}
    made: dict[int, tuple[ThreatenedDeal, Range]] = {}
    for a in sorted({link for link, _ in pays}):
        pair = len(game.links.members[a]) == 2
        threats = _threats(game, mask, a, pays, set(threatening), known) if pair else {}
        made[a] = _terms(game, a, gains, pays, threats)
    shares = [_share(game, mask, player, pays, made) for player in range(len(game.players))]
    return ReplacementTerms(
        network=mask,
        links=plain.links,
        deals=tuple(deal for deal, _ in made.values()),
        payoffs=_allocation(game.players, [value for value, _ in shares], [ends for _, ends in shares]),
        dropped=plain.dropped,
        evaluations=game.payoffs.evaluations,
        extra=game.payoffs.evaluations - plain.evaluations,
    )


def _threats(
    game: NetworkGame,
    mask: int,
    link: int,
    pays: ByParty,
    threatening: set[int],
    rivals: set[frozenset[int]] | None,
) -> dict[tuple[int, int], LinearForm]:
    """(player, replacement) -> the most the player pays for the link."""
    links, found = game.links, {}
    without = links.without(mask, link)
    for player in threatening & set(links.members[link]):
        (other,) = set(links.members[link]) - {player}
        for c in range(len(links)):
            if rivals is not None and {link, c} not in rivals:
                continue
            after = without | 1 << c
            who = links.members[c]
            if mask >> c & 1 or player not in who or other in who or not game.admits(after):
                continue
            limit = LinearForm.payoff(mask, player) - LinearForm.payoff(after, player)
            for b in links.listed(mask & links.falling[link] & ~(1 << link)):
                limit -= pays.get((b, player), LinearForm())
            for k in who:
                if k != player:
                    limit -= LinearForm.payoff(after, k) - LinearForm.payoff(without, k)
            found[player, c] = limit
    game.payoffs.require({network for form in found.values() for network in form.networks()})
    return found


def _terms(
    game: NetworkGame, link: int, gains: ByParty, pays: ByParty, threats: dict[tuple[int, int], LinearForm]
) -> tuple[ThreatenedDeal, Range]:
    """Terms of a link, and the range of what its first party pays."""
    links, parties = game.links, game.links.members[link]
    names = tuple(game.players[p] for p in parties)
    nash = [pays[link, p].bounds(game.payoffs) for p in parties]
    ends = {who: form.bounds(game.payoffs) for who, form in threats.items()}
    first, second = parties[0], parties[1]
    ceilings = [one for (player, _), one in ends.items() if player == first]
    floors = [Range(-one.high, -one.low) for (player, _), one in ends.items() if player == second]
    low, value, high = (
        max([*(part(one) for one in floors), min([*(part(one) for one in ceilings), part(nash[0])])])
        for part in (_low, _middle, _high)
    )
    paid = [Range(low, high), Range(-high, -low)] if threats else nash
    amounts = [value, -value] if threats else [one.middle for one in nash]
    deal = ThreatenedDeal(
        link=links.names[link],
        nash=_allocation(names, [one.middle for one in nash], nash),
        pays=_allocation(names, amounts, paid),
        threats=tuple(Threat(game.players[p], links.names[c], one) for (p, c), one in ends.items()),
        binding=_binding(nash[0], ceilings, floors),
        holds=game.hold(_standing(game, link, gains, threats)),
    )
    return deal, paid[0]


def _standing(
    game: NetworkGame, link: int, gains: ByParty, threats: dict[tuple[int, int], LinearForm]
) -> Iterable[tuple[object, LinearForm]]:
    """What must be ≥ 0: a limit against what the other accepts at least, and limits against each other."""
    names, members = game.links.names, game.links.members[link]
    for (player, c), limit in threats.items():
        (other,) = set(members) - {player}
        yield (game.players[other], names[c]), limit + gains[link, other]
        for (rival, d), against in threats.items():
            if rival == other and player < rival:
                yield (names[c], names[d]), limit + against


def _binding(nash: Range, ceilings: Sequence[Range], floors: Sequence[Range]) -> ThreeWay:
    over = [(one.low - nash.high, one.high - nash.low) for one in ceilings]  # room below a ceiling
    over += [(nash.low - one.high, nash.high - one.low) for one in floors]  # room above a floor
    if any(most < 0 for _, most in over):
        return "yes"
    return "no" if all(least >= 0 for least, _ in over) else "undetermined"


def _share(
    game: NetworkGame, mask: int, player: int, pays: ByParty, made: dict[int, tuple[ThreatenedDeal, Range]]
) -> tuple[float, Range]:
    """What a player has after transfers: (value, range); payments no threat moves enter as exact sums."""
    kept = {(a, p): form for (a, p), form in pays.items() if made[a][0].binding == "no"}
    ends = after_transfers(mask, player, kept).bounds(game.payoffs)
    value, low, high = ends.middle, ends.low, ends.high
    for a, (deal, _) in made.items():
        members = game.links.members[a]
        if deal.binding != "no" and player in members:
            at = members.index(player)
            value -= float(deal.pays.value[at])
            low, high = low - float(deal.pays.high[at]), high - float(deal.pays.low[at])
    return value, Range(low, high)


def _allocation(players: Sequence[str], value: Sequence[float], ends: Sequence[Range]) -> Allocation:
    low, high = np.array([one.low for one in ends]), np.array([one.high for one in ends])
    return Allocation(tuple(players), np.array(value), low, high, certified=True)


def _low(ends: Range) -> float:
    return ends.low


def _middle(ends: Range) -> float:
    return ends.middle


def _high(ends: Range) -> float:
    return ends.high
