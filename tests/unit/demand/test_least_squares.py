"""Least squares returns what made the numbers; the covariance is that of the errors."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from teikei.base.errors import DemandError
from teikei.demand.least_squares import NestedEstimate, Observations, estimate_nested_logit
from teikei.demand.nested_logit import NestedLogit


def make(noise: float, seed: int = 0, markets: int = 30) -> Observations:
    """Ten models sold in every market; their qualities are the fixed effects."""
    random = np.random.default_rng(seed)
    columns: dict[str, list[Any]] = {name: [] for name in ("market", "q", "p", "nest", "sub", "x", "model")}
    quality = random.normal(1, 0.5, 10)
    nests, subnests = list("ssssslllll"), ["h", "h", "a", "a", "a", "h", "h", "h", "a", "a"]
    for number in range(markets):
        price, x = random.uniform(10, 30, 10), random.normal(0, 1, 10)
        seen = quality + 0.4 * x + noise * random.normal(0, 1, 10)
        shares = NestedLogit(-0.1, seen, nests, 0.3, subnests, 0.6, outside_good=True).shares(price)
        for name, values in zip(
            columns, ([number] * 10, 1000 * shares, price, nests, subnests, x, range(10)), strict=True
        ):
            columns[name] += list(values)
    return Observations(
        market=columns["market"],
        quantity=columns["q"],
        price=columns["p"],
        size=np.full(10 * markets, 1000.0),
        nest=columns["nest"],
        subnest=columns["sub"],
        characteristics={"x": columns["x"]},
        effect=columns["model"],
    )


def test_without_noise_the_parameters_come_back() -> None:
    found = estimate_nested_logit(make(0.0))
    assert found.alpha == pytest.approx(-0.1)
    assert found.sigma == pytest.approx((0.6, 0.3))
    assert found.coefficients["x"] == pytest.approx(0.4)
    assert (found.rows, found.effects) == (300, 10)


def test_the_covariance_is_that_of_dummies() -> None:
    # the same by brute force: a column a model instead of deviations from its mean
    data = make(0.05)
    found = estimate_nested_logit(data)
    market, q = np.array(data.market), np.asarray(data.quantity)
    keys = [
        list(zip(data.market, data.nest, strict=True)),
        list(zip(data.market, data.nest, data.subnest, strict=True)),
    ]
    sums = [np.array([q[[k == key for k in column]].sum() for key in column]) for column in keys]
    inside = np.array([q[market == m].sum() for m in market])
    left = np.log(q / (1000 - inside))
    right = np.column_stack(
        [data.price, np.log(q / sums[1]), np.log(sums[1] / sums[0]), data.characteristics["x"]]
        + [np.array(data.effect) == e for e in range(10)]
    )
    fit = np.linalg.lstsq(right, left, rcond=None)[0]
    rest = left - right @ fit
    covariance = np.linalg.inv(right.T @ right) * (rest @ rest) / (300 - 14)
    assert list(found.coefficients.values()) == pytest.approx(fit[:4])
    assert found.covariance == pytest.approx(covariance[:4, :4], rel=1e-6)


def test_draws_are_valid_and_spread_like_the_estimate() -> None:
    found = estimate_nested_logit(make(0.05))
    draws, again = found.draws(2000, seed=1)
    assert draws.shape == (2000, 3)
    assert again == 0
    assert draws.mean(axis=0) == pytest.approx([found.alpha, *found.sigma], abs=4e-3)
    assert np.cov(draws.T) == pytest.approx(found.covariance[:3, :3], rel=0.2, abs=1e-7)


def test_an_estimate_without_meaning_gives_no_draws() -> None:
    lost = NestedEstimate({"alpha": 1.0, "sigma_subnest": 0.5, "sigma_nest": 0.2}, np.eye(3) * 1e-6, 10, 1)
    with pytest.raises(DemandError, match="draws"):
        lost.draws(10)


def test_bad_rows_are_refused() -> None:
    data = make(0.0, markets=3)
    none = Observations(**{**vars(data), "quantity": [0.0, *np.asarray(data.quantity)[1:]]})
    small = Observations(**{**vars(data), "size": np.full(30, 10.0)})
    twice = Observations(**{**vars(data), "characteristics": {"x": data.price}})
    flat = Observations(**{**vars(data), "characteristics": {"one": np.ones(30)}})
    sizes = Observations(**{**vars(data), "size": [1000.0] * 29 + [2000.0]})
    for wrong in (none, small, twice, flat, sizes):
        with pytest.raises(DemandError):
            estimate_nested_logit(wrong)


def test_columns_that_do_not_fit_are_gathered() -> None:
    data = make(0.0, markets=3)
    lost = {**vars(data), "price": [1.0], "nest": ["s"] * 29, "characteristics": {"x": [float("nan")] * 30}}
    with pytest.raises(DemandError) as caught:
        estimate_nested_logit(Observations(**lost))
    assert [fault.where for fault in caught.value.faults] == [
        "observations, nest",
        "observations, price",
        "observations, x",
    ]


def test_rows_that_leave_nothing_to_tell_an_error_from() -> None:
    # 14 of the 20 rows of two markets: 4 coefficients and 10 effects leave none
    data = make(0.05, markets=2)
    keep = [*range(14)]
    few = {
        name: np.asarray(value, dtype=object)[keep]
        for name, value in vars(data).items()
        if name != "characteristics"
    }
    few["characteristics"] = {"x": np.asarray(data.characteristics["x"])[keep]}
    with pytest.raises(DemandError, match="14 rows for 4 coefficients and 10 effects"):
        estimate_nested_logit(Observations(**few))
