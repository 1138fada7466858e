"""The rows that tie what agreements change to signing them."""

from __future__ import annotations

from functools import cache

from tests.cases.edits import added, two_makers

from teikei.agreements.book import Book
from teikei.base.options import PlanOptions
from teikei.case.case import Case
from teikei.plan.build import build
from teikei.plan.ceiling import effects_of, open_case
from teikei.plan.problem import build_problem
from teikei.plan.signing import Signing, excluding, named
from teikei.solve.program import CompiledProgram

POOL = ("pickup_at_delta", "suv_at_delta")


def made(case: Case, pool: tuple[str, ...] = POOL, forced: tuple[str, ...] = ()) -> CompiledProgram:
    problem = build_problem(case, None, Book.today(case), PlanOptions(diversion=False))
    compiled = build(problem).compile()
    base = {key: float(compiled.objective[i]) for key, i in named(problem, compiled).items()}
    signing = Signing(case, open_case(case), ("hoku", "nagi"), pool, base, effects_of(case, pool))
    return signing.compiled(forced)[1]


@cache
def plain() -> CompiledProgram:
    return made(two_makers())


def test_cars_under_a_grant_need_a_signature() -> None:
    said = plain().text("signed").splitlines()
    # 20,000 pickups in the first year, 40,000 after; 80,000 SUVs
    assert (
        "signed[0,2029]: + 1 ship[h_pickup_petrol,delta,us,2029] - 20000 sign[pickup_at_delta] <= 0" in said
    )
    assert "signed[5,2030]: + 1 ship[h_suv_petrol,delta,us,2030] - 80000 sign[suv_at_delta] <= 0" in said


def test_a_launch_stays_on_sale_and_is_brought_by_its_agreement() -> None:
    program = plain()
    assert (
        program.text("launch_kept")
        == "launch_kept[0]: + 1 on_sale[h_pickup,2029] - 1 on_sale[h_pickup,2030] <= 0"
    )
    assert program.text("brought") == "brought[0]: - 1 sign[pickup_at_delta] + 1 on_sale[h_pickup,2030] <= 0"
    sold = "launch_sold[1]: + 1 ship[h_pickup_petrol,delta,us,2030] - 40000 on_sale[h_pickup,2030] <= 0"
    assert sold in program.text("launch_sold").splitlines()


def test_signing_costs_and_may_be_forced() -> None:
    program = made(two_makers(), forced=("suv_at_delta",))
    ids = program.block("sign").ids
    assert program.objective[ids].round(6).tolist() == [-7.0, -7.0]
    assert program.column_lower[ids].tolist() == [0.0, 1.0]
    assert program.integer[ids].all()


def test_a_saving_needs_cars_and_a_signature() -> None:
    deal = {"agreement": "suv_at_delta", "firm": "nagi", "change": "parts_saving", "what": "model"}
    case = added(two_makers(), "changes", deal | {"resource": "n_suv", "value": 0.1})
    program = made(case)
    saved = program.block("gained")
    assert set(saved.labels["agreement"].tolist()) == {"suv_at_delta"}
    demand = program.column_upper[saved.ids[0]]
    signed = program.text("gained_signed").splitlines()[0]
    assert signed.endswith(f"- {demand:g} sign[suv_at_delta] <= 0") or "sign[suv_at_delta]" in signed
    assert "- 1 ship[n_suv_petrol" in program.text("gained_sold").splitlines()[0]
    # the car's own objective is that of today's book: what is saved is counted once
    plain_ship = plain().block("ship")
    own = [i for i, v in enumerate(plain_ship.labels["variant"]) if v == "n_suv_petrol"]
    assert program.objective[own].tolist() == plain().objective[own].tolist()


def test_what_excludes() -> None:
    rows = {"a": {"excludes": ["b"]}, "b": {"excludes": []}, "c": {"excludes": []}}
    assert excluding(rows, "a", "b")
    assert excluding(rows, "b", "a")
    assert not excluding(rows, "a", "c")
