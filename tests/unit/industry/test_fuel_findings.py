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
    points = rows["  points that the old engine must run below its peak for 15 %, 120 km/h"]
    # 39/42 · (39 − g)/39 = 0.85 · … : with nothing but the engine g = 39 − 42 · 0.85 = 3.3
    assert points.value < points.high == pytest.approx(39 - 42 * 0.85, abs=0.35)


def test_a_plug_in_has_both_fuels(case: Case) -> None:
    rows = said(case, "phev_mmc")
    assert rows["petrol, WLTC, battery empty"].value > 0
    assert rows["electricity from the socket, WLTC"].value > 10


def test_the_model_drives_powertrains_only(case: Case) -> None:
    assert said(case, "nacs") == {}
    assert "epower3" in epower.TECHNOLOGIES
