"""An owner lets another firm use a technology, or sells it a variant's drive.

    taker pays a year = annuity(fixed_cost, life_years) + fee · cars with the technology

Permits: the taker's variants that need the technology. Costs: the taker fits it to its cars once
(``technologies.fixed_cost_m``); the unit cost is in the variants' parts bills.
"""

from teikei.agreements.kind import Kind

TECHNOLOGY_LICENCE = Kind(
    name="technology_licence",
    title="technology licence",
    planned=True,
    grants=frozenset({"technology"}),
    needs_one_of=frozenset({"technology"}),
    fee="cars the taker sells with the technology",
    gives="licenses",
    takes="takes the licence",
    summary="the taker's cars use the owner's drive",
)
