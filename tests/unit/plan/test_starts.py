from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import polars as pl
import pytest
from tests.blocks.scenes import (
    adopted,
    brought_by_a_deal,
    followed,
    own_launch,
    problem_of,
    tooled_with_a_ramp,
)
from tests.cases.edits import added, changed, two_makers

from teikei.agreements.book import Book
from teikei.deals.worth import surplus
from teikei.plan.dates import launch_years
from teikei.plan.optimise import plan
from teikei.plan.sets import PlanProblem
from teikei.plan.starts import development_starts, launch_starts, pairs_of, tooling_starts, within_reach


def all_but_tooling(problem: PlanProblem) -> np.ndarray[Any, Any]:
    return problem.routes.allowed & (problem.slots.demand[problem.routes.slot] > 0)


def test_routes_point_to_the_tooling_they_wait_for() -> None:
    problem = tooled_with_a_ramp()
    options, tool_of = tooling_starts(
        problem.book, problem.routes, list(problem.needs), problem.slots, all_but_tooling(problem)
    )
    waiting = tool_of >= 0
    assert set(problem.routes.plant[waiting]) == {"delta"}
    assert set(problem.routes.model[waiting]) == {"h_suv"}
    assert not problem.routes.tooled[waiting].any()
    assert {name[:3] for name in options.names} == {("tool_up", "h_suv", "delta")}
    # 150 M over 5 years at no interest, from 2029 or 2030
    assert options.yearly_m.tolist() == [30.0, 30.0]


def test_nothing_is_tooled_before_a_car_can_be_built() -> None:
    # the grant of the frame begins in 2030, so tooling of 2029 would stand idle; without the grant, never
    case = changed(
        two_makers(), "grants", {"agreement": "pickup_at_delta", "what": "platform"}, from_year=2030
    )
    assert problem_of(case, ["hoku"], "pickup_at_delta").tools.first_year.tolist() == [2030]
    problem = tooled_with_a_ramp()
    never = np.zeros_like(problem.routes.allowed)
    options, _ = tooling_starts(problem.book, problem.routes, list(problem.needs), problem.slots, never)
    assert options.size == 0


def test_the_host_pays_for_tooling_if_the_table_says_so() -> None:
    case = changed(two_makers(), "tooling", {"model": "h_suv", "plant": "delta"}, who_pays="host")
    problem = tooled_with_a_ramp()
    book = Book(case, problem.book.agreements)
    options, _ = tooling_starts(
        book, problem.routes, list(problem.needs), problem.slots, all_but_tooling(problem)
    )
    assert set(options.payer.tolist()) == {"nagi"}


def test_a_twin_waits_for_the_owner_to_develop_its_platform() -> None:
    # the frame is still to come, and the pickup is a badge on nagi's: it adopts nothing, but without
    # nagi's development there is no such car
    case = changed(two_makers(), "platforms", {"platform": "n_frame"}, available_from=2028)
    case = changed(case, "models", {"model": "h_pickup"}, twin_of="n_pickup")
    both = problem_of(case, ["hoku", "nagi"], "pickup_at_delta")
    options, pairs = development_starts(both.book, both.members, both.routes, all_but_tooling(both))
    assert {name[:3] for name in options.names} == {("develop", "n_frame", "nagi")}
    assert {str(both.routes.model[i]) for i, _ in pairs} == {"h_pickup", "n_pickup"}
    # planned without nagi, its development is nagi's affair
    alone = problem_of(case, ["hoku"], "pickup_at_delta")
    assert development_starts(alone.book, alone.members, alone.routes, all_but_tooling(alone))[0].size == 0
    # too dear to develop, even for both
    dear = changed(case, "platforms", {"platform": "n_frame"}, development_cost_m=9_000.0)
    assert plan(dear, book=["pickup_at_delta"]).ship.filter(pl.col("model") == "h_pickup").height == 0


