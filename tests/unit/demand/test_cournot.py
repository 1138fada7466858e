"""Quantity setting by hand: shares, limits, who enters, and stakes."""

from __future__ import annotations

from importlib import import_module

import numpy as np
import pytest

from teikei.base.errors import ConvergenceError, DemandError
from teikei.demand.cournot import CournotEquilibrium, Plant, _written, cournot, cournot_merger, settle
from teikei.demand.inverse_demand import IsoelasticDemand, LinearDemand

DEMAND = LinearDemand(10.0, 1.0)


def equal(count: int, cost: float = 1.0) -> list[Plant]:
    return [Plant(f"p{n}", f"f{n}", cost) for n in range(count)]


@pytest.mark.parametrize("count", [1, 2, 3, 7, 20])
def test_equal_firms_by_hand(count: int) -> None:
    # q = (10 − 1)/(n + 1), profit q²
    found = cournot(DEMAND, equal(count))
    assert found.quantities == pytest.approx(np.full(count, 9 / (count + 1)))
    assert found.price == pytest.approx(10 - 9 * count / (count + 1))
    assert list(found.profits.values()) == pytest.approx([(9 / (count + 1)) ** 2] * count)
    assert found.consumer_surplus == pytest.approx(0.5 * (9 * count / (count + 1)) ** 2)


def test_a_dear_firm_stays_out() -> None:
    # alone the cheap one sells 4.5 at 5.5; a cost of 6 is above
    found = cournot(DEMAND, [Plant("a", "x", 1.0), Plant("b", "y", 6.0)])
    assert found.quantities == pytest.approx([4.5, 0.0])
    assert found.residual == pytest.approx(0, abs=1e-9)


def test_a_limit_has_a_shadow_price() -> None:
    # a makes 2 at most; b answers (9 − 2)/2 = 3.5: price 4.5; a's worth of a unit more is 4.5 − 2 − 1 = 1.5
    found = cournot(DEMAND, [Plant("a", "x", 1.0, limit=2.0), Plant("b", "y", 1.0)])
    assert found.quantities == pytest.approx([2.0, 3.5])
    assert found.shadow_prices == pytest.approx({"a": 1.5})


def test_the_cheaper_plant_of_a_firm_runs_first() -> None:
    # alone: (10 − 2)/2 = 4 with the second plant on the margin: the first is full with 3, the second makes 1
    found = cournot(DEMAND, [Plant("a", "x", 1.0, limit=3.0), Plant("b", "x", 2.0)])
    assert found.quantities == pytest.approx([3.0, 1.0])
    # a is full, and b's cost of 5 is above the marginal revenue of 10 − 6 = 4
    found = cournot(DEMAND, [Plant("a", "x", 1.0, limit=3.0), Plant("b", "x", 5.0)])
    assert found.quantities == pytest.approx([3.0, 0.0], abs=1e-9)


def test_rising_costs_by_hand() -> None:
    # 10 − 2q = q/2: q = 4
    found = cournot(DEMAND, [Plant("a", "x", slope=2.0)])
    assert found.quantities == pytest.approx([4.0])
    assert found.profits["x"] == pytest.approx(4 * 6 - 16 / 4)


def test_isoelastic_demand_by_hand() -> None:
    # Σ s L = HHI/ε: two equal firms, ε = 2: (p − 1)/p = 1/4, p = 4/3
    found = cournot(IsoelasticDemand(3.0, 2.0), equal(2))
    assert found.price == pytest.approx(4 / 3)


def test_a_stake_softens_competition() -> None:
    # x counts half of y: q_x = (9 − q_y − q_y/2)/2, q_y = (9 − q_x)/2: q_x = 1.8, q_y = 3.6
    found = cournot(DEMAND, equal(2), weights=[[1.0, 0.5], [0.0, 1.0]])
    assert found.quantities == pytest.approx([1.8, 3.6])


def test_a_merger_of_two_in_three() -> None:
    before, after = cournot_merger(DEMAND, equal(3), ["f0", "f1"])
    assert before.price == pytest.approx(3.25)
    assert after.price == pytest.approx(4.0)
    assert after.sold == pytest.approx({"f0": 3.0, "f2": 3.0})


