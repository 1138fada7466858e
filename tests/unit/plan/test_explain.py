from __future__ import annotations

import pytest
from tests.cases.edits import two_makers

from teikei.base.errors import UsageError
from teikei.plan.optimise import plan
from teikei.plan.solution import PlanSolution


@pytest.fixture(scope="module")
def found() -> PlanSolution:
    return plan(two_makers(), book=["suv_at_delta"])


def test_a_full_plant_has_a_price(found: PlanSolution) -> None:
    text = found.explain(plant="harima")
    assert "Harima (harima): owned by Hoku Motor" in text
    assert "2027: 100,000 of 100,000 cars (100%)" in text
    # 20,000 go unsold in the us at 8,400
    assert "one more car of capacity in 2027 to 2028 (unibody) is worth 8,400 a car" in text
    # in 2029 delta takes 40,000: 80,000 are built at harima, which has place
    assert "2029 (unibody)" not in text
    assert "builds Hoku SUV for Hoku Motor" in text


def test_a_plant_with_place_says_so(found: PlanSolution) -> None:
    text = found.explain(plant="delta")
    assert "capacity binds in no year" in text
    assert "tooling: Hoku SUV from 2029, 30.0 m a year" in text


def test_a_route_beside_its_rival(found: PlanSolution) -> None:
    text = found.explain(route="h_suv_petrol>harima>us")
    assert "2030: 0 cars of a demand of 80,000, margin 8,400 a car" in text
    assert "beside h_suv_petrol from delta at 11,400" in text
    assert "2028: not permitted" not in text
    assert "2027: not permitted" in found.explain(route="h_suv_petrol > delta > us")


def test_an_agreement_in_the_book(found: PlanSolution) -> None:
    text = found.explain(agreement="suv_at_delta")
    assert "usable from 2028 to 2030" in text
    assert "Hoku Motor at Delta 2030: 80,000 of 80,000 cars" in text


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({}, "ask for one thing"),
        ({"plant": "delta", "agreement": "suv_at_delta"}, "ask for one thing"),
        ({"plant": "detla"}, "detla"),
        ({"route": "h_suv_petrol>delta"}, "no route"),
        ({"agreement": "pickup_at_delta"}, "is not in the book of this plan"),
    ],
)
def test_what_cannot_be_explained(found: PlanSolution, asked: dict[str, str], words: str) -> None:
    with pytest.raises(UsageError) as error:
        found.explain(**asked)
    assert words in error.value.faults[0].what
    assert error.value.exit_code == 2


def test_a_route_that_a_deal_would_permit_names_the_deal() -> None:
    with pytest.raises(UsageError) as error:
        plan(two_makers()).explain(route="h_suv_petrol>delta>us")
    (fault,) = error.value.faults
    assert fault.why.startswith("the route exists, but hoku may not use delta")
    assert fault.fix == "plan with an agreement that grants it: suv_at_delta"
