from __future__ import annotations

import numpy as np
import pytest

from teikei.base.errors import CaseError
from teikei.industry.charging import (
    access_gain,
    handicap,
    highest_fee,
    membership_pays_from,
    relative_demand,
    uplift,
    worth_to_driver,
)


def test_elasticity_is_capped() -> None:
    # 2.4^0.2 = e^(0.2 · 0.875469) = 1.19136; 2.4^0.84 = 2.086, +109 %, which the cap stops
    assert uplift(2.4, [0.0, 0.2, 0.84], 10.0) == pytest.approx([1.0, 1.19136, 2.0863], abs=1e-4)
    assert uplift(2.4, [0.0, 0.2, 0.84], 1.21) == pytest.approx([1.0, 1.19136, 1.21], abs=1e-4)


def test_access_is_an_edge_only_while_others_lack_it() -> None:
    # half of the rivals have it: 1.21 / 1.105 = 1.0950 with, 1 / 1.105 = 0.9050 without
    assert relative_demand(1.21, [0.0, 0.5, 1.0], access=True) == pytest.approx(
        [1.21, 1.09502, 1.0], abs=1e-5
    )
    assert relative_demand(1.21, [0.0, 0.5, 1.0], access=False) == pytest.approx(
        [1.0, 0.90498, 0.82645], abs=1e-5
    )


def test_staying_out_costs_the_same_share_whatever_rivals_do() -> None:
    assert handicap(1.25, np.linspace(0, 1, 5)) == pytest.approx([0.2] * 5)
    assert handicap(1.0, 1.0) == pytest.approx(0.0)


def test_gain_of_access() -> None:
    # 20,000 · 0.2 · 2,000 = 8 M; 24,000 · 60 = 1.44 M; 4 M a year: 2.56 M
    assert access_gain(20_000, 1.2, 2_000, 60, 4e6) == pytest.approx(2.56e6)
    # without any further sale it only costs
    assert access_gain(20_000, 1.0, 2_000, 60, 4e6) == pytest.approx(-5.2e6)


def test_highest_fee_leaves_nothing() -> None:
    # 2.56 M / 24,000 = 106.67
    fee = highest_fee(20_000, 1.2, 2_000, 60, 4e6)
    assert fee == pytest.approx(106.667, abs=1e-3)
    assert access_gain(20_000, 1.2, 2_000, 60, 4e6, fee) == pytest.approx(0.0, abs=1e-6)
    assert highest_fee(20_000, 1.0, 2_000, 60, 4e6) < 0


def test_worth_falls_with_range() -> None:
    assert worth_to_driver([100, 300]) == pytest.approx([1500, 500])


def test_membership_pays_for_those_who_charge_enough() -> None:
    # 12.99 / (0.45 · 0.33) = 87.47 kWh a month
    assert membership_pays_from(12.99, 0.45, 0.33) == pytest.approx(87.47, abs=0.01)


def test_wrong_figures_are_refused() -> None:
    for call in (
        lambda: uplift(0.5, 0.2, 1.2),
        lambda: uplift(2.4, -0.2, 1.2),
        lambda: uplift(2.4, 0.2, 0.9),
        lambda: relative_demand(1.2, 1.5, access=True),
        lambda: access_gain(-1, 1.2, 1, 1),
        lambda: highest_fee(0, 1.2, 1, 1),
        lambda: worth_to_driver(0),
        lambda: membership_pays_from(1, 0, 0.3),
    ):
        with pytest.raises(CaseError):
            call()
