"""Nested logit by hand, at its limits, and bad input."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from teikei.base.errors import DemandError
from teikei.demand.logit import Logit
from teikei.demand.nested_logit import NestedLogit, invert, tree

GIVEN: dict[str, Any] = {
    "alpha": -0.5,
    "quality": [1.0, 0.5, 0.8, 0.2, 1.1],
    "nests": ["small", "small", "small", "large", "large"],
    "subnests": ["home", "home", "abroad", "home", "abroad"],
    "sigma_nest": 0.3,
    "sigma_subnest": 0.6,
    "outside_good": True,
}
PRICES = np.array([2.0, 1.5, 1.8, 3.0, 3.5])


def test_shares_by_hand() -> None:
    # σ = ½: two products of utility 0 in one nest are worth (1 + 1)^½ = √2, one alone 1, the outside good 1
    choice = NestedLogit(-1.0, [1, 1, 1], ["s", "s", "l"], 0.5, outside_good=True)
    total = np.sqrt(2) + 2
    assert choice.shares([1, 1, 1]) == pytest.approx([np.sqrt(2) / 2 / total] * 2 + [1 / total])
    assert choice.consumer_surplus([1, 1, 1]) == pytest.approx(np.log(total))


def test_two_levels_by_hand() -> None:
    # all utilities 0, σ₁ = ½, σ₂ = ¼: D_home = 2, D_abroad = 1; exponent (1 − ½)/(1 − ¼) = 2/3
    # small nest: 2^⅔ + 1 to the power ¾; large nest (two subnests of one): (1 + 1)^¾
    choice = NestedLogit(
        **{**GIVEN, "alpha": -1.0, "quality": np.ones(5), "sigma_nest": 0.25, "sigma_subnest": 0.5}
    )
    inside = 2 ** (2 / 3) + 1
    small, large = inside**0.75, 2**0.75
    total = 1 + small + large
    expected = (
        [small / total * 2 ** (2 / 3) / inside / 2] * 2 + [small / total / inside] + [large / total / 2] * 2
    )
    assert choice.shares(np.ones(5)) == pytest.approx(expected)


def test_without_correlation_it_is_logit() -> None:
    nested = NestedLogit(**{**GIVEN, "sigma_nest": 0.0, "sigma_subnest": 0.0})
    plain = Logit(-0.5, GIVEN["quality"], outside_good=True)
    assert nested.shares(PRICES) == pytest.approx(plain.shares(PRICES))
    assert nested.jacobian(PRICES) == pytest.approx(plain.jacobian(PRICES))
    assert nested.consumer_surplus(PRICES) == pytest.approx(plain.consumer_surplus(PRICES))


def test_equal_correlations_are_one_level() -> None:
    two = NestedLogit(**{**GIVEN, "sigma_nest": 0.4, "sigma_subnest": 0.4})
    one = NestedLogit(**{**GIVEN, "sigma_nest": 0.4, "subnests": None, "sigma_subnest": None})
    assert two.shares(PRICES) == pytest.approx(one.shares(PRICES))
    assert two.jacobian(PRICES) == pytest.approx(one.jacobian(PRICES))


@pytest.mark.parametrize("outside_good", [True, False])
def test_inversion_returns_the_utilities(outside_good: bool) -> None:
    choice = NestedLogit(**{**GIVEN, "outside_good": outside_good})
    shares = choice.shares(PRICES)
    utility = np.array(GIVEN["quality"]) - 0.5 * PRICES
    found = invert(shares, choice.places, (0.6, 0.3), 1 - shares.sum() if outside_good else None)
    if not outside_good:  # only relative
        found, utility = found - found[0], utility - utility[0]
    assert found == pytest.approx(utility)


def test_far_prices_do_not_overflow() -> None:
    choice = NestedLogit(**{**GIVEN, "sigma_subnest": 0.99})
    shares = choice.shares([-5000, 1, 1, 1, 9000])
    assert np.all(np.isfinite(shares))
    assert shares[0] == pytest.approx(1)


def test_products_are_left_out_with_their_names() -> None:
    choice = NestedLogit(**GIVEN).only([True, False, True, False, True])
    assert choice.nests == ("small", "small", "large")
    assert choice.subnests == ("home", "abroad", "abroad")
    assert choice.better([1, 0, 0]).count == 3
    assert np.asarray(choice.better([1, 0, 0]).quality)[0] == 2.0


def test_subnests_of_one_name_in_two_nests_are_two() -> None:
    assert tree(["a", "b"], ["home", "home"]).subnest.tolist() == [0, 1]


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"sigma_nest": 1.0}, ["demand, sigma_nest"]),
        ({"sigma_nest": -0.1}, ["demand, sigma_nest"]),
        ({"sigma_subnest": float("nan")}, ["demand, sigma_subnest"]),
        ({"sigma_nest": 0.7}, ["demand, sigma_subnest"]),
        ({"subnests": None}, ["demand, sigma_subnest"]),
        ({"nests": ["small"]}, ["demand, nests"]),
        (
            {"alpha": 1.0, "sigma_subnest": 1.5, "outside_good": None},
            ["demand, alpha", "demand, outside_good", "demand, sigma_subnest"],
        ),
    ],
)
def test_bad_input(changes: dict[str, Any], where: list[str]) -> None:
    with pytest.raises(DemandError) as caught:
        NestedLogit(**{**GIVEN, **changes})
    assert [fault.where for fault in caught.value.faults] == where
