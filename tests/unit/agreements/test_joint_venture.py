from __future__ import annotations

import pytest
from tests.cases.edits import changed, dropped, money, two_makers
from tests.cases.kinds import with_venture

from teikei.agreements.book import kind_faults
from teikei.agreements.joint_venture import JOINT_VENTURE
from teikei.case.deal_rules import ventures_are_whole
from teikei.deals.worth import surplus
from teikei.plan.optimise import plan


def test_it_grants_a_plant_and_says_who_owns_it() -> None:
    assert JOINT_VENTURE.faults("a", ("plant", "platform"), "x", ("owned_share",)) == []
    (parts,) = JOINT_VENTURE.faults("a", ("plant",), "x")
    assert "no owned_share" in parts.what
    assert kind_faults(with_venture(two_makers())) == []


def test_it_is_worth_what_the_new_owner_builds_there() -> None:
    # as suv_at_delta without its 7 M: 288 + 408 - 60; the shares and the capital stay between the two
    found = surplus(with_venture(two_makers()), "delta_venture")
    assert found.alone == pytest.approx((636.0, 636.0))
    assert found.with_plan.audit().holds


def test_fixed_cost_is_paid_by_share_and_capital_once() -> None:
    made = plan(with_venture(two_makers()), book=["delta_venture"])
    assert money(made.accounts, "nagi", "plant_fixed") == pytest.approx(
        {2027: -300.0, 2028: -150.0, 2029: -150.0, 2030: -150.0}
    )
    assert money(made.accounts, "hoku", "plant_fixed")[2028] == pytest.approx(-350.0)  # and harima's 200
    assert money(made.accounts, "hoku", "transfers")[2028] == pytest.approx(-200.0)
    gained = made.profit("hoku") - plan(two_makers()).profit("hoku")
    assert gained == pytest.approx(636.0 - 450.0)


def test_overtime_and_closing_fall_on_owners_by_share() -> None:
    case = changed(
        with_venture(two_makers()),
        "plants",
        {"plant": "delta"},
        overtime_share=0.2,
        overtime_premium=0.5,
        may_close_from=2027,
        closing_cost_m=10.0,
    )
    case = changed(case, "lines", {"line": "delta_body"}, capacity_units_per_year=110_000.0)
    made = plan(case, book=["delta_venture"])
    half = money(made.accounts, "nagi", "overtime")
    assert half[2030] < 0
    assert half[2030] == pytest.approx(money(made.accounts, "hoku", "overtime")[2030])
    assert made.audit().holds
    # nobody would build at delta if its fixed cost were 3,000 a year: closed in 2027, all of it nagi's
    dear = changed(case, "plants", {"plant": "delta"}, fixed_cost_m=3_000.0)
    closed = plan(dear, book=["delta_venture"])
    assert closed.audit().holds
    assert money(closed.accounts, "nagi", "closing")[2027] == pytest.approx(-10.0)


def test_parts_that_do_not_add_up_are_refused() -> None:
    case = with_venture(two_makers())
    assert list(ventures_are_whole(case)) == []
    (fault,) = ventures_are_whole(dropped(case, "changes", firm="hoku"))
    assert fault.what == "the parts of 'delta' in 'delta_venture' add up to 0.5"
    assert all(part.strip() for part in fault.as_dict().values())
