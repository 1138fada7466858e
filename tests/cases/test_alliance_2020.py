"""The back-test case: what it must hold, and that the announcement is kept apart."""

from __future__ import annotations

import polars as pl
import pytest

from teikei.agreements.book import Book, candidates
from teikei.case.case import Case
from teikei.case.check import check
from teikei.case.read import read_case
from teikei.case.scenario import Scenario
from teikei.deals.antitrust import screened
from teikei.deals.leaders import leads_of, sells_most
from teikei.deals.worth import surplus
from teikei.plan.optimise import plan

FIRMS = ("mitsubishi_motors", "nissan", "renault")


@pytest.fixture(scope="module")
def case() -> Case:
    return read_case("alliance_2020")


def test_it_is_read_and_has_no_fault(case: Case) -> None:
    assert check(case) == []
    assert tuple(sorted(case["firms"]["firm"])) == FIRMS
    assert (case.settings.first_year, case.settings.last_year) == (2021, 2030)
    assert case.settings.decision_date.isoformat() < "2020-05-27"


def test_every_subject_may_be_led_by_each_firm_and_by_one_only(case: Case) -> None:
    leads = leads_of(case)
    assert {one.agreement for one in leads} == set(candidates(case))
    subjects = {(one.what, one.resource) for one in leads}
    assert len(subjects) == 15
    today = Book.today(case)
    for subject in subjects:
        mine = [one for one in leads if (one.what, one.resource) == subject]
        assert tuple(sorted(one.leader for one in mine)) == FIRMS
        excludes = dict(case["agreements"].select("agreement", "excludes").iter_rows())
        for one in mine:
            assert set(excludes[one.agreement]) == {other.agreement for other in mine} - {one.agreement}
            assert today.with_(one.agreement).first_year(one.agreement) == 2021


def test_the_announcement_names_each_subject_once_and_stands_nowhere_else(case: Case) -> None:
    announced = {(row["what"], row["resource"]) for row in case["announced"].to_dicts()}
    assert announced == {(one.what, one.resource) for one in leads_of(case)}
    papers = {source for row in case["announced"]["source"] for source in row.split(";")}
    used = {
        (table, source)
        for table, frame in case.tables.items()
        if table not in ("announced", "sources") and "source" in frame.columns
        for row in frame["source"]
        for source in (row or "").split(";")
    }
    assert not {pair for pair in used if pair[1] in papers}


def test_the_rule_needs_no_search(case: Case) -> None:
    assert [sells_most(case, "market", market) for market in ("japan", "europe", "oceania")] == [
        "nissan",
        "renault",
        "mitsubishi_motors",
    ]
    assert sells_most(case, "technology", "plugin_drive") == "mitsubishi_motors"


def test_leads_within_the_group_are_amber_and_between_competitors_red(case: Case) -> None:
    assert screened(case, "japan_nissan").colour == "amber"
    apart = case.with_(settings={"integrated_groups": ()})
    assert screened(apart, "japan_nissan").colour == "red"
    assert screened(apart, "plugin_drive_nissan").colour == "amber"


def test_a_technology_lead_by_hand(case: Case) -> None:
    # Mitsubishi has 250,000 plug-ins: L = 26^log2(0.85) = 0.4658; the others none: L = 1. A programme of 800
    # over 8 years is 100 a year. Each follower saves 0.35 * min(1, 1 / 0.4658) = 0.35 of it; signing 10 and
    # 2 a year. Ten years at mid-year and 8 % from 2020-01-01, the first year 1.5 years away.
    weights = [1.08 ** -(year + 0.5 - 2020) for year in range(2021, 2031)]
    yearly = 10.0 * 0.08 / (1 - 1.08**-10)
    expected = sum(weights) * (2 * 35.0 - 2.0 - yearly)
    found = surplus(case, "plugin_drive_mitsubishi").alone
    assert found == pytest.approx((expected, expected), abs=0.5)


def test_it_plans_and_the_second_count_agrees(case: Case) -> None:
    made = plan(
        case, book=Book.today(case).with_("europe_renault", "asean_mitsubishi", "body_electronics_nissan")
    )
    assert made.audit().holds
    assert made.gap < 1e-5


def test_dealers_may_go_unpaid(case: Case) -> None:
    moved = Scenario.named(case, "dealers_unpaid")(case)
    assert check(moved) == []
    assert moved["changes"].filter(change="dealer_compensation")["value"].sum() == 0.0
    assert (
        moved["changes"]
        .filter(change="presence_saving")
        .equals(case["changes"].filter(change="presence_saving"))
    )


@pytest.mark.parametrize("units", [240, 265, 315, 340])
def test_what_hangs_on_the_asean_volume_follows_it(case: Case, units: int) -> None:
    moved = Scenario.named(case, f"asean_{units}")(case)
    assert check(moved) == []

    def there(some: Case, table: str, column: str, **where: str) -> float:
        return float(some[table].filter(**where)[column][0])

    mine = {"firm": "mitsubishi_motors"}
    share = units * 1000 / 290_000
    assert there(moved, "demand", "units_per_year", model="mitsubishi_asean") == units * 1000
    for table, column, where in (
        ("market_presence", "fixed_cost_m", mine | {"market": "asean"}),
        ("programmes", "cost_m_per_year", mine | {"resource": "asean"}),
    ):
        central = there(case, table, column, **where)
        assert there(moved, table, column, **where) == pytest.approx(share * central, rel=2e-3)
    others = moved["demand"].filter(pl.col("model") != "mitsubishi_asean")
    assert others.equals(case["demand"].filter(pl.col("model") != "mitsubishi_asean"))
