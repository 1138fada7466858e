"""Tiny industries, one for each thing a block does: two_makers with a few cells changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

from tests.cases.edits import added, changed, dropped, two_makers, years_of
from tests.cases.features import (
    only,
    with_fleets,
    with_guest,
    with_offer,
    with_own_launch,
    with_pool,
    with_quota,
    with_second_grant,
)

from teikei.agreements.book import Book
from teikei.base.options import PlanOptions
from teikei.case.case import Case
from teikei.plan.cash import with_limits
from teikei.plan.problem import build_problem
from teikei.plan.sets import PlanProblem


def problem_of(case: Case, members: list[str], *book: str) -> PlanProblem:
    """The sets and arrays of a plan."""
    return build_problem(case, members, Book(case, book), PlanOptions())


def two_constructions() -> PlanProblem:
    """A line of delta takes both constructions, one frames only, one what nobody builds."""
    case = dropped(only(2027), "lines", plant="delta")
    case = added(
        case,
        "lines",
        {
            "line": "delta_both",
            "plant": "delta",
            "constructions": "body_on_frame;unibody",
            "capacity_units_per_year": 130_000,
        },
        {
            "line": "delta_frame",
            "plant": "delta",
            "constructions": "body_on_frame",
            "capacity_units_per_year": 50_000,
        },
        {"line": "delta_kei", "plant": "delta", "constructions": "kei", "capacity_units_per_year": 40_000},
    )
    return problem_of(case, ["nagi"])


def overtime_minimum_closing() -> PlanProblem:
    """Harima may work overtime, must build 70 %, and may close from 2028 on, for 500 M."""
    case = years_of(two_makers(), 2027, 2028, 2027, 2028)
    case = changed(
        case,
        "plants",
        {"plant": "harima"},
        overtime_share=0.1,
        overtime_premium=0.5,
        minimum_use_share=0.7,
        may_close_from=2028,
        closing_cost_m=500.0,
    )
    return problem_of(case, ["hoku"])


def lent_to_a_guest() -> PlanProblem:
    """Zai takes 20,000 to 30,000 cars of harima, which must build 70 %."""
    case = changed(only(2027), "plants", {"plant": "harima"}, minimum_use_share=0.7)
    return problem_of(with_guest(case, "harima"), ["hoku"], "zai_guest")


def reserved_for_an_outsider() -> PlanProblem:
    """Nagi alone: hoku's SUV is built at delta today, and its cars keep their place there."""
    case = changed(only(2027), "agreements", {"agreement": "suv_at_delta"}, status="signed")
    case = changed(case, "sourcing", {"variant": "h_suv_petrol", "market": "us"}, plant="delta")
    return problem_of(case, ["nagi"], "suv_at_delta")


def tooled_with_a_ramp() -> PlanProblem:
    """The SUV at delta: half of the first year; the line holds less than the demand."""
    case = changed(only(2027, 2030), "lines", {"line": "delta_body"}, capacity_units_per_year=50_000.0)
    return problem_of(case, ["hoku", "nagi"], "suv_at_delta")


def tooled_for_a_launch() -> PlanProblem:
    """The pickup of a deal: demand has the ramp of 2029 already; who tools later has it before him."""
    return problem_of(only(2027, 2030), ["hoku"], "pickup_at_delta")


def brought_by_a_deal() -> PlanProblem:
    """The pickup: its launch is dated by the deal."""
    return problem_of(only(2027, 2030), ["hoku"], "pickup_at_delta")


def own_launch() -> PlanProblem:
    """A car that no deal brings: nagi may launch it in 2027; three tenths of its sales come from n_suv."""
    return problem_of(with_own_launch(only(2027, 2028)), ["nagi"])


def one_more_market() -> PlanProblem:
    """Nagi may offer n_suv in japan from 2028, for 20 M over 5 years and 3 M a year; a tenth of its
    sales there come from n_coupe, which is on sale in japan."""
    return problem_of(with_offer(only(2027, 2028)), ["nagi"])


def adopted() -> PlanProblem:
    """Hoku adopts the frame that nagi has."""
    return problem_of(only(2027, 2030), ["hoku", "nagi"], "pickup_at_delta")


def followed() -> PlanProblem:
    """The frame is still to come (2029): nagi develops it, hoku adopts only what nagi develops."""
    case = years_of(two_makers(), 2029, 2030, 2027)
    case = changed(case, "platforms", {"platform": "n_frame"}, available_from=2029)
    return problem_of(case, ["hoku", "nagi"], "pickup_at_delta")


def granted_twice() -> PlanProblem:
    """Two deals grant delta for the SUV: 80,000 cars, and 5,000 to 10,000; their limits add up."""
    return problem_of(with_second_grant(only(2029, 2030)), ["hoku"], "suv_at_delta", "more_at_delta")


def granted_to_any_and_to_some() -> PlanProblem:
    """Delta for any car of hoku, 10,000 a year, and 50,000 for its pickup: the SUV has the 10,000 only."""
    case = changed(
        only(2030), "grants", {"agreement": "pickup_at_delta", "what": "plant"}, limit_units_per_year=50_000.0
    )
    case = changed(case, "grants", {"agreement": "suv_at_delta"}, limit_units_per_year=10_000.0, models=[])
    return problem_of(case, ["hoku"], "suv_at_delta", "pickup_at_delta")


def may_leave() -> PlanProblem:
    """Hoku pays 50 M a year for its sales organisation in the us and may leave in 2027 or 2028."""
    case = years_of(two_makers(), 2027, 2028, 2027, 2028)
    case = added(
        case, "market_presence", {"firm": "hoku", "market": "us", "fixed_cost_m": 50, "may_leave": True}
    )
    return problem_of(case, ["hoku"])


