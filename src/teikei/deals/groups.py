"""Groups of firms: the agreements that lie inside each, and the parts of it that nothing ties together.

What parts of a group are worth adds up only if no decision of one moves what another can earn. Firms are tied
by an agreement that they are both party to or that takes something from both; by what they own together; by
one giver of a pool, whose slack it hands to all of them; by a plant, platform or technology that both may
use, today or under a candidate, whoever owns it, since they share its room or their volumes add up; by a
quota that is open to all firms; and by a car that comes or goes with an agreement and takes sales from
another's, or leaves them to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from teikei.agreements.book import Book, agreement_rows, owners
from teikei.case.case import Case
from teikei.case.kept import rows_by
from teikei.plan.ceiling import able
from teikei.plan.problem import members_of


@dataclass(frozen=True, slots=True, eq=False)
class Groups:
    """Which groups of some firms there are, what lies inside each, and which fall into parts."""

    case: Case
    firms: tuple[str, ...]
    pool: tuple[str, ...]

    def by_size(self) -> list[tuple[str, ...]]:
        return [some for size in range(1, len(self.firms) + 1) for some in combinations(self.firms, size)]

    def inside(self, some: Sequence[str]) -> tuple[str, ...]:
        """Candidates whose planning parties, and all that they need, are inside."""
        rows, planning = agreement_rows(self.case), set(members_of(self.case, None))
        return able([a for a in self.pool if set(rows[a]["parties"]) & planning <= set(some)], self.case)

    def blocks(self, some: Sequence[str]) -> list[tuple[str, ...]]:
        """Parts of a group that nothing ties together, by name."""
        parts = [{f} for f in some]
        for firms in self._tied(some):
            met = [p for p in parts if p & firms]
            parts = [p for p in parts if not p & firms] + ([set[str]().union(*met)] if met else [])
        return sorted(tuple(sorted(p)) for p in parts)

    def _tied(self, some: Sequence[str]) -> Iterator[set[str]]:
        """Sets of firms, of the group and others, whose plans one thing moves."""
        rows, inside = agreement_rows(self.case), self.inside(some)
        standing = {*Book.today(self.case).agreements, *inside}
        users = {resource: set(firms) for resource, firms in owners(self.case).items()}
        yield from (set(rows[a]["parties"]) for a in standing)
        slack: dict[tuple[str, str], set[str]] = {}
        for grant in self.case["grants"].iter_rows(named=True):
            name, what, giver, taker = (grant[k] for k in ("agreement", "what", "giver", "taker"))
            if name not in standing:
                continue
            yield {giver, taker}
            if what == "pool":
                slack.setdefault((grant["resource"], giver), set()).update((giver, taker))
            elif what in ("plant", "platform", "technology"):
                users.setdefault((what, grant["resource"]), set()).add(taker)
        yield from slack.values()
        yield from users.values()
        yield from self._quotas(users)
        yield from self._diverted(sorted(standing))

    def _quotas(self, users: Mapping[tuple[str, str], set[str]]) -> Iterator[set[str]]:
        """Of each quota that is open to any firm, those that build in its origin; ``users``: owners and
        guests of each plant."""
        plants = rows_by(self.case, "plants", "plant")
        blocs = {row["territory"]: row["bloc"] for row in self.case["territories"].iter_rows(named=True)}
        builds: dict[str, set[str]] = {}
        for (what, plant), firms in users.items():
            if what == "plant":
                builds.setdefault(plants[plant]["territory"], set()).update(firms)
        rules = self.case["origin_rules"]
        for rule in rules.iter_rows(named=True):
            if rule["quota_units"] is not None and rule["quota_firm"] == "any":
                origin = rule["origin"]
                yield set().union(*(f for land, f in builds.items() if origin in (land, blocs.get(land))))

    def _diverted(self, standing: Sequence[str]) -> Iterator[set[str]]:
        """Makers of two cars of which one comes or goes, and the other loses or wins sales by it."""
        rows = agreement_rows(self.case)
        maker = dict(self.case["models"].select("model", "firm").iter_rows())
        moved = {m for a in standing for m in (*rows[a]["brings"], *rows[a]["withdraws"])}
        for grant in self.case["grants"].iter_rows(named=True):
            if grant["what"] == "market" and grant["agreement"] in standing:
                moved |= set(grant["models"] or ())
        for model, other in self.case["diversion"].select("model", "to").iter_rows():
            if {model, other} & moved and other in maker:
                yield {maker[model], maker[other]}
