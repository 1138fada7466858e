"""Will a book hold: deals inside and outside it, walk-outs, replacements, and what outsiders do.

inside     s ≥ 0 for every deal of the book            outside   no move that its parties want
walk-outs  nobody gains by dropping any set of deals   replaced  nobody signs elsewhere at better terms
core       no group of firms has more by its own deals alone than the terms give it
outsiders  how much a firm's profit hangs on what others sign: nothing beyond today's book (as in the core),
           each what it can alone, or all of it together
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from teikei.agreements.book import agreement_rows
from teikei.deals.contracts import SETS, Contracts, contracts
from teikei.deals.profits import Profits
from teikei.deals.worth import Interval
from teikei.games.answers import Answer, ThreeWay
from teikei.games.core import in_core
from teikei.games.least_core import LeastCore, least_core
from teikei.games.moves import FormationOptions, Move, moves
from teikei.games.partition_values import ExternalityRisk, PartitionValues, externality_risk
from teikei.games.replacement import ReplacementTerms, replacement_terms
from teikei.games.values import CoalitionValues

Rivals = tuple[tuple[str, str], ...]


@dataclass(frozen=True, eq=False)
class Holding:
    """Whether a book holds; million, present value.

    Attributes
    ----------
    book : its agreements beyond today's
    contracts : terms, bundles and walk-outs
    inside : contract -> surplus of its parties
    improving, open_moves : moves that their parties surely want, or may want
    replaced : terms under the threat of replacement by a rival outside the book
    firms : with a deal in the book, in the order of ``worths``
    worths : v(S), what the firms S have by deals among themselves, and nobody else signing, less what they
        have under today's book
    core : whether the terms are in the core of those worths
    least : the least core: above 0 it is what every group must be paid, or fined, to stay
    risk : worths under each rule about the outsiders (today: they sign nothing), and their spread
    """

    book: tuple[str, ...]
    contracts: Contracts
    inside: dict[str, Interval]
    improving: tuple[Move, ...]
    open_moves: tuple[Move, ...]
    replaced: ReplacementTerms
    firms: tuple[str, ...]
    worths: CoalitionValues | None
    core: Answer | None
    least: LeastCore | None
    risk: ExternalityRisk | None

    @property
    def holds(self) -> ThreeWay:
        """Yes if every deal surely pays, no move may be wanted and nobody may walk out."""
        if self.improving or self.contracts.walk_outs.answer == "no":
            return "no"
        sure = all(low >= 0 for low, _ in self.inside.values())
        settled = sure and not self.open_moves and self.contracts.walk_outs.answer == "yes"
        return "yes" if settled else "undetermined"

    @property
    def first_out(self) -> tuple[str, ...]:
        """The group of firms that the terms leave least content: who walks out first, if anybody does."""
        return tuple(self.core.witness) if self.core is not None and self.core.witness is not None else ()


def holding(profits: Profits, book: Sequence[str], rivals: Rivals = (), sets_up_to: int = SETS) -> Holding:
    """Check a book from every side.

    Parameters
    ----------
    profits : what every firm earns in a book
    book : agreements beyond today's
    rivals : pairs that may be swapped, or replace one another (`deals.rivals`)
    sets_up_to : of a firm with more deals only sets of one and of all are tried
    """
    found = contracts(profits, book, None, sets_up_to)
    mask = profits.mask(found.agreements)
    game = profits.game()
    judged = moves(game, mask, FormationOptions(rivals=rivals, contested=True))
    replaced = replacement_terms(
        profits.payoffs, game.links, None, mask, profits.feasible, rivals=rivals
    )  # fmt: skip
    firms = tuple(f for f in profits.firms if f in found.gains)
    values = _by_group(profits, mask, firms) if len(firms) > 1 else None
    worths = _as_today(values) if values is not None else None
    return Holding(
        book=found.agreements,
        contracts=found,
        inside={deal.link: (deal.surplus.low, deal.surplus.high) for deal in found.terms.deals},
        improving=tuple(move for move in judged if move.improves == "yes"),
        open_moves=tuple(move for move in judged if move.improves == "undetermined"),
        replaced=replaced,
        firms=firms,
        worths=worths,
        core=_core(profits, found, worths),
        least=least_core(worths) if worths is not None else None,
        risk=externality_risk(values, worths) if values is not None else None,
    )


def _by_group(profits: Profits, mask: int, firms: tuple[str, ...]) -> PartitionValues:
    """v(S; P) = Σ_{f∈S} π_f(deals of the book inside S, and inside each group of outsiders) − the same of
    today's book."""
    rows = agreement_rows(profits.case)
    names = profits.links.say(mask)
    planning = {a: {f for f in rows[a]["parties"] if f in profits.firms} for a in names}

    def within(groups: Sequence[int]) -> int:
        insiders = [{f for k, f in enumerate(firms) if group >> k & 1} for group in groups]
        chosen = [a for a in names if any(planning[a] <= inside for inside in insiders)]
        kept = profits.mask(chosen)
        return kept if profits.game().admits(kept) else _standing(profits, kept)

    def worth(own: int, outside: tuple[int, ...]) -> Interval:
        now, today = profits.at(within((own, *outside))), profits.at(0)
        inside = [f for k, f in enumerate(firms) if own >> k & 1]
        low = sum(now.low[f] - today.high[f] for f in inside)
        high = sum(now.high[f] - today.low[f] for f in inside)
        return (0.0, 0.0) if now is today else (low, high)

    return PartitionValues(worth, list(firms))


def _as_today(values: PartitionValues) -> CoalitionValues:
    """v(S) where those outside S sign nothing beyond today's book."""
    ends = [(0.0, 0.0), *(values.value(mask, ()) for mask in range(1, 1 << values.n))]
    return CoalitionValues([low for low, _ in ends], [high for _, high in ends], values.players)


def _standing(profits: Profits, mask: int) -> int:
    """The deals of a network whose needs are in it too."""
    links = profits.links
    while lacking := [a for a in links.listed(mask) if links.needs[a] & ~mask]:
        for a in lacking:
            mask = links.without(mask, a)
    return mask


def _core(profits: Profits, found: Contracts, worths: CoalitionValues | None) -> Answer | None:
    """Whether the terms leave every group at least what its own deals alone would bring it."""
    if worths is None:
        return None
    shares = []
    for name in worths.players:
        k = found.terms.payoffs.players.index(name)
        now = (found.terms.payoffs.low[k] + found.terms.payoffs.high[k]) / 2
        today = (profits.at(0).low[name] + profits.at(0).high[name]) / 2
        shares.append(float(now - today))
    whole = CoalitionValues(
        [*worths.low[:-1], sum(shares)], [*worths.high[:-1], sum(shares)], worths.players
    )  # fmt: skip
    return in_core(whole, shares)
