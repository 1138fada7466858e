"""Two firms put their cars on one platform: one develops it, the other adopts it.

    taker pays       follower_factor · development of the platform
    parts falls by   1 − (V_book / V_today)^(−b),   b = −log2(1 − saving_per_doubling)

Permits: the taker's variants on the owner's platform. Costs: the owner develops, the taker pays the follower
factor of that; the parts bills of all cars on the platform fall with the joint volume of the book
(`plan.demand`).
"""

from teikei.agreements.kind import Kind

SHARED_PLATFORM = Kind(
    name="shared_platform",
    title="shared platform",
    planned=True,
    grants=frozenset({"platform", "plant", "technology", "model"}),
    needs_one_of=frozenset({"platform"}),
    fee="cars the taker sells on the platform",
    gives="shares",
    takes="adopts",
    summary="the taker's cars move onto the owner's platform instead of an own one",
)
