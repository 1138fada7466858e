from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.cases.edits import added, changed

from teikei.deals.advice import Advice
from teikei.deals.sheet import sheet
from teikei.deals.terms import Corridor
from teikei.deals.verdict import Verdict
from teikei.report.money import Money
from teikei.report.names import Names
from teikei.report.sheet_terms import (
    contract_lines,
    net_lines,
    portfolio_lines,
    price_line,
    proposed_lines,
    terms_section,
    who_pays,
)

RECOMMENDED = Verdict("recommended", "it pays")


def test_the_fee_in_three_measures(advice: Advice, dollars: Money) -> None:
    section = terms_section(sheet(advice, "pickup_at_delta"), dollars, Names(advice.case))
    (grid,) = section.grids
    assert [[cell.text for cell in row] for row in grid.rows] == [
        ["least that Nagi Motor can accept", "146.0 ±0", "36.5 ±0", "2,433"],
        ["Nagi Motor has 30% of what both gain", "275.2 ±0", "68.8 ±0", "4,586"],
        ["equal parts", "361.3 ±0", "90.3 ±0", "6,021"],
        ["Nagi Motor has 70% of what both gain", "447.4 ±0", "111.8 ±0", "7,456"],
        ["most that Hoku Motor can pay", "576.5 ±0", "144.1 ±0", "9,608"],
    ]
    assert grid.heads[2] == "a year, level over 2027–2030, m USD"


def test_no_fee_suits_both_and_no_cars_no_fee_a_car(advice: Advice, dollars: Money) -> None:
    section = terms_section(sheet(advice, "suv_at_harima"), dollars, Names(advice.case))
    assert section.lines[0] == "No fee suits both Hoku Motor and Nagi Motor."
    assert len(section.grids[0].heads) == 3
    assert section.grids[0].caption == "What each side would need: no fee suits both"


def test_the_payer_is_named_first_whatever_side_gains(advice: Advice, dollars: Money) -> None:
    names = Names(advice.case)
    glad = Corridor("nagi", "hoku", -12.0, -6.0, -3.0, -1.5, -100.0, -50.0).by_payer
    assert who_pays(glad, dollars, names) == "Nagi Motor pays Hoku Motor a fixed fee on top of marginal cost."
    around = Corridor("nagi", "hoku", -12.0, 632.5, -3.0, 158.1, None, None).by_payer
    assert who_pays(around, dollars, names) == (
        "Nagi Motor gains without a fee, too, so it can go either way: at equal parts Hoku Motor pays Nagi "
        "Motor, on top of marginal cost; below zero Nagi Motor pays Hoku Motor."
    )
    even = Corridor("nagi", "hoku", -5.0, 5.0, -1.0, 1.0, None, None)
    assert "at equal parts nobody pays" in who_pays(even, dollars, names)


def test_net_payments_where_there_is_no_corridor(advice: Advice, dollars: Money) -> None:
    found = replace(advice["pickup_at_delta"], corridor=None)
    made = sheet(replace(advice, advised=(found,)), "pickup_at_delta")
    (line,) = net_lines(made, dollars, Names(advice.case))
    assert line.endswith("Hoku Motor pays 361.3 m USD; Nagi Motor receives 361.3 m USD.")


def proposed_at(advice: Advice, amount: float, money: Money, payer: str = "hoku") -> list[str]:
    payee = "nagi" if payer == "hoku" else "hoku"
    row = {"agreement": "pickup_at_delta", "payer": payer, "payee": payee, "per": "once", "amount": amount}
    case = added(advice.case, "terms", row)
    return proposed_lines(sheet(replace(advice, case=case), "pickup_at_delta"), money, Names(case))