def test_owners_develop_and_takers_adopt() -> None:
    there, to_come = adopted(), followed()
    options, pairs = development_starts(there.book, there.members, there.routes, all_but_tooling(there))
    assert {name[:3] for name in options.names} == {("adopt", "n_frame", "hoku")}
    assert {str(there.routes.model[i]) for i, _ in pairs} == {"h_pickup"}
    options, pairs = development_starts(
        to_come.book, to_come.members, to_come.routes, all_but_tooling(to_come)
    )
    names = {name[:3] for name in options.names}
    assert names == {("adopt", "n_frame", "hoku"), ("develop", "n_frame", "nagi")}
    # pairs follow the routes
    assert [i for i, _ in pairs] == sorted(i for i, _ in pairs)


def test_launches_by_a_deal_and_by_choice() -> None:
    deal, own = brought_by_a_deal(), own_launch()
    options, launch_of = launch_starts(deal.case, deal.routes, deal.slots, all_but_tooling(deal))
    assert options.first_year.tolist() == [deal.slots.launched["h_pickup"]]
    assert set(deal.routes.model[launch_of >= 0]) == {"h_pickup"}
    options, _ = launch_starts(own.case, own.routes, own.slots, all_but_tooling(own))
    # decided in 2027, a year of lead; 60 M over 6 years; the horizon ends with 2028
    assert (options.first_year.tolist(), options.yearly_m.tolist()) == ([2028], [10.0])


def test_a_route_starts_with_its_first_option() -> None:
    problem = tooled_with_a_ramp()
    share = within_reach(problem.tools, pairs_of(problem.tool_of), problem.routes.allowed.shape)
    at = problem.tool_of >= 0
    first = int(problem.tools.first_year.min())
    assert (share[~at] == 1.0).all()
    # half of the first year
    assert share[at][0].tolist() == [0.0 if y < first else 0.5 if y == first else 1.0 for y in problem.years]


def test_a_car_whose_platform_cannot_be_adopted_in_time_is_never_built() -> None:
    # adopting the frame takes nine years: no option falls in 2027-2030, so there is no pickup and no
    # adoption; the deal costs its signing and running, 4 + 3 = 7 m
    case = changed(two_makers(), "platforms", {"platform": "n_frame"}, lead_years=9.0)
    found = surplus(case, "pickup_at_delta")
    assert found.units.sum() == 0
    assert found.alone == pytest.approx((-7.0, -7.0))


def test_an_own_launch_beyond_the_horizon_does_not_sell() -> None:
    case = changed(two_makers(), "models", {"model": "h_pickup"}, lead_years=9.0)
    assert plan(case, book=["pickup_at_delta"]).ship.filter(pl.col("model") == "h_pickup").height == 0


def test_an_early_grant_for_another_car_starts_no_adoption() -> None:
    # hoku has been let on nagi's frame for its suv since mid 2026, by an agreement signed then; its pickup is
    # granted the frame by pickup_at_delta, signed mid 2027: adopted in a year, there from 2029, not 2028
    case = two_makers()
    early = {
        "agreement": "suv_frame", "title": "early", "kind": "shared_platform", "status": "signed",
        "parties": ["hoku", "nagi"], "may_sign_from": dt.date(2026, 7, 1), "source": "invented",
    }  # fmt: skip
    grant = {
        "agreement": "suv_frame", "giver": "nagi", "taker": "hoku", "what": "platform", "resource": "n_frame",
        "models": ["h_suv"], "source": "invented",
    }  # fmt: skip
    case = added(added(case, "agreements", early), "grants", grant)
    for allowed, first in (["h_suv"], 2029), (["h_pickup"], 2028), ([], 2028):
        one = changed(case, "grants", {"agreement": "suv_frame"}, models=allowed)
        book = Book.today(one).with_("pickup_at_delta")
        there = problem_of(one, ["hoku"], *book.agreements)
        options, _ = development_starts(book, ("hoku",), there.routes, all_but_tooling(there))
        adopted = [int(y) for n, y in zip(options.names, options.first_year, strict=True) if n[0] == "adopt"]
        assert min(adopted) == first
        # granted early and for the pickup too, it is adopted early, and then waits for the plant
        assert launch_years(book) == {"h_pickup": 2029}
