from __future__ import annotations

import numpy as np
import pytest

from teikei.base.errors import CaseError
from teikei.industry.money import annuity, in_case_currency, level, rate, year_weights

from .conftest import Build


def test_rate_is_what_one_unit_buys(build: Build) -> None:
    # 150 JPY for one USD: one JPY buys 1/150 USD; 0.8 EUR for one USD: one EUR buys 1.25 USD
    case = build()
    assert rate(case, "JPY") == pytest.approx(1 / 150)
    assert rate(case, "EUR") == pytest.approx(1.25)
    assert rate(case, "USD") == rate(case, "") == 1.0


def test_the_rate_is_frozen_at_the_price_year(build: Build) -> None:
    later = {"currency": "JPY", "year": 2027, "units_per_case_currency": 100.0}
    assert rate(build(add_fx=[later]), "JPY") == pytest.approx(1 / 150)


def test_missing_rate_names_currency_and_year(build: Build) -> None:
    with pytest.raises(CaseError) as error:
        rate(build(), "THB")
    assert "THB in 2025" in error.value.faults[0].what
    assert "add a row THB,2025" in error.value.faults[0].fix


def test_converting_twice_changes_nothing(build: Build) -> None:
    case = build()
    once = in_case_currency(case, case["plants"], "conversion_cost_per_unit", "fixed_cost_m")
    # kyushu: 300,000 JPY / 150 = 2,000 USD; 15,000 M JPY / 150 = 100 M USD
    assert once["conversion_cost_per_unit"].to_list() == pytest.approx([3000.0, 1000.0, 2000.0])
    assert once["fixed_cost_m"].to_list() == pytest.approx([300.0, 300.0, 100.0])
    assert in_case_currency(case, once, "conversion_cost_per_unit", "fixed_cost_m").equals(once)


def test_weights_discount_mid_year_flows_to_the_decision_date(build: Build) -> None:
    # 2026-12-01 is day 334 of 365: 2026.91507; middle of 2027 is 2027.5: 0.58493 years at 8 %, 2028: 1.58493
    weights = year_weights(build())
    distance = 2027.5 - (2026 + 334 / 365)
    assert weights == pytest.approx(np.array([1.08**-distance, 1.08 ** -(distance + 1)]))
    # ln 1.08 = 0.0769610; × 0.584932 = 0.0450169; e^−0.0450169 = 0.955981
    assert weights[0] == pytest.approx(0.955981, abs=1e-6)


def test_annuity_pays_the_cost_back() -> None:
    # 100 over 2 years at 10 %: 100·0.1/(1 − 1.1^−2) = 57.619; 57.619/1.1 + 57.619/1.21 = 100
    yearly = annuity(100.0, 0.10, 2)
    assert yearly == pytest.approx(57.619, abs=1e-3)
    assert yearly / 1.1 + yearly / 1.21 == pytest.approx(100.0)
    assert annuity(100.0, 0.0, 4) == 25.0
    assert annuity(100.0, 1e-9, 4) == pytest.approx(25.0)


def test_level_amount_has_the_same_present_value(build: Build) -> None:
    case = build()
    assert level(100.0, case) * year_weights(case).sum() == pytest.approx(100.0)
