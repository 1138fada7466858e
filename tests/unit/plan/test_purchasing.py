from __future__ import annotations

import pytest
from tests.cases.drives import with_licence
from tests.cases.edits import added, two_makers
from tests.cases.kinds import change, with_deal, with_purchasing

from teikei.agreements.book import Book
from teikei.deals.worth import surplus
from teikei.plan.optimise import plan
from teikei.plan.problem import landed_arrays
from teikei.plan.purchasing import bought_together


def test_factors_by_party_from_first_use() -> None:
    case = with_purchasing(two_makers())
    found = bought_together(Book(case, ["bolts"]))
    assert found[("nagi", "platform", "n_body")].tolist() == pytest.approx([1.0, 0.9, 0.9, 0.9])
    assert found[("hoku", "model", "h_suv")].tolist() == pytest.approx([1.0, 0.95, 0.95, 0.95])
    assert bought_together(Book(case, [])) == {}


def test_the_surplus_is_what_both_save() -> None:
    # n_suv: 100,000 cars * 10 % of 17,000 = 170 M a year; h_suv: 100,000 * 5 % of 16,000 = 80 M; three years
    found = surplus(with_purchasing(two_makers()), "bolts")
    assert found.alone == pytest.approx((750.0, 750.0))
    gained = {f: found.with_plan.profit(f) - found.without_plan.profit(f) for f in ("nagi", "hoku")}
    assert gained == pytest.approx({"nagi": 510.0, "hoku": 240.0})
    assert found.with_plan.audit().holds


def test_what_is_bought_together_today_is_in_the_parts_already() -> None:
    # in force since 2027: alone the n_suv's parts would cost 17,000 / 0.9, the h_suv's 16,000 / 0.95
    case = with_purchasing(two_makers(), "signed")
    assert plan(case).value == pytest.approx(6_864.0)
    found = surplus(case, "bolts")
    lost = 4 * 100_000 * (17_000 * (1 / 0.9 - 1) + 16_000 * (1 / 0.95 - 1)) / 1e6
    assert found.alone == pytest.approx((lost, lost))
    assert found.without_plan.audit().holds


def test_the_larger_of_two_savings_on_one_thing_counts() -> None:
    case = with_deal(with_purchasing(two_makers()), "nuts", "joint_purchasing")
    case = added(case, "changes", change("nuts", "nagi", "platform", "n_body", "parts_saving", 0.2))
    found = bought_together(Book(case, ["bolts", "nuts"]))
    assert found[("nagi", "platform", "n_body")].tolist() == pytest.approx([1.0, 0.8, 0.8, 0.8])


def test_a_drive_is_cheaper_by_a_share_of_its_own_cost() -> None:
    # 20 % of 1,000 on hoku's 40,000 hybrids; the licence adds 20,000 drives of nagi's, which pays in full
    case = with_deal(with_licence(), "coils", "joint_purchasing")
    case = added(case, "changes", change("coils", "hoku", "technology", "h_drive", "parts_saving", 0.2))
    found = surplus(case, "coils")
    assert found.alone == pytest.approx((24.0, 24.0))  # 40,000 * 200 * 3 years
    both = plan(case, book=["coils", "drive_licence"])
    learned = both.problem.parts_factor[("technology", "h_drive")]
    assert learned[-1] == pytest.approx(1.5**-0.152003, rel=1e-5)  # 60,000 against 40,000; 10 % a doubling
    ways = both.problem.routes
    frame, money = landed_arrays(case)
    for firm, paid in (("hoku", 0.8), ("nagi", 1.0)):
        i = int(((ways.powertrain == "hybrid") & (ways.firm == firm)).argmax())
        at = frame.with_row_index().filter(variant=str(ways.variant[i]), plant=str(ways.plant[i]))
        plain = money["parts"][at["index"][0], -1]
        assert ways.money["parts"][i, -1] == pytest.approx(plain - 1_000.0 * (1.0 - paid * learned[-1]))
    assert both.audit().holds
