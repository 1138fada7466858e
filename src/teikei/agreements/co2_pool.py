"""Fleets of several firms are counted together against a CO2 target.

    excess_f ≥ Σ (grams − target) · cars − handed to f + handed on by f,   penalty · excess_f

Permits: what one fleet has below its target is handed to a partner's that is above (grants ``pool``, whose
resource is the market). Pays: a price a gram (terms per ``gram``) or a sum a year. A pool declared by
31 December counts for the whole calendar year. Between two planning members both directions are open. Two
fleets that pay the penalty gain nothing from each other; one that would rather sell fewer cars than pay it
does.
"""

from teikei.agreements.kind import Kind

CO2_POOL = Kind(
    name="co2_pool",
    title="CO2 pool",
    planned=True,
    grants=frozenset({"pool"}),
    needs_one_of=frozenset({"pool"}),
    fee="",
    gives="hands over slack",
    takes="takes slack",
    summary="fleets are counted together against a CO2 target",
    whole_year=True,
)
