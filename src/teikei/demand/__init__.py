"""Demand: what customers choose, what prices firms set, what an agreement changes."""

from teikei.demand.choice import Choice, diversion, elasticities, own_elasticities
from teikei.demand.logit import Logit
from teikei.demand.market import Market
from teikei.demand.ownership import Holdings, profit_weights, ultimate_shares

__all__ = [
    "Choice",
    "Holdings",
    "Logit",
    "Market",
    "diversion",
    "elasticities",
    "own_elasticities",
    "profit_weights",
    "ultimate_shares",
]
