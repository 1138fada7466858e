"""Firms buy parts together: more volume at the supplier, a lower price for each.

    parts = parts · (1 − parts_saving of the firm)

Changes: the bought parts of a powertrain, model, platform or technology get cheaper by a share of their cost
(``parts_saving`` of table ``changes``, for each party its own: who buys less gains more). Permits nothing,
moves no car by itself. Pays: nothing between the parties; what is saved stays where it is bought
(`plan.purchasing`).
"""

from teikei.agreements.kind import Kind

JOINT_PURCHASING = Kind(
    name="joint_purchasing",
    title="joint purchasing",
    planned=True,
    grants=frozenset(),
    needs_one_of=frozenset(),
    fee="",
    gives="buys with",
    takes="buys with",
    summary="firms buy parts together, at a lower price for each",
    changes=frozenset({"parts_saving"}),
    needs_change=frozenset({"parts_saving"}),
    without="buys these parts alone",
)
