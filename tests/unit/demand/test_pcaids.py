"""PCAIDS: calibrated numbers by hand, and that nothing moves without a reason."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from teikei.base.errors import ConvergenceError, DemandError
from teikei.demand.pcaids import Pcaids, pcaids_merger


def demand() -> Pcaids:
    return Pcaids([0.2, 0.3, 0.5], own_elasticity=-3.0, market_elasticity=-1.0)


def test_slopes_by_hand() -> None:
    # b_11 = .2 (−3 + 1 − .2·0) = −.4; b_22 = −.4 · .21/.16 = −.525; b_33 = −.4 · .25/.16 = −.625
    slopes = demand().slopes
    assert np.diag(slopes) == pytest.approx([-0.4, -0.525, -0.625])
    # a rise of p_1 sends .4 to the others by 3 : 5
    assert slopes[1:, 0] == pytest.approx([0.15, 0.25])
    assert slopes.sum(axis=0) == pytest.approx(np.zeros(3), abs=1e-15)
    assert slopes.sum(axis=1) == pytest.approx(np.zeros(3), abs=1e-15)


def test_margins_of_single_products_are_inverse_elasticities() -> None:
    assert demand().margins([0.2, 0.3, 0.5], ["a", "b", "c"]) == pytest.approx([1 / 3, 1 / 2.75, 1 / 2.25])


def test_no_change_of_owners_no_change_of_prices() -> None:
    found = pcaids_merger(demand(), ["a", "b", "c"], ["x", "y", "z"])
    assert found.prices == pytest.approx(np.ones(3))
    assert found.shares == pytest.approx([0.2, 0.3, 0.5])


def test_a_market_that_shrinks_raises_prices_less() -> None:
    closed = pcaids_merger(demand(), ["a", "b", "c"], ["a", "a", "c"])
    leaky = Pcaids([0.2, 0.3, 0.5], own_elasticity=-3.0, market_elasticity=-2.0)
    found = pcaids_merger(leaky, ["a", "b", "c"], ["a", "a", "c"])
    assert np.all(found.prices < closed.prices)


def test_savings_lower_prices() -> None:
    found = pcaids_merger(demand(), ["a", "b", "c"], ["a", "b", "c"], cost_change=[-0.1, 0.0, 0.0])
    assert found.prices[0] < 1
    assert found.shares[0] > 0.2


@pytest.mark.parametrize(
    "changes",
    [
        {"shares": [0.2, 0.3]},
        {"shares": [0.5, 0.5, 0.0]},
        {"shares": [1.0]},
        {"own_elasticity": -0.9},
        {"own_elasticity": -1.5, "market_elasticity": -2.0},
        {"market_elasticity": 0.5},
    ],
)
def test_bad_input(changes: dict[str, Any]) -> None:
    given: dict[str, Any] = {"shares": [0.2, 0.3, 0.5], "own_elasticity": -3.0, "market_elasticity": -1.0}
    with pytest.raises(DemandError):
        Pcaids(**{**given, **changes})


def test_owners_of_other_products_are_refused() -> None:
    with pytest.raises(DemandError) as error:
        pcaids_merger(demand(), ["a"], ["a", "b"])
    assert len(error.value.faults) == 2


@pytest.mark.parametrize("change", [[-0.1], [-1.0, 0.0, 0.0], [float("nan"), 0.0, 0.0]])
def test_changes_of_cost_that_leave_none_are_refused(change: list[float]) -> None:
    with pytest.raises(DemandError, match="cost_change"):
        pcaids_merger(demand(), ["a", "b", "c"], ["a", "a", "c"], cost_change=change)


def test_margins_above_the_price_are_refused() -> None:
    flat = Pcaids([0.2, 0.3, 0.5], own_elasticity=-1.2, market_elasticity=-1.0)
    with pytest.raises(DemandError):
        pcaids_merger(flat, ["a", "a", "a"], ["a", "a", "a"])


def test_no_prices_is_a_named_error() -> None:
    with pytest.raises(ConvergenceError) as error:
        pcaids_merger(demand(), ["a", "b", "c"], ["a", "a", "a"])
    assert error.value.best is not None
