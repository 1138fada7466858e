"""One firm's electric cars may charge at another's stations.

Permits: the network (grants ``technology`` of kind charging). Removes a handicap: with access electric cars
sell min(stalls ratio ^ elasticity, cap) times as much in the markets of the technology's effects. The demand
rows hold for the access of today's book, so that ending access in force takes these sales away. Costs: a port
and approval a car, and fitting once.
"""

from teikei.agreements.kind import Kind

CHARGING_ACCESS = Kind(
    name="charging_access",
    title="charging access",
    planned=True,
    grants=frozenset({"technology"}),
    needs_one_of=frozenset({"technology"}),
    fee="",
    gives="opens its stations",
    takes="charges there",
    summary="one firm's cars charge at another's stations",
)
