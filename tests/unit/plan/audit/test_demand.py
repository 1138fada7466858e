from __future__ import annotations

import pytest
from tests.cases.edits import added, changed, two_makers
from tests.cases.features import with_own_launch
from tests.cases.forged import edited, records, without

from teikei.base.options import PlanOptions
from teikei.case.case import Case
from teikei.plan.audit.demand import (
    demand_of,
    guests_of,
    launch_ramp,
    launch_years,
    reach_of,
    taken_by_choice,
)
from teikei.plan.audit.records import Records
from teikei.plan.optimise import plan
from teikei.plan.solution import PlanSolution

PICKUP, FRAME = ("h_pickup", "petrol", "us"), ("n_pickup", "petrol", "us")


@pytest.fixture(scope="module")
def pickup() -> PlanSolution:
    return plan(two_makers(), book=["pickup_at_delta"])


def test_units_grow_from_their_base_year() -> None:
    case = changed(two_makers(), "demand", {"model": "n_suv"}, growth=0.1, base_year=2026)
    found = demand_of(records(plan(case)))
    # 100,000 * 1.1, 1.21, 1.331, 1.4641
    assert found[("n_suv", "petrol", "us")].tolist() == pytest.approx([110_000, 121_000, 133_100, 146_410])


def test_a_model_sells_in_its_years() -> None:
    case = changed(two_makers(), "models", {"model": "n_suv"}, first_year=2028, last_year=2029)
    found = demand_of(records(plan(case)))
    assert found[("n_suv", "petrol", "us")].tolist() == [0, 100_000, 100_000, 0]


def test_a_launch_ramps_and_takes_its_share(pickup: PlanSolution) -> None:
    found = demand_of(records(pickup))
    # half of 40,000 in 2029; a quarter of each comes from 60,000
    assert found[PICKUP].tolist() == [0, 0, 20_000, 40_000]
    assert found[FRAME].tolist() == [60_000, 60_000, 55_000, 50_000]
    assert launch_years(records(pickup)) == {"h_pickup": 2029}
    assert launch_ramp(records(pickup), "h_pickup", 2029) == 0.5


def test_a_launch_that_the_plan_does_not_make_takes_nothing(pickup: PlanSolution) -> None:
    off = records(pickup, decisions=without(pickup.decisions, decision="launch"))
    assert launch_years(off) == {}
    assert demand_of(off)[FRAME].tolist() == [60_000] * 4
    # a year later it takes a year less, and ramps then
    late = records(pickup, decisions=edited(pickup.decisions, {"decision": "launch"}, first_year=2030))
    assert demand_of(late)[PICKUP].tolist() == [0, 0, 0, 20_000]
    assert demand_of(late)[FRAME].tolist() == [60_000, 60_000, 60_000, 55_000]


def test_without_diversion_nothing_is_taken() -> None:
    dry = plan(two_makers(), book=["pickup_at_delta"], options=PlanOptions(diversion=False))
    assert demand_of(records(dry))[FRAME].tolist() == [60_000] * 4


def test_the_launch_of_a_firm_outside_takes_its_share_all_the_same() -> None:
    alone = plan(two_makers(), ["nagi"], ["pickup_at_delta"])
    assert launch_years(records(alone)) == {"h_pickup": 2029}
    assert demand_of(records(alone))[FRAME].tolist() == [60_000, 60_000, 55_000, 50_000]


def test_diversion_never_takes_more_than_there_is() -> None:
    case = changed(two_makers(), "diversion", {"to": "n_pickup"}, share=1.0)
    case = changed(case, "diversion", {"to": "outside"}, share=0.0)
    case = changed(case, "demand", {"model": "n_pickup"}, units_per_year=30_000)
    # 20,000 and 40,000 would go, 30,000 are there
    found = demand_of(records(plan(case, book=["pickup_at_delta"])))
    assert found[FRAME].tolist() == [30_000, 30_000, 10_000, 0]


def test_a_withdrawn_car_gives_its_buyers() -> None:
    case = added(
        two_makers(),
        "agreements",
        {
            "agreement": "leave_it",
            "title": "No more Nagi pickup",
            "kind": "technology_licence",
            "status": "candidate",
            "parties": "nagi;hoku",
            "months_to_sign": 6,
            "lead_years": 0.5,
            "withdraws": "n_pickup",
        },
    )
    case = added(case, "diversion", {"model": "n_pickup", "to": "h_suv", "market": "us", "share": 0.5})
    found = demand_of(records(plan(case, book=["leave_it"])))
    # in force from 2028: 60,000 cars go, half of their buyers take the SUV (80,000 in the us)
    assert found[FRAME].tolist() == [60_000, 0, 0, 0]
    assert found[("h_suv", "petrol", "us")].tolist() == [80_000, 110_000, 110_000, 110_000]


def test_a_launch_of_choice_takes_from_its_own_line_up() -> None:
    found = plan(with_own_launch(two_makers()), ["nagi"])
    seen = records(found)
    assert ("n_coupe",) in seen.started("launch")
    # a year of lead after the review of 2027: 0.3 * 50,000 from 2028 on
    taken = taken_by_choice(seen, demand_of(seen))
    assert {k: v.tolist() for k, v in taken.items()} == {
        ("n_suv", "petrol", "us"): [0, 15_000, 15_000, 15_000]
    }
    never = records(found, decisions=without(found.decisions, decision="launch"))
    assert taken_by_choice(never, demand_of(never)) == {}


def hosted() -> Case:
    """Hoku's SUV for the us is built at delta today, half of it."""
    case = changed(two_makers(), "agreements", {"agreement": "suv_at_delta"}, status="signed")
    return added(
        case,
        "sourcing",
        {"variant": "h_suv_petrol", "plant": "delta", "market": "us", "base_year": 2026, "units": 20_000},
    )


def test_cars_of_firms_outside_keep_their_place() -> None:
    seen = records(plan(hosted(), ["nagi"]))
    # 60,000 at harima and 20,000 at delta today: a quarter of a demand of 80,000
    (guest,) = guests_of(seen, demand_of(seen))
    assert (guest.variant, guest.plant, guest.market) == ("h_suv_petrol", "delta", "us")
    assert guest.cars.tolist() == [20_000] * 4
    both = records(plan(hosted()))
    assert guests_of(both, demand_of(both)) == ()


def reach(seen: Records, model: str) -> list[float]:
    return [float(x) for x in reach_of(seen, demand_of(seen), "hoku", ("plant", "delta"))[model]]


def test_what_a_guarantee_can_be_asked_of(pickup: PlanSolution) -> None:
    # on sale from 2029, the ramp is in the demand
    assert reach(records(pickup), "h_pickup") == [0, 0, 20_000, 40_000]
    suv = plan(two_makers(), book=["suv_at_delta"])
    # tooled from 2029, half of 80,000 in its ramp
    assert reach(records(suv), "h_suv") == [0, 0, 60_000, 120_000]
    # half of a line of 50,000
    case = changed(two_makers(), "lines", {"line": "delta_body"}, capacity_units_per_year=50_000.0)
    assert reach(records(plan(case, book=["suv_at_delta"])), "h_suv") == [0, 0, 25_000, 120_000]
