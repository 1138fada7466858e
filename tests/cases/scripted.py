"""Profits of books from a table instead of plans, for books that no small industry gives."""

from __future__ import annotations

from collections.abc import Mapping

from tests.cases.edits import added
from tests.cases.three_makers import three_makers

from teikei.case.case import Case
from teikei.deals.booked import Booked
from teikei.deals.profits import Profits
from teikei.plan.solution import Worth

Table = Mapping[str, Mapping[str, float | tuple[float, float]]]
"""Letters of the agreements of a book -> firm -> its profit, or (low, high); 0 if it is not there."""


def deals(**parties: str) -> Case:
    """three_makers with candidates named by one letter, between the firms given; zai does not plan."""
    rows = [
        {
            "agreement": name,
            "title": name,
            "kind": "contract_build",
            "status": "candidate",
            "parties": who.split(),
            "screen": "green",
        }
        for name, who in parties.items()
    ]
    case = added(
        three_makers(), "firms", {"firm": "zai", "name": "Zai", "home_territory": "us", "role": "outside"}
    )
    return added(case, "agreements", *rows)


class Scripted(Profits):
    """Profits that are looked up."""

    def __init__(self, case: Case, names: str, table: Table, cars: Mapping[str, float] | None = None) -> None:
        super().__init__(case, list(names))
        self.table = table
        self.made = cars or {}

    def _plan(self, mask: int) -> Booked:
        row = self.table["".join(self.links.say(mask))]
        ends = {f: row.get(f, 0.0) for f in self.firms}
        low = {f: e[0] if isinstance(e, tuple) else e for f, e in ends.items()}
        high = {f: e[1] if isinstance(e, tuple) else e for f, e in ends.items()}
        parts = [tuple((f"{mask} {f}", end[f]) for f in self.firms) for end in (low, high)]
        return Booked(self.links.say(mask), Worth(parts[0], parts[1], {}), low, high, dict(self.made), 0.0)
