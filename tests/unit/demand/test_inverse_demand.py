"""Inverse demand: slopes are derivatives, surplus is the area."""

from __future__ import annotations

import numpy as np
import pytest

from teikei.base.errors import DemandError
from teikei.demand.inverse_demand import InverseDemand, IsoelasticDemand, LinearDemand


@pytest.mark.parametrize("demand", [LinearDemand(10.0, 0.25), IsoelasticDemand(8.0, 2.5)])
def test_slope_and_surplus_follow_from_the_price(demand: InverseDemand) -> None:
    step = 1e-6
    slope = (demand.price(4 + step) - demand.price(4 - step)) / (2 * step)
    assert demand.slope(4.0) == pytest.approx(slope, rel=1e-6)
    # dCS = −Q dP
    change = demand.consumer_surplus(4 + step) - demand.consumer_surplus(4 - step)
    assert change / (2 * step) == pytest.approx(-4 * demand.slope(4.0), rel=1e-6)


def test_by_hand() -> None:
    assert LinearDemand(10.0, 0.25).price(8.0) == pytest.approx(8.0)
    assert LinearDemand(10.0, 0.25).consumer_surplus(8.0) == pytest.approx(8.0)
    assert IsoelasticDemand(8.0, 2.0).price(4.0) == pytest.approx(4.0)
    assert np.isfinite(IsoelasticDemand(8.0, 2.0).price(0.0))


@pytest.mark.parametrize(("kind", "numbers"), [(LinearDemand, (0.0, -1.0)), (IsoelasticDemand, (1.0, 1.0))])
def test_demand_that_does_not_fall(kind: type, numbers: tuple[float, float]) -> None:
    with pytest.raises(DemandError):
        kind(*numbers)
