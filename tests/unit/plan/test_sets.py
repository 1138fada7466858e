from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from tests.blocks.scenes import problem_of
from tests.cases.edits import two_makers

from teikei.plan.sets import Choices


def test_a_problem_is_frozen_and_its_axes_agree() -> None:
    problem = problem_of(two_makers(), ["hoku", "nagi"], "pickup_at_delta", "suv_at_delta")
    with pytest.raises(dataclasses.FrozenInstanceError):
        problem.members = ()  # type: ignore[misc]
    routes, years = problem.ship_of.shape
    assert problem.routes.margin.shape == (routes, years) == problem.routes.allowed.shape
    assert len(problem.needs) == problem.tool_of.size == problem.launch_of.size == routes
    # ship columns are numbered 0, 1, 2 … without a hole
    numbers = np.sort(problem.ship_of[problem.ship_of >= 0])
    assert np.array_equal(numbers, np.arange(numbers.size))
    # a column exists only where the route does and something can be sold
    assert problem.routes.allowed[problem.ship_of >= 0].all()


def test_margin_is_price_less_every_layer() -> None:
    ways = problem_of(two_makers(), ["hoku"]).routes
    layers = [v for k, v in ways.money.items() if k != "price"]
    assert np.allclose(ways.margin, ways.money["price"] - sum(layers))


def test_size_of_choices() -> None:
    nothing = Choices(
        np.zeros(0, int),
        (),
        np.zeros(0, int),
        np.zeros(0, int),
        np.zeros((0, 4)),
        np.zeros(0),
        np.zeros(0, str),
        np.zeros((0, 4)),
        np.zeros((0, 4)),
    )
    assert nothing.size == 0
