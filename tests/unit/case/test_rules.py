from __future__ import annotations

import pytest
from tests.cases.edits import added, changed, dropped, two_makers
from tests.cases.features import with_offer, with_quota

from teikei.case import rules


@pytest.mark.parametrize("rule", [rule for rule, _ in rules.RULES], ids=lambda rule: rule.__name__)
def test_two_makers_keeps_every_rule(rule: object) -> None:
    assert list(rule(two_makers())) == []  # type: ignore[operator]


def test_shares_sum_to_one() -> None:
    (fault,) = rules.owners_add_up(changed(two_makers(), "plant_owners", {"plant": "delta"}, share=0.9))
    assert "sum to 0.9" in fault.what
    # within what three digits can miss
    assert (
        list(rules.owners_add_up(changed(two_makers(), "plant_owners", {"plant": "delta"}, share=0.9995)))
        == []
    )
    first = two_makers()["content"].to_dicts()[0]
    key = {k: first[k] for k in ("model", "plant", "territory")}
    (fault,) = rules.content_adds_up(changed(two_makers(), "content", key, share_of_value=0.25))
    assert "not to one" in fault.what


def test_percent_are_recognised() -> None:
    (fault,) = rules.owners_add_up(changed(two_makers(), "plant_owners", {"plant": "delta"}, share=100.0))
    assert "not percent" in fault.fix


def test_diversion() -> None:
    (fault,) = rules.diversion_adds_up(changed(two_makers(), "diversion", {"to": "n_pickup"}, share=0.5))
    assert "sums to 1.25" in fault.what
    (fault,) = rules.diversion_adds_up(changed(two_makers(), "diversion", {"to": "n_pickup"}, to="h_pickup"))
    assert "from itself" in fault.what


def test_plants_are_whole() -> None:
    for table, word in (("plant_owners", "owner"), ("lines", "line"), ("tooling", "tooling")):
        (fault,) = rules.plants_are_whole(dropped(two_makers(), table, plant="harima"))
        assert fault.what == f"plant 'harima' has no {word}"


def test_models_lines_and_flows() -> None:
    case = dropped(two_makers(), "variants", variant="n_suv_petrol")
    assert any("n_suv" in f.what for f in rules.models_can_be_built(case))
    case = changed(two_makers(), "lines", {"plant": "harima"}, constructions=["kei"])
    assert any("no line of 'harima' takes unibody" in f.what for f in rules.tooling_fits_lines(case))
    case = changed(two_makers(), "sourcing", {"variant": "h_suv_petrol", "market": "us"}, plant="delta")
    (fault,) = rules.sourcing_is_tooled(case)
    assert "'h_suv' is not tooled" in fault.what
    assert "harima" in fault.fix


def test_lanes_currencies_and_quotas() -> None:
    (fault,) = rules.lanes_are_there(dropped(two_makers(), "freight", origin="japan", destination="us"))
    assert "no freight lane from 'japan' to 'us'" in fault.what
    (fault,) = rules.currencies_are_known(changed(two_makers(), "plants", {"plant": "delta"}, currency="JPY"))
    assert "'JPY' is not in fx.csv" in fault.what
    case = added(two_makers(), "fx", {"currency": "JPY", "year": 2020, "units_per_case_currency": 150})
    (fault,) = rules.currencies_are_known(changed(case, "plants", {"plant": "delta"}, currency="JPY"))
    assert "for the price year 2026" in fault.what
    case = added(two_makers(), "fx", {"currency": "USD", "year": 2026, "units_per_case_currency": 2})
    (fault,) = rules.currencies_are_known(case)
    assert "one USD is 2 USD" in fault.what


def test_a_quota_counts_cars_not_parts() -> None:
    assert list(rules.quotas_are_for_cars(with_quota(two_makers()))) == []
    (fault,) = rules.quotas_are_for_cars(
        changed(with_quota(two_makers()), "origin_rules", {}, customs_class="parts")
    )
    assert "quota of 25000 on parts" in fault.what


def test_an_offer_is_of_a_car_sold_elsewhere_with_demand_there() -> None:
    good = with_offer(two_makers())
    assert list(rules.offers_are_possible(good)) == []
    (sold,) = rules.offers_are_possible(changed(good, "offers", {"model": "n_suv"}, market="us"))
    assert sold.what == "'n_suv' in 'us' is sold there today"
    (bare,) = rules.offers_are_possible(dropped(good, "demand", model="n_suv", market="japan"))
    assert "has no demand there" in bare.what
    (whole,) = rules.offers_are_possible(changed(good, "models", {"model": "n_suv"}, status="candidate"))
    assert "is of a candidate model" in whole.what
    assert all(part.strip() for fault in (sold, bare, whole) for part in fault.as_dict().values())
