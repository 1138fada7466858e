"""Charging access and shared software counted from the tables, and books tampered with."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.cases.edits import two_makers
from tests.cases.features import electric, with_network, with_system
from tests.cases.forged import audited, records

from teikei.agreements.book import Book
from teikei.plan.audit.technologies import access_factor, fixed_entries, port_cost
from teikei.plan.optimise import plan
from teikei.plan.solution import PlanSolution


@pytest.fixture(scope="module")
def found() -> PlanSolution:
    return plan(with_system(with_network(electric(two_makers()))), book=["plugs", "one_system"])


def test_factors_and_ports_by_year(found: PlanSolution) -> None:
    mine = records(found)
    assert access_factor(mine, "nagi", "us", 2027) == 1.0
    assert access_factor(mine, "nagi", "us", 2028) == pytest.approx(1.6)
    assert access_factor(mine, "nagi", "japan", 2028) == 1.0
    assert access_factor(mine, "hoku", "us", 2028) == 1.0
    assert port_cost(mine, "nagi", "us", 2028) == 100.0


def test_access_ended_divides() -> None:
    ended = plan(with_network(electric(two_makers()), "signed"), book=[])
    assert access_factor(records(ended), "nagi", "us", 2027) == pytest.approx(1 / 1.6)
    assert port_cost(records(ended), "nagi", "us", 2027) == -100.0


def test_savings_and_fitting(found: PlanSolution) -> None:
    entries = list(fixed_entries(records(found), dict.fromkeys(range(2027, 2031), 1.0)))
    assert ("development", "nagi", pytest.approx(-6.0)) in entries
    assert entries.count(("development", "nagi", pytest.approx(24.0))) == 1
    assert ("development", "hoku", pytest.approx(24.0)) in entries


def test_a_book_without_what_the_plan_counted_is_found(found: PlanSolution) -> None:
    assert found.audit().holds
    case = found.problem.case
    for missing, what in (("plugs", "n_suv"), ("one_system", "development of")):
        book = Book(case, {"plugs", "one_system"} - {missing})
        said = audited(found, problem=replace(found.problem, book=book)).violations
        assert any(what in v for v in said), said
