"""Equilibrium prices: conditions hold, what binds is kept, what fails says so."""

from __future__ import annotations

import numpy as np
import pytest

from teikei.base.errors import ConvergenceError, DemandError, UsageError
from teikei.base.options import EquilibriumOptions
from teikei.demand.choice import Choice
from teikei.demand.equilibrium import Equilibrium, equilibrium
from teikei.demand.logit import Logit
from teikei.demand.market import Market
from teikei.demand.nested_logit import NestedLogit
from teikei.demand.pricing import condition, profits
from teikei.demand.random_coefficients import RandomCoefficients

from .conftest import BINDING, make_market


def test_a_monopolist_by_hand() -> None:
    # logit with one product: p − c = 1/(|α| (1 − s)); with α = −1 and s = 1/2: p = c + 2
    # utility 0 at p = 3 gives that share: quality 3, cost 1
    market = Market(
        products=["a"], firms=["x"], prices=[2.0], quantities=[1], size=10, outside_good=True, costs=[1.0]
    )
    found = equilibrium(market, Logit(-1.0, [3.0], outside_good=True))
    assert found.prices == pytest.approx([3.0])
    assert found.quantities == pytest.approx([5.0])
    assert found.profits == pytest.approx([10.0])
    assert found.consumer_surplus == pytest.approx(10 * np.log(2))


def test_conditions_hold_with_all_that_binds(choice: Choice) -> None:
    market = make_market(choice, **BINDING)
    found = equilibrium(market, choice)
    assert condition(market, choice, found.prices) == pytest.approx(np.zeros(6), abs=1e-12)
    assert found.residual < 1e-12
    assert found.profits == pytest.approx(profits(market, choice, found.prices))
    taxed = 0.1 * found.prices[1] * found.quantities[1] + 0.25 * found.prices[3] * found.quantities[3]
    assert found.tariff_revenue == pytest.approx(taxed + 0.1 * found.prices[5] * found.quantities[5])


def test_plain_and_accelerated_agree(choice: Choice) -> None:
    market = make_market(choice)
    quick = equilibrium(market, choice)
    plain = equilibrium(market, choice, EquilibriumOptions(accelerate=False))
    assert quick.method == "accelerated"
    assert plain.method in ("plain", "damped")
    assert quick.prices == pytest.approx(plain.prices, abs=1e-10)


def test_a_fixed_price_stays_and_the_others_answer(choice: Choice) -> None:
    market = make_market(choice)
    free = equilibrium(market, choice)
    held = equilibrium(market, choice, fixed={"c": 4.0})
    assert held.prices[2] == 4.0
    left = condition(market, choice, held.prices)
    assert np.delete(left, 2) == pytest.approx(np.zeros(5), abs=1e-11)
    assert abs(left[2]) > 1e-3
    assert held.residual < 1e-11
    assert not np.allclose(np.delete(held.prices, 2), np.delete(free.prices, 2), atol=1e-6)


def test_very_alike_products_still_converge() -> None:
    choice = NestedLogit(
        -0.5, [8.0, 8.0, 8.1, 7.9], ["n"] * 4, 0.9, ["h", "h", "a", "a"], 0.97, outside_good=True
    )
    prices = [12.0, 12.5, 13.0, 12.0]
    market = Market(
        products=list("abcd"), firms=list("wxyz"), prices=prices, quantities=100 * choice.shares(prices),
        size=100, outside_good=True, costs=[10.0, 10.0, 10.0, 9.9],
    )  # fmt: skip
    found = equilibrium(market, choice)
    assert found.residual < 1e-10
    assert found.stable


def test_no_convergence_is_an_error_with_the_best_attached(choice: Choice) -> None:
    with pytest.raises(ConvergenceError) as caught:
        equilibrium(make_market(choice), choice, EquilibriumOptions(maps=2))
    best = caught.value.best
    assert isinstance(best, Equilibrium)
    assert best.step > 0
    fault = caught.value.faults[0]
    assert fault.where == "market, prices"
    assert "error.best" in fault.fix


def test_limits_that_cannot_be_kept_are_an_error() -> None:
    choice = Logit(-1.0, [1.0, 1.0], outside_good=False)  # everybody buys, whatever it costs
    market = Market(
        products=["a", "b"], firms=["x", "y"], prices=[2.0, 2.0], quantities=[50, 50], outside_good=False,
        costs=[1.0, 1.0], capacities={"a": 30, "b": 30},
    )  # fmt: skip
    with pytest.raises(ConvergenceError) as caught:
        equilibrium(market, choice)
    assert caught.value.best is not None


@pytest.mark.parametrize(
    ("arguments", "where"),
    [
        ({"fixed": {"q": 1.0}}, "market, fixed"),
        ({"fixed": {"a": 0.0}}, "market, fixed"),
        ({"start": [1.0]}, "market, start"),
        ({"start": [np.nan] * 6}, "market, start"),
    ],
)
def test_bad_input(choice: Choice, arguments: dict[str, object], where: str) -> None:
    with pytest.raises(DemandError) as caught:
        equilibrium(make_market(choice), choice, **arguments)  # type: ignore[arg-type]
    assert [fault.where for fault in caught.value.faults] == [where]


def test_costs_must_be_known(choice: Choice) -> None:
    with pytest.raises(DemandError, match="costs"):
        equilibrium(make_market(choice, costs=None), choice)


