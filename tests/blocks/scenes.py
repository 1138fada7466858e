"""Tiny industries, one for each thing a block does: two_makers with a few cells changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import polars as pl
from tests.cases.edits import added, changed, dropped, two_makers, years_of

from teikei.agreements.book import Book
from teikei.base.options import PlanOptions
from teikei.case.case import Case
from teikei.plan.cash import with_limits
from teikei.plan.problem import build_problem
from teikei.plan.sets import PlanProblem


def problem_of(case: Case, members: list[str], *book: str) -> PlanProblem:
    """The sets and arrays of a plan."""
    return build_problem(case, members, Book(case, book), PlanOptions())


def only(*years: int) -> Case:
    """two_makers over the years first … last, decided in the first of them (the deals still in 2027)."""
    return years_of(two_makers(), years[0], years[-1], 2027)


def with_fleets(case: Case, nagi: float = 10.0, hoku: float = -10.0, years: int = 1) -> Case:
    """Cars sold in the us count against a target of 140 g, 50 a gram; all emit 150 g, so that each n_suv adds
    nagi's gap to its fleet, each h_suv hoku's."""
    case = case.with_(variants=case["variants"].with_columns(co2_g_per_km=pl.lit(150.0)))
    rule = {
        "market": "us",
        "customs_class": "car",
        "valid_from": 2027,
        "target_g_per_km": 140.0,
        "penalty_per_g": 50.0,
        "averaging_years": years,
    }
    stands = [
        {"market": "us", "firm": "nagi", "gap_g_per_km": nagi},
        {"market": "us", "firm": "hoku", "gap_g_per_km": hoku},
    ]
    return added(added(case, "co2_rules", rule), "co2_positions", *stands)


def with_pool(case: Case, giver: str = "hoku", **grant: float) -> Case:
    """A candidate pool for the us: ``giver`` hands slack to nagi; an outsider has 30,000 cars 20 g below and
    takes 20 a gram."""
    if giver == "zai":
        case = added(
            case, "firms", {"firm": "zai", "name": "Zai", "home_territory": "japan", "role": "outside"}
        )
        case = added(
            case,
            "co2_positions",
            {"market": "us", "firm": "zai", "gap_g_per_km": -20.0, "registrations_units": 30_000.0},
        )
        case = added(
            case,
            "terms",
            {"agreement": "pool", "payer": "nagi", "payee": "zai", "per": "gram", "amount": 20.0},
        )
    case = added(
        case,
        "agreements",
        {
            "agreement": "pool",
            "title": "A pool",
            "kind": "co2_pool",
            "status": "candidate",
            "parties": f"{giver};nagi",
            "months_to_sign": 6.0,
            "lead_years": 0.0,
        },
    )
    row = {"agreement": "pool", "giver": giver, "taker": "nagi", "what": "pool", "resource": "us"}
    return added(case, "grants", row | grant)


def electric(case: Case) -> Case:
    """The n_suv runs on batteries."""
    case = changed(case, "variants", {"model": "n_suv"}, powertrain="electric")
    return changed(case, "demand", {"model": "n_suv"}, powertrain="electric")


def with_network(case: Case, status: str = "candidate") -> Case:
    """Zai's chargers in the us: 4 times the stalls, elasticity 0.5, at most +60 %; a port of 100, fitting
    12 M over 6 years. Nagi may use them."""
    case = added(case, "firms", {"firm": "zai", "name": "Zai", "home_territory": "japan", "role": "outside"})
    case = added(
        case,
        "technologies",
        {
            "technology": "plug",
            "name": "Zai's chargers",
            "kind": "charging",
            "owners": ["zai"],
            "may_license": ["nagi"],
            "unit_cost": 100.0,
            "fixed_cost_m": 12.0,
            "life_years": 6,
        },
    )
    effect = {"technology": "plug", "scope": "US", "baseline": "none"}
    case = added(
        case,
        "effects",
        effect | {"target": "stalls_ratio", "form": "set", "value": 4.0},
        effect | {"target": "ev_demand", "form": "elasticity", "value": 0.5},
        effect | {"target": "ev_demand_cap", "form": "mult", "value": 1.6},
    )
    deal = {"agreement": "plugs", "title": "Plugs", "kind": "charging_access", "status": status}
    case = added(case, "agreements", deal | {"parties": "zai;nagi", "months_to_sign": 6.0, "lead_years": 0.0})
    grant = {"agreement": "plugs", "giver": "zai", "taker": "nagi", "what": "technology", "resource": "plug"}
    return added(case, "grants", grant)


def with_system(case: Case, status: str = "candidate") -> Case:
    """A vehicle operating system of 80 M over 4 years that two partners have for 0.6 each; from 2028."""
    case = added(
        case,
        "technologies",
        {
            "technology": "system",
            "name": "A system",
            "kind": "software",
            "owners": ["nagi", "hoku"],
            "fixed_cost_m": 80.0,
            "life_years": 4,
        },
    )
    effect = {"technology": "system", "target": "fixed_cost_share", "scope": "n partners", "form": "mult"}
    case = added(case, "effects", effect | {"baseline": "own", "value": 0.6})
    deal = {"agreement": "one_system", "title": "One", "kind": "shared_software", "status": status}
    case = added(
        case, "agreements", deal | {"parties": "nagi;hoku", "months_to_sign": 6.0, "lead_years": 0.0}
    )
    grant = {"agreement": "one_system", "what": "technology", "resource": "system"}
    return added(
        case,
        "grants",
        grant | {"giver": "nagi", "taker": "hoku"},
        grant | {"giver": "hoku", "taker": "nagi"},
    )


def with_guest(case: Case, plant: str = "delta", least: int = 20_000, most: int = 30_000) -> Case:
    """An outside maker, zai, has cars built at a plant: volume and fee given by a signed deal."""
    case = added(case, "firms", {"firm": "zai", "name": "Zai", "home_territory": "japan", "role": "outside"})
    host = "nagi" if plant == "delta" else "hoku"
    case = added(
        case,
        "agreements",
        {
            "agreement": "zai_guest",
            "title": "Zai builds here",
            "kind": "contract_build",
            "status": "signed",
            "parties": f"{host};zai",
        },
    )
    case = added(
        case,
        "grants",
        {
            "agreement": "zai_guest",
            "giver": host,
            "taker": "zai",
            "what": "plant",
            "resource": plant,
            "minimum_units_per_year": least,
            "limit_units_per_year": most,
        },
    )
    return added(
        case,
        "terms",
        {"agreement": "zai_guest", "payer": "zai", "payee": host, "per": "unit", "amount": 2_500},
    )


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


def with_own_launch(case: Case, share: float = 0.3) -> Case:
    """Nagi's n_coupe: 50,000 a year at 29,000 in the us, built at delta; launch 60 M over 6 years."""
    case = added(
        case,
        "models",
        {
            "model": "n_coupe",
            "name": "Nagi coupe",
            "firm": "nagi",
            "segment": "coupe",
            "customs_class": "car",
            "volume_cbm": 10,
            "status": "candidate",
            "launch_cost_m": 60,
            "lead_years": 1,
            "life_years": 6,
            "customs_value_share": 0.8,
        },
    )
    case = added(
        case,
        "variants",
        {
            "variant": "n_coupe_petrol",
            "model": "n_coupe",
            "powertrain": "petrol",
            "platform": "n_body",
            "parts_cost": 17_000,
            "status": "candidate",
        },
    )
    case = added(
        case,
        "demand",
        {
            "model": "n_coupe",
            "powertrain": "petrol",
            "market": "us",
            "base_year": 2026,
            "units_per_year": 50_000,
            "list_price": 29_000,
            "dealer_margin_share": 0,
        },
    )
    case = added(case, "tooling", {"model": "n_coupe", "plant": "delta", "status": "tooled"})
    return added(case, "diversion", {"model": "n_coupe", "to": "n_suv", "market": "us", "share": share})


