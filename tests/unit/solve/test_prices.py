"""Prices on linking rows: bounds that hold, and answers that agree with the whole program's."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from teikei.base.options import SolveOptions
from teikei.solve.decompose import solve_components
from teikei.solve.prices import Relaxed, find_prices, solve_priced
from teikei.solve.program import CompiledProgram, Program

TIGHT = SolveOptions(gap=1e-9)


class Cover:
    """min Σ_i f_i y_i + Σ_ij c_ij x_ij,  Σ_i x_ij = 1,  x_ij ≤ y_i: with prices, i opens if that pays."""

    def __init__(self, seed: int, m: int = 5, n: int = 6) -> None:
        r = np.random.default_rng(seed)
        self.fixed = r.integers(3, 15, m).astype(float)
        self.cost = r.integers(1, 12, (m, n)).astype(float)

    def program(self, sense: str = "min") -> CompiledProgram:
        """The whole program, as costs to be least or as their negatives to be greatest."""
        m, n = self.cost.shape
        sign = 1.0 if sense == "min" else -1.0
        at, to = np.divmod(np.arange(m * n), n)
        each = np.arange(m * n)
        p = Program("cover", sense="min" if sense == "min" else "max")
        y = p.add_columns("y", {"i": np.arange(m)}, upper=1, objective=sign * self.fixed, integer=True)
        x = p.add_columns("x", {"i": at, "j": to}, upper=1, objective=sign * self.cost.ravel())
        p.add_rows("one", {"j": np.arange(n)}, lower=1, upper=1, rows=to, columns=x.ids, values=1.0)
        p.add_rows(
            "open",
            {"k": each},
            upper=0,
            rows=np.r_[each, each],
            columns=np.r_[x.ids, y.ids[at]],
            values=np.repeat([1.0, -1.0], each.size),
        )
        return p.compile()

    def __call__(self, prices: np.ndarray) -> Relaxed:
        gain = np.minimum(self.cost - prices, 0.0)
        worth = self.fixed + gain.sum(axis=1)
        chosen = worth < 0
        served = ((gain < 0) & chosen[:, None]).sum(axis=0)
        bound = prices.sum() + np.minimum(worth, 0.0).sum()
        return Relaxed(float(bound), 1.0 - served, chosen, np.abs(worth))

    def mirrored(self, prices: np.ndarray) -> Relaxed:
        """The same for the program in "max", whose prices and bounds have the other sign."""
        there = self(-prices)
        return Relaxed(-there.bound, there.slack, there.chosen, there.regret)


@given(seed=st.integers(0, 10_000))
@settings(max_examples=12, deadline=None)
def test_the_bound_holds_for_any_prices_and_steps_improve_it(seed: int) -> None:
    cover = Cover(seed)
    best = solve_components(cover.program(), TIGHT).value
    start = np.sort(cover.cost, axis=0)[0]
    found = find_prices(cover, start, -1.0, rounds=200)
    assert cover(start).bound <= best + 1e-9
    assert cover(start).bound <= found.bound <= best + 1e-9
    assert cover(found.prices).bound == pytest.approx(found.bound)
    # the subgradient steps come within five per cent of the relaxed program's value
    program = cover.program()
    relaxed = CompiledProgram(**{**vars(program), "integer": np.zeros_like(program.integer)})
    assert found.bound >= 0.95 * solve_components(relaxed, TIGHT).value


@given(seed=st.integers(0, 10_000), sense=st.sampled_from(["max", "min"]))
@settings(max_examples=12, deadline=None)
def test_columns_left_out_cost_nothing(seed: int, sense: str) -> None:
    cover = Cover(seed)
    program = cover.program(sense)
    best = solve_components(program, TIGHT).value
    start = np.sort(cover.cost, axis=0)[1]
    if sense == "max":
        answer = solve_priced(program, program.block("y").ids, cover.mirrored, -start, TIGHT)
    else:
        answer = solve_priced(program, program.block("y").ids, cover, start, TIGHT)
    assert answer.status == "optimal"
    assert answer.value == pytest.approx(best, abs=1e-6)
    assert answer.bound == pytest.approx(best, abs=1e-6)


def test_a_gap_asked_for_bounds_the_optimum() -> None:
    cover = Cover(3, m=8, n=12)
    program = cover.program()
    best = solve_components(program, TIGHT).value
    start = np.sort(cover.cost, axis=0)[1]
    answer = solve_priced(program, program.block("y").ids, cover, start, SolveOptions(gap=0.2))
    assert answer.bound <= best + 1e-9 <= answer.value + 2e-9
    assert answer.gap <= 0.2


def test_a_regret_that_promises_too_much_is_caught_by_the_value() -> None:
    """A planted bug: every regret enormous. Columns wrongly left out then show as a worse value."""

    class Lying(Cover):
        def __call__(self, prices: np.ndarray) -> Relaxed:
            # prices that never move: few columns are used, and the rest are said to be hopeless
            at = super().__call__(np.full(prices.size, 3.0))
            return at._replace(slack=0.0 * at.slack, regret=np.full(self.fixed.size, 1e9))

    def worth(cover: Cover) -> float:
        program = cover.program()
        return solve_priced(program, program.block("y").ids, cover, np.full(12, 3.0), TIGHT).value

    best = [solve_components(Cover(seed, 8, 12).program(), TIGHT).value for seed in range(6)]
    assert [worth(Cover(seed, 8, 12)) for seed in range(6)] == pytest.approx(best)
    assert any(worth(Lying(seed, 8, 12)) > best[seed] + 1e-6 for seed in range(6))
