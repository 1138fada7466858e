"""Demand: what customers choose, what prices firms set, what an agreement changes."""

from teikei.base.options import EquilibriumOptions
from teikei.demand.choice import Choice, diversion, elasticities, outside_share, own_elasticities
from teikei.demand.equilibrium import Equilibrium, equilibrium
from teikei.demand.logit import Logit
from teikei.demand.market import Market
from teikei.demand.nested_logit import NestedLogit
from teikei.demand.ownership import Holdings, profit_weights, ultimate_shares
from teikei.demand.pricing import condition, implied_costs, lerner, profits
from teikei.demand.random_coefficients import RandomCoefficients

__all__ = [
    "Choice",
    "Equilibrium",
    "EquilibriumOptions",
    "Holdings",
    "Logit",
    "Market",
    "NestedLogit",
    "RandomCoefficients",
    "condition",
    "diversion",
    "elasticities",
    "equilibrium",
    "implied_costs",
    "lerner",
    "outside_share",
    "own_elasticities",
    "profit_weights",
    "profits",
    "ultimate_shares",
]