def test_options_have_limits() -> None:
    with pytest.raises(UsageError):
        EquilibriumOptions(tolerance=0)
    with pytest.raises(UsageError):
        EquilibriumOptions(maps=0)


def test_the_table_names_units(choice: Choice) -> None:
    found = equilibrium(make_market(choice, price_unit="EUR", quantity_unit="cars"), choice)
    table = found.table()
    assert table.height == 6
    assert "price [EUR]" in table.columns
    assert table["quantity [cars]"].to_list() == pytest.approx(found.quantities.tolist())
    assert found.shares == pytest.approx(choice.shares(found.prices))


def two_humps(cost: float, start: float) -> tuple[Market, RandomCoefficients]:
    """A seller to nine thrifty customers and one who hardly looks at prices: two humps, a dip between them.

    At cost 1 conditions hold at 1.95 and 13.18 (humps) and at 3.26 (dip). The lower hump meets the dip, and
    both are gone, at cost 1.49621053.
    """
    market = Market(
        products=["a"], firms=["x"], prices=[start], quantities=[1], size=10, outside_good=True, costs=[cost]
    )
    return market, RandomCoefficients([-2.0, -0.2], [3.0], [[0.0, 0.0]], [0.9, 0.1], outside_good=True)


def test_prices_are_found_where_two_equilibria_almost_meet() -> None:
    # 1e-7 below that cost plain steps shrink by only 0.06 % each, and 20,000 of them do not arrive
    market, choice = two_humps(1.4962104, 1.6)
    with pytest.raises(ConvergenceError):
        equilibrium(market, choice, EquilibriumOptions(accelerate=False))
    found = equilibrium(market, choice)
    assert found.method == "accelerated"
    assert found.maps < 5000
    patient = equilibrium(market, choice, EquilibriumOptions(accelerate=False, maps=80_000))
    assert found.prices == pytest.approx(patient.prices, abs=1e-9)
    # the hump, not the dip: profit is less on both sides
    around = [float(profits(market, choice, found.prices + step)[0]) for step in (-1e-3, 0.0, 1e-4)]
    assert around[1] > max(around[0], around[2])


@pytest.mark.parametrize(("nudge", "end"), [(1e-5, 13.2), (-1e-5, 1.95)])
def test_looking_ahead_is_not_led_into_a_dip(nudge: float, end: float) -> None:
    # at 3.2603123 profit is least between the humps: the condition holds, and plain steps lead away from it
    market, choice = two_humps(1.0, 3.2603123 + nudge)
    found = equilibrium(market, choice)
    plain = equilibrium(market, choice, EquilibriumOptions(accelerate=False))
    assert plain.prices == pytest.approx([end], abs=0.05)
    assert found.prices == pytest.approx(plain.prices, abs=1e-9)


@pytest.mark.parametrize("love", [50.0, 500.0, 5000.0])
def test_captive_customers_pay_nearly_all_it_is_worth(love: float) -> None:
    # each kind wants one car only: p − c = 1 + e^(v − p) with α = −1 and c = 1, so p = v − ln(p − 2)
    market = Market(
        products=["a", "b"], firms=["x", "y"], prices=[2.0, 2.0], quantities=[3, 3], size=10,
        outside_good=True, costs=[1.0, 1.0],
    )  # fmt: skip
    found = equilibrium(
        market, RandomCoefficients([-1.0, -1.0], [0, 0], [[love, -love], [-love, love]], outside_good=True)
    )
    assert found.prices == pytest.approx(love - np.log(found.prices - 2), rel=1e-12)
    assert found.prices[0] == pytest.approx(found.prices[1])
    assert found.stable


@pytest.mark.parametrize("sigma", [0.9, 0.999, 0.99999])
def test_products_almost_the_same_sell_at_cost_in_the_limit(sigma: float) -> None:
    # Two alike cars of rivals, α = −1: p − c = (1 − σ)/(1 − σ s_{j|g} − (1 − σ) s_j), s_{j|g} = 1/2
    market = Market(
        products=["a", "b"], firms=["x", "y"], prices=[2.0, 2.1], quantities=[3, 3], size=10,
        outside_good=True, costs=[1.0, 1.0],
    )  # fmt: skip
    found = equilibrium(market, NestedLogit(-1.0, [3.0, 3.0], ["n", "n"], sigma, outside_good=True))
    share = found.shares
    expected = (1 - sigma) / (1 - sigma / 2 - (1 - sigma) * share)
    assert found.prices - 1 == pytest.approx(expected, rel=1e-8)


def test_what_nobody_would_buy_is_a_named_error() -> None:
    # so few customers, and the car so dear, that its share is less than a float can say
    market = Market(
        products=["a", "b"], firms=["x", "y"], prices=[2.0, 2000.0], quantities=[3, 3], size=10,
        outside_good=True, costs=[1.0, 1999.0],
    )  # fmt: skip
    few = RandomCoefficients([-1.0], [800.0, 1.0], [[0.0], [0.0]], [1e-70], outside_good=True)
    with pytest.raises(ConvergenceError) as error:
        equilibrium(market, few)
    assert "nobody would buy" in error.value.faults[0].why
    assert isinstance(error.value.best, Equilibrium)
