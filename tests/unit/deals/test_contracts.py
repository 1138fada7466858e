"""Who pays whom, by hand."""

from __future__ import annotations

import pytest
from tests.cases.edits import changed, two_makers
from tests.cases.three_makers import split_pickup, three_makers

from teikei.deals.contracts import contracts
from teikei.deals.profits import Profits
from teikei.games.allocation import Allocation


def pays(found: Allocation) -> dict[str, float]:
    return {who: pytest.approx(amount, abs=0.1) for who, amount in found.as_dict().items()}


def test_two_makers_split_two_deals() -> None:
    found = contracts(Profits(two_makers()), ("pickup_at_delta", "suv_at_delta"))
    # pickup: hoku 576.5, nagi -146: surplus 430.5, half is 215.25: hoku pays 576.5 - 215.25 = 361.25
    assert found.terms["pickup_at_delta"].pays.as_dict() == pays(
        Allocation.plain(("nagi", "hoku"), [-361.25, 361.25])
    )
    # suv: hoku 632.5, nagi -3.5: surplus 629, half is 314.5: hoku pays 318
    assert found.terms["suv_at_delta"].pays.as_dict() == pays(
        Allocation.plain(("nagi", "hoku"), [-318.0, 318.0])
    )
    # each keeps 215.25 + 314.5
    for firm in ("nagi", "hoku"):
        assert sum(found.gains[firm]) / 2 == pytest.approx(529.75, abs=0.1)
    assert found.walk_outs.answer == "yes"
    assert found.groups == (("pickup_at_delta",), ("suv_at_delta",))


def test_the_weight_of_the_first_party() -> None:
    found = contracts(Profits(two_makers()), ("suv_at_delta",), weight=0.3)
    # nagi, the first, keeps 0.3 * 629 = 188.7 and so is paid 192.2
    assert found.terms["suv_at_delta"].pays["hoku"] == pytest.approx(192.2, abs=0.1)
    assert sum(found.gains["hoku"]) / 2 == pytest.approx(440.3, abs=0.1)


def test_three_makers_on_a_short_line() -> None:
    book = ("pickup_at_delta", "suv_at_delta", "k_suv_at_delta")
    found = contracts(Profits(three_makers()), book)
    # k_suv beside suv: kita 106.1, nagi -3.5: 102.6, half is 51.3: kita pays 54.8
    assert found.terms["k_suv_at_delta"].pays["kita"] == pytest.approx(54.8, abs=0.1)
    # what hoku's SUV costs kita is not in hoku's deal with nagi: 629 as alone
    assert found.terms["suv_at_delta"].pays["hoku"] == pytest.approx(318.0, abs=0.1)
    # nagi 215.25 + 314.5 + 51.3
    assert sum(found.gains["nagi"]) / 2 == pytest.approx(581.05, abs=0.2)
    assert sum(found.gains["kita"]) / 2 == pytest.approx(51.3, abs=0.1)


def test_deals_that_only_pay_together_are_settled_together() -> None:
    found = contracts(Profits(split_pickup()), ("pickup_at_delta", "frame_for_hoku"))
    # one by one hoku would pay 361.25 for each, 722.5 for what brings it 573: it would drop both
    assert found.groups == (("pickup_at_delta", "frame_for_hoku"),)
    bundle = found.terms["pickup_at_delta + frame_for_hoku"]
    # together: hoku 573, nagi -149.5: 423.5, half is 211.75: hoku pays 361.25
    assert bundle.pays["hoku"] == pytest.approx(361.25, abs=0.1)
    for firm in ("nagi", "hoku"):
        assert sum(found.gains[firm]) / 2 == pytest.approx(211.75, abs=0.1)
    assert found.walk_outs.answer == "yes"
    assert found.agreements == ("pickup_at_delta", "frame_for_hoku")


def test_a_deal_whose_parties_lose_is_dropped() -> None:
    found = contracts(Profits(two_makers()), ("suv_at_delta", "suv_at_harima"))
    assert found.agreements == ("suv_at_delta",)
    assert [one.link for one in found.terms.dropped] == ["suv_at_harima"]


def test_payments_are_lost_with_a_deal_that_needs_the_one_dropped() -> None:
    case = changed(two_makers(), "agreements", {"agreement": "suv_at_delta"}, needs=["pickup_at_delta"])
    found = contracts(Profits(case), ("pickup_at_delta", "suv_at_delta"))
    # without the pickup the SUV falls too, and with it what hoku pays for it: hoku has 1,209 - 318 = 891,
    # nagi has -149.5 + 318 = 168.5; together 1,059.5, half is 529.75: hoku pays 361.25
    assert found.terms["pickup_at_delta"].pays["hoku"] == pytest.approx(361.25, abs=0.1)
