"""What must hold of every plan, whatever the figures. Small industries; about twenty seconds in all."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.cases.edits import added, changed, two_makers

from teikei.agreements.book import Book
from teikei.base.options import PlanOptions
from teikei.case.case import Case
from teikei.case.columns import columns, frame_of
from teikei.case.tables.registry import TABLES
from teikei.deals.gains import gains
from teikei.deals.terms import corridor
from teikei.deals.worth import surplus
from teikei.plan.optimise import plan

quick = settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
DEALS = ("pickup_at_delta", "suv_at_delta", "suv_at_harima")


@st.composite
def industries(draw: st.DrawFn) -> Case:
    """two_makers with other demand, capacity, costs, tariff and ramps, drawn in round steps."""
    case = two_makers()
    for model, market in (
        ("n_pickup", "us"),
        ("n_suv", "us"),
        ("h_suv", "us"),
        ("h_suv", "japan"),
        ("h_pickup", "us"),
    ):
        units = draw(st.integers(0, 15)) * 10_000.0
        case = changed(case, "demand", {"model": model, "market": market}, units_per_year=units)
    for line in ("delta_frame", "delta_body", "harima_body"):
        case = changed(
            case, "lines", {"line": line}, capacity_units_per_year=draw(st.integers(1, 20)) * 10_000.0
        )
    case = changed(
        case, "tariffs", {"origin": "japan", "customs_class": "car"}, rate=draw(st.integers(0, 10)) / 20
    )
    for model in ("h_pickup", "h_suv"):
        where = {"model": model, "plant": "delta"}
        case = changed(
            case,
            "tooling",
            where,
            tooling_cost_m=draw(st.integers(0, 20)) * 50.0,
            ramp_share_first_year=draw(st.sampled_from([0.25, 0.5, 1.0])),
            lead_years=draw(st.sampled_from([0.0, 1.0, 2.0])),
        )
    case = changed(case, "diversion", {"to": "n_pickup"}, share=draw(st.integers(0, 10)) / 10)
    case = changed(
        case,
        "plants",
        {"plant": "harima"},
        overtime_share=draw(st.sampled_from([0.0, 0.1])),
        may_close_from=draw(st.sampled_from([None, 2027])),
        closing_cost_m=draw(st.integers(0, 4)) * 100.0,
    )
    return case.with_(settings={"discount_rate": draw(st.sampled_from([0.0, 0.07]))})


books = st.sets(st.sampled_from(DEALS))


def near(case_value: float) -> Any:
    return pytest.approx(case_value, rel=2e-6, abs=1e-6)


@quick
@given(industries(), books)
def test_value_bound_audit_and_profits(case: Case, book: set[str]) -> None:
    found = plan(case, book=sorted(book))
    assert found.value <= found.bound
    assert found.gap <= 1e-6
    assert found.audit().holds, str(found.audit())
    assert sum(found.profit(f) for f in found.problem.members) == near(found.value)
    assert sum(found.profit(f, transfers=True) for f in found.problem.members) == near(found.value)


@quick
@given(industries(), books, st.sampled_from(DEALS))
def test_one_more_permission_is_never_worth_less_before_its_cost(
    case: Case, book: set[str], deal: str
) -> None:
    table = case["agreements"].with_columns(
        pl.lit(0.0).alias("signing_cost_m"), pl.lit(0.0).alias("running_cost_m")
    )
    case = case.with_(agreements=table)
    dry = PlanOptions(diversion=False)
    less, more = (
        plan(case, book=sorted(book - {deal}), options=dry),
        plan(case, book=sorted(book | {deal}), options=dry),
    )
    assert more.bound >= less.value - 1e-6 * abs(less.value)
    assert more.value >= less.value - 2e-6 * max(1.0, abs(less.value))


@quick
@given(industries(), books)
def test_together_is_never_worth_less_than_apart(case: Case, book: set[str]) -> None:
    # the book of today is empty of deals between them: together they may use the deals
    apart = plan(case, ["nagi"], []).value + plan(case, ["hoku"], []).value
    assert plan(case, book=[]).value == near(apart)
    free = case.with_(
        agreements=case["agreements"].with_columns(
            pl.lit(0.0).alias("signing_cost_m"), pl.lit(0.0).alias("running_cost_m")
        )
    )
    joint = plan(free, book=sorted(book), options=PlanOptions(diversion=False)).value
    assert joint >= apart - 2e-6 * max(1.0, abs(apart))


@quick
@given(industries(), st.integers(0, 9), st.integers(1, 10))
def test_a_higher_tariff_never_helps_an_importer_alone(case: Case, rate: int, more: int) -> None:
    where = {"origin": "japan", "customs_class": "car"}
    low = changed(case, "tariffs", where, rate=rate / 20)
    high = changed(case, "tariffs", where, rate=(rate + more) / 20)
    better = plan(low, ["hoku"], []).value
    assert plan(high, ["hoku"], []).value <= better + 2e-6 * max(1.0, abs(better))
    # and a maker that imports nothing does not feel it
    assert plan(high, ["nagi"], []).value == plan(low, ["nagi"], []).value


@quick
@given(industries(), st.sampled_from(DEALS))
def test_gains_of_the_touched_sum_to_the_surplus(case: Case, deal: str) -> None:
    found = surplus(case, deal)
    gained = gains(found)
    assert found.alone[0] <= found.alone[1]
    total = sum(g.value for g in gained.values())
    assert found.alone[0] - 1e-3 <= total <= found.alone[1] + 1e-3
    low, high = sum(g.low for g in gained.values()), sum(g.high for g in gained.values())
    assert low <= found.alone[1] + 1e-3
    assert high >= found.alone[0] - 1e-3
    deal_corridor = corridor(found, gained)
    assert deal_corridor is not None
    # the corridor is as wide as the two gains together
    assert deal_corridor.highest_m - deal_corridor.lowest_m == pytest.approx(
        gained[deal_corridor.taker].value + gained[deal_corridor.giver].value, abs=1e-6
    )


@quick
@given(industries(), st.sampled_from(["suv_at_delta", "suv_at_harima"]))
def test_an_untouched_firm_contributes_exactly_zero(case: Case, deal: str) -> None:
    # a third maker that the deal does not touch: same tables under other names
    case = with_third_maker(case)
    found = surplus(case, deal)
    assert "miri" not in found.touched
    alone = {c.key for c in plan(case, ["miri"], []).components}
    after = {c.key for c in found.with_plan.components}
    before = {c.key for c in found.without_plan.components}
    assert alone <= after & before  # equal programs: they cancel key by key
    without = surplus(case.with_(**only_two(case)), deal)
    assert found.alone == pytest.approx(without.alone, abs=1e-9)


def with_third_maker(case: Case) -> Case:
    """Miri: a plant, a car and a market share of its own."""
    case = added(
        case,
        "firms",
        {"firm": "miri", "name": "Miri", "home_territory": "us", "role": "plans", "overhead_m": 17},
    )
    plant = next(r for r in case["plants"].to_dicts() if r["plant"] == "delta")
    case = added(case, "plants", plant | {"plant": "mira", "name": "Mira"})
    case = added(case, "plant_owners", {"plant": "mira", "firm": "miri", "share": 1})
    case = added(
        case,
        "lines",
        {"line": "mira_1", "plant": "mira", "constructions": "unibody", "capacity_units_per_year": 33_000},
    )
    body = next(r for r in case["platforms"].to_dicts() if r["platform"] == "n_body")
    case = added(case, "platforms", body | {"platform": "m_body", "owners": ["miri"]})
    car = next(r for r in case["models"].to_dicts() if r["model"] == "n_suv")
    case = added(case, "models", car | {"model": "m_suv", "firm": "miri"})
    variant = next(r for r in case["variants"].to_dicts() if r["variant"] == "n_suv_petrol")
    case = added(
        case, "variants", variant | {"variant": "m_suv_petrol", "model": "m_suv", "platform": "m_body"}
    )
    demand = next(r for r in case["demand"].to_dicts() if r["model"] == "n_suv")
    case = added(case, "demand", demand | {"model": "m_suv", "units_per_year": 44_000.0})
    return added(case, "tooling", {"model": "m_suv", "plant": "mira", "status": "tooled"})


def only_two(case: Case) -> dict[str, pl.DataFrame]:
    """The tables without miri's rows."""
    mine = {"miri", "mira", "m_suv", "m_suv_petrol", "m_body", "mira_1"}
    names = (
        "firms",
        "plants",
        "plant_owners",
        "lines",
        "platforms",
        "models",
        "variants",
        "demand",
        "tooling",
    )
    return {
        t: case[t].filter(~pl.any_horizontal(pl.col(k).is_in(sorted(mine)) for k in TABLES[t].key))
        for t in names
    }


