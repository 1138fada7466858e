"""Bargains along a chain: by hand for one product, conditions for many."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from teikei.base.errors import ConvergenceError, DemandError
from teikei.demand.logit import Logit
from teikei.demand.vertical_bargaining import (
    SupplyChain,
    calibrate_chain,
    chain_equilibrium,
    chain_margins,
    gains_matrix,
)


def chain(**changes: Any) -> SupplyChain:
    given: dict[str, Any] = {
        "choice": Logit(-0.2, [4.0, 3.5, 4.2, 3.8], outside_good=True),
        "makers": ["u", "v", "u", "v"],
        "sellers": ["d", "d", "e", "e"],
        "making_cost": [5.0, 4.0, 5.0, 4.0],
        "selling_cost": [2.0, 2.0, 3.0, 3.0],
        "power": 0.4,
    }
    return SupplyChain(**{**given, **changes})


START = [30.0, 30.0, 30.0, 30.0]


def test_one_product_by_hand() -> None:
    # gains are s m_D and s m_U: with b = .4 the maker has 1.5 times the seller's margin; m_D = 1/(.2 (1 − s))
    one = SupplyChain(Logit(-0.2, [4.0], outside_good=True), ["u"], ["d"], [5.0], [2.0], 0.4)
    found = chain_equilibrium(one, [20.0])
    margin = 1 / (0.2 * (1 - found.shares[0]))
    assert found.wholesale[0] - 5 == pytest.approx(1.5 * margin)
    assert found.prices[0] == pytest.approx(found.wholesale[0] + 2 + margin)
    assert found.profits["u"] == pytest.approx(1.5 * found.profits["d"])


def test_gains_count_what_a_product_takes() -> None:
    # without a (s = .25) its buyers go to b and outside by shares: b gets .25 · .5/.75 more
    brings = gains_matrix([0.25, 0.5])
    assert brings == pytest.approx(np.array([[0.25, -0.125 / 0.75], [-0.125 / 0.5, 0.5]]))


def test_every_bargain_splits_its_gains() -> None:
    here = chain()
    found = chain_equilibrium(here, START)
    sold, made = chain_margins(here, found.shares)
    for j in range(4):
        rest = 1 - found.shares[j]
        maker = seller = 0.0
        for k in range(4):
            units = (
                found.shares[k] if k == j else -found.shares[j] * found.shares[k] / rest
            )  # logit diversion when j is gone
            maker += made[k] * units * (here.makers[k] == here.makers[j])
            seller += sold[k] * units * (here.sellers[k] == here.sellers[j])
        assert 0.4 * maker == pytest.approx(0.6 * seller, rel=1e-9)


def test_makers_that_merge_charge_more() -> None:
    before = chain_equilibrium(chain(), START)
    after = chain_equilibrium(chain(makers=["u"] * 4), START)
    assert np.all(after.wholesale > before.wholesale)
    assert np.all(after.prices > before.prices)


def test_a_firm_on_both_sides_takes_its_own_at_cost() -> None:
    found = chain_equilibrium(chain(makers=["d", "v", "d", "v"]), START)
    apart = chain_equilibrium(chain(), START)
    assert found.wholesale[0] == pytest.approx(5.0)
    assert found.prices[0] < apart.prices[0]  # one margin less
    assert found.wholesale[2] > apart.wholesale[2]  # its rival pays more: a sale lost is won back
    assert set(found.profits) == {"d", "e", "v"}


def test_power_moves_money_to_the_seller() -> None:
    weak, strong = (chain_equilibrium(chain(power=b), START) for b in (0.2, 0.8))
    assert np.all(strong.wholesale < weak.wholesale)


def test_calibration_returns_what_made_the_numbers() -> None:
    here = chain()
    seen = chain_equilibrium(here, START)
    sold, made = chain_margins(here, seen.shares)
    found = calibrate_chain(seen.shares, seen.prices, seen.wholesale, sold, made, here.makers, here.sellers)
    assert found.choice.alpha == pytest.approx(-0.2)
    assert found.power == pytest.approx(0.4)
    assert np.asarray(found.making_cost) == pytest.approx(np.asarray(here.making_cost))
    assert np.asarray(found.selling_cost) == pytest.approx(np.asarray(here.selling_cost))


def test_bad_chains_are_gathered() -> None:
    with pytest.raises(DemandError) as error:
        chain(makers=["u"], power=1.0)
    assert len(error.value.faults) == 2
    with pytest.raises(DemandError) as error:
        calibrate_chain([0.6, 0.6], [1, 1], [1, 1], [1, 0], [1, 1], ["u", "v"], ["u", "e"])
    assert len(error.value.faults) == 3


def test_numbers_that_are_none_are_refused() -> None:
    with pytest.raises(DemandError, match="making_cost"):
        chain(making_cost=[5.0, 5.0, float("nan"), 5.0])
    with pytest.raises(DemandError, match="start"):
        chain_equilibrium(chain(), [10.0])
    with pytest.raises(DemandError) as error:
        calibrate_chain([0.3, 0.3], [10], [6, 6], [3, 3], [2, 2], ["u", "v"], ["d"])
    assert [fault.where for fault in error.value.faults] == ["supply chain, prices", "supply chain, sellers"]


def test_no_equilibrium_is_a_named_error() -> None:
    with pytest.raises(ConvergenceError) as error:
        chain_equilibrium(chain(), [1e9, 1e9, 1e9, 1e9])
    assert np.shape(error.value.best) == (4,)
