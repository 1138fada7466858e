from __future__ import annotations

import numpy as np
import pytest
from tests.cases.edits import added, changed, money, two_makers
from tests.cases.features import with_fleets, with_pool

from teikei.agreements.book import Book
from teikei.case.case import Case
from teikei.plan.fleets import (
    Targets,
    credits_of,
    fleet_average,
    fleets_of,
    own_penalties,
    reference_of,
)
from teikei.plan.fleets import (
    with_fleets as filled,
)
from teikei.plan.optimise import plan

YEARS = np.array([2027, 2028, 2029, 2030])


def reference(case: Case, firm: str = "nagi") -> list[float]:
    (position,) = case["co2_positions"].filter(firm=firm).iter_rows(named=True)
    return reference_of(case, position, Targets(case, "us", "car"), YEARS).tolist()


def test_the_reference_gives_the_fleet_of_its_year_its_gap() -> None:
    # all cars emit 150: 10 g above means 140 add nothing
    assert reference(with_fleets(two_makers())) == [140.0] * 4
    assert reference(with_fleets(two_makers()), "hoku") == [160.0] * 4


def test_the_average_weighs_by_demand_and_leaves_out_candidates_and_pickups() -> None:
    case = with_fleets(two_makers())
    case = added(
        case, "models", case["models"].filter(model="n_suv").row(0, named=True) | {"model": "n_mini"}
    )
    mini = case["variants"].filter(model="n_suv").row(0, named=True)
    case = added(case, "variants", mini | {"variant": "n_mini", "model": "n_mini", "co2_g_per_km": 100.0})
    row = case["demand"].filter(model="n_suv").row(0, named=True)
    case = added(case, "demand", row | {"model": "n_mini", "units_per_year": 300_000.0, "growth": 0.0})
    # (100,000 * 150 + 300,000 * 100) / 400,000
    assert fleet_average(case, "nagi", "us", "car", 2027) == pytest.approx(112.5)
    grown = changed(case, "demand", {"model": "n_suv"}, growth=0.5)  # 150,000 in 2027
    assert fleet_average(grown, "nagi", "us", "car", 2027) == pytest.approx((150 * 150 + 300 * 100) / 450)
    gone = changed(case, "models", {"model": "n_mini"}, last_year=2026)
    assert fleet_average(gone, "nagi", "us", "car", 2027) == pytest.approx(150.0)
    assert fleet_average(case, "nagi", "us", "van", 2027) == pytest.approx(150.0)  # the pickup
    assert fleet_average(case, "nagi", "japan", "car", 2027) is None


def test_a_fleet_follows_a_falling_target_by_its_share() -> None:
    case = changed(with_fleets(two_makers()), "co2_rules", {}, valid_to=2028)
    later = case["co2_rules"].row(0, named=True) | {"valid_from": 2029, "valid_to": None}
    case = added(case, "co2_rules", later | {"target_g_per_km": 100.0})
    assert reference(case) == [140.0] * 4  # keeps its distance
    none = changed(case, "co2_positions", {"firm": "nagi"}, target_follow_share=0.0)
    assert reference(none) == [140.0, 140.0, 100.0, 100.0]
    some = changed(case, "co2_positions", {"firm": "nagi"}, target_follow_share=0.75)
    assert reference(some) == [140.0, 140.0, 130.0, 130.0]


def test_an_earlier_target_finds_the_same_fleet() -> None:
    case = changed(with_fleets(two_makers()), "co2_rules", {}, valid_to=2028, target_g_per_km=160.0)
    later = case["co2_rules"].row(0, named=True) | {"valid_from": 2029, "valid_to": None}
    case = added(case, "co2_rules", later | {"target_g_per_km": 140.0})
    case = changed(case, "co2_positions", {"firm": "nagi"}, fleet_year=2029)
    assert reference(case) == [160.0, 160.0, 140.0, 140.0]


