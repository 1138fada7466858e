"""What groups are worth against the plan of every book, on legal cases made to break the bound over all books
or the parts into which a group falls: each was once told a worth below, or above, what some book brings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations

import polars as pl
import pytest
from tests.cases.edits import added, changed, dropped, two_makers
from tests.cases.features import (
    electric,
    with_fleets,
    with_network,
    with_own_launch,
    with_pool,
    with_quota,
    years_of,
)
from tests.cases.kinds import with_cameras, with_deal, with_lead
from tests.cases.three_makers import split_pickup, three_makers

from teikei.agreements.book import agreement_rows, candidates
from teikei.base.options import CoalitionOptions, PlanOptions
from teikei.case.case import Case
from teikei.case.check import check
from teikei.deals import coalitions as module
from teikei.deals.coalitions import coalitions, standing
from teikei.deals.profits import left_out
from teikei.plan.ceiling import ceiling, effects_of
from teikei.plan.optimise import Memory, plan

OPTIONS = PlanOptions(gap=1e-9)
NARROW = CoalitionOptions(gap=1e-9, width=1e-9, rounds=60)


def like(case: Case, agreement: str, name: str, **values: object) -> Case:
    """A copy of an agreement, with its grants and terms, under another name."""
    for table in ("agreements", "grants", "terms", "changes"):
        rows = case[table].filter(pl.col("agreement") == agreement).to_dicts()
        changes = values if table == "agreements" else {}
        case = added(case, table, *[row | {"agreement": name} | changes for row in rows])
    return case


def deal(case: Case, name: str, kind: str, parties: str, status: str = "candidate", **values: object) -> Case:
    return changed(
        with_deal(case, name, kind, parties, **values), "agreements", {"agreement": name}, status=status
    )


def only(case: Case, *names: str) -> Case:
    """Without the other candidates."""
    for name in set(candidates(case)) - set(names):
        case = dropped(dropped(case, "agreements", agreement=name), "grants", agreement=name)
    return case


def paying_outside(per: str, amount: float) -> Case:
    """Hoku pays Kita under a signed agreement that a candidate of Hoku and Nagi ends."""
    case = deal(three_makers(), "old", "contract_build", "kita;hoku", "signed")
    grant = {"agreement": "old", "giver": "kita", "taker": "hoku", "what": "plant", "resource": "sapporo"}
    case = added(case, "grants", grant | {"models": ["h_suv"], "limit_units_per_year": 1_000.0})
    case = added(
        case, "terms", {"agreement": "old", "payer": "hoku", "payee": "kita", "per": per, "amount": amount}
    )
    return changed(case, "agreements", {"agreement": "suv_at_delta"}, excludes=["old"], signing_cost_m=800.0)


def one_system() -> Case:
    """A candidate ends what Hoku and Kita share; Kita's loss is none of Hoku's and Nagi's."""
    system = {"technology": "system", "name": "System", "kind": "software", "owners": ["kita", "hoku"]}
    case = added(three_makers(), "technologies", system | {"fixed_cost_m": 800.0, "life_years": 4})
    effect = {"technology": "system", "target": "fixed_cost_share", "scope": "n partners", "form": "mult"}
    case = added(case, "effects", effect | {"baseline": "own", "value": 0.6})
    case = deal(case, "one_system", "shared_software", "kita;hoku", "signed")
    grant = {"agreement": "one_system", "what": "technology", "resource": "system"}
    case = added(
        case, "grants", grant | {"giver": "kita", "taker": "hoku"}, grant | {"giver": "hoku", "taker": "kita"}
    )
    return changed(case, "agreements", {"agreement": "suv_at_delta"}, excludes=["one_system"])


def wider_system() -> Case:
    """Two candidates end what Hoku and Kita share; one of them shares it again, with Nagi too."""
    system = {"agreement": "wide_system", "what": "technology", "resource": "system"}
    case = deal(one_system(), "wide_system", "shared_software", "kita;hoku;nagi", excludes=["one_system"])
    case = changed(case, "technologies", {"technology": "system"}, owners=["kita", "hoku", "nagi"])
    pairs = (("kita", "hoku"), ("kita", "nagi"), ("hoku", "kita"))
    return added(case, "grants", *[system | {"giver": giver, "taker": taker} for giver, taker in pairs])


