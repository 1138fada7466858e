"""Fixed fees and the loss by leaving, by hand."""

from __future__ import annotations

import polars as pl
import pytest
from tests.cases.edits import changed, two_makers
from tests.cases.scripted import Scripted, deals
from tests.cases.three_makers import split_pickup, three_makers

from teikei.deals.fees import Fee, Leaving, Terms, terms
from teikei.deals.profits import Profits
from teikei.deals.worth import Interval


@pytest.fixture(scope="module")
def found() -> Terms:
    case = changed(two_makers(), "agreements", {"agreement": "pickup_at_delta"}, exit_cost_m=50.0)
    case = changed(case, "agreements", {"agreement": "pickup_at_delta"}, notice_months=24.0)
    return terms(Profits(case), ["pickup_at_delta", "suv_at_delta"])


def middle(ends: Interval) -> float:
    assert ends[0] <= ends[1] <= ends[0] + 0.2
    return sum(ends) / 2


def fee(found: Terms, *agreements: str) -> Fee:
    return next(one for one in found.fees if one.agreements == agreements)


def leaving(found: Terms, agreement: str, firm: str) -> Leaving:
    return next(one for one in found.leaving if (one.agreement, one.firm) == (agreement, firm))


def test_a_fee_at_three_weights(found: Terms) -> None:
    pickup = fee(found, "pickup_at_delta")
    assert middle(pickup.surplus_m) == pytest.approx(430.5, abs=0.1)
    assert middle(pickup.before_m["nagi"]) == pytest.approx(-146.0, abs=0.1)
    # nagi, the first, keeps 0.3, 0.5, 0.7 of 430.5 and is paid its 146 on top
    for weight, paid in {0.3: 275.15, 0.5: 361.25, 0.7: 447.35}.items():
        assert middle(pickup.pays_m[weight]["hoku"]) == pytest.approx(paid, abs=0.1)
        assert middle(pickup.pays_m[weight]["nagi"]) == pytest.approx(-paid, abs=0.1)
        assert middle(pickup.after_m[weight]["nagi"]) == pytest.approx(weight * 430.5, abs=0.1)
    # in force from 2028, three years without discounting
    assert (pickup.first_year, pickup.last_year) == (2028, 2030)
    assert middle(pickup.pays_m_per_year[0.5]["hoku"]) == pytest.approx(361.25 / 3, abs=0.1)


def test_a_fee_is_paid_in_money_of_its_years() -> None:
    case = two_makers().with_(settings={"discount_rate": 0.1})
    one = fee(terms(Profits(case), ["suv_at_delta"]), "suv_at_delta")
    day = 2026 + 364 / 365
    weights = sum(1.1 ** -(year + 0.5 - day) for year in (2028, 2029, 2030))
    assert one.pays_m_per_year[0.5]["hoku"][0] * weights == pytest.approx(one.pays_m[0.5]["hoku"][0])


def test_leaving_a_new_deal(found: Terms) -> None:
    # hoku loses 576.5, no longer pays 361.25, pays 50: 265.25
    one = leaving(found, "pickup_at_delta", "hoku")
    assert middle(one.loses_m) == pytest.approx(576.5, abs=0.1)
    assert middle(one.fee_m) == pytest.approx(361.25, abs=0.1)
    assert middle(one.net_m) == pytest.approx(265.25, abs=0.1)
    assert (one.notice_months, one.exit_cost_m) == (24.0, 50.0)
    # nagi would gain 146 but for the fee: -146 + 361.25 + 50
    assert middle(leaving(found, "pickup_at_delta", "nagi").net_m) == pytest.approx(265.25, abs=0.1)
    assert leaving(found, "suv_at_delta", "hoku").exit_cost_m is None


def test_an_exit_cost_in_another_currency_is_counted_in_that_of_the_case() -> None:
    case = changed(
        two_makers(), "agreements", {"agreement": "suv_at_delta"}, exit_cost_m=300.0, currency="JPY",
        signing_cost_m=0.0, running_cost_m=0.0,
    )  # fmt: skip
    case = case.with_(fx=pl.DataFrame(
        [{"currency": "JPY", "year": 2026, "units_per_case_currency": 150.0, "source": "invented"}]
    ))  # fmt: skip
    one = leaving(terms(Profits(case), ["suv_at_delta"]), "suv_at_delta", "hoku")
    # 300 m yen are 2; hoku keeps half of 636 (629 and the 7 that the deal no longer costs)
    assert one.exit_cost_m == pytest.approx(2.0)
    assert middle(one.net_m) == pytest.approx(320.0, abs=0.1)


def test_leaving_a_signed_deal_that_has_a_notice() -> None:
    signed = {"status": "signed", "months_to_sign": 0.0, "lead_years": 0.0, "notice_months": 12.0}
    case = changed(two_makers(), "agreements", {"agreement": "suv_at_delta"}, exit_cost_m=10.0, **signed)
    found = terms(Profits(case), ["pickup_at_delta"])
    # 288 + 408 + 408 = 1,104 less tooling 90 and half of 4 (see test_worth): hoku 1,012 and 10 for leaving
    one = leaving(found, "suv_at_delta", "hoku")
    assert middle(one.loses_m) == pytest.approx(1_012.0, abs=0.1)
    assert one.fee_m == (0.0, 0.0)
    assert middle(one.net_m) == pytest.approx(1_022.0, abs=0.1)
    # one without notice is not ended
    bare = changed(case, "agreements", {"agreement": "suv_at_delta"}, notice_months=None)
    assert {one.agreement for one in terms(Profits(bare), ["pickup_at_delta"]).leaving} == {"pickup_at_delta"}


def test_a_bundle_has_one_fee() -> None:
    found = terms(Profits(split_pickup()), ["pickup_at_delta", "frame_for_hoku"])
    one = fee(found, "pickup_at_delta", "frame_for_hoku")
    assert middle(one.pays_m[0.5]["hoku"]) == pytest.approx(361.25, abs=0.1)


def test_three_makers_and_what_is_dropped() -> None:
    book = ["pickup_at_delta", "suv_at_delta", "suv_at_harima", "k_suv_at_delta"]
    found = terms(Profits(three_makers()), book)
    assert found.dropped == ("suv_at_harima",)
    assert middle(fee(found, "k_suv_at_delta").pays_m[0.7]["kita"]) == pytest.approx(
        0.7 * 102.6 + 3.5, abs=0.1
    )


def test_three_parties_share_by_weight() -> None:
    table = {"": {}, "a": {"nagi": 17.0}}
    one = fee(terms(Scripted(deals(a="nagi hoku kita"), "a", table), ["a"]), "a")
    # at 0.3 the first has 3/17, the others 7/17 each
    for firm, paid in {"nagi": 14.0, "hoku": -7.0, "kita": -7.0}.items():
        assert one.pays_m[0.3][firm] == pytest.approx((paid, paid))


def test_intervals_go_through() -> None:
    table = {"": {}, "a": {"nagi": (4.0, 6.0), "hoku": 2.0}}
    one = fee(terms(Scripted(deals(a="nagi hoku"), "a", table), ["a"]), "a")
    assert one.surplus_m == (6.0, 8.0)
    # nagi pays 0.5 D_nagi - 0.5 D_hoku: 2 - 1 to 3 - 1
    assert one.pays_m[0.5]["nagi"] == (1.0, 2.0)
    assert one.after_m[0.5]["hoku"] == (3.0, 4.0)
