"""What launches at least take, row by row."""

from __future__ import annotations

import pytest
from tests.cases.edits import added, changed, two_makers
from tests.unit.plan.test_signing import made

from teikei.case.case import Case


def rows(case: Case) -> list[str]:
    return made(case).text("diverted").splitlines()


def test_a_quarter_of_the_pickups_sales() -> None:
    # 0.25 * 20,000 in the first year, half a year's sales; then 0.25 * 40,000, half of it if it came
    # that year
    first, second = rows(two_makers())
    assert first.endswith("ship[n_pickup_petrol,delta,us,2029] + 5000 on_sale[h_pickup,2029] <= 60000")
    assert second.endswith("+ 5000 on_sale[h_pickup,2029] + 5000 on_sale[h_pickup,2030] <= 60000")


def test_never_more_than_there_is() -> None:
    # all 40,000 of 20,000 pickups: half a car for each sold
    case = changed(two_makers(), "diversion", {"to": "n_pickup"}, share=1.0)
    case = changed(case, "diversion", {"to": "outside"}, share=0.0)
    case = changed(case, "demand", {"model": "n_pickup", "market": "us"}, units_per_year=20_000.0)
    second = rows(case)[1]
    assert "+ 10000 on_sale[h_pickup,2029] + 10000 on_sale[h_pickup,2030] <= 20000" in second


def test_cars_sold_stand_for_a_launch_of_two_powertrains() -> None:
    case = two_makers()
    pickup = next(r for r in case["demand"].to_dicts() if r["model"] == "h_pickup")
    case = added(case, "demand", pickup | {"powertrain": "hev", "units_per_year": 1_000.0})
    assert any("+ 0.25 ship[h_pickup_petrol,delta,us,2030]" in row for row in rows(case))


@pytest.mark.parametrize("ramp", [0.25, 1.0])
def test_the_ramp_of_the_first_year(ramp: float) -> None:
    where = {"model": "h_pickup", "plant": "delta"}
    case = changed(two_makers(), "tooling", where, ramp_share_first_year=ramp)
    # 40,000 a year: 10,000 of them times the ramp
    assert f"+ {10_000 * ramp:g} on_sale[h_pickup,2029] <= 60000" in rows(case)[0]
