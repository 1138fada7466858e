from __future__ import annotations

import datetime as dt
import json
import math
from dataclasses import replace
from typing import Any

import polars as pl
import pytest
from tests.cases.edits import two_makers

from teikei.base.errors import CaseError
from teikei.base.options import AdviseOptions
from teikei.deals.advice import Advice, Advised
from teikei.deals.dates import Milestones
from teikei.deals.gains import Gain
from teikei.deals.inputs import Input
from teikei.deals.saved import advice_of, advised_of, plain, saved
from teikei.deals.sweep import Move, Sweep
from teikei.deals.terms import Corridor
from teikei.deals.turns import Reading, Turn
from teikei.deals.verdict import Verdict


def advised() -> Advised:
    """An agreement in which every field holds something, an end without a plan and one without end."""
    item = Input("demand", ("h_suv", "petrol", "us"), "units_per_year", 1.0, 2.0, 3.0)
    turn = Turn(Reading(1.5, -2.0, -1.0, certified=True, held=-1.25), Reading(2.0, 3.0, 3.5))
    move = Move(item, None, -math.inf, (turn,), (1.0, 2.0, 3.0), ("high",))
    return Advised(
        agreement="suv_at_delta",
        title="The “SUV”",
        kind="contract_build",
        parties=("nagi", "hoku"),
        verdict=Verdict("depends", "because", (move,), worse_than="suv_at_harima"),
        surplus_m=(1.1, 1 / 3),
        surplus_before_diversion_m=(2.0, 3.0),
        sweep=Sweep(0.1, (move,), 7, sliced=True),
        gains={"nagi": Gain("nagi", -3.5, -3.5, -3.0, certified=False)},
        gains_after_m={"nagi": (0.5, 1.0)},
        corridor=Corridor("nagi", "hoku", 3.5, 632.5, 1.0, 2.0, None, 8.0),
        milestones=Milestones(None, dt.date(2027, 7, 1), 2029, None),
        units_per_year=(0.0, 1.0),
        built_at={"delta": 60_000.0},
        driver="less duty",
        without={"hoku": "builds"},
        flows=pl.DataFrame({"model": ["h_suv"], "units": [1.5], "year": [2029], "so": [True]}),
        gap=1e-9,
        seconds=12.5,
    )


def advice(*found: Advised) -> Advice:
    options = AdviseOptions(workers=7, epsilon_m=2.5)
    versions = {"teikei": "0.0.1"}
    frame = pl.DataFrame({"firm": ["nagi"], "amount_m": [None]}, schema={"firm": str, "amount_m": pl.Float64})
    return Advice(
        two_makers(), ("x",), options, found, ("suv_at_delta",), (1.0, 2.0), 3.0, "hoku",
        yearly=frame, versions=versions,
    )  # fmt: skip


def read_back(record: dict[str, Any]) -> dict[str, Any]:
    """Through the text of a file."""
    found: dict[str, Any] = json.loads(json.dumps(record, allow_nan=False))
    return found


def test_what_is_saved_comes_back_but_for_times_and_workers() -> None:
    one = advice(advised())
    back = advice_of(read_back(saved(one)), one.case)
    assert (back.book, back.signed_together, back.together_m, back.focal) == (
        one.book, one.signed_together, one.together_m, "hoku",
    )  # fmt: skip
    assert back.options == replace(one.options, workers=AdviseOptions().workers)
    assert back.versions == {"teikei": "0.0.1"}
    assert back.yearly.equals(one.yearly)
    (first,), (mine,) = back.advised, one.advised
    for name in Advised.__slots__:
        if name == "seconds":
            assert (first.seconds, mine.seconds) == (0.0, 12.5)
        elif isinstance(getattr(mine, name), pl.DataFrame):
            assert getattr(first, name).equals(getattr(mine, name)), name
        else:
            assert getattr(first, name) == getattr(mine, name), name


def test_saving_what_was_read_gives_the_same_text() -> None:
    one = advice(advised())
    text = json.dumps(saved(one))
    assert json.dumps(saved(advice_of(json.loads(text), one.case))) == text
    assert '"seconds"' not in text
    assert '"workers"' not in text


def test_one_agreement_alone_and_fields_of_a_later_version() -> None:
    record = read_back(plain(advised()))
    assert advised_of(record).verdict.flips[0].at_high == -math.inf
    del record["gap"], record["milestones"]
    older = advised_of({**record, "unheard_of": 1})
    assert (older.gap, older.milestones) == (0.0, None)


def test_tables_that_were_changed_since_are_refused() -> None:
    one = advice(advised())
    other = one.case.with_(None, demand=one.case["demand"].with_columns(pl.col("units_per_year") * 2))
    with pytest.raises(CaseError) as error:
        advice_of(saved(one), other)
    assert error.value.faults[0].where == "case of the saved run"


@pytest.mark.parametrize(
    "harm",
    [
        {"format": 99},
        {"case": None},
        {"advised": [{"agreement": "only a name"}]},
        {"advised": 3},
        {"together_m": [1.0]},
        {"signed_together": [1.5]},
    ],
)
def test_a_damaged_run_is_a_fault_in_four_fields(harm: dict[str, Any]) -> None:
    one = advice(advised())
    with pytest.raises(CaseError) as error:
        advice_of({**read_back(saved(one)), **harm}, one.case)
    assert error.value.faults[0].where == "run.json"
