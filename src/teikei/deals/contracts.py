"""The deals of one book as a game of their own: who pays whom, and who would rather walk out.

Deals that only pay together are one contract: split apart, each would be paid for as if the other were there
anyway, and the payer would be better off without both.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from teikei.agreements.book import agreement_rows
from teikei.base.options import SearchOptions
from teikei.deals.profits import Profits
from teikei.deals.worth import Interval
from teikei.games.answers import Answer
from teikei.games.linear_form import LinearForm
from teikei.games.links import Links
from teikei.games.nash_in_nash import NashInNash, after_transfers, nash_in_nash, talks
from teikei.games.network_game import NetworkGame
from teikei.games.network_payoffs import NetworkPayoffs
from teikei.games.networks import walk_outs
from teikei.plan.sets import Floats

Groups = tuple[tuple[str, ...], ...]
JOIN = " + "
SETS = SearchOptions().sets
"""Deals of a firm up to which every set of them is dropped in trial: the same wherever terms are settled."""


@dataclass(frozen=True, eq=False)
class Contracts:
    """The deals of a book with what each pays.

    Attributes
    ----------
    groups : agreements of each contract; more than one where they are settled as a bundle
    game : contracts as links, all of them the full network
    terms : Nash-in-Nash payments and gains after them
    walk_outs : whether no firm gains by dropping any set of its contracts; witness: firm and contracts
    gains : π_f(g) − what f pays − π_f(g less all its new deals), million, present value; each is counted from
        another book, so that they do not add up to the worth of the book
    """

    groups: Groups
    game: NetworkGame
    terms: NashInNash
    walk_outs: Answer
    gains: dict[str, Interval]

    @property
    def agreements(self) -> tuple[str, ...]:
        """Agreements of the contracts that stand; those whose parties lose by them have been dropped."""
        return tuple(a for k in self.game.links.listed(self.terms.network) for a in self.groups[k])


def contracts(
    profits: Profits, book: Sequence[str], weight: float | None = None, sets_up_to: int = SETS
) -> Contracts:
    """Settle the deals of a book, bundling those whose single terms would make a party walk out of them.

    Parameters
    ----------
    profits : what every firm earns in a book
    book : agreements beyond today's, a book that can be
    weight : bargaining weight of the first planning party of a pair (default: that of ``profits``)
    sets_up_to : of a firm with more deals only sets of one and of all are tried
    """
    groups: Groups = tuple((a,) for a in book)
    while True:
        found = _settled(profits, groups, profits.weight if weight is None else weight, sets_up_to)
        merged = _merged(groups, found)
        if merged == groups:
            return found
        groups = merged


def _merged(groups: Groups, found: Contracts) -> Groups:
    """The contracts that a firm would walk out of together, as one."""
    if found.walk_outs.answer != "no":
        return groups
    _, names = found.walk_outs.witness
    together = [g for g in groups if JOIN.join(g) in names]
    if len(together) < 2:
        return groups
    bundle = tuple(a for g in together for a in g)
    return (*(g for g in groups if g not in together), bundle)


def _settled(profits: Profits, groups: Groups, weight: float, sets_up_to: int) -> Contracts:
    game = _game(profits, groups, weight)
    terms = nash_in_nash(game.payoffs, game.links, None, game.links.full, game.feasible)
    out = walk_outs(game, terms.network, True, sets_up_to)
    return Contracts(groups, game, terms, out, _gains(game, terms, profits.firms))


def _game(profits: Profits, groups: Groups, weight: float) -> NetworkGame:
    """Contracts as links between their parties; a network is the book of their agreements."""
    rows = agreement_rows(profits.case)
    masks = [profits.mask(g) for g in groups]
    parties = [tuple(dict.fromkeys(f for a in g for f in rows[a]["parties"])) for g in groups]
    place = {a: k for k, g in enumerate(groups) for a in g}
    needs = {
        k: {place[b] for a in g for b in rows[a]["needs"] if b in place and place[b] != k}
        for k, g in enumerate(groups)
    }
    links = Links(
        parties,
        profits.players,
        [profits.weights(who, weight) for who in parties],
        [JOIN.join(g) for g in groups],
        needs={k: wanted for k, wanted in needs.items() if wanted},
    )

    def network(mask: int) -> int:
        return sum(masks[k] for k in links.listed(mask))

    def payoffs(mask: int) -> tuple[Floats, Floats]:
        return profits.payoffs(network(mask))

    def ahead(masks: Iterable[int]) -> None:
        profits.ahead(network(mask) for mask in masks)

    return NetworkGame(
        NetworkPayoffs(payoffs, profits.players, ahead), links, lambda mask: profits.feasible(network(mask))
    )


def over_today(found: Contracts, firms: Sequence[str]) -> dict[str, Interval]:
    """What every planning firm has more than in today's book, those included that are party to no deal.

        π_f(g) − what f pays − π_f(today)        million, present value; adds up to v(g) − v(today)

    Parameters
    ----------
    found : contracts of a book
    firms : that plan
    """
    network, pays = found.terms.network, talks(found.game, found.terms.network)[1]
    more: dict[str, Interval] = {}
    for player, name in enumerate(found.game.players):
        if name in firms:
            ends = found.game.bounds(after_transfers(network, player, pays) - LinearForm.payoff(0, player))
            more[name] = (ends.low, ends.high)
    return more


def _gains(game: NetworkGame, terms: NashInNash, firms: Sequence[str]) -> dict[str, Interval]:
    """Portfolio gain of every firm with a deal in the book."""
    pays = talks(game, terms.network)[1]
    found: dict[str, Interval] = {}
    for player, name in enumerate(game.players):
        own = game.links.of(player, terms.network)
        if not own or name not in firms:
            continue
        left = terms.network
        for a in own:
            left = game.links.without(left, a)
        ends = game.bounds(after_transfers(terms.network, player, pays) - LinearForm.payoff(left, player))
        found[name] = (ends.low, ends.high)
    return found
