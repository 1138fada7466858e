"""Constants that candidates cost a firm and that are less, or nothing, where several of them are signed.

    paid_once[k] ≥ sign[a]      of each candidate a that costs k alone; at the least that one of them costs

Fitting cars to one technology is paid once, however many agreements grant it. What is lost with an agreement
of today's book that a candidate ends, another candidate may save again: of several candidates none is charged
for it. Signing, running and fees are kept by agreement; no other moves them, but by ending the same one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from teikei.agreements.book import Book, displaced, needed
from teikei.case.case import Case
from teikei.plan.effects import Account, Effect
from teikei.plan.granted import Gathered
from teikei.solve.program import Program

OF_ONE = ("signing", "running", "fees")


@dataclass(frozen=True, eq=False)
class SharedCosts:
    """Of the members and candidates (``pool``) of one bound; ``effects``: what each candidate does alone."""

    case: Case
    members: tuple[str, ...]
    pool: tuple[str, ...]
    effects: Mapping[str, Effect]

    @cached_property
    def costs(self) -> dict[Account, dict[str, float]]:
        """Account -> what each candidate alone costs on it (negative, present value, million), where that is
        not simply added up."""
        found: dict[Account, dict[str, float]] = {}
        for a in self.pool:
            for account, amount in self.effects[a].constants.items():
                if amount < 0 and account[1] in self.members:
                    found.setdefault(account, {})[a] = amount
        return {k: alone for k, alone in found.items() if len(alone) > 1 or self.may_return(k, alone)}

    @cached_property
    def ending(self) -> frozenset[str]:
        """Candidates that end an agreement of today's book, themselves or by what they need."""
        today = Book.today(self.case).agreements
        return frozenset(a for a in self.pool if displaced(self.case, today, {a, *needed(self.case, a)}))

    def may_return(self, account: Account, alone: Mapping[str, float]) -> bool:
        """Whether what is lost with an ended agreement may be saved again by another candidate."""
        return len(self.pool) > 1 and account[0] not in OF_ONE and not self.ending.isdisjoint(alone)

    def of(self, agreement: str) -> float:
        """What an agreement alone costs on these accounts, million (negative)."""
        return sum(alone.get(agreement, 0.0) for alone in self.costs.values())

    def link(self, program: Program, at: Mapping[str, int]) -> None:
        """Columns ``paid_once`` and the rows ``pays`` by which each candidate asks for what it costs."""
        once = {k: alone for k, alone in self.costs.items() if not self.may_return(k, alone)}
        if not once:
            return
        labels = {"what": [" ".join(filter(None, account)) for account in once]}
        least = [max(alone.values()) for alone in once.values()]
        paid = program.add_columns("paid_once", labels, upper=1.0, objective=least)
        asked = Gathered()
        for column, (account, alone) in zip(paid.ids, once.items(), strict=True):
            for a in alone:
                asked.close((account, a), [(at[a], 1.0), (int(column), -1.0)])
        asked.write(program, "pays", {})
