from __future__ import annotations

from typing import Any

import pytest

from teikei.base.errors import CaseError
from teikei.industry.base_year import BaseYear, base_year

from .conftest import FLOWS, Build


def reported(measure: str, subject: str, figure: float, unit: str, **more: Any) -> dict[str, Any]:
    row = {"line": f"{measure}_{subject.replace(':', '_')}", "measure": measure, "subject": subject}
    return row | {"figure": figure, "unit": unit, "tolerance": 0.05} | more


def test_base_year_lines(build: Build) -> None:
    rows = [
        reported("output", "canton", 100_000, "units"),
        reported("import_share", "nissan:us", 0.30, "share"),
        reported("use", "canton", 36.0, "pct"),
        reported("duty_paid", "nissan:us", 300.0, "usd_m"),
        reported("sales", "nissan", 150_000, "units", counted=False),
    ]
    lines = {line.line: line for line in base_year(build(sourcing=FLOWS, reported=rows))}
    # 110,000 / 100,000 − 1 = +10 % > 5 %
    assert lines["output_canton"].miss == pytest.approx(0.10)
    assert not lines["output_canton"].holds
    # 26.67 % − 30 % = −3.33 points
    assert lines["import_share_nissan_us"].miss == pytest.approx(40 / 150 - 0.30)
    assert lines["import_share_nissan_us"].holds
    assert lines["use_canton"].miss == pytest.approx(110 / 300 - 0.36)
    # 2024 law: cars 40,000 × 20,000 × 2.5 % = 20 M; parts at canton: rogue 262.5 × 60,000 = 15.75 M;
    # frontier 40 % × 30,600 × 15 % − 3.75 % × 36,000 = 1,836 − 1,350 = 486 × 50,000 = 24.3 M; sum 60.05 M
    assert lines["duty_paid_nissan_us"].computed == pytest.approx(60.05)
    assert lines["sales_nissan"].holds
    assert not lines["sales_nissan"].counted


def test_a_firm_in_a_territory_is_the_plants_it_runs_there(build: Build) -> None:
    # canton is half nissan's and half honda's: honda runs it (first by name); kyushu is nissan's
    rows = [
        reported("output", "nissan:japan", 40_000, "cars/year"),
        reported("output", "honda:us", 110_000, "cars/year"),
        reported("use", "nissan:japan", 0.1, "share"),
        reported("use", "honda:japan", 0.1, "share"),
    ]
    lines = base_year(build(sourcing=FLOWS, reported=rows))
    assert [line.computed for line in lines] == [40_000, 110_000, pytest.approx(0.1), None]
    assert [line.holds for line in lines] == [True, True, True, False]


def test_unit_cost_and_operating_margin_by_hand(build: Build) -> None:
    flows = [FLOWS[1]]
    rows = [
        reported("unit_cost", "kyushu", 19_500, "usd_per_car"),
        reported("operating_margin", "nissan", 0.05, "share"),
    ]
    cost, margin = base_year(build(sourcing=flows, reported=rows))
    # kyushu: parts 15,000 + conversion 2,000 + fixed 100 M / 40,000 = 2,500 -> 19,500
    assert cost.computed == pytest.approx(19_500)
    assert cost.miss == pytest.approx(0.0)
    # margin a car in 2024: 25,000 − 15,000 − 2,000 − 1,120 − 160 − 2.5 % × 20,000 = 6,220; × 40,000 = 248.8 M
    # fixed: half of canton 150 + civac 300 + kyushu 100 = 550; overhead 100; (248.8 − 650) / 1,000 = −40.12 %
    assert margin.computed == pytest.approx(-0.4012)


def test_a_subject_that_names_nothing_is_an_error(build: Build) -> None:
    rows = [
        reported("output", "cantonn", 1.0, "units"),
        reported("import_share", "nissan", 0.3, "share"),
    ]
    with pytest.raises(CaseError) as error:
        base_year(build(sourcing=FLOWS, reported=rows))
    assert "did you mean 'canton'?" in error.value.faults[0].fix
    assert "firm, market" in error.value.faults[1].fix
    assert len(error.value.faults) == 2


def test_each_flow_pays_the_law_of_its_own_year(build: Build) -> None:
    # the second flow is of 2027: 15 % × 20,000 = 3,000 a car instead of 500
    flows = [FLOWS[1], dict(FLOWS[0], plant="kyushu", variant="frontier_petrol", base_year=2027)]
    base = BaseYear(build(sourcing=flows))
    duties = dict(base.flows.select("variant", "duty").iter_rows())
    assert duties == pytest.approx({"rogue_petrol": 500.0, "frontier_petrol": 7_650.0})
    assert base.year == 2027


def test_the_base_year_of_an_empty_case_is_its_first_year(build: Build) -> None:
    base = BaseYear(build())
    assert base.year == 2027
    assert base.flows.height == 0
    assert base_year(build()) == []
