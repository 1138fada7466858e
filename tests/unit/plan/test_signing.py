"""The rows that tie what agreements change to signing them."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from tests.cases.edits import added, changed, two_makers
from tests.cases.features import with_guest, with_own_launch
from tests.cases.three_makers import three_makers

from teikei.agreements.book import Book
from teikei.base.options import PlanOptions
from teikei.case.case import Case
from teikei.industry.money import year_weights
from teikei.plan.build import build
from teikei.plan.ceiling import effects_of, open_case
from teikei.plan.effects import Effect
from teikei.plan.problem import build_problem
from teikei.plan.signing import Signing, named
from teikei.solve.program import CompiledProgram

POOL = ("pickup_at_delta", "suv_at_delta")


def signing_of(case: Case, pool: tuple[str, ...] = POOL) -> Signing:
    problem = build_problem(case, None, Book.today(case), PlanOptions(diversion=False))
    compiled = build(problem).compile()
    base = {key: float(compiled.objective[i]) for key, i in named(problem, compiled).items()}
    return Signing(case, open_case(case), ("hoku", "nagi"), pool, base, effects_of(case, pool))


def made(case: Case, pool: tuple[str, ...] = POOL, *known: frozenset[str]) -> CompiledProgram:
    return signing_of(case, pool).compiled(known)[1]


@cache
def plain() -> CompiledProgram:
    return made(two_makers())


def test_a_launch_stays_on_sale_and_is_brought_by_its_agreement() -> None:
    program = plain()
    assert (
        program.text("launch_kept")
        == "launch_kept[0]: + 1 on_sale[h_pickup,2029] - 1 on_sale[h_pickup,2030] <= 0"
    )
    assert program.text("brought") == "brought[0]: - 1 sign[pickup_at_delta] + 1 on_sale[h_pickup,2030] <= 0"
    sold = "launch_sold[1]: + 1 ship[h_pickup_petrol,delta,us,2030] - 40000 on_sale[h_pickup,2030] <= 0"
    assert sold in program.text("launch_sold").splitlines()


def test_signing_costs() -> None:
    program = plain()
    ids = program.block("sign").ids
    assert program.objective[ids].round(6).tolist() == [-7.0, -7.0]
    assert (program.column_lower[ids].tolist(), program.column_upper[ids].tolist()) == ([0.0] * 2, [1.0] * 2)
    assert program.integer[ids].all()


def test_a_book_that_is_known_is_left_out() -> None:
    # at least one decision is otherwise: (1 - pickup) + suv >= 1; pickup + suv >= 1 without both
    program = made(two_makers(), POOL, frozenset(POOL[:1]), frozenset(), frozenset({"suv_at_harima"}))
    assert program.text("known").splitlines() == [
        "known[0]: + 1 sign[pickup_at_delta] - 1 sign[suv_at_delta] <= 0",
        "known[1]: - 1 sign[pickup_at_delta] - 1 sign[suv_at_delta] <= -1",
    ]


def test_a_saving_needs_cars_and_a_signature() -> None:
    deal = {"agreement": "suv_at_delta", "firm": "nagi", "change": "parts_saving", "what": "model"}
    case = added(two_makers(), "changes", deal | {"resource": "n_suv", "value": 0.1})
    program = made(case)
    saved = program.block("gained")
    assert set(saved.labels["agreement"].tolist()) == {"suv_at_delta"}
    assert program.column_upper[saved.ids].tolist() == [100_000.0] * 3  # all that is wanted
    assert program.text("gained_signed").splitlines()[0] == (
        "gained_signed[0,suv_at_delta,4,2028]:"
        " - 100000 sign[suv_at_delta] + 1 gained[suv_at_delta,4,2028] <= 0"
    )
    assert program.text("gained_sold").splitlines()[0] == (
        "gained_sold[0,suv_at_delta,4,2028]:"
        " - 1 ship[n_suv_petrol,delta,us,2028] + 1 gained[suv_at_delta,4,2028] <= 0"
    )
    # the car's own objective is that of today's book: what is saved is counted once
    plain_ship = plain().block("ship")
    own = [i for i, v in enumerate(plain_ship.labels["variant"]) if v == "n_suv_petrol"]
    assert program.objective[own].tolist() == plain().objective[own].tolist()


def test_a_route_that_a_deal_opens_pays_the_fee_of_that_deal() -> None:
    # hoku pays kita, which is outside, 500 for every SUV built at Delta under the deal
    case = three_makers()
    term = {"agreement": "suv_at_delta", "payer": "hoku", "payee": "kita", "per": "unit", "amount": 500.0}
    free, paid = (made(one) for one in (case, added(case, "terms", term)))
    ship = free.block("ship")
    routes = list(zip(*(ship.labels[n].tolist() for n in ("variant", "plant", "year")), strict=True))
    weights = dict(zip(case.settings.years, year_weights(case), strict=True))
    for k, (variant, plant, year) in enumerate(routes):
        less = free.objective[ship.start + k] - paid.objective[ship.start + k]
        opened = variant == "h_suv_petrol" and plant == "delta"
        assert less == pytest.approx(500.0 / 1e6 * weights[int(year)] if opened else 0.0, abs=1e-12)
    assert any(variant == "h_suv_petrol" and plant == "delta" for variant, plant, _ in routes)


def test_the_objective_without_one_deal() -> None:
    without = signing_of(three_makers()).objective_without("pickup_at_delta")
    built = {key[1:3] for key in without if key[0] == "ship"}
    assert ("h_suv_petrol", "delta") in built
    assert ("h_pickup_petrol", "delta") not in built


def test_a_fee_of_a_deal_that_a_car_can_do_without_is_not_charged() -> None:
    # either deal lets hoku build its SUV at Delta; only one of them takes a fee, which goes to kita
    case = changed(three_makers(), "grants", {"agreement": "pickup_at_delta", "what": "plant"}, models=[])
    term = {"agreement": "pickup_at_delta", "payer": "hoku", "payee": "kita", "per": "unit", "amount": 500.0}
    free, paid = (made(one) for one in (case, added(case, "terms", term)))
    ship = free.block("ship")
    cars = list(zip(ship.labels["variant"].tolist(), ship.labels["plant"].tolist(), strict=True))
    at_delta = [ship.start + k for k, car in enumerate(cars) if car == ("h_suv_petrol", "delta")]
    assert at_delta
    assert paid.objective[at_delta] == pytest.approx(free.objective[at_delta], abs=1e-12)


def test_a_start_costs_the_least_that_one_deal_makes_of_it() -> None:
    signing = signing_of(with_own_launch(two_makers()))
    key = next(k for k in signing.base if k[0] != "ship")
    effects = {POOL[0]: Effect({key: -9.0}, {}), POOL[1]: Effect({}, {})}
    dear = replace(signing, effects=effects)
    cheap = replace(signing, effects=effects | {POOL[1]: Effect({key: 5.0}, {})})
    column = named(signing.problem(), build(signing.problem()).compile())[key]
    assert dear.compiled()[1].objective[column] == pytest.approx(signing.base[key])
    assert cheap.compiled()[1].objective[column] == pytest.approx(signing.base[key] + 5.0)


def test_what_saves_in_other_ways_too_waits_for_no_start() -> None:
    frame = {"platform": "n_frame"}
    case = changed(two_makers(), "platforms", frame, saving_per_doubling=0.15)
    deal = {"agreement": "pickup_at_delta", "firm": "nagi", "change": "parts_saving", "what": "model"}
    more = added(case, "changes", deal | {"resource": "n_suv", "value": 0.1})
    alone, both = signing_of(case), signing_of(more)
    assert alone.earning(alone.problem(), "pickup_at_delta")
    assert not both.earning(both.problem(), "pickup_at_delta")


def test_room_for_firms_outside_is_what_launches_leave_them() -> None:
    # half of the 40,000 pickups a year are sold to who would else buy kita's SUV, built at Delta
    case = changed(three_makers(), "agreements", {"agreement": "k_suv_at_delta"}, status="signed")
    case = changed(case, "sourcing", {"variant": "k_suv_petrol"}, plant="delta")
    case = changed(case, "diversion", {"model": "h_pickup", "to": "n_pickup"}, to="k_suv", share=0.25)
    with_it, without = signing_of(case).problem(), signing_of(case, POOL[1:]).problem()
    room, all_room = (p.plants.reserved["delta"]["unibody"] for p in (with_it, without))
    assert (all_room - room).tolist() == [0.0, 0.0, 5_000.0, 10_000.0]


def test_a_guest_is_owed_nothing_where_a_candidate_may_end_its_deal() -> None:
    for excluded, least in (([], 20_000.0), (["zai_guest"], 0.0)):
        case = changed(
            with_guest(two_makers()), "agreements", {"agreement": "suv_at_delta"}, excludes=excluded
        )
        program = made(case, POOL[1:])
        assert program.column_lower[program.block("lent").ids].tolist() == [least] * 4


def test_a_deal_that_a_candidate_may_end_asks_for_no_volume() -> None:
    deal = {"agreement": "pickup_at_delta"}
    case = changed(two_makers(), "agreements", deal, status="signed")
    case = changed(case, "grants", deal | {"what": "plant"}, minimum_units_per_year=9_000.0)
    ended = changed(case, "agreements", {"agreement": "suv_at_delta"}, excludes=["pickup_at_delta"])
    for made_from, least in ((case, 9_000.0), (ended, 0.0)):
        grants = open_case(made_from)["grants"].to_dicts()
        assert [
            row["minimum_units_per_year"]
            for row in grants
            if (row["agreement"], row["what"]) == ("pickup_at_delta", "plant")
        ] == [least]