IDS = ("firms", "territories", "plants", "platforms", "models", "variants", "agreements", "lines")


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.randoms(use_true_random=False))
def test_names_and_the_order_of_rows_change_nothing(random: Any) -> None:
    """Exact on two_makers, to 1e-9: worths, surpluses, gains."""
    case = two_makers()
    words = {w for t in IDS for w in case[t][TABLES[t].key[0]].to_list()}
    fresh = list(range(len(words)))
    random.shuffle(fresh)
    name = {w: f"x{k}" for w, k in zip(sorted(words), fresh, strict=True)}
    tables = {}
    for table in TABLES:
        rows = [renamed(row, name) for row in case[table].to_dicts()]
        random.shuffle(rows)
        tables[table] = frame_of(table, rows)
    other = case.with_(**tables)
    assert plan(other).value == pytest.approx(6864.0, abs=1e-9 * 6864)
    for deal, worth in (("pickup_at_delta", 430.5), ("suv_at_delta", 629.0), ("suv_at_harima", -7.0)):
        found = surplus(other, name[deal])
        assert found.alone == pytest.approx((worth, worth), abs=1e-6)
        if deal == "pickup_at_delta":
            gained = gains(found)
            assert gained[name["hoku"]].value == pytest.approx(576.5, abs=1e-6)
            assert gained[name["nagi"]].value == pytest.approx(-146.0, abs=1e-6)


