"""What sharing a vehicle operating system saves: a constant of the book.

    saving[f,t] = annuity(F) (1 − (1 + e (n − 1)) / n)      from first use, for the system's life
    e = 2 fixed_cost_share − 1                              the effect is stated for two partners

Every party pays F for a stack of its own today, inside its overhead. n are the parties that plan. A deal in
force today has its saving inside the overhead already: ending it costs as much. `industry.software` has the
arithmetic of a whole programme.
"""

from __future__ import annotations

import numpy as np

from teikei.agreements.book import Book
from teikei.base.errors import CaseError, Fault
from teikei.case.case import Case
from teikei.industry.money import annuity, rate
from teikei.industry.software import cost_share
from teikei.plan.sets import Floats

SHARING = ("shared_software", "merger")
"""Kinds that share a system; one that two agreements of a book share is counted under the first."""
TARGET = "fixed_cost_share"


def shared_software(book: Book, firms: tuple[str, ...]) -> dict[tuple[str, str], Floats]:
    """(firm, technology) -> million a year (year,) that its shared systems save beside today's book.

    Raises
    ------
    CaseError
        a system that is shared has no effect ``fixed_cost_share``: what sharing saves is unknown
    """
    case = book.case
    today = Book.today(case)
    found: dict[tuple[str, str], Floats] = {}
    systems = set(case["technologies"].filter(kind="software")["technology"].to_list())
    shared: set[str] = set()
    for name in sorted(book.agreements ^ today.agreements, key=lambda n: (book.first_year(n), n)):
        if book.kind(name).name not in SHARING:
            continue
        holder, sign = (book, 1.0) if name in book else (today, -1.0)
        granted = {p.resource for p in holder.permits if p.agreement == name} & systems
        for technology in sorted(granted - shared if sign > 0 else granted):
            shared |= {technology} if sign > 0 else set()
            for firm, saved in _saving(holder, name, technology, firms).items():
                known = found.get((firm, technology), np.zeros(saved.size))
                found[(firm, technology)] = known + sign * saved
    return found


def _saving(book: Book, agreement: str, technology: str, firms: tuple[str, ...]) -> dict[str, Floats]:
    """Firm -> million a year (year,) saved by one agreement."""
    case = book.case
    years = np.array(case.settings.years)
    row = next(r for r in case["technologies"].iter_rows(named=True) if r["technology"] == technology)
    planning = set(case["firms"].filter(case["firms"]["role"] == "plans")["firm"].to_list())
    parties = [f for f in book.row(agreement)["parties"] if f in planning]
    first = book.first_year(agreement)
    last = min(book.last_year(agreement), first + row["life_years"] - 1)
    own = annuity(
        row["fixed_cost_m"] * rate(case, row["currency"]), case.settings.discount_rate, row["life_years"]
    )
    part = 1.0 - cost_share(len(parties), max(0.0, 2.0 * share_of_two(case, technology) - 1.0))
    saved = np.where((years >= first) & (years <= last), own * part, 0.0)
    return {firm: saved for firm in parties if firm in firms}


def share_of_two(case: Case, technology: str) -> float:
    """What each of two partners pays of a stack of its own."""
    rows = case["effects"].filter(
        (case["effects"]["technology"] == technology) & (case["effects"]["target"] == TARGET)
    )
    if not rows.height:
        raise CaseError(
            Fault(
                f"effects.csv, {technology}",
                f"no effect {TARGET} of {technology!r}",
                "what each of two partners pays of an own stack is unknown, so sharing it has no value",
                f"add a row with technology = {technology}, target = {TARGET}, form = mult",
            )
        )
    return float(rows["value"][0])
