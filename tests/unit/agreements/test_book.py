from __future__ import annotations

import datetime as dt

import pytest
from tests.cases.edits import added, changed, dropped, two_makers

from teikei.agreements.book import (
    Book,
    agreement_rows,
    candidates,
    displaced,
    excluding,
    first_use,
    kind_faults,
    needed,
    owners,
    signed_at,
    year_fraction,
)
from teikei.base.errors import AgreementError, UsageError
from teikei.case.case import Case


def with_cells(agreement: str = "pickup_at_delta", **cells: object) -> Case:
    return changed(two_makers(), "agreements", {"agreement": agreement}, **cells)


def test_today_holds_the_signed_ones() -> None:
    assert Book.today(two_makers()).agreements == frozenset()
    case = with_cells(status="signed")
    assert Book.today(case).agreements == {"pickup_at_delta"}
    assert candidates(case) == ["suv_at_delta", "suv_at_harima"]
    assert repr(Book.today(case)) == "Book(pickup_at_delta)"
    assert repr(Book(case, ())) == "Book(empty)"


def test_books_are_frozen_and_make_new_ones() -> None:
    book = Book(two_makers(), ["pickup_at_delta"])
    assert book.with_("suv_at_delta").agreements == {"pickup_at_delta", "suv_at_delta"}
    assert book.without("pickup_at_delta").agreements == frozenset()
    assert "pickup_at_delta" in book
    assert "suv_at_delta" not in book


def test_unknown_names_are_told_with_the_nearest() -> None:
    with pytest.raises(UsageError) as error:
        Book(two_makers(), ["pickup_at_detla"])
    assert "did you mean 'pickup_at_delta'" in error.value.faults[0].fix
    assert error.value.exit_code == 2


def test_what_excludes_another_cannot_stand_beside_it() -> None:
    case = with_cells(excludes=["suv_at_delta"])
    with pytest.raises(AgreementError) as error:
        Book(case, ["pickup_at_delta", "suv_at_delta"])
    assert "'pickup_at_delta' excludes 'suv_at_delta'" in error.value.faults[0].what
    Book(case, ["pickup_at_delta"])


def test_what_needs_another_and_what_is_closed() -> None:
    case = changed(
        with_cells(needs=["suv_at_delta"]), "agreements", {"agreement": "suv_at_harima"}, status="closed"
    )
    with pytest.raises(AgreementError) as error:
        Book(case, ["pickup_at_delta", "suv_at_harima"])
    # all faults at once
    assert sorted(f.what for f in error.value.faults) == [
        "'pickup_at_delta' needs 'suv_at_delta'",
        "'suv_at_harima' is closed",
    ]
    Book(case, ["pickup_at_delta", "suv_at_delta"])


def test_year_fraction() -> None:
    assert year_fraction(dt.date(2027, 1, 1)) == 2027.0
    assert year_fraction(dt.date(2026, 12, 31)) == pytest.approx(2026 + 364 / 365)
    assert year_fraction(dt.date(2028, 12, 31)) == pytest.approx(2028 + 365 / 366)


def test_signing_and_first_use() -> None:
    # decided 2026-12-31, six months: a day short of mid 2027; half a year of lead ends before 2028
    case = two_makers()
    assert signed_at(case, "pickup_at_delta") == pytest.approx(2027.5 - 1 / 365)
    assert first_use(case, "pickup_at_delta") == 2028
    assert first_use(with_cells(lead_years=0.6), "pickup_at_delta") == 2029
    assert first_use(with_cells(months_to_sign=0, lead_years=0), "pickup_at_delta") == 2027
    late = with_cells(may_sign_from=dt.date(2029, 1, 1))
    assert signed_at(late, "pickup_at_delta") == 2029.5
    # a candidate that could have been signed before the decision date is signed after it
    early = with_cells(may_sign_from=dt.date(2020, 1, 1))
    assert signed_at(early, "pickup_at_delta") == pytest.approx(2027.5 - 1 / 365)


def test_a_signed_one_is_in_use() -> None:
    assert first_use(with_cells(status="signed"), "pickup_at_delta") == 2027
    dated = with_cells(status="signed", may_sign_from=dt.date(2028, 1, 1), lead_years=1.0)
    assert signed_at(dated, "pickup_at_delta") == 2028.0
    assert first_use(dated, "pickup_at_delta") == 2029


def test_the_term_counts_from_first_use() -> None:
    book = Book(with_cells(term_years=2), ["pickup_at_delta"])
    assert (book.first_year("pickup_at_delta"), book.last_year("pickup_at_delta")) == (2028, 2029)
    endless = Book(two_makers(), ["pickup_at_delta"])
    assert endless.last_year("pickup_at_delta") == 2030


