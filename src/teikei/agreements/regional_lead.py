"""One firm leads a region for all: it runs the sales organisation and says which cars are offered.

Permits: nothing that a plan could build (grants ``market``: the giver hands its lead in a market to the
taker; ``models`` of the giver that are named there are no longer offered there from first use on, and what
they sold goes where table ``diversion`` says). Changes, for each follower and market: ``presence_saving``,
the part of its sales organisation that falls away, and ``dealer_compensation``, once (`plan.organisations`).
Among competitors that do not own one another it shares out territories: screened red, barred from every book
that is searched, valued only when asked for by name.
"""

from teikei.agreements.kind import Kind

REGIONAL_LEAD = Kind(
    name="regional_lead",
    title="regional lead",
    planned=True,
    grants=frozenset({"market"}),
    needs_one_of=frozenset({"market"}),
    fee="",
    gives="follows",
    takes="leads",
    summary="one firm leads a region for all",
    changes=frozenset({"presence_saving", "dealer_compensation"}),
    needs_change=frozenset({"presence_saving"}),
    without="sells through its own organisation everywhere",
)
