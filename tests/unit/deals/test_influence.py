from __future__ import annotations

import math

import pytest
from tests.cases.drives import with_licence
from tests.cases.edits import changed, two_makers
from tests.cases.features import electric, with_fleets, with_network, with_pool, with_system

from teikei.base.options import PlanOptions
from teikei.case.tables.registry import TABLES
from teikei.deals.influence import estimate, ranked, stakes_of
from teikei.deals.inputs import Input, inputs_with_range, scope_of
from teikei.deals.sweep import value_on
from teikei.deals.worth import Surplus, surplus
from teikei.plan.optimise import Memory


@pytest.fixture(scope="module")
def pickup() -> Surplus:
    return surplus(two_makers(), "pickup_at_delta")


def guess(found: Surplus, table: str, column: str, low: float, high: float, **key: str) -> float:
    """The estimate for one input of the case."""
    keys = TABLES[table].key
    rows = found.book.case[table].to_dicts()
    (row,) = [r for r in rows if all(r[k] == v for k, v in key.items())]
    names = tuple("" if row[k] is None else str(row[k]) for k in keys)
    return estimate(found, stakes_of(found), Input(table, names, column, low, float(row[column]), high))


def test_cars_at_stake_by_hand(pickup: Surplus) -> None:
    stakes = stakes_of(pickup)
    assert not stakes.idle
    cars = {(r["model"], r["year"]): r["delta"] for r in stakes.cars.iter_rows(named=True)}
    assert cars == pytest.approx(
        {
            ("h_pickup", 2029): 20_000.0,
            ("h_pickup", 2030): 40_000.0,
            ("n_pickup", 2029): -5_000.0,
            ("n_pickup", 2030): -10_000.0,
        }
    )
    margin = {r["model"]: r["margin"] for r in stakes.cars.iter_rows(named=True)}
    assert margin == pytest.approx({"h_pickup": 11_000.0, "n_pickup": 9_500.0})


def test_costs_a_car_fall_on_the_cars_at_stake(pickup: Surplus) -> None:
    # 60,000 - 15,000 cars at delta: 45,000 * 500 = 22.5 M
    assert guess(pickup, "plants", "conversion_cost_per_unit", 1_800, 2_300, plant="delta") == pytest.approx(
        22.5
    )
    assert guess(pickup, "plants", "conversion_cost_per_unit", 500, 1_500, plant="harima") == 0.0
    # the lane inside the us: 45,000 * 200
    lane = guess(pickup, "freight", "per_unit", 400, 600, origin="us", destination="us")
    assert lane == pytest.approx(9.0)
    # 60,000 h_pickups * 1,000
    price = guess(pickup, "demand", "list_price", 31_500, 32_500, model="h_pickup")
    assert price == pytest.approx(60.0)
    # 60,000 * (19,000 - 18,000)
    parts = guess(pickup, "variants", "parts_cost", 18_000, 19_000, variant="h_pickup_petrol")
    assert parts == pytest.approx(60.0)


def test_volumes_and_lump_sums(pickup: Surplus) -> None:
    # (660 - 142.5) M * (50,000 - 20,000) / 40,000
    demand = guess(pickup, "demand", "units_per_year", 20_000, 50_000, model="h_pickup")
    assert demand == pytest.approx(517.5 * 0.75)
    # 142.5 M at a share of a quarter: 570 M * (0.5 - 0.1)
    share = guess(pickup, "diversion", "share", 0.1, 0.5, to="n_pickup")
    assert share == pytest.approx(228.0)
    # 40 M of tooling at 100 M: * (2,000 - 50) / 100
    tooling = guess(pickup, "tooling", "tooling_cost_m", 50, 2_000, model="h_pickup", plant="delta")
    assert tooling == pytest.approx(780.0)
    # 3 M of running the deal at 1 M a year
    running = guess(pickup, "agreements", "running_cost_m", 0, 2, agreement="pickup_at_delta")
    assert running == pytest.approx(6.0)
    # what the plan does not hold moves nothing
    assert guess(pickup, "plants", "fixed_cost_m", 100, 400, plant="delta") == 0.0


def test_tariffs_are_recounted_on_the_cars_at_stake() -> None:
    found = surplus(two_makers(), "suv_at_delta")
    # 120,000 SUVs leave harima for delta in 2029 and 2030; of 80,000 demanded a year, 60,000 came from japan:
    # (60,000 - 40,000) + 60,000 = 80,000 fewer imports at 24,000 customs value * 25 %
    assert guess(found, "tariffs", "rate", 0.0, 0.25, origin="japan", customs_class="car") == pytest.approx(
        80_000 * 24_000 * 0.25 / 1e6
    )


def test_an_unused_deal_is_judged_by_the_cars_it_would_permit() -> None:
    found = surplus(two_makers(), "suv_at_harima")
    stakes = stakes_of(found)
    assert stakes.idle
    assert set(stakes.cars["model"].to_list()) == {"n_suv"}
    assert set(stakes.cars["plant"].to_list()) == {"harima"}
    # 100,000 a year in the years it may be used (2028 on): conversion at harima matters, though unused
    years = stakes.cars["year"].n_unique()
    moved = guess(found, "plants", "conversion_cost_per_unit", 900, 1_100, plant="harima")
    assert moved == pytest.approx(years * 100_000 * 200 / 1e6)


