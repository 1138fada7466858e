"""What is printed of a plan under cash limits."""

from __future__ import annotations

import io

import pytest
from rich.console import Console
from tests.unit.plan.test_cash import LIMITS, poor

from teikei.plan.optimise import plan
from teikei.plan.solution import PlanSolution
from teikei.report.cash import cash_object, lacking, print_cash
from teikei.report.money import Money


@pytest.fixture(scope="module")
def held() -> PlanSolution:
    """Hoku lacks the money for tooling: 140.5 in 2028, of which it has 100."""
    return plan(poor(690.0, 100.0), book=["suv_at_delta"], options=LIMITS)


@pytest.fixture(scope="module")
def free() -> PlanSolution:
    return plan(poor(690.0, 100.0), book=["suv_at_delta"])


def test_what_limits_cost(held: PlanSolution, free: PlanSolution) -> None:
    # the deal is not used: 629 + 7 of its cost, which stays
    found = cash_object(held, free, Money.of(held.problem.case, None))
    assert found["lost_m"] == pytest.approx([636.0, 636.0])
    assert found["without_limits_m"] == pytest.approx([6864 - 2760 + 629] * 2)
    assert found["lacking"] == []
    assert len(found["cash"]) == 4


def test_the_label_and_the_table(held: PlanSolution, free: PlanSolution) -> None:
    said = io.StringIO()
    print_cash(held, free, Money.of(held.problem.case, None), Console(file=said, width=160))
    text = " ".join(said.getvalue().split())
    assert "under the cash limits of Hoku Motor (firms.csv), not a worth" in text
    assert "They cost 636.0 ±0 m USD" in text
    assert "No plan keeps" not in text


def test_who_lacks_credit_is_said() -> None:
    # 4 a year at 10 %: debt 13.24 in 2029 and 18.564 in 2030, beyond 10
    case = poor(700.0, 10.0)
    found = plan(case, ["hoku"], options=LIMITS)
    [(firm, (credit, year))] = lacking(found).items()
    assert (firm, year) == ("hoku", 2029)
    assert credit == pytest.approx(8.564, abs=1e-4)
    said = io.StringIO()
    print_cash(found, plan(case, ["hoku"]), Money.of(case, None), Console(file=said, width=160))
    assert "No plan keeps the limits of Hoku Motor: from 2029 on it lacks credit, at least 8.6 m USD" in (
        " ".join(said.getvalue().split())
    )
