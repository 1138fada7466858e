from __future__ import annotations

import polars as pl
import pytest

from teikei.base.errors import CaseError
from teikei.case.case import Case
from teikei.case.read import read_case
from teikei.industry.base_year import BaseYear
from teikei.industry.claims import claims, read_measure
from teikei.industry.technology_measures import fuel_saved, option_price
from teikei.industry.units import Kind


@pytest.fixture(scope="module")
def case() -> Case:
    return read_case("nissan_2025")


def test_option_price_of_the_vision_package(case: Case) -> None:
    # see test_driver_assistance: 5,153 with hardware 1,000 and fee 400 on the cars of takers
    figure = option_price(BaseYear(case), "wayve_vision")
    assert figure.kind is Kind.MONEY_PER_CAR
    assert figure.value == pytest.approx(5153, abs=1)


def test_without_a_curve_there_is_no_price(case: Case) -> None:
    figure = option_price(BaseYear(case), "epower3")
    assert figure.value is None
    assert "option_mu" in figure.why


def test_the_claim_is_judged(case: Case) -> None:
    only = case.with_(claims=case["claims"].filter(pl.col("claim") == "propilot_price"))
    (result,) = claims(only)
    # 5,153/4,000 − 1 = 28.8 %: within twice 15 %
    assert (result.verdict, result.difference) == ("roughly right", pytest.approx(0.288, abs=1e-3))


def test_a_measure_names_a_technology_of_the_case(case: Case) -> None:
    with pytest.raises(CaseError) as error:
        read_measure(case, "option_price(wayve_visoin)", "claims.csv:2")
    assert "wayve_vision" in error.value.faults[0].fix


def test_fuel_saved_at_a_speed_and_on_the_wltc(case: Case) -> None:
    base = BaseYear(case)
    for figure in (fuel_saved(base, "epower3"), fuel_saved(base, "epower3", 120.0)):
        assert figure.kind is Kind.SHARE
        # 0.85 to 0.91 of the fuel of the second generation
        assert figure.value is not None
        assert 0.09 <= figure.value <= 0.15
    assert fuel_saved(base, "nacs").value is None


def test_claims_of_the_third_epower_are_judged(case: Case) -> None:
    named = pl.col("claim").is_in(["epower_highway", "epower_mode"])
    verdicts = {one.claim: one.verdict for one in claims(case.with_(claims=case["claims"].filter(named)))}
    # 9.7 against 15: within twice 3 points; 9.8 against 9
    assert verdicts == {"epower_highway": "wrong", "epower_mode": "right"}
