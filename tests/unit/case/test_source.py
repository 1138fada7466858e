from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from teikei.case.case import Case
from teikei.case.read import read_case
from teikei.case.source import provenance


@pytest.fixture(scope="module")
def tiny(tiny_template: Path) -> Case:
    return read_case(tiny_template)


def weights(case: Case, table: str) -> list[float]:
    return provenance(case).rows.filter(pl.col("table") == table)["money_m"].to_list()


def test_money_by_hand(tiny: Case) -> None:
    # units × list price in million USD; the last is 5,000 × 5,000,000 JPY at 150 JPY
    assert weights(tiny, "demand") == pytest.approx([2520, 1600, 840, 166.6666667])
    # units sourced × parts; the hybrid is sourced by nobody, so its demand of 20,000 counts
    assert weights(tiny, "variants") == pytest.approx([70 * 18, 45 * 19, 20 * 20.5])
    # 300 + 70,000 × 3,000; (45,000 + 45,000 × 300,000 / 1e6) million JPY
    assert weights(tiny, "plants") == pytest.approx([510, (45_000 + 13_500) / 150])
    assert weights(tiny, "tooling") == pytest.approx([0, 0, 400 / 7])
    # 70,000 × 600; 40,000 × (500 + 40 × 17); 5,000 × 300; nobody exports to japan
    assert weights(tiny, "freight") == pytest.approx([42, 47.2, 1.5, 0])
    # only the 40,000 petrol Ridge cross the border: × 40,000 USD × 0.85 × 25 % and 15 %
    assert weights(tiny, "tariffs") == pytest.approx([340, 204, 0])
    # 5 million over four years; 800 USD a car × 80,000 cars granted, and no volume for the licence
    assert weights(tiny, "agreements") == pytest.approx([1.25, 0.25])
    assert weights(tiny, "terms") == pytest.approx([64, 0])


def test_shares_of_money_sum_to_one(tiny: Case) -> None:
    found = provenance(tiny)
    assert sum(found.money.values()) == pytest.approx(1)
    total = found.rows["money_m"].sum()
    # canton alone is reported, suzuka alone an estimate
    assert found.money["reported"] == pytest.approx(510 / total)
    assert found.money["estimate"] == pytest.approx(390 / total)


def test_amber_rows(tiny: Case) -> None:
    assert provenance(tiny).amber == ()
    bare = tiny.replaced(
        tiny.settings,
        {"fx": tiny["fx"].with_columns(pl.Series("source", ["", "annual"]))},
        {"fx": tiny.places["fx"]},
    )
    found = provenance(bare)
    assert found.amber == ("fx.csv:2",)
    assert found.counts.filter(pl.col("table") == "fx")["amber"].to_list() == [1]
    assert "1 of them without a source" in str(found)
    assert found.as_dict()["amber"] == ["fx.csv:2"]
