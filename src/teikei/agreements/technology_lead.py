"""One firm develops a technology for all: the others follow and end programmes of their own.

Permits: nothing that a plan could build (grants ``technology``: the leader opens its own to the followers).
Changes, for each follower: ``programme_saving``, the part of what it spends on the technology (table
``programmes``) that falls away; what following costs it is taken off that before (`plan.organisations`).
"""

from teikei.agreements.kind import Kind

TECHNOLOGY_LEAD = Kind(
    name="technology_lead",
    title="technology lead",
    planned=True,
    grants=frozenset({"technology"}),
    needs_one_of=frozenset({"technology"}),
    fee="",
    gives="leads",
    takes="follows",
    summary="one firm develops a technology for all",
    changes=frozenset({"programme_saving"}),
    needs_change=frozenset({"programme_saving"}),
    without="develops its own",
)
