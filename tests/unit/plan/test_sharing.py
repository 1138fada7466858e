from __future__ import annotations

import math

import pytest
from tests.cases.drives import with_drives, with_licence
from tests.cases.edits import added, cars, changed, dropped, two_makers

from teikei.agreements.book import Book
from teikei.case.case import Case
from teikei.industry.scale import scale_exponent
from teikei.plan.demand import slots_of_book
from teikei.plan.optimise import plan
from teikei.plan.sharing import parts_factors, served_without, sharing_agreements, users


def scaled(saving: float = 0.1) -> Case:
    """The frame's parts bill falls by a tenth when its volume doubles; nothing is diverted."""
    case = changed(two_makers(), "platforms", {"platform": "n_frame"}, saving_per_doubling=saving)
    case = changed(case, "diversion", {"to": "n_pickup"}, share=0.0)
    # 60,000 h_pickups a year from 2029, the first at half; grant and line hold them all
    case = changed(
        case, "grants", {"agreement": "pickup_at_delta", "what": "plant"}, limit_units_per_year=60_000.0
    )
    case = changed(case, "lines", {"line": "delta_frame"}, capacity_units_per_year=200_000.0)
    return changed(case, "demand", {"model": "h_pickup"}, units_per_year=60_000.0)


def test_exponent_of_a_saving_per_doubling() -> None:
    assert scale_exponent(0.0) == 0.0
    assert 2.0 ** -scale_exponent(0.1) == pytest.approx(0.9)
    assert 2.0 ** -scale_exponent(0.03) == pytest.approx(0.97)


def test_factor_by_hand() -> None:
    book = Book(scaled(), ["pickup_at_delta"])
    found = parts_factors(book, slots_of_book(book))
    # averaged over four years: today 60,000, joint 60,000 + (0 + 0 + 30,000 + 60,000) / 4 = 82,500
    factor = (82_500 / 60_000) ** math.log2(0.9)
    assert found["platform", "n_frame"].tolist() == pytest.approx([1.0, 1.0, factor, factor])
    assert sharing_agreements(book) == {("platform", "n_frame"): ["pickup_at_delta"]}


def test_today_is_the_volume_before_the_deal_takes_from_it() -> None:
    # a quarter of the pickups come from n_pickup: 60, 60, 52.5 and 45 thousand beside 0, 0, 30 and 60
    case = changed(scaled(), "diversion", {"to": "n_pickup"}, share=0.25)
    book = Book(case, ["pickup_at_delta"])
    factor = ((217_500 + 90_000) / 4 / 60_000) ** math.log2(0.9)
    assert parts_factors(book, slots_of_book(book))["platform", "n_frame"][3] == pytest.approx(factor)


def test_a_limit_of_joint_volume_caps_the_saving() -> None:
    case = changed(scaled(), "platforms", {"platform": "n_frame"}, joint_volume_limit=70_000.0)
    book = Book(case, ["pickup_at_delta"])
    factor = (70_000 / 60_000) ** math.log2(0.9)
    assert parts_factors(book, slots_of_book(book))["platform", "n_frame"][3] == pytest.approx(factor)
    tight = changed(case, "platforms", {"platform": "n_frame"}, joint_volume_limit=50_000.0)
    book = Book(tight, ["pickup_at_delta"])
    assert parts_factors(book, slots_of_book(book)) == {}


def test_what_today_shares_is_in_the_parts_bill_already() -> None:
    case = changed(scaled(), "agreements", {"agreement": "pickup_at_delta"}, status="signed")
    book = Book(case, ["pickup_at_delta"])
    assert parts_factors(book, slots_of_book(book)) == {}


def test_the_saving_is_in_the_accounts_and_audited() -> None:
    found = plan(scaled(), book=["pickup_at_delta"])
    factor = (82_500 / 60_000) ** math.log2(0.9)
    plain = plan(scaled(0.0), book=["pickup_at_delta"])
    # nagi: 60,000 * 18,000 in 2029 and 2030; hoku: 90,000 * 18,500
    saved = (1 - factor) * (2 * 60_000 * 18_000 + 90_000 * 18_500) / 1e6
    assert found.value - plain.value == pytest.approx(saved)
    assert found.audit().holds


