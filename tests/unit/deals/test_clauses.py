"""What is asked for, and what is said where there is nothing."""

from __future__ import annotations

from typing import Any

import pytest
from tests.cases.edits import two_makers
from tests.unit.plan.test_cash import poor

from teikei.base.errors import Fault, PlanError, UsageError
from teikei.base.options import ClauseOptions
from teikei.deals import clauses as deals
from teikei.deals.clauses import chosen, clauses

FEE = {"hoku": 318.0, "nagi": -318.0}


def test_all_three() -> None:
    found = clauses(poor(limit=500.0), "suv_at_delta", FEE, chosen("all", per_car=4_000.0))
    assert found.absent == {}
    assert found.shortfall is not None
    # 84,000 cars at 3,000 each, less 60 of tooling and 7 of the deal
    assert found.shortfall.surplus_m == pytest.approx((185.0, 185.0))
    assert found.royalty is not None
    assert found.royalty.lost_m == pytest.approx((240.0, 240.0))
    assert found.ahead is not None
    assert found.ahead.held == ("hoku",)


def test_why_there_is_none() -> None:
    found = clauses(two_makers(), "suv_at_harima", {}, chosen("all"))
    assert (found.shortfall, found.royalty, found.ahead) == (None, None, None)
    assert found.absent == {
        "shortfall": "the plan builds no car under the deal",
        "royalty": "none is given, and terms.csv proposes none between firms that plan",
        "cash": "no party has cash_m and cash_floor_m in firms.csv, or no fee is paid",
    }


def test_no_plan_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    def refusing(*_: Any) -> None:
        raise PlanError(Fault("block permission", "a minimum of 60,000 cars", "cannot hold", "lower it"))

    monkeypatch.setattr(deals, "shortfall", refusing)
    found = clauses(two_makers(), "suv_at_delta", FEE, chosen("shortfall"))
    said = "with the decisions as signed no plan is left: a minimum of 60,000 cars"
    assert found.absent == {"shortfall": said}


def test_only_what_is_asked_for() -> None:
    assert chosen("royalty") == ClauseOptions(shortfall=False, cash=False)
    assert chosen("cash,shortfall", drop=0.5, committed=0.8) == ClauseOptions(
        royalty=False, drop=0.5, committed=0.8
    )
    found = clauses(two_makers(), "suv_at_delta", FEE, chosen("shortfall"))
    assert found.shortfall is not None
    assert (found.royalty, found.ahead, found.absent) == (None, None, {})


@pytest.mark.parametrize(
    ("words", "given", "said"),
    [
        ("royalties", {}, "no clause is called 'royalties'"),
        ("", {"drop": 0.3}, "no clause is called ''"),
        ("cash", {"per_car": 100.0}, "royalty is not among the clauses"),
        ("royalty", {"drop": 0.1}, "shortfall is not among the clauses"),
        ("all", {"drop": 1.5}, "drop = 1.5"),
        ("all", {"committed": -0.5}, "committed = -0.5"),
        ("all", {"per_car": -1.0}, "a royalty of -1 a car"),
    ],
)
def test_bad_requests(words: str, given: dict[str, float], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        chosen(words, **given)