def one_more_market() -> PlanProblem:
    """Nagi may offer n_suv in japan from 2028, for 20 M over 5 years and 3 M a year; a tenth of its
    sales there come from n_coupe, which is on sale in japan."""
    return problem_of(with_offer(only(2027, 2028)), ["nagi"])


def with_offer(case: Case, fixed: float = 3.0) -> Case:
    """N_suv in japan: 30,000 a year at 24,000, which leave 24,000 - 17,000 - 2,000 - 1,000 = 4,000 each. Of
    the n_coupe 10,000 are sold there at 23,000; they leave 3,000 each."""
    case = changed(with_own_launch(case), "models", {"model": "n_coupe"}, status="current")
    case = changed(case, "variants", {"model": "n_coupe"}, status="current")
    sold = {"powertrain": "petrol", "market": "japan", "base_year": 2026, "dealer_margin_share": 0.0}
    case = added(
        case,
        "demand",
        sold | {"model": "n_suv", "units_per_year": 30_000.0, "list_price": 24_000.0},
        sold | {"model": "n_coupe", "units_per_year": 10_000.0, "list_price": 23_000.0},
    )
    case = added(case, "diversion", {"model": "n_suv", "to": "n_coupe", "market": "japan", "share": 0.1})
    entry = {"model": "n_suv", "market": "japan", "entry_cost_m": 20.0, "life_years": 5, "lead_years": 1.0}
    return added(case, "offers", entry | {"fixed_cost_m": fixed})


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


def with_second_grant(case: Case, least: int = 5_000, most: int = 10_000) -> Case:
    """A second deal that grants delta for the SUV."""
    case = added(
        case,
        "agreements",
        {
            "agreement": "more_at_delta",
            "title": "More SUVs",
            "kind": "contract_build",
            "status": "candidate",
            "parties": "nagi;hoku",
            "months_to_sign": 6,
            "lead_years": 0.5,
        },
    )
    return added(
        case,
        "grants",
        {
            "agreement": "more_at_delta",
            "giver": "nagi",
            "taker": "hoku",
            "what": "plant",
            "resource": "delta",
            "models": "h_suv",
            "minimum_units_per_year": least,
            "limit_units_per_year": most,
        },
    )


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


def with_quota(case: Case, units: int = 25_000, firm: str = "hoku", rate: float = 0.05) -> Case:
    """Japan's cars enter the us at a lower rate up to a number of cars."""
    return added(
        case,
        "origin_rules",
        {
            "rule": "us_quota",
            "origin": "japan",
            "destination": "us",
            "customs_class": "car",
            "regional_territories": "japan",
            "minimum_regional_share": 0.5,
            "rate_if_met": rate,
            "quota_units": units,
            "quota_firm": firm,
            "valid_from": "2020-01-01",
        },
    )


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
