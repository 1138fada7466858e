"""Cheapest flows against a linear program, and the local search for a design, by hand."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from scipy.optimize import linprog

from flows import cheapest_flow, design_cost, improve_design


@pytest.mark.parametrize("seed", range(30))
def test_the_flow_is_the_cheapest_and_its_potentials_prove_it(seed: int) -> None:
    rng = np.random.default_rng(seed)
    nodes, arcs = 7, 24
    tail = rng.integers(0, nodes, arcs)
    head = (tail + rng.integers(1, nodes, arcs)) % nodes
    cost, room = rng.integers(1, 20, arcs) / 4.0, rng.integers(0, 9, arcs) * rng.choice([1.0, 0.3])
    balance = np.r_[rng.integers(1, 6, 2), np.zeros(3), np.zeros(2)].astype(float)
    balance[5:] = -balance.sum() * np.array([0.25, 0.75])
    leaves = np.zeros((nodes, arcs))
    leaves[tail, np.arange(arcs)] += 1.0
    leaves[head, np.arange(arcs)] -= 1.0
    known = linprog(cost, A_eq=leaves, b_eq=balance, bounds=np.c_[np.zeros(arcs), room])
    worth, flow, potential, rest, inside = cheapest_flow(tail, head, cost, room, balance)
    if known.status == 2:  # no flow: the set found must let out more than its arcs carry, by what is missing
        out = inside[tail] & ~inside[head]
        assert worth == np.inf
        assert balance[inside].sum() - room[out].sum() == pytest.approx(rest, abs=1e-7)
        assert rest > 1e-7
        return
    assert rest == 0.0
    assert worth == pytest.approx(known.fun, abs=1e-7)
    assert leaves @ flow == pytest.approx(balance, abs=1e-7)
    assert (flow >= -1e-9).all()
    assert (flow <= room + 1e-9).all()
    # weak duality, met: the same figure from the potentials alone
    left = cost + potential[tail] - potential[head]
    assert -potential @ balance + np.minimum(left, 0.0) @ room == pytest.approx(worth, abs=1e-6)


#: 0 to 2 directly (arc 0, fixed 10, 4 a unit) or by 1 (arcs 1 and 2, fixed 3 each, 1 a unit each); arc 3 is
#: another from 0 to 2, fixed 5, 2 a unit, that carries only 2 of the 3 units of the second scenario.
ROUTES = (
    np.array([0, 0, 1, 0]),
    np.array([2, 1, 2, 2]),
    np.array([10.0, 3.0, 3.0, 5.0]),
    0.5 * np.array([[4.0, 1.0, 1.0, 2.0]] * 2),
    np.array([[9.0, 9.0, 9.0, 2.0]] * 2),
    np.array([[2.0, 0.0, -2.0], [3.0, 0.0, -3.0]]),
)


def test_a_design_costs_its_arcs_in_use_and_half_of_each_flow() -> None:
    # arc 0 alone: 10 + (2 · 4 + 3 · 4) / 2 = 20; by 1: 6 + (2 · 2 + 3 · 2) / 2 = 11; arc 3 cannot carry 3
    assert design_cost(*ROUTES, np.array([1.0, 0.0, 0.0, 0.0]))[0] == pytest.approx(20.0)
    value, used = design_cost(*ROUTES, np.array([1.0, 1.0, 1.0, 0.0]))
    assert (value, used.tolist()) == (
        pytest.approx(11.0),
        [0.0, 1.0, 1.0, 0.0],
    )  # arc 0 is not used, not paid
    assert design_cost(*ROUTES, np.array([0.0, 0.0, 0.0, 1.0]))[0] == np.inf


def test_the_local_search_leaves_out_what_is_dear_and_swaps() -> None:
    # From arcs 0 and 1: 1 carries nothing, so arc 0 at 20, and no one arc in its place does better (2 or 3
    # alone carry too little). From all it is 11, and none of the sixteen designs is better.
    every = [design_cost(*ROUTES, np.array(one))[0] for one in itertools.product([0.0, 1.0], repeat=4)]
    value, design = improve_design(*ROUTES, np.array([1.0, 1.0, 1.0, 1.0]), np.array([3, 0, 1, 2]))
    assert (value, design.tolist()) == (pytest.approx(11.0), [0.0, 1.0, 1.0, 0.0])
    assert min(every) == pytest.approx(11.0)
    assert improve_design(*ROUTES, np.array([1.0, 1.0, 0.0, 0.0]), np.arange(4))[0] == pytest.approx(20.0)


def test_an_arc_is_put_in_for_another() -> None:
    # two parallel arcs of fixed costs 9 and 4: only a swap leads from the first to the second
    one = np.array([[1.0, 1.0]])
    value, design = improve_design(
        np.array([0, 0]),
        np.array([1, 1]),
        np.array([9.0, 4.0]),
        one * np.array([[1.0, 0.5]]),
        5 * one,
        np.array([[2.0, -2.0]]),
        np.array([1.0, 0.0]),
        np.arange(2),
    )
    assert (value, design.tolist()) == (pytest.approx(4.0 + 2 * 0.5), [0.0, 1.0])


def test_what_cannot_be_carried_has_no_design() -> None:
    value, design = improve_design(*ROUTES, np.zeros(4), np.arange(4))
    assert value == np.inf
    assert not design.any()
