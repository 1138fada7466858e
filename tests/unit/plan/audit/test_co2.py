"""Fleets and pools counted from the tables, and tables tampered with."""

from __future__ import annotations

import pytest
from tests.cases.edits import two_makers
from tests.cases.features import with_fleets, with_pool
from tests.cases.forged import audited, beside, edited, records, without

from teikei.plan.audit.co2 import dues, over_pools
from teikei.plan.optimise import plan
from teikei.plan.solution import PlanSolution


@pytest.fixture(scope="module")
def pooled() -> PlanSolution:
    """Hoku hands nagi 600 kg/km a year."""
    return plan(with_pool(with_fleets(two_makers())), book=["pool"])


@pytest.fixture(scope="module")
def bought() -> PlanSolution:
    """Zai sells nagi 600 kg/km a year at 20 a gram."""
    return plan(with_pool(with_fleets(two_makers()), "zai"), ["nagi"], ["pool"])


def test_dues_are_counted_from_the_cars(pooled: PlanSolution) -> None:
    found = {(d.firm, d.year): d for d in dues(records(pooled))}
    assert found[("nagi", 2027)].kilograms == pytest.approx(400.0)
    assert found[("nagi", 2027)].penalty_m == pytest.approx(20.0)
    assert found[("hoku", 2027)].kilograms == pytest.approx(0.0, abs=1e-6)
    alone = {(d.firm, d.year): d for d in dues(records(pooled, credits=pooled.credits.clear()))}
    assert alone[("nagi", 2027)].penalty_m == pytest.approx(50.0)
    assert alone[("hoku", 2027)].kilograms == pytest.approx(-600.0)
    assert alone[("hoku", 2027)].penalty_m == 0.0


def test_grams_that_nobody_has_are_found(pooled: PlanSolution, bought: PlanSolution) -> None:
    assert not list(over_pools(records(pooled)))
    assert not list(over_pools(records(bought)))
    more = edited(bought.credits, {"year": 2028}, kg_per_km=700.0)
    (said, whole) = over_pools(records(bought, credits=more))
    assert "at most 600 are its to hand over" in said
    assert "of 600 that it has" in whole
    # a member that hands over more than it has pays for it: 100 kg/km more are 5 M of penalty
    more = edited(pooled.credits, {"year": 2028}, kg_per_km=700.0)
    assert any("co2 of hoku" in v for v in audited(pooled, credits=more).violations)


def test_grams_without_a_pool_are_found(pooled: PlanSolution, bought: PlanSolution) -> None:
    other = edited(pooled.credits, {"year": 2028}, agreement="handshake")
    (said,) = over_pools(records(pooled, credits=other))
    assert "no pool of theirs is in force" in said
    other = edited(bought.credits, {"year": 2028}, agreement="handshake")
    assert len(list(over_pools(records(bought, credits=other)))) == 1


def test_a_penalty_left_out_is_found(pooled: PlanSolution) -> None:
    less = without(pooled.credits, year=2029)
    found = audited(pooled, credits=less)
    assert not found.holds
    assert any(v.startswith("co2 of nagi") for v in found.violations)


def test_a_fee_left_out_is_found(bought: PlanSolution) -> None:
    found = audited(bought, credits=beside(bought.credits, year=2030, kg_per_km=1.0))
    assert any(v.startswith("fees of nagi") for v in found.violations)