def cameras_twice() -> Case:
    """Two licences of the same cameras: fitting them costs 240 once."""
    case = changed(with_cameras(two_makers()), "technologies", {"technology": "cameras"}, fixed_cost_m=240.0)
    case = like(changed(case, "terms", {"agreement": "sight"}, amount=0.0), "sight", "sight_pickup")
    return changed(case, "grants", {"agreement": "sight_pickup"}, models=["n_pickup"])


def plugs_twice() -> Case:
    """Two charging agreements, one after the other: fitting costs 900 once."""
    case = with_network(electric(years_of(two_makers(), 2027, 2032, 2027)))
    free = {"fixed_cost_m": 900.0, "unit_cost": 0.0, "life_years": 6}
    case = changed(case, "technologies", {"technology": "plug"}, **free)
    case = changed(case, "agreements", {"agreement": "plugs"}, term_years=2)
    return like(case, "plugs", "plugs2", months_to_sign=24.0, lead_years=0.0, term_years=None)


def signed_minimum() -> Case:
    """The plant for the pickup is granted, with a minimum, before the frame is: nothing is owed on today's
    book, 30,000 cars a year with the frame."""
    plant = {"agreement": "pickup_at_delta"}
    case = changed(split_pickup(), "agreements", plant, status="signed", brings=[])
    case = changed(
        case, "agreements", {"agreement": "frame_for_hoku"}, brings=["h_pickup"], signing_cost_m=1_500.0
    )
    return changed(case, "grants", plant, minimum_units_per_year=30_000.0)


def minimum_that_falls() -> Case:
    """A signed agreement makes Nagi build at Harima, at a loss; it needs another, which a candidate ends."""
    case = deal(two_makers(), "base", "contract_build", "nagi;hoku", "signed")
    grant = {"agreement": "base", "giver": "nagi", "taker": "hoku", "what": "plant", "resource": "delta"}
    case = added(case, "grants", grant | {"models": ["h_suv"], "limit_units_per_year": 1_000.0})
    harima = {"agreement": "suv_at_harima"}
    case = changed(case, "agreements", harima, status="signed", needs=["base"])
    case = changed(case, "grants", harima, minimum_units_per_year=40_000.0)
    return changed(case, "agreements", {"agreement": "suv_at_delta"}, excludes=["base"])


def clean_fleets() -> Case:
    """No car emits anything, and Nagi's is above its target all the same."""
    case = with_pool(with_fleets(two_makers(), nagi=10.0, hoku=-10.0))
    return case.with_(variants=case["variants"].with_columns(co2_g_per_km=pl.lit(0.0)))


def two_platforms() -> Case:
    """An agreement that shares a frame, at a price that nobody pays, brings a car that saves on a body."""
    case = changed(
        with_own_launch(two_makers(), share=0.0), "demand", {"model": "n_coupe"}, units_per_year=150_000.0
    )
    case = changed(case, "lines", {"line": "delta_body"}, capacity_units_per_year=400_000.0)
    suv = {"variant": "h_suv_n", "model": "h_suv", "powertrain": "petrol", "platform": "n_body"}
    case = added(case, "variants", suv | {"parts_cost": 16_000.0, "status": "candidate"})
    case = deal(case, "c_body", "shared_platform", "nagi;hoku")
    grant = {
        "agreement": "c_body",
        "giver": "nagi",
        "taker": "hoku",
        "what": "platform",
        "resource": "n_body",
    }
    case = added(case, "grants", grant | {"models": ["h_suv"]})
    case = changed(case, "platforms", {"platform": "n_body"}, saving_per_doubling=0.15)
    frame = {"saving_per_doubling": 0.05, "development_cost_m": 90_000.0}
    case = changed(case, "platforms", {"platform": "n_frame"}, **frame)
    brings = {"brings": ["h_pickup", "n_coupe"], "needs": ["c_body"]}
    return only(
        changed(case, "agreements", {"agreement": "pickup_at_delta"}, **brings), "c_body", "pickup_at_delta"
    )


def halves_and_whole() -> Case:
    """Two agreements that save nothing alone, and a dear one that does what they do together."""
    case = changed(split_pickup(), "platforms", {"platform": "n_frame"}, saving_per_doubling=0.15)
    halves = ["pickup_at_delta", "frame_for_hoku"]
    case = like(case, halves[0], "whole", excludes=halves, signing_cost_m=900.0)
    frame = case["grants"].filter(pl.col("agreement") == halves[1]).to_dicts()
    return only(added(case, "grants", *[row | {"agreement": "whole"} for row in frame]), *halves, "whole")


