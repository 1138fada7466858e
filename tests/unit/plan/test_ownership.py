from __future__ import annotations

import numpy as np
import pytest
from tests.cases.edits import added, changed, two_makers
from tests.cases.features import with_guest, with_own_launch, with_quota

from teikei.plan.optimise import plan
from teikei.plan.ownership import owned_objective
from teikei.plan.solution import PlanSolution


def everything() -> PlanSolution:
    """Every sort of column: quota, overtime, a guest, closing, leaving, tooling, launch, adoption."""
    case = with_quota(with_own_launch(with_guest(two_makers())))
    case = changed(case, "plants", {"plant": "harima"}, may_close_from=2027, overtime_share=0.1)
    case = changed(case, "plant_owners", {"plant": "harima", "firm": "hoku"}, share=0.6)
    case = added(case, "plant_owners", {"plant": "harima", "firm": "nagi", "share": 0.4})
    case = added(
        case, "market_presence", {"firm": "hoku", "market": "us", "fixed_cost_m": 5, "may_leave": True}
    )
    return plan(case, book=["zai_guest", "pickup_at_delta", "suv_at_delta"])


def test_owned_parts_sum_to_the_objective() -> None:
    found = everything()
    blocks = {b.name for b in found.program.columns}
    assert blocks >= {
        "ship",
        "in_quota",
        "overtime",
        "lent",
        "closed",
        "tool_up",
        "launched",
        "developed",
        "left",
    }
    parts = [owned_objective(found.problem, found.program, f) for f in ("nagi", "hoku")]
    # the fee of an outside guest is part of its column and of the host
    assert np.allclose(sum(parts), found.program.objective)


def test_an_owned_part_is_that_firms_profit() -> None:
    found = everything()
    for firm in ("nagi", "hoku"):
        fixed = sum(
            float(found.problem.weights @ v)
            for (account, f, _), v in found.problem.constants.items()
            if f == firm
        )
        mine = float(owned_objective(found.problem, found.program, firm) @ found.x)
        assert mine + fixed == pytest.approx(found.profit(firm), rel=1e-9), firm
