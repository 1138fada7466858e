from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest
from tests.cases.edits import added, changed, two_makers
from tests.cases.features import with_guest, with_system
from tests.cases.kinds import with_cameras

from teikei.deals.changes import (
    ACCOUNT_WORDS,
    built_at,
    diverted,
    driver,
    flows_moved,
    made_of,
    money_moved,
    without_it,
    without_swaps,
)
from teikei.deals.worth import Surplus, surplus

AT_HARIMA = {
    "model": "h_pickup",
    "plant": "harima",
    "status": "possible",
    "tooling_cost_m": 100,
    "lead_years": 1,
    "life_years": 5,
    "ramp_share_first_year": 0.5,
}


@pytest.fixture(scope="module")
def pickup() -> Surplus:
    return surplus(two_makers(), "pickup_at_delta")


@pytest.fixture(scope="module")
def suv() -> Surplus:
    return surplus(two_makers(), "suv_at_delta")


def test_flows_that_move_as_yearly_means(suv: Surplus) -> None:
    moved = {
        (r["model"], r["plant"]): r["change_units_per_year"] for r in flows_moved(suv).iter_rows(named=True)
    }
    # delta +(40,000 + 80,000) / 4; harima for the us -(20,000 + 60,000) / 4; japan stays
    assert moved == pytest.approx({("h_suv", "delta"): 30_000.0, ("h_suv", "harima"): -20_000.0})


def test_cars_of_parts_that_both_programs_share_did_not_move_because_of_it(pickup: Surplus) -> None:
    # harima's SUVs are a part of their own; let the plan with the deal build 1,000 fewer a year all the same
    plan = pickup.with_plan
    ship = plan.made.ship.copy()
    built = ship > 0.0
    ship[built & (plan.problem.routes.model == "h_suv")[:, None]] -= 1_000.0
    other = replace(pickup, with_plan=replace(plan, made=replace(plan.made, ship=ship)))
    assert other.with_plan.ship["units"].sum() < plan.ship["units"].sum()
    assert flows_moved(other).equals(flows_moved(pickup))


def test_equally_good_swaps_of_others_are_left_out() -> None:
    rows = [
        ("austral", "renault", "palencia", "france", -10_607.0),
        ("austral", "renault", "valladolid", "france", 10_607.0),
        ("clio", "renault", "bursa", "france", -500.0),  # not made good elsewhere: it is sold less
        ("civic", "honda", "alliston", "us", -70.0),  # a party that swaps may do it for money
        ("civic", "honda", "greensburg", "us", 70.0),
    ]
    schema = ["model", "firm", "plant", "market", "change_units_per_year"]
    moved = pl.DataFrame(rows, schema=schema, orient="row")
    assert without_swaps(moved, {"renault"})["model"].to_list() == ["clio", "civic", "civic"]
    assert without_swaps(moved, set()).height == 5


def test_where_the_plan_builds_the_cars_of_a_deal(suv: Surplus) -> None:
    # from 2029 on, (40,000 + 80,000) / 2; those from harima are not under the deal
    assert built_at(suv) == pytest.approx({"delta": 60_000.0})
    assert {plant: cars.tolist() for plant, cars in suv.units_at.items()} == {"delta": [0, 0, 40_000, 80_000]}
    assert built_at(surplus(two_makers(), "suv_at_harima")) == {}


def test_the_cars_of_a_shared_platform_are_where_the_plan_puts_them() -> None:
    # the pickup on nagi's frame may be built at delta or at home: home is cheaper by 1,000 and 25 % of duty
    # dearer; only where the plan builds it does the deal show
    case = added(two_makers(), "tooling", AT_HARIMA)
    case = changed(case, "lines", {"line": "harima_body"}, constructions=["body_on_frame", "unibody"])
    assert list(built_at(surplus(case, "pickup_at_delta"))) == ["delta"]
    free = changed(case, "tariffs", {"customs_class": "light_truck"}, rate=0.0)
    free = changed(free, "plants", {"plant": "delta"}, conversion_cost_per_unit=9_000.0)
    free = changed(free, "lines", {"line": "harima_body"}, capacity_units_per_year=150_000.0)
    assert list(built_at(surplus(free, "pickup_at_delta"))) == ["harima"]


def test_guests_that_do_not_plan_are_built_at_their_host() -> None:
    case = changed(with_guest(two_makers()), "agreements", {"agreement": "zai_guest"}, status="candidate")
    found = built_at(surplus(case, "zai_guest"))
    assert list(found) == ["delta"]
    assert 20_000.0 <= found["delta"] <= 30_000.0


