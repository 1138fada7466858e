"""Firms build one vehicle operating system together instead of one each.

Permits: the joint system (grants ``technology``, each way). Saves: today every party pays for a stack of its
own, inside its overhead; n parties each pay (1 + e (n − 1)) / n of it (effect ``fixed_cost_share``). Counted
as the annuity of ``technologies.fixed_cost_m`` from first use on. Fewer computers a car and services over the
air come with an own stack too, so they are no gain of sharing; months to market move no launch of the plan.
"""

from teikei.agreements.kind import Kind

SHARED_SOFTWARE = Kind(
    name="shared_software",
    title="shared software",
    planned=True,
    grants=frozenset({"technology"}),
    needs_one_of=frozenset({"technology"}),
    fee="",
    gives="shares",
    takes="shares",
    summary="firms share one vehicle operating system",
    without="pays for a system of its own",
)
