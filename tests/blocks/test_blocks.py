"""Every block alone, as text: what it adds to a program that only knows sales.

The files ``<block>.lp`` are read by people: a change of a block shows as a change of its rows.
``TEIKEI_UPDATE_LP=1`` writes them anew; read the difference before committing it.
"""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from tests.blocks.scenes import SCENES

from teikei.plan.blocks.capacity import capacity
from teikei.plan.blocks.cash import cash
from teikei.plan.blocks.co2 import co2
from teikei.plan.blocks.development import development
from teikei.plan.blocks.payments import payments
from teikei.plan.blocks.sales import sales
from teikei.plan.blocks.scale import scale
from teikei.plan.blocks.tooling import tooling
from teikei.plan.build import BLOCKS, build
from teikei.plan.sets import PlanProblem
from teikei.solve.blocks import titles
from teikei.solve.listing import program_text

HERE = Path(__file__).parent
MOST_LINES = 60
GROUND = {payments: (capacity, co2), scale: (tooling, development), cash: (tooling,)}
"""What a block reads beside the columns of sales."""
BY_NAME = {block.__name__: block for block in BLOCKS}


def listing(scene: Callable[[], PlanProblem], name: str) -> list[str]:
    """What a block adds: objective terms, rows, bounds of its own columns."""
    problem, block = scene(), BY_NAME[name]
    ground = [] if block is sales else [sales, *GROUND.get(block, ())]
    before, after = build(problem, ground).compile(), build(problem, [*ground, block]).compile()
    names = titles(after.columns)
    old = np.zeros(after.objective.size)
    old[: before.objective.size] = before.objective
    moved = after.objective - old
    lines = [f"objective: {moved[j]:+.10g} {names[j]}" for j in np.flatnonzero(np.abs(moved) > 1e-15)]
    known = {rows.name for rows in before.rows}
    for rows in after.rows:
        if rows.name not in known:
            lines += program_text(after, rows.name).splitlines()
    mine = {names[j] for j in range(before.objective.size, after.objective.size)}
    bounds = program_text(after, "bounds").splitlines()
    return lines + [line for line in bounds if any(f" {n} " in f" {line.rstrip(', whole')} " for n in mine)]


def text_of(name: str) -> str:
    parts = []
    for scene in SCENES[name]:
        title = " ".join((inspect.getdoc(scene) or "").split())
        parts.append("\n".join([f"# {scene.__name__}: {title}", *listing(scene, name)]))
    return "\n\n".join(parts) + "\n"


def test_every_block_has_a_snapshot() -> None:
    assert set(SCENES) == set(BY_NAME)


@pytest.mark.parametrize("name", sorted(SCENES))
def test_block_reads_as_before(name: str) -> None:
    path, found = HERE / f"{name}.lp", text_of(name)
    if os.environ.get("TEIKEI_UPDATE_LP") == "1":
        path.write_text(found, encoding="utf-8")
    assert path.exists(), f"run once with TEIKEI_UPDATE_LP=1 and read {path.name}"
    assert found == path.read_text(encoding="utf-8")
    assert len(found.splitlines()) <= MOST_LINES, "too long to be read"
