"""Why a candidate stays out, from tables of profits."""

from __future__ import annotations

import pytest
from tests.cases.edits import added, changed, two_makers
from tests.cases.scripted import Scripted, deals

from teikei.deals.profits import Profits
from teikei.deals.rejected import Rejected, rejected
from teikei.deals.worth import surplus
from teikei.industry.money import year_weights

PAIR = {"": {}, "a": {"nagi": 5.0, "hoku": 5.0}}


def one(profits: Profits, *book: str) -> Rejected:
    (found,) = rejected(profits, book)
    return found


def test_a_loss_and_who_would_pay_for_it() -> None:
    # the parties lose 3, kita gains 4: enough to pay
    table = PAIR | {"": {}, "b": {"nagi": -5.0, "hoku": 2.0, "kita": 4.0}}
    found = one(Scripted(deals(b="nagi hoku"), "b", table, {"b": 1_000.0}))
    assert (found.why, found.parties_m, found.others_m) == ("loses", (-3.0, -3.0), {"kita": (4.0, 4.0)})
    assert found.all_m == (1.0, 1.0)
    assert found.payers == ("kita",)
    # 3 M over four years without discounting: 0.75 a year; 1,000 cars a year: 750 a car
    assert (found.short_m, found.short_m_per_year) == (3.0, 0.75)
    assert found.short_per_car == pytest.approx(750.0)
    assert "kita" in found.change


def test_a_third_firm_that_gains_too_little() -> None:
    table = {"": {}, "b": {"nagi": -5.0, "hoku": 2.0, "kita": 2.0}}
    found = one(Scripted(deals(b="nagi hoku"), "b", table, {"b": 1_000.0}))
    assert found.payers == ()
    assert found.change == "3.0 m more for its parties"


def test_an_open_sign() -> None:
    table = {"": {}, "b": {"nagi": (-1.0, 2.0)}}
    found = one(Scripted(deals(b="nagi hoku"), "b", table))
    assert (found.why, found.parties_m, found.short_m) == ("undetermined", (-1.0, 2.0), 0.0)


def test_wanted_by_its_parties_but_not_in_the_book() -> None:
    table = {"": {}, "b": {"nagi": 2.0}}
    assert one(Scripted(deals(b="nagi hoku"), "b", table)).why == "wanted"


def test_in_place_of_what_it_excludes_and_with_what_it_needs() -> None:
    case = deals(a="nagi hoku", b="nagi kita", c="nagi kita")
    case = changed(case, "agreements", {"agreement": "b"}, excludes=["a"], needs=["c"])
    # bc: nagi 4, kita 4; a: nagi 5, hoku 5. The parties of b have 8 instead of nagi's 5, but hoku would pay
    # nagi up to 5 to keep a, which brings 10: b is 2 short
    table = PAIR | {"bc": {"nagi": 4.0, "kita": 4.0}, "c": {}, "ac": {"nagi": 5.0, "hoku": 5.0}}
    by_name = {r.agreement: r for r in rejected(Scripted(case, "abc", table), ["a"])}
    assert (by_name["b"].why, by_name["b"].instead_of) == ("excluded", ("a",))
    assert (by_name["b"].parties_m, by_name["b"].short_m) == ((-2.0, -2.0), 2.0)
    assert by_name["b"].reason == "stands against a, worth 2.0 m more to its parties"
    assert by_name["b"].change == "2.0 m more for its parties, or a given up"
    assert by_name["b"].others_m == {"hoku": (-5.0, -5.0)}
    # with 12.5 it would bring 2.5 more than a does
    better = Scripted(case, "abc", table | {"bc": {"nagi": 6.5, "kita": 6.0}})
    wanted = {r.agreement: r for r in rejected(better, ["a"])}["b"]
    assert (wanted.why, wanted.parties_m) == ("wanted", (2.5, 2.5))
    # c alone brings nothing to its parties
    assert by_name["c"].parties_m == (0.0, 0.0)


def test_a_firm_that_pays_a_partner_is_not_said_to_be_glad_to_leave_it() -> None:
    # a brings hoku 20 and costs nagi 6, which hoku makes good. b, instead of a, brings nagi 1: before money
    # nagi alone has 7 more with b; but it would lose hoku's payment, and a brings 14 against 1
    case = deals(a="nagi hoku", b="nagi zai")
    case = changed(case, "agreements", {"agreement": "b"}, excludes=["a"])
    table = {"": {}, "a": {"nagi": -6.0, "hoku": 20.0}, "b": {"nagi": 1.0}}
    (found,) = rejected(Scripted(case, "ab", table), ["a"])
    assert (found.why, found.parties_m) == ("excluded", (-13.0, -13.0))
    assert found.payers == ()


def test_barred_and_not_planned_come_with_their_reason() -> None:
    row = {"kind": "regional_lead", "status": "candidate", "parties": ["nagi", "hoku"], "title": "T"}
    case = added(
        deals(b="nagi hoku"),
        "agreements",
        row | {"agreement": "r", "screen": "red", "legal_note": "markets shared"},
        row | {"agreement": "m", "kind": "battery_supply"},
        row | {"agreement": "y", "kind": "merger"},
    )
    profits = Scripted(case, "rmyb", {"": {}, "b": {"nagi": -1.0}})
    assert {r.agreement: r.why for r in rejected(profits, [])} == {
        "r": "barred",
        "m": "not planned",
        "y": "yardstick",
        "b": "unused",
    }


def test_what_it_lacks_by_the_car_counts_cars_as_a_fee_on_them_is_discounted() -> None:
    # hoku's SUV is built from 2029 on: 40,000 and 80,000 cars; signing it costs more than it brings
    case = two_makers().with_(settings={"discount_rate": 0.1})
    case = changed(case, "agreements", {"agreement": "suv_at_delta"}, signing_cost_m=2_000.0)
    found = one(Profits(case, ["suv_at_delta"]))
    cars = surplus(case, "suv_at_delta").units
    assert cars.tolist() == pytest.approx([0, 0, 40_000, 80_000])
    assert found.short_m > 0
    assert found.short_per_car == pytest.approx(found.short_m * 1e6 / float(year_weights(case) @ cars))
