from __future__ import annotations

import pytest
from tests.blocks.scenes import problem_of, reserved_for_an_outsider, two_constructions
from tests.cases.edits import added, changed, two_makers

from teikei.plan.sets import Plants

BOTH = frozenset({"body_on_frame", "unibody"})


def test_every_set_of_constructions_has_its_lines() -> None:
    plants = two_constructions().plants
    # 130,000 + 50,000; the kei line takes nothing built here; a set as wide as the whole has no row
    assert {s: c.tolist() for s, c in plants.capacity["delta"].items()} == {
        BOTH: [180_000.0],
        frozenset({"unibody"}): [130_000.0],
    }


def test_plants_of_members_only_with_their_shares() -> None:
    case = changed(two_makers(), "plant_owners", {"plant": "harima", "firm": "hoku"}, share=0.6)
    case = added(case, "plant_owners", {"plant": "harima", "firm": "nagi", "share": 0.4})
    assert problem_of(two_makers(), ["nagi"]).plants.names == ("delta",)
    plants = problem_of(case, ["nagi"]).plants
    assert plants.names == ("delta", "harima")
    assert plants.host == {"delta": "nagi", "harima": "hoku"}
    assert {f: s.tolist() for f, s in plants.shares["harima"].items()} == {
        "hoku": [0.6] * 4,
        "nagi": [0.4] * 4,
    }
    # hoku's 120,000 h_suv keep their place when nagi plans alone
    assert plants.held("harima").tolist() == [120_000.0] * 4


def test_reserved_cars_by_construction() -> None:
    plants: Plants = reserved_for_an_outsider().plants
    assert {k: v.tolist() for k, v in plants.reserved["delta"].items()} == {"unibody": [80_000.0]}
    assert plants.held("delta").tolist() == [80_000.0]
    assert plants.held("delta", frozenset({"body_on_frame"})).tolist() == [0.0]


def test_nothing_is_reserved_for_members() -> None:
    plants = problem_of(two_makers(), ["hoku", "nagi"]).plants
    assert all(plants.held(p).tolist() == [0.0] * 4 for p in plants.names)


def test_overtime_costs_its_premium_on_conversion() -> None:
    case = changed(two_makers(), "plants", {"plant": "delta"}, overtime_share=0.1, overtime_premium=0.25)
    assert problem_of(case, ["nagi"]).plants.overtime_cost["delta"] == pytest.approx(500.0)