def test_free_entry_by_hand() -> None:
    # profits of n equal firms: (9/(n+1))²: 20.25, 9, 5.06, 3.24; with a fixed cost of 4 three stay
    found = settle(DEMAND, equal(6), {f"f{n}": 4.0 for n in range(6)})
    assert len(found.profits) == 3
    # the cheapest come first
    plants = [Plant("a", "x", 3.0), Plant("b", "y", 1.0)]
    assert set(settle(DEMAND, plants, {"x": 6.0, "y": 6.0}).profits) == {"y"}


def test_who_came_first_may_have_to_leave() -> None:
    # alone x earns 4.5² − 8 = 12.25, y 5² − 13.4 = 11.6: x enters; together y earns (11/3)² − 13.4 = .04 and
    # enters, x (8/3)² − 8 = −.89 and leaves
    found = settle(DEMAND, [Plant("a", "x", 1.0), Plant("b", "y", 0.0)], {"x": 8.0, "y": 13.4})
    assert set(found.profits) == {"y"}


def test_nobody_can_cover_his_cost() -> None:
    with pytest.raises(DemandError):
        settle(DEMAND, equal(2), {"f0": 100.0, "f1": 100.0})


def test_bad_input_is_gathered() -> None:
    with pytest.raises(DemandError) as error:
        cournot(DEMAND, [Plant("a", "x", -1.0), Plant("a", "y", slope=0.0), Plant("c", "z", limit=0.0)])
    assert len(error.value.faults) == 5  # two of one name, a cost, a slope, a limit
    with pytest.raises(DemandError):
        cournot(DEMAND, [])
    with pytest.raises(DemandError):
        cournot(DEMAND, equal(2), weights=[[1.0]])
    with pytest.raises(DemandError):
        cournot(DEMAND, equal(2), weights=[[1.0, float("nan")], [0.0, 1.0]])
    with pytest.raises(DemandError) as error:
        cournot_merger(DEMAND, equal(2), ["f9"])
    assert len(error.value.faults) == 2
    with pytest.raises(DemandError) as error:
        settle(DEMAND, equal(2), {"f9": 1.0, "f0": -1.0})
    assert len(error.value.faults) == 2


def test_answers_that_keep_moving_are_a_named_error(monkeypatch: pytest.MonkeyPatch) -> None:
    # x gives way to y, y to z, z to x, each three times over: who sells is always chased by another
    monkeypatch.setattr(import_module("teikei.demand.cournot"), "ROUNDS", 200)  # no other after 5,000
    with pytest.raises(ConvergenceError) as error:
        cournot(DEMAND, equal(3), weights=[[1, 3, 0], [0, 1, 3], [3, 0, 1]])
    assert isinstance(error.value.best, CournotEquilibrium)
    assert error.value.best.residual > 1  # each in turn sells as if alone, (10 − 1)/2, or nothing


@pytest.mark.parametrize(
    ("plant", "total", "other", "residual", "shadow"),
    [
        # P = 10 − Q; what a unit more is worth to x is P − q_x, its cost 1
        (Plant("a", "x", 1.0), 2.0, 3.0, 2.0, {}),  # 5 − 2 − 1: too little; y: 5 − 3 − 1 = 1
        (Plant("a", "x", 1.0, limit=2.0), 2.0, 3.5, 0.0, {"a": 1.5}),  # 4.5 − 2 − 1: would build more
        (Plant("a", "x", 1.0, limit=4.0), 4.0, 2.5, 1.5, {}),  # 3.5 − 4 − 1: at its limit, but too much
        (Plant("a", "x", 1.0), 0.0, 4.5, 4.5, {}),  # 5.5 − 0 − 1: idle, but should build
        (Plant("a", "x", 6.0), 0.0, 4.5, 0.0, {}),  # 5.5 − 6 < 0: idle, and rightly so
    ],
)
def test_the_residual_tells_who_does_not_answer_best(
    plant: Plant, total: float, other: float, residual: float, shadow: dict[str, float]
) -> None:
    # y's own gap: 10 − total − 2 · other − 1
    rival = abs(9.0 - total - 2 * other)
    plants = (plant, Plant("b", "y", 1.0))
    found = _written(DEMAND, plants, ("x", "y"), [[0], [1]], np.array([total, other]), np.eye(2))
    assert found.residual == pytest.approx(max(residual, rival))
    assert found.shadow_prices == pytest.approx(shadow)
