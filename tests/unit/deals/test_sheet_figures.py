"""Every figure of a sheet by hand. The plans behind them are worked out in tests/cases (test_two_makers and
three_makers); there is no discounting, so four years weigh 4."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest
from tests.cases.advices import three, two

from teikei.deals.advice import Advised
from teikei.deals.figure import Figure
from teikei.deals.gains import Gain
from teikei.deals.sheet_figures import equal_part, figures_of, influence_assumed
from teikei.deals.terms import Corridor


def shown(figures: dict[str, Figure]) -> dict[str, float]:
    return {name: figure.value for name, figure in figures.items()}


def test_the_pickup() -> None:
    advice = two()
    figures = figures_of(advice["pickup_at_delta"], advice.case)
    assert shown(figures) == pytest.approx(
        {
            "last": 430.5,  # the SUV beside it shares nothing scarce with it
            "surplus": 430.5,  # hoku 576.5, nagi −146
            "surplus yearly": 107.625,  # 430.5 / 4
            "before diversion": 573.0,
            "input range": 430.5,
            "gain nagi": -146.0,
            "gain hoku": 576.5,
            "after nagi": 215.25,  # 430.5 / 2
            "after hoku": 215.25,
            "part nagi": 215.25,  # (576.5 − 146) / 2
            "part hoku": 215.25,
            "pays nagi": -361.25,  # −146 − 215.25
            "pays hoku": 361.25,  # 576.5 − 215.25
            "fee lowest": 146.0,
            "fee highest": 576.5,
            "fee middle": 361.25,  # (146 + 576.5) / 2
            "fee at 0.3": 275.15,  # 146 + 0.3 × 430.5
            "fee at 0.7": 447.35,
            "fee lowest yearly": 36.5,  # / 4
            "fee highest yearly": 144.125,
            "fee middle yearly": 90.3125,
            "fee at 0.3 yearly": 68.7875,
            "fee at 0.7 yearly": 111.8375,
            "fee lowest car": 2433.3333,  # 146 m / 60,000 cars
            "fee highest car": 9608.3333,
            "fee middle car": 6020.8333,
            "fee at 0.3 car": 4585.8333,  # 275.15 m / 60,000
            "fee at 0.7 car": 7455.8333,
            "cars 2029": 20_000.0,
            "cars 2030": 40_000.0,
        }
    )
    # 60,000 pickups at 30,000 less 15,000 n_pickups at 30,000 … = 430.5
    assert sum(v for _, v in figures["surplus"].parts) == pytest.approx(430.5)
    assert dict(figures["surplus"].parts)["tooling"] == pytest.approx(-40.0)
    # the range: tooling at 2,000 loses the deal (its cost of 7 stays), half the diversion brings 516
    assert (figures["input range"].low, figures["input range"].high) == pytest.approx((-7.0, 516.0))


def test_the_suv_of_kita_among_three() -> None:
    advice = three()
    figures = figures_of(advice["k_suv_at_delta"], advice.case)
    expected = {
        "surplus": 189.0,  # 216 − 20 − 7
        "surplus yearly": 47.25,
        "before diversion": 189.0,
        "gain kita": 192.5,
        "gain nagi": -3.5,
        "after kita": 94.5,
        "after nagi": 94.5,
        "part kita": 94.5,
        "part nagi": 94.5,
        "pays kita": 98.0,  # 192.5 − 94.5
        "pays nagi": -98.0,
        "fee lowest": 3.5,
        "fee highest": 192.5,
        "fee middle": 98.0,
        "fee at 0.3": 60.2,  # 3.5 + 0.3 × 189
        "fee at 0.7": 135.8,
        "fee lowest yearly": 0.875,
        "fee highest yearly": 48.125,
        "fee middle yearly": 24.5,
        "fee at 0.3 yearly": 15.05,
        "fee at 0.7 yearly": 33.95,
        "fee lowest car": 46.6667,  # 3.5 m / 75,000 cars
        "fee highest car": 2566.6667,
        "fee middle car": 1306.6667,
        "fee at 0.3 car": 802.6667,  # 60.2 m / 75,000
        "fee at 0.7 car": 1810.6667,
        "cars 2029": 25_000.0,
        "cars 2030": 50_000.0,
    }
    found = shown(figures)
    assert {name: found[name] for name in expected} == pytest.approx(expected, rel=1e-6)
    # alone in its advice, so there is no last; the range is counted in tests/cases/test_sheets.py
    assert set(found) - set(expected) == {"input range"}
    assert not any(name.startswith("others") for name in found)  # hoku is not touched


def among_three() -> Advised:
    """A deal of three parties that a fourth firm loses by: 90 + 30 − 24 − 6 = 90."""
    amounts = {"a": 90.0, "b": 30.0, "c": -24.0, "d": -6.0}
    gains = {f: Gain(f, v, v - 3.0, v + 3.0, certified=False) for f, v in amounts.items()}
    return replace(
        two()["pickup_at_delta"],
        parties=("a", "b", "c"),
        surplus_m=(90.0, 93.0),
        gains=gains,
        gains_after_m=dict.fromkeys("abc", (30.0, 31.0)),
        corridor=None,
    )


def test_net_payments_among_three_sum_to_nothing() -> None:
    figures = figures_of(among_three(), two().case)
    # 90 + 30 − 24 = 96, 32 each
    assert [figures[f"pays {f}"].value for f in "abc"] == pytest.approx([58.0, -2.0, -56.0])
    assert figures["others d"].value == -6.0
    assert "fee lowest" not in figures


def test_an_equal_part_is_bounded_by_the_surplus_and_the_others_not_by_each_gain_alone() -> None:
    # the surplus 90 to 93 less the fourth's −9 to −3: 93 to 102, so 31 to 34; gains alone would say 29 to 35
    assert equal_part(among_three()) == pytest.approx((32.0, 31.0, 34.0))


def pooled() -> Advised:
    """A deal of which equally good plans give one more and the other less, and whose giver is glad of it."""
    gains = {
        "hoku": Gain("hoku", 900.0, 900.0, 1_100.0, certified=False),
        "nagi": Gain("nagi", -500.0, -690.0, -500.0, certified=False),
    }
    fee = Corridor("hoku", "nagi", -900.0, -500.0, -225.0, -125.0, -15_000.0, -8_333.0)
    return replace(two()["pickup_at_delta"], surplus_m=(400.0, 402.0), gains=gains, corridor=fee)


def ends(figure: Figure) -> tuple[float, float, float]:
    return figure.value, figure.low, figure.high


def test_who_pays_and_is_paid_change_over_where_the_giver_is_glad() -> None:
    figures = figures_of(pooled(), two().case)
    assert {name: figures[f"fee {name}"].value for name in ("lowest", "middle", "highest")} == {
        "lowest": 500.0, "middle": 700.0, "highest": 900.0,
    }  # fmt: skip
    # 60,000 cars
    assert figures["fee middle car"].value == pytest.approx(700e6 / 60_000)


def test_what_is_paid_hangs_on_the_plans_that_the_gains_hang_on() -> None:
    figures = figures_of(pooled(), two().case)
    # equal parts of 400 to 402: 200 to 201. hoku pays 900 − 201 to 1,100 − 200, or half of 900 + 500 to
    # 1,100 + 690, or what nagi is paid: 200 + 500 to 201 + 690. All hold: 700 to 891
    assert ends(figures["pays hoku"]) == pytest.approx((700.0, 700.0, 891.0))
    assert ends(figures["pays nagi"]) == pytest.approx((-700.0, -891.0, -700.0))
    assert ends(figures["fee middle"]) == pytest.approx((700.0, 700.0, 891.0))
    assert ends(figures["fee lowest"]) == pytest.approx((500.0, 500.0, 690.0))
    assert ends(figures["fee highest"]) == pytest.approx((900.0, 900.0, 1_100.0))
    # nagi has 0.3 of 400 to 402: 120 + 500 to 120.6 + 690; 900 − 0.7 × 402 to 1,100 − 0.7 × 400;
    # 0.3 × 900 + 0.7 × 500 = 620 to 0.3 × 1,100 + 0.7 × 690 = 813
    assert ends(figures["fee at 0.3"]) == pytest.approx((620.0, 620.0, 810.6))
    assert not figures["fee middle"].certified
    # a year of four, a car of 60,000
    assert ends(figures["fee middle yearly"]) == pytest.approx((175.0, 175.0, 222.75))
    assert figures["fee middle car"].high == pytest.approx(14_850.0)


def test_net_payments_among_three_have_a_range() -> None:
    figures = figures_of(among_three(), two().case)
    # gains ± 3, equal parts 31 to 34: 90 − 3 − 34 to 90 + 3 − 31, or 58 ± (2/3 × 3 + 1/3 × 6) = 54 to 62
    assert ends(figures["pays a"]) == pytest.approx((58.0, 54.0, 62.0))


def test_an_open_sign_of_who_pays_is_undetermined() -> None:
    found = pooled()
    gains = {"hoku": replace(found.gains["hoku"], value=100.0, low=-50.0, high=300.0),
             "nagi": replace(found.gains["nagi"], value=50.0, low=-150.0, high=200.0)}  # fmt: skip
    fee = Corridor("nagi", "hoku", -50.0, 100.0, 0.0, 0.0, None, None)
    figures = figures_of(replace(found, gains=gains, surplus_m=(150.0, 150.0), corridor=fee), two().case)
    # hoku −50 to 300 less 75; nagi 75 less −150 to 200
    assert ends(figures["fee middle"]) == pytest.approx((25.0, -125.0, 225.0))
    assert figures["fee middle"].undetermined


def test_share_that_rests_on_assumptions_is_weighed_by_influence() -> None:
    advice = two()
    sweep = advice["pickup_at_delta"].sweep
    assert sweep is not None
    tooling, demand, diversion = sweep.moves
    # 450.5 + 7 = 457.5; 449.9… − 171.8…; 516 − 288 = 228
    frame = advice.case["tooling"].with_columns(confidence=pl.lit("reported"))
    known = advice.case.with_(None, tooling=frame)
    rest = demand.width + diversion.width
    assert influence_assumed(sweep.moves, advice.case) == 1.0
    assert influence_assumed(sweep.moves, known) == pytest.approx(rest / (rest + 457.5))
    assert tooling.width == pytest.approx(457.5)
    assert influence_assumed((), advice.case) is None
