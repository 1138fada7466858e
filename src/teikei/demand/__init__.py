"""Demand: what customers choose, what prices firms set, what an agreement changes."""

from teikei.base.options import EquilibriumOptions
from teikei.demand.calibrate import Calibration, Draws, Known, calibrate, draw, matched
from teikei.demand.choice import Choice, diversion, elasticities, outside_share, own_elasticities
from teikei.demand.counterfactual import Counterfactual, Outcome, equilibria
from teikei.demand.equilibrium import Equilibrium, equilibrium
from teikei.demand.least_squares import NestedEstimate, Observations, estimate_nested_logit
from teikei.demand.logit import Logit
from teikei.demand.market import Market
from teikei.demand.nested_logit import NestedLogit
from teikei.demand.ownership import Holdings, profit_weights, ultimate_shares
from teikei.demand.pricing import condition, implied_costs, lerner, profits
from teikei.demand.random_coefficients import RandomCoefficients

__all__ = [
    "Calibration",
    "Choice",
    "Counterfactual",
    "Draws",
    "Equilibrium",
    "EquilibriumOptions",
    "Holdings",
    "Known",
    "Logit",
    "Market",
    "NestedEstimate",
    "NestedLogit",
    "Observations",
    "Outcome",
    "RandomCoefficients",
    "calibrate",
    "condition",
    "diversion",
    "draw",
    "elasticities",
    "equilibria",
    "equilibrium",
    "estimate_nested_logit",
    "implied_costs",
    "lerner",
    "matched",
    "outside_share",
    "own_elasticities",
    "profit_weights",
    "profits",
    "ultimate_shares",
]