def open_quota() -> Case:
    """Hoku and Kita, between whom there is no agreement, share the places of one quota."""
    return with_quota(only(three_makers()), units=25_000, firm="any")


def one_slack() -> Case:
    """An outside partner hands its slack to two makers under two agreements."""
    case = with_pool(with_fleets(two_makers(), nagi=10.0, hoku=10.0), giver="zai")
    case = like(case, "pool", "pool2", parties=["zai", "hoku"])
    case = changed(case, "grants", {"agreement": "pool2"}, taker="hoku")
    return only(changed(case, "terms", {"agreement": "pool2"}, payer="hoku"), "pool", "pool2")


def outside_platform() -> Case:
    """An outside owner lets two makers use one body: the more cars, the cheaper."""
    zai = {"firm": "zai", "name": "Zai", "home_territory": "japan", "role": "licenses"}
    case = added(only(two_makers()), "firms", zai)
    body = {"platform": "x_body", "name": "Zai body", "owners": ["zai"], "construction": "unibody"}
    body |= {"development_cost_m": 0.0, "lead_years": 1.0, "life_years": 3, "follower_factor": 0.6}
    body |= {"saving_per_doubling": 0.1, "reference_units_per_year": 50_000.0}
    case = added(case, "platforms", body)
    for firm, model, cost in (("nagi", "n_suv", 17_000.0), ("hoku", "h_suv", 16_000.0)):
        car = {"variant": f"{model}_x", "model": model, "powertrain": "petrol", "platform": "x_body"}
        case = added(case, "variants", car | {"parts_cost": cost, "status": "candidate"})
        case = deal(case, f"x_{firm}", "shared_platform", f"zai;{firm}")
        grant = {"agreement": f"x_{firm}", "giver": "zai", "taker": firm, "what": "platform"}
        case = added(case, "grants", grant | {"resource": "x_body", "models": [model]})
    return case


def outside_plant(nagi: str, hoku: str) -> Case:
    """Two makers may build at a plant of a firm outside, which has room for less than they would."""
    case = added(only(two_makers()), "firms",
                 {"firm": "zai", "name": "Zai", "home_territory": "us", "role": "outside"})  # fmt: skip
    plant = case["plants"].filter(pl.col("plant") == "delta").to_dicts()[0]
    line = case["lines"].filter(pl.col("line") == "delta_body").to_dicts()[0]
    works = {"plant": "works", "name": "Works", "conversion_cost_per_unit": 100.0}
    case = added(case, "plants", plant | works)
    case = added(
        case, "lines", line | {"line": "works_body", "plant": "works", "capacity_units_per_year": 60_000.0}
    )
    case = added(case, "plant_owners", {"plant": "works", "firm": "zai", "share": 1.0})
    tooled = case["tooling"].filter(pl.col("model") == "n_suv").to_dicts()[0]
    for firm, model, status in (("nagi", "n_suv", nagi), ("hoku", "h_suv", hoku)):
        case = added(case, "tooling", tooled | {"model": model, "plant": "works"})
        case = deal(case, f"z_{firm}", "contract_build", f"zai;{firm}", status)
        grant = {"agreement": f"z_{firm}", "giver": "zai", "taker": firm, "what": "plant"}
        case = added(case, "grants", grant | {"resource": "works", "models": [model]})
    return case


def outside_platform_signed() -> Case:
    """One of the two has it signed: with the other's cars, its own get cheaper."""
    return changed(outside_platform(), "agreements", {"agreement": "x_nagi"}, status="signed")


def called_off() -> Case:
    """A signed agreement with Kita brings Hoku's pickup, which takes more from Nagi than it earns: together
    Hoku and Nagi call it off."""
    none = {"share_low": None, "share_high": None}
    case = changed(only(three_makers(), "pickup_at_delta"), "lines", {"line": "sapporo_body"},
                   constructions=["unibody", "body_on_frame"])  # fmt: skip
    case = changed(case, "platforms", {"platform": "n_frame"}, owners=["kita", "nagi"])
    case = changed(case, "grants", {"agreement": "pickup_at_delta"}, giver="kita")
    case = changed(case, "grants", {"agreement": "pickup_at_delta", "what": "plant"}, resource="sapporo")
    case = changed(case, "tooling", {"model": "h_pickup"}, plant="sapporo")
    case = changed(case, "diversion", {"to": "n_pickup"}, share=0.75, **none)
    case = changed(case, "diversion", {"to": "outside"}, share=0.25, **none)
    case = changed(case, "demand", {"model": "h_pickup"}, list_price=26_000.0)
    signed = {"status": "signed", "parties": ["kita", "hoku"]}
    return changed(case, "agreements", {"agreement": "pickup_at_delta"}, **signed)


