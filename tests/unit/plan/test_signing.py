"""The rows that tie what agreements change to signing them."""

from __future__ import annotations

from functools import cache

import pytest
from tests.cases.edits import added, two_makers
from tests.cases.three_makers import three_makers

from teikei.agreements.book import Book
from teikei.base.options import PlanOptions
from teikei.case.case import Case
from teikei.industry.money import year_weights
from teikei.plan.build import build
from teikei.plan.ceiling import effects_of, open_case
from teikei.plan.problem import build_problem
from teikei.plan.signing import Signing, excluding, named
from teikei.solve.program import CompiledProgram

POOL = ("pickup_at_delta", "suv_at_delta")


def signing_of(case: Case, pool: tuple[str, ...] = POOL) -> Signing:
    problem = build_problem(case, None, Book.today(case), PlanOptions(diversion=False))
    compiled = build(problem).compile()
    base = {key: float(compiled.objective[i]) for key, i in named(problem, compiled).items()}
    return Signing(case, open_case(case), ("hoku", "nagi"), pool, base, effects_of(case, pool))


def made(case: Case, pool: tuple[str, ...] = POOL, *known: frozenset[str]) -> CompiledProgram:
    return signing_of(case, pool).compiled(known)[1]


@cache
def plain() -> CompiledProgram:
    return made(two_makers())


def test_a_launch_stays_on_sale_and_is_brought_by_its_agreement() -> None:
    program = plain()
    assert (
        program.text("launch_kept")
        == "launch_kept[0]: + 1 on_sale[h_pickup,2029] - 1 on_sale[h_pickup,2030] <= 0"
    )
    assert program.text("brought") == "brought[0]: - 1 sign[pickup_at_delta] + 1 on_sale[h_pickup,2030] <= 0"
    sold = "launch_sold[1]: + 1 ship[h_pickup_petrol,delta,us,2030] - 40000 on_sale[h_pickup,2030] <= 0"
    assert sold in program.text("launch_sold").splitlines()


def test_signing_costs() -> None:
    program = plain()
    ids = program.block("sign").ids
    assert program.objective[ids].round(6).tolist() == [-7.0, -7.0]
    assert (program.column_lower[ids].tolist(), program.column_upper[ids].tolist()) == ([0.0] * 2, [1.0] * 2)
    assert program.integer[ids].all()


def test_a_book_that_is_known_is_left_out() -> None:
    # at least one decision is otherwise: (1 - pickup) + suv >= 1; pickup + suv >= 1 without both
    program = made(two_makers(), POOL, frozenset(POOL[:1]), frozenset(), frozenset({"suv_at_harima"}))
    assert program.text("known").splitlines() == [
        "known[0]: + 1 sign[pickup_at_delta] - 1 sign[suv_at_delta] <= 0",
        "known[1]: - 1 sign[pickup_at_delta] - 1 sign[suv_at_delta] <= -1",
    ]


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


def test_a_route_that_a_deal_opens_pays_the_fee_of_that_deal() -> None:
    # hoku pays kita, which is outside, 500 for every SUV built at Delta under the deal
    case = three_makers()
    term = {"agreement": "suv_at_delta", "payer": "hoku", "payee": "kita", "per": "unit", "amount": 500.0}
    free, paid = (made(one) for one in (case, added(case, "terms", term)))
    ship = free.block("ship")
    routes = list(zip(*(ship.labels[n].tolist() for n in ("variant", "plant", "year")), strict=True))
    weights = dict(zip(case.settings.years, year_weights(case), strict=True))
    for k, (variant, plant, year) in enumerate(routes):
        less = free.objective[ship.start + k] - paid.objective[ship.start + k]
        opened = variant == "h_suv_petrol" and plant == "delta"
        assert less == pytest.approx(500.0 / 1e6 * weights[int(year)] if opened else 0.0, abs=1e-12)
    assert any(variant == "h_suv_petrol" and plant == "delta" for variant, plant, _ in routes)


def test_the_objective_without_one_deal() -> None:
    without = signing_of(three_makers()).objective_without("pickup_at_delta")
    built = {key[1:3] for key in without if key[0] == "ship"}
    assert ("h_suv_petrol", "delta") in built
    assert ("h_pickup_petrol", "delta") not in built
