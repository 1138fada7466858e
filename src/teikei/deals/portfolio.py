"""The best portfolio of one firm: its deals at Nash terms, such that no partner would rather leave.

    max_g  π_f(g) − Σ payments(g) − π_f(g less all of f's new deals)
    subject to every firm: no set of its new deals that it would be better off without

Only f's own deals are chosen; those of others stay as they are in the book started from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from teikei.base.options import SearchOptions
from teikei.deals.contracts import Contracts, contracts, over_today
from teikei.deals.profits import Profits
from teikei.deals.rivals import rivals_out
from teikei.deals.worth import Interval
from teikei.games.answers import Answer
from teikei.games.linear_form import LinearForm
from teikei.games.moves import reach, steps
from teikei.games.network_game import NetworkGame
from teikei.games.networks import walk_outs

Rivals = tuple[tuple[str, str], ...]


@dataclass(frozen=True, eq=False)
class Portfolio:
    """What one firm should sign.

    Attributes
    ----------
    focal : the firm
    agreements : the whole book beyond today's; own : those of the firm
    contracts : its terms, with bundles, gains of all partners and whether anybody would walk out
    partners : whether no other firm would walk out of any set of its deals
    in_part : firms with so many deals that only sets of one and of all were tried
    worth_m : v(book) − v(today), certified for these inputs
    over_today_m : every planning firm -> π_f(book) − what it pays − π_f(today); adds up to ``worth_m``
    last_m : surplus of each agreement, and what needs it, as the last one added, over the better of the book
        without it and the book with what it excludes in its place; likewise certified
    tried : books compared with it, each by one agreement dropped or swapped
    open_to : of those, books that may be better: the intervals overlap
    """

    focal: str
    agreements: tuple[str, ...]
    own: tuple[str, ...]
    contracts: Contracts
    partners: Answer
    in_part: tuple[str, ...]
    worth_m: Interval
    over_today_m: dict[str, Interval]
    last_m: dict[str, Interval]
    tried: int
    open_to: tuple[tuple[str, ...], ...]

    @property
    def gain_m(self) -> Interval:
        """The firm's portfolio gain at these terms: over the book without all its new deals."""
        return self.contracts.gains.get(self.focal, (0.0, 0.0))


def best_portfolio(
    profits: Profits,
    focal: str,
    start: int,
    rivals: Rivals = (),
    options: SearchOptions | None = None,
    others: Sequence[int] = (),
) -> Portfolio:
    """Drop and swap the firm's deals while that surely gives it more and nobody walks out.

    A firm with many deals compares books by its own part of a deal, all other terms as they are, and settles
    anew only where that part may be more:  b_new s_new > b_old s_old. Every set of deals that a firm may drop
    is tried once the book is found; where one would pay, its deals become one contract, or go.

    Parameters
    ----------
    profits : what every firm earns in a book
    focal : the firm
    start : the book to start from, e.g. a stable one: one to which no deal can be added that its parties want
    rivals : pairs that may be swapped
    options : weight and how many sets of deals are tried
    others : further books to start from: the end that surely gives the firm most counts, of equals the first
    """
    chosen = options or SearchOptions()
    at, tried, open_to = _from(profits, focal, start, rivals, chosen)
    for other in dict.fromkeys(others):
        if other != start:
            end, also, left_open = _from(profits, focal, other, rivals, chosen)
            tried += also
            if _gain(end, focal)[0] > _gain(at, focal)[1]:
                at, open_to = end, left_open
    whole = _settle(profits, _mask(profits, at), chosen.weight, chosen.sets)
    return _portfolio(profits, focal, whole, tried, open_to, chosen.sets)


def _from(
    profits: Profits, focal: str, start: int, rivals: Rivals, options: SearchOptions
) -> tuple[Contracts, int, tuple[tuple[str, ...], ...]]:
    """Where drops and swaps lead from a book, once its terms are settled."""
    sets = options.sets if len(profits.links.listed(start)) <= options.sets else 0
    return _climbed(profits, focal, _settle(profits, start, options.weight, sets), rivals, options)


def _climbed(
    profits: Profits, focal: str, at: Contracts, rivals: Rivals, options: SearchOptions
) -> tuple[Contracts, int, tuple[tuple[str, ...], ...]]:
    """The book that no drop or swap of the firm's deals surely betters, books compared with it, and those of
    them that may be better."""
    sets = options.sets if len(at.agreements) <= options.sets else 0
    while True:
        tried, open_to, better = 0, list[tuple[str, ...]](), None
        for other in _neighbours(profits, focal, _mask(profits, at), rivals, options):
            found = _settle(profits, other, options.weight, sets)
            tried += 1
            low, high = _gain(found, focal)
            mine = _gain(at, focal)
            if found.walk_outs.answer != "no" and low > mine[1]:
                better = found
                break
            if high > mine[0] and set(found.agreements) != set(at.agreements):
                open_to.append(found.agreements)
        if better is None:
            return at, tried, tuple(open_to)
        at = better


