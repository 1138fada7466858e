from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest
from tests.cases.edits import two_makers
from tests.cases.features import with_guest, with_quota

from teikei.plan.optimise import plan
from teikei.plan.solution import PlanSolution, Worth, versions


@pytest.fixture(scope="module")
def found() -> PlanSolution:
    return plan(two_makers(), book=["pickup_at_delta"])


def worth(value: dict[str, float], bound: dict[str, float], **constants: float) -> Worth:
    return Worth(tuple(value.items()), tuple(bound.items()), {(k, "f", ""): v for k, v in constants.items()})


def test_a_difference_of_worths_is_an_interval() -> None:
    one = worth({"a": 10.0, "b": 5.0}, {"a": 10.5, "b": 5.0}, overhead=-1.0)
    other = worth({"c": 7.0, "b": 5.0}, {"c": 7.25, "b": 5.0}, overhead=-2.0)
    # low: 10 - 7.25 + 1; high: 10.5 - 7 + 1; b is the same program in both
    assert one.minus(other) == pytest.approx((3.75, 4.5))
    assert one.value == 14.0
    assert one.bound == 14.5


def test_equal_parts_cancel_exactly_whatever_their_gap() -> None:
    one = worth({"a": 1.0, "b": 1e9 + 0.1}, {"a": 1.0, "b": 2e9})
    other = worth({"b": 1e9 + 0.1}, {"b": 2e9})
    assert one.minus(other) == (1.0, 1.0)
    assert other.minus(other) == (0.0, 0.0)
    # a part that stands twice on one side cancels once
    twice = Worth((("b", 3.0), ("b", 3.0)), (("b", 3.0), ("b", 3.0)), {})
    assert twice.minus(worth({"b": 3.0}, {"b": 3.0})) == (3.0, 3.0)


def test_tables_have_their_units(found: PlanSolution) -> None:
    assert found.ship.columns == ["variant", "model", "firm", "plant", "market", "year", "units"]
    assert found.ship["units"].min() > 0
    assert set(found.accounts.columns) >= {"firm", "account", "what", "year", "amount_m", "present_value_m"}
    use = found.use.filter((pl.col("plant") == "delta") & (pl.col("year") == 2030)).row(0, named=True)
    # 100,000 SUVs, 50,000 pickups of nagi and 40,000 of hoku in 300,000 places
    assert use["units"] == 190_000.0
    assert use["use_share"] == pytest.approx(190 / 300)


def test_decisions_say_how_far_they_are_taken(found: PlanSolution) -> None:
    assert sorted(found.decisions["decision"].to_list()) == ["adopt", "launch", "tool_up"]
    assert found.decisions["taken"].to_list() == pytest.approx([1.0, 1.0, 1.0])


def test_cars_lent_and_cars_in_quotas(found: PlanSolution) -> None:
    assert found.lent.columns == ["agreement", "plant", "guest", "year", "units"]
    assert found.lent.height == 0
    assert found.in_quota.columns == ["variant", "plant", "market", "quota", "year", "units"]
    guest = plan(with_guest(two_makers()), ["nagi"], ["zai_guest"])
    assert guest.lent.rows()[0] == ("zai_guest", "delta", "zai", 2027, 30_000.0)
    quota = plan(with_quota(two_makers(), 25_000), ["hoku"])
    name = "us_quota:japan>us:car:hoku:2020-01-01"
    assert quota.in_quota.rows()[0] == ("h_suv_petrol", "harima", "us", name, 2027, 25_000.0)


def test_profit_and_level_amounts(found: PlanSolution) -> None:
    assert found.profit("hoku") == pytest.approx(2784 + 576.5)
    assert found.profit("nagi") == pytest.approx(4080 - 146)
    # four years without discounting
    assert found.yearly(100.0) == pytest.approx(25.0)


def test_manifest_and_folder(found: PlanSolution, tmp_path: Path) -> None:
    folder = found.to_folder(tmp_path / "plan")
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["value_m"] == pytest.approx(7294.5)
    assert manifest["book"] == ["pickup_at_delta"]
    assert manifest["members"] == ["hoku", "nagi"]
    assert manifest["case_hash"] == two_makers().hash
    assert set(manifest["versions"]) == set(versions()) >= {"teikei", "highspy"}
    assert {path.name for path in folder.iterdir()} == {"manifest.json"} | {
        f"{table}.csv"
        for table in ("ship", "accounts", "decisions", "use", "lent", "in_quota", "fleets", "credits", "cash")
    }
    read = pl.read_csv(folder / "ship.csv")
    assert read["units"].sum() == pytest.approx(found.ship["units"].sum())


def test_it_prints_its_interval(found: PlanSolution) -> None:
    assert "worth [7,294.5, 7,294.5] m USD present value, for these inputs" in repr(found)
