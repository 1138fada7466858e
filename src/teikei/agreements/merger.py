"""The firms become one: every resource of each is open to the other, and what is done twice is done once.

    overhead · (1 − overhead_saving),   parts · (1 − parts_saving)

Permits: all plants, platforms and technologies both ways (grants). Brings what agreements between the two
could bring. Changes: ``overhead_saving`` of each, ``parts_saving`` of what is bought together; a vehicle
operating system that is granted is shared (`plan.software`). Costs: integration, as signing cost. A
yardstick: `deals.beyond` says what it adds to the best agreements between its parties.
"""

from teikei.agreements.kind import Kind

MERGER = Kind(
    name="merger",
    title="merger",
    planned=True,
    grants=frozenset({"plant", "platform", "technology", "model", "market", "pool"}),
    needs_one_of=frozenset({"plant", "platform"}),
    fee="",
    gives="merges",
    takes="merges",
    summary="the firms become one",
    changes=frozenset({"overhead_saving", "parts_saving"}),
    yardstick=True,
    bought=True,
)
