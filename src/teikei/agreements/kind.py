"""What a kind of agreement says: what it may grant, who gives and who takes, how its fee is counted."""

from __future__ import annotations

from dataclasses import dataclass

from teikei.base.errors import Fault


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of deal.

    Attributes
    ----------
    name : value of ``agreements.kind``
    title : as printed
    planned : True if the plan has the blocks that this kind needs; else it is listed as "not yet planned"
    grants : what it may grant (values of ``grants.what``); it must grant at least one of ``needs_one_of``
    needs_one_of : see above
    fee : what the corridor's unit fee is counted on; empty if no cars are built or sold under the deal
    gives, takes : the words for the two sides
    summary : one sentence a planner understands
    whole_year : True if it counts for the whole calendar year in which it is first usable
    changes : what it may change (values of ``changes.change``)
    needs_change : of these, what it must change at least once; empty if nothing
    yardstick : True if it is valued as a measure of others: never among what is signed together, and swept
        over its own figures only, since everything of its parties is at stake and a plan takes long
    without : what a party does without it, for kinds that are not about building cars
    bought : True if a party is bought, or shares are exchanged: a price is paid once, no fee a year or a car
    one_sided : True if ``without`` is said of who takes something by it only
    """

    name: str
    title: str
    planned: bool
    grants: frozenset[str]
    needs_one_of: frozenset[str]
    fee: str
    gives: str
    takes: str
    summary: str
    whole_year: bool = False
    changes: frozenset[str] = frozenset()
    needs_change: frozenset[str] = frozenset()
    yardstick: bool = False
    without: str = ""
    one_sided: bool = False
    bought: bool = False

    def faults(
        self, agreement: str, granted: tuple[str, ...], where: str, changed: tuple[str, ...] = ()
    ) -> list[Fault]:
        """Faults of an agreement of this kind that grants ``granted`` (values of ``grants.what``) and changes
        ``changed`` (values of ``changes.change``)."""
        found = [
            Fault(
                where,
                f"agreement {agreement!r} of kind {self.name} grants a {what}",
                f"a {self.title} can only grant: {', '.join(sorted(self.grants))}",
                "change the kind of the agreement, or move the grant to another agreement",
            )
            for what in sorted(set(granted) - self.grants)
        ]
        if self.planned and self.needs_one_of and not set(granted) & self.needs_one_of:
            wanted = " or ".join(sorted(self.needs_one_of))
            found.append(
                Fault(
                    where,
                    f"agreement {agreement!r} of kind {self.name} grants no {wanted}",
                    "it would change nothing, and be valued at minus its own cost",
                    f"add a row to grants.csv with what = {wanted}",
                )
            )
        found += [
            Fault(
                where,
                f"agreement {agreement!r} of kind {self.name} changes a {change}",
                f"a {self.title} can only change: {', '.join(sorted(self.changes)) or 'nothing'}",
                "change the kind of the agreement, or move the row of changes.csv to another agreement",
            )
            for change in sorted(set(changed) - self.changes)
            if self.planned
        ]
        found += [
            Fault(
                where,
                f"agreement {agreement!r} of kind {self.name} has no {change}",
                "what it is worth stands on this figure",
                f"add a row to changes.csv with agreement = {agreement} and change = {change}",
            )
            for change in sorted(self.needs_change - set(changed))
        ]
        return found
