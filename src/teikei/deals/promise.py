"""In which order moves of a search are tried: by what their deals were last seen to bring.

A book costs a plan. What a deal brings beside some book is a good guess of what it brings beside another, so
the move that promises most is planned first, and a search seldom plans more than it needs. The order decides
only what is planned first: a move counts by its own plans.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from teikei.deals.profits import Profits
from teikei.games.moves import Step


@dataclass(frozen=True, slots=True, eq=False)
class Promise:
    """Guesses from the books planned so far; ``joint``: of what all planning firms gain, else the parties."""

    profits: Profits
    joint: bool = False

    def __call__(self, step: Step, mask: int) -> float:
        """What a move may bring from a book; never seen: no end, so that it is tried first."""
        if step.kind == "drop":
            return -self.brings(step.link, mask & ~(1 << step.link), step.parties)
        gain = self.brings(step.link, mask, step.parties)
        if step.swapped < 0:
            return gain
        return gain - self.brings(step.swapped, mask, self.profits.links.members[step.swapped])

    def brings(self, link: int, mask: int, parties: Sequence[int]) -> float:
        """What a deal brought beside the planned book that is most like this one; of equals, the last."""
        known = self.profits.known
        seen = set(known)
        bit = 1 << link
        pairs = [g for g in known if not g & bit and g | bit in seen]
        if not pairs:
            return math.inf
        near = min(reversed(pairs), key=lambda g: (g ^ (mask & ~bit)).bit_count())
        who = range(len(self.profits.firms)) if self.joint else parties
        before, after = self.profits.payoffs(near), self.profits.payoffs(near | bit)
        return sum(float(after[e][k] - before[e][k]) for e in (0, 1) for k in who) / 2