def shared_body(parts: float) -> Case:
    """Hoku may put its SUV on nagi's body: other parts; a tenth is saved when volume doubles."""
    case = changed(two_makers(), "platforms", {"platform": "n_body"}, saving_per_doubling=0.1)
    row = next(r for r in case["variants"].to_dicts() if r["variant"] == "h_suv_petrol")
    case = added(
        case,
        "variants",
        row | {"variant": "h_suv_shared", "platform": "n_body", "status": "candidate", "parts_cost": parts},
    )
    case = added(
        case,
        "agreements",
        {
            "agreement": "body",
            "title": "One body",
            "kind": "shared_platform",
            "status": "candidate",
            "parties": "nagi;hoku",
        },
    )
    return added(
        case,
        "grants",
        {"agreement": "body", "giver": "nagi", "taker": "hoku", "what": "platform", "resource": "n_body"},
    )


def test_a_saving_that_the_plan_does_not_earn_is_taken_back() -> None:
    # the shared variant is 4,000 dearer than hoku's own: not built, so nagi must not keep the cheaper parts
    found = plan(shared_body(20_000.0), book=["body"])
    assert cars(found.ship, variant="h_suv_shared") == {}
    assert found.value == pytest.approx(6864.0)
    assert found.audit().holds
    # the bound may count the saving and no more: 100,000 * 17,000 a year at (220,000 / 100,000)^log2(0.9)
    saving = (1 - 2.2 ** math.log2(0.9)) * 100_000 * 17_000 / 1e6
    assert found.value <= found.bound <= 6864.0 + 4 * saving


def test_a_saving_that_the_taker_brings_is_kept() -> None:
    # with the same parts the shared variant is cheaper by the saving: 120,000 demanded beside 100,000
    found = plan(shared_body(16_000.0), book=["body"])
    factor = 2.2 ** math.log2(0.9)
    start = min(cars(found.ship, variant="h_suv_shared"))
    years = 2031 - start
    # nagi 100,000 * 17,000, hoku 100,000 * 16,000 (harima is full)
    assert found.value == pytest.approx(6864 + years * (1 - factor) * (1_700 + 1_600))
    assert found.audit().holds


def test_a_taker_counts_up_to_the_limit_of_its_grant() -> None:
    # the platform's own limit: 0, 0, 30,000 and 60,000 demanded, 20,000 granted: 10,000 on average
    case = changed(
        scaled(),
        "grants",
        {"agreement": "pickup_at_delta", "what": "platform"},
        limit_units_per_year=20_000.0,
    )
    book = Book(case, ["pickup_at_delta"])
    factor = (70_000 / 60_000) ** math.log2(0.9)
    assert parts_factors(book, slots_of_book(book))["platform", "n_frame"][3] == pytest.approx(factor)


def test_and_up_to_the_limit_of_the_only_plant_it_may_use() -> None:
    case = changed(
        scaled(), "grants", {"agreement": "pickup_at_delta", "what": "plant"}, limit_units_per_year=40_000.0
    )
    book = Book(case, ["pickup_at_delta"])
    # (30,000 + 40,000) / 4 = 17,500
    factor = (77_500 / 60_000) ** math.log2(0.9)
    assert parts_factors(book, slots_of_book(book))["platform", "n_frame"][3] == pytest.approx(factor)
    # with a plant of its own the guest is not held by the host's limit
    own = added(case, "tooling", {"model": "h_pickup", "plant": "harima", "status": "possible"})
    book = Book(own, ["pickup_at_delta"])
    factor = (82_500 / 60_000) ** math.log2(0.9)
    assert parts_factors(book, slots_of_book(book))["platform", "n_frame"][3] == pytest.approx(factor)


