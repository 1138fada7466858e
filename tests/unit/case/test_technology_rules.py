from __future__ import annotations

import pytest
from tests.cases.drives import DRIVE, car, effect, with_drives
from tests.cases.edits import added, changed, two_makers

from teikei.base.errors import CaseError, Fault
from teikei.case.case import Case
from teikei.case.check import check
from teikei.case.read import read_case
from teikei.case.technology_rules import (
    RULES,
    cars_wait_for_technologies,
    derived_variants_stand,
    effects_are_of_their_form,
    licences_are_allowed,
    prerequisites_lead_somewhere,
)
from teikei.plan.optimise import plan


def words(found: list[Fault]) -> list[str]:
    return [f.what for f in found]


def technology(case: Case, name: str, **values: object) -> Case:
    return changed(case, "technologies", {"technology": name}, **values)


def variant(case: Case, name: str, **values: object) -> Case:
    return changed(case, "variants", {"variant": name}, **values)


@pytest.mark.parametrize("case", [two_makers(), with_drives()])
def test_sound_cases_break_no_rule(case: Case) -> None:
    assert [f for rule, _ in RULES for f in rule(case)] == []


def test_prerequisites() -> None:
    lonely = technology(with_drives(), "h_drive2", needs=["h_drive"])
    (fault,) = prerequisites_lead_somewhere(lonely)
    assert fault.what == "'h_suv_hybrid2' uses 'h_drive2', which needs 'h_drive', and does not name that"
    both = variant(lonely, "h_suv_hybrid2", technologies=["h_drive", "h_drive2"])
    assert list(prerequisites_lead_somewhere(both)) == []
    unknown = technology(with_drives(), "h_drive", needs=["h_drvie2"])
    assert "needs is 'h_drvie2', which no row of technologies.csv defines" in words(check(unknown))
    circle = technology(both, "h_drive", needs=["h_drive2"])
    assert words(list(prerequisites_lead_somewhere(circle)))[:2] == [
        "it goes in a circle: h_drive -> h_drive2 -> h_drive",
        "it goes in a circle: h_drive2 -> h_drive -> h_drive2",
    ]
    itself = technology(with_drives(), "h_drive2", needs=["h_drive2"])
    assert words(list(prerequisites_lead_somewhere(itself))) == ["it goes in a circle: h_drive2 -> h_drive2"]


def test_licences() -> None:
    case = technology(with_drives(), "h_drive", may_license=[])
    (fault,) = licences_are_allowed(case)
    assert "grants 'h_drive' to 'nagi', which is not among those it may be licensed to" in fault.what
    assert fault.fix == "add nagi to may_license of h_drive, or delete the grant"
    assert list(licences_are_allowed(technology(case, "h_drive", owners=["hoku", "nagi"]))) == []
    alone = technology(with_drives(), "h_drive", exclusive_until=2028)
    (fault,) = licences_are_allowed(alone)
    assert fault.what == "'drive_licence' grants 'h_drive', only its owners' until 2028"
    for first, faults in ((2028, 1), (2029, 0)):
        later = changed(alone, "grants", {"agreement": "drive_licence"}, from_year=first)
        assert len(list(licences_are_allowed(later))) == faults


def test_cars_come_with_their_technology() -> None:
    late = technology(with_drives(), "h_drive", available_from=2029)
    # Nagi's licence waits by itself; Hoku's own car does not
    assert words(list(cars_wait_for_technologies(late))) == [
        "'h_suv_hybrid' is built with 'h_drive' before its first year"
    ]
    assert list(cars_wait_for_technologies(variant(late, "h_suv_hybrid", first_year=2029))) == []
    assert list(cars_wait_for_technologies(technology(late, "h_drive", available_from=2027))) == []