def test_money_that_moves_sums_to_the_surplus(pickup: Surplus, suv: Surplus) -> None:
    for found in (pickup, suv):
        money = money_moved(found)
        assert money["present_value_m"].sum() == pytest.approx(found.alone[0])
        assert set(money["account"].to_list()) <= set(ACCOUNT_WORDS)
    by = dict(money_moved(suv).iter_rows())
    # 80,000 cars fewer pay 3,600 of duty
    assert by["duty"] == pytest.approx(80_000 * 3_600 / 1e6)
    assert by["tooling"] == pytest.approx(-60.0)
    # 40,000 more cars are sold at 30,000
    assert by["revenue"] == pytest.approx(1_200.0)


def test_cars_diverted_from_the_partner(pickup: Surplus, suv: Surplus) -> None:
    (row,) = diverted(pickup).iter_rows(named=True)
    assert (row["from_model"], row["firm"], row["to_model"]) == ("n_pickup", "nagi", "h_pickup")
    assert row["units_per_year"] == pytest.approx(15_000 / 4)
    assert diverted(suv).height == 0


def test_what_it_is_made_of_in_words(suv: Surplus) -> None:
    text = driver(suv)
    # 80,000 * 3,600; freight 80,000 * 1,000 - 120,000 * 500; tooling 60
    assert "288 m duty on cars" in text
    assert "20 m freight" in text
    assert "60 m tooling" in text
    assert driver(surplus(two_makers(), "suv_at_harima")) != ""


def test_what_each_does_without_it(pickup: Surplus, suv: Surplus) -> None:
    assert without_it(pickup, "hoku") == "does not offer h_pickup" or "h_pickup" in without_it(pickup, "hoku")
    assert "h_suv at harima" in without_it(suv, "hoku")
    assert without_it(suv, "nagi") != ""


def test_a_host_of_an_outsiders_cars_has_a_conversion_cost_and_no_margin() -> None:
    def words(rows: list[tuple[str, float]]) -> str:
        return made_of(pl.DataFrame(rows, schema=["account", "present_value_m"], orient="row"))

    assert words([("fees", 825.0), ("conversion", -655.0)]) == "adds 825 m given fees, costs 655 m conversion"
    sold = [("revenue", 900.0), ("conversion", -655.0)]
    assert words(sold) == "adds 245 m margin before trade"


def test_what_goes_by_the_name_of_other_is_small() -> None:
    rows = [
        ("freight", -227.0),
        ("tooling", -171.0),
        ("overtime", -158.0),
        ("running", -19.0),
        ("signing", -16.0),
    ]
    text = made_of(pl.DataFrame(rows, schema=["account", "present_value_m"], orient="row"))
    # of 591 two named leave 193, three 35, which is less than a tenth
    assert text == "costs 227 m freight, 171 m tooling, 158 m overtime and 35 m other"


def test_without_it_is_what_the_best_plan_does(suv: Surplus) -> None:
    # harima builds 100,000 SUVs in each of the four years
    assert without_it(suv, "hoku") == "builds h_suv at harima (100,000 a year)"


def test_without_a_shared_system_each_pays_for_its_own() -> None:
    found = surplus(with_system(two_makers()), "one_system")
    assert without_it(found, "nagi") == "pays for a system of its own"


def test_without_a_licence_only_who_takes_it_goes_without_the_option() -> None:
    # nagi has the cameras by "sight", which is in force; it is paid 600 a car of hoku for its work
    found = surplus(with_cameras(two_makers(), "signed"), "sight_too")
    title = found.book.row("sight")["title"]
    assert without_it(found, "hoku") == "does not offer the option"
    assert without_it(found, "nagi") == (
        f"offers the option in its own cars, by “{title}”, and earns no fee on others'"
    )
    assert without_it(found, "zai") == f"licenses it by “{title}” only"
    first = surplus(with_cameras(two_makers()), "sight")
    assert without_it(first, "nagi") == "does not offer the option"
    assert without_it(first, "zai") == "licenses it to nobody"


def test_without_it_is_about_the_cars_of_the_deal(pickup: Surplus) -> None:
    # the pickup is of the deal and is not launched without it; what else hoku builds says nothing about it
    assert without_it(pickup, "hoku") == "does not offer h_pickup"
