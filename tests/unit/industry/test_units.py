from __future__ import annotations

import pytest

from teikei.industry.units import Figure, Kind, in_unit

from .conftest import Build


def test_units(build: Build) -> None:
    case = build()
    assert in_unit(case, Figure(1.0, Kind.MONEY_M), "usd").value == 1e6
    assert in_unit(case, Figure(3.0, Kind.MONEY_PER_CAR), "jpy").value == pytest.approx(450.0)
    assert in_unit(case, Figure(3.0, Kind.MONEY_PER_CAR), "usd_m").value is None
    assert in_unit(case, Figure(0.5, Kind.SHARE), "pct").value == 50.0
    assert in_unit(case, Figure(0.5, Kind.SHARE), "units").value is None
