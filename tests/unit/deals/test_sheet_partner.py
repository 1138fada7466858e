from __future__ import annotations

import json

import pytest
from tests.cases.advices import two

from teikei.deals.inputs import Input
from teikei.deals.saved import plain
from teikei.deals.sheet import sheet
from teikei.deals.sheet_partner import belongs, is_ours


def test_the_partner_sees_its_own_gain_and_nothing_that_ours_follows_from() -> None:
    made = sheet(two(), "pickup_at_delta", "nagi", "partner")
    assert set(made.figures) == {"gain hoku", "cars 2029", "cars 2030"}
    assert made.figures["gain hoku"].value == pytest.approx(576.5)
    # hoku's pickups at Delta are the deal; the Frontier-like n_pickup that nagi builds less of is not told
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
    case = two().case
    assert is_ours(case, Input("tooling", ("h_pickup", "delta"), "tooling_cost_m", 1.0, 2.0, 3.0), "nagi")
    assert is_ours(case, Input("tooling", ("h_pickup", "delta"), "tooling_cost_m", 1.0, 2.0, 3.0), "hoku")
    assert not belongs(case, "demand", "h_suv petrol us", "nagi")
    assert belongs(case, "platforms", "n_frame", "nagi")
    # what the deal itself costs is known to both
    assert not belongs(case, "agreements", "pickup_at_delta", "nagi")