def test_permits_are_the_grants_in_their_years() -> None:
    case = changed(
        two_makers(),
        "grants",
        {"agreement": "pickup_at_delta", "what": "plant"},
        from_year=2029,
        to_year=2029,
    )
    plant, frame = Book(case, ["pickup_at_delta"]).permits
    assert (plant.what, plant.first_year, plant.last_year, plant.limit) == ("plant", 2029, 2029, 40_000.0)
    assert (frame.what, frame.first_year, frame.last_year, frame.limit) == ("platform", 2028, 2030, None)
    assert plant.covers("hoku", "plant", "delta", "h_pickup")
    assert not plant.covers("hoku", "plant", "delta", "h_suv")
    assert not plant.covers("nagi", "plant", "delta", "h_pickup")
    assert not plant.covers("hoku", "platform", "delta", "h_pickup")


def test_brought_and_withdrawn() -> None:
    book = Book(with_cells(withdraws=["n_pickup"]), ["pickup_at_delta"])
    assert book.brought == {"h_pickup": ("pickup_at_delta",)}
    assert book.withdrawn == {"n_pickup": "pickup_at_delta"}


def test_rows_follow_the_table() -> None:
    case = two_makers()
    assert agreement_rows(case)["pickup_at_delta"]["signing_cost_m"] == 4.0
    dearer = with_cells(signing_cost_m=9.0)
    assert agreement_rows(dearer)["pickup_at_delta"]["signing_cost_m"] == 9.0
    assert agreement_rows(case)["pickup_at_delta"]["signing_cost_m"] == 4.0


def test_faults_of_kinds_are_gathered() -> None:
    assert kind_faults(two_makers()) == []
    case = dropped(two_makers(), "grants", agreement="suv_at_delta")
    case = changed(case, "agreements", {"agreement": "pickup_at_delta"}, kind="technology_licence")
    found = kind_faults(case)
    assert any("'suv_at_delta' of kind contract_build grants no plant" in f.what for f in found)
    assert any("'pickup_at_delta' of kind technology_licence grants a plant" in f.what for f in found)
    case = added(
        two_makers(),
        "agreements",
        {
            "agreement": "pool",
            "title": "Pool",
            "kind": "battery_supply",
            "status": "candidate",
            "parties": "nagi;hoku",
        },
    )
    assert kind_faults(case) == []  # not yet planned: nothing is asked of it


def test_owners_of_plants_and_platforms() -> None:
    found = owners(two_makers())
    assert found[("plant", "delta")] == {"nagi"}
    assert found[("platform", "h_body")] == {"hoku"}


def test_the_term_of_what_is_in_use_counts_from_its_own_first_use() -> None:
    # signed at the start of 2024 with a year of lead: in use from 2025, four years to 2028
    cells = {"status": "signed", "may_sign_from": dt.date(2024, 1, 1), "lead_years": 1.0}
    book = Book.today(with_cells(term_years=4, **cells))
    assert (book.first_year("pickup_at_delta"), book.last_year("pickup_at_delta")) == (2027, 2028)
    assert [p.last_year for p in book.permits] == [2028, 2028]
    # over before the first year planned: in no year of the plan
    over = Book.today(with_cells(term_years=2, **cells))
    assert over.last_year("pickup_at_delta") == 2026
    # signed without a date it is in use from the first year planned
    assert Book.today(with_cells(term_years=3, status="signed")).last_year("pickup_at_delta") == 2029


def linked(**rows: dict[str, list[str]]) -> Case:
    """two_makers with more needs and exclusions, by agreement."""
    case = two_makers()
    for agreement, values in rows.items():
        case = changed(case, "agreements", {"agreement": agreement}, **values)
    return case


def test_either_of_two_may_exclude_the_other() -> None:
    case = linked(suv_at_delta={"excludes": ["pickup_at_delta"]})
    assert excluding(case, "suv_at_delta", "pickup_at_delta")
    assert excluding(case, "pickup_at_delta", "suv_at_delta")
    assert not excluding(case, "pickup_at_delta", "suv_at_harima")


def test_what_is_needed_through_others_and_not_there() -> None:
    case = linked(suv_at_delta={"needs": ["pickup_at_delta"]}, pickup_at_delta={"needs": ["suv_at_harima"]})
    assert needed(case, "suv_at_delta") == {"pickup_at_delta", "suv_at_harima"}
    assert needed(case, "suv_at_delta", {"pickup_at_delta"}) == set()
    assert needed(case, "suv_at_harima") == set()


def test_what_is_displaced_takes_along_what_needs_it() -> None:
    pickup = ["pickup_at_delta"]
    case = linked(suv_at_delta={"excludes": pickup}, suv_at_harima={"needs": pickup})
    book = {"pickup_at_delta", "suv_at_harima"}
    assert displaced(case, book, {"suv_at_delta"}) == book
    assert displaced(case, {"suv_at_harima"}, {"suv_at_delta"}) == set()
    assert displaced(case, book, ()) == set()