def quota_of_a_firm() -> PlanProblem:
    """25,000 SUVs a year at 5 % instead of 15 % of 24,000: 2,400 saved on each."""
    return problem_of(with_quota(only(2027)), ["hoku"])


def quota_of_all() -> PlanProblem:
    """The same quota for any maker: one row for all of them. Nagi builds its SUV in japan too."""
    case = changed(
        with_quota(only(2027), firm="any"), "tooling", {"model": "n_suv", "plant": "harima"}, status="tooled"
    )
    case = added(case, "plant_owners", {"plant": "harima", "firm": "nagi", "share": 0.4})
    case = changed(case, "plant_owners", {"plant": "harima", "firm": "hoku"}, share=0.6)
    return problem_of(case, ["hoku", "nagi"])


def two_quotas() -> PlanProblem:
    """Two quotas open to hoku's SUV: 25,000 at 5 % all year, 50,000 at 10 % from 2 July (183 days)."""
    case = with_quota(only(2027))
    row = case["origin_rules"].row(0, named=True)
    late = {"valid_from": dt.date(2027, 7, 2), "rate_if_met": 0.1, "quota_units": 50_000.0, "rule": "late"}
    return problem_of(added(case, "origin_rules", row | late), ["hoku"])


def fee_to_an_outsider() -> PlanProblem:
    """Hoku alone: it pays nagi 900 a car under the deal, and 2 % of the price."""
    case = only(2029, 2030)
    case = added(
        case,
        "terms",
        {"agreement": "suv_at_delta", "payer": "hoku", "payee": "nagi", "per": "unit", "amount": 900},
        {"agreement": "suv_at_delta", "payer": "hoku", "payee": "nagi", "per": "share", "amount": 0.02},
        {"agreement": "suv_at_delta", "payer": "hoku", "payee": "nagi", "per": "year", "amount": 3},
    )
    return problem_of(case, ["hoku"], "suv_at_delta")


def fee_inside() -> PlanProblem:
    """The same among members: it cancels."""
    case = added(
        only(2029, 2030),
        "terms",
        {"agreement": "suv_at_delta", "payer": "hoku", "payee": "nagi", "per": "unit", "amount": 900},
    )
    return problem_of(case, ["hoku", "nagi"], "suv_at_delta")


def pickups_and_suvs() -> PlanProblem:
    """Hoku with the pickup: what it may sell, where, and the margin before trade."""
    return problem_of(only(2029, 2030), ["hoku"], "pickup_at_delta")


def penalties() -> PlanProblem:
    """Nagi is 10 g above its target on every SUV, 50 a gram, averaged over two years."""
    return problem_of(with_fleets(only(2027, 2028), years=2), ["nagi"])


def pooled() -> PlanProblem:
    """Hoku hands nagi what it has below the target, or takes what nagi has."""
    case = with_pool(with_fleets(only(2027, 2027)))
    return problem_of(case, ["hoku", "nagi"], "pool")


def pooled_outside() -> PlanProblem:
    """Zai hands over the slack of 10,000 of its cars, at most 200 kg/km, for 20 a gram."""
    case = with_pool(with_fleets(only(2027, 2027)), "zai", limit_units_per_year=10_000.0)
    return problem_of(case, ["nagi"], "pool")


def shared_in_doubt() -> PlanProblem:
    """Nagi's frame is a tenth cheaper at double volume: both pickups save from the year of hoku's first."""
    case = changed(only(2029, 2030), "platforms", {"platform": "n_frame"}, saving_per_doubling=0.1)
    book = Book(case, ("pickup_at_delta",))
    return build_problem(case, ["hoku", "nagi"], book, PlanOptions(), doubted=[("platform", "n_frame")])


def short_of_money(elastic: bool = False) -> PlanProblem:
    """Hoku has 10 M, keeps 5 and borrows up to 100 at 10 %; tooling of 150 for its SUV at delta is paid the
    year before; nagi's sales are none of its money."""
    case = changed(
        years_of(two_makers(), 2029, 2030, 2027), "firms", {"firm": "hoku"},
        cash_m=10.0, cash_floor_m=5.0, borrowing_limit_m=100.0, borrowing_rate=0.1,
    )  # fmt: skip
    book = Book(case, ["suv_at_delta"])
    problem = build_problem(case, ["hoku", "nagi"], book, PlanOptions(cash_limits=True))
    found = with_limits(problem, {})
    return replace(found, cash=tuple(replace(one, elastic=elastic) for one in found.cash))


def lacking() -> PlanProblem:
    """The same, where it is asked how much credit is lacking."""
    return short_of_money(elastic=True)


SCENES: dict[str, tuple[Callable[[], PlanProblem], ...]] = {
    "sales": (pickups_and_suvs,),
    "trade": (quota_of_a_firm, quota_of_all, two_quotas),
    "capacity": (two_constructions, overtime_minimum_closing, lent_to_a_guest, reserved_for_an_outsider),
    "tooling": (tooled_with_a_ramp, tooled_for_a_launch),
    "launch": (brought_by_a_deal, own_launch, one_more_market),
    "development": (adopted, followed),
    "permission": (granted_twice, granted_to_any_and_to_some),
    "presence": (may_leave,),
    "co2": (penalties, pooled, pooled_outside),
    "scale": (shared_in_doubt,),
    "cash": (short_of_money, lacking),
    "payments": (fee_to_an_outsider, fee_inside, lent_to_a_guest, pooled_outside),
}
