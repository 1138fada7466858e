"""A plant changes to common ownership.

    an owner's part = owned_share · (fixed cost + overtime + closing)

Changes: who owns which part of the plant from first use on (``owned_share`` of table ``changes``, all
parties, summing to one). Fixed cost, overtime and closing fall on the owners by these shares, which is how
profit and loss are split; conversion is paid by the brand at marginal cost, as in an own plant. Permits: the
new owner's cars in the plant, up to its part of the lines (grants ``plant`` with a limit), and what they
need. ``own_use`` of an old owner holds its own cars to its part too; without it the old owner uses what is
left. Pays: the capital for its part (terms ``once``). In the joint worth shares and capital cancel: a venture
is worth what the new owner builds there, less what setting it up costs.
"""

from teikei.agreements.kind import Kind

JOINT_VENTURE = Kind(
    name="joint_venture",
    title="joint venture",
    planned=True,
    grants=frozenset({"plant", "platform", "technology", "model"}),
    needs_one_of=frozenset({"plant"}),
    fee="cars the new owner builds there",
    gives="shares its plant",
    takes="becomes an owner",
    summary="a plant changes to common ownership",
    changes=frozenset({"owned_share", "own_use"}),
    needs_change=frozenset({"owned_share"}),
)
