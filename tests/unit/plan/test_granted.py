"""The rows that tie what agreements grant to signing them."""

from __future__ import annotations

from functools import cache

from tests.cases.edits import changed, two_makers
from tests.cases.features import with_guest
from tests.cases.three_makers import three_makers
from tests.unit.plan.test_signing import POOL, made, signing_of

from teikei.case.case import Case
from teikei.plan.granted import Gathered, openers
from teikei.solve.program import CompiledProgram, Program


@cache
def plain() -> CompiledProgram:
    return made(two_makers())


def guest_that_may_sign(limit: int | None = 30_000) -> Case:
    """Zai would have 20,000 to 30,000 cars a year built at Delta for 2,500 each."""
    case = changed(with_guest(two_makers()), "agreements", {"agreement": "zai_guest"}, status="candidate")
    return changed(case, "grants", {"agreement": "zai_guest"}, limit_units_per_year=limit)


def test_cars_under_a_grant_need_a_signature() -> None:
    said = plain().text("signed").splitlines()
    # 20,000 pickups in the first year, 40,000 after; 80,000 SUVs
    assert (
        "signed[0,2029]: + 1 ship[h_pickup_petrol,delta,us,2029] - 20000 sign[pickup_at_delta] <= 0" in said
    )
    assert "signed[5,2030]: + 1 ship[h_suv_petrol,delta,us,2030] - 80000 sign[suv_at_delta] <= 0" in said


def test_a_route_needs_the_deals_that_alone_grant_it() -> None:
    problem = signing_of(three_makers()).problem()
    opening = openers(problem, POOL)
    at_delta = [k for k, plant in enumerate(problem.routes.plant) if plant == "delta"]
    found = {problem.needs[k].model: opening[k] for k in at_delta}
    assert found["h_suv"] == {"suv_at_delta"}
    assert found["h_pickup"] == {"pickup_at_delta"}
    assert all(not one for one, need in zip(opening, problem.needs, strict=True) if need.firm == "nagi")


def test_two_deals_for_the_same_cars_leave_room_for_what_each_grants() -> None:
    # 30,000 SUVs under one, any of the 40,000 + 80,000 wanted under the other
    case = changed(two_makers(), "grants", {"agreement": "suv_at_delta"}, limit_units_per_year=30_000.0)
    case = changed(
        case,
        "grants",
        {"agreement": "pickup_at_delta", "what": "plant"},
        models=[],
        limit_units_per_year=None,
    )
    said = [line.split(": ")[1] for line in made(case).text("granted").splitlines() if "2030" in line]
    assert said == [
        "+ 1 ship[h_suv_petrol,delta,japan,2030] + 1 ship[h_suv_petrol,delta,us,2030]"
        " - 120000 sign[pickup_at_delta] - 30000 sign[suv_at_delta] <= 0"
    ]


def test_a_limited_grant_of_today_leaves_its_room_without_a_signature() -> None:
    # 30,000 SUVs under what is signed, 50,000 cars more under the candidate
    case = changed(two_makers(), "agreements", {"agreement": "suv_at_delta"}, status="signed")
    case = changed(case, "grants", {"agreement": "suv_at_delta"}, limit_units_per_year=30_000.0)
    plant = {"agreement": "pickup_at_delta", "what": "plant"}
    case = changed(case, "grants", plant, models=[], limit_units_per_year=50_000.0)
    said = made(case, POOL[:1]).text("granted").splitlines()
    assert said[0] == (
        "granted[0,2028]: + 1 ship[h_suv_petrol,delta,japan,2028] + 1 ship[h_suv_petrol,delta,us,2028]"
        " - 50000 sign[pickup_at_delta] <= 30000"
    )


def test_room_is_what_can_be_sold_at_most() -> None:
    # the pickup sells 20,000 in its first year of the 40,000 that it may
    said = plain().text("granted").splitlines()
    assert any(
        "ship[h_pickup_petrol,delta,us,2029] - 20000 sign[pickup_at_delta] <= 0" in line for line in said
    )


def test_a_guest_uses_what_it_is_guaranteed_or_does_not_come() -> None:
    program = made(guest_that_may_sign(), ("zai_guest",))
    lent = program.block("lent")
    year = lent.labels["year"].tolist()[-1]
    assert program.column_lower[lent.ids].tolist() == [0.0] * lent.ids.size
    sign, cars = "sign[zai_guest]", f"lent[zai_guest,delta,zai,{year}]"
    assert any(
        line.endswith(f"+ 1 {cars} - 30000 {sign} <= 0") for line in program.text("handed").splitlines()
    )
    said = program.text("guaranteed").splitlines()
    assert any(line.endswith(f"- 1 {cars} + 20000 {sign} <= 0") for line in said)
    # without a limit it is lent what it is guaranteed
    handed = made(guest_that_may_sign(None), ("zai_guest",)).text("handed").splitlines()
    assert any(line.endswith(f"- 20000 {sign} <= 0") for line in handed)


def test_rows_gathered() -> None:
    program, wanted = Program("p"), Gathered()
    x = program.add_columns("x", {"n": [1, 2]}, upper=9.0)
    wanted.add("a", int(x.ids[0]))
    wanted.close("a", [(int(x.ids[1]), -2.0)], 3.0)
    wanted.write(program, "rows", {})
    Gathered().write(program, "none", {})
    assert program.compile().text("rows") == "rows[0]: + 1 x[1] - 2 x[2] <= 3"