def test_additions_may_be_negative_and_figures_not() -> None:
    negative = variant(with_drives(), "n_suv_petrol", parts_cost=-5.0, co2_g_per_km=-1.0)
    found = words(list(derived_variants_stand(negative)))
    assert found[:2] == ["parts_cost of 'n_suv_petrol' is -5", "co2_g_per_km of 'n_suv_petrol' is -1"]
    assert list(derived_variants_stand(variant(with_drives(), "n_suv_hybrid", parts_cost=-18_000.0))) == []
    (fault,) = derived_variants_stand(variant(with_drives(), "n_suv_hybrid", parts_cost=-18_001.0))
    assert fault.what == "parts_cost of 'n_suv_hybrid' comes to -1"
    (fault,) = derived_variants_stand(variant(with_drives(), "n_suv_hybrid", co2_g_per_km=-120.0))
    assert fault.what == "co2_g_per_km of 'n_suv_hybrid' comes to -10"


def test_every_swap_says_what_it_changes_once() -> None:
    case = with_drives()
    # the way back: derived from the hybrid, without its drive
    back = variant(case, "h_suv_petrol", derived_from="h_suv_hybrid", parts_cost=0.0)
    back = variant(back, "h_suv_hybrid", derived_from="", parts_cost=17_000.0)
    assert "'h_suv_petrol' lacks 'h_drive' of 'h_suv_hybrid' and has nothing in its place" in words(
        list(derived_variants_stand(back))
    )
    twice = added(case, "effects", effect("h_drive", "fuel_factor", "mult", 0.7, "petrol"))
    assert all("several times" in what for what in words(list(derived_variants_stand(twice))))
    assert len(list(derived_variants_stand(twice))) == 2  # both cars that gain it
    other = changed(case, "effects", {"technology": "h_drive", "target": "co2"}, baseline="diesel")
    assert any(
        "co2 or fuel_factor against petrol" in what for what in words(list(derived_variants_stand(other)))
    )
    circle = variant(case, "n_suv_petrol", derived_from="n_suv_hybrid")
    assert all("circle" in what for what in words(list(derived_variants_stand(circle))))
    unknown = variant(case, "n_suv_hybrid", derived_from="n_suv_petorl")
    assert "derived_from is 'n_suv_petorl', which no row of variants.csv defines" in words(check(unknown))


def test_forms_and_currencies() -> None:
    case = changed(with_drives(), "effects", {"technology": "h_drive", "target": "co2"}, form="mult")
    (fault,) = effects_are_of_their_form(case)
    assert fault.what == "co2 of 'h_drive' has the form 'mult'"
    case = changed(with_drives(), "effects", {"technology": "h_drive", "target": "utility_wtp"}, unit="EUR")
    (fault,) = effects_are_of_their_form(case)
    assert "is in 'EUR', which has no exchange rate" in fault.what
    # a background effect may have any form
    assert list(
        effects_are_of_their_form(added(case, "effects", effect("h_drive", "take", "logit", 1.0, "")))
    ) == [fault]


def test_a_variant_may_come_from_another_model_and_gain_a_component() -> None:
    case = added(
        with_drives(), "technologies", DRIVE | {"technology": "os", "kind": "software", "unit_cost": -150.0}
    )
    case = added(case, "variants", car("n_suv_os", "n_suv", "os", "n_suv_petrol") | {"powertrain": "petrol"})
    assert list(derived_variants_stand(case)) == []  # software changes neither fuel nor the price of a car


def test_the_flagship_without_its_judgements_is_no_case() -> None:
    """Every row of technologies or effects that rests on judgement is missed, by name, all at once."""
    case = read_case("nissan_2025")
    for table in ("technologies", "effects"):
        frame = case[table]
        judged = frame["source"].str.split(";").list.contains("s_judge")
        assert judged.sum() >= 5
        assert set(frame.filter(judged)["confidence"]) <= {"assumption", "derived", "estimate"}
        faults = words(check(case.with_(**{table: frame.filter(~judged)})))
        assert faults
        said = " ".join(faults)
        if table == "technologies":
            for name in frame.filter(judged)["technology"]:
                assert f"'{name}'" in said, name
        else:
            assert "'epower3' changes in 'outlander_hybrid_us_hybrid': utility_wtp against petrol" in said


def test_nothing_is_planned_without_the_effects() -> None:
    case = read_case("nissan_2025")
    kept = case["effects"].filter(~case["effects"]["source"].str.split(";").list.contains("s_judge"))
    with pytest.raises(CaseError, match=r"no row of effects\.csv says what 'epower3' changes"):
        plan(case.with_(effects=kept))