def _portfolio(
    profits: Profits,
    focal: str,
    at: Contracts,
    tried: int,
    open_to: tuple[tuple[str, ...], ...],
    sets: int,
) -> Portfolio:
    mask, links = _mask(profits, at), profits.links
    player = links.player(focal)
    inside = links.listed(mask)
    others = [k for k in range(len(at.game.players)) if k != player]
    return Portfolio(
        focal=focal,
        agreements=links.say(mask),
        own=tuple(links.names[k] for k in inside if player in links.members[k]),
        contracts=at,
        partners=walk_outs(at.game, at.terms.network, True, sets, others),
        in_part=tuple(
            name
            for k, name in enumerate(at.game.players)
            if name in profits.firms and len(at.game.links.of(k, at.terms.network)) > sets
        ),
        worth_m=profits.surplus(mask, 0),
        over_today_m=over_today(at, profits.firms),
        last_m={links.names[k]: _last(profits, mask, k) for k in inside},
        tried=tried,
        open_to=open_to,
    )


def _last(profits: Profits, mask: int, link: int) -> Interval:
    """Surplus of a deal as the last one added: over the book without it, or with what it excludes in its
    place, if that is better."""
    links = profits.links
    without = links.without(mask, link)
    excluded = set(rivals_out(profits.case, links.names[link]))
    instead = [without | 1 << b for b in links.listed(links.full & ~mask) if links.names[b] in excluded]
    others = [without, *(other for other in instead if profits.game().admits(other))]
    profits.ahead(others)
    ends = [profits.surplus(mask, other) for other in others]
    return min(low for low, _ in ends), min(high for _, high in ends)


def _settle(profits: Profits, mask: int, weight: float, sets: int) -> Contracts:
    """Terms of a book; while a firm would walk out of a set that cannot be bundled, its deals of least joint
    worth are given up."""
    while True:
        found = contracts(profits, profits.links.say(mask), weight, sets)
        if found.walk_outs.answer != "no":
            return found
        _, names = found.walk_outs.witness
        gone = [a for k in found.game.links.listed(found.terms.network) for a in found.groups[k]
                if found.game.links.names[k] in names]  # fmt: skip
        mask = _mask(profits, found)
        for name in gone:
            mask = profits.links.without(mask, profits.links.position(name))


def _mask(profits: Profits, found: Contracts) -> int:
    return profits.mask(found.agreements)


def _gain(found: Contracts, firm: str) -> Interval:
    return found.gains.get(firm, (0.0, 0.0))


def _neighbours(profits: Profits, focal: str, mask: int, rivals: Rivals, options: SearchOptions) -> list[int]:
    """Books by one of the firm's deals dropped, or swapped for a rival whose parties may gain by it.

    The terms of a book without a deal take a plan for every other deal dropped too: of a firm with more than
    ``options.sets`` deals none is dropped in trial (at the other terms as they are that only costs it its
    part), and none is swapped for one of which it surely has no more.
    """
    game, links = profits.game(options.weight), profits.links
    player = links.player(focal)
    found = []
    many = len(links.of(player, mask)) > options.sets
    for step in steps(links, ("swap",) if many else ("drop", "swap"), rivals):
        end = reach(step, mask)
        given_up = step.link if step.kind == "drop" else step.swapped
        if end is None or not game.admits(end) or player not in links.members[given_up]:
            continue
        if step.kind == "swap":
            without = mask & ~step.go
            new = _surplus(step.parties, end, without)
            if player not in step.parties or game.bounds(new).high <= 0:
                continue
            old = _surplus(links.members[given_up], mask, without)
            part = new * _part(game, step.link, player) - old * _part(game, given_up, player)
            if many and game.bounds(part).high <= 0:
                continue
        found.append(end)
    return list(dict.fromkeys(found))


def _surplus(parties: Sequence[int], after: int, before: int) -> LinearForm:
    """Σ_k π_k(after) − π_k(before)."""
    form = LinearForm()
    for k in parties:
        form = form + LinearForm.payoff(after, k) - LinearForm.payoff(before, k)
    return form


def _part(game: NetworkGame, link: int, player: int) -> float:
    """Bargaining weight of a party."""
    return game.links.weights[link][game.links.members[link].index(player)]
