"""What proves a nucleolus: for each level weights that balance, and no coalition above it (Kohlberg 1971).

Level k with excess ε_k and settled coalitions C_k (weights λ > 0), limits M_k (μ > 0) and T, settled before:

    Σ_{S∈C_k} λ_S 1_S + Σ_{i∈M_k} μ_i e_i + Σ_{T} ν_T 1_T = 0,    Σ_{S∈C_k} w_S λ_S = 1

By weak duality nobody can bring the largest open excess below ε_k, and by complementary slackness every
sharing that reaches ε_k gives the coalitions of C_k exactly v(S) − w_S ε_k and the players of M_k their
limit. If at x all that is so, no open coalition lies above ε_k, nobody gets less than alone where that is
asked, and in the end all that is settled spans the space of sharings, then x is the nucleolus and the only
one. Where it is not asked no μ may be used. The examination uses x, v and the lists alone,
not the way they were found; whether a coalition is spanned by what is settled is told by two random vectors
orthogonal to it (error below 1e-9 a game).

Source: Kohlberg 1971, SIAM J. Appl. Math. 20, 62-66; Benedek, Fliege & Nguyen 2021, Math. Prog. 190.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from teikei.games.basis import COALITION, LIMIT, POSITIVE, SETTLED
from teikei.games.loops import FIRST, Floats, Ids, inner_loop, outer_loop
from teikei.games.scan import above, add_up, size_of

#: Balance of the weights, and of the norm; they add up to one.
BALANCED = 1e-9
#: Entries below this are zero when sets are reduced to a basis.
ZERO = 1e-9


@dataclass(frozen=True)
class Level:
    """One level of a certificate.

    Attributes
    ----------
    excess : ε, how much each coalition settled here misses; an excess per head for the per-capita nucleolus
    coalitions : weight λ > 0 of each coalition settled here, by the names of its players
    limits : weight μ > 0 of each player who gets no more than alone
    earlier : weight ν ≠ 0 of coalitions settled before, all players together included
    """

    excess: float
    coalitions: dict[tuple[str, ...], float]
    limits: dict[str, float]
    earlier: dict[tuple[str, ...], float]


@dataclass(frozen=True, eq=False)
class Certificate:
    """Proof that an allocation is the nucleolus, and what it came to when it was examined.

    Attributes
    ----------
    players : (n,) names
    excess : (levels,) ε
    masks, kinds, weights : (levels, columns) sets, 0 coalition / 1 limit / 2 settled before, and λ / μ / ν
    balance : largest entry of the sums that must be zero, and of Σ wλ − 1
    tightness : largest distance of a settled coalition from ε, or of a settled share from its limit
    breach : how far the worst open coalition lies above its ε, or the worst share below its limit; 0 within
        the tolerance
    rank : of all that is settled; n proves that there is no other sharing
    tolerance : of tightness and breach, in units of the values
    pivots, passes, rows : work done: pivots, passes over all coalitions, rows generated
    engine : "simplex" (the compiled loops) or "highs"
    """

    players: tuple[str, ...]
    excess: Floats
    masks: Ids
    kinds: Ids
    weights: Floats
    balance: float
    tightness: float
    breach: float
    rank: int
    tolerance: float
    pivots: int
    passes: int
    rows: int
    engine: str = "simplex"

    @property
    def holds(self) -> bool:
        """Whether the proof is complete within the tolerances."""
        return self.rank == len(self.players) and self.sound

    @property
    def sound(self) -> bool:
        """Whether every level given is proved, though more may be needed to leave one sharing only."""
        return self.balance <= BALANCED and self.tightness <= self.tolerance and self.breach <= self.tolerance

    @property
    def levels(self) -> tuple[Level, ...]:
        """The levels in words."""
        return tuple(
            Level(
                float(excess),
                self._named(k, COALITION),
                {names[0]: weight for names, weight in self._named(k, LIMIT).items()},
                self._named(k, SETTLED),
            )
            for k, excess in enumerate(self.excess)
        )

    def _named(self, level: int, kind: int) -> dict[tuple[str, ...], float]:
        chosen = self.kinds[level] == kind
        chosen &= np.abs(self.weights[level]) > POSITIVE
        pairs = sorted(zip(self.masks[level][chosen], self.weights[level][chosen], strict=True))
        return {
            tuple(name for i, name in enumerate(self.players) if int(mask) >> i & 1): float(weight)
            for mask, weight in pairs
        }

    def __str__(self) -> str:
        word = "holds" if self.holds else "does NOT hold"
        lines = [f"{word}: {len(self.excess)} levels, rank {self.rank} of {len(self.players)}"]
        lines += [
            f"  {level.excess:.10g}: " + ", ".join("+".join(names) for names in level.coalitions)
            for level in self.levels
        ]
        return "\n".join(lines)


@inner_loop
def reduce_set(reduced: Floats, leads: Ids, rank: int, mask: int) -> int:
    """Add a set to the reduced row echelon form of the sets before; the new rank."""
    n = leads.size
    row = np.empty(n)
    for i in range(n):
        row[i] = (mask >> i) & 1
    for r in range(rank):
        factor = row[leads[r]]
        if factor != 0.0:
            for i in range(n):
                row[i] -= factor * reduced[r, i]
    lead = 0
    for i in range(n):
        if abs(row[i]) > abs(row[lead]):
            lead = i
    if rank == n or abs(row[lead]) <= ZERO:
        return rank
    scale = 1.0 / row[lead]
    for i in range(n):
        reduced[rank, i] = row[i] * scale
    leads[rank] = lead
    for r in range(rank):
        factor = reduced[r, lead]
        if factor != 0.0:
            for i in range(n):
                reduced[r, i] -= factor * reduced[rank, i]
    return rank + 1


@inner_loop
def orthogonal(reduced: Floats, leads: Ids, rank: int, chosen: Floats, into: Floats) -> None:
    """The vector orthogonal to all sets whose entries off the leads are `chosen`, largest entry 1."""
    n = leads.size
    for i in range(n):
        into[i] = chosen[i]
    for r in range(rank):
        into[leads[r]] = 0.0
    for r in range(rank):
        total = 0.0
        for i in range(n):
            if i != leads[r]:
                total += reduced[r, i] * into[i]
        into[leads[r]] = -total
        # the other leads are zero in this row of the reduced form, so their order does not matter
    largest = 0.0
    for i in range(n):
        largest = max(largest, abs(into[i]))
    if largest > 0.0:
        for i in range(n):
            into[i] /= largest


@inner_loop
def spanned(nulls: Floats, mask: int) -> bool:
    """Whether a set is orthogonal to both random vectors."""
    for r in range(2):
        total = 0.0
        for i in range(nulls.shape[1]):
            if (mask >> i) & 1:
                total += nulls[r, i]
        if abs(total) > ZERO:
            return False
    return True


@inner_loop
def worst_breach(
    values: Floats, x: Floats, excess: Floats, nulls: Floats, per_head: bool, tolerance: float
) -> float:
    """How far the worst open coalition lies above the ε of its level; 0 if none does beyond the tolerance."""
    n, count = x.size, excess.size
    last = excess.min()  # the levels may have been changed since they fell
    low = n // 2
    paid = np.empty(n)
    for i in range(n):
        paid[i] = x[i] + last if per_head else x[i]
    in_low, in_high = np.empty(1 << low), np.empty(1 << (n - low))
    add_up(paid[:low], in_low)
    add_up(paid[low:], in_high)
    worst = 0.0
    for h in range(in_high.size):
        bar = in_high[h] + tolerance + (0.0 if per_head else last)
        if above(values, h << low, in_low, bar) == 0:
            continue
        for k in range(in_low.size):
            mask = (h << low) + k
            over = values[mask] - in_low[k] - bar
            if over <= 0.0 or mask == 0 or mask == values.size - 1:
                continue
            size = float(size_of(mask)) if per_head else 1.0
            own = (over + tolerance) / size + last
            for level in range(count):
                if own > excess[level] + tolerance:
                    if not spanned(nulls[level], mask):
                        worst = max(worst, own - excess[level])
                    break
    return worst


@inner_loop
def weigh(
    values: Floats,
    x: Floats,
    bounded: bool,
    per_head: bool,
    excess: float,
    listed: tuple[Ids, Ids, Floats],
    nulls: Floats,
) -> tuple[float, float]:
    """How far the weights of one level's (masks, kinds, weights) are from balance, its sets from tight."""
    masks, kinds, weights = listed
    sums = np.zeros(x.size)
    norm, balance, tightness = -1.0, 0.0, 0.0
    for c in range(masks.size):
        mask, kind, weight = masks[c], kinds[c], weights[c]
        positive = kind != SETTLED and weight > POSITIVE
        if kind == SETTLED and weight != 0.0 and not spanned(nulls, mask):
            balance = np.inf
        if not positive and kind != SETTLED:
            continue
        own, size = 0.0, 0.0
        for i in range(x.size):
            if (mask >> i) & 1:
                sums[i] += weight
                own += x[i]
                size += 1.0
        if not positive:
            continue
        if kind == LIMIT and (not bounded or size != 1.0):
            balance = np.inf
        if kind == COALITION:
            size = size if per_head else 1.0
            norm += weight * size
            own += size * excess
        tightness = max(tightness, abs(values[mask] - own))
    for i in range(x.size):
        balance = max(balance, abs(sums[i]))
    return max(balance, abs(norm)), tightness


