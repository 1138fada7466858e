"""Certified worths against the program in one piece, against every yes/no decision and against every book, on
cases small enough; and that a planted fault in a bound does not pass."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import combinations, product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.cases.edits import added, changed, two_makers
from tests.cases.features import with_guest
from tests.cases.kinds import change, with_venture
from tests.cases.three_makers import three_makers, with_diversion
from tests.laws.test_plan_laws import DEALS, industries

from teikei.base.options import CoalitionOptions, PlanOptions
from teikei.case.case import Case
from teikei.case.read import read_case
from teikei.case.size import Size
from teikei.case.synthetic import write_synthetic
from teikei.deals.coalitions import coalitions, standing
from teikei.deals.worth import surplus
from teikei.plan import granted, signing
from teikei.plan.ceiling import ceiling, effects_of
from teikei.plan.diverted import Diversion
from teikei.plan.optimise import Memory, plan
from teikei.plan.sets import PlanProblem
from teikei.solve import decompose
from teikei.solve.answer import Answer
from teikei.solve.highs import Solver
from teikei.solve.program import CompiledProgram, Program

few = settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
OPTIONS = PlanOptions(gap=1e-9)


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], Case]:
    """Generated industries of three makers and three candidates, by seed."""
    known: dict[int, Case] = {}

    def case(seed: int) -> Case:
        if seed not in known:
            folder: Path = tmp_path_factory.mktemp("made_up") / str(seed)
            write_synthetic(folder, Size(3, 5, 16, 3, 3), seed)
            known[seed] = read_case(folder)
        return known[seed]

    return case


def in_one_piece(program: CompiledProgram) -> float:
    """Optimum of a program that nobody took apart."""
    return Solver(program).solve(OPTIONS.solve()).value


def every_decision(program: CompiledProgram) -> float:
    """Optimum by trying every value of the whole columns: an LP each."""
    whole = np.flatnonzero(program.integer & (program.column_lower != program.column_upper))
    ranges = [range(int(program.column_lower[j]), int(program.column_upper[j]) + 1) for j in whole]
    fixed = (program.with_bounds(whole, values, values) for values in product(*ranges))
    return max(in_one_piece(one) for one in fixed)


@few
@given(industries(), st.sets(st.sampled_from(DEALS), max_size=1))
def test_a_worth_is_the_best_of_every_decision(case: Case, book: set[str]) -> None:
    found = plan(case, book=sorted(book), options=OPTIONS)
    whole = found.program.integer & (found.program.column_lower != found.program.column_upper)
    if whole.sum() > 9:
        return
    best = every_decision(found.program) + sum(found.worth.constants.values())
    assert found.value == pytest.approx(best, rel=1e-7, abs=1e-6)
    assert found.bound >= best - 1e-6 * max(1.0, abs(best))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_worths_and_surpluses_are_those_of_the_lump(made_up: Callable[[int], Case], seed: int) -> None:
    case, memory = made_up(seed), Memory()
    for name in case["agreements"]["agreement"].to_list():
        found = surplus(case, name, None, OPTIONS, memory)
        lumps = [
            in_one_piece(p.program) + sum(p.worth.constants.values())
            for p in (found.with_plan, found.without_plan)
        ]
        for p, lump in zip((found.with_plan, found.without_plan), lumps, strict=True):
            assert p.value == pytest.approx(lump, rel=1e-7)
        low, high = found.alone
        near = 1e-6 * max(map(abs, lumps))
        assert low - near <= lumps[0] - lumps[1] <= high + near
        assert high - low <= near


def worth_of_books(case: Case, firms: list[str], pool: list[str]) -> dict[frozenset[str], float]:
    """v of all books of some candidates that can stand, each planned."""
    memory = Memory()
    books = {
        frozenset(some): standing(case, some) for k in range(len(pool) + 1) for some in combinations(pool, k)
    }
    return {h: plan(case, firms, b, OPTIONS, memory=memory).value for h, b in books.items() if b is not None}


def best_of_books(case: Case, firms: list[str], pool: list[str]) -> float:
    """v of the best of all books of some candidates."""
    return max(worth_of_books(case, firms, pool).values())


def check_ceiling(case: Case, firms: list[str], pool: list[str]) -> None:
    """The bound holds for every book."""
    best = best_of_books(case, firms, pool)
    bound = ceiling(case, firms, pool, effects_of(case, pool), OPTIONS).bound
    assert bound >= best - 1e-6 * max(1.0, abs(best))


@few
@given(industries())
def test_no_book_beats_the_ceiling(case: Case) -> None:
    check_ceiling(case, ["hoku", "nagi"], list(DEALS))


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_no_book_of_a_made_up_industry_beats_the_ceiling(made_up: Callable[[int], Case], seed: int) -> None:
    case = made_up(seed)
    check_ceiling(case, ["f00", "f01", "f02"], case["agreements"]["agreement"].to_list())


def check_ceilings_of_the_rest(case: Case, firms: list[str], pool: list[str]) -> None:
    """However many of the best books are known, the bound holds for all others."""
    effects = effects_of(case, pool)
    ranked = sorted(worth_of_books(case, firms, pool).items(), key=lambda item: -item[1])
    for k, (_, worth) in enumerate(ranked):
        bound = ceiling(case, firms, pool, effects, OPTIONS, known=[h for h, _ in ranked[:k]]).bound
        assert bound >= worth - 1e-6 * max(1.0, abs(worth)), k
    assert ceiling(case, firms, pool, effects, OPTIONS, known=[h for h, _ in ranked]).bound == float("-inf")


def neighbours_too(program: Program, at: Mapping[str, int], books: list[frozenset[str]]) -> None:
    """A planted fault: books that differ from a known one in one agreement are left out with it."""
    leave_out(program, at, [*books, *(book ^ {a} for book in books for a in at)])


leave_out = signing._leave_out


def test_no_other_book_beats_the_ceiling_of_those_not_known(monkeypatch: pytest.MonkeyPatch) -> None:
    case, firms = with_diversion(), ["hoku", "kita", "nagi"]
    pool = case["agreements"]["agreement"].to_list()
    check_ceilings_of_the_rest(case, firms, pool)
    monkeypatch.setattr(signing, "_leave_out", neighbours_too)
    with pytest.raises(AssertionError):
        check_ceilings_of_the_rest(case, firms, pool)


def guest_without_limit() -> Case:
    """Zai asks for 20,000 cars a year at Delta at 12,000 each, and says nothing of how many more."""
    case = changed(with_guest(two_makers()), "agreements", {"agreement": "zai_guest"}, status="candidate")
    case = changed(case, "terms", {"agreement": "zai_guest"}, amount=12_000.0)
    return changed(case, "grants", {"agreement": "zai_guest"}, limit_units_per_year=None)


def venture_that_binds() -> Case:
    """A venture under which Nagi may build 90,000 of its 160,000 cars at Delta."""
    row = change("delta_venture", "nagi", "plant", "delta", "own_use", 90_000.0)
    return added(with_venture(two_makers()), "changes", row)


HOLDING = [(guest_without_limit(), "zai_guest"), (venture_that_binds(), "delta_venture")]


@pytest.mark.parametrize(("case", "name"), HOLDING, ids=["guest", "venture"])
def test_what_an_agreement_holds_a_firm_to_binds_no_other_book(case: Case, name: str) -> None:
    pool = [name, *DEALS]
    check_ceiling(case, ["hoku", "nagi"], pool)
    best = best_of_books(case, ["hoku", "nagi"], pool)
    assert ceiling(case, ["hoku", "nagi"], pool, effects_of(case, pool), OPTIONS).bound < best + 0.2 * abs(
        best
    )


CROSSING = [
    (["nissan"], ["dongfeng_sunderland", "foxconn_oppama", "wayve_lidar"]),
    (["nissan", "honda"], ["honda_pickup_canton", "propilot_to_partners", "wayve_lidar"]),
]


@pytest.mark.parametrize(("firms", "pool"), CROSSING, ids=["guests", "pickup"])
def test_fees_to_firms_outside_count_in_the_ceiling(firms: list[str], pool: list[str]) -> None:
    # every deal here pays, or is paid by, a firm outside the group for each car
    case = read_case("nissan_2025")
    check_ceiling(case, firms, pool)


def test_a_ceiling_is_the_best_book_where_a_fee_follows_a_new_route() -> None:
    # an option licensed from outside, on a car whose plant another deal opens: it comes with its fee
    case, firms = read_case("nissan_2025"), ["nissan", "mitsubishi_motors"]
    pool = ["mitsubishi_suv_smyrna", "propilot_to_partners"]
    best = best_of_books(case, firms, pool)
    assert ceiling(case, firms, pool, effects_of(case, pool), OPTIONS).bound == pytest.approx(best, rel=1e-8)


@pytest.mark.parametrize("case", [three_makers(), with_diversion()], ids=["apart", "diverted"])
def test_groups_by_branch_and_bound_are_those_of_every_book(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("teikei.deals.coalitions.FEW", 0)
    found = coalitions(case, options=CoalitionOptions(gap=1e-9, width=1e-9, rounds=40))
    assert len(found.valued) == 2 ** len(found.firms) - 1
    for one in found.valued:
        rows = case["agreements"].to_dicts()
        pool = [r["agreement"] for r in rows if set(r["parties"]) <= set(one.firms)]
        best = best_of_books(case, list(one.firms), pool)
        assert one.low == pytest.approx(best, rel=1e-7), one.firms
        assert one.low <= one.high <= best + 1e-5 * abs(best)


def greedy(self: Diversion, model: str) -> float:
    """A planted fault: launches take three times what they sell."""
    return 3.0


def part_cut_short(*given: Any) -> Answer:
    """A planted fault: the bound of a program lacks a tenth of its largest part."""
    found = joined(*given)
    return replace(found, bound=found.bound - max(abs(part.bound) for part in given[4]) / 10)


def at_most_one(problem: PlanProblem, program: Program, at: Mapping[str, int]) -> None:
    """A planted fault: of all candidates only one may be signed."""
    ids = program["sign"].ids
    program.add_rows(
        "one", {}, upper=1.0, rows=np.zeros(ids.size, dtype=np.int64), columns=ids, values=np.ones(ids.size)
    )


def half_the_room(*given: Any) -> tuple[dict[str, float], float]:
    """A planted fault: what agreements grant is counted half."""
    room, rest = whole_room(*given)
    return {name: units / 2 for name, units in room.items()}, rest


joined, whole_room = decompose._joined, granted._room
FAULTS = [
    (granted, "_link_handed", at_most_one),
    (granted, "_room", half_the_room),
    (Diversion, "ramp", greedy),
    (decompose, "_joined", part_cut_short),
]


@pytest.mark.parametrize(("where", "name", "fault"), FAULTS, ids=["one deal", "room", "diversion", "a part"])
def test_a_planted_fault_in_a_bound_is_caught(
    where: Any, name: str, fault: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, firms = with_diversion(), ["hoku", "kita", "nagi"]
    pool = case["agreements"]["agreement"].to_list()
    check_ceiling(case, firms, pool)
    monkeypatch.setattr(where, name, fault)
    with pytest.raises(AssertionError):
        check_ceiling(case, firms, pool)
