"""Volumes of grants by hand, then against every split of the cars for drawn grants."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog
from tests.cases.edits import cars, changed, two_makers
from tests.cases.features import with_second_grant
from tests.unit.plan.conftest import permit

from teikei.agreements.book import Book, Permit
from teikei.base.errors import CaseError
from teikei.case.case import Case
from teikei.plan.optimise import plan
from teikei.plan.sets import Limit, Needs
from teikei.plan.volumes import MOST_CLASSES, Reach, limits_of_grants, most_matched

YEARS = np.array([2027, 2028, 2029, 2030])


def routes_of(*models: str) -> list[Needs]:
    return [Needs("hoku", model, (("plant", "delta"),)) for model in models]


def reach(routes: int, demand: float = 1e6, share: float = 1.0, years: int = 4) -> Reach:
    """Every route serves a demand of its own."""
    return within(np.arange(routes), np.full((routes, years), share), np.full((routes, years), demand))


def within(slot: Any, share: Any, demand: Any) -> Reach:
    """Cars of plants that are tooled today: no gate, no ramp."""
    slot = np.asarray(slot)
    return Reach(slot, np.asarray(share), np.asarray(demand), np.full(slot.size, -1), np.zeros((0, 4)))


def rows(found: tuple[Limit, ...]) -> dict[tuple[str, ...], tuple[list[float], list[float]]]:
    return {limit.models: (limit.minimum.tolist(), limit.limit.tolist()) for limit in found}


def overlapping(any_model: float = 10_000.0, pickup: float = 50_000.0) -> Case:
    """Delta is granted for any car of hoku, and again for its pickup."""
    case = changed(
        two_makers(), "grants", {"agreement": "pickup_at_delta", "what": "plant"}, limit_units_per_year=pickup
    )
    return changed(case, "grants", {"agreement": "suv_at_delta"}, limit_units_per_year=any_model, models=[])


def test_a_wide_grant_does_not_open_a_narrow_one() -> None:
    found = plan(overlapping(), book=["pickup_at_delta", "suv_at_delta"])
    # the pickup sells 40,000 under its own 50,000; what remains for the SUV is the 10,000 of the wide grant
    assert cars(found.ship, plant="delta", model="h_suv")[2030] == pytest.approx(10_000.0)
    assert cars(found.ship, plant="delta", model="h_pickup")[2030] == pytest.approx(40_000.0)


def test_rows_of_overlapping_grants() -> None:
    wide, narrow = permit("wide", most=10.0), permit("narrow", ("h_pickup",), most=50.0)
    found = limits_of_grants((wide, narrow), routes_of("h_suv", "h_pickup"), YEARS, reach(2))
    # the SUV has the wide grant only; both cars together have both. A row of the pickup alone says no more.
    assert {limit.models: limit.limit[0] for limit in found} == {
        ("h_suv",): 10.0,
        ("h_pickup", "h_suv"): 60.0,
    }
    assert [limit.agreements for limit in found] == [("wide",), ("narrow", "wide")]
    assert [limit.routes.tolist() for limit in found] == [[0], [0, 1]]


def test_grants_for_models_of_their_own_do_not_meet() -> None:
    permits = (permit("a", ("h_suv",), most=10.0), permit("b", ("h_pickup",), most=50.0))
    found = limits_of_grants(permits, routes_of("h_suv", "h_pickup"), YEARS, reach(2))
    # no row for both: it would be the sum of these two
    assert {limit.models: limit.limit[0] for limit in found} == {("h_suv",): 10.0, ("h_pickup",): 50.0}


def test_a_chain_of_grants() -> None:
    # a: x, y; b: y, z. x fits under a alone, z under b alone, and y under either
    permits = (permit("a", ("x", "y"), most=10.0), permit("b", ("y", "z"), most=50.0))
    found = limits_of_grants(permits, routes_of("x", "y", "z"), YEARS, reach(3))
    assert {limit.models: limit.limit[0] for limit in found} == {
        ("x",): 10.0,
        ("z",): 50.0,
        ("x", "y", "z"): 60.0,
    }


def test_an_unlimited_grant_lifts_the_limit_of_its_own_models_only() -> None:
    permits = (permit("a", most=100.0), permit("b", ("h_pickup",), first=2029))
    found = limits_of_grants(permits, routes_of("h_suv", "h_pickup"), YEARS, reach(2))
    assert rows(found) == {
        ("h_suv",): ([0.0] * 4, [100.0] * 4),
        ("h_pickup", "h_suv"): ([0.0] * 4, [100.0, 100.0, np.inf, np.inf]),
    }


def test_limits_of_two_grants_add_up() -> None:
    case = with_second_grant(two_makers(), least=5_000, most=10_000)
    book = Book(case, ["suv_at_delta", "more_at_delta"])
    routes = [*routes_of("h_suv"), Needs("nagi", "n_suv", ())]
    (found,) = limits_of_grants(book.permits, routes, YEARS, reach(2))
    # in force from 2028: 80,000 + 10,000; the second asks for 5,000
    assert found.limit.tolist() == [0.0, 90_000.0, 90_000.0, 90_000.0]
    assert found.minimum.tolist() == [0.0, 5_000.0, 5_000.0, 5_000.0]
    assert found.routes.tolist() == [0]
    assert found.agreements == ("more_at_delta", "suv_at_delta")


def test_a_grant_without_limit_or_minimum_has_no_row() -> None:
    assert limits_of_grants((permit(),), routes_of("h_suv"), YEARS, reach(1)) == ()


def test_one_unlimited_grant_lifts_the_limit_of_the_other() -> None:
    permits = (permit("a", most=100.0), permit("b", first=2029))
    (found,) = limits_of_grants(permits, routes_of("h_suv"), YEARS, reach(1))
    assert found.limit.tolist() == [100.0, 100.0, np.inf, np.inf]


def test_a_minimum_waits_for_the_first_car_and_for_the_ramp() -> None:
    share = [[0.0, 0.0, 0.5, 1.0]]
    (found,) = limits_of_grants(
        (permit(least=7.0),), routes_of("h_suv"), YEARS, within([0], share, np.full((1, 4), 10.0))
    )
    # half of a demand of ten in the ramp year
    assert found.minimum.tolist() == [0.0, 0.0, 5.0, 7.0]
    assert np.isinf(found.limit).all()
    # half of a line of six, though the demand is large
    ramp = np.array([[np.inf, np.inf, 3.0, np.inf]])
    line = Reach(np.array([0]), np.array(share), np.full((1, 4), 1_000.0), np.array([0]), ramp)
    (found,) = limits_of_grants((permit(least=7.0),), routes_of("h_suv"), YEARS, line)
    assert found.minimum.tolist() == [0.0, 0.0, 3.0, 7.0]


def test_a_minimum_asks_for_no_more_than_its_models_sell() -> None:
    # two routes serve one demand of 5: it counts once
    one = within([0, 0], np.ones((2, 4)), [[5.0, 6.0, 7.0, 8.0]])
    (found,) = limits_of_grants((permit(least=7.0),), routes_of("h_suv", "h_suv"), YEARS, one)
    assert found.minimum.tolist() == [5.0, 6.0, 7.0, 7.0]


def test_minima_of_overlapping_grants() -> None:
    permits = (permit("wide", least=10.0), permit("narrow", ("h_pickup",), least=4.0))
    found = limits_of_grants(permits, routes_of("h_suv", "h_pickup"), YEARS, reach(2))
    # four pickups, fourteen cars in all: a pickup cannot count for both
    assert {limit.models: limit.minimum[0] for limit in found} == {
        ("h_pickup",): 4.0,
        ("h_pickup", "h_suv"): 14.0,
    }
    assert [limit.agreements for limit in found] == [("narrow", "wide"), ("narrow",)]
    # only three pickups and five SUVs can be sold: all of them are asked for
    few = within([0, 1], np.ones((2, 4)), [[5.0] * 4, [3.0] * 4])
    found = limits_of_grants(permits, routes_of("h_suv", "h_pickup"), YEARS, few)
    assert {limit.models: limit.minimum[0] for limit in found} == {
        ("h_pickup",): 3.0,
        ("h_pickup", "h_suv"): 8.0,
    }


def test_too_many_overlaps_are_told() -> None:
    models = tuple(f"m{k}" for k in range(MOST_CLASSES + 1))
    permits = tuple(permit(f"a{k}", models[: k + 1], most=1.0) for k in range(MOST_CLASSES + 1))
    limits_of_grants(permits[1:], routes_of(*models), YEARS, reach(len(models)))
    with pytest.raises(CaseError) as error:
        limits_of_grants(permits, routes_of(*models), YEARS, reach(len(models)))
    assert error.value.faults[0].where == "grants.csv, plant delta to hoku"


def test_most_matched_by_hand() -> None:
    # 30 SUVs under 10, pickups under what is left of 60 in all: 10 + 50; with 20 pickups: 10 + 20
    covers = [frozenset({0}), frozenset({0, 1})]
    limit = np.array([[10.0, 10.0], [50.0, 50.0]])
    assert most_matched(np.array([[30.0, 30.0], [70.0, 20.0]]), covers, limit).tolist() == [60.0, 30.0]


MODELS = ("x", "y", "z")
grants = st.lists(
    st.tuples(st.sets(st.sampled_from(MODELS)), st.integers(0, 4), st.none() | st.integers(0, 6)),
    min_size=1,
    max_size=4,
)


def can_be_shared_out(permits: tuple[Permit, ...], cars: list[int], least: list[float]) -> bool:
    """Whether cars of the models fit under the grants, each between its minimum and limit: by flow."""
    pairs = [
        (m, g)
        for m, name in enumerate(MODELS)
        for g, p in enumerate(permits)
        if p.covers("hoku", "plant", "delta", name)
    ]
    if not pairs:
        return not any(cars)
    equal = np.array([[float(m == k) for m, _ in pairs] for k in range(len(MODELS))])
    given = np.array([[float(g == k) for _, g in pairs] for k in range(len(permits))])
    some = [k for k, p in enumerate(permits) if p.limit is not None]
    most = np.array([float(permits[k].limit or 0) for k in some])
    found = linprog(
        np.zeros(len(pairs)),
        A_ub=np.vstack([given[some], -given]),
        b_ub=np.concatenate([most, -np.array(least)]),
        A_eq=equal,
        b_eq=cars,
    )
    return bool(found.status == 0)


@settings(max_examples=80, deadline=None)
@given(grants, st.lists(st.integers(0, 7), min_size=3, max_size=3))
def test_rows_hold_if_and_only_if_the_cars_can_be_shared_out(
    drawn: list[tuple[set[str], int, int | None]], cars: list[int]
) -> None:
    permits = tuple(
        permit(f"a{k}", tuple(sorted(models)), float(least), None if most is None else float(least + most))
        for k, (models, least, most) in enumerate(drawn)
    )
    covered = [m for m in MODELS if any(p.covers("hoku", "plant", "delta", m) for p in permits)]
    cars = [n if m in covered else 0 for m, n in zip(MODELS, cars, strict=True)]
    found = limits_of_grants(permits, routes_of(*MODELS), YEARS, reach(3))
    hold = all(limit.minimum[0] <= sum(cars[i] for i in limit.routes) <= limit.limit[0] for limit in found)
    assert hold == can_be_shared_out(permits, cars, [p.minimum for p in permits])
