"""Whole deal sheets, figure by figure, each recomputed by hand. What a figure of deals/ is made of stands in
tests/unit/deals/test_sheet_figures.py; here are those that come from elsewhere: swings and break-evens,
accounts, who builds what, dates, and every cell as it is printed. No discounting: four years weigh 4.
"""

from __future__ import annotations

import datetime as dt

import pytest
from tests.cases.advices import three, two

from teikei.deals.advice import Advice
from teikei.deals.deal_sheet import DealSheet
from teikei.deals.sheet import sheet
from teikei.report.leaf import Leaf
from teikei.report.money import Money
from teikei.report.sheet import leaf_of
from teikei.report.sheet_object import sheet_object

USD = Money("USD", 1.0)


def printed(made: DealSheet) -> dict[str, list[list[str]]]:
    """Every grid of the sheet by its caption, cells as text."""
    leaf: Leaf = leaf_of(made, USD)
    return {
        grid.caption: [[cell.text for cell in row] for row in grid.rows]
        for section in leaf.sections
        for grid in section.grids
    }


def swings(made: DealSheet) -> dict[str, tuple[float | None, float | None]]:
    return {s.move.input.table: (s.move.at_low, s.move.at_high) for s in made.swings}


def turns(made: DealSheet) -> dict[str, list[tuple[float, float]]]:
    found = {s.move.input.table: [(t.start.at, t.end.at) for t in s.move.turns] for s in made.swings}
    assert all(t.certified for s in made.swings for t in s.move.turns)
    return {table: ends for table, ends in found.items() if ends}


@pytest.fixture(scope="module")
def kita() -> DealSheet:
    return sheet(three(), "k_suv_at_delta")


@pytest.fixture(scope="module")
def pickup() -> DealSheet:
    return sheet(two(), "pickup_at_delta")


@pytest.fixture(scope="module")
def suv() -> DealSheet:
    return sheet(two(), "suv_at_delta")


def test_every_grid_of_kita_s_sheet(kita: DealSheet) -> None:
    grids = printed(kita)
    gains, accounts, fee, builds, inputs, _, cars = grids.values()
    assert [row[:5] for row in gains] == [
        ["Nagi Motor", "-3.5 ±0", "-98.0 ±0", "94.5 ±0", "94.5 ±0"],  # half of 4 + 3
        ["Kita", "192.5 ±0", "98.0 ±0", "94.5 ±0", "94.5 ±0"],  # 216 − 20 − 3.5
    ]
    # Delta's lines hold 200,000 and 100,000, and nagi builds 160,000
    assert [row[5] for row in gains] == [
        "runs Delta at 53% of capacity", "builds Kita SUV at Sapporo (50,000 a year)",
    ]  # fmt: skip
    # 75,000 cars: duty 15 % of 0.8 × 29,000 = 3,480; conversion 2,000 − 1,000; freight 1,000 − 500; 100 extra
    assert accounts == [
        ["duty on cars", "261.0"], ["conversion", "-75.0"], ["freight", "37.5"], ["tooling", "-20.0"],
        ["local extra cost", "-7.5"], ["signing", "-4.0"], ["running the deal", "-3.0"],
        ["surplus", "189.0 ±0"],
    ]  # fmt: skip
    assert [row[1:] for row in fee] == [
        ["3.5 ±0", "0.9 ±0", "47"],  # 0.875 a year; 3.5 m ÷ 75,000
        ["60.2 ±0", "15.1 ±0", "803"],  # 3.5 + 0.3 × 189; 15.05
        ["98.0 ±0", "24.5 ±0", "1,307"],
        ["135.8 ±0", "34.0 ±0", "1,811"],  # 33.95
        ["192.5 ±0", "48.1 ±0", "2,567"],  # 48.125
    ]
    # 25,000 and 50,000 over four years; Sapporo builds the rest of 200,000
    assert builds == [
        ["Kita SUV", "Delta", "United States", "0", "18,750", "+18,750"],
        ["Kita SUV", "Sapporo", "United States", "50,000", "31,250", "-18,750"],
    ]
    assert [row[1:5] for row in inputs] == [["0.0%, 15.0%, 25.0%", "-7.0", "363.0", "between 4% and 5%"]]
    assert cars == [["2029", "25,000"], ["2030", "50,000"]]


def test_kita_s_duty_by_hand(kita: DealSheet) -> None:
    # at a rate r a car gains 23,200 r − 600 at Delta. At 25 %: 5,200 × 75,000 = 390 − 27; at 0 none is built
    # there, and signing and running are lost
    assert swings(kita) == {"tariffs": (pytest.approx(-7.0), pytest.approx(363.0))}
    # ε is 1 a year, 4 in all: (23,200 r − 600) × 75,000 = 31 m at r = 4.4 %
    assert turns(kita) == {"tariffs": [(0.04, 0.05)]}
    assert [kita.figures["input range"].low, kita.figures["input range"].high] == pytest.approx([-7, 363])
    assert kita.assumed == 1.0


