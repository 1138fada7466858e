"""Where an agreement is solved more closely."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import pytest
from tests.cases.edits import changed, two_makers

from teikei.base.errors import UsageError
from teikei.base.options import AdviseOptions, PlanOptions
from teikei.case.case import Case
from teikei.deals.effort import closely, inputs_moved, longest_first, narrow
from teikei.deals.worth import Interval, Surplus, surplus
from teikei.plan.optimise import Memory

Effort = Literal["quick", "default", "full"]


@pytest.mark.parametrize(
    ("effort", "ends", "tries"),
    [
        # 2027 to 2030 at no discount: ε is 4, 5 a year are 20, and a tenth of 629 is 63
        ("quick", (-50.0, 50.0), 0),
        ("default", (-50.0, 50.0), 1),
        ("default", (5.0, 900.0), 0),
        ("default", (-900.0, 3.0), 0),
        ("full", (5.0, 900.0), 1),
        ("full", (600.0, 658.0), 0),
        ("full", (600.0, 670.0), 1),
        ("full", (6.0, 25.0), 0),
    ],
)
def test_solved_again_where_it_is_worth_it(
    effort: Effort, ends: Interval, tries: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[PlanOptions] = []
    first = surplus(two_makers(), "suv_at_delta")

    def again(case: Case, agreement: str, book: None, options: PlanOptions, memory: Memory) -> Surplus:
        asked.append(options)
        return first  # 629, exact

    monkeypatch.setattr("teikei.deals.effort.surplus", again)
    found = closely(replace(first, alone=ends), AdviseOptions(effort=effort), Memory())
    assert len(asked) == tries
    assert found.alone == (first.alone if tries else ends)
    assert all(one.gap == pytest.approx(1e-7) and one.time_limit_s == 240.0 for one in asked)


def test_it_ends_where_nothing_helps(monkeypatch: pytest.MonkeyPatch) -> None:
    stuck = replace(surplus(two_makers(), "suv_at_delta"), alone=(-50.0, 50.0))
    asked: list[float] = []

    def again(case: Case, agreement: str, book: None, options: PlanOptions, memory: Memory) -> Surplus:
        asked.append(options.gap)
        return stuck

    monkeypatch.setattr("teikei.deals.effort.surplus", again)
    assert closely(stuck, AdviseOptions(), Memory()).alone == (-50.0, 50.0)
    assert asked == pytest.approx([1e-7, 1e-8, 1e-9])


def test_quick_moves_three_inputs_at_most() -> None:
    assert inputs_moved(AdviseOptions(effort="quick")) == 3
    assert inputs_moved(AdviseOptions(effort="quick", inputs=1)) == 1
    assert inputs_moved(AdviseOptions(effort="full")) == 10


def test_narrow_by_size_or_by_five_a_year() -> None:
    assert narrow((-105.0, -95.0), 1.0)  # a tenth of 100
    assert not narrow((-106.0, -95.0), 1.0)
    assert narrow((-2.0, 3.0), 1.0)  # 5 a year


def test_an_effort_that_does_not_exist() -> None:
    with pytest.raises(UsageError, match="quick, default or full"):
        AdviseOptions(effort="fast")  # type: ignore[arg-type]


def test_those_that_bring_a_car_start_first_then_those_on_a_plant() -> None:
    case = two_makers()
    names = ["suv_at_harima", "suv_at_delta", "pickup_at_delta"]
    assert longest_first(case, names) == ["pickup_at_delta", "suv_at_harima", "suv_at_delta"]
    software = changed(case, "grants", {"agreement": "suv_at_harima"}, what="software")
    assert longest_first(software, names) == ["pickup_at_delta", "suv_at_delta", "suv_at_harima"]
    on_a_platform = changed(case, "grants", {"agreement": "suv_at_delta"}, what="platform")
    assert longest_first(on_a_platform, names) == ["suv_at_delta", "pickup_at_delta", "suv_at_harima"]
