from __future__ import annotations

import numpy as np
import pytest
from tests.blocks.scenes import problem_of
from tests.cases.edits import added, changed, two_makers

from teikei.case.case import Case
from teikei.deals.worth import surplus
from teikei.plan.hosted import hosted_cars, reserved_room
from teikei.plan.optimise import plan


def hosting(per: str = "unit", amount: float = 900.0) -> Case:
    """Hoku's 80,000 SUVs for the us are built at delta today; it pays nagi for each, in 2028 and 2029."""
    case = changed(
        two_makers(), "agreements", {"agreement": "suv_at_delta"}, status="signed", may_sign_from=None
    )
    case = changed(case, "sourcing", {"variant": "h_suv_petrol", "market": "us"}, plant="delta")
    case = changed(case, "tooling", {"model": "h_suv", "plant": "delta"}, status="tooled")
    return added(
        case,
        "terms",
        {
            "agreement": "suv_at_delta",
            "payer": "hoku",
            "payee": "nagi",
            "per": per,
            "amount": amount,
            "from_year": 2028,
            "to_year": 2029,
        },
    )


def test_cars_of_an_outsider_by_hand() -> None:
    problem = problem_of(hosting(), ["nagi"], "suv_at_delta")
    (one,) = hosted_cars(problem.case, ("delta",), ("nagi",), problem.slots)
    assert one.way == ("h_suv_petrol", "delta", "us")
    assert one.needs.needs == (("plant", "delta"),)
    assert one.cars.tolist() == [80_000.0] * 4
    room = reserved_room(("delta",), (one, one), 4)
    assert room["delta"]["unibody"].tolist() == [160_000.0] * 4
    # nothing is hosted for members
    assert hosted_cars(problem.case, ("delta",), ("hoku", "nagi"), problem.slots) == ()


def test_the_host_alone_gets_the_fees_of_todays_terms() -> None:
    constants = problem_of(hosting(), ["nagi"], "suv_at_delta").constants
    # 80,000 * 900 = 72 M in the years of the term
    assert constants[("fees", "nagi", "suv_at_delta")].tolist() == pytest.approx([0, 72.0, 72.0, 0])
    # 5 % of 30,000 on 80,000 cars: 120 M
    share = problem_of(hosting("share", 0.05), ["nagi"], "suv_at_delta").constants
    assert share[("fees", "nagi", "suv_at_delta")].tolist() == pytest.approx([0, 120.0, 120.0, 0])


def test_the_worth_of_the_host_alone_moves_by_the_fees() -> None:
    free = plan(hosting(amount=0.0), ["nagi"])
    paid = plan(hosting(), ["nagi"])
    assert paid.value - free.value == pytest.approx(144.0)
    assert paid.audit().holds
    # what the guest pays leaves its own worth: alone, hoku plans its cars at delta itself
    assert plan(hosting(), ["hoku"]).value < plan(hosting(amount=0.0), ["hoku"]).value


def test_among_members_nothing_is_counted_twice() -> None:
    case = hosting()
    both = plan(case)
    assert both.value == pytest.approx(plan(hosting(amount=0.0)).value)
    assert np.allclose(both.amounts[("transfers", "nagi", "suv_at_delta")], [0, 72.0, 72.0, 0])
    assert ("fees", "nagi", "suv_at_delta") not in both.amounts


def test_a_candidates_terms_are_not_paid_by_an_outsider() -> None:
    case = changed(hosting(), "agreements", {"agreement": "pickup_at_delta"}, status="candidate")
    case = added(
        case,
        "terms",
        {"agreement": "pickup_at_delta", "payer": "hoku", "payee": "nagi", "per": "unit", "amount": 500},
    )
    constants = problem_of(case, ["nagi"], "suv_at_delta", "pickup_at_delta").constants
    assert ("fees", "nagi", "pickup_at_delta") not in constants
    # both planning: the surplus of the signed deal is free of its fees
    free = surplus(hosting(amount=0.0), "pickup_at_delta").alone
    assert surplus(hosting(), "pickup_at_delta").alone == pytest.approx(free)
