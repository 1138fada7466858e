from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from rich.console import Console
from tests.cases.edits import changed, dropped

from teikei.case.case import Case
from teikei.plan.optimise import plan
from teikei.plan.solution import PlanSolution
from teikei.report.folder import json_text
from teikei.report.money import Money
from teikei.report.plan import PLAN_FILES, account_rows, plan_object, print_plan, shut_from, write_plan


@pytest.fixture(scope="module")
def today(case: Case) -> PlanSolution:
    return plan(case)


def test_accounts_of_today_by_hand(today: PlanSolution, dollars: Money) -> None:
    # hoku, nagi a year: 60,000 cars × 8,400 + 40,000 × 9,800 − 200 = 696; 1,020; four years: 2,784 and 4,080
    rows = dict(account_rows(today, dollars))
    assert [sum(column) for column in zip(*rows.values(), strict=True)] == pytest.approx([2784.0, 4080.0])
    # 160,000 cars: 60,000 × 30,000 + 100,000 × 28,000 = 4,600 m a year
    assert rows["revenue"][1] == pytest.approx(4 * 4600.0)


def test_text_says_the_interval_the_profit_the_use_and_the_recount(
    today: PlanSolution, dollars: Money
) -> None:
    file = io.StringIO()
    print_plan(today, dollars, Console(file=file, width=132, markup=False, highlight=False))
    text = " ".join(file.getvalue().split())
    for figure in (
        "6,864 ±0 m USD present value",
        "1,716 ±0 m USD a year",
        "2,784 4,080 6,864",
        "53%",
        "Audit agrees",
    ):
        assert figure in text, figure
    assert text.count("certified") == text.count("certified for these inputs")


def test_another_currency_scales_amounts_only(today: PlanSolution, dollars: Money, yen: Money) -> None:
    mine, other = plan_object(today, dollars), json.loads(json_text(plan_object(today, yen)))
    assert other["value_m"] == pytest.approx(150 * mine["value_m"])
    assert other["profit_m"]["nagi"] == pytest.approx(150 * 4080.0)
    assert other["ship"] == mine["ship"]
    assert other["use"] == mine["use"]
    assert other["accounts"][0]["amount_m"] == pytest.approx(150 * mine["accounts"][0]["amount_m"])


def test_the_folder(today: PlanSolution, yen: Money, tmp_path: Path) -> None:
    write_plan(tmp_path / "plan", today, yen)
    assert {p.name for p in (tmp_path / "plan").iterdir()} == set(PLAN_FILES)
    manifest = json.loads((tmp_path / "plan" / "manifest.json").read_text("utf-8"))
    assert (manifest["currency"], manifest["value_m"]) == ("JPY", pytest.approx(150 * 6864.0))


def test_a_closed_plant_says_so_and_what_closing_saves_and_costs(case: Case, dollars: Money) -> None:
    # without demand for SUVs harima has nothing to build: closing saves 100 a year for 30 once
    idle = dropped(case, "demand", model="h_suv")
    idle = changed(
        idle, "plants", {"plant": "harima"}, may_close_from=2026, fixed_cost_m=100.0, closing_cost_m=30.0
    )
    found = plan(idle)
    assert shut_from(found) == {"harima": found.problem.years[0]}
    file = io.StringIO()
    print_plan(found, dollars, Console(file=file, width=132, markup=False, highlight=False))
    text = [" ".join(line.split()) for line in file.getvalue().splitlines()]
    (row,) = [line for line in text if line.startswith("Harima")]
    assert row == "Harima 0 closed 0 closed"
    (started,) = [line for line in text if line.startswith("close ")]
    assert started.endswith("-100.0; once 30.0")
