"""Cuts of sets of nodes hold for every design that carries everything, also where arcs were held."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from cutsets import Cutsets
from flows import design_cost
from instances import Network


def drawn(seed: int) -> Network:
    """Four nodes, nine arcs, two scenarios; the last three arcs carry everything, so that a flow exists."""
    rng = np.random.default_rng(seed)
    tail, head = np.array([0, 0, 1, 1, 2, 2, 0, 1, 2]), np.array([1, 2, 2, 3, 1, 3, 3, 3, 3])
    sent = rng.integers(1, 8, (2, 3))
    capacity = np.c_[rng.integers(2, 12, (2, 6)), np.full((2, 3), 30)].astype(float)
    fixed = np.r_[rng.integers(20, 60, 6), rng.integers(60, 120, 3)].astype(float)
    balance = np.c_[sent, -sent.sum(axis=1)].astype(float)
    return Network(tail, head, fixed, np.array([0.4, 0.6]), rng.uniform(1, 4, (2, 9)), capacity, balance)


def possible(data: Network) -> np.ndarray:
    """(design, arc): every design that carries everything."""
    net = (data.tail, data.head, data.fixed, data.cost, data.capacity, data.balance)
    every = (np.array(one) for one in itertools.product([0.0, 1.0], repeat=data.tail.size))
    return np.array([one for one in every if np.isfinite(design_cost(*net, one)[0])])


@pytest.mark.parametrize("seed", range(12))
def test_every_possible_design_satisfies_every_cut(seed: int) -> None:
    data = drawn(seed)
    rng = np.random.default_rng(seed)
    sets = Cutsets(data, data.capacity)
    designs = possible(data)
    found = 0
    for _ in range(6):
        y = rng.random(9) * (rng.random(9) < 0.7)
        lower, upper = (rng.random(9) < 0.2).astype(float), np.ones(9)
        upper[(lower == 0) & (rng.random(9) < 0.3)] = 0.0
        y = np.clip(y, lower, upper)
        sets.search(y, 5)
        rows = sets.cuts(y, rng.uniform(0, 30, 9), lower, upper, 50, 50)
        found += len(rows)
        for row in rows:
            assert row.values @ y[row.columns] < row.lower - 1e-4  # y misses it
            assert (designs[:, row.columns] @ row.values >= row.lower - 1e-9).all()
    assert found > 5
    # a planted wrong cut, more arcs than the leanest design has, is seen by the same comparison
    assert not (designs.sum(axis=1) >= designs.sum(axis=1).min() + 1).all()


def test_a_cut_of_two_scenarios_by_hand() -> None:
    # 9 leave node 0 by arcs that carry 5, 9 and 9 in the first scenario, 9, 5 and 9 in the second: arc 2
    # does, or arcs 0 and 1 (14). So v0 + v2 ≥ 1 and v1 + v2 ≥ 1; y = (0.4, 0.5, 0.2) has 0.6 and 0.7, and
    # half of each has 1.
    data = Network(
        np.array([0, 0, 0]),
        np.array([1, 1, 1]),
        np.ones(3),
        np.array([0.5, 0.5]),
        np.ones((2, 3)),
        np.array([[5.0, 9.0, 9.0], [9.0, 5.0, 9.0]]),
        np.array([[9.0, -9.0], [9.0, -9.0]]),
    )
    sets = Cutsets(data, data.capacity)
    no, yes = np.zeros(3), np.ones(3)
    (row,) = sets.cuts(np.array([0.4, 0.5, 0.2]), no, no, yes, 5, 5)
    assert dict(zip(row.columns.tolist(), row.values.tolist(), strict=True)) == pytest.approx(
        {0: 1.0, 2: 1.0}, abs=1e-6
    )
    assert row.lower == 1.0
    assert sets.cuts(np.array([0.5, 0.5, 0.5]), no, no, yes, 5, 5) == []
    # Arc 2 held out: v0 ≥ 1 is what (0.4, 0.9, 0) misses, and in general v0 + v2 ≥ 1. Arc 0 held built: 4
    # more are needed in the first scenario: v1 + v2 ≥ 1, which asks for nothing where arc 0 is not built.
    (row,) = sets.cuts(np.array([0.4, 0.9, 0.0]), no, no, np.array([1.0, 1.0, 0.0]), 5, 5)
    assert row.values @ np.array([0.4, 0.9, 0.0])[row.columns] < row.lower - 0.3
    assert row.values @ np.array([0.0, 0.0, 1.0])[row.columns] >= row.lower - 1e-9
    (row,) = sets.cuts(np.array([1.0, 0.3, 0.3]), no, np.array([1.0, 0.0, 0.0]), yes, 5, 5)
    assert dict(zip(row.columns.tolist(), row.values.tolist(), strict=True)) == pytest.approx(
        {0: -1.0, 1: 1.0, 2: 1.0}, abs=1e-6
    )
    assert row.lower == 0.0


def test_sets_that_nothing_must_leave_are_left_out() -> None:
    data = drawn(0)
    sets = Cutsets(data, data.capacity)
    # of {0}, {1}, {2}, {3} and all but each: 3 receives, so {3} sends nothing; {0, 1, 2} sends all
    assert sets.inside.sum(axis=1).tolist().count(1) == 3
    before = len(sets.inside)
    sets.add(sets.inside[:2])
    assert len(sets.inside) == before
