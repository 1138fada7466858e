"""The best portfolio of one firm: its deals at Nash terms, such that no partner would rather leave.

    max_g  π_f(g) − Σ payments(g) − π_f(g less all of f's new deals)
    subject to every firm: no set of its new deals that it would be better off without

Only f's own deals are chosen; those of others stay as they are in the book started from.
"""

from __future__ import annotations

from dataclasses import dataclass

from teikei.base.options import SearchOptions
from teikei.deals.contracts import Contracts, contracts
from teikei.deals.profits import Profits
from teikei.deals.worth import Interval
from teikei.games.linear_form import LinearForm
from teikei.games.moves import reach, steps

Rivals = tuple[tuple[str, str], ...]


@dataclass(frozen=True, eq=False)
class Portfolio:
    """What one firm should sign.

    Attributes
    ----------
    focal : the firm
    agreements : the whole book beyond today's; own : those of the firm
    contracts : its terms, with bundles, gains of all partners and whether anybody would walk out
    worth_m : v(book) − v(today), certified for these inputs
    last_m : surplus of each agreement, and what needs it, as the last one added; likewise certified
    tried : books compared with it, each by one agreement dropped or swapped
    open_to : of those, books that may be better: the intervals overlap
    """

    focal: str
    agreements: tuple[str, ...]
    own: tuple[str, ...]
    contracts: Contracts
    worth_m: Interval
    last_m: dict[str, Interval]
    tried: int
    open_to: tuple[tuple[str, ...], ...]

    @property
    def gain_m(self) -> Interval:
        """The firm's portfolio gain at these terms."""
        return self.contracts.gains.get(self.focal, (0.0, 0.0))


def best_portfolio(
    profits: Profits, focal: str, start: int, rivals: Rivals = (), options: SearchOptions | None = None
) -> Portfolio:
    """Drop and swap the firm's deals while that surely gives it more and nobody walks out.

    Parameters
    ----------
    profits : what every firm earns in a book
    focal : the firm
    start : the book to start from, e.g. a stable one: one to which no deal can be added that its parties want
    rivals : pairs that may be swapped
    options : weight and how many sets of deals are tried
    """
    chosen = options or SearchOptions()
    at = _settle(profits, start, chosen)
    while True:
        tried, open_to = 0, list[tuple[str, ...]]()
        here = _mask(profits, at)
        better = None
        for other in _neighbours(profits, focal, here, rivals, chosen.sets):
            found = _settle(profits, other, chosen)
            tried += 1
            low, high = _gain(found, focal)
            mine = _gain(at, focal)
            if found.walk_outs.answer != "no" and low > mine[1]:
                better = found
                break
            if high > mine[0] and set(found.agreements) != set(at.agreements):
                open_to.append(found.agreements)
        if better is None:
            break
        at = better
    return _portfolio(profits, focal, at, tried, tuple(open_to))


def _portfolio(
    profits: Profits, focal: str, at: Contracts, tried: int, open_to: tuple[tuple[str, ...], ...]
) -> Portfolio:
    mask, links = _mask(profits, at), profits.links
    player = links.player(focal)
    inside = links.listed(mask)
    return Portfolio(
        focal=focal,
        agreements=links.say(mask),
        own=tuple(links.names[k] for k in inside if player in links.members[k]),
        contracts=at,
        worth_m=profits.surplus(mask, 0),
        last_m={links.names[k]: profits.surplus(mask, links.without(mask, k)) for k in inside},
        tried=tried,
        open_to=open_to,
    )


def _settle(profits: Profits, mask: int, options: SearchOptions) -> Contracts:
    """Terms of a book; while a firm would walk out of a set that cannot be bundled, its deals of least joint
    worth are given up."""
    while True:
        found = contracts(profits, profits.links.say(mask), options.weight, options.sets)
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


def _neighbours(profits: Profits, focal: str, mask: int, rivals: Rivals, most: int) -> list[int]:
    """Books by one of the firm's deals dropped, or swapped for a rival whose parties may gain by it.

    The terms of a book without a deal take a plan for every other deal dropped too: of a firm with more than
    ``most`` deals none is dropped in trial, only swapped.
    """
    game, player = profits.game(), profits.links.player(focal)
    found = []
    many = len(profits.links.of(player, mask)) > most
    for step in steps(profits.links, ("swap",) if many else ("drop", "swap"), rivals):
        end = reach(step, mask)
        given_up = step.link if step.kind == "drop" else step.swapped
        if end is None or not game.admits(end) or player not in profits.links.members[given_up]:
            continue
        if step.kind == "swap":
            if player not in step.parties:
                continue
            new = LinearForm()
            for k in step.parties:
                new = new + LinearForm.payoff(end, k) - LinearForm.payoff(mask & ~step.go, k)
            if game.bounds(new).high <= 0:
                continue
        found.append(end)
    return list(dict.fromkeys(found))
