"""Cooperative games, bargaining and networks over plain numbers; nothing here has heard of a car."""

from teikei.games.allocation import Allocation
from teikei.games.answers import Answer
from teikei.games.banzhaf import banzhaf
from teikei.games.catalogue import Published, catalogue, published
from teikei.games.certificate import Certificate, Level
from teikei.games.core import Excesses, core_is_empty, excesses, in_core, is_balanced
from teikei.games.corners import SampledRange, adversarial_corners, sampled_range
from teikei.games.cycles import ClosedCycle
from teikei.games.families import (
    airport,
    assignment,
    bankruptcy,
    coauthors,
    connections,
    cournot,
    glove,
    random_game,
    weighted_majority,
)
from teikei.games.lazy import (
    LazyCertificate,
    LazyLevel,
    Separation,
    Settled,
    TableOracle,
    nucleolus_lazy,
)
from teikei.games.least_core import LeastCore, least_core
from teikei.games.links import Links
from teikei.games.moves import FormationOptions, Move
from teikei.games.myerson import myerson, restricted
from teikei.games.nash_in_nash import NashInNash, decreasing_margins, nash_in_nash
from teikei.games.network_payoffs import NetworkPayoffs
from teikei.games.networks import Stability, pairwise_stable
from teikei.games.nucleolus import nucleolus, per_capita_nucleolus, prenucleolus
from teikei.games.owen import owen
from teikei.games.partition_values import (
    ExternalityRisk,
    PartitionValues,
    average_value,
    coalition_game,
    externality_free_value,
    externality_risk,
    mcquillin_value,
    status_quo_value,
)
from teikei.games.paths import Path, improving_path
from teikei.games.properties import is_convex, is_monotone, is_superadditive, tighten
from teikei.games.replacement import ReplacementTerms, replacement_terms
from teikei.games.royalty import Royalties, RoyaltyOptions, royalties
from teikei.games.sampled import Sample, shapley_sampled
from teikei.games.shapley import dividends, shapley, weighted_shapley
from teikei.games.stable_networks import StableNetworks, stable_networks
from teikei.games.structure import OptimalPartition, optimal_partition
from teikei.games.tau import gately, tau_value
from teikei.games.values import CoalitionValues, coalition_values

__all__ = [
    "Allocation",
    "Answer",
    "Certificate",
    "ClosedCycle",
    "CoalitionValues",
    "Excesses",
    "ExternalityRisk",
    "FormationOptions",
    "LazyCertificate",
    "LazyLevel",
    "LeastCore",
    "Level",
    "Links",
    "Move",
    "NashInNash",
    "NetworkPayoffs",
    "OptimalPartition",
    "PartitionValues",
    "Path",
    "Published",
    "ReplacementTerms",
    "Royalties",
    "RoyaltyOptions",
    "Sample",
    "SampledRange",
    "Separation",
    "Settled",
    "Stability",
    "StableNetworks",
    "TableOracle",
    "adversarial_corners",
    "airport",
    "assignment",
    "average_value",
    "bankruptcy",
    "banzhaf",
    "catalogue",
    "coalition_game",
    "coalition_values",
    "coauthors",
    "connections",
    "core_is_empty",
    "cournot",
    "decreasing_margins",
    "dividends",
    "excesses",
    "externality_free_value",
    "externality_risk",
    "gately",
    "glove",
    "improving_path",
    "in_core",
    "is_balanced",
    "is_convex",
    "is_monotone",
    "is_superadditive",
    "least_core",
    "mcquillin_value",
    "myerson",
    "nash_in_nash",
    "nucleolus",
    "nucleolus_lazy",
    "optimal_partition",
    "owen",
    "pairwise_stable",
    "per_capita_nucleolus",
    "prenucleolus",
    "published",
    "random_game",
    "replacement_terms",
    "restricted",
    "royalties",
    "sampled_range",
    "shapley",
    "shapley_sampled",
    "stable_networks",
    "status_quo_value",
    "tau_value",
    "tighten",
    "weighted_majority",
    "weighted_shapley",
]
