"""What a board signs and who pays whom, on two_makers by hand (tests/unit/deals/test_board.py): no discount,
so present values are sums.

With the SUV at Delta hoku has 632.5 more and nagi 3.5 less, together 629: equal parts are 314.5, so hoku pays
632.5 − 314.5 = 318, level over the three years in force, 2028 to 2030: 106 a year.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from tests.cases.advices import two
from tests.cases.three_makers import three_makers

from teikei.base.errors import UsageError
from teikei.deals.advice import Advice
from teikei.deals.advise import advise
from teikei.deals.agenda import Agenda, Payment, agenda
from teikei.deals.board import by_firm, funding, in_all
from teikei.deals.gains import Gain


def searched(firm: str = "hoku", pays: float = 300.0) -> dict[str, Any]:
    """A searched portfolio in which hoku pays less than for equal parts."""
    return {
        "portfolio": {
            "for": firm,
            "agreements": ["suv_at_delta"],
            "own": ["suv_at_delta"],
            "gain_m": [332.5, 332.5],
            "pays_m": {"suv_at_delta": {"hoku": [pays, pays], "nagi": [-pays, -pays]}},
        }
    }


@cache
def for_hoku() -> Agenda:
    return agenda(replace(two(), focal="hoku"), None)


@cache
def all_three() -> Advice:
    """hoku's and kita's SUV at Delta, one list of two deals with different parties."""
    pair = ("suv_at_delta", "k_suv_at_delta")
    return replace(advise(three_makers(), pair), signed_together=pair)


def test_equal_parts_are_paid_in_the_years_in_force() -> None:
    (one,) = for_hoku().payments
    assert (one.first_year, one.last_year) == (2028, 2030)
    assert one.pays_m == pytest.approx({"hoku": 318.0, "nagi": -318.0})
    assert for_hoku().paid("hoku") == pytest.approx({2027: 0.0, 2028: 106.0, 2029: 106.0, 2030: 106.0})
    assert for_hoku().after_m() == pytest.approx({"hoku": 314.5, "nagi": 314.5})


def test_three_parties_come_to_equal_parts() -> None:
    # 90 + 30 − 30 = 90: 30 each; pays 60, 0 and −60
    gains = {f: Gain(f, v, v, v, True) for f, v in (("hoku", 90.0), ("nagi", 30.0), ("kita", -30.0))}
    suv = replace(two()["suv_at_delta"], parties=("nagi", "hoku", "kita"), gains=gains, corridor=None)
    listed = agenda(replace(two(), advised=(suv,), focal="kita"), None)
    assert [listed.pays_m(f) for f in ("hoku", "nagi", "kita")] == pytest.approx([60.0, 0.0, -60.0])


def test_the_portfolio_searched_for_the_firm_is_its_list() -> None:
    listed = agenda(replace(two(), focal="hoku", signed_together=()), searched())
    assert listed.searched
    assert listed.own == ("suv_at_delta",)
    assert listed.joint == ()
    assert listed.advice.together_m == pytest.approx((629.0, 629.0))
    assert listed.after_m() == pytest.approx({"hoku": 332.5, "nagi": 296.5})
    assert listed.gain_m == pytest.approx((332.5, 332.5))
    assert not agenda(replace(two(), focal="nagi"), searched()).searched


def test_sums_over_agreements_years_and_firms_are_the_headline() -> None:
    for listed in (for_hoku(), agenda(replace(two(), focal="hoku"), searched())):
        for firm in ("hoku", "nagi"):
            paid = sum(listed.paid(firm).values())
            assert paid == pytest.approx(sum(one.pays_m[firm] for one in listed.payments))
            yearly = sum(by_firm(listed.advice.yearly, "change_m")[firm].values())
            assert yearly + listed.even_m.get(firm, 0.0) - paid == pytest.approx(listed.after_m()[firm])
        assert sum(listed.after_m().values()) == pytest.approx(629.0)
        cash = {f: by_firm(listed.advice.cash, "change_m")[f] for f in ("hoku", "nagi")}
        after = [sum(cash[f].values()) - listed.pays_m(f) for f in cash]
        assert sum(after) == pytest.approx(sum(in_all(listed.advice.cash, "change_m").values()))
    # hoku −152.5 − 106 in 2028, then 287.5 − 106
    mine = by_firm(for_hoku().advice.cash, "change_m")["hoku"]
    assert funding({y: v - for_hoku().paid("hoku")[y] for y, v in mine.items()}).peak_m == pytest.approx(
        -258.5
    )


def test_a_firm_signs_only_what_it_is_a_party_to() -> None:
    listed = agenda(replace(all_three(), focal="hoku"), None)
    assert (listed.own, listed.others) == (("suv_at_delta",), ("k_suv_at_delta",))
    everybody = agenda(replace(all_three(), focal=""), None)
    assert set(everybody.own) == {"suv_at_delta", "k_suv_at_delta"}
    with pytest.raises(UsageError) as error:
        agenda(replace(two(), focal="kita"), None)
    assert error.value.faults[0].where == "--for"


def test_a_contract_outside_the_years_planned_is_paid_over_all_of_them() -> None:
    late = Payment(("x",), {"hoku": 8.0}, 2040, 2045)
    assert late.a_year_m(two().case, "hoku") == pytest.approx(2.0)
