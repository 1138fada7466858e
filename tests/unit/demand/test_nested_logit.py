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


# σ₁ = ¾, σ₂ = ½, α = −1, price 1: e^(4u) is 9 and 7 at home and 25 abroad in the small nest, 16 in the large
# D_h = 16, 25; 16, to the power (1−σ₁)/(1−σ₂) = ½: 4, 5; 4, so D_g = 9; 4, to the power 1−σ₂: 3; 2. With the
# outside good's 1 the total is 6
RATIONAL: dict[str, Any] = {
    "alpha": -1.0,
    "quality": 1 + np.log([9.0, 7.0, 25.0, 16.0]) / 4,
    "nests": ["small", "small", "small", "large"],
    "subnests": ["home", "home", "abroad", "home"],
    "sigma_nest": 0.5,
    "sigma_subnest": 0.75,
    "outside_good": True,
}


def test_slopes_of_two_levels_by_hand() -> None:
    choice = NestedLogit(**RATIONAL)
    # s = s_{j|h} s_{h|g} s_g: 9/16 · 4/9 · 1/2, 7/16 · 4/9 · 1/2, 5/9 · 1/2, 1/3
    assert choice.shares(np.ones(4)) == pytest.approx([1 / 8, 7 / 72, 5 / 18, 1 / 3])
    # a₁ = 4 − 2, a₂ = 2 − 1; s_{1|h}, s_{1|g} = 9/16, 1/4 and s_{2|h}, s_{2|g} = 7/16, 7/36; s_{3|g} = 5/9
    # ∂s₁/∂p₁ = −1/8 (4 − 2 · 9/16 − 1/4 − 1/8) = −1/8 · 5/2
    # ∂s₂/∂p₁ = 1/8 (2 · 7/16 + 7/36 + 7/72) = 1/8 · 7/6
    # ∂s₃/∂p₁ = 1/8 (5/9 + 5/18) = 1/8 · 5/6;  ∂s₄/∂p₁ = 1/8 · 1/3: all four sum to −s₁ s₀ = −1/8 · 1/6
    slopes = choice.jacobian(np.ones(4))
    assert slopes[:, 0] == pytest.approx([-15 / 48, 7 / 48, 5 / 48, 2 / 48])
    # the fourth is alone in its nest: −1/3 (4 − 2 − 1 − 1/3), and 1/3 of each of the others' shares
    assert slopes[:, 3] == pytest.approx([1 / 24, 7 / 216, 5 / 54, -2 / 9])


def test_the_response_to_a_price_by_hand() -> None:
    choice = NestedLogit(**RATIONAL)
    # worths 2, 3, 5, 7 on the slopes above: (−30 + 21 + 25 + 14)/48 and (18 + 21 + 100 − 336)/216
    found = choice.response(np.ones(4), [2.0, 3.0, 5.0, 7.0])
    assert found[[0, 3]] == pytest.approx([30 / 48, -197 / 216])
    both = choice.response(np.ones(4), [[2.0, 3.0, 5.0, 7.0], [0.0, 0.0, 0.0, 1.0]])
    assert both[:, 0] == pytest.approx([30 / 48, 1 / 24])


def test_one_level_of_nests_by_hand() -> None:
    # σ = ½, e^(2u) = 9, 16; 4: D^½ = 5, 2, outside 1: s = 9/25 · 5/8, 16/25 · 5/8, 1/4
    quality = 1 + np.log([3.0, 4.0, 2.0])
    choice = NestedLogit(-1.0, quality, ["s", "s", "l"], 0.5, outside_good=True)
    assert choice.shares(np.ones(3)) == pytest.approx([9 / 40, 16 / 40, 10 / 40])
    # ∂s₁/∂p₁ = −9/40 (2 − 9/25 − 9/40), ∂s₂/∂p₁ = 9/40 (16/25 + 16/40), ∂s₃/∂p₁ = 9/40 · 1/4
    assert choice.jacobian(np.ones(3))[:, 0] == pytest.approx([-0.318375, 0.234, 0.05625])


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