CASES: dict[str, Callable[[], Case]] = {
    "a fee to a firm outside, yearly": lambda: paying_outside("year", 50.0),
    "a fee to a firm outside, by the car": lambda: paying_outside("unit", 2_500.0),
    "software of a firm outside": one_system,
    "a wider system": wider_system,
    "cameras twice": cameras_twice,
    "plugs twice": plugs_twice,
    "a signed minimum": signed_minimum,
    "a minimum that falls": minimum_that_falls,
    "clean fleets": clean_fleets,
    "two platforms": two_platforms,
    "halves and whole": halves_and_whole,
    "an open quota": open_quota,
    "one slack": one_slack,
    "an outside platform": outside_platform,
    "an outside platform, one signed": outside_platform_signed,
    "an outside plant": lambda: outside_plant("candidate", "candidate"),
    "an outside plant, one signed": lambda: outside_plant("signed", "candidate"),
    "an outside plant, both signed": lambda: outside_plant("signed", "signed"),
    "a launch called off": called_off,
}


def left_in(case: Case) -> list[str]:
    """Candidates in play."""
    barred = left_out(case, candidates(case))
    return [a for a in candidates(case) if a not in barred]


def best(case: Case, firms: Sequence[str], memory: Memory) -> float:
    """The most that a book of the candidates inside a group is worth to it."""
    rows = agreement_rows(case)
    planning = set(case["firms"].filter(pl.col("role") == "plans")["firm"])
    pool = [a for a in left_in(case) if set(rows[a]["parties"]) & planning <= set(firms)]
    books = (standing(case, names) for size in range(len(pool) + 1) for names in combinations(pool, size))
    return max(
        plan(case, list(firms), book, OPTIONS, memory=memory).value for book in books if book is not None
    )


@pytest.mark.parametrize("few", [0, module.FEW], ids=["bounded", "listed"])
@pytest.mark.parametrize("name", CASES)
def test_no_book_is_worth_less_or_more_than_its_group(
    name: str, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = CASES[name]()
    assert not check(case)
    monkeypatch.setattr(module, "FEW", few)
    memory = Memory()
    for one in coalitions(case, options=NARROW).valued:
        worth = best(case, one.firms, memory)
        assert one.certified
        assert one.low == pytest.approx(worth, rel=1e-5), one.firms
        assert one.high >= worth - 1e-5 * abs(worth), one.firms


@pytest.mark.parametrize("made", [halves_and_whole, minimum_that_falls])
def test_the_bound_is_above_every_book(made: Callable[[], Case]) -> None:
    """Also where the search would have found the best book under a bound that is too low."""
    case, pair = made(), ["hoku", "nagi"]
    pool = left_in(case)
    assert (
        ceiling(case, pair, pool, effects_of(case, pool), OPTIONS).bound >= best(case, pair, Memory()) - 1e-3
    )


def withdrawn_today() -> Case:
    """What is signed takes Hoku's SUV off the market, and Kita sells more."""
    case = deal(three_makers(), "out", "contract_build", "hoku;nagi", "signed", withdraws="h_suv")
    case = added(case, "diversion", {"model": "h_suv", "to": "k_suv", "market": "us", "share": 0.9})
    grant = {"agreement": "out", "giver": "nagi", "taker": "hoku", "what": "platform", "resource": "n_frame"}
    return added(case, "grants", grant | {"models": ["h_suv"]})


def led_today() -> Case:
    """A signed regional lead takes Hoku's SUV off the market."""
    case = changed(
        with_lead(three_makers(), "h_suv"), "agreements", {"agreement": "us_lead"}, status="signed"
    )
    case = changed(case, "diversion", {"model": "h_suv", "to": "n_suv"}, share=0.1)
    return added(case, "diversion", {"model": "h_suv", "to": "k_suv", "market": "us", "share": 0.8})


@pytest.mark.parametrize("made", [withdrawn_today, led_today])
def test_a_bound_that_lacks_sales_won_is_not_called_certified(
    made: Callable[[], Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    case = made()
    assert not check(case)
    monkeypatch.setattr(module, "FEW", 0)
    found = {one.firms: one for one in coalitions(case, options=NARROW).valued}
    assert found["kita", "nagi"].bounds > 0
    assert not found["kita", "nagi"].certified
