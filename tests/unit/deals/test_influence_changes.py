from __future__ import annotations

import pytest
from tests.cases.drives import with_licence
from tests.cases.edits import added, changed, two_makers
from tests.cases.kinds import change, with_cameras, with_deal, with_merger, with_next_body, with_purchasing

from teikei.base.options import PlanOptions
from teikei.deals.influence_changes import moves_options, on_options, per_unit
from teikei.deals.inputs import Input, is_own
from teikei.deals.sweep import sweep
from teikei.deals.worth import surplus


def row(firm: str, what: str, resource: str, kind: str) -> dict[str, str]:
    return {"agreement": "bolts", "firm": firm, "what": what, "resource": resource, "change": kind}


def test_parts_bought_together_by_hand() -> None:
    # 100,000 n_suv a year at 15,300 for three years
    found = surplus(with_purchasing(two_makers()), "bolts")
    assert per_unit(found, row("nagi", "platform", "n_body", "parts_saving")) == pytest.approx(4_590.0)
    assert per_unit(found, row("hoku", "platform", "n_body", "parts_saving")) == 0.0


def test_a_drive_by_its_own_cost() -> None:
    case = with_deal(with_licence(), "bolts", "joint_purchasing")
    case = added(case, "changes", change("bolts", "hoku", "technology", "h_drive", "parts_saving", 0.2))
    found = surplus(case, "bolts")
    assert per_unit(found, row("hoku", "technology", "h_drive", "parts_saving")) == pytest.approx(120.0)


def test_the_sweep_moves_the_saving() -> None:
    # 5 % instead of 10 takes 255 off 750; 12 % adds 102
    found = surplus(with_purchasing(two_makers()), "bolts")
    swept = sweep(found, PlanOptions(), 3, 4.0)
    (move,) = [m for m in swept.moves if m.input.table == "changes"]
    assert move.ends == pytest.approx((495.0, 852.0))


def test_what_an_option_earns_by_its_hardware_and_price() -> None:
    # half of 300,000 cars: hardware between 400 and 600 is 30 M; at 1,000 instead of 2,000, 0.7311 take it
    found = surplus(with_cameras(two_makers()), "sight")
    cost = Input("technologies", ("cameras",), "unit_cost", 400.0, 500.0, 600.0)
    assert moves_options(found, cost)
    assert on_options(found, cost) == pytest.approx(30.0)
    key = ("sight", "nagi", "technology", "cameras", "option_price")
    price = Input("changes", key, "value", 1_000.0, 2_000.0, 2_000.0)
    assert on_options(found, price) == pytest.approx(abs(180.0 - 0.3 * 0.731059 * 200.0), rel=1e-5)
    assert not moves_options(
        found, Input("terms", ("sight", "nagi", "zai", "unit"), "amount", 0.0, 300.0, 600.0)
    )


def test_joining_by_what_the_programme_costs() -> None:
    # 90 M over 3 years, used in two: 60 M for the whole of it
    found = surplus(with_next_body(two_makers()), "next_body")
    key = row("nagi", "platform", "h_next", "joining_cost") | {"agreement": "next_body"}
    assert abs(per_unit(found, key)) == pytest.approx(60.0)


def test_a_merger_is_swept_over_its_own_figures() -> None:
    case = changed(
        with_merger(two_makers()), "changes", {"change": "overhead_saving"}, value_low=0.0, value_high=0.2
    )
    found = surplus(case, "one_firm")
    key = row("nagi", "firm", "nagi", "overhead_saving") | {"agreement": "one_firm"}
    assert per_unit(found, key) == pytest.approx(300.0)
    swept = sweep(found, PlanOptions(), 10, 4.0)
    assert [m.input.table for m in swept.moves] == ["changes"]
    assert swept.moves[0].ends == pytest.approx((found.alone[0] - 30.0, found.alone[0] + 30.0))
    assert not is_own(Input("tariffs", ("japan", "us"), "rate", 0.0, 0.1, 0.2))
