"""Rows added only where they bind, so that a program falls into more and smaller independent parts.

Leaving a row out relaxes the program: the bound of what is left is a bound of the whole. If the point found
satisfies every row left out, it is feasible for the whole, and value and bound hold together. Rows come in
groups; a group of which a row is violated is put in, and the parts it joins are solved again. With all groups
in, this is the program itself.
"""

from __future__ import annotations

import time
from collections.abc import MutableMapping
from dataclasses import replace

import numpy as np

from teikei.base.options import SolveOptions
from teikei.solve.answer import Answer
from teikei.solve.blocks import Flags, Floats, Ids
from teikei.solve.decompose import solve_components
from teikei.solve.highs import OnProgress
from teikei.solve.program import CompiledProgram

#: A row left out counts as violated beyond this, relative to max(1, |bound|).
VIOLATED = 1e-7


def solve_lazily(
    program: CompiledProgram,
    options: SolveOptions,
    memory: MutableMapping[str, Answer] | None,
    groups: tuple[Ids, list[str]],
    binding: set[str],
    on_progress: OnProgress | None = None,
    starts: Floats | None = None,
) -> tuple[Answer, CompiledProgram]:
    """Solve with rows put in as they bind.

    Parameters
    ----------
    groups : (row,) number of the group of each row, -1 for rows that are always in; and the names of groups
    binding : names of groups that are in from the start; groups found to bind are added to it, so that
        programs solved one after the other start alike and their equal parts stay equal
    starts : (column,) a point to begin from, of which whole numbers alone count if it is not feasible

    Returns
    -------
    The answer as of `solve_components` (duals of rows left out are zero), and the program of the last round,
    whose rows left out are free: its components are the answer's.
    """
    began = time.perf_counter()
    group, names = groups
    inside = np.array([name in binding for name in names] + [True], dtype=bool)
    while True:
        active = inside[group]
        relaxed = replace(
            program,
            row_lower=np.where(active, program.row_lower, -np.inf),
            row_upper=np.where(active, program.row_upper, np.inf),
        )
        answer = solve_components(relaxed, options, memory, starts, on_progress)
        if not answer.found or active.all():
            return replace(answer, seconds=time.perf_counter() - began), relaxed
        broken = _violated(program, answer.x) & ~active
        if not broken.any():
            return replace(answer, seconds=time.perf_counter() - began), relaxed
        more = np.unique(group[broken])
        inside[more] = True
        binding.update(names[int(k)] for k in more)


def _violated(program: CompiledProgram, x: np.ndarray[tuple[int], np.dtype[np.float64]]) -> Flags:
    activity = program.matrix @ x
    found = np.zeros(activity.size, dtype=bool)
    for excess, bound in (
        (program.row_lower - activity, program.row_lower),
        (activity - program.row_upper, program.row_upper),
    ):
        finite = np.isfinite(bound)
        found[finite] |= excess[finite] > VIOLATED * np.maximum(1.0, np.abs(bound[finite]))
    return found