def test_terms_that_a_party_could_not_agree_to_are_said(advice: Advice, dollars: Money, yen: Money) -> None:
    # hoku gains 576.5 and nagi -146, nothing is discounted
    assert proposed_at(advice, 300.0, dollars) == [
        "At the terms proposed between them Hoku Motor pays 300.0 m USD, present value; each then has, in "
        "m USD: Nagi Motor 154.0 ±0, Hoku Motor 276.5 ±0.",
    ]
    assert proposed_at(advice, 700.0, dollars)[1:] == [
        "That is more than Hoku Motor can pay (576.5 m USD): at these terms Hoku Motor loses 123.5 m USD."
    ]
    assert proposed_at(advice, 100.0, dollars)[1:] == [
        "That is less than Nagi Motor needs (146.0 m USD): at these terms Nagi Motor loses 46.0 m USD."
    ]
    assert proposed_at(advice, 10.0, dollars, "nagi")[1:] == [
        "Nagi Motor can pay nothing, for it loses 146.0 m USD already: at these terms Nagi Motor loses 156.0 "
        "m USD."
    ]
    assert "loses 18,525 m JPY" in proposed_at(advice, 700.0, yen)[1]
    assert proposed_lines(sheet(advice, "pickup_at_delta"), dollars, Names(advice.case)) == []


def test_a_merger_is_paid_once_and_by_no_car(advice: Advice, dollars: Money) -> None:
    names = Names(advice.case)
    made = replace(advice, advised=(replace(advice["pickup_at_delta"], kind="merger"),))
    section = terms_section(sheet(made, "pickup_at_delta"), dollars, names)
    assert section.lines[0] == (
        "It is paid once, as a price or in shares, on top of what each firm is worth without it: there is no "
        "fee a year or a car. Amounts are what the owners of Hoku Motor pay those of Nagi Motor, or leave "
        "them in shares."
    )
    (grid,) = section.grids
    assert grid.caption == "The price that suits both"
    assert grid.heads == ("", "present value, m USD")
    assert grid.rows[0][1].text == "146.0 ±0"
    around = Corridor("nagi", "hoku", -12.0, 632.5, -3.0, 158.1, None, None)
    assert "Below zero the owners of Nagi Motor pay those of Hoku Motor." in price_line(
        around, dollars, names
    )
    shut = Corridor("nagi", "hoku", 12.0, 6.0, 3.0, 1.5, None, None)
    assert price_line(shut, dollars, names).endswith("No price suits both Nagi Motor and Hoku Motor.")


def test_a_searched_portfolio_is_told(advice: Advice, dollars: Money) -> None:
    made, names = sheet(advice, "pickup_at_delta", "hoku"), Names(advice.case)
    inside: dict[str, Any] = {
        "portfolio": {
            "for": "hoku",
            "agreements": ["pickup_at_delta"],
            "last_m": {"pickup_at_delta": [430.5, 430.5]},
            "pays_m": {"pickup_at_delta": {"hoku": [361.25, 361.25], "nagi": [-361.25, -361.25]}},
        }
    }
    lines = portfolio_lines(made, dollars, names, inside)
    assert lines[1].startswith(
        "As the last one added to that portfolio it brings all planning firms together "
    )
    assert lines[1].endswith("together 430.5 ±0 m USD present value.")
    rival = inside["portfolio"] | {"last_m": {"pickup_at_delta": [-33.7, -33.3]}}
    assert portfolio_lines(made, dollars, names, {"portfolio": rival})[1].endswith(
        "together 33.5 ±0.2 m USD present value less than another that it excludes would in its place."
    )
    assert lines[2].endswith("present value: Hoku Motor pays 361.3 ±0 m USD.")
    assert len(lines) == 3  # the payment is the fee for equal parts, and nothing is to be explained
    for paid, told in ((361.33, 3), (360.0, 4)):  # 0.08 is rounding, 1.25 is not
        pays = {"pickup_at_delta": {"hoku": [paid, paid], "nagi": [-paid, -paid]}}
        other = {"portfolio": inside["portfolio"] | {"pays_m": pays}}
        assert len(portfolio_lines(made, dollars, names, other)) == told
    assert portfolio_lines(made, dollars, names, other)[3].startswith(
        "That is not the fee for equal parts: what each gains is counted beside the 0"
    )
    bundle = {
        "pickup_at_delta + suv_at_delta": {"hoku": [679.25, 679.25], "nagi": [-679.25, -679.25]},
    }
    both = inside["portfolio"] | {"agreements": ["pickup_at_delta", "suv_at_delta", "x"], "pays_m": bundle}
    said = portfolio_lines(made, dollars, names, {"portfolio": both})[3]
    assert "beside the 1 other agreement of the portfolio there" in said
    assert "it pays for “A Hoku pickup on the Nagi frame built at Delta” and “The Hoku SUV built" in said
    outside = {
        "portfolio": inside["portfolio"] | {"agreements": []},
        "left_out": [{"agreement": "pickup_at_delta", "parties_m": None, "reason": "barred: red"}],
    }
    assert portfolio_lines(made, dollars, names, outside) == [
        "Not in the portfolio searched for Hoku Motor: barred: red."
    ]
    assert portfolio_lines(made, dollars, names, None) == []


