"""Calibration returns what made the numbers, refuses what cannot be, and draws from ranges."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from teikei.base.errors import DemandError
from teikei.demand.calibrate import Calibration, Known, calibrate, draw, matched
from teikei.demand.choice import own_elasticities
from teikei.demand.equilibrium import equilibrium
from teikei.demand.market import Market
from teikei.demand.nested_logit import NestedLogit

PRICES = np.array([20.0, 22.0, 25.0, 31.0, 28.0, 40.0])
TRUE = NestedLogit(
    -0.12, [1.5, 1.2, 2.2, 2.0, 2.1, 3.4], ["s", "s", "s", "l", "l", "l"], 0.35, ["h", "h", "a", "h", "a",
    "a"], 0.7, outside_good=True,
)  # fmt: skip
SAID = "made up for this test"


def market(**changes: Any) -> Market:
    given: dict[str, Any] = {
        "products": list("abcdef"),
        "firms": ["x", "x", "y", "x", "y", "z"],
        "prices": PRICES,
        "quantities": 1e6 * TRUE.shares(PRICES),
        "size": 1e6,
        "outside_good": True,
        "nests": TRUE.nests,
        "subnests": TRUE.subnests,
    }
    return Market(**{**given, **changes})


def figures() -> list[Known]:
    """What the true demand shows, computed here on its own."""
    jacobian = TRUE.jacobian(PRICES)
    nests, subnests = np.array(TRUE.nests), np.array(TRUE.subnests)
    nest = nests[:, None] == nests[None, :]
    subnest = nest & (subnests[:, None] == subnests[None, :])
    off = ~np.eye(6, dtype=bool)
    lost = -np.diag(jacobian)
    stays = (jacobian * (nest & off)).sum(axis=0) / lost
    stays_near = (jacobian * (subnest & off)).sum(axis=0) / lost
    company = (subnest & off).any(axis=0)
    return [
        Known("own_elasticity", float(own_elasticities(TRUE, PRICES).mean()), SAID),
        Known("nest_diversion", float(stays.mean()), SAID),
        Known("subnest_diversion", float(stays_near[company].mean()), SAID),
    ]


def test_the_true_parameters_come_back() -> None:
    found = calibrate(market(), figures())
    assert found.alpha == pytest.approx(-0.12, rel=1e-6)
    assert found.sigma == pytest.approx((0.7, 0.35), rel=1e-6)
    assert np.asarray(found.choice.quality) == pytest.approx(np.asarray(TRUE.quality), rel=1e-5)
    assert found.gaps == pytest.approx([0, 0, 0], abs=1e-6)
    assert found.table()["source"].to_list() == [SAID] * 3


def test_a_margin_fixes_alpha_by_hand() -> None:
    # one firm, one product, logit: margin = 1/(|α| (1 − s) p); 25 % at p = 20 and s = .2 gives |α| = 1/(.8 ·
    # 5) = ¼
    alone = Market(products=["a"], firms=["x"], prices=[20.0], quantities=[20], size=100, outside_good=True)
    found = calibrate(alone, [Known("margin", 0.25, SAID, of=("x",))])
    assert found.alpha == pytest.approx(-0.25)
    assert np.asarray(found.market.costs) == pytest.approx([15.0])
    assert found.sigma == (0.0, 0.0)


def test_two_figures_that_differ_meet_between() -> None:
    both = market(nests=None, subnests=None)
    margin = Known("margin", 0.3, SAID, of=("y",))
    elasticity = Known("own_elasticity", -3.0, SAID)
    alone = [calibrate(both, [one]).alpha for one in (margin, elasticity)]
    joint = calibrate(both, [margin, elasticity])
    assert min(alone) < joint.alpha < max(alone)
    # least squares of relative gaps: a small change of α either way is no better
    for alpha in (joint.alpha * 1.001, joint.alpha * 0.999):
        other = calibrate_at(both, alpha, [margin, elasticity])
        assert sum(gap**2 for gap in other) >= sum(gap**2 for gap in joint.gaps)


def calibrate_at(given: Market, alpha: float, known: list[Known]) -> tuple[float, ...]:
    from teikei.demand.calibrate import _implied

    choice = matched(given, alpha)
    return tuple(_implied(one, given, choice) / one.value - 1 for one in known)


@pytest.mark.parametrize("outside_good", [True, False])
def test_shares_are_matched(outside_good: bool) -> None:
    given = market() if outside_good else market(outside_good=False, size=None)
    choice = matched(given, -0.2, (0.6, 0.1))
    assert choice.shares(PRICES) == pytest.approx(given.shares, rel=1e-12)
    plain = matched(market(nests=None, subnests=None), -0.2)
    assert plain.shares(PRICES) == pytest.approx(market().shares, rel=1e-12)


def test_observed_prices_return_without_a_change() -> None:
    found = calibrate(market(), figures())
    assert equilibrium(found.market, found.choice).prices == pytest.approx(PRICES, rel=1e-10)


def where(call: Any, *arguments: Any, **named: Any) -> list[str]:
    with pytest.raises(DemandError) as caught:
        call(*arguments, **named)
    return [fault.where for fault in caught.value.faults]


def test_costs_below_zero_are_refused() -> None:
    found = where(calibrate, market(), [Known("own_elasticity", -0.9, SAID), *figures()[1:]])
    assert "market, a" in found


def test_a_gap_too_large_is_refused() -> None:
    known = [Known("margin", 0.1, SAID, of=("z",)), Known("own_elasticity", -2.5, SAID)]
    plain = market(nests=None, subnests=None)
    assert where(calibrate, plain, known) == [
        "market, known margin of z",
        "market, known own_elasticity of all",
    ]
    assert calibrate(plain, known, largest_gap=0.9).alpha < 0


@pytest.mark.parametrize("value", [0.01, 0.999])
def test_a_diversion_that_no_correlation_gives_is_refused(value: float) -> None:
    known = [figures()[0], Known("nest_diversion", value, SAID)]
    if value == 0.999:
        known = [figures()[0], Known("nest_diversion", 0.9999999, SAID)]
    assert where(calibrate, market(subnests=None), known) == ["market, known nest_diversion"]


def test_too_little_known_is_said_at_once() -> None:
    found = where(calibrate, market(), [])
    assert found == ["market, known"] * 3
    plain = market(nests=None, subnests=None)
    assert where(calibrate, plain, [*figures()]) == ["market, known"] * 2


@pytest.mark.parametrize(
    "wrong",
    [
        Known("own_elasticity", 2.0, SAID),
        Known("margin", 1.2, SAID),
        Known("margin", 0.2, " "),
        Known("margin", 0.2, SAID, of=("q",)),
        Known("margin", 0.2, SAID, low=0.3, high=0.4),
        Known("profit", 0.2, SAID),  # type: ignore[arg-type]
    ],
)
def test_a_figure_that_cannot_be_is_refused(wrong: Known) -> None:
    assert f"market, known {wrong.figure}" in where(calibrate, market(nests=None, subnests=None), [wrong])


def test_draws_spread_over_the_ranges() -> None:
    plain = market(nests=None, subnests=None)
    known = [Known("own_elasticity", -3.0, SAID, low=-4.0, high=-2.5)]
    drawn = draw(plain, known, 200, seed=5)
    assert len(drawn.calibrations) == 200
    means = [float(own_elasticities(one.choice, PRICES).mean()) for one in drawn.calibrations]
    assert -4 < min(means) < -3.6
    assert -2.7 < max(means) < -2.5
    # triangular: mean (−4 − 3 − 2.5)/3, standard deviation .31
    assert np.mean(means) == pytest.approx(-9.5 / 3, abs=4 * 0.31 / np.sqrt(200))
    assert drawn.alpha.shape == (200,)
    assert drawn.sigma.shape == (200, 2)
    again = draw(plain, known, 3, seed=5)
    assert again.alpha == pytest.approx(drawn.alpha[:3])


def test_draws_without_a_calibration_are_counted() -> None:
    known = [Known("own_elasticity", -1.5, SAID, low=-3.0, high=-0.6)]
    drawn = draw(market(nests=None, subnests=None), known, 60, seed=1)
    assert 0 < len(drawn.refused) < 60
    assert len(drawn.calibrations) + len(drawn.refused) == 60
    assert all(isinstance(one, Calibration) for one in drawn.calibrations)
