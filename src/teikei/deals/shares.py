"""What every group of firms is worth with its own deals, and how sharing rules would split what all gain.

v(S) = best joint plan of the firms S with today's book everywhere and those deals of a book that are
       wholly inside S, less what each of them is worth alone; [value, bound] of the plans
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from teikei.agreements.book import Book, agreement_rows
from teikei.base.errors import Fault, UsageError
from teikei.base.options import PlanOptions
from teikei.case.case import Case
from teikei.deals.contracts import contracts
from teikei.deals.profits import Profits
from teikei.deals.worth import Interval
from teikei.games.nucleolus import nucleolus
from teikei.games.shapley import shapley
from teikei.games.values import CoalitionValues
from teikei.plan.optimise import Memory, plan
from teikei.plan.solution import Worth

Rule = Literal["nash", "shapley", "nucleolus"]
Told = Callable[[tuple[str, ...], int, int], None]


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
    told : called after each coalition with (firms, done, of)

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
    worths = coalition_worths(profits.case, book, profits.options, profits.memory, told)
    split = shapley(worths) if rule == "shapley" else nucleolus(worths)
    ends = zip(split.players, split.low.tolist(), split.high.tolist(), strict=True)
    return Shares(rule, tuple(book), {f: (low, high) for f, low, high in ends}, split.certified, worths)


def coalition_worths(
    case: Case,
    book: Sequence[str],
    options: PlanOptions | None = None,
    memory: Memory | None = None,
    told: Told | None = None,
) -> CoalitionValues:
    """v(S) of the planning firms that are party to an agreement of the book, nothing for one firm alone."""
    rows = agreement_rows(case)
    roles = dict(case["firms"].select("firm", "role").iter_rows())
    parties = {a: {f for f in rows[a]["parties"] if roles[f] == "plans"} for a in book}
    firms = sorted(set().union(*parties.values()))
    today, kept = Book.today(case), Memory() if memory is None else memory
    worths: list[Worth] = []
    for mask in range(1, 1 << len(firms)):
        inside = tuple(f for k, f in enumerate(firms) if mask >> k & 1)
        own = [a for a in book if parties[a] <= set(inside)]
        own = [a for a in own if set(rows[a]["needs"]) <= today.agreements | set(own)]
        gone = {
            b for b in today.agreements for a in own if b in rows[a]["excludes"] or a in rows[b]["excludes"]
        }
        chosen = Book(case, (today.agreements - gone) | set(own))
        worths.append(plan(case, list(inside), chosen, options, memory=kept).worth)
        if told is not None:
            told(inside, mask, (1 << len(firms)) - 1)
    low, high = [0.0], [0.0]
    for mask, worth in enumerate(worths, start=1):
        alone = [worths[(1 << k) - 1] for k in range(len(firms)) if mask >> k & 1]
        single = len(alone) == 1
        low.append(0.0 if single else worth.value - sum(one.bound for one in alone))
        high.append(0.0 if single else max(worth.bound, worth.value) - sum(one.value for one in alone))
    return CoalitionValues(low, high, firms)
