"""A board's figures on two_makers by hand. With the SUV at Delta (tests/unit/deals/test_yearly.py):

hoku    2028  signing and running −(4 / 3 + 1) / 2 = −1.1667
        2029  288 − tooling 30 − 1.1667 = 256.8333     2030  408 − 30 − 1.1667 = 376.8333
nagi    −1.1667 in each
cash    tooling 150 and signing 4 when they are spent, in 2028: hoku −150 − 2 − 0.5 = −152.5, nagi −2.5
        2029  hoku 288 − 0.5, nagi −0.5                2030  hoku 408 − 0.5, nagi −0.5
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.cases.advices import two
from tests.cases.edits import added, changed, two_makers

from teikei.base.errors import UsageError
from teikei.base.options import AdviseOptions
from teikei.case.case import Case
from teikei.deals.board import (
    by_firm,
    fiscal,
    funding,
    futures,
    in_all,
    plant_use,
    signs,
    sold_together,
)


def with_futures() -> Case:
    """two_makers with a future without duty, one without the pickup, and one that edits nothing."""
    case = added(
        two_makers(),
        "scenarios",
        {"scenario": "free", "title": "No duty"},
        {"scenario": "closed", "title": "No pickup"},
        {"scenario": "same", "title": "As it is"},
    )
    where = "origin=japan and customs_class=car"
    edit = {"scenario": "free", "table_name": "tariffs", "where": where, "column_name": "rate"}
    row = {"scenario": "closed", "table_name": "agreements", "where": "agreement=pickup_at_delta"}
    return added(
        case,
        "edits",
        edit | {"operation": "set", "value": "0"},
        row | {"column_name": "", "operation": "drop"},
    )


def test_profit_year_by_year() -> None:
    found = by_firm(two().yearly, "change_m")
    assert found["nagi"] == pytest.approx({2027: 0.0, 2028: -3.5 / 3, 2029: -3.5 / 3, 2030: -3.5 / 3})
    assert found["hoku"] == pytest.approx({2027: 0.0, 2028: -3.5 / 3, 2029: 256.8333333, 2030: 376.8333333})
    assert sum(in_all(two().yearly, "change_m").values()) == pytest.approx(629.0)
    assert in_all(two()["suv_at_delta"].yearly, "change_m")[2030] == pytest.approx(375.6666667)


def test_cash_peak_funding_and_payback() -> None:
    cash = by_firm(two().cash, "change_m")
    assert cash["hoku"] == pytest.approx({2027: 0.0, 2028: -152.5, 2029: 287.5, 2030: 407.5})
    assert cash["nagi"] == pytest.approx({2027: 0.0, 2028: -2.5, 2029: -0.5, 2030: -0.5})
    together = funding(in_all(two().cash, "change_m"))
    assert together.peak_m == pytest.approx(-155.0)
    assert (together.peak_year, together.payback_year) == (2028, 2029)
    never = funding(cash["nagi"])
    assert never.peak_m == pytest.approx(-3.5)
    assert (never.peak_year, never.payback_year) == (2030, None)


def test_fiscal_years_keep_the_sum() -> None:
    all_firms = in_all(two().cash, "change_m")
    counted = fiscal(all_firms)
    # 0.75 × −155 + 0.25 × 287 = −44.5; 0.75 × 287 + 0.25 × 407 = 317
    assert counted == pytest.approx({2026: 0.0, 2027: -38.75, 2028: -44.5, 2029: 317.0, 2030: 305.25})
    assert sum(counted.values()) == pytest.approx(sum(all_firms.values()))
    assert funding(counted).peak_m == pytest.approx(-83.25)
    assert fiscal({}) == {}


def test_a_sum_that_sinks_again_is_paid_back_after_its_last_year_below_zero() -> None:
    found = funding({1: -1.0, 2: 2.0, 3: -4.0, 4: 1.0, 5: 5.0})  # −1, 1, −3, −2, 3
    assert (found.peak_m, found.peak_year, found.payback_year) == (-3.0, 3, 5)


def test_plants_and_jobs() -> None:
    case = changed(two_makers(), "plants", {"plant": "delta"}, jobs=3200, jobs_floor=3000)
    delta, harima = plant_use(replace(two(), case=case))
    # delta 160, 160, 200, 240 thousand; 3,200 people build 160,000 cars today
    assert (delta.plant, delta.without_units, delta.with_units) == ("delta", 160_000.0, 190_000.0)
    assert (delta.jobs_without, delta.jobs_with, delta.jobs_floor) == pytest.approx((3200.0, 3800.0, 3000.0))
    # harima 100, 100, 80, 40 thousand
    assert (harima.with_units, harima.jobs_with) == (80_000.0, None)


def test_signs_in_every_future() -> None:
    case = with_futures()
    assert futures(case) == ("free", "closed")
    said: list[str] = []
    found = signs(
        case, ["suv_at_delta", "pickup_at_delta"], futures(case), AdviseOptions(workers=1), told=said.append
    )
    assert found.surplus_m["suv_at_delta"]["free"] == pytest.approx((301.0, 301.0))
    assert found.surplus_m["pickup_at_delta"]["free"] == pytest.approx((430.5, 430.5))
    assert found.surplus_m["pickup_at_delta"]["closed"] is None
    assert found.surplus_m["suv_at_delta"]["closed"] == pytest.approx((629.0, 629.0))
    assert said == ["free", "closed"]


def test_bad_requests() -> None:
    with pytest.raises(UsageError, match="nothing to sign"):
        sold_together(replace(two(), signed_together=()))
    with pytest.raises(UsageError) as error:
        futures(with_futures(), ["fre"])
    assert "'free'" in error.value.faults[0].fix


def test_the_base_year_as_reported_is_no_future_unless_asked_for() -> None:
    case = with_futures()
    day = {"scenario": "past", "table_name": "case", "operation": "set"}
    case = added(case, "scenarios", {"scenario": "past", "title": "As reported"})
    case = added(case, "edits", day | {"column_name": "case.decision_date", "value": "2024-01-01"})
    assert futures(case) == ("free", "closed")
    assert futures(case, ["past"]) == ("past",)
    later = added(with_futures(), "scenarios", {"scenario": "late", "title": "Decided later"})
    later = added(later, "edits", day | {"scenario": "late", "column_name": "case.decision_date",
                                         "value": "2027-02-01"})  # fmt: skip
    assert "late" in futures(later)