def test_kita_s_dates_and_screen(kita: DealSheet) -> None:
    when = kita.milestones
    assert when is not None
    # decided on the last day of 2026, six months to sign; tooled in a year: the middle of 2027 keeps 2029
    assert (when.start_year, when.full_rate_year) == (2029, 2030)
    assert (when.signature, when.decide_by) == (dt.date(2027, 7, 1), dt.date(2027, 7, 2))
    assert kita.advised.built_at == {"delta": pytest.approx(37_500.0)}  # 75,000 in two years
    assert (kita.screen.colour, kita.screen.number) == (
        "amber", "the text has no number below which all is well",
    )  # fmt: skip


def test_the_pickup_s_swings_by_hand(pickup: DealSheet) -> None:
    found = swings(pickup)
    # tooling of 50 for 100: 50 / 5 × 2 = 20 more; at 2,000 the deal is not used
    assert found["tooling"] == (pytest.approx(450.5), pytest.approx(-7.0))
    # half the demand: 30,000 × 11,000 − 80 − 7,500 × 9,500 − 7. At 50,000: 25,000 and the limit of 40,000
    # built, a quarter of 75,000 taken from the n_pickup: 715 − 80 − 178.125 − 7
    assert found["demand"] == (pytest.approx(171.75), pytest.approx(449.875))
    # a tenth and a half of 60,000 from the n_pickup: 573 − 57 and 573 − 285
    assert found["diversion"] == (pytest.approx(516.0), pytest.approx(288.0))
    # 430.5 − 0.4 (x − 100) = 4 at x = 1,166
    assert turns(pickup) == {"tooling": [(1150.0, 1200.0)]}


def test_the_pickup_s_grids(pickup: DealSheet) -> None:
    gains, accounts, *_ = printed(pickup).values()
    assert [row[0] for row in gains] == ["Nagi Motor", "Hoku Motor"]
    # each line is counted in tests/unit/report/test_sheet.py
    assert sum(float(row[1].replace(",", "")) for row in accounts[:-1]) == pytest.approx(430.5)
    (told,) = (g for c, g in printed(pickup).items() if c.startswith("Cars a year, mean"))
    # 60,000 pickups and 15,000 n_pickups less, over four years
    assert [[row[0], *row[3:]] for row in told] == [
        ["Hoku pickup", "0", "15,000", "+15,000"],
        ["Nagi pickup", "60,000", "56,250", "-3,750"],
    ]


def test_the_suv_s_swings_by_hand(suv: DealSheet) -> None:
    found = swings(suv)
    # at 25 % a car of Harima earns 6,000 in the us: 2029 40,000 × 11,400 + 40,000 × 6,000 − 360, 2030
    # 80,000 × 11,400 − 360: 336 + 552 − 67. At 0 it earns 12,000, before Japan's 9,800: 1,156 a year; with
    # Delta Japan has its 40,000 and 20,000 go there: 392 + 720 + 228 = 1,340. Twice 184 less 67
    assert found["tariffs"] == (pytest.approx(301.0), pytest.approx(821.0))
    # 100 or 300 for 150: 50 / 5 × 2 less, 150 / 5 × 2 more
    assert found["tooling"] == (pytest.approx(649.0), pytest.approx(569.0))
    assert turns(suv) == {}
    assert [suv.figures["input range"].low, suv.figures["input range"].high] == pytest.approx([301, 821])


def test_every_figure_of_the_suv_s_object(suv: DealSheet) -> None:
    told = sheet_object(suv, USD)
    by_hand = {
        "surplus": 629.0, "surplus yearly": 157.25, "before diversion": 629.0, "last": 629.0,
        "input range": 629.0, "gain nagi": -3.5, "gain hoku": 632.5, "after nagi": 314.5, "after hoku": 314.5,
        "part nagi": 314.5, "part hoku": 314.5,
        "pays nagi": -318.0, "pays hoku": 318.0,  # 632.5 − 314.5
        "fee lowest": 3.5, "fee at 0.3": 192.2, "fee middle": 318.0, "fee at 0.7": 443.8,
        "fee highest": 632.5,
        "fee lowest yearly": 0.875, "fee at 0.3 yearly": 48.05, "fee middle yearly": 79.5,
        "fee at 0.7 yearly": 110.95, "fee highest yearly": 158.125,
        # 120,000 cars
        "fee lowest car": 3.5e6 / 120_000, "fee at 0.3 car": 1601.6667, "fee middle car": 2650.0,
        "fee at 0.7 car": 3698.3333, "fee highest car": 5270.8333,
        "cars 2029": 40_000.0, "cars 2030": 80_000.0,
    }  # fmt: skip
    assert {name: one["value"] for name, one in told["figures"].items()} == pytest.approx(by_hand)
    for name, one in told["figures"].items():
        if name != "input range":
            assert (one["low"], one["high"]) == pytest.approx((one["value"], one["value"])), name
    assert (told["payer"], told["payee"], told["assumed_share"]) == ("hoku", "nagi", 1.0)


@pytest.mark.parametrize(("advice", "agreement"), [(two, "pickup_at_delta"), (three, "k_suv_at_delta")])
def test_the_object_tells_the_figures_of_the_text(advice, agreement: str) -> None:  # type: ignore[no-untyped-def]
    whole: Advice = advice()
    made = sheet(whole, agreement)
    told = sheet_object(made, USD)["figures"]
    assert set(told) == set(made.figures)
    for name, one in made.figures.items():
        ends = (told[name]["value"], told[name]["low"], told[name]["high"])
        assert ends == (one.value, one.low, one.high)