def renamed(row: dict[str, Any], name: dict[str, str]) -> dict[str, Any]:
    """A row with every id replaced, lists of ids too. Printed names and sources stay."""
    kept = {"name", "title", "source", "note", "confidence", "legal_basis", "construction", "constructions"}
    return {
        k: v
        if k in kept
        else [name.get(x, x) for x in v]
        if isinstance(v, list)
        else name.get(v, v)
        if isinstance(v, str)
        else v
        for k, v in row.items()
    }  # fmt: skip


def money_columns(table: str) -> list[str]:
    """Columns that hold money, by the unit of their row model."""
    return [
        c.name
        for c in columns(table)
        if c.kind == "number" and (c.unit.startswith("currency/") or c.unit.startswith("million"))
    ]


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from([0.01, 0.5, 7.0, 150.0]), books)
def test_scaling_the_currency_scales_all_money(k: float, book: set[str]) -> None:
    case = two_makers()
    assert "parts_cost" in money_columns("variants")
    assert "list_price" in money_columns("demand")
    tables = {
        t: case[t].with_columns(pl.col(money_columns(t)) * k)
        for t in TABLES
        if money_columns(t) and case[t].height
    }
    one, other = plan(case, book=sorted(book)), plan(case.with_(**tables), book=sorted(book))
    assert other.value == pytest.approx(k * one.value, rel=1e-9)
    keys = ["firm", "account", "what", "year"]
    both = one.accounts.join(other.accounts, on=keys, suffix="_k")
    assert both.height == one.accounts.height == other.accounts.height
    assert np.allclose(both["amount_m_k"], k * both["amount_m"], rtol=1e-9, atol=1e-9 * k)


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from([0.5, 150.0]), books)
def test_the_same_money_in_another_currency_is_the_same(k: float, book: set[str]) -> None:
    # every amount in yen at k yen a dollar, converted back at the rate of the price year
    case = added(two_makers(), "fx", {"currency": "JPY", "year": 2026, "units_per_case_currency": k})
    tables = {}
    for t in TABLES:
        if t not in ("fx", "territories") and money_columns(t) and "currency" in case[t].columns:
            made = case[t].with_columns(pl.col(money_columns(t)) * k)
            tables[t] = made.with_columns(pl.lit("JPY").alias("currency"))
    other = case.with_(**tables)
    one = plan(two_makers(), book=sorted(book))
    assert plan(other, book=sorted(book)).value == pytest.approx(one.value, rel=1e-9)


def test_the_base_book_is_the_sum_of_firms_apart() -> None:
    # superadditivity holds with equality where nothing is shared
    case = with_third_maker(two_makers())
    apart = sum(plan(case, [f], []).value for f in ("nagi", "hoku", "miri"))
    assert plan(case, book=Book.today(case)).value == pytest.approx(apart, abs=1e-9)
