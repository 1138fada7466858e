"""Cooperative games, bargaining and networks over plain numbers; nothing here has heard of a car."""

from teikei.games.allocation import Allocation
from teikei.games.answers import Answer
from teikei.games.banzhaf import banzhaf
from teikei.games.catalogue import Published, catalogue, published
from teikei.games.corners import SampledRange, adversarial_corners, sampled_range
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
from teikei.games.myerson import myerson, restricted
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
from teikei.games.properties import is_convex, is_monotone, is_superadditive, tighten
from teikei.games.sampled import Sample, shapley_sampled
from teikei.games.shapley import dividends, shapley, weighted_shapley
from teikei.games.structure import OptimalPartition, optimal_partition
from teikei.games.tau import gately, tau_value
from teikei.games.values import CoalitionValues, coalition_values

__all__ = [
    "Allocation",
    "Answer",
    "CoalitionValues",
    "ExternalityRisk",
    "OptimalPartition",
    "PartitionValues",
    "Published",
    "Sample",
    "SampledRange",
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
    "cournot",
    "dividends",
    "externality_free_value",
    "externality_risk",
    "gately",
    "glove",
    "is_convex",
    "is_monotone",
    "is_superadditive",
    "mcquillin_value",
    "myerson",
    "optimal_partition",
    "owen",
    "published",
    "random_game",
    "restricted",
    "sampled_range",
    "shapley",
    "shapley_sampled",
    "status_quo_value",
    "tau_value",
    "tighten",
    "weighted_majority",
    "weighted_shapley",
]
