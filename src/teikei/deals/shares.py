"""What every group of firms is worth with its own deals, and how sharing rules would split what all gain.

v(S) = best joint plan of the firms S with today's book everywhere and those deals of a book, wholly inside S,
       that pay, less what each of them is worth alone (`deals.coalitions`)

Nash goes deal by deal and needs no v. Shapley, Myerson and the nucleolus are yardsticks beside it: what each
firm adds on average to those that came before it; the same where only firms joined by agreements, directly or
through others, make anything together; and what leaves the least satisfied group as well off as can be.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Literal

from teikei.agreements.book import Book, agreement_rows
from teikei.base.errors import Fault, UsageError
from teikei.base.options import CoalitionOptions
from teikei.case.case import Case
from teikei.deals.coalitions import FEW, Told, coalitions
from teikei.deals.contracts import contracts, over_today
from teikei.deals.profits import Profits
from teikei.deals.worth import Interval
from teikei.games.myerson import myerson
from teikei.games.nucleolus import nucleolus
from teikei.games.shapley import shapley
from teikei.games.values import CoalitionValues
from teikei.plan.problem import members_of

Rule = Literal["nash", "shapley", "myerson", "nucleolus"]
YARDSTICKS: tuple[Rule, ...] = ("shapley", "myerson", "nucleolus")


@dataclass(frozen=True, eq=False)
class Shares:
    """A split; million, present value.

    Attributes
    ----------
    rule : nash (contract by contract), shapley, myerson or nucleolus (of v)
    named : agreements that were named
    book : those that the rule shares: by nash those with terms, by the others all named, of which a group
        signs those that pay
    shares : firm -> what it has more: by nash than without all its own new deals while the others stand, by
        the others than alone; certified : whether no values inside the intervals lead outside
    worths : v(S) by coalition; None for nash, which needs none
    worth_m : v(book) − v(today) to all planning firms, all of ``book`` signed; certified for these inputs
    over_today_m : by nash, every planning firm -> π_f(book) − what it pays − π_f(today); else empty
    """

    rule: Rule
    named: tuple[str, ...]
    book: tuple[str, ...]
    shares: dict[str, Interval]
    certified: bool
    worths: CoalitionValues | None
    worth_m: Interval = (0.0, 0.0)
    over_today_m: dict[str, Interval] = field(default_factory=dict)


def share(
    profits: Profits, book: Sequence[str], rule: Rule = "nash", told: Told | None = None, workers: int = 1
) -> Shares:
    """Split what the deals of a book bring among the firms that plan and are party to one.

    Parameters
    ----------
    profits : what every firm earns in a book
    book : agreements beyond today's
    rule : nash, shapley, myerson or nucleolus
    told : called after each coalition with (what was found, done, of)
    workers : processes that value coalitions side by side

    Raises
    ------
    UsageError        an empty book, or an agreement that can be in none: there is nothing to share
    AgreementError    agreements that cannot stand together
    """
    named = _checked(profits, book)
    if rule == "nash":
        return _by_nash(profits, named)
    return _by_worths(profits, named, rule, _worths(profits, named, told, workers))


def every_share(
    profits: Profits, book: Sequence[str], told: Told | None = None, workers: int = 1
) -> tuple[Shares, ...]:
    """The split by every rule, Nash first; the worths of groups are found once.

    Raises
    ------
    UsageError        an empty book, or an agreement that can be in none: there is nothing to share
    AgreementError    agreements that cannot stand together
    """
    book = _checked(profits, book)
    worths = _worths(profits, book, told, workers)
    return _by_nash(profits, book), *(_by_worths(profits, book, rule, worths) for rule in YARDSTICKS)


def _checked(profits: Profits, book: Sequence[str]) -> list[str]:
    """The agreements named, each once, that can stand in one book.

    Raises
    ------
    UsageError        there are none, or some can be in no book
    AgreementError    they cannot stand together
    """
    if not book:
        raise UsageError(
            Fault(
                "--agreements",
                "the book holds no agreement beyond today's",
                "there is nothing to share",
                "name candidates, or see `teikei stable` for books that pay",
            )
        )
    named = list(dict.fromkeys(book))
    why, fix = "it has no share of a book that it cannot be in", "leave it out"
    faults = [
        Fault("--agreements", f"{a!r} can be in no book: {profits.left_out[a]}", why, fix)
        for a in named
        if a in profits.left_out
    ]
    if faults:
        raise UsageError(faults)
    profits.book(profits.mask(named))
    return named


def _by_nash(profits: Profits, book: Sequence[str]) -> Shares:
    found = contracts(profits, book)
    return Shares(
        "nash",
        tuple(book),
        found.agreements,
        found.gains,
        False,
        None,
        profits.surplus(profits.mask(found.agreements), 0),
        over_today(found, profits.firms),
    )


def _worths(profits: Profits, book: Sequence[str], told: Told | None, workers: int) -> CoalitionValues:
    many = workers if len(book) > FEW else 1  # few books are planned before a process has begun
    asked = CoalitionOptions(profits.options.gap, profits.options.time_limit_s, workers=many)
    return coalition_worths(profits.case, book, asked, told)


def _by_worths(profits: Profits, book: Sequence[str], rule: Rule, worths: CoalitionValues) -> Shares:
    if rule == "myerson":
        split = myerson(worths, linked(profits.case, book, worths.players))
    else:
        split = shapley(worths) if rule == "shapley" else nucleolus(worths)
    ends = zip(split.players, split.low.tolist(), split.high.tolist(), strict=True)
    shares = {f: (low, high) for f, low, high in ends}
    worth = profits.surplus(profits.mask(book), 0)
    return Shares(rule, tuple(book), tuple(book), shares, split.certified, worths, worth)


def linked(case: Case, book: Sequence[str], firms: Sequence[str]) -> list[tuple[str, str]]:
    """Pairs of these firms that an agreement joins, one of the book or one in force today."""
    rows = agreement_rows(case)
    together = [set(rows[a]["parties"]) for a in {*book, *Book.today(case).agreements}]
    return [pair for pair in combinations(firms, 2) if any(set(pair) <= some for some in together)]


def coalition_worths(
    case: Case,
    book: Sequence[str],
    options: CoalitionOptions | None = None,
    told: Told | None = None,
) -> CoalitionValues:
    """v(S) − Σ v({i}) of the planning firms that are party to an agreement of the book; a group signs those
    inside it that pay (`deals.coalitions`)."""
    rows, planning = agreement_rows(case), members_of(case, None)
    firms = sorted({f for a in book for f in rows[a]["parties"] if f in planning})
    return coalitions(case, book, firms, options, told=told).gains
