"""Products that come and go."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from teikei.base.errors import DemandError
from teikei.demand.choice import Choice
from teikei.demand.entry import Entrant, entered, entry, withdrawal
from teikei.demand.equilibrium import equilibrium
from teikei.demand.logit import Logit
from teikei.demand.random_coefficients import RandomCoefficients

from .conftest import BINDING, make_market

NEW = Entrant("g", "w", quality=2.9, cost=1.1, price=2.2, nest="small", subnest="abroad")


def test_leaving_undoes_entering(choice: Choice) -> None:
    market = make_market(choice)
    before = equilibrium(market, choice)
    wider, demand = entered(market, choice, [NEW])
    again = withdrawal(wider, demand, ["g"])
    assert again.after.prices == pytest.approx(before.prices, rel=1e-8)


def test_an_entrant_earns_and_takes(choice: Choice) -> None:
    found = entry(make_market(choice), choice, [NEW])
    changes = found.profit_changes
    assert found.parties == ("w",)
    assert changes["w"] > 0
    assert found.of_rivals < 0
    assert found.consumer_surplus > 0
    row = found.products().filter(product="g")
    assert row["price_before [money]"].to_list() == [None]


def test_what_binds_the_others_stays(choice: Choice) -> None:
    market = make_market(choice, **BINDING)
    wider, demand = entered(market, choice, [replace(NEW, tariff=0.2)])
    assert wider.kept[:6] == pytest.approx(market.kept)
    assert wider.kept[6] == pytest.approx(0.8)
    assert wider.kappa[:3, :3] == pytest.approx(market.kappa)
    assert wider.kappa[3] == pytest.approx([0, 0, 0, 1])
    assert wider.fees == market.fees
    assert demand.count == 7


def test_a_firm_may_add_to_its_own_line() -> None:
    choice = Logit(-1.5, [3.0, 2.5, 3.2, 2.8, 2.2, 3.5], outside_good=True)
    found = entry(make_market(choice), choice, [replace(NEW, firm="x")])
    assert set(found.profit_changes) == {"x", "y", "z"}
    # it weighs what the new product takes from its own: less is gained than by an outsider
    outside = entry(make_market(choice), choice, [NEW])
    assert found.profit_changes["x"] < outside.profit_changes["w"]


def test_tastes_for_the_new_product() -> None:
    kinds = RandomCoefficients([-1.0, -2.0], [2.0] * 6, np.zeros((6, 2)), outside_good=True)
    _, plain = entered(make_market(kinds), kinds, [NEW])
    _, liked = entered(make_market(kinds), kinds, [replace(NEW, tastes=[1.0, 0.0])])
    prices = [2.0] * 7
    assert liked.shares(prices)[6] > plain.shares(prices)[6]
    with pytest.raises(DemandError, match="kind of customers"):
        entered(make_market(kinds), kinds, [replace(NEW, tastes=[1.0])])


@pytest.mark.parametrize(
    "changes",
    [{"product": "a"}, {"quality": float("nan")}, {"price": -1.0}, {"cost": 0.0}, {"tariff": 1.0}],
)
def test_bad_entrants(changes: dict[str, Any]) -> None:
    choice = Logit(-1.5, [3.0, 2.5, 3.2, 2.8, 2.2, 3.5], outside_good=True)
    with pytest.raises(DemandError):
        entered(make_market(choice), choice, [replace(NEW, **changes)])


def test_what_is_missing_is_gathered(choice: Choice) -> None:
    market = make_market(choice, costs=None, plants=["p"] * 6)
    with pytest.raises(DemandError) as error:
        entered(market, choice, [Entrant("a", "w", 1.0, 1.0, 1.0)])
    nests = getattr(choice, "nests", None), getattr(choice, "subnests", None)
    levels = sum(level is not None for level in nests)
    assert len(error.value.faults) == 3 + levels  # costs, name, plant
    with pytest.raises(DemandError):
        entered(market, choice, [])


def test_nobody_leaves_who_is_not_there(choice: Choice) -> None:
    with pytest.raises(DemandError):
        withdrawal(make_market(choice), choice, ["nobody"])
    with pytest.raises(DemandError):
        withdrawal(make_market(choice), choice, ["x", "y", "z"])


def test_a_demand_of_unknown_form_cannot_grow() -> None:
    class Other(Logit):
        pass

    choice = Logit(-1.5, [3.0, 2.5, 3.2, 2.8, 2.2, 3.5], outside_good=True)
    market = make_market(choice)
    stranger: Any = type("Stranger", (), {"count": 6, "outside_good": True})()
    with pytest.raises(DemandError):
        entered(market, stranger, [NEW])
