from __future__ import annotations

import numpy as np
import pytest
from tests.cases.drives import with_licence
from tests.cases.edits import added, changed, two_makers
from tests.cases.features import with_guest
from tests.unit.plan.conftest import permit

from teikei.agreements.book import Book, owners, signed_at
from teikei.case.check import check
from teikei.plan.optimise import plan
from teikei.plan.permits import (
    lent_capacity,
    needs_of,
    paid_under,
    permitted_years,
    signed_for,
)
from teikei.plan.sets import Needs

YEARS = np.array([2027, 2028, 2029, 2030])


PICKUP = Needs("hoku", "h_pickup", (("plant", "delta"), ("platform", "n_frame")))


def test_a_firm_needs_what_it_does_not_own() -> None:
    owned = owners(two_makers())
    wanted = [("plant", "delta"), ("platform", "n_frame"), ("technology", "none_listed")]
    assert needs_of("nagi", "n_pickup", wanted[:2], owned).needs == ()
    # what nobody owns is owned by nobody: it must be granted
    assert needs_of("hoku", "h_pickup", wanted, owned).needs == tuple(sorted(wanted))


def test_and_over_what_is_needed() -> None:
    plant, frame = permit(first=2028), permit("b", what="platform", resource="n_frame", last=2029)
    assert permitted_years(PICKUP, (plant,), YEARS).tolist() == [False] * 4
    assert permitted_years(PICKUP, (frame,), YEARS).tolist() == [False] * 4
    # the plant from 2028, the frame until 2029
    assert permitted_years(PICKUP, (plant, frame), YEARS).tolist() == [False, True, True, False]


def test_or_over_agreements() -> None:
    needs = Needs("hoku", "h_suv", (("plant", "delta"),))
    early, late = permit(last=2027), permit("b", first=2029)
    assert permitted_years(needs, (early, late), YEARS).tolist() == [True, False, True, True]


def test_a_grant_for_some_models_holds_for_them_only() -> None:
    needs = Needs("hoku", "h_suv", (("plant", "delta"),))
    assert not permitted_years(needs, (permit(models=("h_pickup",)),), YEARS).any()
    assert permitted_years(needs, (permit(models=("h_suv", "h_pickup")),), YEARS).all()


def test_signed_when_the_last_need_is_granted_by_its_first_agreement() -> None:
    case = added(
        two_makers(),
        "agreements",
        {
            "agreement": "old",
            "title": "Old",
            "kind": "shared_platform",
            "status": "signed",
            "parties": "nagi;hoku",
            "may_sign_from": "2020-01-01",
        },
    )
    book = Book(case, ["old", "pickup_at_delta", "suv_at_delta"])
    frame, plant = permit("old", what="platform", resource="n_frame"), permit("pickup_at_delta")
    # both are needed: nothing starts before the later signature
    assert signed_for(PICKUP, (frame, plant), book) == signed_at(case, "pickup_at_delta")
    # either will do: the earlier one
    needs = Needs("hoku", "h_suv", (("plant", "delta"),))
    assert signed_for(needs, (permit("old"), permit("suv_at_delta")), book) == 2020.0
    assert signed_for(Needs("nagi", "n_suv", ()), (frame,), book) == -np.inf


def test_capacity_lent_to_a_guest_that_does_not_plan() -> None:
    book = Book(with_guest(two_makers()), ["zai_guest"])
    (found,) = lent_capacity(book, YEARS, {"delta": "nagi", "harima": "hoku"}, frozenset({"nagi"}))
    assert (found.guest, found.plant) == ("zai", "delta")
    assert found.minimum.tolist() == [20_000.0] * 4
    assert found.limit.tolist() == [30_000.0] * 4
    # hoku alone does not host it; a guest that plans is no lent capacity
    assert lent_capacity(book, YEARS, {"delta": "nagi"}, frozenset({"hoku"})) == ()
    planned = Book(two_makers(), ["suv_at_delta"])
    assert lent_capacity(planned, YEARS, {"delta": "nagi"}, frozenset({"nagi"})) == ()


def test_a_guest_without_a_limit_takes_its_minimum() -> None:
    case = changed(with_guest(two_makers()), "grants", {"agreement": "zai_guest"}, limit_units_per_year=None)
    (found,) = lent_capacity(Book(case, ["zai_guest"]), YEARS, {"delta": "nagi"}, frozenset({"nagi"}))
    assert found.limit.tolist() == pytest.approx([20_000.0] * 4)


def test_a_drive_and_what_it_needs_must_both_be_granted() -> None:
    base = {
        "technology": "h_base",
        "name": "Base",
        "kind": "component",
        "owners": "hoku",
        "may_license": "nagi",
    }
    case = added(with_licence(), "technologies", base)
    case = changed(case, "technologies", {"technology": "h_drive"}, needs=["h_base"])
    for car in ("h_suv_hybrid", "n_suv_hybrid"):
        case = changed(case, "variants", {"variant": car}, technologies=["h_base", "h_drive"])
    assert check(case) == []
    built = set(plan(case, book=["drive_licence"]).ship["variant"])
    assert "n_suv_hybrid" not in built
    assert "h_suv_hybrid" in built  # its firm owns both
    grant = {"agreement": "drive_licence", "giver": "hoku", "taker": "nagi", "what": "technology"}
    both = added(case, "grants", grant | {"resource": "h_base", "models": "n_suv"})
    found = plan(both, book=["drive_licence"])
    assert "n_suv_hybrid" in set(found.ship["variant"])
    assert found.audit().holds


def test_a_car_counts_under_one_of_two_deals() -> None:
    suv = Needs("hoku", "h_suv", (("plant", "delta"),))
    wide, small = permit(most=30_000.0, last=2029), permit("b", most=10_000.0, first=2028)
    # alone 2027 and 2030; 30,000 of 40,000 places where both hold
    assert paid_under(suv, (wide, small), "a", YEARS).tolist() == [1.0, 0.75, 0.75, 0.0]
    assert paid_under(suv, (wide, small), "b", YEARS).tolist() == [0.0, 0.25, 0.25, 1.0]
    # a grant without limit takes all; two such in equal parts
    endless = permit("c")
    assert paid_under(suv, (wide, endless), "a", YEARS).tolist() == [0.0] * 4
    assert paid_under(suv, (endless, permit("d")), "d", YEARS).tolist() == [0.5] * 4
    # two things of one deal are one fee; what only it grants settles it
    frame = permit(what="platform", resource="n_frame")
    other = permit("b", most=30_000.0)
    assert paid_under(PICKUP, (permit(most=10_000.0), frame, other), "a", YEARS).tolist() == [1.0] * 4
    assert paid_under(PICKUP, (permit(most=10_000.0), frame, other), "b", YEARS).tolist() == [0.75] * 4
    # what is not granted, or grants no place, is paid on no car
    assert paid_under(suv, (permit(most=0.0),), "a", YEARS).tolist() == [0.0] * 4
    assert paid_under(suv, (frame,), "a", YEARS).tolist() == [0.0] * 4