def test_why_a_portfolio_leaves_it_out_is_said_in_the_printed_currency(advice: Advice, yen: Money) -> None:
    made, names = sheet(advice, "pickup_at_delta", "hoku"), Names(advice.case)
    left = {"agreement": "pickup_at_delta", "why": "loses", "parties_m": [-58.0, -58.0], "reason": "-58.0 m"}
    search = {"portfolio": {"for": "hoku", "agreements": []}, "left_out": [left]}
    # 58 m USD × 150
    assert portfolio_lines(made, yen, names, search) == [
        "Not in the portfolio searched for Hoku Motor: its parties would lose by it beside this book "
        "(-8,700 ±0 m JPY to its parties)."
    ]


def test_ownership_is_said_as_the_table_has_it(advice: Advice) -> None:
    owner = "Nagi owns the frame, each its upper bodies"
    case = changed(advice.case, "agreements", {"agreement": "pickup_at_delta"}, ip_owner=owner)
    (line,) = contract_lines(sheet(replace(advice, case=case), "pickup_at_delta"))
    assert line.endswith(f"ownership: {owner}.")


def test_one_in_force_is_not_said_to_be_left_out(advice: Advice, dollars: Money) -> None:
    names = Names(advice.case)
    made = sheet(replace(advice, book=("pickup_at_delta",)), "pickup_at_delta", "hoku")
    search = {"portfolio": {"for": "hoku", "agreements": ["suv_at_delta"]}}
    assert portfolio_lines(made, dollars, names, search) == [
        "In force: it stays beside the portfolio searched for Hoku Motor, which lists what is signed new."
    ]
    case = changed(advice.case, "agreements", {"agreement": "suv_at_delta"}, excludes=["pickup_at_delta"])
    gone = replace(made, advice=replace(made.advice, case=case))
    assert portfolio_lines(gone, dollars, names, search) == [
        "In force: in the portfolio searched for Hoku Motor “The Hoku SUV built at Delta” takes its place."
    ]


def test_a_verdict_that_the_portfolio_does_not_share_is_explained(advice: Advice, dollars: Money) -> None:
    made, names = sheet(advice, "pickup_at_delta", "hoku"), Names(advice.case)
    outside = {"portfolio": {"for": "hoku", "agreements": ["suv_at_delta"]}}
    lines = portfolio_lines(replace(made, advised=replace(made.advised, verdict=RECOMMENDED)), dollars, names,
                            outside)  # fmt: skip
    assert lines[1].startswith("The verdict above is for all planning firms together, before fees")
    inside = {"portfolio": {"for": "hoku", "agreements": ["pickup_at_delta"], "last_m": {}, "pays_m": {}}}
    rejected = replace(made, advised=replace(made.advised, verdict=Verdict("rejected", "worse than another")))
    assert portfolio_lines(rejected, dollars, names, inside)[1] == lines[1]
    agreed = replace(made, advised=replace(made.advised, verdict=RECOMMENDED))
    assert portfolio_lines(agreed, dollars, names, inside) == ["In the portfolio searched for Hoku Motor."]


def test_given_terms_are_a_payment_within_a_portfolio(advice: Advice, dollars: Money) -> None:
    row = {
        "agreement": "pickup_at_delta",
        "payer": "hoku",
        "payee": "licensor",
        "per": "unit",
        "amount": 900.0,
    }
    case = added(advice.case, "terms", row)
    made = sheet(replace(advice, case=case), "pickup_at_delta", "hoku")
    search = {
        "portfolio": {
            "for": "hoku",
            "agreements": ["pickup_at_delta"],
            "last_m": {},
            "pays_m": {"pickup_at_delta": {"hoku": [0.0, 0.0], "licensor": [0.0, 0.0]}},
        }
    }
    said = "\n".join(portfolio_lines(made, dollars, Names(case), search))
    assert "given terms, which are not bargained over: Hoku Motor to licensor 900 USD a car." in said
    assert "none" not in said
