"""Two firms develop the next generation together: one programme, several platforms, open to both.

Permits: the taker's cars on a platform that the giver develops; each may give one and take another. Costs:
the giver develops, and a partner who joins adds ``joining_cost`` of that (table ``changes``), not a
follower's part: it is there from the start. Who bears how much of the whole is a payment between the two
(terms). Parts get cheaper with the joint volume (`plan.sharing`).
"""

from teikei.agreements.kind import Kind

JOINT_DEVELOPMENT = Kind(
    name="joint_development",
    title="joint development",
    planned=True,
    grants=frozenset({"platform", "plant"}),
    needs_one_of=frozenset({"platform"}),
    fee="cars the takers sell on the joint platforms",
    gives="develops",
    takes="develops with",
    summary="two firms develop the next generation together",
    changes=frozenset({"joining_cost"}),
    needs_change=frozenset({"joining_cost"}),
)