@outer_loop
def examine(
    values: Floats,
    x: Floats,
    bounded: bool,
    per_head: bool,
    excess: Floats,
    masks: Ids,
    kinds: Ids,
    weights: Floats,
    chosen: Floats,
    tolerance: float,
) -> tuple[float, float, float, int]:
    """Balance, tightness, worst breach and rank of a list of levels at x.

    Parameters
    ----------
    values : (2ⁿ,) worths
    x : (n,) shares
    bounded : whether no share may lie below the player's value alone
    per_head : whether an excess is divided by the number of players
    excess, masks, kinds, weights : as in `Certificate`
    chosen : (2, n or more) random numbers for the test whether a coalition is spanned
    tolerance : of breaches, in units of the values
    """
    n, count = x.size, excess.size
    grand = values.size - 1
    reduced, leads, nulls = np.zeros((n, n)), np.zeros(n, np.int64), np.zeros((count, 2, n))
    rank = reduce_set(reduced, leads, FIRST, grand)
    total, balance = -values[grand], 0.0
    for i in range(n):
        total += x[i]
    tightness = abs(total)
    for level in range(count):
        for r in range(2):
            orthogonal(reduced, leads, rank, chosen[r], nulls[level, r])
        listed = (masks[level], kinds[level], weights[level])
        off, loose = weigh(values, x, bounded, per_head, excess[level], listed, nulls[level])
        balance, tightness = max(balance, off), max(tightness, loose)
        for c in range(masks.shape[1]):
            if kinds[level, c] != SETTLED and weights[level, c] > POSITIVE:
                rank = reduce_set(reduced, leads, rank, masks[level, c])
    breach = worst_breach(values, x, excess, nulls, per_head, tolerance) if count > 0 else 0.0
    if bounded:
        for i in range(n):
            short = values[1 << i] - x[i]
            if short > tolerance:
                breach = max(breach, short)
    return balance, tightness, breach, rank
