"""What agreements change, counted from the tables, and books tampered with."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.cases.edits import changed, two_makers
from tests.cases.forged import audited, records
from tests.cases.kinds import (
    with_lead,
    with_leads,
    with_merger,
    with_next_body,
    with_purchasing,
    with_venture,
)

from teikei.agreements.book import Book
from teikei.plan.audit.changes import bought_cars, follower_part, owners_ever, part_left, share_of, still_paid
from teikei.plan.optimise import plan
from teikei.plan.solution import PlanSolution


@pytest.fixture(scope="module")
def bolts() -> PlanSolution:
    return plan(with_purchasing(two_makers()), book=["bolts"])


def test_what_is_still_paid_by_year(bolts: PlanSolution) -> None:
    paid = still_paid(records(bolts))
    assert paid[("nagi", "platform", "n_body", 2028)] == pytest.approx(0.9)
    assert ("nagi", "platform", "n_body", 2027) not in paid
    cars = bought_cars(records(bolts))
    assert cars[("h_suv_petrol", 2030)] == pytest.approx(0.95)
    assert cars[("n_pickup_petrol", 2030)] == 1.0


def test_a_saving_that_the_tables_do_not_give_is_found(bolts: PlanSolution) -> None:
    assert bolts.audit().holds
    case = bolts.problem.case
    said = audited(bolts, problem=replace(bolts.problem, book=Book(case, []))).violations
    assert any(v.startswith("parts of nagi") for v in said), said
    half = changed(case, "changes", {"firm": "hoku"}, value=0.025)
    problem = replace(bolts.problem, case=half, book=Book(half, ["bolts"]))
    said = audited(bolts, problem=problem).violations
    assert [v.split(":")[0] for v in said] == ["parts of hoku"]


def test_joining_at_another_price_is_found() -> None:
    made = plan(with_next_body(two_makers()), book=["next_body"])
    assert made.audit().holds
    assert follower_part(records(made), "nagi", "h_next") == pytest.approx(0.2)
    other = changed(made.problem.case, "changes", {"agreement": "next_body"}, value=0.3)
    problem = replace(made.problem, case=other, book=Book(other, ["next_body"]))
    said = audited(made, problem=problem).violations
    assert [v.split(":")[0] for v in said] == ["development of nagi"]
    alone = records(made, problem=replace(made.problem, book=Book(made.problem.case, [])))
    assert follower_part(alone, "nagi", "h_next") == pytest.approx(0.6)


def test_other_parts_of_a_venture_are_found() -> None:
    made = plan(with_venture(two_makers()), book=["delta_venture"])
    assert made.audit().holds
    mine = records(made)
    assert [share_of(mine, "delta", "hoku", year) for year in (2027, 2028)] == [0.0, 0.5]
    assert owners_ever(mine, "delta") == {"nagi", "hoku"}
    other = changed(made.problem.case, "changes", {"firm": "hoku"}, value=0.4)
    problem = replace(made.problem, case=other, book=Book(other, ["delta_venture"]))
    said = audited(made, problem=problem).violations
    assert any(v.startswith("plant_fixed of hoku") for v in said), said


@pytest.mark.parametrize(
    ("change", "value", "word"),
    [
        ("presence_saving", 0.4, "market_fixed of hoku"),
        ("dealer_compensation", 0.5, "market_fixed of hoku"),
        ("overhead_saving", 0.2, "overhead of nagi"),
        ("parts_saving", 0.06, "parts of hoku"),
    ],
)
def test_other_savings_of_organisations_are_found(change: str, value: float, word: str) -> None:
    made = plan(with_merger(with_lead(two_makers(), "h_suv")), book=["us_lead", "one_firm"])
    assert made.audit().holds
    assert part_left(records(made), "overhead_saving", "nagi", "nagi")[2028] == pytest.approx(0.9)
    other = changed(made.problem.case, "changes", {"change": change}, value=value)
    problem = replace(made.problem, case=other, book=Book(other, ["us_lead", "one_firm"]))
    said = audited(made, problem=problem).violations
    assert [v.split(":")[0] for v in said] == [word]


@pytest.mark.parametrize(("what", "firm"), [("market", "hoku"), ("technology", "hoku")])
def test_other_savings_of_programmes_are_found(what: str, firm: str) -> None:
    book = ["us_nagi", "os_nagi"]
    made = plan(with_leads(two_makers()), book=book)
    assert made.audit().holds
    assert part_left(records(made), "programme_saving", "hoku", "us")[2028] == pytest.approx(0.75)
    where = {"firm": firm, "what": what, "change": "programme_saving"}
    other = changed(made.problem.case, "changes", where, value=0.3)
    problem = replace(made.problem, case=other, book=Book(other, book))
    said = audited(made, problem=problem).violations
    assert [v.split(":")[0] for v in said] == ["programmes of hoku"]


def test_cars_offered_where_the_leader_took_them_off_are_found() -> None:
    made = plan(with_lead(two_makers()), book=["us_lead"])
    other = with_lead(two_makers(), "h_suv")
    problem = replace(made.problem, case=other, book=Book(other, ["us_lead"]))
    said = audited(made, problem=problem).violations
    assert any("h_suv" in v for v in said), said
