from __future__ import annotations

import json

import pytest
from tests.cases.advices import two

from teikei.deals.clauses import Clauses
from teikei.deals.sheet import sheet
from teikei.report.money import Money
from teikei.report.sheet_object import sheet_object


def test_figures_with_their_ends() -> None:
    told = sheet_object(sheet(two(), "pickup_at_delta", "nagi"), Money("USD", 1.0))
    assert told["verdict"] == "depends"
    surplus = told["figures"]["surplus"]
    assert surplus["certified"]
    assert (surplus["low"], surplus["high"]) == pytest.approx((430.5, 430.5))
    assert "clauses" not in told
    assert (told["payer"], told["payee"], told["a_fee_suits_both"]) == ("hoku", "nagi", True)


def test_another_currency_counts_cars_alike() -> None:
    told = sheet_object(sheet(two(), "pickup_at_delta"), Money("JPY", 150.0), "free")
    assert (told["currency"], told["scenario"]) == ("JPY", "free")
    assert told["figures"]["surplus"]["value"] == pytest.approx(430.5 * 150)
    assert told["figures"]["fee middle car"]["value"] == pytest.approx(361.25e6 / 60_000 * 150)
    assert told["figures"]["cars 2030"]["value"] == pytest.approx(40_000)


def test_with_clauses() -> None:
    told = sheet_object(
        sheet(two(), "pickup_at_delta"), Money("USD", 1.0), found=Clauses(absent={"cash": "none"})
    )
    assert told["clauses"]["absent"] == {"cash": "none"}


def test_a_partner_s_object_tells_no_more_than_its_sheet() -> None:
    told = sheet_object(sheet(two(), "pickup_at_delta", "nagi", "partner"), Money("USD", 1.0))
    assert set(told["figures"]) == {"gain hoku", "cars 2029", "cars 2030"}
    assert not {"verdict", "payer", "payee"} & set(told)
    for kept in ("430.5", "-146", "215.25", "361.25", "629"):
        assert kept not in json.dumps(told)
