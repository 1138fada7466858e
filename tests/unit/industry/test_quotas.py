from __future__ import annotations

import datetime as dt

import pytest
from tests.unit.industry.conftest import Build, duty, place, trq

from teikei.case.case import Case
from teikei.industry.quotas import Entry, Quota, days_in, quotas
from teikei.industry.routes import routes

YEARS = (2027, 2028)


def found(case: Case) -> tuple[tuple[Quota, ...], dict[tuple[str, str, str, int], Entry]]:
    """Quotas, and entries by (variant, plant, name of the quota, year)."""
    ways = routes(case)
    held, entries = quotas(case, ways, YEARS)
    rows = ways.rows(named=True)
    named = {
        (rows[e.route]["variant"], rows[e.route]["plant"], held[e.quota].name, YEARS[e.year]): e
        for e in entries
    }
    assert len(named) == len(entries)
    return held, named


def test_a_quota_of_a_whole_year(build: Build) -> None:
    held, entries = found(build(add_origin_rules=[trq()]))
    (quota,) = held
    assert quota.name == "trq:japan>us:car:any:2025-06-30"
    assert quota.places.tolist() == [100_000.0, 100_000.0]
    # both variants of the rogue from kyushu, in both years; the frontier is no car, canton no border
    assert sorted(entries) == [
        (variant, "kyushu", quota.name, year)
        for variant in ("rogue_electric", "rogue_petrol")
        for year in YEARS
    ]
    entry = entries["rogue_petrol", "kyushu", quota.name, 2027]
    assert entry.rate == pytest.approx(0.05)
    assert days_in([entry.days]) == 365


def test_no_quota_no_entry(build: Build) -> None:
    assert found(build()) == ((), {})
    # nothing is saved where the quota charges what everybody pays
    assert found(build(add_origin_rules=[trq(rate_if_met=0.15)])) == ((), {})


def test_half_a_year_has_half_the_places(build: Build) -> None:
    # from 2 July 2027: 183 of 365 days; until 29 June 2028: 181 of 366
    case = build(add_origin_rules=[trq(valid_from=dt.date(2027, 7, 2), valid_to=dt.date(2028, 6, 29))])
    (quota,), entries = found(case)
    assert quota.places.tolist() == pytest.approx([100_000 * 183 / 365, 100_000 * 181 / 366])
    entry = entries["rogue_petrol", "kyushu", quota.name, 2027]
    # a car that enters while the quota holds saves 5 %, whatever part of the year that is
    assert entry.rate == pytest.approx(0.05)
    assert days_in([entry.days]) == 183


def test_the_saving_is_the_mean_over_the_days_that_save(build: Build) -> None:
    # the normal rate falls to 12 % on 1 July 2027 (184 days at 2 %), after 181 days at 5 %
    rates = [
        duty("japan", "us", "car", 0.15, valid_to=dt.date(2027, 6, 30)),
        duty("japan", "us", "car", 0.12, valid_from=dt.date(2027, 7, 1), valid_to=dt.date(2027, 12, 31)),
        duty("japan", "us", "car", 0.08, valid_from=dt.date(2028, 1, 1)),
        *(duty("any", "us", goods, 0.1) for goods in ("car", "light_truck", "parts")),
        duty("any", "mexico", "parts", 0.0),
    ]
    (quota,), entries = found(build(tariffs=rates, add_origin_rules=[trq()]))
    assert [year for *_, year in entries] == [2027, 2027]  # in 2028 everybody pays 8 %
    entry = entries["rogue_petrol", "kyushu", quota.name, 2027]
    assert entry.rate == pytest.approx((181 * 0.05 + 184 * 0.02) / 365)
    assert len(entry.days) == 1


def test_borders_and_classes_of_one_rule_are_quotas_of_their_own(build: Build) -> None:
    rows = [
        trq(),
        trq(customs_class="light_truck", quota_units=7_000.0, rate_if_met=0.05),
        trq(origin="mexico", quota_units=20_000.0, rate_if_met=0.0),
    ]
    held, entries = found(build(add_origin_rules=rows))
    assert {(q.origin, q.customs_class): q.places[0] for q in held} == {
        ("japan", "car"): 100_000.0,
        ("japan", "light_truck"): 7_000.0,
        ("mexico", "car"): 20_000.0,
    }
    by_plant = {(variant, plant): name.split(":")[1:3] for variant, plant, name, _ in entries}
    assert by_plant["frontier_petrol", "kyushu"] == ["japan>us", "light_truck"]
    assert by_plant["rogue_petrol", "civac"] == ["mexico>us", "car"]
    assert by_plant["rogue_petrol", "kyushu"] == ["japan>us", "car"]


def test_territories_of_a_bloc_share_its_quota(build: Build) -> None:
    places = [
        place("us"),
        place("mexico", "MXN", "pacific"),
        place("japan", "JPY", "pacific"),
        place("china"),
    ]
    rule = trq(origin="pacific", regional_territories="japan;mexico")
    (quota,), entries = found(build(territories=places, origin_rules=[rule]))
    assert {plant for _, plant, _, _ in entries} == {"civac", "kyushu"}
    assert {name for _, _, name, _ in entries} == {quota.name}


def test_a_firm_that_is_named_has_its_own_share_only(build: Build) -> None:
    case = build(add_origin_rules=[trq(), trq(quota_firm="nissan", quota_units=30_000.0)])
    held, entries = found(case)
    # nobody but nissan sells these cars: the share of the others is taken by no route
    assert [(q.firm, q.places[0]) for q in held] == [("nissan", 30_000.0)]
    assert entries
    held, entries = found(build(add_origin_rules=[trq(), trq(quota_firm="honda", quota_units=30_000.0)]))
    assert [q.firm for q in held] == ["any"]


def test_content_decides_who_may_enter(build: Build) -> None:
    rule = trq(origin="mexico", regional_territories="us;mexico", minimum_regional_share=0.9)
    assert found(build(add_origin_rules=[rule])) == ((), {})  # civac has 80 %
    held, _ = found(build(add_origin_rules=[rule | {"minimum_regional_share": 0.8}]))
    assert len(held) == 1


def test_days_of_several_spans_count_once() -> None:
    assert days_in([((0, 10),), ((5, 20),)]) == 20
    assert days_in([((0, 10), (20, 30)), ((30, 31),)]) == 21
