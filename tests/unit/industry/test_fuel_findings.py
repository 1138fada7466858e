from __future__ import annotations

import pytest

from teikei.case.case import Case
from teikei.case.read import read_case
from teikei.industry import epower
from teikei.industry.fuel_findings import fuel
from teikei.industry.technology import Finding, Known


@pytest.fixture(scope="module")
def case() -> Case:
    return read_case("nissan_2025")


def said(case: Case, technology: str) -> dict[str, Finding]:
    return {one.what: one for one in fuel(Known(case, technology))}


def test_epower_by_cycle_with_the_error_of_the_model(case: Case) -> None:
    rows = said(case, "epower3")
    wltc = rows["petrol, WLTC"]
    # 102 g/km are published: 4.5 l; the level is known to a tenth
    assert wltc.low < 4.5 < wltc.high
    assert (wltc.low, wltc.high) == pytest.approx((0.9 * wltc.value, 1.1 * wltc.value))
    ratio = rows["  petrol over that of the second e-POWER, WLTC"]
    assert 0.85 <= ratio.value <= 0.91
    assert ratio.high - ratio.low == pytest.approx(0.06)


def test_the_published_changes_do_not_explain_the_claim(case: Case) -> None:
    rows = said(case, "epower3")
    gain = rows["fuel saved by the published changes alone, 120 km/h, of 15 % claimed"]
    # 42 instead of 39 % alone is 1 − 39/42 = 7.1 %
    assert gain.value == pytest.approx(1 - 39 / 42, abs=0.01)
    assert gain.high < 0.15
    whole = rows["  points below its peak that the second's engine must run for 15 %, 120 km/h"]
    bare = rows["  the same without what is assumed, 120 km/h"]
    # with nothing but the engine (39 − g)/42 = 0.85: g = 39 − 42 · 0.85 = 3.3; for 1/1.15 it is 2.5
    assert (bare.value, bare.low) == pytest.approx((39 - 42 * 0.85, 39 - 42 / 1.15), abs=0.35)
    assert whole.value < bare.value
    assert (whole.judgement, bare.judgement) == (True, False)


def test_what_rests_on_assumed_steps_says_so(case: Case) -> None:
    assert said(case, "epower3")["petrol, WLTC"].judgement
    assert not said(case, "epower2")["petrol, WLTC"].judgement
    honda = said(case, "ehev_h")
    assert not honda["petrol, WLTC"].judgement
    assert honda["  petrol over that of the third e-POWER, WLTC"].judgement


def test_the_tables_say_of_hondas_drive_what_the_model_says(case: Case) -> None:
    rows = said(case, "ehev_h")
    known = Known(case, "ehev_h")
    for scope, where in (("WLTC", "WLTC"), ("highway 120", "120 km/h")):
        written, says = (
            known.effect("fuel_factor", scope=scope),
            rows[f"  petrol over that of the third e-POWER, {where}"],
        )
        assert written is not None
        assert (written.value, written.high) == pytest.approx((says.value, says.high), abs=0.006)
        assert written.low < 1 < written.value  # the clutch alone saves, Honda's engine does not make it up


def test_a_plug_in_has_the_label_of_a_car_in_its_own_body(case: Case) -> None:
    rows = said(case, "phev_mmc")
    label = rows["  the same by its certificate"]
    # 37.7 and 40.6 mpg as tested: city 28.7, highway 28.5, both 28.6 mpg on the label
    assert label.value == pytest.approx(235.215 / 28.6, abs=0.02)
    model = rows["petrol, US label, battery empty, Outlander of 2022 in its own body"]
    assert model.value == pytest.approx(label.value, rel=0.12)


def test_a_plug_in_has_both_fuels(case: Case) -> None:
    rows = said(case, "phev_mmc")
    assert rows["petrol, WLTC, battery empty"].value > 0
    assert rows["electricity from the socket, WLTC"].value > 10


def test_the_model_drives_powertrains_only(case: Case) -> None:
    assert said(case, "nacs") == {}
    assert "epower3" in epower.TECHNOLOGIES
