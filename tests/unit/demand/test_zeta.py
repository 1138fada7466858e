"""The fixed point: accelerated and plain steps end at one place; what does not end is said."""

from __future__ import annotations

import numpy as np
import pytest

from teikei.demand.choice import Choice
from teikei.demand.logit import Logit
from teikei.demand.market import Market
from teikei.demand.pricing import sort_by_firm
from teikei.demand.random_coefficients import RandomCoefficients
from teikei.demand.slopes import room
from teikei.demand.zeta import CONVERGED, TOO_LONG, attracts, combined, iterate, step

from .conftest import BINDING, PRICES, make_market


def test_acceleration_ends_where_plain_steps_end(choice: Choice) -> None:
    arrays = sort_by_firm(make_market(choice, **BINDING), choice)
    start = np.array(PRICES)[arrays.order]
    plain, _, slow, status = iterate(arrays.choice, arrays.pricing, start, 1e-13, 20000, False, 0.5)
    assert status == CONVERGED
    quick, size, maps, status = iterate(arrays.choice, arrays.pricing, start, 1e-13, 20000, True, 1.0)
    assert status == CONVERGED
    assert size <= 1e-13
    assert maps < slow
    assert quick == pytest.approx(plain, abs=1e-11)


def test_too_few_maps_return_the_best_seen(choice: Choice) -> None:
    arrays = sort_by_firm(make_market(choice), choice)
    start = np.array(PRICES)[arrays.order]
    best, size, maps, status = iterate(arrays.choice, arrays.pricing, start, 1e-15, 2, True, 1.0)
    assert (status, maps) == (TOO_LONG, 2)
    again, out = np.empty(6), np.empty((3, 6))
    assert step(arrays.choice, arrays.pricing, best, room(arrays.choice, arrays.pricing), out, again) == size


def test_fixed_prices_have_no_step(choice: Choice) -> None:
    arrays = sort_by_firm(make_market(choice), choice, [True] + [False] * 5)
    found, out = np.empty(6), np.empty((3, 6))
    step(
        arrays.choice,
        arrays.pricing,
        np.array(PRICES)[arrays.order],
        room(arrays.choice, arrays.pricing),
        out,
        found,
    )
    back = arrays.back(found)
    assert back[0] == 0.0
    assert np.all(back[1:] != 0.0)


def test_a_step_by_hand() -> None:
    # shares 1/3 and 1/2 at prices 3 and 4, α = −2
    # x keeps .8 of its price and earns .5 on each b; y counts .2 of x
    market = Market(
        products=["a", "b"],
        firms=["x", "y"],
        prices=[3.0, 4.0],
        quantities=[100 / 3, 50],
        size=100,
        outside_good=True,
        costs=[1.0, 3.0],
        tariffs=[0.2, 0.0],
        weights=[[1.0, 0.0], [0.2, 1.0]],
        fees={("x", "b"): 0.5},
    )
    choice = Logit(-2.0, np.log([2, 3]) + 2 * np.array([3.0, 4.0]), outside_good=True)
    arrays = sort_by_firm(market, choice)
    found, out = np.empty(2), np.empty((3, 2))
    work = room(arrays.choice, arrays.pricing)
    largest = step(arrays.choice, arrays.pricing, np.array([3.0, 4.0]), work, out, found)
    # worth to x: a .8 · 3 − 1 = 1.4, b .5; Λ = −2/3, Γ = −2/3 (1.4/3 + .5/2) = −43/90
    # a: ζ = (1 + (Γ − .8/3)/Λ)/.8 = (1 + (43/90 + 24/90) · 3/2)/.8 = (1 + 67/60)/.8
    # worth to y: a .2 · 1.4 = .28, b 4 − 3 + .2 · .5 = 1.1; Λ = −1, Γ = −(.28/3 + 1.1/2) = −193/300
    # b: ζ = 3 − .1 + (193/300 + 1/2), as y's share of the fee on b is its margin as well
    assert found == pytest.approx([127 / 60 / 0.8 - 3, 2.9 + 343 / 300 - 4])
    assert largest == pytest.approx(3 - 127 / 48)


def test_two_steps_of_a_line_give_its_end() -> None:
    # ζ(p) = p/2 + 1 in one dimension: f(p) = 1 − p/2. From p = 0 (f = 1) to p = 1 (f = ½) the line ends at p
    # = 2
    leap = np.empty(1)
    far = combined(np.array([[1.0]]), np.array([[-0.5]]), 1, np.array([0.5]), 1.0, leap)
    assert 1.0 + leap[0] == pytest.approx(2.0)
    assert far == pytest.approx(1.0)


@pytest.mark.parametrize(("price", "answer"), [(1.95152297, True), (3.26031232, False), (13.1871, True)])
def test_a_dip_of_profit_attracts_nothing(price: float, answer: bool) -> None:
    # a seller to nine thrifty customers and one who hardly looks at prices: conditions hold at two humps and
    # at the dip between them; ζ'(p) there, by differences of ζ(p) = c + (Γ − s)/Λ written out for one product
    choice = RandomCoefficients([-2.0, -0.2], [3.0], [[0.0, 0.0]], [0.9, 0.1], outside_good=True)
    market = Market(
        products=["a"], firms=["x"], prices=[price], quantities=[1], size=10, outside_good=True, costs=[1.0]
    )
    arrays = sort_by_firm(market, choice)
    work, out = room(arrays.choice, arrays.pricing), np.empty((3, 1))
    found, maps = attracts(arrays.choice, arrays.pricing, np.array([price]), 1e-6, work, out)
    assert found == answer
    assert 10 <= maps <= 41

    def zeta(p: float) -> float:
        alpha, mass = np.array([-2.0, -0.2]), np.array([0.9, 0.1])
        share = np.exp(3 + alpha * p) / (1 + np.exp(3 + alpha * p))
        slope = float(mass * alpha @ share)
        return 1 + (float(mass * alpha @ share**2) * (p - 1) - float(mass @ share)) / slope

    assert zeta(price) == pytest.approx(price, abs=1e-3)
    assert (abs(zeta(price + 1e-5) - zeta(price - 1e-5)) < 2e-5) == answer
