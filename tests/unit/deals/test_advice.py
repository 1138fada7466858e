from __future__ import annotations

import json

import pytest
from tests.cases.edits import two_makers

from teikei.base.errors import UsageError
from teikei.base.options import AdviseOptions
from teikei.deals.advice import Advice, Advised
from teikei.deals.inputs import Input
from teikei.deals.sweep import Move, Sweep
from teikei.deals.verdict import Verdict


def advised(name: str, low: float, high: float, word: str = "recommended") -> Advised:
    """A candidate of two_makers with a surplus and one input that leaves no plan at its low."""
    item = Input("demand", ("h_suv", "petrol", "us"), "units_per_year", 1.0, 2.0, 3.0)
    return Advised(
        agreement=name,
        title=name,
        kind="contract_build",
        parties=("nagi", "hoku"),
        verdict=Verdict(word, "because"),  # type: ignore[arg-type]
        surplus_m=(low, high),
        surplus_before_diversion_m=(low + 1.0, high + 1.0),
        sweep=Sweep(low, (Move(item, None, high + 5.0),), 1, True),
    )


def advice(*found: Advised) -> Advice:
    return Advice(two_makers(), (), AdviseOptions(), found, (), (0.0, 0.0), 1.0)


def test_the_table_has_a_row_a_candidate_and_blanks_where_nothing_was_valued() -> None:
    none = Advised("pool", "Pool", "co2_pool", ("nagi",), Verdict("not yet planned", "later"))
    table = advice(advised("suv_at_delta", 400.0, 404.0), none).agreements
    first, second = table.to_dicts()
    # four years without discounting
    assert (first["surplus_low_m_per_year"], first["surplus_high_m_per_year"]) == (100.0, 101.0)
    assert (first["input_low_m"], first["input_high_m"]) == (400.0, 409.0)
    assert first["parties"] == "nagi hoku"
    assert second["surplus_low_m"] is None
    assert second["surplus_high_m_per_year"] is None
    assert advice().agreements.height == 0


def test_an_end_without_a_plan_is_null_with_a_note() -> None:
    found = advice(advised("suv_at_delta", 400.0, 404.0)).as_dict()
    told = json.loads(json.dumps(found, allow_nan=False))
    (moved,) = told["agreements"][0]["inputs"]
    assert moved["surplus_at_low_m"] is None
    assert moved["surplus_at_high_m"] == 409.0
    assert moved["note"] == "no plan is left at its low"
    assert told["agreements"][0]["input_range_m"] == [400.0, 409.0]


def test_by_verdict_the_largest_first_ties_by_name() -> None:
    found = advice(advised("suv_at_harima", 5.0, 6.0), advised("suv_at_delta", 5.0, 6.0))
    assert [a.agreement for a in found.by_verdict("recommended")] == ["suv_at_delta", "suv_at_harima"]
    assert found["suv_at_delta"].surplus_m == (5.0, 6.0)
    with pytest.raises(UsageError) as error:
        found["suv_at_detla"]
    assert "suv_at_delta" in error.value.faults[0].fix


def test_share_decided() -> None:
    found = advice(
        advised("suv_at_delta", 5.0, 6.0),
        advised("suv_at_harima", -5.0, 6.0, "undetermined"),
    )
    assert found.decided_share == 0.5
    assert advice().decided_share == 1.0


def test_a_line_each() -> None:
    one = advised("suv_at_delta", 5.0, 6.0)
    assert repr(one) == "Advised(suv_at_delta: recommended, surplus [5.0, 6.0] m present value)"
    assert repr(advice(one)).startswith(
        "Advice on 'two_makers': 1 recommended; 0 signed together [0.0, 0.0] m"
    )
    assert repr(advice()).startswith("Advice on 'two_makers': no candidates;")
    assert "\n" not in repr(advice(one))
