"""Cooperative games, bargaining and networks over plain numbers; nothing here has heard of a car."""

from teikei.games.allocation import Allocation
from teikei.games.answers import Answer
from teikei.games.values import CoalitionValues, coalition_values

__all__ = [
    "Allocation",
    "Answer",
    "CoalitionValues",
    "coalition_values",
]
