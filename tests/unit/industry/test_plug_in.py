from __future__ import annotations

import numpy as np
import pytest

from teikei.base.errors import CaseError
from teikei.industry.plug_in import average_fuel, battery_cost, electric_share, litres


def test_the_law_counts_less_electric_distance_each_time() -> None:
    # x = 86/2,200 = 0.039091: 1.02614 − 0.05950 − 0.03770 + 0.01393 − 0.00229 + 0.00022 − … = 0.9407;
    # 1 − e^−0.9407 = 0.6097
    assert float(electric_share(86, 2025)) == pytest.approx(0.6097, abs=2e-4)
    # x = 86/4,260 = 0.020188: 0.52993 − 0.01587 − 0.00519 + 0.00099 − … = 0.5098; 1 − e^−0.5098 = 0.3994
    assert float(electric_share(86, 2027)) == pytest.approx(0.3994, abs=2e-4)
    assert float(electric_share(86, 2024)) > 0.85


def test_share_rises_with_range_from_nothing() -> None:
    shares = electric_share(np.linspace(0, 200, 41), 2025)
    assert shares[0] == 0.0
    assert np.all(np.diff(shares) > 0)
    assert shares[-1] < 1.0


def test_average_fuel() -> None:
    # 235.2146 / 26 = 9.0467; · 0.45 = 4.071
    assert litres(26.0) == pytest.approx(9.0467, abs=1e-4)
    assert float(average_fuel(litres(26.0), 0.55)) == pytest.approx(4.071, abs=1e-3)
    assert average_fuel(200.0, [0.0, 1.0]) == pytest.approx([200.0, 0.0])


def test_battery_cost() -> None:
    # 20 / 0.8 = 25 kWh at 108
    assert battery_cost(20.0, 108.0, usable=0.8) == pytest.approx(2700.0)


def test_wrong_figures_are_refused() -> None:
    for call in (
        lambda: electric_share(-1),
        lambda: electric_share(900, 2017),
        lambda: electric_share(50, 1999),
        lambda: average_fuel(5.0, 1.5),
        lambda: litres(0.0),
        lambda: battery_cost(-1.0, 1.0),
    ):
        with pytest.raises(CaseError):
            call()
