"""Jordan & Graves (1995): ten plants, ten products; a chain of 20 links sells nearly as much as all hundred.

    sales(d) = max Σ_ij x_ij,   Σ_i x_ij ≤ d_j,   Σ_j x_ij ≤ 100,   x_ij = 0 where i cannot build j

Demand of each product is normal with mean 100 and standard deviation 40, cut off at two standard deviations
(20 … 180), independent. Published expected sales: 853 with a plant for each product, 950 with the chain in
which plant i also builds product i + 1, 954 with every plant building everything. They come from a simulation
too: with a plant for each product the demand stated gives 855.5 exactly (below), 2.5 more than published.

Source: Jordan & Graves, Principles on the benefits of manufacturing process flexibility, Management Science
41(4), section 3.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray

from teikei.base.options import SolveOptions
from teikei.solve.highs import Solver
from teikei.solve.program import Program

N, CAPACITY, MEAN, DEVIATION, DRAWS, SEED = 10, 100.0, 100.0, 40.0, 3000, 1995
PUBLISHED = {"dedicated": 853.0, "chain": 950.0, "full": 954.0}
Demands = NDArray[np.float64]


def demands() -> Demands:
    """(draw, product) normal demands within two standard deviations, drawn again where they are not."""
    r = np.random.default_rng(SEED)
    found = r.normal(MEAN, DEVIATION, (DRAWS, N))
    while (outside := np.abs(found - MEAN) > 2 * DEVIATION).any():
        found[outside] = r.normal(MEAN, DEVIATION, int(outside.sum()))
    return found


def links(design: str) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Plants and products of each link."""
    i = np.arange(N)
    if design == "dedicated":
        return i, i
    if design == "chain":
        return np.r_[i, i], np.r_[i, (i + 1) % N]
    return np.repeat(i, N), np.tile(i, N)


@cache
def sales(design: str) -> Demands:
    """(draw,) most that can be sold in each draw, one program with changing row bounds."""
    plant, product = links(design)
    p = Program(design, sense="max")
    x = p.add_columns("build", {"plant": plant, "product": product}, objective=1.0)
    room = {"plant": np.arange(N)}
    p.add_rows("capacity", room, upper=CAPACITY, rows=plant, columns=x.ids, values=1.0)
    asked = p.add_rows(
        "demand", {"product": np.arange(N)}, upper=MEAN, rows=product, columns=x.ids, values=1.0
    )
    solver = Solver(p.compile())
    found = []
    for draw in demands():
        solver.change_row_bounds(asked.ids, -np.inf, draw)
        found.append(solver.solve(SolveOptions()).value)
    return np.array(found)


@pytest.mark.parametrize("design", list(PUBLISHED))
def test_expected_sales(design: str) -> None:
    sold = sales(design)
    error = sold.std(ddof=1) / np.sqrt(DRAWS)
    print(f"{design}: {sold.mean():.1f}, standard error {error:.2f}, published {PUBLISHED[design]:.0f}")
    assert abs(sold.mean() - PUBLISHED[design]) <= 2 * error


def test_a_dedicated_plant_sells_the_lesser_of_demand_and_capacity() -> None:
    sold = sales("dedicated")
    assert sold == pytest.approx(np.minimum(demands(), CAPACITY).sum(axis=1))
    # lost = 40 (φ(0) - φ(2)) / (Φ(2) - Φ(-2)) = 40 (0.39894 - 0.05399) / 0.95450 = 14.456 a product
    assert abs(sold.mean() - (1000.0 - 144.56)) <= 2 * sold.std(ddof=1) / np.sqrt(DRAWS)


def test_full_flexibility_pools_all_demand() -> None:
    assert sales("full") == pytest.approx(np.minimum(demands().sum(axis=1), N * CAPACITY))
