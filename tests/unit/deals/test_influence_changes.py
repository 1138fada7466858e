from __future__ import annotations

import pytest
from tests.cases.drives import with_licence
from tests.cases.edits import added, two_makers
from tests.cases.kinds import change, with_deal, with_purchasing

from teikei.base.options import PlanOptions
from teikei.deals.influence_changes import per_unit
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
