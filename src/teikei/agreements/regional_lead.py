"""One firm leads a region for all: it runs the sales organisation and says which cars are offered.

    follower saves presence_saving · its market fixed cost, once pays dealer_compensation · it

Permits: the followers' cars in the leader's plants, where it grants them (grants ``plant``). Grants
``market``: the giver hands its lead in a market to the taker; ``models`` of the giver that are named there
are no longer offered there from first use on, and what they sold goes where table ``diversion`` says.
Changes, for each follower and market: ``presence_saving``, the part of its sales organisation that falls
away; ``programme_saving``, the part of what it spends on cars of its own for that market (table
``programmes``); ``dealer_compensation``, once (`plan.organisations`). Among competitors that do not own one
another it shares out territories: screened red, barred from every book that is searched, valued only when
asked for by name. Within an integrated group (``integrated_groups`` of case.toml) it is amber.
"""

from teikei.agreements.kind import Kind

REGIONAL_LEAD = Kind(
    name="regional_lead",
    title="regional lead",
    planned=True,
    grants=frozenset({"market", "plant"}),
    needs_one_of=frozenset({"market"}),
    fee="",
    gives="follows",
    takes="leads",
    summary="one firm leads a region for all",
    changes=frozenset({"presence_saving", "programme_saving", "dealer_compensation"}),
    needs_change=frozenset({"presence_saving"}),
    without="sells through its own organisation everywhere",
)
