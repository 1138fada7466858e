"""The levels of a nucleolus by ordinary linear programs: slower, sharing no code with the loops.

The levels are those of `teikei.games.levels`; each is handed to the solver as it stands and its duals are
read.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from teikei.base.options import SolveOptions
from teikei.games.basis import COALITION, LIMIT, POSITIVE, SETTLED
from teikei.games.loops import Floats, Ids
from teikei.solve.answer import Answer
from teikei.solve.highs import solve
from teikei.solve.program import Program

#: A set is a combination of others if what is left of it is smaller.
SPANNED = 1e-8


@dataclass(frozen=True, eq=False)
class Programs:
    """Shares and levels found; the arrays are those of `Certificate`."""

    x: Floats
    excess: Floats
    masks: Ids
    kinds: Ids
    weights: Floats
    programs: int


@dataclass(frozen=True, eq=False)
class _Row:
    """A row of a level: coalition, what it is, and its right-hand side."""

    mask: int
    kind: int
    end: float


def solve_sequence(values: Floats, bounded: bool, per_head: bool, tolerance: float) -> Programs:
    """The nucleolus by one linear program a level and round of rows.

    Parameters
    ----------
    values : (2ⁿ,) worths
    bounded : no share below the player's value alone
    per_head : divide excesses by the number of players
    tolerance : of excesses, in units of the values

    Raises
    ------
    SolverError    the solver breaks down
    """
    n = values.size.bit_length() - 1
    member = ((np.arange(values.size)[:, None] >> np.arange(n)) & 1).astype(np.float64)
    size = np.maximum(member.sum(axis=1), 1.0) if per_head else np.ones(values.size)
    grand = values.size - 1
    settled = [_Row(grand, int(SETTLED), float(values[grand]))]
    rows = [
        _Row(mask, int(COALITION), float(values[mask])) for i in range(n) for mask in (1 << i, grand ^ 1 << i)
    ]
    limits = [_Row(1 << i, int(LIMIT), float(values[1 << i])) for i in range(n)] if bounded else []
    found: list[tuple[float, list[tuple[_Row, float]]]] = []
    programs = 0
    while True:
        spanned = _span(member[[row.mask for row in settled]])
        rows = [row for row in rows if not spanned(member[row.mask])]
        open_limits = [row for row in limits if not spanned(member[row.mask])]
        level = [*settled, *rows, *open_limits]
        answer = _solve_level(level, member, size)
        programs += 1
        x, excess = answer.x[:n], float(answer.x[n])
        over = (values - member @ x) / size - excess
        worst = [int(s) for s in np.argsort(-over)[: 50 * n] if over[s] > tolerance]
        lacking = [s for s in worst if not spanned(member[s])][: 2 * n]
        if lacking:
            rows += [_Row(s, int(COALITION), float(values[s])) for s in lacking]
            continue
        weighted = [
            (row, float(w)) for row, w in zip(level, answer.row_duals, strict=True) if abs(w) > POSITIVE
        ]
        found.append((excess, weighted))
        settled += [
            _Row(
                row.mask, int(SETTLED), row.end - (size[row.mask] * excess if row.kind == COALITION else 0.0)
            )
            for row, weight in weighted
            if row.kind != SETTLED and weight > POSITIVE
        ]
        if np.linalg.matrix_rank(member[[row.mask for row in settled]]) == n:
            return _programs(x, found, programs)
        if len(found) == n:  # no level settled anything: the duals are of no use
            return _programs(x, found, programs)


def _solve_level(level: list[_Row], member: Floats, size: Floats) -> Answer:
    """min ε over the rows of one level; columns are the shares and ε."""
    n = member.shape[1]
    program = Program("level of a nucleolus", "min")
    shares = program.add_columns("share", {"player": np.arange(n)}, lower=-np.inf, upper=np.inf)
    excess = program.add_columns("excess", {}, lower=-np.inf, upper=np.inf, objective=1.0)
    masks = np.array([row.mask for row in level])
    kinds = np.array([row.kind for row in level])
    ends = np.array([row.end for row in level])
    at, player = np.nonzero(member[masks])
    eased = np.flatnonzero(kinds == COALITION)
    program.add_rows(
        "level",
        {"row": np.arange(len(level))},
        lower=ends,
        upper=np.where(kinds == SETTLED, ends, np.inf),
        rows=np.r_[at, eased],
        columns=np.r_[shares.ids[player], np.full(eased.size, excess.ids[0])],
        values=np.r_[np.ones(at.size), size[masks[eased]]],
    )
    return solve(program.compile(), SolveOptions())


class _span:  # noqa: N801 - used as a function that remembers
    """Tells whether a set is a combination of the given ones."""

    def __init__(self, sets: Floats) -> None:
        _, sizes, directions = np.linalg.svd(sets, full_matrices=True)
        rank = int((sizes > SPANNED).sum())
        self.null = directions[rank:]

    def __call__(self, member: Floats) -> bool:
        return bool(np.abs(self.null @ member).max(initial=0.0) <= SPANNED)


def _programs(x: Floats, found: list[tuple[float, list[tuple[_Row, float]]]], programs: int) -> Programs:
    wide = max(len(weighted) for _, weighted in found)
    masks = np.zeros((len(found), wide), np.int64)
    kinds = np.full((len(found), wide), int(SETTLED))
    weights = np.zeros((len(found), wide))
    for k, (_, weighted) in enumerate(found):
        for c, (row, weight) in enumerate(weighted):
            masks[k, c], kinds[k, c], weights[k, c] = row.mask, row.kind, weight
    excess = np.array([one for one, _ in found])
    return Programs(x, excess, masks, kinds, weights, programs)
