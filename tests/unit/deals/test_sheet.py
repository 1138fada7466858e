from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest
from tests.cases.advices import two
from tests.cases.edits import changed, two_makers

from teikei.base.errors import UsageError
from teikei.base.options import AdviseOptions
from teikei.deals.advice import Advice, Advised
from teikei.deals.sheet import askable, sheet
from teikei.deals.verdict import Verdict


def test_a_sheet_of_the_pickup() -> None:
    made = sheet(two(), "pickup_at_delta")
    assert [s.move.input.table for s in made.swings] == ["tooling", "demand", "diversion"]
    assert made.swings[0].cell is not None
    assert made.assumed == 1.0
    assert made.screen.colour == "amber"
    assert (made.focal, made.audience) == ("", "ours")


def test_at_equal_parts_nobody_leaves() -> None:
    standing = sheet(two(), "pickup_at_delta").standing
    assert standing.leaves == "nobody"
    assert standing.keeps_m["nagi"] == pytest.approx((215.25, 215.25))
    # both want the plant Delta
    assert standing.instead == ("suv_at_delta",)
    assert sheet(two(), "suv_at_harima").standing.leaves == "everybody"  # −3.5 each


def test_an_open_sign_leaves_open_who_would_leave() -> None:
    advice = two()
    pickup = replace(advice["pickup_at_delta"], surplus_m=(-10.0, 500.0))
    open_one = replace(advice, advised=(pickup,))
    assert sheet(open_one, "pickup_at_delta").standing.leaves == "undetermined"


def test_exit_cost_is_in_case_currency() -> None:
    case = changed(
        two_makers(), "agreements", {"agreement": "pickup_at_delta"}, exit_cost_m=300.0, currency="JPY"
    )
    case = case.with_(None, fx=pl.DataFrame(
        [{"currency": "JPY", "year": 2026, "units_per_case_currency": 150.0, "source": "invented"}]
    ))  # fmt: skip
    advice = replace(two(), case=case)
    assert sheet(advice, "pickup_at_delta").standing.exit_cost_m == pytest.approx(2.0)


def test_a_partner_s_sheet_is_of_the_focal_firm_of_the_case_unless_another_asks() -> None:
    assert two().case.settings.focal_firm == "nagi"
    assert sheet(two(), "pickup_at_delta", "", "partner").focal == "nagi"
    assert sheet(two(), "pickup_at_delta", "hoku", "partner").focal == "hoku"
    nobody = two().case.settings.model_copy(update={"focal_firm": ""})
    advice = replace(two(), case=replace(two().case, settings=nobody))
    with pytest.raises(UsageError, match="nobody says whose"):
        sheet(advice, "pickup_at_delta", "", "partner")


def bare(*found: Advised) -> Advice:
    return Advice(two_makers(), (), AdviseOptions(), found, (), (0.0, 0.0), 0.0)


@pytest.mark.parametrize(
    ("advice", "agreement", "focal", "audience", "where", "said"),
    [
        (two, "pickup_at_dleta", "", "ours", "AGREEMENT", "pickup_at_delta"),
        (bare, "pickup_at_delta", "", "ours", "AGREEMENT", "advise CASE --agreements pickup_at_delta"),
        (two, "pickup_at_delta", "hokku", "ours", "--for", "'hoku'"),
        (two, "pickup_at_delta", "", "partners", "--audience", "'partner'"),
    ],
)
def test_bad_requests(advice, agreement, focal, audience, where, said) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(UsageError) as error:
        sheet(advice(), agreement, focal, audience)
    (fault,) = error.value.faults
    assert fault.where == where
    assert said in fault.fix
    assert all((fault.what, fault.why, fault.fix))


def test_a_firm_without_a_role_a_closed_agreement_and_one_barred() -> None:
    advice = two()
    third = replace(advice, advised=(replace(advice["pickup_at_delta"], parties=("nagi",)),))
    with pytest.raises(UsageError, match="'hoku' has no role in 'pickup_at_delta'"):
        sheet(third, "pickup_at_delta", "hoku")
    closed = changed(two_makers(), "agreements", {"agreement": "pickup_at_delta"}, status="closed")
    with pytest.raises(UsageError, match="is closed"):
        askable(closed, "pickup_at_delta")
    barred = Advised(
        "pickup_at_delta", "x", "contract_build", ("nagi", "hoku"), Verdict("rejected", "barred (red)")
    )
    with pytest.raises(UsageError, match=r"was not valued: barred \(red\)"):
        sheet(bare(barred), "pickup_at_delta")
