from __future__ import annotations

import pytest
from tests.cases.edits import added, cars, changed, dropped, money, two_makers
from tests.cases.forged import audited
from tests.cases.kinds import change, with_venture

from teikei.agreements.book import kind_faults
from teikei.agreements.joint_venture import JOINT_VENTURE
from teikei.case.case import Case
from teikei.case.check import check
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


@pytest.fixture
def held() -> Case:
    """Nagi may build 90,000 of its 160,000 cars at delta from 2028 on."""
    row = change("delta_venture", "nagi", "plant", "delta", "own_use", 90_000.0)
    return added(with_venture(two_makers()), "changes", row)


def test_an_old_owner_is_held_to_its_part(held: Case) -> None:
    # 70,000 n_suv at 8,500 fall away, 595 M a year
    found = surplus(held, "delta_venture")
    assert found.alone == pytest.approx((636.0 - 3 * 595.0,) * 2)
    assert cars(found.with_plan.ship, model="n_suv") == pytest.approx(
        {2027: 100_000} | dict.fromkeys((2028, 2029, 2030), 30_000)
    )
    assert found.with_plan.audit().holds
    # the cars of a plan without the row: the recount of the held one finds them
    free = plan(with_venture(two_makers()), book=["delta_venture"])
    said = audited(found.with_plan, ship=free.ship).violations
    assert "nagi at delta 2028: 160000 cars, 90000 left to it by delta_venture" in said
    assert check(held) == []
