from __future__ import annotations

import pytest
from tests.cases.edits import changed, dropped, money, two_makers
from tests.cases.kinds import with_cameras, with_lidar

from teikei.agreements.book import Book
from teikei.base.errors import CaseError
from teikei.deals.worth import surplus
from teikei.plan.assistance import integration
from teikei.plan.optimise import plan


def test_half_of_the_buyers_take_it() -> None:
    # 100,000 n_suv a year from 2028: 0.5 * (2,000 - 500 - 300) = 600 a car, 60 M a year; fitting 10 M a year
    found = surplus(with_cameras(two_makers()), "sight")
    assert found.alone == pytest.approx((150.0, 150.0))
    after = found.with_plan
    assert money(after.accounts, "nagi", "fees") == pytest.approx(dict.fromkeys((2028, 2029, 2030), -15.0))
    assert after.audit().holds
    dealer = changed(with_cameras(two_makers()), "demand", {"model": "n_suv"}, dealer_margin_share=0.1)
    # the dealer keeps a tenth of 2,000: 10 M a year less
    assert surplus(dealer, "sight").alone == pytest.approx((120.0, 120.0))


def test_one_more_partner_pays_the_overhead_only() -> None:
    # h_suv: 0.5 * (2,000 - 500 - 300) * 60,000 in the us and 40,000 in japan = 60 M a year; 10 % of 30 M
    # once; the 600 to nagi stays between the two
    case = with_cameras(two_makers(), "signed")
    found = surplus(case, "sight_too")
    assert found.alone == pytest.approx((177.0, 177.0))
    gained = {f: found.with_plan.profit(f) - found.without_plan.profit(f) for f in ("nagi", "hoku")}
    assert gained == pytest.approx({"nagi": 0.0, "hoku": 177.0})
    paid = {f: money(found.with_plan.accounts, f, "transfers")[2028] for f in ("nagi", "hoku")}
    assert paid == pytest.approx({"nagi": 30.0, "hoku": -30.0})
    assert found.with_plan.audit().holds
    alone = integration(Book(with_cameras(two_makers()), ["sight", "sight_too"]))
    assert alone[("hoku", "cameras")].tolist() == pytest.approx([0.0, 10.0, 10.0, 10.0])


def test_what_is_licensed_today_is_in_todays_prices() -> None:
    case = with_cameras(two_makers(), "signed")
    assert plan(case).value == pytest.approx(6_864.0)
    # ended: four years of 60 M, and the fitting is sunk
    found = surplus(changed(case, "agreements", {"agreement": "sight_too"}, needs=[]), "sight")
    assert found.alone == pytest.approx((240.0, 240.0))
    assert found.without_plan.audit().holds


def test_an_option_on_top_earns_where_the_law_allows_it() -> None:
    # half take it at 3,000 too: 0.5 * (1,000 - 250 - 100) = 325 a car more, 32.5 M a year, with a chance of
    # 0.75, 0.875, 0.9375 in 2028 to 2030; fitting 4 M a year
    found = surplus(with_lidar(two_makers()), "hands_off")
    expected = 32.5 * (0.75 + 0.875 + 0.9375) - 12.0
    assert found.alone == pytest.approx((expected, expected))
    assert found.with_plan.audit().holds
    elsewhere = changed(with_lidar(two_makers()), "effects", {"target": "rule_hazard"}, scope="japan")
    assert surplus(elsewhere, "hands_off").alone == pytest.approx((-12.0, -12.0))


@pytest.mark.parametrize("target", ["option_mu", "option_s"])
def test_without_its_effects_it_has_no_value(target: str) -> None:
    case = dropped(with_cameras(two_makers()), "effects", technology="cameras", target=target)
    with pytest.raises(CaseError) as caught:
        plan(case, book=["sight"])
    (fault,) = caught.value.faults
    assert fault.what == f"no {target} of cameras"
    assert fault.where == "effects.csv"
    assert all(part.strip() for part in fault.as_dict().values())


def test_without_its_price_it_has_no_value() -> None:
    case = dropped(with_cameras(two_makers()), "changes", agreement="sight")
    with pytest.raises(CaseError, match="no option_price of cameras for nagi"):
        plan(case, book=["sight"])