def test_a_taker_of_two_overlapping_grants_counts_each_car_once() -> None:
    # the frame is granted again, for any car of hoku, 10,000 a year; the pickup's own grant allows 5,000
    case = changed(
        scaled(), "grants", {"agreement": "pickup_at_delta", "what": "platform"}, limit_units_per_year=5_000.0
    )
    row = {
        "agreement": "frame",
        "title": "Frame",
        "kind": "shared_platform",
        "status": "candidate",
        "parties": "nagi;hoku",
    }
    case = added(case, "agreements", row)
    grant = {
        "agreement": "frame",
        "giver": "nagi",
        "taker": "hoku",
        "what": "platform",
        "resource": "n_frame",
    }
    case = added(case, "grants", grant | {"limit_units_per_year": 10_000.0})
    book = Book(case, ["pickup_at_delta", "frame"])
    # 60,000 pickups wish to be on it from 2029 (30,000 in the first year): 15,000 may, over four years 7,500
    factor = (67_500 / 60_000) ** math.log2(0.9)
    assert parts_factors(book, slots_of_book(book))["platform", "n_frame"][3] == pytest.approx(factor)


def drive_factor(case: Case, *agreements: str) -> list[float]:
    book = Book(case, agreements or ["drive_licence"])
    return [float(f) for f in parts_factors(book, slots_of_book(book)).get(("technology", "h_drive"), [])]


def test_a_licensed_drive_gets_cheaper_with_joint_volume() -> None:
    # Hoku's 40,000 hybrids and Nagi's 20,000: signed mid 2027, fitted in a year, so from 2029
    factor = 1.5 ** math.log2(0.9)
    assert drive_factor(with_licence()) == pytest.approx([1.0, 1.0, factor, factor])
    # nothing is saved beyond 50,000
    capped = changed(with_licence(), "technologies", {"technology": "h_drive"}, joint_volume_limit=50_000.0)
    assert drive_factor(capped)[3] == pytest.approx(1.25 ** math.log2(0.9))
    # Nagi may build 10,000
    few = changed(with_licence(), "grants", {"agreement": "drive_licence"}, limit_units_per_year=10_000.0)
    assert drive_factor(few)[3] == pytest.approx(1.25 ** math.log2(0.9))


def test_no_learning_without_new_sure_volume() -> None:
    for words in ({"saving_per_doubling": 0.0}, {"unit_cost": 0.0}):
        flat = changed(with_licence(), "technologies", {"technology": "h_drive"}, **words)
        assert drive_factor(flat) == []
    signed = changed(with_licence(), "agreements", {"agreement": "drive_licence"}, status="signed")
    assert drive_factor(signed) == []
    # Nagi has a hybrid of its own for the same demand: which drive it builds is not known beforehand
    own = {"variant": "n_suv_own", "model": "n_suv", "powertrain": "hybrid", "platform": "n_body"}
    case = added(with_licence(), "variants", own | {"parts_cost": 18_000.0, "co2_g_per_km": 110.0})
    assert drive_factor(case) == []
    assert served_without(case, ("technology", "h_drive")) >= {("n_suv", "hybrid")}
    assert served_without(case, ("platform", "n_body")) == set()


def test_the_reference_volume_stands_in_for_cars_there_are_not() -> None:
    # without hybrids of Hoku the unit cost holds at the reference volume: 20,000 are two doublings of 5,000
    case = dropped(with_licence(), "variants", variant="h_suv_hybrid")
    case = dropped(case, "demand", model="h_suv", powertrain="hybrid")
    assert drive_factor(case) == []
    case = changed(case, "technologies", {"technology": "h_drive"}, reference_units_per_year=5_000.0)
    assert drive_factor(case)[3] == pytest.approx(0.81)


def test_who_uses_what() -> None:
    assert [row["variant"] for row in users(with_drives(), ("technology", "h_drive"))] == [
        "h_suv_hybrid",
        "n_suv_hybrid",
    ]
    assert len(users(with_drives(), ("platform", "n_body"))) == 2
