"""Demand: what customers choose, what prices firms set, what an agreement changes."""

from teikei.base.options import EquilibriumOptions
from teikei.demand.agreement_effects import AgreementEffects, agreement_effects, contract_production
from teikei.demand.calibrate import Calibration, Draws, Known, calibrate, draw, matched
from teikei.demand.choice import Choice, diversion, elasticities, outside_share, own_elasticities
from teikei.demand.comparison import Comparison, compare
from teikei.demand.counterfactual import Counterfactual, Outcome, equilibria
from teikei.demand.cournot import CournotEquilibrium, Plant, cournot, cournot_merger, settle
from teikei.demand.entry import Entrant, entered, entry, withdrawal
from teikei.demand.equilibrium import Equilibrium, equilibrium
from teikei.demand.estimate import Specification, estimate, read_estimate
from teikei.demand.inverse_demand import IsoelasticDemand, LinearDemand
from teikei.demand.least_squares import NestedEstimate, Observations, estimate_nested_logit
from teikei.demand.logit import Logit
from teikei.demand.market import Market
from teikei.demand.merger import Merger, merger, savings_that_compensate
from teikei.demand.nested_logit import NestedLogit
from teikei.demand.ownership import Holdings, profit_weights, ultimate_shares
from teikei.demand.pcaids import Pcaids, pcaids_merger
from teikei.demand.pricing import condition, implied_costs, lerner, profits, variable_margins
from teikei.demand.random_coefficients import RandomCoefficients
from teikei.demand.rules import RULES, Rule
from teikei.demand.screening import Conduct, Finding, Position, Screening, screen
from teikei.demand.screens import (
    cmcr,
    commonality_of_cost,
    concentration,
    guppi,
    hhi,
    hypothetical_monopolist,
    mhhi,
    pressure,
    smallest_market,
    sold_shares,
    upp,
)
from teikei.demand.vertical_bargaining import SupplyChain, calibrate_chain, chain_equilibrium

__all__ = [
    "RULES",
    "AgreementEffects",
    "Calibration",
    "Choice",
    "Comparison",
    "Conduct",
    "Counterfactual",
    "CournotEquilibrium",
    "Draws",
    "Entrant",
    "Equilibrium",
    "EquilibriumOptions",
    "Finding",
    "Holdings",
    "IsoelasticDemand",
    "Known",
    "LinearDemand",
    "Logit",
    "Market",
    "Merger",
    "NestedEstimate",
    "NestedLogit",
    "Observations",
    "Outcome",
    "Pcaids",
    "Plant",
    "Position",
    "RandomCoefficients",
    "Rule",
    "Screening",
    "Specification",
    "SupplyChain",
    "agreement_effects",
    "calibrate",
    "calibrate_chain",
    "chain_equilibrium",
    "cmcr",
    "commonality_of_cost",
    "compare",
    "concentration",
    "condition",
    "contract_production",
    "cournot",
    "cournot_merger",
    "diversion",
    "draw",
    "elasticities",
    "entered",
    "entry",
    "equilibria",
    "equilibrium",
    "estimate",
    "estimate_nested_logit",
    "guppi",
    "hhi",
    "hypothetical_monopolist",
    "implied_costs",
    "lerner",
    "matched",
    "merger",
    "mhhi",
    "outside_share",
    "own_elasticities",
    "pcaids_merger",
    "pressure",
    "profit_weights",
    "profits",
    "read_estimate",
    "savings_that_compensate",
    "screen",
    "settle",
    "smallest_market",
    "sold_shares",
    "ultimate_shares",
    "upp",
    "variable_margins",
    "withdrawal",
]
