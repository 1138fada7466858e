"""How much is spent on one agreement: it is solved more closely where its sign is open, or its interval wide.

    narrow: high − low ≤ max(a tenth of |middle|, 5 million a year as present value)

quick spends nothing more and moves only the three strongest inputs; default solves on where the interval
holds the threshold; full also where it is not narrow. Each further try asks for a tenth of the gap and gives
four times the time.
"""

from __future__ import annotations

from collections.abc import Sequence

from teikei.agreements.book import agreement_rows
from teikei.base.options import AdviseOptions, PlanOptions
from teikei.case.case import Case
from teikei.deals.worth import Interval, Surplus, surplus
from teikei.industry.money import year_weights
from teikei.plan.optimise import Memory

QUICK_INPUTS = 3
SHARE = 0.1
LEAST_M = 5.0
TRIES = 3


def inputs_moved(options: AdviseOptions) -> int:
    """How many of the strongest inputs move.

    >>> inputs_moved(AdviseOptions(effort="quick")), inputs_moved(AdviseOptions())
    (3, 10)
    """
    return min(options.inputs, QUICK_INPUTS) if options.effort == "quick" else options.inputs


def narrow(ends: Interval, weight: float) -> bool:
    """Whether an interval (million, present value) is narrow enough; ``weight``: present value of one a year.

    >>> narrow((95.0, 105.0), 1.0), narrow((0.0, 6.0), 1.0), narrow((0.0, 6.0), 2.0)
    (True, False, True)
    """
    return ends[1] - ends[0] <= max(SHARE * abs(sum(ends)) / 2.0, LEAST_M * weight)


def closely(found: Surplus, options: AdviseOptions, memory: Memory) -> Surplus:
    """An agreement valued on today's book, and again where its sign is open or (full) it is not narrow; of
    several the last, whose plans are the best."""
    weight = float(year_weights(found.book.case).sum())
    threshold = options.epsilon_m * weight
    asked = PlanOptions(gap=options.gap, time_limit_s=options.time_limit_s)
    for _ in range(0 if options.effort == "quick" else TRIES):
        low, high = found.alone
        wide = options.effort == "full" and not narrow(found.alone, weight)
        if not (low <= threshold < high or wide) or high - low <= abs(high) * 1e-12:
            break
        asked = PlanOptions(gap=asked.gap / 10.0, time_limit_s=asked.time_limit_s * 4.0)
        found = surplus(found.book.case, found.agreement, None, asked, memory)
    return found


def longest_first(case: Case, names: Sequence[str]) -> list[str]:
    """Deals that share a platform or bring a car take longest, those on a plant or a pool and those in force
    less: started first, so that no worker is left with a long one at the end."""
    rows = agreement_rows(case)
    grants: dict[str, set[str]] = {}
    for agreement, what in case["grants"].select("agreement", "what").iter_rows():
        grants.setdefault(agreement, set()).add(what)

    def rank(name: str) -> int:
        what = grants.get(name, set())
        long = what & {"plant", "pool"} or rows[name]["status"] == "signed"
        return 0 if "platform" in what or rows[name]["brings"] else 1 if long else 2

    return sorted(names, key=rank)
