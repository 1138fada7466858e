"""Random coefficients: mixtures of logits, matching of shares, bad input."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from teikei.base.errors import ConvergenceError, DemandError
from teikei.demand.logit import Logit
from teikei.demand.random_coefficients import RandomCoefficients

TASTES = np.array([[0.5, -0.5, 0.1], [0.0, 0.3, -0.2]])
PRICES = [1.0, 1.5]


def make(**changes: Any) -> RandomCoefficients:
    given: dict[str, Any] = {
        "alpha": [-1.0, -2.0, -0.5],
        "quality": [1.0, 2.0],
        "tastes": TASTES,
        "mass": [0.5, 0.3, 0.2],
        "outside_good": True,
    }
    return RandomCoefficients(**{**given, **changes})


def test_it_is_the_mixture_of_its_kinds() -> None:
    kinds = [Logit(a, [1.0, 2.0] + TASTES[:, i], outside_good=True) for i, a in enumerate([-1.0, -2.0, -0.5])]
    mass = [0.5, 0.3, 0.2]
    choice = make()
    assert choice.shares(PRICES) == pytest.approx(
        sum(m * k.shares(PRICES) for m, k in zip(mass, kinds, strict=True))
    )
    expected = sum(m * k.jacobian(PRICES) for m, k in zip(mass, kinds, strict=True))
    assert choice.jacobian(PRICES) == pytest.approx(expected)
    surplus = sum(m * k.consumer_surplus(PRICES) for m, k in zip(mass, kinds, strict=True))
    assert choice.consumer_surplus(PRICES) == pytest.approx(surplus)
    worth = np.array([[1.0, -2.0], [0.5, 3.0]])
    assert choice.response(PRICES, worth) == pytest.approx(worth @ expected)


def test_equal_masses_are_the_default() -> None:
    assert make(mass=None).shares(PRICES) == pytest.approx(make(mass=[1 / 3] * 3).shares(PRICES))


def test_what_is_missing_of_the_mass_never_buys() -> None:
    assert make(mass=[0.25, 0.15, 0.1]).shares(PRICES) == pytest.approx(make().shares(PRICES) / 2)


@pytest.mark.parametrize("outside_good", [True, False])
def test_matching_returns_the_shares(outside_good: bool) -> None:
    choice = make(outside_good=outside_good)
    wanted = np.array([0.3, 0.45]) if outside_good else np.array([0.4, 0.6])
    matched = choice.matched(wanted, PRICES)
    assert matched.shares(PRICES) == pytest.approx(wanted, rel=1e-12)
    if not outside_good:
        assert np.asarray(matched.quality)[0] == 1.0


@pytest.mark.parametrize("shares", [[0.4, 0.2], [0.4, 0.0], [0.4], [float("nan"), 0.1]])
def test_shares_that_no_quality_gives_are_refused(shares: list[float]) -> None:
    with pytest.raises(DemandError, match="matched"):  # only half of all customers ever buy
        make(mass=[0.25, 0.15, 0.1]).matched(shares, PRICES)


def test_too_few_steps_end_in_an_error_with_the_best() -> None:
    with pytest.raises(ConvergenceError) as caught:
        make().matched([0.6, 0.2], PRICES, steps=3)
    assert isinstance(caught.value.best, RandomCoefficients)


def test_products_are_left_out() -> None:
    assert make().only([1]).shares([1.5]) == pytest.approx(make(quality=[-50.0, 2.0]).shares(PRICES)[1])
    assert np.asarray(make().better([0.5, 0]).quality) == pytest.approx([1.5, 2.0])


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"alpha": [-1.0, 0.1, -0.5]}, ["demand, alpha"]),
        ({"mass": [0.5, 0.5]}, ["demand, mass"]),
        ({"mass": [0.9, 0.3, 0.2]}, ["demand, mass"]),
        ({"mass": [1.0, 0.3, -0.3]}, ["demand, mass"]),
        ({"mass": [0.2, 0.2, 0.2], "outside_good": False}, ["demand, mass"]),
        ({"tastes": TASTES.T}, ["demand, tastes"]),
        ({"tastes": TASTES * np.nan}, ["demand, tastes"]),
        ({"outside_good": None}, ["demand, outside_good"]),
    ],
)
def test_bad_input(changes: dict[str, Any], where: list[str]) -> None:
    with pytest.raises(DemandError) as caught:
        make(**changes)
    assert [fault.where for fault in caught.value.faults] == where
