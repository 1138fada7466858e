from __future__ import annotations

import json
from dataclasses import replace

import polars as pl
import pytest
from tests.cases.advices import three, two
from tests.cases.edits import added, changed

from teikei.base.errors import UsageError
from teikei.deals.advice import Advice
from teikei.deals.gains import Gain
from teikei.deals.saved import plain
from teikei.deals.sheet import sheet
from teikei.deals.sheet_partner import is_told


def with_kita() -> Advice:
    """Kita's SUV at Delta as an agreement of three: hoku is a party too, and gains 55.5."""
    advice = three()
    case = changed(
        advice.case, "agreements", {"agreement": "k_suv_at_delta"}, parties=["nagi", "kita", "hoku"]
    )
    one = advice["k_suv_at_delta"]
    gains = {**one.gains, "hoku": Gain("hoku", 55.5, 44.25, 66.75, certified=False)}
    return replace(advice, case=case, advised=(replace(one, parties=("nagi", "kita", "hoku"), gains=gains),))


def test_the_partner_sees_its_own_gain_and_nothing_that_ours_follows_from() -> None:
    made = sheet(two(), "pickup_at_delta", "nagi", "partner")
    assert made.reader == "hoku"  # the only partner
    assert set(made.figures) == {"gain hoku", "cars 2029", "cars 2030"}
    assert made.figures["gain hoku"].value == pytest.approx(576.5)
    # hoku's pickups at Delta are the deal; the n_pickup that nagi builds less of is not told
    assert made.advised.flows["model"].to_list() == ["h_pickup"]
    # tooling at Nagi's plant and diversion from a Nagi car are ours; demand of the partner's car is not
    assert [s.move.input.table for s in made.swings] == ["demand"]
    assert made.swings[0].move.ends == ()
    assert made.standing.keeps_m == {}
    assert made.standing.instead == ()
    everything = json.dumps([plain(made.advised), plain(made.standing), plain(dict(made.figures))])
    # surplus, gain of nagi, equal part, ends of the fee, other deals
    for kept in ("430.5", "-146.0", "215.25", "361.25", "629.0"):
        assert kept not in everything
    assert len(made.advice.advised) == 1
    assert made.advice.together_m == (0.0, 0.0)


def test_our_own_sheet_holds_what_the_partner_s_does_not() -> None:
    everything = json.dumps(plain(dict(sheet(two(), "pickup_at_delta", "nagi").figures)))
    assert "430.5" in everything
    assert "-146.0" in everything


def test_whose_a_row_is() -> None:
    made = sheet(two(), "pickup_at_delta", "nagi", "partner")
    hidden = frozenset({"nagi", "delta", "n_frame"})

    def told(table: str, row: str) -> bool:
        return is_told(made, table, row, hidden)

    assert not told("tooling", "h_pickup delta")
    assert not told("platforms", "n_frame")
    assert told("demand", "h_suv petrol us")
    assert told("freight", "mexico us rail")
    # what the contract itself says is known to both; what it says to others, or changes for us, is not
    assert told("agreements", "pickup_at_delta")
    assert told("grants", "pickup_at_delta nagi hoku plant delta")
    assert told("terms", "pickup_at_delta hoku nagi unit")
    assert told("changes", "pickup_at_delta hoku plant delta owned_share")
    assert not told("changes", "pickup_at_delta nagi plant delta owned_share")


def test_a_contract_is_told_without_a_range() -> None:
    advice = two()
    row = {"agreement": "pickup_at_delta", "payer": "hoku", "payee": "nagi", "per": "unit", "amount": 700.0}
    case = added(advice.case, "terms", row | {"amount_low": 300.0, "amount_high": 1400.0})
    ours = sheet(replace(advice, case=case), "pickup_at_delta", "nagi")
    found = {(c.low, c.high) for f in ours.figures.values() for c in f.rests if c.table == "terms"}
    assert found == {(300.0, 1400.0)}
    made = sheet(replace(advice, case=case), "pickup_at_delta", "nagi", "partner")
    (cell,) = {c for f in made.figures.values() for c in f.rests if c.table == "terms"}
    assert (cell.value, cell.low, cell.high) == (700.0, None, None)


@pytest.mark.parametrize(("reader", "other"), [("kita", "hoku"), ("hoku", "kita")])
def test_of_three_parties_each_reads_its_own_gain_only(reader: str, other: str) -> None:
    made = sheet(with_kita(), "k_suv_at_delta", "nagi", "partner", reader)
    assert {n for n in made.figures if not n.startswith("cars ")} == {f"gain {reader}"}
    assert set(made.advised.gains) == {reader}
    assert set(made.advised.without) <= {reader}
    assert set(made.advised.flows["firm"].to_list()) <= {reader}
    # duty on Kita's cars is told to Kita alone
    shown = {word for s in made.swings for word in s.move.input.key}
    assert not {other, "nagi", "delta"} & shown


def test_of_three_parties_and_nobody_named_nothing_of_anybody_is_told() -> None:
    made = sheet(with_kita(), "k_suv_at_delta", "nagi", "partner")
    assert made.reader == ""
    assert {n for n in made.figures if not n.startswith("cars ")} == set()
    assert (made.advised.gains, made.advised.without, made.advised.built_at) == ({}, {}, {})
    assert made.advised.flows.height == 0
    everything = json.dumps([plain(made.advised), plain(dict(made.figures))])
    for kept in ("55.5", "44.25", "66.75", "192.5"):
        assert kept not in everything


def test_an_agreement_of_others_that_stands_on_it_is_not_told() -> None:
    advice = two()
    rows = pl.col("agreement") == "suv_at_delta"
    frame = advice.case["agreements"].with_columns(
        pl.when(rows).then(pl.lit(["pickup_at_delta"])).otherwise("needs").alias("needs"),
        pl.when(rows).then(pl.lit(["nagi"])).otherwise("parties").alias("parties"),
    )
    other = replace(advice, case=advice.case.with_(None, agreements=frame))
    assert sheet(other, "pickup_at_delta", "nagi").standing.needed_by == ("suv_at_delta",)
    assert sheet(other, "pickup_at_delta", "nagi", "partner").standing.needed_by == ()


@pytest.mark.parametrize(
    ("audience", "reader", "what", "fix"),
    [
        ("partner", "hokku", "no firm is called 'hokku'", "'hoku'"),
        ("partner", "nagi", "is the firm that asks", "--to hoku"),
        ("partner", "kita", "has no role", "--to hoku"),
        ("ours", "hoku", "for nobody else", "--audience partner"),
    ],
)
def test_a_wrong_reader(audience: str, reader: str, what: str, fix: str) -> None:
    advice = two()
    row = {"firm": "kita", "name": "Kita", "home_territory": "us", "role": "outside"}
    advice = replace(advice, case=added(advice.case, "firms", row))
    with pytest.raises(UsageError) as error:
        sheet(advice, "pickup_at_delta", "nagi", audience, reader)
    (fault,) = error.value.faults
    assert fault.where == "--to"
    assert what in fault.what
    assert fix in fault.fix
    assert fault.why
