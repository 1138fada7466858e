"""What every group of firms is worth with its own deals, and how sharing rules would split what all gain.

v(S) = best joint plan of the firms S with today's book everywhere and those deals of a book, wholly inside S,
       that pay, less what each of them is worth alone (`deals.coalitions`)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from teikei.agreements.book import agreement_rows
from teikei.base.errors import Fault, UsageError
from teikei.base.options import CoalitionOptions
from teikei.case.case import Case
from teikei.deals.coalitions import Told, coalitions
from teikei.deals.contracts import contracts
from teikei.deals.profits import Profits
from teikei.deals.worth import Interval
from teikei.games.nucleolus import nucleolus
from teikei.games.shapley import shapley
from teikei.games.values import CoalitionValues
from teikei.plan.problem import members_of

Rule = Literal["nash", "shapley", "nucleolus"]


@dataclass(frozen=True, eq=False)
class Shares:
    """A split; million, present value.

    Attributes
    ----------
    rule : nash (contract by contract), shapley or nucleolus (of v)
    book : agreements beyond today's
    shares : firm -> what it has more; certified : whether no values inside the intervals lead outside
    worths : v(S) by coalition; None for nash, which needs none
    """

    rule: Rule
    book: tuple[str, ...]
    shares: dict[str, Interval]
    certified: bool
    worths: CoalitionValues | None


def share(profits: Profits, book: Sequence[str], rule: Rule = "nash", told: Told | None = None) -> Shares:
    """Split what the deals of a book bring among the firms that plan and are party to one.

    Parameters
    ----------
    profits : what every firm earns in a book
    book : agreements beyond today's
    rule : nash, shapley or nucleolus
    told : called after each coalition with (what was found, done, of)

    Raises
    ------
    UsageError    an empty book: there is nothing to share
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
    if rule == "nash":
        found = contracts(profits, book)
        return Shares("nash", found.agreements, found.gains, False, None)
    asked = CoalitionOptions(profits.options.gap, profits.options.time_limit_s)
    worths = coalition_worths(profits.case, book, asked, told)
    split = shapley(worths) if rule == "shapley" else nucleolus(worths)
    ends = zip(split.players, split.low.tolist(), split.high.tolist(), strict=True)
    return Shares(rule, tuple(book), {f: (low, high) for f, low, high in ends}, split.certified, worths)


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