@pytest.mark.parametrize("agreement", ["pickup_at_delta", "suv_at_delta"])
def test_the_strongest_is_first_as_full_plans_have_it(agreement: str) -> None:
    case = changed(two_makers(), "plants", {"plant": "delta"}, conversion_cost_per_unit_low=1_900.0)
    case = changed(case, "variants", {"variant": "h_suv_petrol"}, parts_cost_high=16_500.0)
    found = surplus(case, agreement)
    scope = scope_of(found)
    items = [i for i in inputs_with_range(case) if scope.holds(i)]
    true: dict[str, float] = {}
    for item in items:
        ends = [value_on(item.moved(case, v), found, PlanOptions(), Memory()) for v in (item.low, item.high)]
        assert ends[0] is not None
        assert ends[1] is not None
        true[item.name] = abs(ends[1][0] - ends[0][0])
    names = [i.name for _, i in ranked(found, items)[:3]]
    assert names[0] == max(true, key=lambda name: true[name])
    # nothing stronger than the third is missed
    assert set(names) == set(sorted(true, key=lambda name: -true[name])[:3])


def test_what_cannot_move_the_surplus_is_not_ranked(pickup: Surplus) -> None:
    idle = Input("plants", ("harima",), "conversion_cost_per_unit", 500.0, 1_000.0, 1_500.0)
    assert ranked(pickup, [idle]) == []


def test_what_hangs_on_a_technology() -> None:
    case = changed(
        with_licence(), "effects", {"technology": "h_drive", "target": "utility_wtp"}, value_low=400.0
    )
    found = surplus(case, "drive_licence")
    # 40,000 of Nagi's cars are new: 900 a drive; half of 800 of what buyers pay
    drive = {"technology": "h_drive"}
    assert guess(found, "technologies", "unit_cost", 600, 1_500, **drive) == pytest.approx(36.0)
    paid = guess(found, "effects", "value", 400, 1_200, target="utility_wtp", baseline="petrol")
    assert paid == pytest.approx(16.0)
    assert (
        guess(found, "effects", "value", -43, -36, target="co2") == 0.0
    )  # no market of this case counts grams
    # the petrol car that it comes from, and an addition of its own
    assert guess(found, "variants", "parts_cost", 16_500, 17_500, variant="n_suv_petrol") == pytest.approx(
        40.0
    )
    assert guess(found, "variants", "parts_cost", 0, 500, variant="n_suv_hybrid") == pytest.approx(20.0)
    # learning: 60,000 drives in two years, 59.77 each; a fifth of it from 0.09 to 0.11
    learned = 0.12 * 1_000 * (1 - 1.5 ** math.log2(0.9))
    saved = guess(found, "technologies", "saving_per_doubling", 0.09, 0.11, **drive)
    assert saved == pytest.approx(0.2 * learned)
    other = guess(
        surplus(two_makers(), "pickup_at_delta"), "platforms", "saving_per_doubling", 0, 1, platform="n_body"
    )
    assert other == 0.0


def test_gaps_of_a_pool_by_the_worth_of_a_gram() -> None:
    # the pool may run dry as nagi's gap shrinks: 4 * 100,000 cars * 6 g * 50 = 120 M at most
    found = surplus(with_pool(with_fleets(two_makers())), "pool")
    assert guess(found, "co2_positions", "gap_g_per_km", 4.0, 10.0, firm="nagi") == pytest.approx(120.0)
    assert guess(found, "co2_positions", "gap_g_per_km", -10.0, -4.0, firm="hoku") == pytest.approx(72.0)
    # beside it, a firm that is no party: a gram is worth as much with the deal as without
    case = with_system(with_fleets(two_makers()))
    other = surplus(case, "one_system")
    assert guess(other, "co2_positions", "gap_g_per_km", 4.0, 10.0, firm="nagi") == pytest.approx(0.0)
    # a share of two from 0.55 to 0.65 moves 48 M by 0.1 / 0.4
    assert guess(other, "effects", "value", 0.55, 0.65, target="fixed_cost_share") == pytest.approx(12.0)
    assert guess(other, "technologies", "fixed_cost_m", 40.0, 120.0, technology="system") == pytest.approx(
        48.0
    )


def test_effects_of_charging_by_the_electric_cars_at_stake() -> None:
    # 180,000 n_suv more in three years at 8,500 less a port: about 1.5 bn; a fifth of it for a fifth of 0.5
    found = surplus(with_network(electric(two_makers())), "plugs")
    value = guess(found, "effects", "value", 0.45, 0.55, target="ev_demand")
    assert value == pytest.approx(0.2 * 180_000 * 8_500 / 1e6, rel=0.02)
    assert guess(found, "effects", "value", 0.0, 1.0, target="stalls_ratio") > 0