def test_windows_are_counted_from_the_first_year_of_their_rule() -> None:
    case = changed(with_fleets(two_makers(), years=3), "co2_rules", {}, valid_from=2026)
    nagi = fleets_of(case, ["nagi"], YEARS)
    assert [YEARS[f.years].tolist() for f in nagi] == [[2027, 2028], [2029, 2030]]
    assert {f.penalty for f in nagi} == {50.0}
    assert fleets_of(case, ["hoku"], YEARS)[0].firm == "hoku"
    assert fleets_of(two_makers(), ["nagi", "hoku"], YEARS) == ()


def test_who_may_hand_over_what() -> None:
    members = with_pool(with_fleets(two_makers()))
    both = credits_of(Book(members, ["pool"]), ("hoku", "nagi"), YEARS)
    assert {(c.giver, c.taker) for c in both} == {("hoku", "nagi"), ("nagi", "hoku")}
    assert credits_of(Book(members, ["pool"]), ("nagi",), YEARS) == ()
    outside = with_pool(with_fleets(two_makers()), "zai", limit_units_per_year=10_000.0, from_year=2028)
    (credit,) = credits_of(Book(outside, ["pool"]), ("nagi",), YEARS)
    assert credit.limit.tolist() == [0.0, 200.0, 200.0, 200.0]
    above = changed(outside, "co2_positions", {"firm": "zai"}, gap_g_per_km=5.0)
    assert credits_of(Book(above, ["pool"]), ("nagi",), YEARS) == ()


def test_averages_are_filled_in_for_a_case_that_is_cut_down() -> None:
    case = with_fleets(two_makers())
    filled_case = case.with_(co2_positions=filled(case))
    cut = filled_case.with_(demand=filled_case["demand"].head(0))
    assert reference(cut) == reference(case)


def test_nobody_pays_for_grams_that_he_took_off_a_partner() -> None:
    # two fleets above: a plan that hands grams from one to the other comes back with each paying its own
    found = plan(with_pool(with_fleets(two_makers(), hoku=5.0)), book=["pool"])
    program = found.program
    x = found.x.copy()
    excess, credit = program.block("excess").start, program.block("credit").start
    assert x[excess] == pytest.approx(300.0)  # hoku: 60,000 cars at 5 g
    x[credit] += 250.0  # hoku hands 250 kg/km that it has not got, and pays for them
    x[excess] += 250.0
    x[excess + 4] -= 250.0
    assert own_penalties(found.problem, program, x) == pytest.approx(found.x)
    both = found.x.copy()
    both[credit : credit + 8] += 70.0  # there and back again
    assert own_penalties(found.problem, program, both) == pytest.approx(found.x)


def test_a_fleet_that_pays_a_price_a_gram_needs_no_row() -> None:
    # 10 g * 30 = 300 a car, 100,000 n_suv a year; in 2028 nagi meets its target: 50 a gram as before
    case = with_fleets(two_makers())
    grams = {("nagi", "us", "car", year): 30.0 for year in (2027, 2029, 2030)}
    found = plan(case, grams=grams)
    assert found.value == pytest.approx(6_864.0 - 3 * 30.0 - 50.0)
    assert found.fleets.filter(firm="nagi")["last_year"].to_list() == [2028]
    assert money(found.accounts, "nagi", "extra") == {2027: -30.0, 2029: -30.0, 2030: -30.0}
    # at the price of the printed plan nothing changes but where the money is booked
    printed = plan(case)
    prices = {("nagi", "us", "car", int(y)): 50.0 for y in YEARS}
    assert plan(case, grams=prices).value == pytest.approx(printed.value)


def test_a_price_a_gram_is_due_with_the_penalty_of_its_window() -> None:
    # two years settled together: a gram of the first is paid for in the second, as its penalty would be
    case = with_fleets(two_makers(), years=2).with_(settings={"discount_rate": 0.08})
    printed = plan(case)
    nagi = printed.fleets.filter(firm="nagi")
    assert nagi["last_year"].to_list() == [2028, 2030]
    prices = {("nagi", "us", "car", row["last_year"]): row["price_per_g"] for row in nagi.to_dicts()}
    assert list(prices.values()) == pytest.approx([50.0, 50.0])
    assert plan(case, grams=prices).value == pytest.approx(printed.value)
